"""What every figure is made of."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from complaints.supervision.charts import BarChart, HeatTable, LineChart
from complaints.supervision.maps import BubbleMap
from complaints.supervision.numbers import number

Chart = BarChart | LineChart | HeatTable | BubbleMap


@dataclass(frozen=True, slots=True)
class Cell:
    """One number, and the list of files behind it where the reader may see it. `level` shades a heat table's cell."""

    value: int
    url: str | None = None
    level: int = 0

    @property
    def text(self) -> str:
        return number(self.value)


@dataclass(frozen=True, slots=True)
class TableRow:
    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """`heading` names the first column. `total` sums each column; `row_total`: the last column sums a row."""

    heading: str
    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]
    total: TableRow | None = None
    row_total: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """`finding` says in words what the drawing shows; `charts` are one drawing, or two that belong together."""

    key: str
    title: str
    finding: str
    table: Table
    charts: tuple[Chart, ...] = field(default=())
    note: str = ""

    @property
    def is_heat(self) -> bool:
        return any(isinstance(chart, HeatTable) for chart in self.charts)

    @property
    def is_empty(self) -> bool:
        return not any(cell.value for row in self.table.rows for cell in row.cells)


def total_row(rows: Sequence[TableRow], urls: Sequence[str | None] = ()) -> TableRow:
    """The sum of each column."""
    columns = zip(*(row.cells for row in rows), strict=True)
    sums = [sum(cell.value for cell in column) for column in columns]
    return TableRow(_("Total"), tuple(Cell(n, urls[place] if urls else None) for place, n in enumerate(sums)))


def ranked(counts: dict[str, int]) -> list[tuple[str, int]]:
    """The largest first; equal ones by key, so that the order never changes by itself."""
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))
