"""The study stands still while somebody else is waited for, and goes on with the days that it had left."""

from datetime import date, timedelta

import pytest
import time_machine

from accounts.actors import code_holder
from complaints.guide.selectors import holidays
from complaints.workflow import deadlines, transitions

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 23)


@pytest.fixture
def clock():
    """A Monday that can be moved."""
    with time_machine.travel("2026-11-23 10:00:00+00:00", tick=False) as moved:
        yield moved


def after(clock, days: int) -> None:
    clock.shift(timedelta(days=days))


def expected(days_left: int, today: date) -> date:
    return deadlines.resumed(days_left, today, holidays=holidays())


def test_an_answer_gives_back_the_days_that_were_left(life, clock):
    case = life.in_study()
    left = (case.due_on - MONDAY).days
    after(clock, 4)
    case = transitions.request_information(case, actor=life.handler, items=["Copie"])
    after(clock, 10)
    case = transitions.receive_information(case, actor=code_holder(case.pk), text="Voilà")
    assert case.due_on == expected(left - 4, MONDAY + timedelta(days=14))
    after(clock, 1)
    case = transitions.await_prior_step(case, actor=life.handler, text="Écrivez d’abord")
    after(clock, 20)
    due = case.events.latest("pk").data["days_left"]
    case = transitions.receive_information(case, actor=code_holder(case.pk), text="Voilà")
    assert case.due_on == expected(due, MONDAY + timedelta(days=35))


def test_a_late_study_is_still_read_in_two_working_days(life, clock):
    case = life.in_study()
    after(clock, 40)
    case = transitions.request_information(case, actor=life.handler, items=["Copie"])
    after(clock, 1)
    case = transitions.receive_information(case, actor=code_holder(case.pk), text="Voilà")
    today = MONDAY + timedelta(days=41)
    assert case.due_on == deadlines.due(deadlines.Clock.ACKNOWLEDGEMENT, today, holidays=holidays())


def test_a_court_stops_the_clock_too_also_while_the_complainant_is_waited_for(life, clock):
    case = life.in_study()
    left = (case.due_on - MONDAY).days
    after(clock, 2)
    case = transitions.request_information(case, actor=life.handler, items=["Copie"])
    after(clock, 5)
    case = transitions.suspend(case, actor=life.handler, public_text="Un tribunal est saisi.")
    assert case.due_on is None
    after(clock, 100)
    case = transitions.resume(case, actor=life.handler, public_text="Le tribunal ne l’a plus.")
    assert case.due_on == expected(left - 2, MONDAY + timedelta(days=107))
