"""How far the files settled in the period had come (domain section 8, grounds of closing at the second level)."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from complaints.enums import SettledStage
from complaints.supervision import charts
from complaints.supervision.figures.base import Cell, Figure, Table, TableRow, total_row
from complaints.supervision.models import FlowCount
from complaints.supervision.numbers import number, percent
from complaints.supervision.selectors import Facts


def build(facts: Facts) -> Figure:
    counts = facts.flow(FlowCount.Measure.CLOSED, "stage")
    rows = tuple(TableRow(str(stage.label), (Cell(counts.get(stage.value, 0)),)) for stage in SettledStage)
    return Figure(
        key="stages",
        title=_("When files were settled"),
        finding=_finding(counts, sum(row.cells[0].value for row in rows)),
        table=Table(_("Stage"), (pgettext("complaints", "Settled"),), rows, total_row(rows)),
        charts=(charts.bar([charts.Row(row.label, (row.cells[0].value,)) for row in rows], sequential=True),),
        note=_("Counted since this is noted; recommendations that were carried out stand among the outcomes."),
    )


def _finding(counts: dict[str, int], settled: int) -> str:
    if not settled:
        return _("No file was settled in the period.")
    before = counts.get(SettledStage.BEFORE_LETTER, 0) + counts.get(SettledStage.AFTER_LETTER, 0)
    words = {"before": number(before), "settled": number(settled), "share": percent(before, settled)}
    return _("%(before)s of %(settled)s settled files (%(share)s) needed no more than letters.") % words
