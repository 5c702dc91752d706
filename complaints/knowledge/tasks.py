"""What beat does with questions."""

from datetime import timedelta

from celery import shared_task
from django.db.models import Q
from django.utils import timezone

from complaints.knowledge.models import Question

KEPT = timedelta(days=365)


@shared_task(name="knowledge.forget_askers")
def forget_askers() -> int:
    """Takes address and account from questions whose last answer, or setting aside, is twelve months old (docs/answers.md)."""
    long_ago = timezone.now() - KEPT
    over = Q(answered_at__lt=long_ago) | Q(answered_at=None, dismissed_at__lt=long_ago)
    rows = Question.objects.filter(over).exclude(replies__at__gte=long_ago).exclude(user=None, email="")
    return rows.update(user=None, email="")
