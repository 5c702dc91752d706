"""How long a mail is kept (docs/channels.md): what waits for somebody stays, and what became a complaint stays with it; of
the rest only that it came remains."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from complaints import files
from complaints.models import IncomingMail

Status = IncomingMail.Status
SORTED = timedelta(days=30)  # what it says stands in the question, or is a program's
SET_ASIDE = timedelta(days=90)  # in which its sender may ask what became of it
PORTION = 200


def shred() -> int:
    """Shreds what is over its time, in small transactions; gives how many."""
    now, done = timezone.now(), 0
    by_itself = (Status.AUTOMATIC, Status.RETURNED)
    over = (
        Q(status__in=by_itself, kept_at__lt=now - SORTED)
        | Q(status=Status.ASKED, handled_at__lt=now - SORTED)
        | Q(status=Status.DISCARDED, handled_at__lt=now - SET_ASIDE)
    )
    while True:
        with transaction.atomic():
            rows = IncomingMail.objects.select_for_update(of=("self",), skip_locked=True)
            found = list(rows.filter(over, shredded_at=None, kept_at__lt=now - SORTED).order_by("kept_at")[:PORTION])
            for row in found:
                _shred(row)
        done += len(found)
        if len(found) < PORTION:
            return done


def _shred(row: IncomingMail) -> None:
    """The bytes of its attachments go after the commit, unless a file or a draft needs them."""
    for file in row.files.all():
        files.discard(file)
        file.delete()
    empty(row)
    row.save()


def empty(row: IncomingMail) -> None:
    """Nothing but that it came; saves nothing."""
    row.raw, row.left_out, row.shredded_at = None, [], timezone.now()
    row.sender = row.sender_name = row.subject = row.text = row.why = ""
