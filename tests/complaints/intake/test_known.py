"""Who filed before with an account confirms name, home and address on one page, and is asked them one by one otherwise."""

from typing import Any

import pytest
from django.test import Client

from accounts.actors import person
from accounts.models import User
from complaints.enums import Capacity
from complaints.intake.models import Draft
from complaints.models import Complaint, Person
from tests.complaints.intake.filing import POSTS, directories
from tests.complaints.intake.test_filing_for_others import filed
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
WHO = {"who": "self"}


@pytest.fixture(autouse=True)
def _rows(db: Any) -> None:
    directories()


@pytest.fixture
def salma() -> User:
    """An account that has filed once."""
    user = UserFactory(email="salma@example.org")
    filed(
        Capacity.SELF,
        actor=person(user),
        contact={**POSTS["contact"], "contact_rule": "careful", "neutral_subject": "on"},
    )
    return user


def begun(client: Client, user: User, **post: str) -> Any:
    client.force_login(user)
    return client.post("/file/who/", {**WHO, **post})


def draft() -> Draft:
    return Draft.objects.get(complaint=None)


def test_what_is_known_is_shown_on_one_page_and_kept_only_by_the_press(client: Client, salma: User) -> None:
    assert begun(client, salma)["Location"] == "/file/known/"
    page = client.get("/file/known/").content.decode()
    for word in ("سلمى", "Lille", "12 rue des Lilas", "salma@example.org", "+33612345678"):
        assert word in page, word
    assert set(draft().answers) == {"who"}
    for _press in range(2):
        assert client.post("/file/known/")["Location"] == "/file/authority/"
    assert {"name", "address", "contact"} <= set(draft().answers)
    assert draft().problems == []


def test_a_complaint_filed_with_it_names_the_same_person_with_the_same_care(client: Client, salma: User) -> None:
    begun(client, salma)
    client.post("/file/known/")
    for slug in ("authority", "subject", "happened", "dates", "steps", "request"):
        client.post(f"/file/{slug}/", POSTS[slug])
    client.post("/file/check/", {"court": "on", "truth": "on", "privacy": "on", "share": "yes", "anyway": "1"})
    first, second = Person.objects.order_by("pk")
    assert Complaint.objects.count() == 2
    for name in ("first_name", "last_name", "sex", "city", "address", "country", "email", "phone", "preferred_channel"):
        assert getattr(first, name) == getattr(second, name), name
    assert second.wants_no_name, "safety is not asked anew, so it is not forgotten"
    assert second.user == salma


def test_without_anything_known_each_is_asked(client: Client) -> None:
    assert client.post("/file/who/", WHO)["Location"] == "/file/name/"
    assert client.get("/file/known/")["Location"] == "/file/name/"
    assert begun(Client(), UserFactory())["Location"] == "/file/name/"


def test_what_is_not_whole_any_more_is_asked_page_by_page(client: Client, salma: User) -> None:
    Person.objects.update(sex="")
    assert begun(client, salma)["Location"] == "/file/name/"
    assert client.get("/file/known/")["Location"] == "/file/name/"


def test_what_was_answered_here_is_not_written_over(client: Client, salma: User) -> None:
    begun(client, salma)
    client.post("/file/name/", {**POSTS["name"], "first_name": "Salma Maria"})
    assert client.post("/file/known/")["Location"] == "/file/address/"
    assert draft().answers["name"]["first_name"] == ["Salma Maria"]
    assert client.post("/file/who/", WHO)["Location"] == "/file/name/"


def test_a_lawyer_confirms_after_the_client_was_named(client: Client) -> None:
    user = UserFactory(email="maitre@example.org")
    filed(Capacity.LAWYER, actor=person(user))
    assert begun(client, user, who="lawyer")["Location"] == "/file/represented/"
    answer = client.post("/file/represented/", {"first_name": "Ali", "last_name": "Amrani", "sex": "m"})
    assert answer["Location"] == "/file/represented-home/"
    home = {**POSTS["address"], "own_email": "ali@example.org"}
    assert client.post("/file/represented-home/", home)["Location"] == "/file/known/"
    page = client.get("/file/known/").content.decode()
    assert "Bennani" in page
    assert "Zohra" not in page, "the earlier client is another person"


def test_without_a_draft_the_page_says_how_to_find_one(client: Client, salma: User) -> None:
    client.force_login(salma)
    for answer in (client.get("/file/known/"), client.post("/file/known/")):
        assert answer.status_code == 200
    assert not Draft.objects.filter(complaint=None).exists()
