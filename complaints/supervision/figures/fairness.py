"""The survey of one question: how fairly people say that they were treated, with how many were asked."""

from django.utils.translation import gettext as _

from complaints.supervision import charts
from complaints.supervision.figures.base import Cell, Figure, Table, TableRow, total_row
from complaints.supervision.models import FlowCount
from complaints.supervision.numbers import number, percent
from complaints.supervision.selectors import Facts

NOT_ANSWERED = "0"


def build(facts: Facts) -> Figure:
    counts = facts.flow(FlowCount.Measure.CLOSED, "fairness")
    labels = {
        "5": _("Very fairly"),
        "4": _("Fairly"),
        "3": _("Neither fairly nor unfairly"),
        "2": _("Unfairly"),
        "1": _("Very unfairly"),
    }
    rows = tuple(TableRow(label, (Cell(counts.get(key, 0)),)) for key, label in labels.items())
    answered = sum(row.cells[0].value for row in rows)
    asked = answered + counts.get(NOT_ANSWERED, 0)
    drawing = charts.bar([charts.Row(row.label, (row.cells[0].value,)) for row in rows], sequential=True)
    return Figure(
        key="fairness",
        title=_("How people say we treated them"),
        finding=_finding(rows, answered, asked),
        table=Table(_("Answer"), (_("Answers"),), rows, total_row(rows)),
        charts=(drawing,),
        note=_("Asked three days after the closing, only of those who agreed to be asked."),
    )


def _finding(rows: tuple[TableRow, ...], answered: int, asked: int) -> str:
    if not asked:
        return _("Nobody was asked in the period.")
    words = {"answered": number(answered), "asked": number(asked), "share": percent(answered, asked)}
    if not answered:
        return _("Nobody of %(asked)s people asked has answered yet.") % words
    fairly = sum(row.cells[0].value for row in rows[:2])
    words["fairly"] = percent(fairly, answered)
    return _("%(answered)s of %(asked)s people asked answered (%(share)s): %(fairly)s feel fairly treated.") % words
