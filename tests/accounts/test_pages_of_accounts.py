"""allauth's pages stand in our frame, in both directions, and keep the content security policy."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from accounts.models import User

pytestmark = pytest.mark.django_db
OPEN = ["/account/login/", "/account/signup/", "/account/login/code/", "/account/password/reset/"]
CLOSED = [
    "/my-account/",
    "/account/email/",
    "/account/password/change/",
    "/account/logout/",
    "/account/2fa/",
    "/account/2fa/totp/activate/",
    "/account/2fa/webauthn/",
    "/account/2fa/webauthn/add/",
    "/account/2fa/recovery-codes/generate/",
    "/account/sessions/",
]


@pytest.fixture
def person(client):
    user = User.objects.create_user("c@example.org", "correct horse battery")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    client.post("/account/login/?next=/my-account/", {"login": user.email, "password": "correct horse battery"})
    client.post("/account/reauthenticate/", {"password": "correct horse battery"})  # rooms with keys ask once more
    return client


def check(html: str, code: str, direction: str) -> None:
    assert f'lang="{code}" dir="{direction}"' in html
    assert html.count("<h1") == 1
    assert "css/house.css" in html
    assert "data:image" not in html
    assert not re.search(r"<[^>]+\sstyle=", html)
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(("code", "direction"), [("ar", "rtl"), ("fr", "ltr")])
@pytest.mark.parametrize("address", OPEN)
def test_doors(client, address, code, direction):
    response = client.get(address, {"lang": code})
    assert response.status_code == 200
    check(response.content.decode(), code, direction)


@pytest.mark.parametrize(("code", "direction"), [("ar", "rtl"), ("fr", "ltr")])
@pytest.mark.parametrize("address", CLOSED)
def test_rooms(person, address, code, direction):
    response = person.get(address, {"lang": code})
    assert response.status_code == 200
    check(response.content.decode(), code, direction)


def test_a_wrong_password_is_said_at_the_top_and_in_the_title(client):
    html = client.post("/account/login/", {"login": "a@example.org", "password": "x"}).content.decode()
    assert 'id="error-summary"' in html
    assert re.search(r"<title>\s*(Erreur|Error)", html)


def test_only_a_press_that_ends_this_session_empties_this_telephone(person):
    """ "Log out the others" goes on here: what waits here to be sent stays (docs/offline.md)."""
    form = r'<form method="post" action="([^"]+)"( data-wipes)?'
    assert ("/account/logout/", " data-wipes") in re.findall(form, person.get("/account/sessions/").content.decode())
    Client().post("/account/login/", {"login": "c@example.org", "password": "correct horse battery"})
    assert ("/account/sessions/", "") in re.findall(form, person.get("/account/sessions/").content.decode())
