"""The four numbers at the top, each with its change against the equal period before."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from accounts.dates import long_date
from complaints.supervision.models import FlowCount
from complaints.supervision.numbers import median, number, percent
from complaints.supervision.periods import DAY
from complaints.supervision.selectors import Facts, Flows

ENOUGH = 20  # a share of fewer says nothing


@dataclass(frozen=True, slots=True)
class Tile:
    """`now` and `before` are what the export writes; `better` colours the change: None where neither way is better."""

    key: str
    label: str
    now: float | None
    before: float | None
    value: str
    change: str
    url: str | None = None
    better: bool | None = None


def build(facts: Facts) -> list[Tile]:
    return [_received(facts), _open(facts), _overdue(facts), _median(facts)]


def _received(facts: Facts) -> Tile:
    now = facts.total(FlowCount.Measure.RECEIVED)
    before = facts.total_before(FlowCount.Measure.RECEIVED)
    change = _against_period(now, before, facts.period.days)
    return Tile(
        "received",
        pgettext("complaints", "Received"),
        now,
        before,
        number(now),
        change,
        facts.links.received(facts.period),
    )


def _open(facts: Facts) -> Tile:
    now, before = facts.open, facts.open_before
    change = _against_day(now, before, facts.period.start - DAY)
    url = facts.links.queue(view="open")
    return Tile("open", _("Open now"), now, before, number(now), change, url, _better(now, before))


def _overdue(facts: Facts) -> Tile:
    now, before, day = facts.overdue, facts.overdue_before, facts.period.start - DAY
    url = facts.links.queue(overdue=1)
    if before is None:
        change = _("Overdue files of %(day)s were not counted.") % {"day": long_date(day)}
        return Tile("overdue", _("Overdue now"), now, None, number(now), change, url)
    change = _against_day(now, before, day)
    return Tile("overdue", _("Overdue now"), now, before, number(now), change, url, _better(now, before))


def _median(facts: Facts) -> Tile:
    now, before = _days(facts.flows), _days(facts.before)
    if now is None:
        value, change = "–", _("No file was closed in the period.")
    else:
        value = ngettext("%(days)s day", "%(days)s days", int(now)) % {"days": number(now)}
        change = _("No file was closed in the period before.") if before is None else _days_change(now, before)
    better = None if now is None or before is None else _better(now, before)
    url = None if now is None else facts.links.closed(facts.period)
    return Tile("median", _("Median time to close"), now, before, value, change, url, better)


def _days(flows: Flows) -> float | None:
    counts = flows.get((FlowCount.Measure.CLOSED, "days"), {})
    return median({int(days): n for days, n in counts.items()})


def _better(now: float, before: float) -> bool | None:
    return None if now == before else now < before


def _amount(now: int, before: int) -> str:
    """`12 (8 %)`: how far apart, and what share of the number before, where that is enough to speak of a share."""
    share = percent(abs(now - before), before) if before >= ENOUGH else ""
    return f"{number(abs(now - before))} ({share})" if share else number(abs(now - before))


def _against_period(now: int, before: int, days: int) -> str:
    words = {"amount": _amount(now, before), "days": number(days)}
    if now == before:
        return _("As many as in the %(days)s days before") % words
    if now > before:
        return _("%(amount)s more than in the %(days)s days before") % words
    return _("%(amount)s fewer than in the %(days)s days before") % words


def _against_day(now: int, before: int, day: date) -> str:
    words = {"amount": _amount(now, before), "day": long_date(day)}
    if now == before:
        return _("As many as on %(day)s") % words
    if now > before:
        return _("%(amount)s more than on %(day)s") % words
    return _("%(amount)s fewer than on %(day)s") % words


def _days_change(now: float, before: float) -> str:
    words = {"n": number(abs(now - before)), "before": number(before)}
    if now == before:
        return _("The same as in the period before")
    if now > before:
        return _("%(n)s days longer than in the period before (%(before)s)") % words
    return _("%(n)s days shorter than in the period before (%(before)s)") % words
