"""What happens by itself in filed cases: surveys leave, codes that were shown are wiped."""

from celery import shared_task
from django.utils import timezone

from complaints import recovery
from complaints.files import coming
from complaints.follow_up import voices


@shared_task(name="follow_up.send_surveys")
def send_surveys() -> None:
    """The survey of one question; safe to run twice and after a pause."""
    voices.send_surveys(now=timezone.now())


@shared_task(name="follow_up.wipe_shown_codes")
def wipe_shown_codes() -> int:
    """New codes whose half hour is over; safe to run twice."""
    return recovery.wipe()


@shared_task(name="follow_up.forget_pieces")
def forget_pieces() -> int:
    """Documents that came in pieces and that nobody sent; safe to run twice."""
    return coming.forget_stale(now=timezone.now())
