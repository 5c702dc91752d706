"""The one place where the demonstration turns back the clock, so that its files have a past."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.utils import timezone

from complaints.models import Complaint
from complaints.notifications.models import OutboxMessage


@contextmanager
def as_of(moment: datetime) -> Iterator[None]:
    """Within it `timezone.now()` gives `moment`. For a command in its own process only: it is the same for every thread."""
    present = timezone.now
    timezone.now = lambda: moment
    try:
        yield
    finally:
        timezone.now = present


def date_messages(complaint: Complaint) -> None:
    """Postgres' own clock dates the outbox, and it cannot be turned back: each row takes the time of its event."""
    for event in complaint.events.all():
        rows = OutboxMessage.objects.filter(event=f"event:{event.pk}")
        rows.update(created_at=event.at)
        rows.filter(sent_at__isnull=False).update(sent_at=event.at)
