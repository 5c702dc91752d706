"""What beat does with drafts."""

from celery import shared_task
from django.db import transaction
from django.db.models.functions import Coalesce
from django.utils import timezone

from complaints.files import pieces
from complaints.intake import actions, uploads
from complaints.intake.models import Draft
from complaints.intake.selectors import CODE_SHOWN
from complaints.intake.waiting import PROMISED

BATCH = 200


@shared_task(name="intake.remove_expired_drafts")
def remove_expired_drafts() -> int:
    """Deletes the drafts whose 30 days are over, with their files, but for what a stand has acknowledged.

    Wipes follow-up codes that were not noted in time."""
    now = timezone.now()
    shown = Draft.objects.exclude(sealed_code="").alias(since=Coalesce("code_shown_at", "complaint__submitted_at"))
    shown.filter(since__lt=now - CODE_SHOWN).update(sealed_code="")
    uploads.forget_stale(before=now - pieces.PATIENCE)
    removed = 0
    while True:
        with transaction.atomic():
            rows = list(
                Draft.objects.select_for_update(skip_locked=True)
                .filter(expires_at__lte=now)
                .exclude(PROMISED)
                .order_by("expires_at")[:BATCH]
            )
            for row in rows:
                actions.remove(row)
        removed += len(rows)
        if len(rows) < BATCH:
            return removed
