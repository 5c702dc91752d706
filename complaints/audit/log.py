"""Writing the log of readings."""

from datetime import timedelta

from django.utils import timezone

from accounts.actors import Actor
from complaints.audit.models import AccessEntry

AGAIN = timedelta(hours=1)  # a page opened again within the hour is one reading


def record_reading(*, actor: Actor, about: str, what: str) -> None:
    """Keeps that this person read this; the same reading within an hour is kept once."""
    since = timezone.now() - AGAIN
    if not AccessEntry.objects.filter(user=actor.user, about=about, what=what, at__gt=since).exists():
        AccessEntry.objects.create(user=actor.user, about=about, what=what)
