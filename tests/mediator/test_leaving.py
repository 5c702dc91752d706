""" "Leave this page" closes everything on this device, leads away, and tells nothing (docs/safe-contact.md)."""

import pytest
from django.test import Client

from complaints.intake import resume
from complaints.intake.models import Draft
from tests.complaints.follow_up.opening import CODE, address, with_code
from tests.complaints.intake.filing import POSTS, directories
from tests.complaints.workflow.life import Life
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def life() -> Life:
    return Life()


def test_the_file_is_closed_and_the_way_leads_elsewhere(client: Client, life: Life, settings) -> None:
    settings.LEAVE_URL = "https://weather.example/"
    case = with_code(life.registered())
    client.post("/follow/", {"reference": case.reference, "code": CODE})
    assert 'action="/leave/"' in client.get(address("case", case)).content.decode()
    answer = client.post("/leave/")
    page = answer.content.decode()
    assert '<meta http-equiv="refresh" content="0;url=https://weather.example/">' in page
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer["Cache-Control"]
    assert [word for word in (case.reference, "diat", "وسيط", "omplaint", "lainte") if word in page] == []
    assert client.get(address("case", case)).status_code == 404


def test_an_account_is_logged_out(client: Client) -> None:
    client.force_login(UserFactory())
    client.post("/leave/")
    assert client.get("/my-account/").status_code == 302


def test_a_draft_goes_with_the_button_beside_its_code_and_opens_again_with_it(client: Client) -> None:
    directories()
    client.cookies["language"] = "en"
    client.post("/file/who/", POSTS["who"])
    draft = Draft.objects.get()
    code = resume.resume_code(draft)
    assert code in client.get("/file/contact/").content.decode()
    assert code not in client.get("/file/subject/").content.decode(), "only where fear is named"
    client.post("/leave/")
    assert "Continue my draft" in client.get("/").content.decode(), "elsewhere the code may not have been noted"
    client.post("/leave/", {"draft": "1"})
    assert not client.cookies["draft"].value
    assert client.get("/file/contact/").context.get("form") is None
    client.post("/resume/", {"code": code})
    assert client.get("/file/contact/").context["form"]


def test_a_draft_of_an_account_goes_too_for_the_account_has_it(client: Client) -> None:
    client.force_login(UserFactory())
    client.post("/file/who/", POSTS["who"])
    client.post("/leave/")
    assert not client.cookies["draft"].value
    assert Draft.objects.exists()


def test_only_a_press_on_our_own_page_leaves() -> None:
    assert Client().get("/leave/").status_code == 405
    assert Client(enforce_csrf_checks=True).post("/leave/").status_code == 403
