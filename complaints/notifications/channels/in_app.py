"""On the site: the row is the notice. It is written as sent: there with the commit that caused it, or when its hold ends."""

from datetime import datetime

from django.db.models.functions import Now

from complaints.notifications.models import OutboxMessage, Status


def write(row: OutboxMessage, *, at: datetime | None = None) -> None:
    """Marks a row that is about to be inserted as delivered; from `at` on it is shown, without anybody's doing."""
    row.status, row.sent_at = Status.SENT, at or Now()
