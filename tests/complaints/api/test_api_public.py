"""What everybody may read, and a question: by a program (issue 5, section 2)."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from complaints.guide.models import Orientation, ReferralBody
from complaints.knowledge import access, numbers
from complaints.knowledge.models import Article, Question, Usefulness
from tests.complaints.api.calls import Caller, problem
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(db):
    """The directories and rules of the house."""
    call_command("load_reference_data", verbosity=0)


def pages(caller, path, size):
    """Every row of a list, page by page."""
    rows, cursor = [], ""
    while cursor is not None:
        sign = "&" if "?" in path else "?"
        body = caller.get(f"{path}{sign}limit={size}" + (f"&cursor={cursor}" if cursor else "")).json_body
        assert len(body["results"]) <= size
        rows += body["results"]
        cursor = body["next"]
    return rows


# --- the guide ---


def test_the_guide_is_walked_to_its_end_by_its_own_questions(house):
    caller, answers = Caller(language="fr"), {}
    for _number in range(8):
        found = caller.get("guide/verdict/?" + "&".join(f"{name}={code}" for name, code in answers.items())).json_body
        if found["asks"] is None:
            break
        answers[found["asks"]["name"]] = found["asks"]["choices"][0]["code"]
    assert found["result"] == "help"
    assert found["heading"]
    assert caller.client.get(f"/guide/r/{found['code']}/").status_code == 302


def test_who_can_help_elsewhere_is_named(house, caller):
    found = caller.get("guide/verdict/?against=private&where=morocco&court=no&matter=bank&country=de").json_body
    assert (found["result"], found["asks"]) == ("elsewhere", None)
    assert found["ground"].startswith("X")
    assert found["bodies"][0]["name"]
    assert found["consulates"]


def test_a_walk_is_counted_once(house, caller):
    look = uuid.uuid4()
    address = f"guide/verdict/?against=private&where=morocco&court=no&matter=bank&look={look.hex}"
    for _number in range(3):
        caller.get(address)
    assert [row.n for row in Orientation.objects.all()] == [1]


def test_every_question_of_the_guide_is_told(caller):
    names = [one["name"] for one in caller.get("guide/").json_body["questions"]]
    assert names == ["against", "where", "court", "prior", "urgent", "matter"]


# --- the directories ---


@pytest.mark.parametrize(
    ("path", "size"),
    [("directory/", 7), ("administrations/", 30), ("units/", 3), ("articles/", 9), ("directory/?q=banque", 2)],
)
def test_a_list_has_the_same_rows_in_pages_of_any_size(house, path, size):
    caller = Caller(language="fr")
    key = "slug" if path == "articles/" else "code"
    whole = [row[key] for row in pages(caller, path, 100)]
    assert [row[key] for row in pages(caller, path, size)] == whole
    assert len(whole) == len(set(whole)) > size


def test_a_row_that_went_away_between_two_pages_hides_no_other(house, caller):
    whole = [row["code"] for row in pages(caller, "directory/", 100)]
    cursor = caller.get("directory/?limit=3").json_body["next"]
    ReferralBody.objects.filter(code=whole[2]).update(active=False)
    rest = caller.get(f"directory/?limit=100&cursor={cursor}").json_body["results"]
    assert [row["code"] for row in rest] == whole[3:103]


def test_names_come_in_the_language_of_the_caller(house):
    code = Caller().get("administrations/?limit=1").json_body["results"][0]["code"]
    names = {
        language: Caller(language=language).get(f"administrations/{code}/").json_body["name"]
        for language in ("ar", "fr")
    }
    assert names["ar"] != names["fr"]


def test_an_administration_is_found_by_words(house):
    found = Caller(language="fr").get("administrations/?q=conservation fonciere").json_body["results"]
    assert "ancfcc" in {row["code"] for row in found} or found


def test_lists_cost_the_same_whatever_their_length(house, directories_remembered, caller):
    caller.get("directory/")
    for path in ("directory/?limit=2", "directory/?limit=100", "administrations/?limit=100", "subjects/", "countries/"):
        caller.get(path)
        with CaptureQueriesContext(connection) as caught:
            assert caller.get(path).status_code == 200
        assert len(caught) == 0, path


def test_subjects_and_countries_are_whole(house, caller):
    natures = caller.get("subjects/").json_body["natures"]
    assert {row["nature"] for row in natures} >= {"ADM", "FON", "HC"}
    assert len(caller.get("countries/").json_body["countries"]) > 190


# --- the answers ---


def test_an_article_is_found_read_and_judged_once(house):
    caller = Caller(language="fr")
    found = caller.get("articles/?q=délai").json_body["results"]
    slug = found[0]["slug"]
    article = caller.get(f"articles/{slug}/").json_body
    assert article["blocks"][0]["runs"][0]["text"]
    visitor = str(uuid.uuid4())
    for _number in range(2):
        assert caller.post(f"articles/{slug}/useful/", {"visitor": visitor, "useful": True}).status_code == 204
    assert Usefulness.objects.count() == 1
    problem(caller.get("articles/no-such-article/"), 404, "not-found")


def test_an_article_that_is_not_published_is_none(house, caller):
    row = Article.objects.first()
    Article.objects.filter(pk=row.pk).update(active=False)
    problem(caller.get(f"articles/{row.slug}/"), 404, "not-found")
    assert row.slug not in {one["slug"] for one in pages(caller, "articles/", 50)}


def test_a_long_comment_is_refused_in_the_words_of_the_page(house, caller):
    slug = Article.objects.first().slug
    body = {"visitor": str(uuid.uuid4()), "useful": False, "comment": "x" * 501}
    assert problem(caller.post(f"articles/{slug}/useful/", body), 422, "invalid")["errors"][0]["pointer"] == "#/comment"


# --- a question ---


def asked(caller, **changes):
    body = {"key": str(uuid.uuid4()), "text": "Combien de temps ?", "language": "fr", **changes}
    return caller.post("questions/", body)


def test_a_question_is_asked_once_and_read_with_number_and_code(caller):
    key = str(uuid.uuid4())
    first, second = asked(caller, key=key), asked(caller, key=key)
    assert first.status_code == 201
    assert Question.objects.count() == 1
    assert first.json_body["number"] == second.json_body["number"]
    number, code = first.json_body["number"], first.json_body["code"]
    opened = caller.post("questions/open/", {"number": number.lower(), "code": code.lower()}).json_body
    row = Question.objects.get()
    row.replies.create(text="Deux mois.", author=UserFactory(handler=True))
    shown = Caller(Question_Token=opened["question_token"]).get(f"questions/{number}/").json_body
    assert (shown["text"], shown["replies"][0]["text"]) == ("Combien de temps ?", "Deux mois.")
    assert "author" not in str(shown)


def test_a_strangers_question_is_a_404(caller, as_user):
    mine, other = asked(caller).json_body, asked(caller, text="Autre").json_body
    for stranger in (Caller(), Caller(Question_Token=mine["question_token"]), as_user(UserFactory(handler=True))):
        problem(stranger.get(f"questions/{other['number']}/"), 404, "not-found")


def test_a_wrong_code_of_a_question_is_counted(caller, monkeypatch):
    monkeypatch.setattr(access, "TRIES", 1)
    number = asked(caller).json_body["number"]
    code = numbers.code_of(Question.objects.get())
    problem(caller.post("questions/open/", {"number": number, "code": "K7F2-9QXM-4TB6-WH8Z3"}), 422, "invalid")
    problem(caller.post("questions/open/", {"number": number, "code": code}), 429, "too-many")


def test_the_code_of_a_question_is_shown_for_half_an_hour(caller):
    key = str(uuid.uuid4())
    assert asked(caller, key=key).json_body["code"]
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        assert asked(caller, key=key).json_body["code"] == ""


def test_an_account_reads_its_questions(as_user):
    user = as_user(UserFactory())
    numbers_asked = [asked(user, text=f"Question {number}").json_body["number"] for number in range(3)]
    assert [row["number"] for row in pages(user, "questions/", 2)] == numbers_asked[::-1]
    assert user.get(f"questions/{numbers_asked[0]}/").status_code == 200
    problem(Caller().get("questions/"), 401, "log-in")


def test_a_question_opened_in_the_browser_is_read_there(client):
    caller = Caller(client)
    number = asked(caller).json_body["number"]
    code = numbers.code_of(Question.objects.get())
    client.post("/questions/", {"number": number, "code": code})
    assert caller.get(f"questions/{number}/").status_code == 200
    problem(Caller(Client()).get(f"questions/{number}/"), 404, "not-found")
