"""e-Wassit: what a browser needs to install it, what the worker keeps, and that no kept page knows anybody (issue 5)."""

import json
import re
import secrets
import uuid
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from accounts.actors import NOBODY, person
from complaints.enums import Capacity
from complaints.intake import actions, phones
from complaints.intake.cookies import remember_draft
from complaints.intake.resume import resume_code
from complaints.intake.secrets import hash_secret
from complaints.intake.steps import STEPS, answers_of
from complaints.offline import form, shell
from tests.complaints.intake.filing import DECLARATIONS, complete_draft, consents, directories, real_directories
from tests.factories import AdministrationFactory, ComplaintFactory, DraftFactory, UserFactory

pytestmark = pytest.mark.django_db
LANGUAGES = [code for code, _name in settings.LANGUAGES]


def static_file(address: str) -> str:
    found = finders.find(address.removeprefix(settings.STATIC_URL))
    assert found, address
    return str(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_manifest_in_each_language(client, language):
    response = client.get(f"/app/manifest.webmanifest?lang={language}")
    found = response.json()
    assert response["Content-Type"] == "application/manifest+json"
    assert (found["id"], found["lang"], found["dir"]) == ("/", language, "rtl" if language == "ar" else "ltr")
    assert found["display"] != "fullscreen"
    assert {"any", "maskable"} == {icon["purpose"] for icon in found["icons"]}
    for icon in found["icons"] + found["screenshots"]:
        path = static_file(icon["src"])
        if icon["type"] == "image/png":
            with Image.open(path) as picture:
                assert "x".join(map(str, picture.size)) == icon["sizes"]
    assert {shot["form_factor"] for shot in found["screenshots"]} == {"narrow", "wide"}
    for shortcut in found["shortcuts"]:
        assert client.get(shortcut["url"]).status_code == 200


def test_every_page_names_the_manifest_in_its_language(client):
    page = client.get("/help/?lang=ar").content.decode()
    assert '<link rel="manifest" href="/app/manifest.webmanifest?lang=ar">' in page


def test_the_worker_keeps_files_that_exist_and_pages_that_open(client):
    response = client.get("/sw.js")
    assert response["Content-Type"].startswith("text/javascript")
    assert response["Service-Worker-Allowed"] == "/"
    body = response.content.decode()
    known = json.loads(body.split("self.SHELL = ", 1)[1].split(";\n", 1)[0])
    imported = re.findall(r'importScripts\("([^"]+)"\)', body)
    for address in [
        *known["files"],
        *known["fonts"],
        *(one for one in imported if one.startswith(settings.STATIC_URL)),
    ]:
        static_file(address)
    for address in [one for one in imported if not one.startswith(settings.STATIC_URL)]:
        assert client.get(address).status_code == 200
    for page in known["pages"]:
        assert client.get(f"{page}?lang=ar").status_code == 200
    scripts = [name for name in shell.FILES if name.endswith(".js")]
    for name in scripts:  # a module that is imported and not kept would be missing without a line
        for other in re.findall(r'from "([./a-z]+\.js)"', Path(static_file(settings.STATIC_URL + name)).read_text()):
            assert any(kept.endswith("/" + other.split("/")[-1]) for kept in scripts), (name, other)


def test_the_version_changes_with_a_file(settings, monkeypatch):
    settings.DEBUG = True
    before = shell.version()
    monkeypatch.setattr(shell, "FILES", (*shell.FILES, "css/desk.css" if finders.find("css/desk.css") else "desk.css"))
    assert shell.version() != before


@pytest.mark.parametrize("name", shell.PAGES)
def test_a_page_that_is_kept_knows_nobody(client, name):
    user = UserFactory(email="salma@example.org")
    client.force_login(user)
    page = client.get(f"{reverse(name)}?lang=fr").content.decode()
    assert "salma@example.org" not in page
    assert "session-dialog" not in page
    assert reverse("account_login") in page


def test_the_form_asks_the_same_without_a_line(client):
    real_directories()
    page = client.get("/app/write/?lang=fr").content.decode()
    for slug, step in STEPS.items():
        if slug in form.LEFT_OUT:
            continue
        part = page.split(f'data-step="{slug}"', 1)[1].split("</form>", 1)[0]
        for name, field in step.form(answers=answers_of(None)).fields.items():
            if name in {"website", "file", "q", "administration"} or name.startswith("rows"):
                continue
            assert re.search(rf'name="{name}(_\d)?"', part), (slug, name, field)
    for name in DECLARATIONS:
        assert f'name="{name}"' in page.split('data-step="declare"', 1)[1]
    identifiers = re.findall(r'\sid="([^"]+)"', page)
    assert len(identifiers) == len(set(identifiers)), "two things of the page have one name"


@pytest.mark.parametrize("capacity", Capacity.values)
def test_the_way_through_the_form_is_the_servers(capacity):
    """The telephone walks the same steps; only the proof of an address and the files have a place of their own."""
    draft = actions.create_draft(actor=NOBODY, language="fr")
    draft.answers = {"who": {"who": [capacity]}, "request": {"pressing": ["yes"]}}
    way = [step.slug for step in answers_of(draft).path()]
    assert form.capacities()[capacity] == [slug for slug in way if slug not in form.LEFT_OUT]


def test_longer_lists_cost_no_query_more(client):
    real_directories()
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get("/app/write/?lang=fr")
        counts.append(len(queries))
        AdministrationFactory.create_batch(20)
    assert counts[0] == counts[1] <= 20


# From the telephone to the pages of the site


def on_a_phone(actor=NOBODY):
    directories()
    draft, secret = complete_draft(actor), secrets.token_urlsafe(32)
    draft.secret_hash = hash_secret(secret)
    draft.save()
    return draft, secret


def test_the_draft_of_the_telephone_opens_on_the_site(client):
    draft, secret = on_a_phone()
    response = client.post("/app/open/", {"key": draft.key, "secret": secret})
    assert (response.status_code, response["Location"]) == (303, "/file/check/")
    assert "الجماعة لا تجيب" in client.get("/file/check/").content.decode()


def test_another_secret_opens_nothing(client):
    draft, _secret = on_a_phone()
    for post in (
        {"key": draft.key, "secret": secrets.token_urlsafe(32)},
        {"key": draft.key},
        {"key": uuid.uuid4(), "secret": secrets.token_urlsafe(32)},
        {"key": "nonsense\0", "secret": "x" * 10_000},
        {},
    ):
        response = client.post("/app/open/", post)
        assert response.status_code == 404
        assert "draft" not in response.cookies


def test_the_code_is_shown_where_the_secret_was_proved(client):
    draft, secret = on_a_phone()
    sent = actions.submit_draft(draft=draft, actor=NOBODY, declarations=consents(draft), secret=secret)
    response = client.post("/app/open/", {"key": draft.key, "secret": secret})
    assert response["Location"] == "/file/sent/"
    assert sent.code in client.get("/file/sent/").content.decode()


def test_the_draft_of_an_account_asks_to_log_in(client):
    draft, secret = on_a_phone(person(UserFactory()))
    response = client.post("/app/open/", {"key": draft.key, "secret": secret})
    assert response.status_code == 303
    assert response["Location"].startswith(reverse("account_login"))
    assert phones.find_draft(key=draft.key, secret=secret, actor=person(draft.user)).key == draft.key


def test_what_was_sent_long_ago_is_not_called_unsent(client):
    """Its draft is gone: number and code open it, and nobody is told to send it once more."""
    key = ComplaintFactory(submission_key=uuid.uuid4()).submission_key
    page = client.post(
        "/app/open/", {"key": key, "secret": secrets.token_urlsafe(32)}, headers={"accept-language": "en"}
    )
    assert page.status_code == 404
    assert "was sent already" in page.content.decode()
    assert 'href="/app/write/"' not in page.content.decode().split("<main")[1].split("</main")[0]


def test_another_draft_of_this_device_is_not_lost_for_it(client):
    """It was begun on the pages by nobody who is logged in: its code is shown before the device goes on with this one."""
    other = DraftFactory()
    response = client.get("/")
    remember_draft(response, other)
    client.cookies["draft"] = response.cookies["draft"].value
    secret = secrets.token_urlsafe(32)
    draft = DraftFactory(secret_hash=hash_secret(secret))
    response = client.post("/app/open/", {"key": draft.key, "secret": secret})
    assert response.status_code == 200
    assert resume_code(other) in response.content.decode()
    assert f'href="{reverse("intake:check")}"' in response.content.decode()
    assert client.post("/app/open/", {"key": draft.key, "secret": secret})["Location"] == reverse("intake:check")


def account_on(client, address: str) -> str | None:
    """The mark that a page tells to what waits on the telephone."""
    found = re.search(r'<html[^>]* data-account="([^"]*)"', client.get(address).content.decode())
    return found[1] if found else None


def test_a_fresh_token_before_each_sending_and_the_mark_of_whose_it_is(client):
    found = client.get("/app/token/").json()
    assert len(found["token"]) == 64
    assert found["account"] == account_on(client, "/help/") == ""
    one, other = UserFactory(), UserFactory()
    client.force_login(one)
    mark = client.get("/app/token/").json()["account"]
    assert mark == account_on(client, "/help/")
    assert re.fullmatch("[0-9a-f]{16}", mark)
    assert client.get("/app/token/").json()["account"] == mark
    client.force_login(other)
    assert client.get("/app/token/").json()["account"] not in ("", mark)


@pytest.mark.parametrize("address", ["/app/", "/app/write/", "/app/offline/", "/app/stand/"])
def test_what_is_kept_says_of_nobody_and_of_which_version_it_is(client, address):
    client.force_login(UserFactory())
    assert account_on(client, address) is None
    version = re.search(r'"version": "([0-9a-f]+)"', client.get("/sw.js").content.decode())
    assert version
    assert client.get(address)["Shell-Version"] == version[1]


@pytest.mark.parametrize(
    "address", ["/leave/", "/file/leave/", "/follow/leave/", "/questions/leave/", "/account/logout/"]
)
def test_whoever_leaves_leaves_nothing_on_the_device(client, address):
    if address == "/questions/leave/":
        address = reverse("knowledge:leave")
    client.force_login(UserFactory())
    assert client.post(address)["Clear-Site-Data"] == '"cache", "storage"'
