"""A letter of a file as a page (complaints/letterhead.py): what its documents are called on it."""

from collections.abc import Iterable
from pathlib import PurePath

from django.utils import translation
from django.utils.translation import gettext as _

from complaints.casework import extracts
from complaints.casework.models import Letter
from complaints.dealings import Addressee
from complaints.letterhead import Sheet, sheet_of
from complaints.models import Attachment, Complaint


def page_of(letter: Letter) -> Sheet:
    """The page of a letter that was sent: the same at the desk, in the mailbox and before the interlocutor."""
    documents = letter.attachments.order_by("pk")
    told = letter.to != Addressee.ADMINISTRATION or extracts.names(letter)
    return sheet_of(letter, names=names_of(letter.complaint, letter.to, documents, letter.language, told=told))


def names_of(
    complaint: Complaint, to: str, documents: Iterable[Attachment], language: str, *, told: bool = True
) -> list[str]:
    """The names under which documents go: their own, or numbers where a name could tell who complained, and is not `told`."""
    hidden = to != Addressee.CITIZEN and (hides_name(complaint) or not told)
    with translation.override(language):
        return [
            f"{_('Document')} {number}{PurePath(file.name).suffix}" if hidden else file.shown
            for number, file in enumerate(documents, start=1)
        ]


def hides_name(complaint: Complaint) -> bool:
    """Whether nobody outside must learn who complained."""
    return complaint.has_complainant and not complaint.share_identity
