"""The pages of trust are open to everybody, in every language, in its direction."""

import pytest

from mediator.languages import CODES

pytestmark = pytest.mark.django_db
PAGES = ["/help/", "/privacy/", "/accessibility/", "/deadlines/", "/language/"]


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize(("code", "direction"), [(code, "rtl" if code == "ar" else "ltr") for code in CODES])
def test_open_in_each_language(client, address, code, direction):
    html = client.get(address, {"lang": code}).content.decode()
    assert f'<html lang="{code}" dir="{direction}" data-theme="auto">' in html
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
