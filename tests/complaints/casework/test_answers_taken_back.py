"""While an act of the desk can still be taken back, the administration knows nothing of it; and all of it comes back."""

import pytest

from accounts.actors import code_holder
from complaints.casework import actions, waiting
from complaints.casework.interlocutor import inbox, replying
from complaints.casework.interlocutor.inbox import View
from complaints.casework.interlocutor.replying import About, Subject, Written
from complaints.casework.models import Extract
from complaints.enums import State
from complaints.follow_up import agreeing
from complaints.models import AdministrationReply, Answer, Complaint, Grace
from complaints.workflow import transitions
from tests.factories import AttachmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _grace(settings):
    settings.UNDO_MINUTES = 10


def told(case):
    """Every window of the case is over."""
    Grace.objects.filter(complaint=case).delete()
    case.refresh_from_db()
    return case


def answered(life, case):
    subject = Subject(case, About.ANSWER, letter=case.letters.latest("pk").number)
    return replying.send(subject, Written(position="accepts", text="Voici."), actor=life.liaison)


def test_a_letter_is_in_no_list_before_it_is_told_and_leaves_nothing_when_taken_back(life, desk):
    case = life.with_administration()
    letter = case.letters.get()
    client = desk(life.liaison)
    for view in View:
        assert client.get(f"/administration/letters/?view={view.value}").context["lines"] == []
    for end in ("", "answer/"):
        assert client.get(f"/administration/letters/{letter.pk}/{end}").status_code == 404
    transitions.take_back(Grace.objects.get(complaint=case, event__name="send_to_administration"), actor=life.handler)
    assert not Extract.objects.exists()
    case.refresh_from_db()
    assert case.state == State.ADMITTED


def test_a_second_letter_is_hidden_and_the_first_one_not(life, desk):
    case = told(life.with_administration())
    first = case.letters.get()
    actions.write_again(case, actor=life.handler, purpose="reminder", language="fr", subject="Rappel", body="Madame,")
    page = desk(life.liaison).get(f"/administration/letters/{first.pk}/")
    assert page.status_code == 200
    assert "Rappel" not in page.content.decode()
    lines = inbox.page_of(View.OWED, life.liaison, life.administration, today=case.sent_at.date()).rows
    assert [line.letter for line in lines] == [first]


def test_an_answer_that_was_recorded_and_taken_back_waits_again(life):
    case = told(life.with_administration())
    reply = answered(life, case)
    transitions.record_answer(
        case, actor=life.handler, position="accepts", quality="formal", text="Voici.", waiting=reply
    )
    shown = inbox.page_of(View.SENT, life.liaison, life.administration, today=case.sent_at.date()).rows
    assert [line.sent.status for line in shown] == ["sent"]  # nobody there knows yet
    transitions.take_back(Grace.objects.get(complaint=case, event__name="record_answer"), actor=life.handler)
    reply.refresh_from_db()
    assert (reply.status, reply.answer, reply.checked_by, reply.checked_at) == ("sent", None, None, None)
    assert not Answer.objects.exists()
    transitions.record_answer(
        case, actor=life.handler, position="accepts", quality="substantive", text="Voici.", waiting=reply
    )
    assert AdministrationReply.objects.get().status == "recorded"


def test_what_was_returned_can_be_taken_back_before_the_administration_hears_of_it(life, desk):
    case = told(life.with_administration())
    reply = answered(life, case)
    waiting.set_aside(reply, actor=life.handler, reason="Illisible", returned=True)
    page = desk(life.liaison).get(f"/administration/letters/{case.letters.get().pk}/").content.decode()
    assert "Illisible" not in page
    transitions.take_back(Grace.objects.get(complaint=case, event__name="reply_returned"), actor=life.handler)
    reply.refresh_from_db()
    assert (reply.status, reply.reason) == ("sent", "")


def test_the_administration_may_answer_while_the_desk_can_take_back_and_both_stand(life):
    case = told(life.with_administration())
    reply = answered(life, case)
    transitions.record_answer(case, actor=life.handler, position="accepts", quality="formal", text="…", waiting=reply)
    second = answered(life, case)  # there the file still waits for an answer
    transitions.take_back(Grace.objects.get(complaint=case, event__name="record_answer"), actor=life.handler)
    assert set(AdministrationReply.objects.values_list("pk", "status")) == {(reply.pk, "sent"), (second.pk, "sent")}


def test_a_letter_that_was_not_told_gives_way_to_what_the_complainant_says_now(life):
    case = told(life.admitted())
    file = AttachmentFactory(complaint=case)
    me = code_holder(case.pk)
    actions.send_letter(case, actor=life.handler, language="fr", subject="Plainte", body="Madame,", documents=[file])
    shown = [row.name for row in agreeing.choices(case)]
    agreeing.choose(case, actor=me, given=["name"], shown=shown)
    case = Complaint.objects.get(pk=case.pk)
    assert case.state == State.ADMITTED
    assert not case.letters.exists()
    file.refresh_from_db()
    assert not file.shared_with_administration


def test_once_it_was_told_the_complainants_word_unsends_nothing(life):
    case = life.admitted()
    file = AttachmentFactory(complaint=case)
    actions.send_letter(case, actor=life.handler, language="fr", subject="Plainte", body="Madame,", documents=[file])
    case = told(case)
    shown = [row.name for row in agreeing.choices(case)]
    agreeing.choose(case, actor=code_holder(case.pk), given=[], shown=shown)
    assert case.letters.count() == 1
