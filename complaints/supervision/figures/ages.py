"""Open files by age: days since receipt (domain section 14)."""

from django.utils.translation import gettext as _

from complaints.supervision import charts
from complaints.supervision.bands import BANDS
from complaints.supervision.figures.base import Cell, Figure, Table, TableRow, total_row
from complaints.supervision.numbers import number, percent
from complaints.supervision.selectors import Facts


def build(facts: Facts) -> Figure:
    counts = facts.stock["age"]
    rows = tuple(
        TableRow(str(band.label), (Cell(counts.get(band.key, 0), facts.links.queue(age=band.key)),)) for band in BANDS
    )
    return Figure(
        key="ages",
        title=_("Open files by age"),
        finding=_finding(facts),
        table=Table(_("Age"), (_("Open files"),), rows, total_row(rows, (facts.links.queue(view="open"),))),
        charts=(charts.bar([charts.Row(row.label, (row.cells[0].value,)) for row in rows], sequential=True),),
    )


def _finding(facts: Facts) -> str:
    oldest = facts.stock["age"].get(BANDS[-1].key, 0)
    words = {"old": number(oldest), "open": number(facts.open), "share": percent(oldest, facts.open)}
    if not facts.open:
        return _("No file is open.")
    if not oldest:
        return _("None of the %(open)s open files is older than 180 days.") % words
    return _("%(old)s of %(open)s open files (%(share)s) are older than 180 days.") % words
