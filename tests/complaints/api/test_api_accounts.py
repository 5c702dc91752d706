"""Accounts log in from an app by allauth's own addresses; one token then opens the API (issue 5, section 2)."""

import re

import pytest
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client

from complaints.intake import resume
from complaints.intake.models import Draft
from tests.complaints.api.calls import Caller, Writer, problem
from tests.complaints.intake.filing import directories
from tests.factories import UserFactory
from tests.factories.accounts import PASSWORD

pytestmark = pytest.mark.django_db
AUTH = "/api/v1/auth/app/v1/"


def logged_in(user):
    answer = Caller().post(f"{AUTH}auth/login", {"email": user.email, "password": PASSWORD})
    assert answer.status_code == 200, answer.content
    return Caller(X_Session_Token=answer.json_body["meta"]["session_token"])


def test_an_account_logs_in_calls_and_logs_out():
    user = UserFactory()
    caller = logged_in(user)
    assert caller.get("session/").json_body["account"]["email"] == user.email
    assert not caller.client.cookies
    assert (
        caller.call("DELETE", f"{AUTH}auth/session").status_code == 401
    )  # as allauth says that nobody is logged in now
    problem(caller.get("complaints/"), 401, "log-in")


def test_a_wrong_password_opens_nothing():
    answer = Caller().post(f"{AUTH}auth/login", {"email": UserFactory().email, "password": "wrong password"})
    assert answer.status_code == 400
    assert "session_token" not in answer.content.decode()


def test_an_account_is_made_and_its_address_proved_by_the_code_of_a_mail():
    caller = Caller()
    answer = caller.post(f"{AUTH}auth/signup", {"email": "new@example.org", "password": PASSWORD})
    assert answer.status_code == 401  # the address waits for its code
    token = answer.json_body["meta"]["session_token"]
    problem(Caller(X_Session_Token=token).get("complaints/"), 401, "log-in")
    code = re.search(r"^\s*([A-Z0-9]{4}-[A-Z0-9]{4})\s*$", mail.outbox[-1].body, re.MULTILINE)
    assert code, mail.outbox[-1].body
    proved = Caller(X_Session_Token=token).post(f"{AUTH}auth/email/verify", {"key": code[1]})
    assert proved.status_code == 200, proved.content
    fresh = proved.json_body["meta"].get("session_token", token)
    assert Caller(X_Session_Token=fresh).get("session/").json_body["account"]["email"] == "new@example.org"


def test_a_browser_has_the_pages_and_no_headless_addresses():
    assert Client().get("/api/v1/auth/browser/v1/auth/session").status_code == 404


def test_a_draft_of_an_account_waits_for_its_account(as_user):
    directories()
    user = UserFactory()
    writer = Writer(X_Session_Token=logged_in(user).headers["X-Session-Token"])
    writer.write()
    assert [row["key"] for row in writer.get("drafts/").json_body["results"]] == [str(writer.key)]
    stranger = Caller(Draft_Secret=writer.secret)
    problem(stranger.get(writer.draft), 401, "log-in")
    problem(as_user(UserFactory(), Draft_Secret=writer.secret).get(writer.draft), 401, "log-in")
    reference = writer.submit().json_body["reference"]
    assert writer.get(f"complaints/{reference}/").json_body["mine"]
    assert [row["reference"] for row in writer.get("complaints/").json_body["results"]] == [reference]


def test_the_address_of_a_draft_is_proved_by_the_figures_of_a_mail():
    directories()
    writer = Writer()
    writer.write()
    assert writer.post(f"{writer.draft}contact-code/").json_body == {"sent": True}
    assert writer.post(f"{writer.draft}contact-code/").json_body == {"sent": False}
    row = Draft.objects.get()
    sent = row.verification
    right = resume.contact_code(row, email=sent["email"], number=sent["number"])
    wrong = "000000" if right != "000000" else "111111"
    problem(writer.post(f"{writer.draft}contact-proof/", {"code": wrong}), 422, "invalid")
    assert writer.post(f"{writer.draft}contact-proof/", {"code": right}).json_body == {"proved": True}
    assert writer.get(writer.draft).json_body["address_proved"]


def test_a_forgotten_password_is_mended_by_the_link_of_a_mail_on_the_pages():
    user = UserFactory()
    answer = Caller().post(f"{AUTH}auth/password/request", {"email": user.email})
    assert answer.status_code in (200, 401)
    assert "/account/password/reset/key/" in mail.outbox[-1].body
    Caller().post(f"{AUTH}auth/password/request", {"email": "nobody@example.org"})
    assert all("/api/" not in message.body for message in mail.outbox)


def test_a_code_by_mail_logs_in_too():
    user = UserFactory()
    asked = Caller().post(f"{AUTH}auth/code/request", {"email": user.email})
    assert asked.status_code == 401  # it waits for the code
    waiting = Caller(X_Session_Token=asked.json_body["meta"]["session_token"])
    code = re.search(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", mail.outbox[-1].body, re.MULTILINE)
    assert code, mail.outbox[-1].body
    done = waiting.post(f"{AUTH}auth/code/confirm", {"code": code[1]})
    assert done.status_code == 200, done.content
    token = done.json_body["meta"].get("session_token", waiting.headers["X-Session-Token"])
    assert Caller(X_Session_Token=token).get("session/").json_body["account"]["email"] == user.email


def test_an_app_is_among_the_sessions_that_the_account_can_end(client):
    """Who lost the telephone ends its session on the page of the account."""
    user = UserFactory()
    app = logged_in(user)
    client.force_login(user)
    rows = UserSession.objects.filter(user=user)
    assert rows.filter(session_key=app.headers["X-Session-Token"]).exists()
    rows.get(session_key=app.headers["X-Session-Token"]).end()
    problem(app.get("complaints/"), 401, "log-in")
