"""What beat does with referrals."""

from celery import shared_task
from django.utils import timezone

from complaints.referring.chasing import chase_referrals
from complaints.referring.retention import forget_packages


@shared_task(name="referring.watch_referrals")
def watch_referrals() -> None:
    """Reminds, tells, ends what is late; forgets what is long over. Safe to run twice and after a pause."""
    chase_referrals(today=timezone.localdate())
    forget_packages(now=timezone.now())
