"""What everybody reads: the coming stands, and the offices of the institution."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Prefetch, QuerySet

from accounts.models import Region, Unit, UnitKind
from complaints.casework.by_key import Page, page_by_key
from complaints.outreach.access import announced_stands
from complaints.outreach.models import Stand, StandHours

PAGE = 20
KEPT_IN_FEED = timedelta(days=60)  # a calendar program still shows what is just over
MOST_IN_FEED = 300


def with_all(stands: QuerySet[Stand]) -> QuerySet[Stand]:
    """With what a page shows of each, in a number of queries that does not grow."""
    hours = Prefetch("hours", StandHours.objects.order_by("day", "opens"))
    return stands.select_related("unit", "region").prefetch_related(hours)


def coming(*, today: date, region: str = "") -> QuerySet[Stand]:
    """Published and not over, of one region or of all; read on `stand_public`."""
    rows = announced_stands().filter(ends_on__gte=today)
    return rows.filter(region__code=region) if region else rows


def page_of(
    stands: QuerySet[Stand], *, after: str = "", before: str = "", size: int = PAGE, newest_first: bool = False
) -> Page:
    """One page by key, by first day. A cursor that is none is no cursor."""
    rows = with_all(stands)
    return page_by_key(rows, by="begins_on", descending=newest_first, after=after, before=before, size=size)


def in_feed(*, today: date, region: str = "") -> QuerySet[Stand]:
    """What a calendar program is told, cancelled stands too: it then strikes them out."""
    rows = announced_stands().filter(ends_on__gte=today - KEPT_IN_FEED)
    rows = rows.filter(region__code=region) if region else rows
    return with_all(rows).order_by("begins_on", "pk")[:MOST_IN_FEED]


def offices(*, today: date, region: str = "") -> list[Unit]:
    """The units of today, headquarters first, then by kind and name."""
    units = Unit.objects.filter(valid_from__lte=today).exclude(valid_to__lte=today).select_related("region")
    units = units.filter(region__code=region) if region else units
    kinds = list(UnitKind)
    return sorted(units, key=lambda unit: (kinds.index(UnitKind(unit.kind)), unit.name))


def regions() -> list[Region]:
    """All regions, by name in the active language."""
    return sorted(Region.objects.all(), key=lambda region: region.name)


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a stand and its hours; without hours it is closed."""

    day: date
    hours: tuple[StandHours, ...]


def days_of(stand: Stand) -> list[Day]:
    """Every day from the first to the last, in order."""
    by_day: dict[date, list[StandHours]] = {}
    for row in sorted(stand.hours.all(), key=lambda row: (row.day, row.opens)):
        by_day.setdefault(row.day, []).append(row)
    number = (stand.ends_on - stand.begins_on).days + 1
    every = (stand.begins_on + timedelta(days=n) for n in range(number))
    return [Day(day, tuple(by_day.get(day, ()))) for day in every]
