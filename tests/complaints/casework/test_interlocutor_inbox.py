"""The inbox of an administration: its lists, its calendar, and that a neighbour's is not there."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from complaints import permissions
from complaints.casework import actions
from complaints.casework.by_key import page_by_key
from complaints.casework.interlocutor import inbox, replying
from complaints.casework.interlocutor.inbox import View
from complaints.casework.interlocutor.replying import About, Subject, Written
from complaints.casework.models import Extract
from complaints.dealings import Reply
from complaints.models import AdministrationReply, Complaint
from complaints.notifications import registry
from complaints.notifications.models import OutboxMessage
from complaints.workflow import transitions
from tests.factories import InternalNoteFactory, MessageFactory

pytestmark = pytest.mark.django_db
INBOX = "/administration/letters/"
TODAY = timezone.localdate


def due(case, days):
    Complaint.objects.filter(pk=case.pk).update(answer_due_on=TODAY() + timedelta(days=days))
    return case


def numbers(client, query=""):
    page = client.get(INBOX + query)
    assert page.status_code == 200
    return [line.letter.complaint.reference for line in page.context["lines"] if line.letter]


def answered(life, case, position="accepts"):
    subject = Subject(case, About.ANSWER, letter=case.letters.latest("pk").number)
    return replying.send(subject, Written(position=position, text="Voici."), actor=life.liaison)


def test_each_list_holds_what_its_name_says(life, desk):
    late, soon, far = (
        due(life.with_administration(), -3),
        due(life.with_administration(), 5),
        due(life.with_administration(), 40),
    )
    waits, asks = due(life.with_administration(), 2), due(life.with_administration(), 3)
    done = life.commented()
    answered(life, waits)
    answered(life, asks, "asks_information")
    client = desk(life.liaison)
    assert numbers(client) == [case.reference for case in (late, asks, soon, far)]
    assert numbers(client, "?view=late") == [late.reference]
    assert numbers(client, "?view=soon") == [asks.reference, soon.reference]
    assert set(numbers(client, "?view=answered")) == {done.reference}
    assert len(numbers(client, "?view=new")) == 6
    assert numbers(client, "?view=sent") == [asks.reference, waits.reference]
    assert numbers(client, f"?view=owed&day={TODAY() + timedelta(days=5)}") == [soon.reference]


def test_a_letter_is_new_until_it_was_opened_and_the_desk_sees_when(life, desk):
    case, client = life.with_administration(), desk(life.liaison)
    letter = case.letters.get()
    assert numbers(client, "?view=new") == [case.reference]
    client.get(f"{INBOX}{letter.pk}/")
    assert numbers(client, "?view=new") == []
    first = Extract.objects.get(letter=letter)
    client.get(f"{INBOX}{letter.pk}/")
    assert Extract.objects.get(letter=letter).opened_at == first.opened_at
    assert first.opened_by == life.liaison.user
    page = desk(life.handler).get(f"/desk/complaints/complaint/{case.pk}/?tab=administration").content.decode()
    assert "Opened by the administration on" in page


def test_pages_go_by_key_and_meet_every_row_once(life, monkeypatch):
    cases = [due(life.with_administration(), number // 2) for number in range(7)]
    monkeypatch.setattr(inbox, "PAGE", 2)
    seen, cursor, back = [], {}, []
    for _page in range(10):
        page = inbox.page_of(View.OWED, life.liaison, life.administration, today=TODAY(), **cursor)
        seen += [line.letter.complaint_id for line in page.rows]
        back.append([line.letter.complaint_id for line in page.rows])
        if not page.after:
            break
        cursor = {"after": page.after}
    assert sorted(seen) == sorted(case.pk for case in cases)
    assert len(seen) == 7
    before = inbox.page_of(View.OWED, life.liaison, life.administration, today=TODAY(), before=page.before)
    assert [line.letter.complaint_id for line in before.rows] == back[-2]


@pytest.mark.parametrize("cursor", ["x", "~", "2026-01-01~", "~5", "2026-01-01~99999999999999999999", "9999-99-99~1", "\x00~1",
                                    "2026-01-01T10:00:00~1", "0001-01-01T00:00:00+23:59~1", "é~٣"])  # fmt: skip
@pytest.mark.parametrize("by", ["answer_due_on", "answered_at", "reference"])
def test_a_cursor_that_is_none_is_no_cursor(life, cursor, by):
    life.with_administration()
    assert page_by_key(Complaint.objects.all(), by=by, after=cursor).rows is not None


def test_the_inbox_costs_the_same_for_many_letters(life, desk):
    client = desk(life.liaison)
    costs = []
    for number in (1, 1, 6):  # the first time fills what is remembered
        for _each in range(number):
            case = life.with_administration()
            answered(life, case, "asks_delay")
        with CaptureQueriesContext(
            connection,
        ) as first:
            for view in View:
                assert client.get(f"{INBOX}?view={view.value}").status_code == 200
        costs.append(len(first))
    assert costs[1] == costs[2]


def test_the_calendar_names_days_and_no_file(life, desk):
    case = due(life.with_administration(), 1)
    case.complainant.first_name = "Salma"
    day = TODAY() + timedelta(days=1)
    client = desk(life.liaison)
    page = client.get(f"/administration/calendar/?month={day:%Y-%m}")
    text = page.content.decode()
    assert page.status_code == 200
    assert f"day={day.isoformat()}" in text
    assert case.reference not in text
    assert "Salma" not in text
    for nonsense in ("x", "9999-12", "2026-13", "%00", "1-1"):
        assert client.get(f"/administration/calendar/?month={nonsense}").status_code in {200, 400}


def test_the_desks_own_side_and_the_complainants_messages_stay_inside(life, desk):
    case, client = life.with_administration(), desk(life.liaison)
    InternalNoteFactory(complaint=case, author=life.handler.user, text="Note très secrète")
    MessageFactory(complaint=case, text="Message de la plaignante")
    letter = case.letters.get()
    for path in (INBOX, f"{INBOX}{letter.pk}/", f"{INBOX}{letter.pk}/answer/"):
        page = client.get(path).content.decode()
        for secret in ("Note très secrète", "Message de la plaignante", case.title, case.complainant.email):
            assert secret not in page, (path, secret)


def test_an_account_that_speaks_for_nobody_is_told_so(life, desk):
    client = desk(life.liaison)
    life.liaison.user.interlocutor.until = TODAY() - timedelta(days=1)
    life.liaison.user.interlocutor.save()
    page = client.get(INBOX)
    assert page.status_code == 200
    assert "speaks for no administration" in page.content.decode()
    assert client.get("/administration/calendar/").status_code == 200
    assert client.get("/administration/absence/").status_code == 200


@pytest.mark.parametrize("who", ["handler", "citizen", "administrator", "supervisor"])
def test_the_inbox_is_for_interlocutors(life, desk, who):
    assert desk(getattr(life, who)).get(INBOX).status_code == 403


MOMENTS = ("with_administration", "commented", "recommended", "followed", "investigated")


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(moments=st.lists(st.sampled_from(MOMENTS), min_size=1, max_size=2), answers=st.booleans())
def test_a_neighbours_administration_finds_nothing_of_a_file(life, desk, moments, answers):
    """Whatever happened to the files: each of their addresses is a 404 for another administration, and no list names them."""
    stranger, paths = desk(life.other_liaison), []
    for moment in moments:
        case = getattr(life, moment)()
        actions.add_note(case, actor=life.handler, text="Interne")
        if answers:
            answered(life, case)
        for letter in case.letters.all():
            paths += [f"{INBOX}{letter.pk}/", f"{INBOX}{letter.pk}/answer/", f"{INBOX}{letter.pk}/files/1/"]
        for made in case.recommendations.all():
            paths += [f"{INBOX}recommendations/{made.pk}/", f"{INBOX}recommendations/{made.pk}/answer/"]
        assert not permissions.is_addressee(life.other_liaison, case)
        assert not permissions.can_reply(life.other_liaison, case)
    assert {stranger.get(path).status_code for path in paths} == {404}
    assert {
        stranger.post(path, {"text": "x", "send": "1"}).status_code for path in paths if path.endswith("answer/")
    } == {404}
    for view in View:
        assert stranger.get(f"{INBOX}?view={view.value}").context["lines"] == []
    assert not permissions.own_replies(life.other_liaison).exists()
    assert not AdministrationReply.objects.filter(administration=life.other_administration).exists()


def test_recommendations_that_wait_are_counted_until_we_have_their_answer_and_their_proof(life, desk):
    def waiting():
        return inbox.counts(life.liaison, life.administration, today=TODAY())[View.MADE]

    case = life.recommended()
    made = case.recommendations.get()
    found = [waiting()]
    answer = replying.send(
        Subject(case, About.RECOMMENDATION, recommendation=made),
        Written(position="accepts", text="Oui."),
        actor=life.liaison,
    )
    found.append(waiting())  # sent, being checked
    case = transitions.follow_up(case, actor=life.handler, reply=Reply.ACCEPTS, text="Oui.", waiting=answer)
    found.append(waiting())  # the proof is owed
    proof = Written(position="", text="Virement 123.", executed_on=TODAY())
    replying.send(Subject(case, About.EXECUTION, recommendation=made), proof, actor=life.liaison)
    found.append(waiting())
    assert found == [1, 0, 1, 0]
    assert len(inbox.page_of(View.MADE, life.liaison, life.administration, today=TODAY()).rows) == 1


def test_who_refused_a_recommendation_owes_no_proof(life):
    case = life.recommended()
    transitions.follow_up(case, actor=life.handler, reply=Reply.REFUSES, text="Non.")
    assert inbox.counts(life.liaison, life.administration, today=TODAY())[View.MADE] == 0


def test_the_mail_about_a_recommendation_leads_to_the_recommendations(life, client):
    case = life.recommended()
    message = OutboxMessage.objects.get(kind="administration_recommendation", channel="email")
    envelope = registry.resolve(message)
    page = urlsplit(envelope.context["url"])
    client.force_login(life.liaison.user)
    shown = client.get(page.path)
    assert page.query == ""
    assert [line.made for line in shown.context["lines"]] == list(case.recommendations.all())
    assert shown.context["view"] == View.MADE
