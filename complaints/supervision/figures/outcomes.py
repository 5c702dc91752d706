"""How the files closed in the period ended, by the classes that the institution publishes (domain section 8)."""

from collections import Counter

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from complaints.enums import IMR_CLASS, Outcome, PublishedClass
from complaints.supervision import charts
from complaints.supervision.figures.base import Cell, Figure, Table, TableRow, ranked, total_row
from complaints.supervision.models import FlowCount
from complaints.supervision.numbers import number, percent
from complaints.supervision.selectors import Facts


def build(facts: Facts) -> Figure:
    counts: Counter[str] = Counter(dict.fromkeys(PublishedClass.values, 0))
    for outcome, n in facts.flow(FlowCount.Measure.CLOSED, "outcome").items():
        counts[IMR_CLASS[Outcome(outcome)]] += n
    rows = tuple(
        TableRow(str(PublishedClass(key).label), (Cell(n, facts.links.closed(facts.period, outcome=key)),))
        for key, n in ranked(counts)
    )
    return Figure(
        key="outcomes",
        title=_("Outcomes of the files closed"),
        finding=_finding(counts),
        table=Table(
            _("Outcome"),
            (pgettext("complaints", "Closed"),),
            rows,
            total_row(rows, (facts.links.closed(facts.period),)),
        ),
        charts=(charts.bar([charts.Row(row.label, (row.cells[0].value,)) for row in rows]),),
    )


def _finding(counts: dict[str, int]) -> str:
    closed = sum(counts.values())
    if not closed:
        return _("No file was closed in the period.")
    settled = counts[PublishedClass.SETTLED]
    words = {"settled": number(settled), "closed": number(closed), "share": percent(settled, closed)}
    return _("%(settled)s of %(closed)s closed files (%(share)s) were settled.") % words
