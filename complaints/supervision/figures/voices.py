"""The outcome in two voices: how the institution says that files ended, and whether the complainants say they are solved."""

from collections import Counter

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from complaints.enums import IMR_CLASS, Outcome, PublishedClass, Solved
from complaints.supervision import charts
from complaints.supervision.figures.base import Cell, Figure, Table, TableRow, total_row
from complaints.supervision.models import FlowCount
from complaints.supervision.numbers import number, percent
from complaints.supervision.selectors import Facts

NOTHING = ""  # who did not say


def build(facts: Facts) -> Figure:
    said: Counter[tuple[str, str]] = Counter()
    for key, n in facts.flow(FlowCount.Measure.CLOSED, "voice").items():
        outcome, _colon, solved = key.partition(":")
        said[IMR_CLASS[Outcome(outcome)], solved] += n
    rows = tuple(
        TableRow(str(label), tuple(Cell(said[key, solved]) for solved in (*Solved.values, NOTHING)))
        for key, label in PublishedClass.choices
    )
    columns = (
        pgettext("the complainant says", "Solved"),
        pgettext("the complainant says", "Partly"),
        pgettext("the complainant says", "Not solved"),
        _("Nothing said"),
    )
    spoken = [row for row in rows if any(cell.value for cell in row.cells[:3])]
    drawn = [charts.Row(row.label, tuple(cell.value for cell in row.cells[:3])) for row in spoken]
    return Figure(
        key="voices",
        title=_("Our result, and what the complainants say"),
        finding=_finding(rows),
        table=Table(_("Our result"), columns, rows, total_row(rows)),
        charts=(charts.stacked_bar(drawn, series=columns[:3]),) if drawn else (),
        note=_("The files closed in the period. Only those who pressed an answer are drawn."),
    )


def _finding(rows: tuple[TableRow, ...]) -> str:
    solved, partly, not_solved = (sum(row.cells[place].value for row in rows) for place in range(3))
    answered = solved + partly + not_solved
    if not answered:
        return _("No complainant has said yet whether the problem is solved.")
    words = {
        "answered": number(answered),
        "share": percent(solved, answered),
        "settled": number(rows[0].cells[2].value),
    }
    return (
        _(
            "%(answered)s complainants answered; %(share)s of them say that the problem is solved. "
            "Of the files that we call settled, %(settled)s are not solved for them."
        )
        % words
    )
