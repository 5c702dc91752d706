"""T21 and T22: the end of a file can be contested, for sixty days, and somebody else decides."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actors import code_holder
from complaints.casework import actions, queue
from complaints.casework.queue import View
from complaints.enums import Ground, Outcome, ReviewGround, ReviewResult, State
from complaints.models import Complaint, Review
from complaints.notifications.models import OutboxMessage
from complaints.permissions import addressed_complaints, can_decide_review, can_review, reviewable_complaints
from complaints.workflow import reviews, transitions
from complaints.workflow.errors import Incomplete, NotAllowed, Refused, WrongState
from complaints.workflow.moves import Seal

pytestmark = pytest.mark.django_db


def unfounded(life) -> Complaint:
    """Handled and proposed by the caseworker, validated by the head."""
    two = Seal(proposed_by=life.handler.user)
    return transitions.close_unfounded(life.heard(), actor=life.head, seal=two, basis="loi 7-81", public_text="Rien.")


def contested(life, case=None, ground=ReviewGround.ERROR) -> Complaint:
    case = case or unfounded(life)
    return transitions.request_review(case, actor=code_holder(case.pk), ground=ground, text="Vous avez tort.")


def confirmed(life, case=None) -> Complaint:
    """The decision stands: another caseworker proposes, a supervisor validates."""
    other = life.actor("handler", life.unit)
    two = Seal(proposed_by=other.user)
    return transitions.confirm_closing(case or contested(life), actor=life.supervisor, seal=two, public_text="Non.")


def told(case) -> list[tuple[str, str]]:
    rows = OutboxMessage.objects.filter(about=f"complaint:{case.pk}", channel="email").order_by("pk")
    return list(rows.values_list("kind", "recipient"))


def test_a_request_opens_the_file_with_a_clock_of_its_own_and_nobodys_name_on_it(life):
    case = contested(life)
    review = case.reviews.get()
    assert (case.state, case.outcome, case.closed_at, case.handler) == (State.REVIEW, "", None, None)
    assert case.due_on == review.due_on > timezone.localdate() + timedelta(days=29)
    assert review.first_people == {life.handler.user_id, life.head.user_id}
    assert (review.closed_state, review.closed_outcome) == (State.CLOSED, Outcome.UNFOUNDED)


def test_both_sides_are_told_but_none_of_those_who_decided(life):
    other_head = life.actor("head", life.unit)
    case = contested(life)
    assert told(case)[-2:] == [
        ("complaint_review_asked", f"complaint:{case.pk}:citizen"),
        ("desk_review", f"user:{other_head.user_id}"),
    ]


def test_where_everybody_of_the_unit_had_a_hand_in_it_the_supervisors_are_told(life):
    case = contested(life)
    assert told(case)[-1] == ("desk_review", f"user:{life.supervisor.user_id}")


def test_words_and_a_ground_are_needed(life):
    case = unfounded(life)
    actor = code_holder(case.pk)
    with pytest.raises(Incomplete, match="why"):
        transitions.request_review(case, actor=actor, ground="", text="x")
    with pytest.raises(Incomplete, match="why"):
        transitions.request_review(case, actor=actor, ground="because", text="x")
    with pytest.raises(Incomplete):
        transitions.request_review(case, actor=actor, ground=ReviewGround.ERROR, text=" ")


def test_strangers_and_the_desk_ask_for_none(life):
    case = unfounded(life)
    for actor in (life.handler, life.head, life.citizen, code_holder(case.pk + 1)):
        with pytest.raises(NotAllowed):
            transitions.request_review(case, actor=actor, ground=ReviewGround.ERROR, text="x")


@pytest.mark.parametrize("stage", ["in_study", "commented", "withdrawn"])
def test_only_a_file_that_was_decided_can_be_reviewed(life, stage):
    case = getattr(life, stage)()
    assert not reviews.chance(case, today=timezone.localdate()).decision
    with pytest.raises(WrongState):
        transitions.request_review(case, actor=code_holder(case.pk), ground=ReviewGround.ERROR, text="x")


def test_a_withdrawn_file_is_not_told_that_it_is_open(life):
    assert "withdrew" in str(reviews.chance(life.withdrawn(), today=timezone.localdate()).decision.reason)


def test_the_last_day_counts_and_the_next_one_is_too_late(life):
    case = unfounded(life)
    last = reviews.chance(case, today=timezone.localdate()).until
    assert last >= timezone.localdate() + timedelta(days=60)
    assert reviews.chance(case, today=last).decision
    late = reviews.chance(case, today=last + timedelta(days=1))
    assert not late.decision
    assert late.until == last
    assert "has passed" in str(late.decision.reason)
    with time_machine.travel(timezone.now() + timedelta(days=75)), pytest.raises(Refused, match="has passed"):
        transitions.request_review(case, actor=code_holder(case.pk), ground=ReviewGround.ERROR, text="x")
    assert Complaint.objects.get(pk=case.pk).state == State.CLOSED


# --- by another person ---


@pytest.mark.parametrize("who", ["handler", "head"])
def test_whoever_handled_or_decided_before_decides_no_review(life, who):
    case, actor = contested(life), getattr(life, who)
    assert not can_review(actor, case)
    assert not reviewable_complaints(actor).filter(pk=case.pk).exists()
    with pytest.raises(NotAllowed):
        transitions.reopen(case, actor=actor, public_text="Oui.")
    with pytest.raises(NotAllowed):
        actions.propose(case, "confirm_closing", actor=actor, data={"public_text": "Non."})


def test_predicate_and_twin_agree(life):
    case = contested(life)
    everybody = [life.handler, life.head, life.intake, life.supervisor, life.neighbour, life.citizen, life.liaison]
    everybody += [life.actor("handler", life.unit), life.actor("head", life.unit)]
    for actor in everybody:
        assert bool(can_review(actor, case)) == reviewable_complaints(actor).filter(pk=case.pk).exists()
    assert [bool(can_decide_review(actor, case)) for actor in everybody[-2:]] == [False, True]


def test_the_first_caseworker_is_not_given_the_review(life):
    case = contested(life)
    with pytest.raises(NotAllowed, match="Another person"):
        actions.assign(case, actor=life.supervisor, handler=life.handler.user)
    other = life.actor("handler", life.unit)
    assert actions.assign(case, actor=life.supervisor, handler=other.user).handler == other.user


def test_the_first_decider_does_not_validate_what_another_proposes(life):
    case, other = contested(life), life.actor("handler", life.unit)
    proposal = actions.propose(case, "confirm_closing", actor=other, data={"public_text": "Non."})
    with pytest.raises(NotAllowed):
        actions.approve(proposal, actor=life.head)
    assert actions.approve(proposal, actor=life.supervisor).state == State.CLOSED


def test_the_database_refuses_it_too(life):
    review = contested(life).reviews.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.filter(pk=review.pk).update(
            result=ReviewResult.REOPENED, decided_at=timezone.now(), decided_by=life.head.user
        )


def test_the_queue_shows_reviews_to_those_who_may_decide_them(life):
    contested(life)
    seen = {
        name: queue.counts(getattr(life, name), today=timezone.localdate())[0][View.REVIEWS]
        for name in ("handler", "head", "supervisor")
    }
    assert seen == {"handler": 0, "head": 0, "supervisor": 1}


# --- the two ends ---


def test_a_reopened_file_is_an_admitted_one_again(life):
    case = transitions.reopen(contested(life), actor=life.supervisor, public_text="Nous reprenons.")
    assert (case.state, case.outcome, case.remedies) == (State.ADMITTED, "", [])
    assert case.due_on is not None
    assert case.reviews.get().result == ReviewResult.REOPENED
    assert ("complaint_reopened", f"complaint:{case.pk}:citizen") in told(case)
    sent = actions.send_letter(case, actor=life.handler, language="fr", subject="s", body="b")
    assert sent.complaint.state == State.AWAITING_ADMINISTRATION


def test_a_file_that_was_sent_elsewhere_is_taken_back(life):
    two = Seal(proposed_by=life.handler.user)
    case = transitions.orient(
        life.in_study(), actor=life.head, seal=two, ground=Ground.X7, bodies=[life.body.pk], public_text="Ailleurs."
    )
    case = contested(life, case)
    case = transitions.reopen(case, actor=life.supervisor, public_text="C'est à nous.")
    assert (case.ground, case.file_type, case.referral_bodies.count()) == ("", "complaint", 0)


def test_a_file_without_administration_is_reopened_only_with_one(life):
    two = Seal(proposed_by=life.handler.user)
    case = life.in_study(administration=None, administration_text="Une commune")
    case = transitions.orient(
        case, actor=life.head, seal=two, ground=Ground.X4, bodies=[life.body.pk], public_text="Ailleurs."
    )
    case = contested(life, case)
    with pytest.raises(Incomplete, match="administration"):
        transitions.reopen(case, actor=life.supervisor, public_text="Oui.")
    with_it = transitions.reopen(case, actor=life.supervisor, public_text="Oui.", administration=life.administration)
    assert with_it.administration == life.administration


def test_reopened_against_another_administration_it_is_sent_to_nobody_until_a_letter_leaves(life):
    case = life.contested()
    case = transitions.reopen(case, actor=life.supervisor, public_text="Oui.", administration=life.other_administration)
    assert (case.sent_at, case.answered_at, case.answer_due_on, case.chase_on, case.chased) == (
        None,
        None,
        None,
        None,
        0,
    )
    assert not addressed_complaints(life.other_liaison).exists()
    assert not addressed_complaints(life.liaison).exists()
    transitions.send_to_administration(case, actor=life.handler, letter="L2")
    assert addressed_complaints(life.other_liaison).get() == case


def test_reopened_against_the_same_one_it_stays_with_it(life):
    case = transitions.reopen(life.contested(), actor=life.supervisor, public_text="Oui.")
    assert case.sent_at
    assert addressed_complaints(life.liaison).get() == case


def test_a_confirmed_file_ends_as_it_had_ended(life):
    two = Seal(proposed_by=life.handler.user)
    oriented = transitions.orient(
        life.in_study(), actor=life.head, seal=two, ground=Ground.X7, bodies=[life.body.pk], public_text="Ailleurs."
    )
    for before, state, outcome in (
        (unfounded(life), State.CLOSED, Outcome.UNFOUNDED),
        (oriented, State.ORIENTED, Outcome.ORIENTED),
    ):
        case = confirmed(life, contested(life, before))
        assert (case.state, case.outcome) == (state, outcome)
        assert case.closed_at is not None
        assert case.due_on is None
    assert case.ground == Ground.X7


def test_that_the_decision_stands_takes_two_people(life):
    with pytest.raises(NotAllowed, match="propose"):
        transitions.confirm_closing(contested(life), actor=life.supervisor, public_text="Non.")


def test_after_a_review_only_something_new_opens_another(life):
    case = confirmed(life)
    assert reviews.chance(case, today=timezone.localdate()).grounds == (ReviewGround.NEW_FACT,)
    with pytest.raises(Incomplete, match="new"):
        contested(life, case, ReviewGround.DISSATISFIED)
    assert contested(life, case, ReviewGround.NEW_FACT).state == State.REVIEW


def test_a_late_review_is_flagged_and_owned_up_to(life):
    case = contested(life)
    after = case.due_on + timedelta(days=1)
    assert actions.watch_deadlines(today=after)["overdue"] == 1
    case.refresh_from_db()
    assert case.overdue
    assert {kind for kind, _to in told(case)} >= {"desk_overdue", "complaint_promise_missed"}


def test_a_review_made_up_elsewhere_is_no_crash(life):
    """A file in the state of review without a request (old registers): it is refused, not half decided."""
    case = unfounded(life)
    Complaint.objects.filter(pk=case.pk).update(closed_at=None, outcome="", state=State.REVIEW)
    with pytest.raises(Incomplete):
        transitions.reopen(Complaint.objects.get(pk=case.pk), actor=life.supervisor, public_text="Oui.")


def test_who_decided_first_decides_no_later_review_either(life):
    case = confirmed(life)
    again = contested(life, case, ground=ReviewGround.NEW_FACT)
    for actor in (life.handler, life.head, life.supervisor):
        assert not can_review(actor, again), actor.role
        assert again not in reviewable_complaints(actor)
    fresh = life.actor("handler", life.unit)
    assert can_review(fresh, again)
    assert again in reviewable_complaints(fresh)
    with pytest.raises(NotAllowed, match="Another person"):
        actions.assign(again, actor=life.supervisor, handler=life.handler.user)
