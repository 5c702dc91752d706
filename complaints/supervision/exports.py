"""Tables as CSV: UTF-8 with a mark that spreadsheets know, headers in the reader's language, small cells hidden."""

from collections.abc import Iterable, Sequence

from django.http import StreamingHttpResponse
from django.utils.translation import gettext as _

from complaints.spreadsheets import safe, stream
from complaints.supervision.figures.base import Figure
from complaints.supervision.figures.tiles import Tile
from complaints.supervision.periods import Period
from complaints.suppression import hidden_cells, shown, small


def figure_rows(figure: Figure) -> list[list[str]]:
    """Header, rows and total of a figure's table, small cells hidden."""
    table = figure.table
    body = [*table.rows, table.total] if table.total else list(table.rows)
    values = [[cell.value for cell in row.cells] for row in body]
    mask = hidden_cells(values, total_row=table.total is not None, total_column=table.row_total)
    lines = [[table.heading, *table.columns]]
    for row, counts, hidden in zip(body, values, mask, strict=True):
        lines.append([row.label, *(shown(n, hide) for n, hide in zip(counts, hidden, strict=True))])
    return lines


def tile_rows(tiles: Sequence[Tile]) -> list[list[str]]:
    """The four numbers, now and before; a median is a duration and stays."""
    lines = [[_("Measure"), _("Now"), _("Before")]]
    for tile in tiles:
        values = ["" if n is None else f"{n:g}" for n in (tile.now, tile.before)]
        if tile.key != "median":
            values = ["" if n is None else shown(int(n), small(int(n))) for n in (tile.now, tile.before)]
        lines.append([tile.label, *values])
    return lines


def csv_response(rows: Iterable[Sequence[str]], *, name: str, period: Period) -> StreamingHttpResponse:
    """Rows are text already: they leave after the reader's language is switched off."""
    lines = [[safe(str(cell)) for cell in row] for row in rows]
    response = StreamingHttpResponse(stream(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}-{period.start}-{period.end}.csv"'
    response["Cache-Control"] = "no-store"
    return response
