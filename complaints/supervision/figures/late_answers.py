"""Administrations that are late: files past their answer date now, and answers that came late in the period."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from complaints.enums import State
from complaints.supervision import charts
from complaints.supervision.figures.base import Cell, Figure, Table, TableRow, total_row
from complaints.supervision.models import FlowCount
from complaints.supervision.numbers import number
from complaints.supervision.selectors import Facts

SHOWN = 10


def build(facts: Facts) -> Figure:
    waiting = facts.stock["late"]
    answered = facts.flow(FlowCount.Measure.ANSWERED_LATE, "administration")
    order = sorted({*waiting, *answered}, key=lambda key: (-waiting.get(key, 0) - answered.get(key, 0), key))
    rows = tuple(_row(facts, key, waiting.get(key, 0), answered.get(key, 0)) for key in order)
    columns = (_("Past due now"), _("Answered late in the period"), _("Both"))
    return Figure(
        key="late-answers",
        title=_("Late answers by administration"),
        finding=_finding(rows),
        table=Table(_("Administration"), columns, rows, total_row(rows) if rows else None, row_total=True),
        charts=(
            charts.stacked_bar(
                [charts.Row(row.label, (row.cells[0].value, row.cells[1].value)) for row in rows[:SHOWN]],
                series=columns[:2],
            ),
        ),
        note=ngettext(
            "The drawing shows the first %(shown)s of %(all)s administration.",
            "The drawing shows the first %(shown)s of %(all)s administrations.",
            len(rows),
        )
        % {"shown": SHOWN, "all": number(len(rows))}
        if len(rows) > SHOWN
        else "",
    )


def _name(facts: Facts, key: str) -> str:
    return facts.administrations[key].name if key in facts.administrations else key


def _row(facts: Facts, key: str, waiting: int, answered: int) -> TableRow:
    code = facts.administrations[key].code if key in facts.administrations else None
    period = facts.period
    return TableRow(
        _name(facts, key),
        (
            Cell(waiting, facts.links.queue(state=State.AWAITING_ADMINISTRATION.value, overdue=1, administration=code)),
            Cell(
                answered,
                facts.links.queue(
                    answered_late=1, answered_from=str(period.start), answered_to=str(period.end), administration=code
                ),
            ),
            Cell(waiting + answered),
        ),
    )


def _finding(rows: tuple[TableRow, ...]) -> str:
    if not rows:
        return _("No administration is late.")
    waiting = sum(row.cells[0].value for row in rows)
    words = {
        "first": rows[0].label,
        "n": number(rows[0].cells[2].value),
        "waiting": number(waiting),
        "answered": number(sum(row.cells[1].value for row in rows)),
    }
    return (
        _(
            "%(waiting)s files wait for an answer past its date; %(answered)s answers of the period came late."
            " Most often late: %(first)s (%(n)s)."
        )
        % words
    )
