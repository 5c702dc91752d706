"""What beat does with the mailbox."""

import time

import structlog
from celery import shared_task

from complaints.models import IncomingMail
from complaints.reception import keeping, mailbox, sorting

log = structlog.get_logger(__name__)
SECONDS = 40.0  # below the soft limit of a task; what is left waits for the next minute


@shared_task(name="reception.read_mailbox")
def read_mailbox() -> int:
    """Keeps what is new in the mailbox, then sorts what is kept, the oldest first; gives how many were sorted."""
    end = time.monotonic() + SECONDS
    try:
        mailbox.fetch(seconds=SECONDS / 2)
    except mailbox.Unreachable as error:  # the desk shows it; what is kept is sorted all the same
        log.warning("mailbox_unreachable", reason=str(error))
    done = 0
    waiting = IncomingMail.objects.filter(status=IncomingMail.Status.KEPT).order_by("tries", "arrived_at", "pk")
    for key in list(waiting.values_list("pk", flat=True)[: mailbox.A_RUN]):
        if time.monotonic() > end:
            break
        try:
            sorting.sort(key)
            done += 1
        except Exception as error:
            # One mail must not stop the others; it stays kept, and after some tries a person gets it.
            log.error("mail_not_sorted", mail=key, error=type(error).__name__)
    return done


@shared_task(name="reception.shred_mails")
def shred_mails() -> int:
    """Takes the words and attachments from mails that nobody needs any more; gives how many."""
    return keeping.shred()
