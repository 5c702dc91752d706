"""Reads the summaries: everything that a dashboard shows, in a number of queries that no amount of files changes."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet, Sum

from accounts.actors import Actor
from accounts.models import Unit
from accounts.roles import Role
from complaints.enums import Channel
from complaints.guide.models import Administration, Country, Orientation
from complaints.intake.models import Ease
from complaints.permissions import can_see_figures
from complaints.supervision.forms import NO_UNIT
from complaints.supervision.links import Links, links_for
from complaints.supervision.models import FlowCount, Refresh, StockCount, StockDay
from complaints.supervision.periods import DAY, Period

Counts = Mapping[str, int]
Flows = Mapping[tuple[str, str], Counts]


@dataclass(frozen=True, slots=True)
class Week:
    period: Period
    received: int
    closed: int


@dataclass(frozen=True)
class Facts:
    """All that the figures are made of. Flows are {(measure, dimension): {key: n}}, stock is {dimension: {key: n}}."""

    period: Period
    today: date
    as_of: datetime
    links: Links
    units: Sequence[Unit]
    flows: Flows
    before: Flows
    weeks: Sequence[Week]
    stock: Mapping[str, Counts]
    states: Mapping[int | None, Counts]
    open_before: int
    overdue_before: int | None
    administrations: Mapping[str, Administration]
    countries: Mapping[str, Country]
    guided: Mapping[tuple[str, str], int]  # results of the public guide by (result, ground); they belong to no unit
    eased: Mapping[int, int]  # how easy people found filing, by grade; of no unit either
    filed_online: int | None  # in the period; None where not all files are counted

    def flow(self, measure: str, dimension: str = "total") -> Counts:
        return self.flows.get((measure, dimension), {})

    def total(self, measure: str) -> int:
        return sum(self.flow(measure).values())

    def total_before(self, measure: str) -> int:
        return sum(self.before.get((measure, "total"), {}).values())

    @property
    def open(self) -> int:
        return sum(self.stock["state"].values())

    @property
    def overdue(self) -> int:
        return sum(self.stock["overdue"].values())


def counted_units(actor: Actor) -> QuerySet[Unit] | None:
    """The units whose files `permissions.counted_complaints` counts for this person; None: every file, routed or not.

    tests/complaints/supervision/test_figures_selectors.py holds the two against each other."""
    if not can_see_figures(actor):
        return Unit.objects.none()
    if actor.role == Role.HEAD:
        return (
            Unit.objects.filter(Q(pk=actor.unit_id) | Q(parent=actor.unit_id)) if actor.unit_id else Unit.objects.none()
        )
    return None


def last_refresh() -> datetime | None:
    """When the files were last counted; None: never yet."""
    return Refresh.objects.values_list("at", flat=True).first()


def facts(*, actor: Actor, period: Period, unit: str, today: date, as_of: datetime, units: Sequence[Unit]) -> Facts:
    """What the summaries say about a period, for the units that this person may count; `unit` narrows it to one code.

    `units` are the units that the page may name: those of `counted_units`, or all."""
    within = _within(actor, unit, units)
    flows = _flows(period, within)
    stock, states = _stock(within)
    late = {*stock["late"], *flows.get((FlowCount.Measure.ANSWERED_LATE, "administration"), {})}
    named = late | {key.partition(":")[0] for key in flows.get((FlowCount.Measure.JUDGED, "quality"), {})}
    return Facts(
        period=period,
        today=today,
        as_of=as_of,
        links=links_for(actor, unit),
        units=units,
        flows=flows,
        before=_flows(period.before, within),
        weeks=_weeks(period, within),
        stock=stock,
        states=states,
        open_before=_open_at(period.start - DAY, within),
        overdue_before=_overdue_at(period.start - DAY, within),
        administrations={str(row.pk): row for row in Administration.objects.filter(pk__in=named).only("code", "names")},
        countries={row.pk: row for row in Country.objects.only("code", "names")},
        guided=_guided(period),
        eased=_eased(period),
        filed_online=_filed_online(flows) if counted_units(actor) is None and not unit else None,
    )


def _within(actor: Actor, unit: str, units: Sequence[Unit]) -> Q:
    """The rows of the units that count."""
    everything = counted_units(actor) is None
    if unit == NO_UNIT and everything:
        return Q(unit=None)
    if unit:
        return Q(unit__in=[row.pk for row in units if row.code == unit])
    return Q() if everything else Q(unit__in=[row.pk for row in units])


def _span(start: date, end: date) -> Q:
    """The rows that make up these days: whole months as months, the days at both ends as days."""
    first = start if start.day == 1 else _next_month(start)
    last = (end + DAY).replace(day=1)  # first day that is not in a whole month
    if first >= last:
        return Q(grain=FlowCount.Grain.DAY, start__gte=start, start__lte=end)
    edges = Q(start__gte=start, start__lt=first) | Q(start__gte=last, start__lte=end)
    return Q(grain=FlowCount.Grain.MONTH, start__gte=first, start__lt=last) | Q(edges, grain=FlowCount.Grain.DAY)


def _next_month(day: date) -> date:
    return day.replace(year=day.year + day.month // 12, month=day.month % 12 + 1, day=1)


def _flows(period: Period, within: Q) -> Flows:
    rows = (
        FlowCount.objects.filter(_span(period.start, period.end), within)
        .values_list("measure", "dimension", "key")
        .annotate(total=Sum("n"))
        .order_by()
    )
    flows: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for measure, dimension, key, total in rows:
        flows[measure, dimension][key] = total
    return flows


def _weeks(period: Period, within: Q) -> list[Week]:
    rows = (
        FlowCount.objects.filter(
            within,
            grain=FlowCount.Grain.DAY,
            dimension="total",
            start__range=(period.start, period.end),
            measure__in=[FlowCount.Measure.RECEIVED, FlowCount.Measure.CLOSED],
        )
        .values_list("measure", "start")
        .annotate(total=Sum("n"))
        .order_by()
    )
    counts: Counter[tuple[str, int]] = Counter()
    for measure, day, total in rows:
        counts[measure, (period.end - day).days // 7] += total
    weeks = period.weeks
    return [
        Week(
            week,
            counts[FlowCount.Measure.RECEIVED, len(weeks) - 1 - place],
            counts[FlowCount.Measure.CLOSED, len(weeks) - 1 - place],
        )
        for place, week in enumerate(weeks)
    ]


def _stock(within: Q) -> tuple[Mapping[str, Counts], Mapping[int | None, Counts]]:
    stock: dict[str, Counter[str]] = defaultdict(Counter)
    states: dict[int | None, Counter[str]] = defaultdict(Counter)
    for unit, dimension, key, n in StockCount.objects.filter(within).values_list("unit", "dimension", "key", "n"):
        stock[dimension][key] += n
        if dimension == "state":
            states[unit][key] += n
    return stock, states


def _open_at(day: date, within: Q) -> int:
    """Open at the end of a day: all received until then, less all closed until then."""
    rows = (
        FlowCount.objects.filter(_span(date(1900, 1, 1), day), within, dimension="total")
        .values_list("measure")
        .annotate(total=Sum("n"))
        .order_by()
    )
    totals = dict(rows)
    return totals.get(FlowCount.Measure.RECEIVED, 0) - totals.get(FlowCount.Measure.CLOSED, 0)


def _overdue_at(day: date, within: Q) -> int | None:
    """Overdue at the end of a day; None when that day was not counted."""
    return StockDay.objects.filter(within, day=day).aggregate(total=Sum("overdue"))["total"]


def _guided(period: Period) -> Mapping[tuple[str, str], int]:
    """What the public guide told people in the period."""
    rows = (
        Orientation.objects.filter(day__range=(period.start, period.end), n__gt=0)
        .values_list("result", "ground")
        .annotate(total=Sum("n"))
        .order_by()
    )
    return {(result, ground): total for result, ground, total in rows}


def _eased(period: Period) -> Mapping[int, int]:
    """What people said of the form in the period."""
    rows = Ease.objects.filter(day__range=(period.start, period.end)).values_list("grade").annotate(total=Count("pk"))
    return dict(rows.order_by())


def _filed_online(flows: Flows) -> int:
    return flows.get((FlowCount.Measure.RECEIVED, "channel"), {}).get(Channel.WEB, 0)


def written_opinions() -> QuerySet[Ease]:
    """The answers with words, the newest day first; within a day by answer, so that no order tells who wrote."""
    return Ease.objects.exclude(comment="").order_by("-day", "-grade", "comment", "pk")
