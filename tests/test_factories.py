"""The factories make rows that the database accepts, in every state."""

import pytest

from complaints.enums import CLOSED_STATES, State
from complaints.models import Complaint
from tests import factories

pytestmark = pytest.mark.django_db
STATES = [state for state in State if state is not State.DRAFT]


@pytest.mark.parametrize("state", STATES)
def test_every_state_has_its_stamps_and_its_history(state):
    made = factories.ComplaintFactory(**{state.value: True})
    case = Complaint.objects.get(pk=made.pk)
    assert case.state == state
    assert (case.closed_at is not None) == (state in CLOSED_STATES)
    assert [event.to_state for event in case.events.all()][-1] == state
    assert case.state_since == case.events.last().at or state in {State.SUBMITTED, State.REGISTERED}
    case.full_clean(exclude=["code_hash"])


def test_a_handler_belongs_to_the_unit_of_the_file():
    case = factories.ComplaintFactory(admitted=True)
    assert case.handler.unit == case.unit
    assert case.region == case.unit.region


def test_waiting_for_the_complainant_has_one_open_request():
    case = factories.ComplaintFactory(awaiting_citizen=True)
    request = case.information_requests.get(answered_at=None)
    assert request.items.count() == 1


@pytest.mark.parametrize(
    "name", [name for name in factories.__all__ if name.endswith("Factory") and name != "ComplaintFactory"]
)
def test_every_factory_stands_alone(name):
    assert getattr(factories, name)().pk


@pytest.mark.parametrize(
    "role", ["intake", "handler", "head", "supervisor", "liaison", "administrator", "statistician", "auditor"]
)
def test_a_user_of_each_role_can_log_in(role, client):
    user = factories.UserFactory(**{role: True})
    assert user.role == role
    assert user.check_password(factories.PASSWORD)
    assert user.emailaddress_set.get().verified
