"""No export gives a count under five away, not even by subtraction."""

from hypothesis import given
from hypothesis import strategies as st

from complaints.suppression import hidden_cells, shown, small

COUNTS = st.integers(0, 30)


def with_totals(body):
    rows = [[*row, sum(row)] for row in body]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]


def test_small_counts_are_hidden():
    assert [shown(n, hidden) for n, hidden in ((3, True), (12, True), (12, False), (0, False))] == [
        "<5",
        "…",
        "12",
        "0",
    ]


def test_one_hidden_cell_takes_the_next_smallest_along():
    values = [[40], [3], [9], [52]]
    assert hidden_cells(values, total_row=True, total_column=False) == [[False], [True], [True], [False]]


def test_without_a_total_one_hidden_cell_is_enough():
    assert hidden_cells([[40], [3]], total_row=False, total_column=False) == [[False], [True]]


def test_ones_that_add_up_to_their_number_are_not_left_alone():
    assert hidden_cells([[1], [1], [30], [32]], total_row=True, total_column=False)[2] == [True]


@given(st.lists(st.lists(COUNTS, min_size=3, max_size=3), min_size=1, max_size=6))
def test_no_row_and_no_column_has_one_unknown(body):
    values = with_totals(body)
    mask = hidden_cells(values, total_row=True, total_column=True)
    for line in (*mask, *zip(*mask, strict=True)):
        assert sum(line) != 1
    assert all(mask[r][c] for r, row in enumerate(values) for c, n in enumerate(row) if small(n))


@given(st.lists(COUNTS, min_size=1, max_size=12))
def test_a_hidden_count_has_more_than_one_possible_value(column):
    """Every reader knows that a `<5` is 1 to 4 and that the column adds up: that must leave at least two answers."""
    values = [[n] for n in (*column, sum(column))]
    mask = [row[0] for row in hidden_cells(values, total_row=True, total_column=False)]
    hidden = [n for n, hide in zip(column, mask, strict=False) if hide]
    if not hidden or mask[-1]:
        return
    assert len(hidden) > 1
    if all(small(n) for n in hidden):
        assert len(hidden) < sum(hidden) < 4 * len(hidden)
