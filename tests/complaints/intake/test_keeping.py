"""The confirmation is not left before the code was kept one way, and the code goes by mail only where the person wants it."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.actors import NOBODY
from complaints import codes
from complaints.intake import actions, keeping, notices
from complaints.intake.declarations import DeclarationsForm
from complaints.intake.models import Draft
from complaints.intake.steps import answers_of
from complaints.models import Complaint, Person
from complaints.notifications import outbox, registry
from complaints.notifications.models import OutboxMessage
from tests.complaints.intake.filing import DECLARATIONS, POSTS, complete_draft, directories

pytestmark = pytest.mark.django_db
SENT = "/file/sent/"


@pytest.fixture(autouse=True)
def lists(db: None) -> None:
    directories()


@pytest.fixture
def sender(client: Client) -> Client:
    """A browser in which a complaint was just sent, with a proved address."""
    for slug, post in POSTS.items():
        client.post(f"/file/{slug}/", post)
    Draft.objects.update(contact_verified_at=timezone.now(), verification={"email": "salma@example.org"})
    client.post("/file/check/", DECLARATIONS)
    assert Complaint.objects.count() == 1
    return client


def words(client: Client) -> str:
    return client.get(SENT, headers={"Accept-Language": "en"}).content.decode()


def test_the_ways_on_appear_when_the_code_was_kept(sender: Client) -> None:
    assert 'href="/follow/"' not in words(sender).split("<main")[1]
    refused = sender.post("/file/sent/kept/", {})
    assert refused.status_code == 422
    assert "secret-code" in refused.content.decode()
    assert sender.post("/file/sent/kept/", {"way": "printed"}).status_code == 303
    after = words(sender)
    assert 'href="/follow/"' in after.split("<main")[1]
    assert "secret-code" in after  # for its half hour
    assert Draft.objects.get().code_kept == "printed"


NOT_SAVED = "Your secret code is not saved yet"


def first_page(client: Client, **query: str) -> str:
    return client.get("/", query, headers={"Accept-Language": "en"}).content.decode()


@pytest.mark.parametrize("query", [{}, {"lang": "en"}], ids=["no language chosen", "English"])
def test_the_first_page_leads_back_to_a_code_that_was_not_kept(sender: Client, query: dict[str, str]) -> None:
    left = first_page(sender, **query)
    assert NOT_SAVED in left
    assert f'href="{SENT}"' in left.split("<main")[1]
    assert NOT_SAVED not in first_page(Client(), **query)
    sender.post("/file/sent/kept/", {"way": "written"})
    assert NOT_SAVED not in first_page(sender, **query)


def test_the_first_page_says_nothing_of_a_code_that_is_not_shown_any_more(sender: Client) -> None:
    with time_machine.travel(timezone.now() + timedelta(minutes=31), tick=False):
        assert NOT_SAVED not in first_page(sender, lang="en")
    sender.post("/file/sent/noted/")
    assert NOT_SAVED not in first_page(sender, lang="en")


def test_when_the_code_is_no_longer_shown_nothing_is_asked(sender: Client) -> None:
    Draft.objects.update(sealed_code="")
    assert "data-keep" not in words(sender)
    assert 'href="/follow/"' in words(sender)


@pytest.mark.parametrize("nonsense", ["", "x", "\0", "printed " * 1000])
def test_nonsense_is_asked_again(sender: Client, nonsense: str) -> None:
    assert sender.post("/file/sent/kept/", {"way": nonsense}).status_code == 422


def test_a_stranger_keeps_and_mails_nothing(sender: Client) -> None:
    stranger = Client()
    stranger.post("/file/sent/kept/", {"way": "printed"})
    stranger.post("/file/sent/mail/")
    assert Draft.objects.get().code_kept == ""
    assert not OutboxMessage.objects.filter(kind=keeping.KIND).exists()


# By mail


def test_the_code_goes_to_ones_own_address_once_and_is_wiped(sender: Client) -> None:
    sender.post("/file/sent/mail/")
    sender.post("/file/sent/mail/")
    row = OutboxMessage.objects.get(kind=keeping.KIND)
    rendered = outbox.render(row)
    code = rendered.text.split("\n\n")[2]
    assert codes.matches(code.strip("\u2066\u2069"), Complaint.objects.get().code_hash)
    assert code not in rendered.subject
    assert row.context == {}
    assert Draft.objects.get().code_kept == "mailed"


@pytest.mark.parametrize(
    "person",
    [
        {"email_verified_at": None},
        {"contact_rule": "file_only"},
        {"contact_rule": "careful", "contact_ways": ["phone"]},
    ],
)
def test_never_to_an_address_that_is_not_proved_or_not_safe(sender: Client, person: dict[str, Any]) -> None:
    Person.objects.update(**person)
    assert "/file/sent/mail/" not in words(sender)
    sender.post("/file/sent/mail/")
    assert not OutboxMessage.objects.filter(kind=keeping.KIND).exists()


def test_a_mail_that_could_not_leave_for_an_hour_does_not_leave_at_all(sender: Client) -> None:
    sender.post("/file/sent/mail/")
    OutboxMessage.objects.update(created_at=timezone.now() - timedelta(minutes=61))
    assert registry.resolve(OutboxMessage.objects.get(kind=keeping.KIND)) is None


def test_a_code_that_is_gone_is_not_mailed(sender: Client) -> None:
    Draft.objects.update(sealed_code="")
    sender.post("/file/sent/mail/")
    assert not OutboxMessage.objects.filter(kind=keeping.KIND).exists()


# What was said about safe contact while filing


SAFE = {
    "contact_rule": "careful", "contact_ways": "email", "contact_from": "10", "contact_until": "16",
    "neutral_subject": "on", "no_voice_mail": "on",
}  # fmt: skip


def test_the_answers_reach_the_person_and_the_mails_of_the_draft() -> None:
    draft = complete_draft(contact={**POSTS["contact"], **SAFE})
    assert notices._neutral(draft, "neutral/code") == "neutral/code"
    form = DeclarationsForm(DECLARATIONS, answers=answers_of(draft))
    assert form.is_valid()
    case = actions.submit_draft(draft=draft, actor=NOBODY, declarations=form.consents()).complaint
    person = Person.objects.get(complaint=case)
    assert person.contact_hours == (10, 16)
    assert person.contact_ways == ["email"]
    assert person.wants_no_name
    assert person.no_voice_mail


def test_beside_no_the_wish_is_kept_and_holds_for_the_codes_of_the_draft() -> None:
    draft = complete_draft(contact={**POSTS["contact"], **SAFE, "contact_rule": "file_only"})
    assert notices._neutral(draft, "neutral/code") == "neutral/code"
    form = DeclarationsForm(DECLARATIONS, answers=answers_of(draft))
    assert form.is_valid()
    actions.submit_draft(draft=draft, actor=NOBODY, declarations=form.consents())
    person = Person.objects.get()
    assert (person.contact_rule, person.wants_no_name, person.no_voice_mail) == ("file_only", True, True)


def test_who_says_nothing_is_written_to_as_before() -> None:
    draft = complete_draft()
    assert notices._neutral(draft, "neutral/code") == ""
    form = DeclarationsForm(DECLARATIONS, answers=answers_of(draft))
    assert form.is_valid()
    actions.submit_draft(draft=draft, actor=NOBODY, declarations=form.consents())
    assert Person.objects.get().contact_rule == ""


def test_the_check_page_shows_it_in_words(client: Client) -> None:
    for slug, post in {**POSTS, "contact": {**POSTS["contact"], **SAFE}}.items():
        client.post(f"/file/{slug}/", post)
    page = client.get("/file/check/?lang=en").content.decode()
    assert "Yes, but with care" in page
    assert "10:00" in page
