"""An account gets all that is held about it: itself, its files, shares, questions with answers, drafts (docs/my-data.md)."""

import json
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from complaints.knowledge.models import Question, Reply
from complaints.models import Person
from tests.complaints.workflow.life import Life
from tests.factories import DraftFactory, DraftFileFactory, ShareFactory, UserFactory

pytestmark = pytest.mark.django_db
PAGE, JSON = reverse("follow_up:account_data"), reverse("follow_up:account_json")
# What `User` is pointed to from, and where it is told or why not
RELATIONS = {
    "questions": "questions", "complainants": "files", "representations": "files", "shares": "shares", "drafts": "drafts",
    "emailaddress": "addresses", "authenticator": "second_steps",
    "handled_complaints": "The work of the office.", "interlocutor": "The work of an administration.",
    "logentry": "The work of who keeps the lists.", "usersession": "Gone with the session.",
    "stands": "The work of the office.", "shifts": "The work of the office.", "visits": "The work of the office.",
    "groups": "Not used.", "user_permissions": "Not used.",
}  # fmt: skip


@pytest.fixture
def user(client: Client) -> User:
    """A logged-in citizen."""
    found: User = UserFactory(email="salma@example.org", name="Salma")
    client.force_login(found)
    return found


def asked(user: User, life: Life, text: str = "Puis-je écrire en néerlandais ?") -> Question:
    """An answered question of this account."""
    row = Question.objects.create(
        number=f"Q-{Question.objects.count():08d}", user=user, email="salma@example.org", language="fr", text=text
    )
    Reply.objects.create(question=row, text="Oui, dans toute langue.", author=life.handler.someone)
    return row


def draft(user: User, title: str = "Mon passeport") -> Any:
    answers = {"happened": {"title": [title]}, "who": {"who": ["self"]}, "name": {"first_name": ["سلمى"], "sex": ["f"]}}
    row = DraftFactory(user=user, answers=answers)
    DraftFileFactory(draft=row, name="lettre.pdf")
    return row


def test_an_account_sees_its_own_data_and_files(client: Client, user: User, life: Life) -> None:
    case, other = life.admitted(survey_consent=True), life.admitted()
    Person.objects.filter(pk=case.complainant_id).update(user=user)
    page = client.get(PAGE).content.decode()
    assert case.reference in page.replace("\u2011", "-")
    assert other.reference not in page.replace("\u2011", "-")
    data = json.loads(client.get(JSON).content)
    assert data["email"] == "salma@example.org"
    (file,) = data["files"]
    assert (file["reference"], file["survey_consent"], file["transfer_consent"]) == (case.reference, True, False)
    assert data["addresses"] == [{"email": "salma@example.org", "proved": True, "primary": True}]
    assert Client().get(PAGE).status_code == 302
    assert Client().get(JSON).status_code == 302


def test_its_questions_come_with_their_answers(client: Client, user: User, life: Life) -> None:
    asked(user, life)
    asked(UserFactory(), life, "Une autre question")
    data = json.loads(client.get(JSON).content)
    (question,) = data["questions"]
    assert question["text"] == "Puis-je écrire en néerlandais ?"
    assert [answer["text"] for answer in question["answers"]] == ["Oui, dans toute langue."]
    page = client.get(PAGE).content.decode()
    assert "Puis-je écrire en néerlandais ?" in page
    assert "Oui, dans toute langue." in page
    assert "Une autre question" not in page
    assert life.handler.someone.email not in page + json.dumps(data)


def test_its_drafts_come_with_what_was_typed(client: Client, user: User) -> None:
    row = draft(user)
    draft(UserFactory(), "Un autre brouillon")
    DraftFactory(user=user, expires_at=timezone.now())
    data = json.loads(client.get(JSON).content)
    (told,) = data["drafts"]
    assert told["begun_at"] == row.created_at.isoformat()
    assert told["kept_until"] == row.expires_at.isoformat()
    assert told["files"] == ["lettre.pdf"]
    assert told["answers"] == row.answers
    page = client.get(PAGE, {"lang": "en"}).content.decode()
    for words in ("Mon passeport", "سلمى", "Your name", "lettre.pdf"):
        assert words in page
    assert "Un autre brouillon" not in page


def test_a_draft_of_nonsense_is_told_too(client: Client, user: User) -> None:
    DraftFactory(user=user, answers={"gone": {"x": ["<b>&"]}, "group": {"first_name_0": ["Karim"], "prefilled": ["1"]}})
    page = client.get(PAGE).content.decode()
    assert "&lt;b&gt;&amp;" in page
    assert "Karim" in page


def test_the_shares_it_accepted_are_told_those_that_ended_too(client: Client, user: User, life: Life) -> None:
    case, other = life.admitted(), life.admitted()
    ShareFactory(complaint=case, user=user, name="ma sœur", until=date(2031, 5, 6))
    ShareFactory(complaint=other, user=user, revoked_at=timezone.now())
    ShareFactory(complaint=other, user=UserFactory(), name="un voisin")
    data = json.loads(client.get(JSON).content)
    assert {row["reference"] for row in data["shares"]} == {case.reference, other.reference}
    first = next(row for row in data["shares"] if row["reference"] == case.reference)
    assert (first["name"], first["right"], first["until"]) == ("ma sœur", "read", "2031-05-06")
    assert "files" not in data  # they are another person's
    assert "un voisin" not in client.get(PAGE).content.decode()


def test_every_row_that_points_to_an_account_is_told_or_has_its_reason() -> None:
    found = {
        field.name
        for field in User._meta.get_fields()
        if field.is_relation and (field.auto_created or field.many_to_many)
    }
    assert found == set(RELATIONS)


def test_its_cost_does_not_grow(client: Client, user: User, life: Life, django_assert_num_queries: Any) -> None:
    def fill() -> None:
        asked(user, life)
        draft(user)
        case = life.registered()
        ShareFactory(complaint=case, user=user)
        Person.objects.filter(pk=case.complainant_id).update(user=user)

    fill()
    for address in (PAGE, JSON):
        client.get(address)
        with CaptureQueriesContext(connection) as few:
            client.get(address)
        for _number in range(4):
            fill()
        with django_assert_num_queries(len(few)):
            client.get(address)


def test_the_page_says_that_more_is_in_the_file_for_programs(client: Client, user: User, life: Life) -> None:
    for number in range(52):
        asked(user, life, f"Question {number}")
    page = client.get(PAGE, {"lang": "en"}).content.decode()
    assert "Only the first 50 stand here." in page
    assert "Question 51" not in page
    assert len(json.loads(client.get(JSON).content)["questions"]) == 52
