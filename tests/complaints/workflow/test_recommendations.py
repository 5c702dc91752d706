"""T16 to T18: a recommendation from its issue to its execution, its refusal, or the Head of Government."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actors import code_holder
from complaints.casework import actions, registers
from complaints.casework.means_forms import Recommend
from complaints.dealings import Reply
from complaints.enums import Outcome, Remedy, State
from complaints.models import Complaint, Recommendation
from complaints.notifications.models import OutboxMessage
from complaints.permissions import received_recommendations
from complaints.workflow import transitions
from complaints.workflow.errors import Incomplete, NotAllowed
from tests.factories import AttachmentFactory

pytestmark = pytest.mark.django_db
Standing = Recommendation.Standing


def told(case, kind):
    rows = OutboxMessage.objects.filter(about=f"complaint:{case.pk}", channel="email", kind=kind)
    return set(rows.values_list("recipient", flat=True))


def executed(life, case, **facts):
    given = {"day": timezone.localdate().isoformat(), "proof": "Virement 123", "remedies": [Remedy.PAYMENT]}
    return transitions.close_executed(case, actor=life.head, seal=life.two(), public_text="Payé.", **{**given, **facts})


def test_it_is_issued_for_the_mediateur_with_grounds_measure_and_date(life):
    case = life.recommended()
    made = case.recommendations.get()
    assert (case.state, case.due_on) == (State.RECOMMENDATION, made.due_on)
    assert made.number == f"{case.reference}/R1"
    assert (made.issued_by, made.administration) == (life.supervisor.user, life.administration)
    assert made.due_on >= timezone.localdate() + timedelta(days=60)
    assert told(case, "complaint_recommended") == {f"complaint:{case.pk}:citizen"}
    assert told(case, "administration_recommendation") == {f"user:{life.liaison.user_id}"}


def test_a_head_of_delegation_signs_it_by_a_delegation_that_is_named(life):
    case, facts = life.heard(), {"grounds": "a", "measure": "b", "public_text": "c"}
    with pytest.raises(Incomplete, match="delegation of signature"):
        transitions.recommend(case, actor=life.head, seal=life.two(), special_order=" ", **facts)
    case = transitions.recommend(case, actor=life.head, seal=life.two(), special_order=" DS 3/2026 ", **facts)
    made = case.recommendations.get()
    assert (case.state, made.issued_by) == (State.RECOMMENDATION, life.head.user)
    assert case.events.get(name="recommend").data["special_order"] == "DS 3/2026"


def test_a_caseworker_signs_none_whatever_they_name(life):
    facts = {"grounds": "a", "measure": "b", "public_text": "c", "special_order": "DS 3/2026"}
    with pytest.raises(NotAllowed):
        transitions.recommend(life.heard(), actor=life.handler, seal=life.two(), **facts)


@pytest.mark.parametrize("left_out", ["grounds", "measure", "public_text"])
def test_it_says_why_what_and_so_to_the_complainant(life, left_out):
    facts = {"grounds": "a", "measure": "b", "public_text": "c", left_out: " "}
    with pytest.raises(Incomplete):
        transitions.recommend(life.heard(), actor=life.supervisor, seal=life.two(), **facts)


def test_a_proposal_of_one_is_issued_with_its_term(life):
    case = life.heard()
    data = {"grounds": "a", "measure": "b", "public_text": "c", "language": "ar", "days": 30}
    proposal = actions.propose(case, "recommend", actor=life.handler, data=data)
    assert not case.recommendations.exists()
    actions.approve(proposal, actor=life.supervisor)
    made = case.recommendations.get()
    assert made.language == "ar"
    assert timedelta(days=30) <= made.due_on - timezone.localdate() < timedelta(days=45)


def test_only_the_administration_that_it_was_made_to_reads_it(life):
    made = life.recommended().recommendations.get()
    assert list(received_recommendations(life.liaison)) == [made]
    for stranger in (life.other_liaison, life.handler, life.citizen, life.administrator):
        assert not received_recommendations(stranger).exists()


def test_silence_is_recorded_when_its_date_has_passed_and_not_before(life):
    case = life.recommended()
    with pytest.raises(Incomplete, match="may still answer"):
        transitions.follow_up(case, actor=life.handler, reply=Reply.SILENT)
    Recommendation.objects.update(due_on=timezone.localdate() - timedelta(days=1))
    case = transitions.follow_up(case, actor=life.handler, reply=Reply.SILENT)
    assert (case.state, case.recommendations.get().replied_on) == (State.FOLLOWUP, None)


def test_an_answer_has_its_words(life):
    with pytest.raises(Incomplete):
        transitions.follow_up(life.recommended(), actor=life.handler, reply=Reply.REFUSES, text="")


def test_it_is_carried_out_with_its_day_its_proof_and_what_was_obtained(life):
    case = executed(life, life.followed())
    made = case.recommendations.get()
    assert (case.state, case.outcome, case.remedies) == (State.CLOSED, Outcome.RECOMMENDATION_EXECUTED, ["payment"])
    assert (made.standing, made.proof, made.executed_on) == (Standing.EXECUTED, "Virement 123", timezone.localdate())
    assert made.ended_at == case.closed_at


def test_it_is_not_carried_out_tomorrow(life):
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(Incomplete, match="today at the latest"):
        executed(life, life.followed(), day=tomorrow.isoformat())


@pytest.mark.parametrize("move", ["escalate", "close_refused"])
def test_an_accepted_recommendation_is_neither_escalated_nor_refused(life, move):
    facts = {"public_text": "…", **({"report": "RS-1"} if move == "escalate" else {})}
    with pytest.raises(Incomplete, match="accepted"):
        transitions.perform(move, life.followed(), actor=life.supervisor, seal=life.two(), **facts)


def test_a_refusal_goes_to_the_head_of_government_and_may_still_be_carried_out(life):
    case = life.escalated()
    made = case.recommendations.get()
    assert (case.state, made.report_number, made.standing) == (State.ESCALATED, "RS-2026-4", Standing.PENDING)
    assert told(case, "complaint_escalated")
    assert executed(life, case).outcome == Outcome.RECOMMENDATION_EXECUTED


def test_a_refusal_for_good_closes_the_file_and_never_reads_as_solved(life):
    case = transitions.close_refused(life.escalated(), actor=life.supervisor, seal=life.two(), public_text="…")
    assert case.outcome == Outcome.RECOMMENDATION_REFUSED
    assert case.recommendations.get().standing == Standing.REFUSED


def test_a_withdrawn_file_leaves_no_open_recommendation(life):
    case = life.recommended()
    transitions.withdraw(case, actor=code_holder(case.pk))
    assert case.recommendations.get().standing == Standing.DROPPED


def test_a_review_may_lead_to_a_second_one(life):
    case = executed(life, life.followed())
    case = transitions.request_review(case, actor=code_holder(case.pk), ground="promise", text="Rien n’est venu.")
    case = transitions.reopen(case, actor=life.other_head(), public_text="…", subject=life.subject)
    assert case.state == State.ADMITTED
    Complaint.objects.filter(pk=case.pk).update(state=State.INVESTIGATION)
    case = transitions.recommend(
        case, actor=life.supervisor, seal=life.two(), grounds="a", measure="b", public_text="c"
    )
    assert [row.number[-2:] for row in case.recommendations.all()] == ["R1", "R2"]


def test_what_must_hold_holds_in_the_database(life):
    made = life.recommended().recommendations.get()
    for wrong in ({"standing": "executed", "ended_at": timezone.now()}, {"standing": "refused"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Recommendation.objects.filter(pk=made.pk).update(**wrong)


def test_the_register_counts_how_they_stand_and_how_long_they_took(life):
    done, refused, pending = life.followed(), life.escalated(), life.recommended()
    Recommendation.objects.filter(complaint=done).update(issued_at=timezone.now() - timedelta(days=40))
    executed(life, done)
    transitions.close_refused(refused, actor=life.supervisor, seal=life.two(), public_text="…")
    found = registers.totals(life.supervisor)
    assert found.by_view == {"pending": 1, "escalated": 0, "executed": 1, "refused": 1, "all": 3}
    assert found.days == 40
    assert [row.complaint for row in registers.recommendations(life.head, view="pending")] == [pending]
    assert registers.totals(life.neighbour).by_view["all"] == 0


def test_what_was_accepted_and_not_carried_out_in_time_may_be_escalated(life):
    case = life.followed()
    facts = {"actor": life.supervisor, "seal": life.two(), "report": "RS-1", "public_text": "…"}
    with pytest.raises(Incomplete, match="accepted"):
        transitions.escalate(case, **facts)
    Complaint.objects.filter(pk=case.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    case = transitions.escalate(case, **facts)
    assert case.state == State.ESCALATED
    closed = transitions.close_refused(case, actor=life.supervisor, seal=life.two(), public_text="…")
    assert closed.outcome == Outcome.RECOMMENDATION_REFUSED


def test_the_proof_may_lie_in_a_file_that_was_joined_and_nowhere_else(life):
    case = life.followed()
    other = life.twin(case)
    proof, strange = AttachmentFactory(complaint=other), AttachmentFactory()
    transitions.join(other, actor=life.handler, into=case)
    case.refresh_from_db()
    with pytest.raises(Incomplete, match="not in this file any more"):
        executed(life, case, documents=[proof.pk, strange.pk])
    executed(life, case, documents=[proof.pk])
    assert list(case.recommendations.get().documents.all()) == [proof]


def recommend_form(life, case, **changes):
    typed = {
        "language": "fr",
        "grounds": "Motifs.",
        "measure": "Payer.",
        "days": "60",
        "public_text": "Voici.",
        **changes,
    }
    return Recommend(typed, complaint=case, actor=life.handler)


@pytest.mark.parametrize("field", ["grounds", "measure"])
def test_a_name_that_is_to_be_hidden_stands_in_no_recommendation(life, field):
    case = life.heard()
    name = case.complainant.name
    assert recommend_form(life, case, **{field: f"{name.upper()} attend."}).is_valid(), (
        "the complainant lets the name go"
    )
    Complaint.objects.filter(pk=case.pk).update(share_identity=False)
    case.refresh_from_db()
    unticked, named = (
        recommend_form(life, case),
        recommend_form(life, case, unnamed="on", **{field: f"{name.upper()} attend."}),
    )
    assert list(unticked.errors) == ["unnamed"]
    assert list(named.errors) == [field]
    looked_at = recommend_form(life, case, unnamed="on")
    assert looked_at.is_valid()
    assert "unnamed" not in looked_at.facts()
