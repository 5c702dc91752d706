"""What the public guide told people before they filed: counts by result and ground, of nobody in particular (docs/guide.md)."""

from django.utils.translation import gettext as _

from complaints.guide.eligibility import ELSEWHERE
from complaints.guide.grounds import Ground
from complaints.guide.models import Rule
from complaints.supervision import charts
from complaints.supervision.figures.base import Cell, Figure, Table, TableRow, total_row
from complaints.supervision.numbers import number, percent
from complaints.supervision.selectors import Facts


def build(facts: Facts) -> Figure:
    ordered = sorted(facts.guided.items(), key=lambda item: (-item[1], item[0]))
    rows = tuple(TableRow(_label(*key), (Cell(n),)) for key, n in ordered)
    return Figure(
        key="guided",
        title=_("Results of the guide"),
        finding=_finding(facts),
        table=Table(_("Result"), (_("People"),), rows, total_row(rows) if rows else None),
        charts=(charts.bar([charts.Row(row.label, (row.cells[0].value,)) for row in rows]),),
        note=_("Counted without names, for the whole office: the guide knows no unit."),
    )


def _label(result: str, ground: str) -> str:
    return str(Ground(ground).label if ground else Rule.Result(result).label)


def _finding(facts: Facts) -> str:
    total = sum(facts.guided.values())
    if not total:
        return _("Nobody finished the guide in the period.")
    elsewhere = sum(n for (result, _ground), n in facts.guided.items() if result == ELSEWHERE)
    words = {"elsewhere": number(elsewhere), "all": number(total), "share": percent(elsewhere, total)}
    return _("%(elsewhere)s of %(all)s results (%(share)s) led to somebody else.") % words
