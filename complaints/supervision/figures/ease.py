"""The question on the confirmation: how easy people found it to file, with how many could have answered."""

from django.utils.translation import gettext as _

from complaints.intake.models import Ease
from complaints.supervision import charts
from complaints.supervision.figures.base import Cell, Figure, Table, TableRow, total_row
from complaints.supervision.numbers import number, percent
from complaints.supervision.selectors import Facts


def build(facts: Facts) -> Figure:
    rows = tuple(TableRow(str(grade.label), (Cell(facts.eased.get(grade, 0)),)) for grade in Ease.Grade)
    return Figure(
        key="ease",
        title=_("How easy people find it to complain"),
        finding=_finding(rows, facts.filed_online),
        table=Table(_("Answer"), (_("Answers"),), rows, total_row(rows)),
        charts=(charts.bar([charts.Row(row.label, (row.cells[0].value,)) for row in rows], sequential=True),),
        note=_("Asked on the page that confirms the complaint. Counted without names, for the whole office."),
    )


def _finding(rows: tuple[TableRow, ...], filed: int | None) -> str:
    answered = sum(row.cells[0].value for row in rows)
    if not answered:
        return _("Nobody answered in the period.")
    easy = percent(sum(row.cells[0].value for row in rows[:2]), answered)
    words = {"answered": number(answered), "easy": easy}
    if not filed or filed < answered:
        return _("%(answered)s people answered: %(easy)s found it easy.") % words
    words |= {"filed": number(filed), "share": percent(answered, filed)}
    return (
        _("%(answered)s of %(filed)s people who filed on the site answered (%(share)s): %(easy)s found it easy.")
        % words
    )
