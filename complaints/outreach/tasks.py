"""What beat does for the stands."""

from celery import shared_task

from complaints.outreach.sealed import kept


@shared_task(name="outreach.forget_sealed")
def forget_sealed() -> int:
    """Throws away sealed visits that could not be opened for 90 days, and the keys of days so long past."""
    return kept.forget_old()
