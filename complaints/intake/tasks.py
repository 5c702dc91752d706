"""What beat does with drafts."""

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from complaints.intake import actions
from complaints.intake.models import Draft
from complaints.intake.selectors import CODE_SHOWN

BATCH = 200


@shared_task(name="intake.remove_expired_drafts")
def remove_expired_drafts() -> int:
    """Deletes the drafts whose 30 days are over, with their files, and wipes follow-up codes that were not noted in time."""
    now = timezone.now()
    Draft.objects.exclude(sealed_code="").filter(complaint__submitted_at__lt=now - CODE_SHOWN).update(sealed_code="")
    removed = 0
    while True:
        with transaction.atomic():
            rows = list(
                Draft.objects.select_for_update(skip_locked=True)
                .filter(expires_at__lte=now)
                .order_by("expires_at")[:BATCH]
            )
            for row in rows:
                actions.remove(row)
        removed += len(rows)
        if len(rows) < BATCH:
            return removed
