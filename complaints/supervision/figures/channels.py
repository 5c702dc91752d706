"""The ways in which complaints came."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from complaints.enums import Channel
from complaints.supervision import charts
from complaints.supervision.figures.base import Cell, Figure, Table, TableRow, ranked, total_row
from complaints.supervision.models import FlowCount
from complaints.supervision.numbers import number, percent
from complaints.supervision.selectors import Facts


def build(facts: Facts) -> Figure:
    counts = ranked(dict(facts.flow(FlowCount.Measure.RECEIVED, "channel")))
    rows = tuple(
        TableRow(str(Channel(code).label), (Cell(n, facts.links.received(facts.period, channel=code)),))
        for code, n in counts
    )
    return Figure(
        key="channels",
        title=_("Channels"),
        finding=_finding(rows),
        table=Table(
            _("Channel"),
            (pgettext("complaints", "Received"),),
            rows,
            total_row(rows, (facts.links.received(facts.period),)) if rows else None,
        ),
        charts=(charts.bar([charts.Row(row.label, (row.cells[0].value,)) for row in rows]),),
    )


def _finding(rows: tuple[TableRow, ...]) -> str:
    if not rows:
        return _("No complaint was received in the period.")
    total = sum(row.cells[0].value for row in rows)
    words = {
        "channel": rows[0].label,
        "n": number(rows[0].cells[0].value),
        "share": percent(rows[0].cells[0].value, total),
    }
    return _("Most used: %(channel)s, %(n)s complaints (%(share)s).") % words
