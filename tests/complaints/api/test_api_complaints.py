"""A filed complaint, followed by a program: by number and code, or by account (issue 5, section 2)."""

import re
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from complaints import codes
from complaints.api.urls import urlpatterns
from complaints.enums import State
from complaints.follow_up import access, voices
from complaints.models import Complaint, Message, Share
from complaints.notifications import registry
from complaints.notifications.models import OutboxMessage
from complaints.workflow import transitions
from tests.complaints.api.calls import Caller, problem
from tests.complaints.documents import PDF
from tests.complaints.follow_up.opening import CODE, with_code
from tests.complaints.notifications.push_service import Browser

pytestmark = pytest.mark.django_db
READS = ("", "timeline/", "documents/", "receipt/", "data/", "devices/")
CLOSED = (*READS, "documents/1/", "letters/1/")
WRITES = {
    "messages/": {"key": str(uuid.uuid4()), "text": "Bonjour"},
    "answers/": {"request": 1, "text": "Voici"},
    "withdrawal/": {"sure": True},
    "withdrawal/figures/": {},
    "review/": {"ground": "new_fact", "text": "Du neuf"},
    "voice/": {"fairness": 3},
    "data/": {"key": str(uuid.uuid4()), "kind": "erasure", "text": "Tout"},
    "devices/": {"endpoint": "https://updates.push.services.mozilla.com/x", "p256dh": "x", "auth": "x"},
}


def at(case, part=""):
    return f"complaints/{case.reference}/{part}"


# --- the door ---


def test_number_and_code_open_the_file_for_an_hour(life, with_file):
    case = life.registered()
    holder = with_file(case)
    assert holder.get(at(case)).json_body["reference"] == case.reference
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        problem(holder.get(at(case)), 404, "not-found")


def test_a_wrong_code_and_an_unknown_number_look_alike(life, caller):
    case = with_code(life.registered())
    wrong = caller.post("complaints/open/", {"reference": case.reference, "code": codes.new_code()})
    unknown = caller.post("complaints/open/", {"reference": "IMR-2026-0000000", "code": codes.new_code()})
    assert problem(wrong, 422, "invalid") == problem(unknown, 422, "invalid")
    assert wrong.json_body["errors"][0]["pointer"] == "#/code"


def test_tries_are_counted_with_those_of_the_page(life, caller, monkeypatch):
    monkeypatch.setattr(access, "TRIES", 2)
    case = with_code(life.registered())
    for _number in range(2):
        caller.post("complaints/open/", {"reference": case.reference, "code": codes.new_code()})
    answer = caller.post("complaints/open/", {"reference": case.reference, "code": CODE})
    problem(answer, 429, "too-many")
    assert int(answer["Retry-After"]) > 0
    page = caller.client.post("/follow/", {"reference": case.reference, "code": CODE})
    assert page.status_code == 422


def test_a_new_code_ends_what_the_old_one_opened(life, with_file):
    case = life.registered()
    holder = with_file(case)
    Complaint.objects.filter(pk=case.pk).update(code_hash=codes.hash_code(codes.new_code()))
    problem(holder.get(at(case)), 404, "not-found")


@pytest.mark.parametrize("token", ["", "x", "x" * 600, "a:b:c", "\u00ff"])
def test_what_is_no_token_opens_nothing(life, token):
    case = with_code(life.registered())
    problem(Caller(File_Token=token).get(at(case)), 404, "not-found")


def test_a_token_of_a_question_opens_no_file(life, with_file):
    from complaints.api import grants
    from complaints.knowledge.models import Question

    case = with_code(life.registered())
    question = Question(pk=case.pk)
    problem(Caller(File_Token=grants.of_question(question).token).get(at(case)), 404, "not-found")


def test_a_link_is_mailed_to_the_proved_address_and_says_nothing(life, caller):
    case = life.registered()
    known = caller.post("complaints/link/", {"reference": case.reference.lower()})
    unknown = caller.post("complaints/link/", {"reference": "IMR-2026-00000000"})
    assert (known.status_code, known.content) == (unknown.status_code, unknown.content) == (202, b"")
    sent = OutboxMessage.objects.filter(kind="complaint_open_link", about=f"complaint:{case.pk}")
    assert sent.count() == 1
    problem(caller.post("complaints/link/", {"reference": ""}), 422, "invalid")


# --- whose file ---


def test_every_address_of_a_file_is_tried():
    """Whoever adds one adds it to the lists above: strangers then try it."""
    parts = {
        str(entry.pattern).partition("<str:reference>/")[2]
        for entry in urlpatterns
        if "reference" in str(entry.pattern)
    }
    tried = {re.sub(r"\d+", "<int>", part) for part in (*CLOSED, *WRITES, "devices/1/")}
    assert {re.sub(r"<int:\w+>", "<int>", part) for part in parts} == tried


@pytest.mark.parametrize("part", CLOSED)
def test_a_strangers_file_is_a_404_like_one_that_does_not_exist(life, with_file, as_user, part):
    mine, other = life.registered(), life.registered()
    nowhere = Complaint(reference="IMR-2026-00000000")
    staff = as_user(life.handler.user)  # who works on it at the desk has no way in here
    for stranger in (Caller(), with_file(mine), as_user(life.other_citizen.user), staff, as_user(life.liaison.user)):
        assert problem(stranger.get(at(other, part)), 404, "not-found") == stranger.get(at(nowhere, part)).json_body


@pytest.mark.parametrize("part", WRITES)
def test_nobody_writes_to_a_strangers_file(life, with_file, as_user, part):
    mine, other = life.registered(), life.settled()
    history = other.events.count()
    for stranger in (Caller(), with_file(mine), as_user(life.other_citizen.user), as_user(life.head.user)):
        problem(stranger.post(at(other, part), WRITES[part]), 404, "not-found")
    assert other.events.count() == history
    assert not Message.objects.exists()


@pytest.mark.parametrize("part", READS)
def test_an_account_reads_its_own_file(life, as_user, part):
    case = life.registered(user=life.citizen.user)
    assert as_user(life.citizen.user).get(at(case, part)).status_code == 200


def test_a_neighbours_document_is_no_document_of_mine(life, with_file, storage):
    mine, other = life.registered(), life.registered()
    file = SimpleUploadedFile("a.pdf", PDF)
    assert (
        with_file(other).form(at(other, "messages/"), {"key": str(uuid.uuid4()), "text": "x", "file": file}).status_code
        == 201
    )
    number = other.attachments.get().pk
    problem(with_file(mine).get(at(mine, f"documents/{number}/")), 404, "not-found")
    got = with_file(other).get(at(other, f"documents/{number}/"))
    assert b"".join(got.streaming_content) == PDF
    problem(with_file(mine).get(at(mine, f"documents/{10**30}/")), 404, "not-found")


def test_who_may_only_read_a_shared_file_neither_writes_nor_sees_what_is_the_complainants(life, as_user):
    case = life.registered(user=life.citizen.user)
    Share.objects.create(
        complaint=case, user=life.other_citizen.user, name="Karim", email="k@example.org", right=Share.Right.READ,
        invited_at=timezone.now(), accepted_at=timezone.now(), language="fr",
    )  # fmt: skip
    reader = as_user(life.other_citizen.user)
    shown = reader.get(at(case)).json_body
    assert (shown["mine"], shown["may_write"], shown["voice"]) == (False, False, None)
    problem(reader.post(at(case, "messages/"), WRITES["messages/"]), 403, "forbidden")
    problem(reader.get(at(case, "data/")), 404, "not-found")


def test_a_cookie_beside_a_session_token_counts_for_nothing(life, as_user):
    case = life.registered(user=life.citizen.user)
    client = Client()
    client.force_login(life.citizen.user)
    assert Caller(client).get(at(case)).status_code == 200
    other = as_user(life.other_citizen.user, client=client)
    problem(other.get(at(case)), 404, "not-found")


# --- reading ---


def test_where_it_stands_is_said_as_on_the_page(life, with_file):
    case = life.waiting()
    shown = with_file(case).get(at(case)).json_body
    assert shown["turn"]["code"] == "citizen"
    assert shown["step"]["code"] == "complement"
    assert [item["label"] for item in shown["request"]["items"]] == ["Copie de la décision"]
    assert shown["withdrawal"]["possible"]


def test_the_timeline_comes_in_pages_without_a_gap(life, with_file):
    case = life.with_administration()
    holder = with_file(case)
    whole = [entry["title"] for entry in holder.get(at(case, "timeline/")).json_body["results"]]
    seen, cursor = [], ""
    while cursor is not None:
        answer = holder.get(at(case, f"timeline/?limit=2&cursor={cursor}"))
        seen += [entry["title"] for entry in answer.json_body["results"]]
        cursor = answer.json_body["next"]
        assert ('rel="next"' in answer.get("Link", "")) == (cursor is not None)
    assert seen == whole
    assert len(whole) > 3


def test_a_letter_and_the_receipt_come_as_pdf(life, with_file):
    case = life.registered()
    receipt = with_file(case).get(at(case, "receipt/"))
    assert receipt.content.startswith(b"%PDF")
    assert "no-store" in receipt["Cache-Control"]


def test_my_complaints_are_mine(life, as_user):
    mine = [life.registered(user=life.citizen.user).reference for _number in range(3)]
    life.registered()
    user = as_user(life.citizen.user)
    first = user.get("complaints/?limit=2").json_body
    rest = user.get(f"complaints/?limit=2&cursor={first['next']}").json_body
    assert [row["reference"] for row in first["results"] + rest["results"]] == mine[::-1]
    assert rest["next"] is None
    problem(Caller().get("complaints/"), 401, "log-in")


def test_a_list_costs_the_same_however_long_it_is(life, as_user):
    user = as_user(life.citizen.user)

    def queries():
        with CaptureQueriesContext(connection) as caught:
            assert user.get("complaints/?limit=100").status_code == 200
        return len(caught)

    life.registered(user=life.citizen.user)
    queries()  # the first writes down when the session was seen
    few = queries()
    for _number in range(4):
        life.registered(user=life.citizen.user)
    assert queries() == few <= 6


def test_a_file_costs_the_same_however_much_was_said(life, with_file):
    case = life.commented()
    holder = with_file(case)
    holder.post(at(case, "messages/"), {"key": str(uuid.uuid4()), "text": "encore"})

    def queries(part):
        with CaptureQueriesContext(connection) as caught:
            assert holder.get(at(case, part)).status_code == 200
        return len(caught)

    few = [queries(part) for part in ("", "timeline/")]
    for _number in range(5):
        holder.post(at(case, "messages/"), {"key": str(uuid.uuid4()), "text": "encore"})
    assert [queries(part) for part in ("", "timeline/")] == few
    assert max(few) <= 20


def test_an_act_that_can_still_be_taken_back_is_not_told(life, with_file, settings):
    case = life.in_study()
    settings.UNDO_MINUTES = 10
    holder = with_file(case)
    before = [holder.get(at(case, part)).json_body for part in ("", "timeline/")]
    transitions.request_information(case, actor=life.handler, items=["Copie de la décision"])
    assert [holder.get(at(case, part)).json_body for part in ("", "timeline/")] == before
    case.refresh_from_db()
    assert case.state == State.AWAITING_CITIZEN
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert with_file(case).get(at(case)).json_body["turn"]["code"] == "citizen"


# --- writing ---


def test_a_message_sent_twice_is_one(life, with_file):
    case = life.registered()
    holder, body = with_file(case), {"key": str(uuid.uuid4()), "text": "Bonjour"}
    first, second = holder.post(at(case, "messages/"), body), holder.post(at(case, "messages/"), body)
    assert first.status_code == 201
    assert first.content == second.content
    assert Message.objects.count() == 1
    assert Message.objects.get().from_citizen


def test_an_empty_message_is_refused_in_the_words_of_the_page(life, with_file):
    case = life.registered()
    answer = problem(
        with_file(case).post(at(case, "messages/"), {"key": str(uuid.uuid4()), "text": " "}), 422, "invalid"
    )
    assert answer["errors"] == [
        {"pointer": "#/text", "detail": "Write your message, or add a document.", "code": "invalid"}
    ]


def test_a_document_that_cannot_be_taken_says_why(life, with_file, storage):
    case = life.registered()
    file = SimpleUploadedFile("a.pdf", b"MZ")
    answer = with_file(case).form(at(case, "messages/"), {"key": str(uuid.uuid4()), "file": file})
    assert problem(answer, 422, "invalid")["errors"][0]["pointer"] == "#/file"


def test_what_was_asked_for_is_answered(life, with_file, storage):
    case = life.waiting()
    holder = with_file(case)
    asked = holder.get(at(case)).json_body["request"]
    item = asked["items"][0]["id"]
    empty = holder.post(at(case, "answers/"), {"request": asked["id"], "answers": {}})
    problem(empty, 422, "refused")
    strange = holder.post(at(case, "answers/"), {"request": asked["id"], "answers": {"999": "x"}})
    assert problem(strange, 422, "invalid")["errors"][0]["pointer"] == "#/answers/999"
    long = holder.post(at(case, "answers/"), {"request": asked["id"], "answers": {str(item): "x" * 5001}})
    assert problem(long, 422, "invalid")["errors"][0]["pointer"] == f"#/answers/{item}"
    file = SimpleUploadedFile("decision.pdf", PDF)
    fields = {"request": asked["id"], f"answer_{item}": "La voici", f"file_{item}": file}
    assert holder.form(at(case, "answers/"), fields).status_code == 204
    case.refresh_from_db()
    assert case.state == State.PRELIM_REVIEW
    assert case.information_requests.get().items.get().answer == "La voici"
    assert case.attachments.filter(name="decision.pdf").exists()
    again = holder.post(at(case, "answers/"), {"request": asked["id"], "answers": {str(item): "x"}})
    problem(again, 409, "conflict")


def test_a_complaint_is_withdrawn_once(life, with_file):
    case = life.registered()
    holder = with_file(case)
    problem(holder.post(at(case, "withdrawal/"), {"sure": False}), 422, "invalid")
    assert holder.get(at(case)).json()["withdrawal"]["figures"]
    unproved = holder.post(at(case, "withdrawal/"), {"sure": True})
    assert problem(unproved, 422, "invalid")["errors"][0]["pointer"] == "#/figures"
    assert holder.post(at(case, "withdrawal/figures/"), {}).status_code == 204
    figures = registry.resolve(OutboxMessage.objects.get(kind="complaint_withdraw_code")).context["code"]
    for _number in range(2):
        body = {"sure": True, "reason": "Réglé", "figures": figures}
        assert holder.post(at(case, "withdrawal/"), body).status_code == 204
    case.refresh_from_db()
    assert case.state == State.WITHDRAWN
    assert case.events.filter(name="withdraw").count() == 1


def test_a_review_is_asked_for_once(life, with_file):
    case = life.settled()
    holder = with_file(case)
    assert holder.get(at(case)).json_body["review"]["possible"]
    for _number in range(2):
        assert holder.post(at(case, "review/"), WRITES["review/"]).status_code == 204
    assert case.reviews.count() == 1


def test_a_review_of_an_open_file_says_why_not(life, with_file):
    case = life.registered()
    answer = problem(with_file(case).post(at(case, "review/"), WRITES["review/"]), 422, "refused")
    assert answer["detail"]


def test_the_voice_is_heard_and_replaced(life, with_file):
    case = life.settled()
    holder = with_file(case)
    assert holder.get(at(case)).json_body["voice"]["open"]
    holder.put(at(case, "voice/"), {"solved": "no"})
    assert holder.put(at(case, "voice/"), {"solved": "partly"}).json_body["solved"] == "partly"
    problem(holder.post(at(case, "voice/"), {"fairness": 4}), 410, "gone")  # the survey was not sent


def test_the_survey_is_answered_where_it_was_sent(life, with_file):
    case = life.settled(survey_consent=True)
    later = timezone.now() + timedelta(days=4)
    with time_machine.travel(later):
        assert voices.send_surveys(now=later) == 1
        answer = with_file(case).post(at(case, "voice/"), {"fairness": 4, "comment": "Merci"})
        assert (answer.json_body["fairness"], answer.json_body["comment"]) == (4, "Merci")


def test_an_open_file_has_no_voice_yet(life, with_file):
    case = life.registered()
    problem(with_file(case).put(at(case, "voice/"), {"solved": "no"}), 409, "conflict")


def test_a_wish_about_data_is_kept_once(life, with_file):
    case = life.registered()
    holder = with_file(case)
    for _number in range(2):
        assert holder.post(at(case, "data/"), WRITES["data/"]).status_code == 201
    assert case.data_requests.count() == 1
    assert case.reference in str(holder.get(at(case, "data/")).json_body)
    assert case.events.filter(name="data_downloaded").exists()


def test_my_own_data(life, as_user):
    assert as_user(life.citizen.user).get("my-data/").json_body["email"] == life.citizen.user.email
    problem(Caller().get("my-data/"), 401, "log-in")


# --- news on a device ---


def test_a_device_is_told_from_now_on_and_no_more(life, with_file):
    case = life.registered()
    holder, browser = with_file(case), Browser("https://updates.push.services.mozilla.com")
    shown = holder.get(at(case, "devices/")).json_body
    assert shown["possible"]
    assert shown["key"]
    for _number in range(2):
        added = holder.post(at(case, "devices/"), browser.facts)
        assert added.status_code == 201
    assert [row["id"] for row in holder.get(at(case, "devices/")).json_body["devices"]] == [added.json_body["id"]]
    for _number in range(2):
        assert holder.call("DELETE", at(case, f"devices/{added.json_body['id']}/")).status_code == 204
    assert holder.get(at(case, "devices/")).json_body["devices"] == []


def test_an_address_of_nobodys_push_service_is_no_device(life, with_file):
    case = life.registered()
    browser = Browser("https://evil.example")
    answer = problem(with_file(case).post(at(case, "devices/"), browser.facts), 422, "invalid")
    assert answer["errors"][0]["pointer"] == "#/endpoint"


@pytest.mark.parametrize("name", ["p256dh", "auth"])
def test_keys_that_are_none_are_named(life, with_file, name):
    case = life.registered()
    facts = {**Browser("https://fcm.googleapis.com").facts, name: "AAAA"}
    answer = problem(with_file(case).post(at(case, "devices/"), facts), 422, "invalid")
    assert answer["errors"][0]["pointer"] == "#/p256dh"


def test_a_neighbours_device_is_left_alone(life, with_file):
    mine, other = life.registered(), life.registered()
    browser = Browser("https://updates.push.services.mozilla.com")
    device = with_file(other).post(at(other, "devices/"), browser.facts).json_body["id"]
    problem(with_file(mine).call("DELETE", at(other, f"devices/{device}/")), 404, "not-found")
    with_file(mine).call("DELETE", at(mine, f"devices/{device}/"))
    assert len(with_file(other).get(at(other, "devices/")).json_body["devices"]) == 1
