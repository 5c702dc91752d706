"""Where the open files are: one row a unit, one column a state, shaded by number."""

from django.utils.translation import gettext as _

from complaints.enums import OPEN_STATES, State
from complaints.supervision import charts
from complaints.supervision.figures.base import Cell, Figure, Table, TableRow
from complaints.supervision.forms import NO_UNIT
from complaints.supervision.numbers import number
from complaints.supervision.selectors import Facts


def build(facts: Facts) -> Figure:
    states = [state for state in State if state in OPEN_STATES and facts.stock["state"].get(state)]
    named: list[tuple[int | None, str, str]] = [(unit.pk, unit.code, unit.name) for unit in facts.units]
    named.append((None, NO_UNIT, _("Not routed yet")))
    present = [item for item in named if sum(facts.states.get(item[0], {}).values())]
    values = [[facts.states[pk].get(state, 0) for state in states] for pk, _code, _name in present]
    heat = charts.heat_table(values)
    rows = tuple(
        TableRow(
            name,
            (
                *(
                    Cell(n, facts.links.queue(unit=code, state=state.value) if n else None, level)
                    for n, state, level in zip(counts, states, levels, strict=True)
                ),
                Cell(sum(counts), facts.links.queue(unit=code, view="open")),
            ),
        )
        for (_pk, code, name), counts, levels in zip(present, values, heat.levels, strict=True)
    )
    sums = [sum(column) for column in zip(*values, strict=True)]
    total = TableRow(
        _("Total"),
        (
            *(Cell(n, facts.links.queue(state=state.value)) for n, state in zip(sums, states, strict=True)),
            Cell(sum(sums), facts.links.queue(view="open")),
        ),
    )
    return Figure(
        key="units",
        title=_("Open files by unit and state"),
        finding=_finding(rows),
        table=Table(_("Unit"), (*(str(state.label) for state in states), _("Total")), rows, total, row_total=True),
        charts=(heat,),
    )


def _finding(rows: tuple[TableRow, ...]) -> str:
    if not rows:
        return _("No file is open.")
    first = max(rows, key=lambda row: row.cells[-1].value)
    words = {"unit": first.label, "n": number(first.cells[-1].value)}
    return _("Most open files: %(unit)s (%(n)s).") % words
