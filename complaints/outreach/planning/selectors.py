"""What the planner's pages show."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.actors import Actor
from accounts.models import User
from complaints.outreach.access import worked_stands
from complaints.outreach.models import Stand, StandAgent, StandHours

VIEWS: dict[str, Promise | str] = {
    "coming": _("Coming and now"),
    "draft": pgettext_lazy("stands", "Not published yet"),
    "over": pgettext_lazy("stands", "Over"),
    "cancelled": pgettext_lazy("stands", "Cancelled"),
}


def stands_in(view: str, *, actor: Actor, today: date) -> QuerySet[Stand]:
    """One view of the stands that this person plans or works at."""
    rows = worked_stands(actor)
    if view == "draft":
        return rows.filter(published_at=None)
    rows = rows.filter(published_at__isnull=False)
    if view == "cancelled":
        return rows.filter(cancelled_at__isnull=False)
    living = rows.filter(cancelled_at=None)
    return living.filter(ends_on__lt=today) if view == "over" else living.filter(ends_on__gte=today)


@dataclass(frozen=True, slots=True)
class Clash:
    """One agent, one day, and the other stand that this day is also given to."""

    user: User
    day: date
    other: Stand


def clashes(stands: Sequence[Stand]) -> dict[int, list[Clash]]:
    """By stand: agents who are at another stand too on a day on which both are open. Three queries, however many stands.

    A cancelled stand takes nobody's day."""
    living = [stand for stand in stands if not stand.is_cancelled]
    if not living:
        return {}
    first, last = min(one.begins_on for one in living), max(one.ends_on for one in living)
    posts = StandAgent.objects.filter(stand__in=living).select_related("user")
    mine: dict[int, list[User]] = defaultdict(list)
    for post in posts:
        mine[post.stand_id].append(post.user)
    people = {user.pk for users in mine.values() for user in users}
    near = Q(stand__cancelled_at=None, stand__begins_on__lte=last, stand__ends_on__gte=first)
    elsewhere: dict[int, dict[int, Stand]] = defaultdict(dict)  # user -> stand
    for post in StandAgent.objects.filter(near, user__in=people).select_related("stand"):
        elsewhere[post.user_id][post.stand_id] = post.stand
    asked = {key for there in elsewhere.values() for key in there}
    days: dict[int, set[date]] = defaultdict(set)
    for key, day in StandHours.objects.filter(stand__in=asked).values_list("stand", "day"):
        days[key].add(day)
    return {stand.pk: _clashes_of(stand, mine[stand.pk], elsewhere, days) for stand in living}


def _clashes_of(
    stand: Stand, users: Sequence[User], elsewhere: dict[int, dict[int, Stand]], days: dict[int, set[date]]
) -> list[Clash]:
    found = [
        Clash(user, day, other)
        for user in users
        for key, other in elsewhere[user.pk].items()
        if key != stand.pk
        for day in days[stand.pk] & days[key]
    ]
    return sorted(found, key=lambda clash: (clash.day, clash.user.pk, clash.other.pk))
