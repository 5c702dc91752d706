"""A draft that an agent began at a stand goes to the person's own phone (docs/stand-tablet.md).

The agent's page shows the code of the draft as a picture. The phone that opens it takes the draft: from then on no account of
ours owns it, that code opens nothing any more, and every page of the agent's says that it has gone, also once it was filed.
Both sides hold the row's lock while they look."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from accounts.actors import Actor
from complaints.intake import resume
from complaints.intake.actions import AlreadySent, Gone, drop_file, locked
from complaints.intake.models import Draft, expiry
from complaints.models import StoredFile
from complaints.permissions import can_register
from complaints.workflow.errors import demand

OFFERED = timedelta(minutes=15)  # as long as two people stand beside each other


@transaction.atomic
def offer(draft: Draft, *, actor: Actor) -> Draft:
    """From now on, for a quarter of an hour, a phone may take it. Raises NotAllowed, Gone, AlreadySent."""
    demand(can_register(actor))
    row = locked(draft)
    if row.complaint_id:
        raise AlreadySent
    if row.officer_id != actor.user_id:
        raise Gone
    row.offered_at = timezone.now()
    row.save(update_fields=["offered_at", "saved_at"])
    return row


@transaction.atomic
def take_back(draft: Draft) -> None:
    """No phone may take it any more; what one has taken stays taken. Raises Gone."""
    row = locked(draft)
    row.offered_at = None
    row.save(update_fields=["offered_at", "saved_at"])


@transaction.atomic
def take(draft: Draft, *, by: str = "") -> Draft | None:
    """The draft is the holder's of its code; None when it was not offered, or too long ago. `by` is the mark of their browser.

    How it came was the agent's to say, and what was signed there was signed before them: both are left behind, files too."""
    row = Draft.objects.select_for_update(of=("self",)).filter(pk=draft.pk, complaint=None).first()
    if row is None:
        return None
    if row.officer_id is None:  # taken before
        return row if by and row.taken_by == by else None
    if row.offered_at is None or timezone.now() - row.offered_at > OFFERED:
        return None
    row.officer, row.offered_at, row.signed = None, None, {}
    row.taken_at, row.taken_by = timezone.now(), by
    row.code_hash = resume.index(resume.resume_code(row))
    row.answers.pop("reception", None)
    row.problems = [slug for slug in row.problems if slug != "reception"]
    row.language = get_language() or row.language
    row.expires_at = expiry()
    row.save()
    for file in row.files.filter(kind=StoredFile.Kind.TRANSCRIPT):
        drop_file(file)
    return row


def taken_before(code: str, *, by: str) -> Draft | None:
    """The draft that this browser took by this code; its first answer may have been lost on the way."""
    if not by:
        return None
    rows = Draft.objects.filter(taken_by=by, expires_at__gt=timezone.now())
    index = resume.index(code)
    return next((row for row in rows if index and resume.index(resume.offered_code(row)) == index), None)


def is_taken(draft: Draft) -> bool:
    """Whether a phone has taken this draft, which an agent began; it stays theirs once it was filed."""
    return draft.taken_at is not None
