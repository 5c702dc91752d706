"""What reaches complainants by itself."""

from celery import shared_task
from django.utils import timezone

from complaints.follow_up import voices


@shared_task(name="follow_up.send_surveys")
def send_surveys() -> None:
    """The survey of one question; safe to run twice and after a pause."""
    voices.send_surveys(now=timezone.now())
