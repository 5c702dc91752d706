"""Decisions that take two people, and the clocks that beat watches."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actors import code_holder
from complaints.casework import actions
from complaints.casework.models import Proposal
from complaints.enums import Outcome, State
from complaints.follow_up.actions import write_message
from complaints.models import Complaint
from complaints.notifications.models import OutboxMessage
from complaints.workflow import transitions
from complaints.workflow.errors import Incomplete, NotAllowed, Stale
from complaints.workflow.moves import Seal

pytestmark = pytest.mark.django_db


def proposed(life, case):
    return actions.propose(case, "close_unfounded", actor=life.handler, data={"public_text": "Non fondée."})


def mails(case):
    return OutboxMessage.objects.filter(about=f"complaint:{case.pk}", channel="email").count()


def test_a_proposal_sends_nothing_and_leaves_the_state(life):
    case = life.heard()
    before = mails(case)
    proposed(life, case)
    assert mails(case) == before
    assert Complaint.objects.get(pk=case.pk).state == State.CITIZEN_COMMENT


def test_another_person_validates_and_it_happens(life):
    case = life.heard()
    closed = actions.approve(proposed(life, case), actor=life.head)
    assert closed.outcome == Outcome.UNFOUNDED
    assert closed.events.get(name="close_unfounded").data["proposed_by"] == life.handler.user_id


def test_the_proposer_does_not_validate(life):
    case = life.heard()
    row = actions.propose(case, "close_unfounded", actor=life.head, data={"public_text": "…"})
    with pytest.raises(NotAllowed):
        actions.approve(row, actor=life.head)


@pytest.mark.parametrize("name", ["handler", "neighbour", "administrator", "citizen", "liaison"])
def test_only_heads_and_supervisors_validate(life, name):
    row = proposed(life, life.heard())
    with pytest.raises(NotAllowed):
        actions.approve(row, actor=getattr(life, name))


def test_a_proposal_is_returned_with_a_reason(life):
    case = life.heard()
    row = proposed(life, case)
    with pytest.raises(Incomplete):
        actions.send_back(row, actor=life.head, reason=" ")
    back = actions.send_back(row, actor=life.head, reason="Demander la pièce 3")
    assert back.status == Proposal.Status.RETURNED
    proposed(life, case)


def test_a_proposal_without_its_facts_is_refused(life):
    with pytest.raises(Incomplete):
        actions.propose(life.heard(), "settle", actor=life.handler, data={"public_text": "…"})


def test_a_withdrawn_case_voids_what_waited(life):
    case = life.heard()
    row = proposed(life, case)
    transitions.withdraw(case, actor=code_holder(case.pk))
    actions.watch_deadlines(today=timezone.localdate())
    row.refresh_from_db()
    assert row.status == Proposal.Status.VOID


def test_a_passed_deadline_is_flagged_once_and_the_handler_told(life):
    case = life.with_administration()
    later = case.answer_due_on + timedelta(days=1)
    assert actions.watch_deadlines(today=later)["overdue"] == 1
    assert actions.watch_deadlines(today=later)["overdue"] == 0
    case.refresh_from_db()
    assert case.overdue
    assert OutboxMessage.objects.filter(kind="desk_overdue", channel="email", about=f"complaint:{case.pk}").count() == 1


def test_the_flag_goes_with_the_next_move(life):
    case = life.with_administration()
    actions.watch_deadlines(today=case.answer_due_on + timedelta(days=1))
    case = transitions.record_answer(case, actor=life.handler, position="refuses", quality="formal", text="Non.")
    assert not case.overdue


def test_the_complainant_is_reminded_once_at_half_time(life):
    case = life.waiting()
    asked = timezone.localdate()
    assert actions.watch_deadlines(today=asked + timedelta(days=10))["reminded"] == 0
    assert actions.watch_deadlines(today=asked + timedelta(days=16))["reminded"] == 1
    assert actions.watch_deadlines(today=asked + timedelta(days=17))["reminded"] == 0
    assert OutboxMessage.objects.filter(kind="complaint_information_reminder", channel="email").count() == 1
    assert case.state == State.AWAITING_CITIZEN


def test_a_decision_stands_on_what_its_two_people_saw(life):
    """What the complainant writes in between is read before anything is decided."""
    case = life.heard()
    seen = case.events.last().pk
    write_message(case, actor=code_holder(case.pk), text="Attendez, j'ai reçu le paiement.")
    with pytest.raises(Stale):
        actions.propose(case, "close_unfounded", actor=life.handler, data={"public_text": "…"}, seal=Seal(seen=seen))
    row = proposed(life, case)
    seen = case.events.last().pk
    write_message(case, actor=code_holder(case.pk), text="Encore un mot.")
    with pytest.raises(Stale):
        actions.approve(row, actor=life.head, seen=seen)
    assert Complaint.objects.get(pk=case.pk).state == State.CITIZEN_COMMENT
    assert actions.approve(row, actor=life.head, seen=case.events.last().pk).is_closed
