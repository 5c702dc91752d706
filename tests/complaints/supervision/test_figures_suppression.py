"""No export gives a count under five away, not even by subtraction."""

import pytest
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


def readings(column: list[int], total: int, mask: list[bool]) -> list[set[int]]:
    """What each hidden number may be for a reader who tries all that its label allows, one number after the other."""
    most = total + 8
    allowed = [
        [n] if not hide else list(range(1, 5)) if small(n) else [0, *range(5, most + 1)]
        for n, hide in zip((*column, total), mask, strict=True)
    ]
    found: list[set[int]] = [set() for _each in allowed]
    reached = [{0}]  # the sums that the first ones can have
    for numbers in allowed[:-1]:
        reached.append({s + n for s in reached[-1] for n in numbers if s + n <= most})
    ends = {n for n in allowed[-1] if n in reached[-1]}
    found[-1] = set(ends)
    for place in range(len(column) - 1, -1, -1):
        before = set()
        for n in allowed[place]:
            if start := {end - n for end in ends if end - n in reached[place]}:
                found[place].add(n)
                before |= start
        ends = before
    return [each for each, hide in zip(found, mask, strict=True) if hide]


@given(st.lists(st.one_of(st.integers(0, 7), COUNTS), min_size=2, max_size=9))
def test_a_hidden_count_has_more_than_one_possible_value(column):
    """By the sum, and by what the labels say of the others."""
    total = sum(column)
    mask = [row[0] for row in hidden_cells([[n] for n in (*column, total)], total_row=True, total_column=False)]
    if all(hide for n, hide in zip((*column, total), mask, strict=True) if n):
        return  # nothing is left that could be hidden
    assert all(len(values) > 1 for values in readings(column, total, mask))


@pytest.mark.parametrize("column", [[20, 5, 1], [20, 5, 1, 1], [20, 4, 4], [3, 1]])
def test_what_labels_and_sum_say_together_is_not_left(column):
    """5 + 1 = 6: who reads `…` and `<5` under a sum of 6 knows both."""
    values = [[n] for n in (*column, sum(column))]
    mask = [row[0] for row in hidden_cells(values, total_row=True, total_column=False)]
    assert not any(len(values) == 1 for values in readings(column, sum(column), mask)) or all(mask)
