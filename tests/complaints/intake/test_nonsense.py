"""Whatever arrives, the form answers clearly, never with an error of its own, and loses nothing."""

from urllib.parse import quote

import pytest
from django.conf import settings
from django.test import Client

from complaints.intake.models import Draft
from complaints.intake.steps import STEPS
from complaints.intake.views import common
from complaints.models import Complaint
from tests.complaints.intake.filing import DECLARATIONS, POSTS, directories, walk

pytestmark = pytest.mark.django_db

NONSENSE = [
    "\x00",
    "a\x00b",
    "\u202e\u2066",
    "%00",
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "{{ 7*7 }}",
    "-1",
    "9" * 400,
    "٠" * 60,
    "\U0010ffff",
    "x" * 5000,
]


@pytest.fixture(autouse=True)
def _rows(db):
    directories()


def fields_of(slug: str) -> list[str]:
    form = STEPS[slug].form
    from django.utils.datastructures import MultiValueDict

    return sorted(form.names(MultiValueDict()))


@pytest.mark.parametrize("slug", [slug for slug in STEPS if slug not in ("verify", "files")])
def test_every_field_of_every_step_takes_nonsense(client, slug):
    client.post("/file/who/", POSTS["who"])
    names = fields_of(slug)
    for value in NONSENSE:
        response = client.post(f"/file/{slug}/", dict.fromkeys(names, value))
        assert response.status_code == 303, value[:20]
        assert client.get(f"/file/{slug}/?check=1").status_code == 200
        assert client.get("/file/check/").status_code == 200


def test_bytes_that_are_no_text_are_answered(client):
    client.post("/file/who/", POSTS["who"])
    for body in (b"first_name=%ED%A0%80&last_name=%FF%FE", b"first_name=\xff\xfe\x00", b"&&&===", b""):
        response = client.post("/file/name/", body, content_type="application/x-www-form-urlencoded")
        assert response.status_code == 303
        assert client.get("/file/name/?check=1").status_code == 200


def test_a_million_characters_are_kept_and_the_page_says_to_shorten(client):
    client.post("/file/who/", POSTS["who"])
    story = "x" * 1_000_000
    response = client.post("/file/happened/", {**POSTS["happened"], "description": story}, follow=True)
    assert response.status_code == 200
    assert set(response.context["form"].errors) == {"description"}
    assert Draft.objects.get().answers["happened"]["description"] == [story]


def test_more_than_a_request_may_hold_is_a_clear_page(client):
    client.post("/file/who/", POSTS["who"])
    body = "description=" + quote("س") * 1_000_000
    response = client.post("/file/happened/", body, content_type="application/x-www-form-urlencoded")
    assert response.status_code in (400, 413)
    assert len(body) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE


@pytest.mark.parametrize("path", ["/file/nothing/", "/file/WHO/x/", "/file/files/99999999999999999999999/", "/file/-/"])
def test_wrong_addresses_do_not_exist(client, path):
    client.post("/file/who/", POSTS["who"])
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("text", ["", "x", "not:a:signature", "0" * 5000, "\x01"])
def test_a_changed_cookie_is_no_cookie(client, text):
    client.cookies["draft"] = text
    assert "intake/no_draft.html" in [template.name for template in client.get("/file/").templates]


def test_a_neighbours_key_in_the_cookie_opens_nothing(client):
    client.post("/file/who/", POSTS["who"])
    key = Draft.objects.get().key
    other = Client()
    for text in (str(key), f"{key}:x:y", client.cookies["draft"].value[:-2] + "xx"):
        other.cookies["draft"] = text
        assert "intake/no_draft.html" in [template.name for template in other.get("/file/").templates]


@pytest.mark.parametrize("rows", ["", "0", "-1", "999999999", "x", "٣", "1e3", "\x00"])
def test_any_number_of_rows_is_answered(client, rows):
    client.post("/file/who/", POSTS["who"])
    response = client.post("/file/steps/", {**POSTS["steps"], "rows": rows, "remove": rows}, follow=True)
    assert response.status_code == 200


@pytest.mark.parametrize("code", ["", "x", "\x00", "A" * 10_000, "K7F2-9QXM-4TB6-WH8Z3", "٣" * 17, "'; --"])
def test_wrong_and_unknown_codes_look_alike(client, code):
    response = client.post("/resume/", {"code": code})
    assert response.status_code == 422
    assert "code" in response.context["form"].errors


def test_wrong_files_to_remove_and_wrong_drafts_to_open(client):
    client.post("/file/who/", POSTS["who"])
    for text in ("", "x", "-1", "9" * 30, "\x00"):
        assert client.post("/file/files/", {"remove": text}).status_code == 303


def test_the_trap_for_programs_tells_a_person_how_to_go_on(client):
    response = client.post("/file/who/", {"who": "self", "website": "http://spam.example"}, follow=True)
    assert "website" in response.context["form"].errors
    assert client.post("/file/who/", {"who": "self", "website": ""})["Location"] == "/file/name/"
    walk(client)
    assert client.post("/file/check/", {**DECLARATIONS, "website": "x"}).status_code == 422


def test_a_crowd_behind_one_address_is_slowed_and_told_so(client, monkeypatch):
    monkeypatch.setattr(common, "POSTS_A_DRAFT", 3)
    answers = [client.post("/file/who/", POSTS["who"]).status_code for _number in range(6)]
    assert answers[:3] == [303, 303, 303]
    assert answers[-1] == 429


def test_a_consulate_may_file_two_hundred_an_hour():
    assert 200 * (len(STEPS) + 3) <= common.POSTS_A_NETWORK
    assert common.DRAFTS_A_NETWORK >= 200


def test_without_redis_everybody_may_file(client, settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "accounts.cache.ForgivingRedisCache",
            "LOCATION": "unix:///nowhere/redis.sock?db=1",
        }
    }
    walk(client)
    assert client.post("/file/check/", DECLARATIONS)["Location"] == "/file/sent/"


def test_arabic_with_all_its_vowel_signs_is_sent(client):
    """Two hundred letters as a reader counts them, more as the database does."""
    title = "كَتَبْتُ إِلَى ٱلْجَمَاعَةِ " * 8
    walk(client, happened={**POSTS["happened"], "title": title})
    assert client.post("/file/check/", DECLARATIONS).status_code == 303
    assert Complaint.objects.get().title == title.strip()
