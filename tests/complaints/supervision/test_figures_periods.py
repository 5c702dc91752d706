"""Periods, weeks and bands leave no day out and count none twice."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.supervision.bands import BANDS
from complaints.supervision.numbers import median
from complaints.supervision.periods import Period, Preset, preset

DAYS = st.dates(date(2000, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(("name", "days"), [(Preset.DAYS_30, 30), (Preset.WEEKS_12, 84), (Preset.YEAR, 328)])
def test_presets_end_today(name, days):
    period = preset(name, date(2026, 11, 24))
    assert period.end == date(2026, 11, 24)
    assert period.days == days


@given(DAYS, st.integers(0, 900))
def test_weeks_make_up_the_period(start, length):
    period = Period(start, start + timedelta(length))
    weeks = period.weeks
    assert weeks[0].start == period.start
    assert weeks[-1].end == period.end
    assert all(week.days == 7 for week in weeks[1:])
    assert all(after.start - before.end == timedelta(1) for before, after in itertools.pairwise(weeks))


@given(DAYS, st.integers(0, 900))
def test_the_period_before_is_as_long_and_touches(start, length):
    period = Period(start, start + timedelta(length))
    assert period.before.days == period.days
    assert period.before.end + timedelta(1) == period.start


def test_bands_leave_no_gap():
    assert BANDS[0].since == 0
    assert all(after.since == before.upto + 1 for before, after in itertools.pairwise(BANDS))
    assert BANDS[-1].upto is None


@given(st.lists(st.integers(0, 500), max_size=40))
def test_median_is_the_middle_value(values):
    from collections import Counter
    from statistics import median as expected

    assert median(Counter(values)) == (expected(values) if values else None)
