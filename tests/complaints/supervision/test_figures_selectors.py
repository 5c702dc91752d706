"""The summaries count for each person exactly what the permissions let them count."""

import pytest
from django.utils import timezone

from accounts import actors
from complaints.enums import OPEN_STATES
from complaints.permissions import counted_complaints
from complaints.supervision import selectors
from complaints.supervision.periods import Preset, preset
from tests.complaints.supervision.conftest import today
from tests.factories.accounts import UnitFactory, UserFactory

pytestmark = pytest.mark.django_db


def facts(user, period=Preset.WEEKS_12, unit=""):
    actor = actors.person(user)
    units = selectors.counted_units(actor)
    every = selectors.Unit.objects.all() if units is None else units
    return selectors.facts(
        actor=actor, period=preset(period, today()), unit=unit, today=today(), as_of=timezone.now(), units=list(every)
    )


@pytest.mark.parametrize("role", ["supervisor", "statistician", "head", "handler", "citizen"])
def test_agrees_with_the_permission(files, units, role):
    fields = {"unit": units[0]} if role in {"head", "handler"} else {}
    user = UserFactory(role=role, **fields)
    counted = counted_complaints(actors.person(user))
    said = facts(user)
    assert said.open == counted.filter(state__in=OPEN_STATES).count()
    period = said.period
    assert said.total("received") == counted.filter(received_on__range=(period.start, period.end)).count()
    assert said.total("closed") == counted.filter(closed_at__date__range=(period.start, period.end)).count()


def test_a_head_counts_the_units_below(files, units):
    below = UnitFactory(code="meknes", parent=units[0])
    assert {unit.code for unit in selectors.counted_units(actors.person(UserFactory(head=True, unit=units[0])))} == {
        "fes",
        below.code,
    }


def test_a_head_cannot_reach_another_unit_by_its_code(files, units):
    head = UserFactory(head=True, unit=units[0])
    assert facts(head, unit="tanger").open == 0
    assert facts(head, unit="none").open == 0


@pytest.mark.parametrize(("code", "expected"), [("fes", 3), ("tanger", 2), ("none", 1), ("", 6)])
def test_narrows_to_one_unit(files, supervisor, code, expected):
    assert facts(supervisor, unit=code).open == expected


def test_open_before_is_what_came_less_what_went(files, supervisor):
    said = facts(supervisor, period=Preset.DAYS_30)
    # 30 days ago: files of 45, 70 (closed on the day itself), 100, 120 and 200 days; 300 was closed long before.
    before = said.period.start
    by_hand = (
        counted_complaints(actors.person(supervisor))
        .filter(received_on__lt=before)
        .exclude(closed_at__date__lt=before)
        .count()
    )
    assert said.open_before == by_hand


def test_a_period_of_whole_and_broken_months(files, supervisor):
    from datetime import timedelta

    from complaints.supervision.periods import Period

    actor = actors.person(supervisor)
    for first in range(0, 320, 13):
        period = Period(today() - timedelta(320), today() - timedelta(first))
        said = selectors.facts(
            actor=actor,
            period=period,
            unit="",
            today=today(),
            as_of=timezone.now(),
            units=list(selectors.Unit.objects.all()),
        )
        by_hand = counted_complaints(actor).filter(received_on__range=(period.start, period.end)).count()
        assert said.total("received") == sum(week.received for week in said.weeks) == by_hand
