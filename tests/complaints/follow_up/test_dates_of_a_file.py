"""The next date of a file says what it is for, and what is true once it has passed."""

from datetime import date, timedelta

import pytest
from django.utils import timezone, translation

from complaints.enums import State
from complaints.follow_up import selectors
from complaints.models import Complaint, InformationRequest

STATES = [State.REGISTERED, State.PRELIM_REVIEW, State.AWAITING_CITIZEN, State.ADMITTED, State.AWAITING_ADMINISTRATION]


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def words(state: str, days: int, asked: InformationRequest | None = None) -> str:
    day = timezone.localdate() + timedelta(days=days)
    return selectors.deadline(Complaint(state=state, due_on=day), asked)


@pytest.mark.parametrize("state", [*STATES, State.CITIZEN_COMMENT, State.MEDIATION])
def test_each_state_names_its_date_and_has_other_words_when_it_has_passed(state):
    assert words(state, 0).split(" by ")[0] != words(state, -1).split(" by ")[0]  # the day itself still counts


def test_an_administration_that_did_not_answer_in_time_is_called_late():
    case = Complaint(state=State.AWAITING_ADMINISTRATION, due_on=date(2020, 10, 13))
    said = selectors.deadline(case)
    assert said.startswith("The administration should have answered by 13 October 2020. It is late")


def test_a_first_step_with_the_administration_has_its_own_words():
    asked = InformationRequest(kind=InformationRequest.Kind.PRIOR_STEP)
    assert words(State.AWAITING_CITIZEN, 1, asked).endswith("to ask the administration first.")


def test_a_file_without_a_date_says_nothing():
    assert selectors.deadline(Complaint(state=State.CLOSED, due_on=None)) == ""
