"""Decisions that take two people, and the clocks that beat watches."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import override

from accounts.actors import code_holder, person, share_holder
from accounts.localized import pick
from complaints import history
from complaints.casework import actions, selectors
from complaints.casework.means_forms import Settle
from complaints.casework.models import Proposal
from complaints.enums import Outcome, ReviewGround, State
from complaints.follow_up.actions import write_message
from complaints.models import Complaint, Conflict
from complaints.notifications.models import OutboxMessage
from complaints.workflow import transitions
from complaints.workflow.errors import Incomplete, NotAllowed, Repeated, Stale
from complaints.workflow.moves import Seal
from tests.factories import AttachmentFactory, ShareFactory, UserFactory

pytestmark = pytest.mark.django_db


def proposed(life, case):
    return actions.propose(
        case, "close_unfounded", actor=life.handler, data={"basis": "loi 7-81", "public_text": "Non fondée."}
    )


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
    row = actions.propose(case, "close_unfounded", actor=life.head, data={"basis": "loi 7-81", "public_text": "…"})
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


def told_of_a_return(case):
    rows = OutboxMessage.objects.filter(about=f"complaint:{case.pk}", kind="desk_proposal_returned")
    return {row.recipient for row in rows}


def test_who_proposed_hears_that_it_came_back_and_reads_why_in_the_file_alone(life):
    case = life.heard()
    row = proposed(life, case)
    actions.send_back(row, actor=life.head, reason="Demander la pièce 3")
    assert told_of_a_return(case) == {f"user:{life.handler.user_id}"}
    rows = OutboxMessage.objects.filter(kind="desk_proposal_returned")
    assert {row.channel for row in rows} == {"in_app", "email"}
    assert "pièce" not in str([row.context for row in rows])


def test_nobody_hears_of_a_return_who_left_or_to_whom_the_file_is_closed(life):
    case = life.heard()
    row = proposed(life, case)
    life.handler.user.is_active = False
    life.handler.user.save()
    actions.send_back(row, actor=life.head, reason="…")
    assert told_of_a_return(case) == set()

    life.handler.user.is_active = True
    life.handler.user.save()
    other = life.heard()
    row = proposed(life, other)
    kept_out = life.handler.user
    Conflict.objects.create(complaint=other, user=kept_out, set_by=kept_out, at=timezone.now())
    actions.send_back(row, actor=life.head, reason="…")
    assert told_of_a_return(other) == set()


def test_who_proposed_takes_it_back_once_and_nothing_is_sent(life):
    case = life.heard()
    row, before = proposed(life, case), mails(case)
    with pytest.raises(NotAllowed):
        actions.take_back(row, actor=life.head)
    assert actions.take_back(row, actor=life.handler).status == Proposal.Status.TAKEN_BACK
    with pytest.raises(Repeated):
        actions.take_back(row, actor=life.handler)
    with pytest.raises(NotAllowed):
        actions.approve(row, actor=life.head)
    assert mails(case) == before
    assert [event.name for event in case.events.order_by("-pk")[:2]] == ["proposal_taken_back", "proposed"]
    proposed(life, case)


def test_what_was_validated_is_not_taken_back(life):
    row = proposed(life, life.heard())
    actions.approve(row, actor=life.head)
    with pytest.raises(NotAllowed):
        actions.take_back(row, actor=life.handler)


def test_the_page_of_a_proposal_takes_it_back(life, client):
    case = life.heard()
    row = proposed(life, case)
    url = reverse("admin:case_proposal", args=[case.pk, row.pk])
    client.force_login(life.head.user)
    assert 'name="take_back"' not in client.get(url).content.decode()
    client.force_login(life.handler.user)
    assert 'name="take_back"' in client.get(url).content.decode()
    for _press in range(2):
        assert client.post(url, {"take_back": "1"}).status_code == 302
    assert case.events.filter(name="proposal_taken_back").count() == 1
    assert 'name="take_back"' not in client.get(url).content.decode()


def test_who_proposed_reads_the_names_of_bodies_as_a_list(life, client):
    case = life.in_study()
    data = {"ground": "X7", "bodies": [life.body.pk], "public_text": "…"}
    row = actions.propose(case, "orient", actor=life.handler, data=data)
    client.force_login(life.handler.user)
    page = client.get(reverse("admin:case_proposal", args=[case.pk, row.pk])).content.decode()
    assert f"<li>{escape(pick(life.body.names, case.language))}</li>" in page
    assert "[&#x27;" not in page


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
        actions.propose(
            case,
            "close_unfounded",
            actor=life.handler,
            data={"basis": "loi 7-81", "public_text": "…"},
            seal=Seal(seen=seen),
        )
    row = proposed(life, case)
    seen = case.events.last().pk
    write_message(case, actor=code_holder(case.pk), text="Encore un mot.")
    with pytest.raises(Stale):
        actions.approve(row, actor=life.head, seen=seen)
    assert Complaint.objects.get(pk=case.pk).state == State.CITIZEN_COMMENT
    newest = case.events.last().pk
    with pytest.raises(Incomplete, match="read the message"):  # an end that nobody who knew of it proposed
        actions.approve(row, actor=life.head, seen=newest)
    assert actions.mark_replies_read(case, actor=life.head, seen=newest)
    assert actions.approve(row, actor=life.head, seen=newest).is_closed


def test_pressed_twice_is_told_apart_from_dealt_with_by_another(life):
    row = proposed(life, life.heard())
    actions.approve(row, actor=life.head)
    with pytest.raises(Repeated):
        actions.approve(row, actor=life.head)
    with pytest.raises(NotAllowed, match="dealt with"):
        actions.approve(row, actor=life.supervisor)


def test_who_decided_first_sends_no_proposal_of_the_review_back(life):
    case = transitions.close_unfounded(
        life.heard(), actor=life.head, seal=Seal(proposed_by=life.handler.user), basis="loi 7-81", public_text="Non."
    )
    case = transitions.request_review(case, actor=code_holder(case.pk), ground=ReviewGround.ERROR, text="Non.")
    other = life.actor("handler", life.unit)
    row = actions.propose(case, "confirm_closing", actor=other, data={"public_text": "Elle reste."})
    with pytest.raises(NotAllowed, match="Another person"):
        actions.send_back(row, actor=life.head, reason="Non")
    assert actions.send_back(row, actor=life.supervisor, reason="Non").status == Proposal.Status.RETURNED


def test_what_a_move_overtook_does_not_stand_in_the_way_of_the_next_proposal(life):
    case = life.heard()
    old = Proposal.objects.create(
        complaint=case, transition="admit", data={}, proposed_by=life.handler.user, proposed_at=timezone.now()
    )
    assert proposed(life, case).status == Proposal.Status.WAITING
    old.refresh_from_db()
    assert old.status == Proposal.Status.VOID


def test_marking_as_read_leaves_what_came_since_unread(life):
    case = life.in_study()
    mother = code_holder(case.pk)
    write_message(case, actor=mother, text="Un")
    seen = case.events.latest("pk").pk
    write_message(case, actor=mother, text="Deux")
    assert not actions.mark_replies_read(case, actor=life.handler, seen=seen)
    assert Complaint.objects.get(pk=case.pk).new_reply
    assert actions.mark_replies_read(case, actor=life.handler, seen=case.events.latest("pk").pk)
    assert not Complaint.objects.get(pk=case.pk).new_reply


def test_acts_that_would_be_refused_are_not_offered(life):
    study, closed = life.in_study(), life.withdrawn()
    offered = {name: bool(decision) for name, decision in selectors.other_acts(study, actor=life.head)}
    assert (offered["erase_data"], offered["assign"]) == (True, True)
    assert not dict(selectors.other_acts(study, actor=life.handler))["erase_data"]
    assert not dict(selectors.other_acts(closed, actor=life.head))["assign"]


def test_the_history_says_by_whose_right_something_was_done(life):
    case = life.in_study()
    user = UserFactory()
    ShareFactory(complaint=case, right="write", user=user)
    mother = ShareFactory(complaint=case, right="write", represented=True)
    brother = ShareFactory(complaint=case, right="write")
    for actor in (
        replace(person(user), share_id=case.shares.get(user=user).pk),
        share_holder(brother.pk, case.pk),
        share_holder(mother.pk, case.pk),
        code_holder(case.pk),
    ):
        history.record(case, "safe_contact_changed", actor=actor)
    with override("en"):
        said = [str(entry.who) for entry in selectors.timeline(case) if entry.kind == "event"][:4][::-1]
    assert said == ["With whom the file is shared"] * 2 + ["Complainant"] * 2


def test_a_settled_file_names_the_documents_that_prove_it(life, client):
    case, other = life.heard(), life.heard()
    proof, strange = AttachmentFactory(complaint=case), AttachmentFactory(complaint=other)
    given = {"outcome": "settled_full", "remedies": ["payment"], "proof": "Virement", "public_text": "Payé."}
    with pytest.raises(Incomplete, match="documents"):
        transitions.settle(case, actor=life.head, seal=life.two(), documents=[strange.pk], **given)
    form = Settle({**given, "documents": [str(proof.pk)]}, complaint=case, actor=life.handler)
    assert form.is_valid(), form.errors
    assert strange not in form.fields["documents"].queryset
    row = actions.propose(case, "settle", actor=life.handler, data=form.facts())
    actions.approve(row, actor=life.head)
    client.force_login(life.handler.user)
    page = client.get(f"/desk/complaints/complaint/{case.pk}/?tab=decision")
    [decision] = [each for each in page.context["decisions"] if each.event.name == "settle"]
    assert list(decision.documents) == [proof]
    assert f"/{proof.pk}/" in page.content.decode()
