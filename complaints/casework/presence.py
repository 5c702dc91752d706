"""Who has a file open at the desk now: two people in one file see each other.

A row for each person and file, put off by every page of it and, where the page has JavaScript, every half minute; who
leaves without a word is gone after a few minutes. It locks nothing: what keeps work from being lost is the seal of the forms."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from accounts.actors import Actor
from complaints.casework.models import Presence
from complaints.models import Complaint

PAGE = timedelta(minutes=5)  # a page without JavaScript says nothing more after it was read
SIGN = timedelta(seconds=75)  # a page with it speaks every 30 seconds
GRACE = timedelta(seconds=15)  # from one page of the file to the next one leaves and comes back
SHOWN = 10  # colleagues who are named


@dataclass(frozen=True, slots=True)
class Here:
    """A colleague who has the file open: since when, and whether with a form."""

    name: str
    since: datetime
    writing: bool


def enter(complaint: Complaint, *, actor: Actor, writing: bool, lasts: timedelta = PAGE) -> None:
    """This person has the file open. `since` stays while they do not leave."""
    now = timezone.now()
    rows = Presence.objects.filter(complaint=complaint, user=actor.someone)
    if rows.filter(until__gt=now).update(until=now + lasts, writing=writing):
        return
    if not rows.update(since=now, until=now + lasts, writing=writing):
        row = Presence(complaint=complaint, user=actor.someone, since=now, until=now + lasts, writing=writing)
        Presence.objects.bulk_create([row], ignore_conflicts=True)  # two pages of one person at once


def leave(complaint: Complaint, *, actor: Actor) -> None:
    """The page was closed; whoever opens another one of the file meanwhile never left."""
    now = timezone.now()
    Presence.objects.filter(complaint=complaint, user=actor.someone, until__gt=now).update(until=now + GRACE)


def others(complaint: Complaint, *, actor: Actor) -> list[Here]:
    """The colleagues who have the file open besides this person, who came first first."""
    rows = Presence.objects.filter(complaint=complaint, until__gt=timezone.now()).exclude(user=actor.user_id)
    rows = rows.select_related("user").order_by("since", "pk")[:SHOWN]
    return [Here(str(row.user), row.since, row.writing) for row in rows]


def sweep() -> int:
    """Removes what was over an hour ago; gives how many."""
    return Presence.objects.filter(until__lt=timezone.now() - timedelta(hours=1)).delete()[0]
