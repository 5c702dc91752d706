"""The desk checks what an administration sent, judges it, and takes it into the file; or gives it back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actors import code_holder
from complaints import permissions
from complaints.casework import actions, waiting
from complaints.casework.interlocutor import replying
from complaints.casework.interlocutor.replying import About, Subject, Written
from complaints.enums import State
from complaints.models import AdministrationReply, Answer, Attachment, Complaint
from complaints.notifications.models import OutboxMessage
from complaints.workflow import transitions
from complaints.workflow.errors import Incomplete, NotAllowed, Repeated
from tests.factories import AttachmentFactory

pytestmark = pytest.mark.django_db
WORDS = "La somme a été virée le 12 novembre."


def answered(life, case, position="accepts", **facts):
    subject = Subject(case, About.ANSWER, letter=case.letters.latest("pk").number)
    return replying.send(subject, Written(position=position, text=WORDS, **facts), actor=life.liaison)


def act(case, name, reply, **more):
    extra = "".join(f"&{key}={value}" for key, value in more.items())
    return f"/desk/complaints/complaint/{case.pk}/do/{name}/?waiting={reply.pk}{extra}"


def confirmed(client, case, name, page):
    """Presses "Confirm" under the preview of a page."""
    form = page.context["form"]
    data = dict(form.data.lists())
    data |= {"seen": page.context["seen"], "seal": page.context["seal"], "confirm": "1"}
    return client.post(f"/desk/complaints/complaint/{case.pk}/do/{name}/", data)


@pytest.mark.parametrize("quality", ["substantive", "formal", "silent"])
def test_one_press_takes_the_answer_into_the_file_with_its_quality(life, desk, quality):
    case, client = life.with_administration(), desk(life.handler)
    reply = answered(life, case)
    file = AttachmentFactory(complaint=case, internal=True, source=Attachment.Source.ADMINISTRATION)
    reply.documents.add(file)
    page = client.get(act(case, "record_answer", reply, quality=quality))
    assert page.status_code == 200
    assert page.context["preview"]["citizen"]
    assert confirmed(client, case, "record_answer", page).status_code == 302
    case.refresh_from_db()
    row = Answer.objects.get()
    assert (case.state, row.quality, row.text, row.position) == (State.CITIZEN_COMMENT, quality, WORDS, "accepts")
    assert list(row.attachments.all()) == [file]
    reply.refresh_from_db()
    assert (reply.status, reply.answer, reply.checked_by) == ("recorded", row, life.handler.user)
    assert file in permissions.readable_attachments(code_holder(case.pk))
    assert confirmed(client, case, "record_answer", page).status_code == 302  # pressed twice
    assert Answer.objects.count() == 1


def test_a_request_is_recorded_without_a_quality_and_the_clock_runs_on(life, desk):
    case, client = life.with_administration(), desk(life.handler)
    reply = answered(life, case, "asks_delay", wanted_until=timezone.localdate() + timedelta(days=80))
    page = client.get(act(case, "record_request", reply))
    assert confirmed(client, case, "record_request", page).status_code == 302
    case.refresh_from_db()
    reply.refresh_from_db()
    assert (case.state, reply.status) == (State.AWAITING_ADMINISTRATION, "recorded")


def test_an_answer_counts_on_the_day_on_which_it_was_sent(life, desk):
    case = life.with_administration()
    Complaint.objects.filter(pk=case.pk).update(sent_at=timezone.now() - timedelta(days=9))
    reply = answered(life, case)
    AdministrationReply.objects.filter(pk=reply.pk).update(sent_at=timezone.now() - timedelta(days=5))
    client = desk(life.handler)
    page = client.get(act(case, "record_answer", reply, quality="formal"))
    confirmed(client, case, "record_answer", page)
    case.refresh_from_db()
    assert timezone.localdate(case.answered_at) == timezone.localdate() - timedelta(days=5)


def test_no_answer_is_taken_twice_or_from_another_file(life):
    case, other = life.with_administration(), life.with_administration()
    reply = answered(life, case)
    with pytest.raises(Incomplete):
        transitions.record_answer(
            other, actor=life.handler, position="accepts", quality="formal", text="…", waiting=reply
        )
    waiting.set_aside(reply, actor=life.handler, reason="", returned=False)
    with pytest.raises(Incomplete):
        transitions.record_answer(
            case, actor=life.handler, position="accepts", quality="formal", text="…", waiting=reply
        )
    case.refresh_from_db()
    assert case.state == State.AWAITING_ADMINISTRATION


def test_an_answer_goes_back_with_its_reason_and_the_administration_is_told(life, desk):
    case, client = life.with_administration(), desk(life.handler)
    reply = answered(life, case)
    path = f"/desk/complaints/complaint/{case.pk}/replies/{reply.pk}/"
    assert client.get(path).status_code == 200
    refused = client.post(path, {"reason": "", "return": "1"})
    assert refused.status_code == 422
    OutboxMessage.objects.all().delete()
    form = {"reason": "Le document manque.", "return": "1"}
    assert [client.post(path, form).status_code for _press in range(2)] == [302, 302]
    assert OutboxMessage.objects.filter(kind="administration_returned", channel="email").count() == 1
    page = desk(life.liaison).get(f"/administration/letters/{case.letters.get().pk}/").content.decode()
    assert "Le document manque." in page
    answered(life, case)  # and answers again
    assert [row.status for row in AdministrationReply.objects.order_by("pk")] == ["returned", "sent"]


def test_what_fits_no_move_is_kept_as_read(life, desk):
    case = life.investigated()
    reply = answered(life, case)
    page = desk(life.handler).get(f"/desk/complaints/complaint/{case.pk}/replies/{reply.pk}/")
    assert page.context["ways"] == []
    row = waiting.set_aside(reply, actor=life.handler, reason="Vu", returned=False)
    assert row.status == "noted"
    with pytest.raises(Repeated):
        waiting.set_aside(reply, actor=life.handler, reason="Vu", returned=False)
    with pytest.raises(NotAllowed):
        waiting.set_aside(reply, actor=life.head, reason="Non", returned=True)


def test_a_recommendation_is_answered_followed_and_proved_on_the_site(life, desk):
    case = life.recommended()
    made = case.recommendations.get()
    interlocutor, handler = desk(life.liaison), desk(life.handler)
    path = f"/administration/letters/recommendations/{made.pk}/answer/"
    assert interlocutor.post(path, {"position": "accepts", "text": WORDS, "send": "1"}).status_code == 302
    reply = AdministrationReply.objects.get()
    page = handler.get(act(case, "follow_up", reply))
    assert confirmed(handler, case, "follow_up", page).status_code == 302
    case.refresh_from_db()
    assert case.state == State.FOLLOWUP

    today = timezone.localdate()
    day = {"executed_on_0": today.day, "executed_on_1": today.month, "executed_on_2": today.year}
    assert interlocutor.post(path, {**day, "text": "Ordre no 123", "send": "1"}).status_code == 302
    proof = AdministrationReply.objects.get(about="execution")
    page = handler.get(act(case, "close_executed", proof))
    assert page.context["form"]["proof"].value() == "Ordre no 123"
    facts = {
        "day": today.isoformat(),
        "proof": proof.text,
        "remedies": ["payment"],
        "public_text": "Payé.",
        "waiting": proof.pk,
    }
    proposal = actions.propose(case, "close_executed", actor=life.handler, data=facts)
    assert AdministrationReply.objects.get(pk=proof.pk).status == "sent"
    actions.approve(proposal, actor=life.head)
    assert AdministrationReply.objects.get(pk=proof.pk).status == "recorded"


def test_the_list_of_answers_is_the_units_own_and_costs_the_same_for_many(life, desk, django_assert_max_num_queries):
    case = life.with_administration()
    answered(life, case)
    client = desk(life.handler)
    assert case.reference in client.get("/desk/replies/").content.decode()
    assert case.reference not in desk(life.neighbour).get("/desk/replies/").content.decode()
    for _each in range(4):
        answered(life, life.with_administration())
    with django_assert_max_num_queries(12):
        assert len(client.get("/desk/replies/").context["rows"]) == 5


@pytest.mark.parametrize("who", ["neighbour", "administrator", "liaison", "citizen"])
def test_a_strangers_answer_is_not_found(life, desk, who):
    case = life.with_administration()
    reply = answered(life, case)
    path = f"/desk/complaints/complaint/{case.pk}/replies/{reply.pk}/"
    assert desk(getattr(life, who)).get(path).status_code in {302, 403, 404}


def test_a_late_date_is_ours_when_the_answer_waits_at_the_desk(life):
    case = life.with_administration()
    answered(life, case)
    Complaint.objects.filter(pk=case.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    actions.watch_deadlines(today=timezone.localdate())
    assert case.events.get(name="overdue").data["late"] == "institution"


def test_nonsense_in_the_address_fills_nothing_in(life, desk):
    case, client = life.with_administration(), desk(life.handler)
    for asked in ("x", "99999999999999999999999", "-1", "٣", ""):
        page = client.get(f"/desk/complaints/complaint/{case.pk}/do/record_answer/?waiting={asked}&quality=zzz")
        assert page.status_code == 200
        assert "preview" not in page.context
    draft = replying.save(Subject(case, About.ANSWER), Written(text="Brouillon secret"), actor=life.liaison)
    page = client.get(act(case, "record_answer", draft, quality="formal"))
    assert "Brouillon secret" not in page.content.decode()
    assert client.get(f"/desk/complaints/complaint/{case.pk}/replies/{draft.pk}/").status_code == 404


def test_seal_is_kept_when_the_answer_was_dealt_with_meanwhile(life, desk):
    case, client = life.with_administration(), desk(life.handler)
    reply = answered(life, case)
    page = client.get(act(case, "record_answer", reply, quality="formal"))
    waiting.set_aside(reply, actor=life.head, reason="Non", returned=True)
    answer = confirmed(client, case, "record_answer", page)
    assert answer.status_code in {409, 422}
    assert WORDS in answer.content.decode()
    assert not Answer.objects.exists()
