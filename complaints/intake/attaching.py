"""A file becomes one of a draft's, or is refused with a sentence that helps (docs/attachments.md)."""

import uuid

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints import files
from complaints.files.receiving import Upload
from complaints.intake.models import Draft, DraftFile

MOST_FILES = 30
TOO_MANY = gettext_lazy("You have sent %(count)s files. Remove one that you need less, then send this one.")
LONGEST_CAPTION = 200


def keep(draft: Draft, upload: Upload, *, caption: str = "", kind: str = "", sent_as: uuid.UUID | None = None) -> str:
    """Takes one upload; gives the sentence to show when it is refused. A mandate takes the place of the one before.

    `sent_as` is the key of a resumable upload (uploads.py): the same key again is the same file, and makes no second one."""
    if draft.files.count() >= MOST_FILES:
        return str(TOO_MANY % {"count": MOST_FILES})
    already = draft.files.aggregate(total=Sum("size"))["total"] or 0
    try:
        received = files.receive(upload, already=already)
    except files.Refused as refused:
        return str(refused.message)
    made = False
    try:
        with transaction.atomic():
            row = (
                Draft.objects.select_for_update().filter(pk=draft.pk, complaint=None, officer=draft.officer_id).first()
            )
            if row is not None and not (sent_as and row.files.filter(sent_as=sent_as).exists()):
                _replace(row, kind)
                DraftFile.objects.create(
                    draft=row,
                    caption=caption,
                    kind=kind,
                    sent_as=sent_as,
                    sent_at=timezone.now(),
                    **received.fields(),
                )
                made = True
    finally:
        if not made:
            files.discard(received)
    if row is None:
        return _("Your complaint was sent already. You can add this document to the file with its reference and code.")
    return ""


def _replace(draft: Draft, kind: str) -> None:
    """Takes the old mandate away; other documents stand beside each other."""
    for old in draft.files.filter(kind=kind) if kind == DraftFile.Kind.MANDATE else ():
        old.delete()
        transaction.on_commit(lambda old=old: files.discard(old), robust=True)  # type: ignore[misc]
