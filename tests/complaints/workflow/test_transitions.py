"""Each move does all it says or nothing at all."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actors import code_holder, person
from complaints.casework import actions
from complaints.enums import AnswerPosition, AnswerQuality, Ground, Outcome, Remedy, State
from complaints.follow_up import actions as citizen
from complaints.models import Complaint, Event, Person
from complaints.models.referral import Standing
from complaints.notifications.models import OutboxMessage
from complaints.workflow import transitions
from complaints.workflow.errors import Incomplete, NotAllowed, Stale, WrongState
from complaints.workflow.moves import Seal, rehearse

pytestmark = pytest.mark.django_db


def told(case, channel="email"):
    return list(
        OutboxMessage.objects.filter(about=f"complaint:{case.pk}", channel=channel)
        .order_by("pk")
        .values_list("kind", flat=True)
    )


def test_a_filed_complaint_is_registered_with_its_history_and_its_notice(life):
    case = life.registered()
    assert case.state == State.REGISTERED
    assert case.due_on > case.submitted_at.date()
    assert list(case.events.values_list("name", "from_state", "to_state")) == [
        ("submit", "draft", "submitted"),
        ("register", "submitted", "registered"),
    ]
    assert told(case) == ["complaint_registered"]


def test_the_whole_way_to_a_settlement(life):
    case = life.commented()
    assert case.state == State.CITIZEN_COMMENT
    closed = transitions.settle(
        case,
        actor=life.head,
        seal=Seal(proposed_by=life.handler.user),
        outcome=Outcome.SETTLED_FULL,
        remedies=[Remedy.PAYMENT],
        proof="Virement 123",
        public_text="Payé.",
    )
    assert (closed.state, closed.outcome, closed.due_on) == (State.CLOSED, Outcome.SETTLED_FULL, None)
    assert closed.closed_at is not None
    names = list(closed.events.values_list("name", flat=True))
    assert names[-5:] == ["start_review", "admit", "send_to_administration", "record_answer", "settle"]
    assert told(closed)[-1] == "complaint_closed"


def test_each_event_carries_actor_role_ground_and_time(life):
    case = life.in_study()
    event = case.events.get(name="start_review")
    assert (event.actor, event.actor_role) == (life.head.user, "head")
    assert event.ground
    assert (event.from_state, event.to_state) == (State.REGISTERED, State.PRELIM_REVIEW)


@pytest.mark.parametrize("name", ["admit", "orient", "settle", "record_answer", "send_to_administration", "suspend"])
def test_a_move_from_the_wrong_state_is_refused_and_writes_nothing(life, name):
    case = life.withdrawn()
    before = (Event.objects.count(), OutboxMessage.objects.count())
    with pytest.raises(WrongState) as refused:
        transitions.perform(name, case, actor=life.handler)
    assert str(refused.value.reason)
    assert (Event.objects.count(), OutboxMessage.objects.count()) == before
    assert Complaint.objects.get(pk=case.pk).state == State.WITHDRAWN


def test_a_colleague_of_another_unit_may_not_move_it(life):
    with pytest.raises(NotAllowed):
        transitions.admit(life.in_study(), actor=life.neighbour, subject=life.subject)


def test_the_complainant_may_not_make_the_desks_moves(life):
    case = life.in_study()
    with pytest.raises(NotAllowed):
        transitions.admit(case, actor=code_holder(case.pk), subject=life.subject)


def test_the_desk_may_not_withdraw_for_the_complainant(life):
    with pytest.raises(NotAllowed):
        transitions.withdraw(life.in_study(), actor=life.handler)


def test_another_persons_code_does_not_withdraw_it(life):
    case, other = life.in_study(), life.in_study()
    with pytest.raises(NotAllowed):
        transitions.withdraw(case, actor=code_holder(other.pk))


def test_missing_items_are_listed_and_the_file_waits_for_the_complainant(life):
    case = transitions.request_information(
        life.in_study(), actor=life.handler, items=["Copie de la décision", " "], text="Bonjour"
    )
    request = case.information_requests.get()
    assert case.state == State.AWAITING_CITIZEN
    assert case.due_on == request.due_on
    assert [item.label for item in request.items.all()] == ["Copie de la décision"]


def test_asking_for_nothing_is_refused(life):
    with pytest.raises(Incomplete):
        transitions.request_information(life.in_study(), actor=life.handler, items=["  "])


def test_after_two_rounds_a_head_must_ask(life):
    case = life.in_study()
    for _round in range(2):
        case = transitions.request_information(case, actor=life.handler, items=["x"])
        case = transitions.receive_information(case, actor=code_holder(case.pk), text="voilà")
    with pytest.raises(NotAllowed):
        transitions.request_information(case, actor=life.handler, items=["x"])
    assert transitions.request_information(case, actor=life.head, items=["x"]).state == State.AWAITING_CITIZEN


def test_the_complainants_answer_brings_the_file_back_and_rings_the_handler(life):
    case = transitions.request_information(life.in_study(), actor=life.handler, items=["acte"])
    item = case.information_requests.get().items.get()
    case = transitions.receive_information(case, actor=code_holder(case.pk), answers={item.pk: "perdu"})
    item.refresh_from_db()
    assert (case.state, case.new_reply, item.answer) == (State.PRELIM_REVIEW, True, "perdu")
    assert "desk_reply" in told(case)


def test_a_file_is_not_closed_as_incomplete_before_the_date_has_passed(life):
    case = transitions.request_information(life.in_study(), actor=life.handler, items=["acte"])
    two = Seal(proposed_by=life.handler.user)
    with pytest.raises(Incomplete):
        transitions.close_incomplete(case, actor=life.head, seal=two, public_text="…")
    later = Seal(proposed_by=life.handler.user, at=timezone.now() + timedelta(days=60))
    with pytest.raises(Incomplete, match="reminded"):
        transitions.close_incomplete(case, actor=life.head, seal=later, public_text="…")
    actions.watch_deadlines(today=timezone.localdate() + timedelta(days=16))
    assert (
        transitions.close_incomplete(case, actor=life.head, seal=later, public_text="…").outcome
        == Outcome.NOT_COMPLETED
    )


def test_who_falls_silent_because_no_mail_arrives_is_counted_apart(life):
    case = transitions.request_information(life.in_study(), actor=life.handler, items=["acte"])
    person = Person.objects.filter(pk=case.complainant_id)
    person.update(returned_at=timezone.now(), returned_email=case.complainant.email)
    actions.watch_deadlines(today=timezone.localdate() + timedelta(days=16))
    later = Seal(proposed_by=life.handler.user, at=timezone.now() + timedelta(days=60))
    case = transitions.close_incomplete(Complaint.objects.get(pk=case.pk), actor=life.head, seal=later, public_text="…")
    assert (case.state, case.outcome) == (State.CLOSED, Outcome.OUT_OF_REACH)


def test_orientation_names_ground_and_bodies(life):
    case = transitions.orient(
        life.in_study(), actor=life.head, seal=Seal(proposed_by=life.handler.user), ground=Ground.X7, bodies=[life.body.pk],
        public_text="…",
    )  # fmt: skip
    assert (case.state, case.outcome, case.ground) == (State.ORIENTED, Outcome.ORIENTED, Ground.X7)
    assert list(case.referral_bodies.all()) == [life.body]


@pytest.mark.parametrize("willing", [True, False], ids=["yes at filing", "no at filing"])
def test_a_transfer_asks_the_complainant_whatever_was_wished_when_filing(life, willing):
    case = life.in_study()
    Complaint.objects.filter(pk=case.pk).update(transfer_consent=willing)
    case = transitions.orient(
        case, actor=life.head, seal=Seal(proposed_by=life.handler.user), ground=Ground.X3, bodies=[life.body.pk],
        public_text="…", transfer=True,
    )  # fmt: skip
    assert (case.outcome, case.referrals.get().standing) == (Outcome.ORIENTED, Standing.CONSENT)
    assert case.transfer_consent is willing  # what was said when filing stays said


def test_inadmissible_only_after_the_complainant_was_asked_to_complete(life):
    case = life.in_study()
    two = Seal(proposed_by=life.handler.user)
    with pytest.raises(Incomplete):
        transitions.declare_inadmissible(case, actor=life.head, seal=two, formal_ground="identity", public_text="…")
    case = transitions.request_information(case, actor=life.handler, items=["identité"])
    case = transitions.receive_information(case, actor=code_holder(case.pk), text="non")
    assert (
        transitions.declare_inadmissible(
            case, actor=life.head, seal=two, formal_ground="identity", public_text="…"
        ).state
        == State.INADMISSIBLE
    )


def test_the_administration_has_two_months(life):
    case = life.with_administration()
    assert (case.state, case.due_on) == (State.AWAITING_ADMINISTRATION, case.answer_due_on)
    assert case.answer_due_on >= (case.sent_at + timedelta(days=58)).date()


def test_nothing_is_decided_against_somebody_who_may_still_comment(life):
    """The published promise: the complainant is shown the administration's position and may react before we decide."""
    case = life.commented()
    seal, facts = Seal(proposed_by=life.handler.user), {"basis": "loi 7-81", "public_text": "…"}
    with pytest.raises(Incomplete, match="may still comment"):
        transitions.close_unfounded(case, actor=life.head, seal=seal, **facts)
    Complaint.objects.filter(pk=case.pk).update(new_reply=True)  # a message from before the answer is no comment
    with pytest.raises(Incomplete, match="may still comment"):
        transitions.close_unfounded(case, actor=life.head, seal=seal, **facts)
    citizen.write_message(case, actor=code_holder(case.pk), text="Je ne suis pas d’accord.")
    actions.mark_replies_read(case, actor=life.handler, seen=case.events.latest("pk").pk)
    assert transitions.close_unfounded(case, actor=life.head, seal=seal, **facts).outcome == Outcome.UNFOUNDED


def test_how_a_paper_came_is_the_desks_own_note(life):
    case = life.waiting()
    transitions.receive_information(case, actor=life.handler, text="Par la poste le 3 mai")
    assert not case.messages.exists()
    assert case.events.get(name="receive_information").internal_text == "Par la poste le 3 mai"
    assert case.events.get(name="receive_information").public_text == ""


def test_a_decision_needs_a_second_person(life):
    case = life.heard()
    facts = {"basis": "loi 7-81", "public_text": "…"}
    with pytest.raises(NotAllowed):
        transitions.close_unfounded(case, actor=life.head, **facts)
    with pytest.raises(NotAllowed):
        transitions.close_unfounded(case, actor=life.handler, seal=Seal(proposed_by=life.handler.user), **facts)
    with pytest.raises(NotAllowed):
        transitions.close_unfounded(case, actor=life.head, seal=Seal(proposed_by=life.head.user), **facts)
    closed = transitions.close_unfounded(case, actor=life.head, seal=Seal(proposed_by=life.handler.user), **facts)
    assert closed.outcome == Outcome.UNFOUNDED


@pytest.mark.parametrize("stage", ["registered", "in_study", "admitted", "with_administration", "commented"])
def test_a_court_suspends_or_ends_it_from_any_open_state(life, stage):
    case = getattr(life, stage)()
    if stage == "registered":
        case = transitions.start_review(case, actor=life.head, handler=life.handler.user)
    suspended = transitions.suspend(case, actor=life.handler, public_text="…")
    assert (suspended.state, suspended.due_on) == (State.SUSPENDED, None)
    closed = transitions.close_judicial(
        suspended, actor=life.head, seal=Seal(proposed_by=life.handler.user), public_text="…"
    )
    assert closed.outcome == Outcome.JUDICIAL


@pytest.mark.parametrize("stage", ["registered", "in_study", "admitted", "with_administration", "commented"])
def test_the_complainant_may_withdraw_from_any_open_state(life, stage):
    case = getattr(life, stage)()
    case = transitions.withdraw(case, actor=code_holder(case.pk), reason="réglé")
    assert (case.state, case.outcome) == (State.WITHDRAWN, Outcome.WITHDRAWN)


def test_a_stale_form_is_refused(life):
    case = life.in_study()
    seen = case.events.last().pk
    transitions.request_information(case, actor=life.handler, items=["x"])
    case = transitions.receive_information(case, actor=code_holder(case.pk), text="voilà")
    with pytest.raises(Stale):
        transitions.admit(case, actor=life.handler, seal=Seal(seen=seen), subject=life.subject)


def test_a_rehearsal_tells_exactly_what_would_leave_and_changes_nothing(life, time_machine):
    time_machine.move_to(timezone.now(), tick=False)  # the links carry the second in which they were made
    case = life.in_study()
    before = (Event.objects.count(), OutboxMessage.objects.count())
    tried = rehearse(case, lambda: transitions.request_information(case, actor=life.handler, items=["x"]))
    assert tried.complaint.state == State.AWAITING_CITIZEN
    assert (Event.objects.count(), OutboxMessage.objects.count()) == before
    transitions.request_information(case, actor=life.handler, items=["x"])
    from complaints.notifications import outbox

    real = [
        outbox.render(row)
        for row in OutboxMessage.objects.filter(
            about=f"complaint:{case.pk}", channel="email", kind="complaint_information_requested"
        )
    ]
    assert [(told.message.subject, told.message.text) for told in tried.messages] == [(m.subject, m.text) for m in real]


def test_a_failure_in_the_middle_leaves_nothing(life, monkeypatch):
    case = life.in_study()
    before = (Event.objects.count(), OutboxMessage.objects.count())
    monkeypatch.setattr("complaints.workflow.moves.tell", lambda *a, **k: (_ for _ in ()).throw(RuntimeError("power")))
    with pytest.raises(RuntimeError):
        transitions.request_information(case, actor=life.handler, items=["x"])
    assert (Event.objects.count(), OutboxMessage.objects.count()) == before
    assert Complaint.objects.get(pk=case.pk).state == State.PRELIM_REVIEW


def test_the_answer_is_kept_qualified(life):
    case = life.commented()
    answer = case.answers.get()
    assert (answer.position, answer.quality) == (AnswerPosition.PARTLY, AnswerQuality.SUBSTANTIVE)
    assert case.answered_at is not None


def test_the_history_cannot_be_changed(life):
    from django.db import IntegrityError, transaction

    event = life.registered().events.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(public_text="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.filter(pk=event.pk).delete()


def test_available_moves_say_why_not(life):
    case = life.in_study()
    offered = {rule.name: decision for rule, decision in transitions.available(case, life.handler)}
    assert offered["admit"]
    assert not offered["withdraw"]
    assert str(offered["withdraw"].reason)
    assert person(life.handler.user).is_caseworker
