"""The clocks, row by row from the table the office reads (tests/data/deadlines_expected.csv)."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.dealings import Chase
from complaints.workflow import deadlines
from complaints.workflow.deadlines import Clock

DATA = Path(__file__).parents[2] / "data"
HOLIDAYS_FILE = Path(deadlines.__file__).parents[1] / "guide" / "data" / "holidays.csv"


def read(path):
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


ROWS = read(DATA / "deadlines_expected.csv")
HOLIDAYS = frozenset(date.fromisoformat(row["day"]) for row in read(HOLIDAYS_FILE))
DAYS = st.dates(min_value=date(2024, 1, 1), max_value=date(2028, 9, 30))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['clock']} {row['start']} {row['comment']}")
def test_deadline_is_the_one_in_the_office_table(row):
    start, expected = date.fromisoformat(row["start"]), date.fromisoformat(row["due"])
    if row["clock"] == "appeal":
        assert deadlines.appeal_until(start) == expected
        return
    clock = Clock(row["clock"])
    given_due = deadlines.due(
        clock, start, holidays=HOLIDAYS, urgent=row["urgent"] == "yes", by_post=row["by_post"] == "yes"
    )
    assert given_due == expected
    reminders = deadlines.reminders(clock, start, urgent=row["urgent"] == "yes")
    assert reminders == tuple(map(date.fromisoformat, row["reminders"].split()))


@pytest.mark.parametrize("row", read(DATA / "pauses_expected.csv"), ids=lambda row: row["comment"])
def test_a_clock_that_stood_still_goes_on_with_what_it_had_left(row):
    due, asked, came = (date.fromisoformat(row[name]) for name in ("due", "asked", "came"))
    assert deadlines.resumed((due - asked).days, came, holidays=HOLIDAYS) == date.fromisoformat(row["resumed"])


@given(left=st.integers(-400, 400), came=DAYS)
def test_a_pause_ends_on_a_working_day_and_leaves_time_to_read(left, came):
    day = deadlines.resumed(left, came, holidays=HOLIDAYS)
    assert deadlines.is_working_day(day, HOLIDAYS)
    assert day >= deadlines.due(Clock.ACKNOWLEDGEMENT, came, holidays=HOLIDAYS)
    assert day >= came + timedelta(days=left)


@given(day=DAYS, count=st.integers(0, 20))
def test_working_days_before_are_as_many_as_asked_for(day, count):
    since = deadlines.working_days_before(day, count, HOLIDAYS)
    between = (since + timedelta(days=n) for n in range((day - since).days))
    assert sum(deadlines.is_working_day(each, HOLIDAYS) for each in between) == count


def test_table_covers_every_clock():
    assert {row["clock"] for row in ROWS} == {*Clock, "appeal"}


@given(clock=st.sampled_from(Clock), start=DAYS, urgent=st.booleans(), by_post=st.booleans())
def test_nothing_is_ever_due_on_a_day_nobody_works(clock, start, urgent, by_post):
    day = deadlines.due(clock, start, holidays=HOLIDAYS, urgent=urgent, by_post=by_post)
    assert deadlines.is_working_day(day, HOLIDAYS)
    assert start < day


@given(clock=st.sampled_from(Clock), start=DAYS)
def test_a_later_start_is_never_due_earlier(clock, start):
    next_day = start + timedelta(days=1)
    assert deadlines.due(clock, start, holidays=HOLIDAYS) <= deadlines.due(clock, next_day, holidays=HOLIDAYS)


@given(start=DAYS)
def test_reminders_to_the_citizen_come_before_the_deadline(start):
    for clock in (Clock.COMPLEMENT, Clock.PRIOR_STEP, Clock.PRELIMINARY_STUDY):
        assert max(deadlines.reminders(clock, start)) < deadlines.due(clock, start, holidays=HOLIDAYS)


@given(start=DAYS, urgent=st.booleans(), extension=st.integers(0, 31))
def test_nobody_is_told_that_a_date_passed_before_it_has(start, urgent, extension):
    first = deadlines.due(Clock.ADMINISTRATION_ANSWER, start, holidays=HOLIDAYS, urgent=urgent)
    last = first + timedelta(days=extension)
    days = deadlines.chases(start, urgent=urgent, first_due_on=first, due_on=last)
    assert len(days) == len(Chase)
    assert list(days) == sorted(days)
    assert max(days[: deadlines.BEFORE_THE_DATE]) < last < min(days[deadlines.BEFORE_THE_DATE :])


def test_an_extension_is_a_month_at_most():
    assert deadlines.longest_extension(date(2027, 1, 25)) == date(2027, 2, 25)
    assert deadlines.longest_extension(date(2027, 1, 31)) == date(2027, 2, 28)
