"""What goes wrong is said alike everywhere: problem details, in the caller's language, with the place (RFC 9457)."""

import json
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.db import OperationalError
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from complaints.api import base, problems
from complaints.api.views import guide
from mediator.languages import CODES
from tests.complaints.api.calls import ROOT, Caller, Writer, problem
from tests.complaints.follow_up.opening import CODE, with_code
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
NESTED = "[" * 100_000 + "]" * 100_000


def test_an_address_that_is_none(caller):
    problem(caller.get("nowhere/"), 404, "not-found")
    problem(caller.get("directory/no-such-body/"), 404, "not-found")


@pytest.mark.parametrize("language", CODES)
def test_what_went_wrong_is_said_in_a_sentence_in_every_language(language):
    said = problem(Caller(language=language).get("nowhere/"), 404, "not-found")
    assert said["detail"] not in ("", said["title"])
    with override(language):
        assert all(problems.Problem(kind).as_data()["detail"] for kind in problems.WORDS)


def test_a_method_that_is_not_taken(caller):
    answer = caller.post("guide/")
    problem(answer, 405, "method")
    assert "GET" in answer["Allow"]


def test_a_format_that_is_not_read(caller):
    problem(caller.call("POST", "complaints/open/", "<x/>", kind="text/xml"), 415, "media-type")


def test_a_format_that_is_not_written(caller):
    problem(caller.get("guide/", Accept="text/csv"), 406, "not-acceptable")


@pytest.mark.parametrize(
    "body",
    [
        "{",
        "\xff",
        '{"a": NaN}',
        '{"a": 1' + "0" * 5000 + "}",
        NESTED,
        '{"a":' * 5000 + "1" + "}" * 5000,
        '"\ud800'.encode("utf-8", "surrogatepass"),
    ],
)
def test_a_body_that_is_broken(caller, body):
    problem(caller.call("POST", "complaints/open/", body), 400, "unreadable")


@pytest.mark.parametrize("body", ["{", "x=1"])
def test_what_the_log_in_cannot_read_is_a_problem_too(caller, body):
    problem(caller.call("POST", "auth/app/v1/auth/login", body), 400, "unreadable")


@pytest.mark.parametrize("body", ["[]", "1", "null", '"x"', '{"reference": {}, "code": []}', "{}"])
def test_a_body_of_another_shape(caller, body):
    answer = problem(caller.call("POST", "complaints/open/", body), 422, "invalid")
    assert answer["errors"]


def test_a_body_that_is_too_large(caller, monkeypatch):
    monkeypatch.setattr(base, "LARGEST", 1000)
    problem(caller.call("POST", "complaints/open/", json.dumps({"code": "x" * 2000})), 413, "too-large")


@pytest.mark.parametrize("text", ["\x00", "\ud800", "\u202e", "x" * 10**5, "٠١٢", "{", "\U0001f468\u200d\U0001f469"])
def test_odd_texts_are_answered(text):
    caller = Caller()
    answer = caller.call("POST", "complaints/open/", json.dumps({"reference": text, "code": text}))
    problem(answer, 422, "invalid")
    body = {"key": str(uuid.uuid4()), "language": text, "text": text}
    problem(caller.call("POST", "questions/", json.dumps(body)), 422, "invalid")


@pytest.mark.parametrize("text", ["\x00", "%00", "%ff", "x" * 2000, "0", "-1", "1e3", "٣"])
def test_odd_parameters_are_answered(caller, text):
    for name in ("cursor", "limit", "q", "topic", "country"):
        answer = caller.client.get(
            f"{ROOT}directory/",
            {name: text} if "%" not in text else None,
            QUERY_STRING=f"{name}={text}" if "%" in text else "",
        )
        assert answer.status_code in (200, 400, 422), (name, text)
    slip = problem(
        caller.get(
            f"articles/?limit={text if text.isascii() and text.isprintable() and '%' not in text and text != '1e3' else 'x'}"
        ),
        422,
        "invalid",
    )
    assert slip["errors"][0]["parameter"] == "limit"


@pytest.mark.parametrize(
    "cursor", ["x", "W10", "WzEsMl0", "bnVsbA", "WyIyMDI2IiwxXQ", "WyIyMDI2LTAxLTAxVDAwOjAwOjAwIiwxXQ", "e30"]
)
def test_a_cursor_of_somebody_elses_making(as_user, cursor):
    user = as_user(UserFactory())
    for place in ("directory/", "articles/", "complaints/", "drafts/", "questions/"):
        answer = user.get(f"{place}?cursor={cursor}")
        assert answer.status_code in (200, 422)
        assert answer.status_code == 422 or place == "directory/"


@pytest.mark.parametrize("language", CODES)
def test_each_language_has_its_words(language):
    """The words of the packages too: nothing falls back to English."""
    english, own = (
        problem(Caller(language=code).post("complaints/open/", {"reference": "", "code": 7}), 422, "invalid")
        for code in ("en", language)
    )
    missing = problem(Caller(language=language).post("complaints/open/"), 422, "invalid")
    assert all(slip["code"] == "required" for slip in missing["errors"])
    if language != "en":
        assert own["title"] != english["title"]
        assert own["errors"] != english["errors"]
        assert "required" not in missing["errors"][0]["detail"]


def test_the_language_of_the_address_comes_first():
    answer = Caller(language="fr").get("nowhere/?lang=es")
    assert answer["Content-Language"] == "es"


def test_the_language_of_an_answer_is_no_choice_for_the_pages():
    caller = Caller()
    caller.get("guide/?lang=es")
    assert "language" not in caller.client.cookies


def test_what_an_address_takes_is_said_by_the_description_alone(caller):
    problem(caller.call("OPTIONS", "guide/"), 405, "method")


def test_a_fault_of_ours_is_a_problem_too(monkeypatch):
    caller = Caller(Client(raise_request_exception=False))
    monkeypatch.setattr(guide.shapes, "question", lambda *_given: 1 / 0)
    problem(caller.get("guide/"), 500, "fault")


def test_a_database_that_is_away_is_a_problem_too(monkeypatch):
    def away(*_given):
        raise OperationalError

    monkeypatch.setattr(guide.shapes, "question", away)
    answer = Caller().get("guide/")
    problem(answer, 503, "away")
    assert answer["Retry-After"] == "60"


def test_too_many_requests_of_one_network(caller, monkeypatch):
    monkeypatch.setattr(base, "REQUESTS_A_NETWORK", 2)
    for _number in range(2):
        assert caller.get("guide/").status_code == 200
    answer = caller.get("guide/")
    problem(answer, 429, "too-many")
    assert 0 < int(answer["Retry-After"]) <= 3600


def test_a_stand_shares_one_address(caller):
    """Two hundred complaints in an hour, some forty requests each, fit into the limit of a network."""
    assert base.REQUESTS_A_NETWORK >= 200 * 40 * 2


# --- forged requests ---


def test_a_cookie_needs_the_token_against_forged_requests(life):
    client = Client(enforce_csrf_checks=True)
    client.force_login(life.citizen.user)
    caller = Caller(client)
    body = {"key": str(uuid.uuid4()), "language": "fr", "text": "Combien de temps ?"}
    problem(caller.post("questions/", body), 403, "csrf")
    token = caller.get("session/").json_body["csrf_token"]
    assert caller.post("questions/", body, X_CSRFToken=token).status_code == 201


def test_a_file_opened_in_a_browser_is_guarded_too(life):
    case = with_code(life.registered())
    client = Client(enforce_csrf_checks=True)
    token = Caller(client).get("session/").json_body["csrf_token"]
    client.post("/follow/", {"reference": case.reference, "code": CODE, "csrfmiddlewaretoken": token})
    body = {"key": str(uuid.uuid4()), "text": "Bonjour"}
    caller = Caller(client)
    assert caller.get(f"complaints/{case.reference}/").status_code == 200
    problem(caller.post(f"complaints/{case.reference}/messages/", body), 403, "csrf")
    token = caller.get("session/").json_body["csrf_token"]
    assert caller.post(f"complaints/{case.reference}/messages/", body, X_CSRFToken=token).status_code == 201


def test_without_a_cookie_no_token_is_needed():
    writer = Writer(Client(enforce_csrf_checks=True))
    assert writer.begin().status_code == 201


# --- tokens of accounts ---


@pytest.mark.parametrize("token", ["x", "x" * 32, "\u00e9", "x" * 500, "a.b"])
def test_a_session_token_of_nobody_is_refused(token):
    answer = Caller(X_Session_Token=token).get("guide/")
    problem(answer, 401, "log-in")
    assert answer["WWW-Authenticate"]


def test_a_session_ends_when_nobody_uses_it(life, as_user):
    user = as_user(life.citizen.user)
    assert user.get("complaints/").status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=66)):
        problem(user.get("complaints/"), 401, "log-in")


def test_an_account_that_was_closed_has_no_session(life, as_user):
    user = as_user(life.citizen.user)
    life.citizen.user.is_active = False
    life.citizen.user.save()
    problem(user.get("complaints/"), 401, "log-in")


# --- ETags ---


def test_who_has_these_bytes_is_told_so(caller):
    first = caller.get("guide/")
    assert first["ETag"]
    again = caller.get("guide/", If_None_Match=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    other = Caller(language="ar").get("guide/", If_None_Match=first["ETag"])
    assert other.status_code == 200
    assert "Accept-Language" in other["Vary"]


def test_personal_answers_are_kept_by_no_cache(life, as_user):
    answer = as_user(life.citizen.user).get("complaints/")
    assert "no-store" in answer["Cache-Control"]
    assert "no-cache" in caller_of_public()["Cache-Control"]


def caller_of_public():
    return Caller().get("subjects/")


def test_every_kind_has_its_own_code_and_place_in_the_documentation():
    codes = [kind.code for kind in problems.KINDS]
    assert len(codes) == len(set(codes))
    page = Client().get(f"{ROOT}docs/", headers={"Accept-Language": "en"}).content.decode()
    assert all(f'id="problem-{code}"' in page for code in codes)
