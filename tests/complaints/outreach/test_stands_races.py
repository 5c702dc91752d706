"""Two heads plan, save and cancel at the same moment: one stand, one change, and the other is told."""

import uuid
from datetime import time

import pytest

from complaints.outreach.models import Stand
from complaints.outreach.planning import actions
from complaints.outreach.planning.actions import Changed, Opening
from tests.complaints.outreach.pressing import at_once
from tests.complaints.outreach.test_stands_planned import NINE_TO_FIVE, facts
from tests.factories import StandFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_form_sent_twice_at_once_plans_one_stand(delegation):
    key, given = uuid.uuid4(), facts(delegation)
    press = lambda: actions.plan(actor=delegation.head, key=key, facts=given, spans=NINE_TO_FIVE).pk  # noqa: E731
    assert len(set(at_once(press, press))) == 1
    assert Stand.objects.get().hours.count() == 3


def test_of_two_who_save_at_once_one_is_told(delegation):
    stand = StandFactory(unit=delegation.unit)

    def save(actor, hour):
        openings = [Opening(stand.begins_on, time(hour), time(hour + 2))]
        return lambda: actions.set_hours(stand, actor=actor, seen=0, openings=openings).revision

    ends = at_once(save(delegation.head, 8), save(delegation.supervisor, 14))
    assert sorted(isinstance(end, Changed) for end in ends) == [False, True]
    assert stand.hours.count() == 1


def test_a_stand_is_cancelled_once_with_the_first_reason(delegation):
    stand = StandFactory(unit=delegation.unit)

    def cancel(why):
        return lambda: actions.cancel(stand, actor=delegation.head, why=why, words={}).why_cancelled

    said = at_once(cancel("weather"), cancel("place"))
    stand.refresh_from_db()
    assert said == [stand.why_cancelled] * 2
    assert stand.revision == 1
