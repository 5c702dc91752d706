"""What is kept of a referral that is over: that it was, to whom, what was agreed, what was answered. The package goes."""

from datetime import datetime, timedelta

from django.db import transaction

from complaints.models import Referral, ReferralLink

KEPT = timedelta(days=365)  # after its end: as long as somebody may still ask what the body had before it
BATCH = 200


def forget_packages(*, now: datetime) -> int:
    """Wipes, a year after the end, the copy of what was passed on and the digests of the links. Safe to repeat."""
    forgotten = 0
    while True:
        with transaction.atomic():
            over = Referral.objects.filter(ended_at__lte=now - KEPT, forgotten_at=None).order_by("ended_at")
            keys = list(over.select_for_update(skip_locked=True).values_list("pk", flat=True)[:BATCH])
            ReferralLink.objects.filter(referral__in=keys).delete()
            Referral.objects.filter(pk__in=keys).update(given="", forgotten_at=now)
        forgotten += len(keys)
        if len(keys) < BATCH:
            return forgotten
