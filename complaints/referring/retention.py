"""What is kept of a referral that is over: that it was, to whom, what was agreed, what was answered. The package goes."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from complaints.models import Referral, ReferralLink

UNREAD = timedelta(
    hours=1
)  # after the end of what nobody there has opened: longer than the desk can take that end back
KEPT = timedelta(days=365)  # after its end: as long as somebody may still ask what the body had before it
BATCH = 200


def forget_packages(*, now: datetime) -> int:
    """Wipes the copy of what was passed on and the digests of the links: a year after the end, and soon where nobody there
    has read anything. Safe to repeat."""
    forgotten = 0
    while True:
        with transaction.atomic():
            old = Q(ended_at__lte=now - KEPT) | Q(ended_at__lte=now - UNREAD, opened_at=None)
            over = Referral.objects.filter(old, forgotten_at=None).order_by("ended_at")
            keys = list(over.select_for_update(skip_locked=True).values_list("pk", flat=True)[:BATCH])
            ReferralLink.objects.filter(referral__in=keys).delete()
            Referral.objects.filter(pk__in=keys).update(given="", forgotten_at=now)
        forgotten += len(keys)
        if len(keys) < BATCH:
            return forgotten
