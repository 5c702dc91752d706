"""What is counted of a stand. Nothing here is hidden yet: `tables.py` hides, and nothing else shows these numbers."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Func, IntegerField, QuerySet
from django.db.models.functions import ExtractHour

from accounts.dates import RABAT
from complaints.guide.models import Country
from complaints.outreach.models import Stand, Ticket, Visit
from complaints.outreach.models.visits import LONGEST_WAIT

OUTSIDE, WITHIN, UNSAID = "outside", "within", "unsaid"


@dataclass(frozen=True, slots=True)
class Counts:
    """Visits of one stand, by what the report asks; `waits` is minutes -> how many people."""

    outcomes: dict[tuple[str, str], int]  # outcome, competence
    grounds: dict[str, int]
    countries: dict[str, int]
    languages: dict[str, int]
    days: dict[date, int]
    hours: dict[int, int]
    waits: dict[int, int]

    @property
    def total(self) -> int:
        return sum(self.outcomes.values())


def count(stand: Stand) -> Counts:
    """Eight queries over the visits and tickets of this stand, read on `visit_of_stand`."""
    visits = Visit.objects.filter(stand=stand).order_by()
    outcomes: Counter[tuple[str, str]] = Counter()
    for outcome, competent, n in visits.values_list("outcome", "competent").annotate(n=Count("pk")):
        outcomes[outcome, UNSAID if competent is None else WITHIN if competent else OUTSIDE] += n
    outside = visits.filter(outcome=Visit.Outcome.ORIENTED, competent=False)
    hour = ExtractHour("at", tzinfo=RABAT)
    return Counts(
        outcomes=dict(outcomes),
        grounds=_by(outside, "ground"),
        countries=_by(visits, "country__code"),
        languages=_by(visits, "language"),
        days=_by(visits, "day"),
        hours={row["hour"]: row["n"] for row in visits.annotate(hour=hour).values("hour").annotate(n=Count("pk"))},
        waits=_waits(stand, visits),
    )


def _by(visits: QuerySet[Visit], field: str) -> dict[Any, int]:
    return {row[field] or "": row["n"] for row in visits.values(field).annotate(n=Count("pk"))}


class Minutes(Func):
    """Whole minutes between two moments, never less than none."""

    template = "GREATEST(0, FLOOR(EXTRACT(EPOCH FROM (%(expressions)s)) / 60))::integer"
    arg_joiner = " - "
    output_field = IntegerField()


def _waits(stand: Stand, visits: QuerySet[Visit]) -> dict[int, int]:
    """From ticket to call; of visits without a ticket here, what the device measured. Longer than a day is a slip."""
    tickets = Ticket.objects.filter(stand=stand, drawn_at__isnull=False, called_at__isnull=False).order_by()
    timed = tickets.annotate(minutes=Minutes(F("called_at"), F("drawn_at")))
    found: Counter[int] = Counter()
    for row in timed.values("minutes").annotate(n=Count("pk")):
        found[row["minutes"]] += row["n"]
    for wait, n in visits.filter(ticket=None, wait__isnull=False).values_list("wait").annotate(n=Count("pk")):
        found[wait or 0] += n
    return {minutes: n for minutes, n in found.items() if minutes <= LONGEST_WAIT}


def percentile(histogram: dict[int, int], percent: int) -> int | None:
    """The smallest value that at least so many per cent of the people did not exceed; None where there is nobody."""
    total, seen = sum(histogram.values()), 0
    for value in sorted(histogram):
        seen += histogram[value]
        if seen * 100 >= percent * total:
            return value
    return None


def country_names(codes: Sequence[str]) -> dict[str, str]:
    """The names of these countries in the active language."""
    return {country.code: country.name for country in Country.objects.filter(code__in=codes)}


def every_day(stand: Stand, counted: dict[date, int]) -> list[date]:
    """The days of the stand, and others on which somebody came all the same."""
    number = (stand.ends_on - stand.begins_on).days + 1
    return sorted({stand.begins_on + timedelta(days=n) for n in range(number)} | set(counted))
