"""What everybody reads: the coming stands, and the offices of the institution."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Prefetch, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan

from accounts.models import Region, Unit, UnitKind
from complaints.outreach.access import announced_stands
from complaints.outreach.models import Stand, StandHours

PAGE = 20
KEPT_IN_FEED = timedelta(days=60)  # a calendar program still shows what is just over
MOST_IN_FEED = 300


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows; the cursors lead to the neighbouring pages, empty where there is none."""

    rows: Sequence[Stand]
    before: str = ""
    after: str = ""


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
    back, cursor = bool(before), _cursor(before or after)
    forward = newest_first == back
    rows = with_all(stands)
    if cursor:
        beyond = TupleGreaterThan if forward else TupleLessThan
        rows = rows.filter(beyond(Tuple(F("begins_on"), F("pk")), cursor))
    order = ("begins_on", "pk") if forward else ("-begins_on", "-pk")
    found = list(rows.order_by(*order)[: size + 1])
    more, found = len(found) > size, found[:size]
    if back:
        found.reverse()
    if not found:
        return Page(found)
    return Page(
        found,
        before=_written(found[0]) if (more if back else cursor) else "",
        after=_written(found[-1]) if (back or more) else "",
    )


def _written(row: Stand) -> str:
    return f"{row.begins_on.isoformat()}~{row.pk}"


def _cursor(text: str) -> tuple[date, int] | None:
    day, _sep, key = text.partition("~")
    try:
        found, number = date.fromisoformat(day), int(key)
    except (ValueError, OverflowError):
        return None
    return (found, number) if 0 < number < 2**63 else None


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
