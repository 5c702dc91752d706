"""Which cells of an export are hidden, so that nobody can be found again in a small number (domain section 14).

A count of 1 to 4 is hidden. A hidden count must not come back by subtraction from a total: where a row or a column with its total
would give it away, be it by what the labels of the hidden ones say, the next smallest count is hidden too, and again until
nothing follows."""

from collections.abc import Sequence

SMALL = 5
HIDDEN_SMALL = f"<{SMALL}"
HIDDEN_OTHER = "…"

Matrix = list[list[int]]
Mask = list[list[bool]]


def small(n: int) -> bool:
    return 0 < n < SMALL


def hidden_cells(
    values: Sequence[Sequence[int]], *, total_row: bool, total_column: bool, also: Mask | None = None
) -> Mask:
    """True for the cells to hide. With `total_row` the last row is the sum of the others, with `total_column` the last column.

    `also` names cells that are hidden elsewhere, where the same number stands."""
    mask = [[small(n) for n in row] for row in values]
    if also is not None:
        mask = [[a or b for a, b in zip(*rows, strict=True)] for rows in zip(mask, also, strict=True)]
    lines = _lines(values, total_row=total_row, total_column=total_column)
    changed = True
    while changed:
        changed = False
        for line in lines:
            changed |= _protect(line, values, mask)
    return mask


def _lines(values: Sequence[Sequence[int]], *, total_row: bool, total_column: bool) -> list[list[tuple[int, int]]]:
    """The rows and columns whose sum is shown, as places."""
    if not values:
        return []
    rows = [[(r, c) for c in range(len(values[r]))] for r in range(len(values))] if total_column else []
    columns = [[(r, c) for r in range(len(values))] for c in range(len(values[0]))] if total_row else []
    return rows + columns


def _protect(line: list[tuple[int, int]], values: Sequence[Sequence[int]], mask: Mask) -> bool:
    """Hides one more cell of a line that gives its hidden ones away; says whether it did."""
    *cells, total = [(values[r][c], mask[r][c]) for r, c in line]
    if not _given_away(cells, total):
        return False
    shown = [place for place in line if not mask[place[0]][place[1]]]
    candidates = [place for place in shown if values[place[0]][place[1]]] or shown
    if not candidates:
        return False
    r, c = min(candidates, key=lambda place: (values[place[0]][place[1]], place))
    mask[r][c] = True
    return True


def _given_away(cells: list[tuple[int, bool]], total: tuple[int, bool]) -> bool:
    """Whether what is shown of a line, (number, hidden) and its total, leaves a hidden one a single value.

    A reader knows that `<5` is 1 to 4 and that `…` is none or at least 5: so 1 + 1 = 2 tells both, and 5 + 1 = 6 too."""
    known = sum(n for n, hidden in cells if not hidden)
    hidden = [n for n, hide in cells if hide]
    few = sum(map(small, hidden))
    many = len(hidden) - few
    rests = [each - known for each in (_range(total[0]) if total[1] else [total[0]])]
    if total[1] and sum(_possible(rest, few=few, many=many) for rest in rests) == 1:
        return True
    return any(
        sum(
            any(_possible(rest - one, few=few - small(n), many=many - (not small(n))) for rest in rests)
            for one in _range(n)
        )
        == 1
        for n in set(hidden)
    )


def _range(n: int) -> list[int]:
    """What a hidden number may be, by its label; a few beyond it stand for all that are larger."""
    return [*range(1, SMALL)] if small(n) else [0, *range(SMALL, n + 2 * SMALL)]


def _possible(total: int, *, few: int, many: int) -> bool:
    """Whether so many cells of 1 to 4, and so many of none or at least 5, can have this sum."""
    least, most = few, few * (SMALL - 1)
    return least <= total <= most or (many > 0 and total >= least + SMALL)


def shown(n: int, hidden: bool) -> str:
    """What an export writes."""
    if not hidden:
        return str(n)
    return HIDDEN_SMALL if small(n) else HIDDEN_OTHER
