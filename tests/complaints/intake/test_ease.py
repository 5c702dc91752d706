"""The one question on the confirmation: voluntary, counted once, of nobody in particular, and lost by nobody."""

import pytest
from django.test import Client
from django.utils import timezone

from complaints.intake.models import Draft, Ease
from complaints.intake.views import sending
from tests.complaints.intake.filing import DECLARATIONS, POSTS, directories

pytestmark = pytest.mark.django_db
SENT, EASY = "/file/sent/", "/file/sent/easy/"


@pytest.fixture(autouse=True)
def lists(db: None) -> None:
    directories()


@pytest.fixture
def sender(client: Client) -> Client:
    """A browser in which a complaint was just sent and its code kept."""
    client.cookies["language"] = "en"
    for slug, post in POSTS.items():
        client.post(f"/file/{slug}/", post)
    Draft.objects.update(contact_verified_at=timezone.now(), verification={"email": "salma@example.org"})
    client.post("/file/check/", DECLARATIONS)
    client.post("/file/sent/kept/", {"way": "written"})
    return client


def rows() -> list[tuple[int, str, str]]:
    return list(Ease.objects.values_list("grade", "comment", "language"))


def test_an_answer_counts_once_however_often_it_is_pressed(sender: Client) -> None:
    assert 'name="grade"' in sender.get(SENT).text
    for grade in ("4", "4", "1"):
        assert sender.post(EASY, {"grade": grade, "comment": "Rien à dire"}).status_code == 303
    assert rows() == [(4, "Rien à dire", "en")]
    page = sender.get(SENT).text
    assert "Thank you. We keep your answer" in page
    assert 'name="grade"' not in page
    assert 'href="/follow/"' in page


def test_nothing_in_the_answer_leads_back_to_the_person() -> None:
    assert {field.name for field in Ease._meta.get_fields()} == {"id", "day", "grade", "comment", "language"}
    assert Ease._meta.get_field("day").get_internal_type() == "DateField"


def test_it_is_asked_after_the_code_was_kept_and_needs_no_answer(client: Client) -> None:
    for slug, post in POSTS.items():
        client.post(f"/file/{slug}/", post)
    Draft.objects.update(contact_verified_at=timezone.now(), verification={"email": "salma@example.org"})
    client.post("/file/check/", DECLARATIONS)
    assert 'name="grade"' not in client.get(SENT).text
    assert not Ease.objects.exists()


@pytest.mark.parametrize("grade", ["", "0", "6", "x", "\0", pytest.param("4" * 10**5, id="long")])
def test_what_cannot_be_counted_comes_back_with_its_words(sender: Client, grade: str) -> None:
    answer = sender.post(EASY, {"grade": grade, "comment": "Trop de pages"})
    assert answer.status_code == 422
    assert "Choose one of the five answers." in answer.text
    assert "Trop de pages" in answer.text
    assert "error-summary" in answer.text
    assert not Ease.objects.exists()
    assert sender.post(EASY, {"grade": "2", "comment": "x" * 1201}).status_code == 422


def test_what_no_database_keeps_is_left_out_of_the_words(sender: Client) -> None:
    body = "grade=2&comment=Trop%00%ED%A0%80+long"
    assert sender.post(EASY, body, content_type="application/x-www-form-urlencoded").status_code < 500
    assert all("\0" not in comment for _grade, comment, _language in rows())


def test_switching_the_language_keeps_what_was_typed(sender: Client) -> None:
    answer = sender.post(EASY, {"grade": "2", "comment": "Trop de pages", "switch_language": "ar"})
    assert answer.status_code == 200
    assert 'dir="rtl"' in answer.text
    assert "Trop de pages" in answer.text
    assert "error-summary" not in answer.text
    assert not Ease.objects.exists()
    assert sender.get(EASY)["Location"] == SENT  # the address of that page, asked for again


def test_a_stranger_and_a_network_that_said_enough_count_nothing(
    sender: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    Client().post(EASY, {"grade": "5"})
    monkeypatch.setattr(sending, "OPINIONS_A_NETWORK", 0)
    assert sender.post(EASY, {"grade": "5"}).status_code == 429
    assert not Ease.objects.exists()
