"""A letter as a page on the institution's letterhead: the same words and day give the same page, byte for byte.

What is printed is what the row of the letter holds, never what a template says by now (docs/letters.md)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts import institution
from accounts.dates import long_date
from accounts.localized import pick
from accounts.models import Unit
from complaints import typesetting


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on the page. Without a `number` it is a letter that was not sent, and says so.

    `replaces` is when the version before was sent."""

    number: str
    version: int
    reference: str
    language: str
    recipient: str
    subject: str
    body: str
    signed_by: str
    unit: Unit | None
    at: datetime
    documents: Sequence[str] = ()
    replaces: datetime | None = None

    @property
    def rtl(self) -> bool:
        """Whether the letter reads from right to left."""
        return self.language in typesetting.RIGHT_TO_LEFT

    @property
    def signature(self) -> list[str]:
        """What stands under the letter: for whom it is signed, and by whom or by which unit."""
        with translation.override(self.language):
            signed = self.signed_by or (pick(self.unit.names, self.language) if self.unit else "")
            return [line for line in (_("For the Mediator of the Kingdom"), signed) if line]


class Sent(Protocol):
    """The row of a letter (`casework/models.py`), which this room does not know."""

    complaint: Any
    administration: Any
    number: str
    version: int
    corrects: Any
    language: str
    recipient: str
    subject: str
    body: str
    signed_by: str
    sent_at: datetime
    attachments: Any


def sheet_of(letter: Sent, *, names: Sequence[str] | None = None, address: bool = True) -> Sheet:
    """The page of a letter that was sent. `names` are those of its documents where the reader knows them by others.

    Without `address`, for readers with whom the file is shared, of the recipient the first line alone is there."""
    recipient = letter.recipient or (
        pick(letter.administration.names, letter.language) if letter.administration else ""
    )
    return Sheet(
        number=letter.number, version=letter.version, reference=letter.complaint.reference, language=letter.language,
        recipient=recipient if address else recipient.partition("\n")[0], subject=letter.subject, body=letter.body,
        signed_by=letter.signed_by, unit=letter.complaint.unit, at=letter.sent_at,
        documents=[file.shown for file in letter.attachments.order_by("pk")] if names is None else names,
        replaces=letter.corrects.sent_at if letter.corrects else None,
    )  # fmt: skip


def pdf(sheet: Sheet) -> bytes:
    """As many A4 pages as it takes (PDF/UA-1), in the language and direction of the letter."""
    with translation.override(sheet.language):
        data = _data(sheet)
    return typesetting.pdf("letter", data, language=sheet.language, written_at=sheet.at)


def file_name(sheet: Sheet) -> str:
    """How the file is called, without its ending."""
    return f"{sheet.number}-v{sheet.version}" if sheet.version > 1 else sheet.number


def _data(sheet: Sheet) -> dict[str, Any]:
    unit = pick(sheet.unit.names, sheet.language) if sheet.unit else ""
    return {
        "title": sheet.subject,
        "reference": sheet.number or _("Not sent"),
        "footer": institution.SEAT.get(sheet.language, institution.SEAT["fr"]),
        "draft": "" if sheet.number else _("This letter has not been sent. Its number is given when it is."),
        "unit": unit,
        "day": long_date(sheet.at, sheet.language),
        "recipient": sheet.recipient.split("\n"),
        "facts": _facts(sheet),
        "subject": sheet.subject,
        "body": _blocks(sheet.body),
        "signature": sheet.signature,
        "documents": list(sheet.documents),
        "labels": {"subject": pgettext("letter", "Subject"), "documents": _("Enclosed")},
    }


def _facts(sheet: Sheet) -> list[dict[str, str]]:
    rows = [(_("Our reference"), sheet.reference)]
    if sheet.number:
        rows.append((_("Number of the letter"), sheet.number))
    if sheet.version > 1:
        rows.append((_("Version"), str(sheet.version)))
    found = [{"label": label, "value": value, "words": ""} for label, value in rows]
    if sheet.replaces:
        day = long_date(sheet.replaces, sheet.language)
        found.append(
            {"label": "", "value": "", "words": _("Takes the place of the version of %(day)s.") % {"day": day}}
        )
    return found


def _blocks(body: str) -> list[dict[str, Any]]:
    """Paragraphs and lists; a line of a paragraph stays a line."""
    blocks: list[dict[str, Any]] = []
    for part in re.split(r"\n[ \t]*\n", body.replace("\r\n", "\n").replace("\r", "\n").strip()):
        lines = [line.strip() for line in part.split("\n") if line.strip()]
        while lines:
            item = lines[0].startswith("- ")
            end = next((place for place, line in enumerate(lines) if line.startswith("- ") is not item), len(lines))
            blocks.append({"list": item, "lines": [line.removeprefix("- ") if item else line for line in lines[:end]]})
            lines = lines[end:]
    return blocks
