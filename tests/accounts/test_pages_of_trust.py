"""The pages of trust are open to everybody, in every language, in its direction."""

import re
from datetime import time
from html import unescape

import pytest
import time_machine
from django.conf import settings

from accounts.dates import long_date
from mediator.languages import CODES
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PAGES = ["/help/", "/privacy/", "/accessibility/", "/deadlines/", "/language/"]


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize(("code", "direction"), [(code, "rtl" if code == "ar" else "ltr") for code in CODES])
def test_open_in_each_language(client, address, code, direction):
    html = client.get(address, {"lang": code}).content.decode()
    assert f'<html lang="{code}" dir="{direction}" data-theme="auto" ' in html
    assert html.count("<h1") == 1


def test_the_switch_keeps_the_place_and_remembers(client):
    response = client.post("/language/", {"switch_language": "ar", "next": "/help/?a=1"})
    assert response["Location"] == "/help/?a=1"
    assert '<html lang="ar" dir="rtl"' in client.get("/help/").content.decode()


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org", "javascript:alert(1)", "/\x00"])
@pytest.mark.parametrize("door", ["/language/", "/theme/"])
def test_never_sends_to_another_site(client, door, elsewhere):
    assert client.post(door, {"switch_language": "ar", "theme": "dark", "next": elsewhere})["Location"] == "/"


def test_the_theme_is_written_by_the_server(client):
    client.post("/theme/", {"theme": "dark", "next": "/help/"})
    assert 'data-theme="dark"' in client.get("/help/").content.decode()
    client.post("/theme/", {"theme": "<script>"})
    assert 'data-theme="dark"' in client.get("/help/").content.decode()


@pytest.mark.parametrize("language", CODES)
def test_the_accessibility_page_says_when_it_was_last_checked(client, language):
    client.cookies["language"] = language
    page = client.get("/accessibility/").text
    assert long_date(settings.ACCESSIBILITY_CHECKED_ON, language) in page
    assert "%(" not in page


def test_who_filed_finds_the_way_to_the_own_data_on_the_privacy_page(client):
    page = client.get("/privacy/").text.split("<main")[1]
    assert 'href="/follow/"' in page
    assert 'href="/account/login/"' in page
    client.force_login(UserFactory())
    assert 'href="/follow/my-data/"' in client.get("/privacy/").text.split("<main")[1]


def test_every_cookie_is_one_that_the_privacy_page_names(client):
    """Session, draft, protection of the forms, language, appearance: a new one is a new line on that page, or none at all."""
    client.get("/?lang=fr")
    client.post("/language/", {"switch_language": "ar"})
    client.post("/theme/", {"theme": "dark"})
    client.get("/guide/?against=private&where=morocco&court=no&matter=fraud&ask=matter", follow=True)
    client.post("/questions/ask/", {"text": "Faut-il payer ?", "language": "fr", "send": "1"})
    client.post("/file/who/", {"who": "self"})
    assert set(client.cookies) <= {"sessionid", "draft", "csrftoken", "language", "theme"}


# The telephone's hours


@pytest.mark.parametrize("language", CODES)
def test_the_help_says_the_hours_of_rabat_and_what_the_browser_needs_for_the_readers_own(client, settings, language):
    settings.HELP_HOURS = (1, 5, time(9), time(16, 30))
    client.cookies["language"] = language
    page = client.get("/accessibility/").text
    words = unescape(re.search(r'data-words="([^"]+)"', page)[1])
    assert {"{first}", "{last}", "{begins}", "{ends}"} == set(re.findall(r"\{\w+\}", words))
    days = unescape(re.search(r'data-days="([^"]+)"', page)[1]).split("|")
    assert len(days) == len(set(days)) == 7
    assert days[0] in page.split("data-hours")[0]
    assert "09:00" in page
    assert "16:30" in page


@time_machine.travel("2026-07-15 12:00Z", tick=False)
def test_the_hours_are_moments_of_this_week(client, settings):
    settings.HELP_HOURS = (1, 5, time(9), time(16, 30))
    moments = re.search(r'data-hours="([^"]+)"', client.get("/help/").text)[1].split()
    assert moments == ["2026-07-13T09:00:00+01:00", "2026-07-13T16:30:00+01:00", "2026-07-17T09:00:00+01:00"]


def test_without_hours_and_whatsapp_neither_is_said(client, settings):
    settings.HELP_HOURS = None
    assert "data-hours" not in client.get("/help/").text
    assert "WhatsApp" not in client.get("/help/").text


def test_a_whatsapp_number_stands_in_the_help_of_every_page(client, settings):
    settings.HELP_WHATSAPP = "+212 6 12 34 56 78"
    for address in ("/accessibility/", "/help/"):
        page = client.get(address).text
        assert 'href="https://wa.me/212612345678"' in page
        assert "+212 6 12 34 56 78" in page
