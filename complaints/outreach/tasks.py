"""What beat does for the stands."""

from celery import shared_task
from django.utils import timezone

from complaints.outreach import visits
from complaints.outreach.sealed import kept
from complaints.outreach.tablet import shifts


@shared_task(name="outreach.forget_sealed")
def forget_sealed() -> int:
    """Throws away sealed visits that could not be opened for 90 days, and the keys of days so long past."""
    return kept.forget_old()


@shared_task(name="outreach.count_filed")
def count_filed() -> int:
    """Complaints that were begun at a stand and filed on the own telephone since."""
    return visits.count_filed()


@shared_task(name="outreach.end_days")
def end_days() -> int:
    """Days at stands whose hour has come; safe to run twice and after a pause."""
    return shifts.end_what_is_over(now=timezone.now())
