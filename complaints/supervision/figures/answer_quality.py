"""How administrations answer: with substance, in form only, or not at all, as the caseworkers judged each answer (T9)."""

from django.utils.translation import gettext as _

from complaints.enums import AnswerQuality
from complaints.supervision import charts
from complaints.supervision.figures.base import Cell, Figure, Table, TableRow, total_row
from complaints.supervision.models import FlowCount
from complaints.supervision.numbers import number
from complaints.supervision.selectors import Facts

SHOWN = 10


def build(facts: Facts) -> Figure:
    """Of each administration the answers received in the period, by their quality; who answers worst comes first."""
    judged: dict[str, dict[str, int]] = {}
    for key, n in facts.flow(FlowCount.Measure.JUDGED, "quality").items():
        body, _colon, quality = key.partition(":")
        judged.setdefault(body, {})[quality] = n
    order = sorted(judged, key=lambda body: (-_empty(judged[body]), -sum(judged[body].values()), body))
    rows = tuple(_row(facts, body, judged[body]) for body in order)
    columns = (*(str(quality.label) for quality in AnswerQuality), _("All answers"))
    return Figure(
        key="answer-quality",
        title=_("Quality of the answers by administration"),
        finding=_finding(rows),
        table=Table(_("Administration"), columns, rows, total_row(rows) if rows else None, row_total=True),
        charts=(
            charts.stacked_bar(
                [
                    charts.Row(row.label, (row.cells[0].value, row.cells[1].value + row.cells[2].value))
                    for row in rows[:SHOWN]
                ],
                series=(columns[0], _("Formal only, or no answer")),
            ),
        ),
        note=_("An answer counts on the day on which it was received, for the administration that gave it."),
    )


def _empty(found: dict[str, int]) -> int:
    return found.get(AnswerQuality.FORMAL, 0) + found.get(AnswerQuality.SILENT, 0)


def _row(facts: Facts, body: str, found: dict[str, int]) -> TableRow:
    label = facts.administrations[body].name if body in facts.administrations else body
    counts = tuple(Cell(found.get(quality.value, 0)) for quality in AnswerQuality)
    return TableRow(label, (*counts, Cell(sum(found.values()))))


def _finding(rows: tuple[TableRow, ...]) -> str:
    if not rows:
        return _("No answer was judged in this period.")
    every = sum(row.cells[3].value for row in rows)
    good = sum(row.cells[0].value for row in rows)
    words = {"good": number(good), "all": number(every), "share": number(round(100 * good / every))}
    return _("%(good)s of %(all)s answers answer the substance (%(share)s %%).") % words
