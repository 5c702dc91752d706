"""What must not be told is told to nobody: not by a log line, not by an address, not by the documentation page."""

import re
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from mediator.languages import CODES
from tests.complaints.api.calls import ROOT, Caller, Writer
from tests.complaints.api.conftest import token_of
from tests.complaints.documents import PDF
from tests.complaints.follow_up.opening import CODE
from tests.complaints.intake.filing import directories

pytestmark = pytest.mark.django_db


def test_no_log_line_tells_a_name_a_code_or_a_secret(life, with_file, storage, capfd):
    directories()
    writer = Writer()
    writer.write()
    data = PDF + b"\n% log"
    writer.piece(writer.announce(data, "Amrani.pdf").json_body["key"], 0, data)
    writer.announce(b"MZ", "Canary-name.pdf")
    writer.submit(truth=False)
    code = writer.submit().json_body["code"]
    case = life.registered(user=life.citizen.user)
    holder, token = with_file(case), token_of(life.citizen.user)
    holder.post(f"complaints/{case.reference}/messages/", {"key": str(uuid.uuid4()), "text": "canary text"})
    Caller(X_Session_Token=token).get("my-data/")
    Caller(Client(raise_request_exception=False)).call("POST", "complaints/open/", "{broken canary")
    said = "".join(capfd.readouterr())
    secret_things = (
        writer.secret,
        code,
        CODE,
        token,
        holder.headers["File-Token"],
        "canary",
        "Canary",
        "Salma",
        "Amrani",
    )
    assert [thing for thing in secret_things if thing in said] == []


def test_no_address_takes_a_code_a_token_or_a_secret():
    """What opens something travels in headers and bodies alone."""
    addresses = str([str(entry.pattern) for entry in get_resolver().url_patterns if "api" in str(entry.pattern)])
    described = Caller().get("schema/", Accept="application/json").json_body["paths"]
    names = {
        row["name"] for methods in described.values() for one in methods.values() for row in one["parameters"]
        if row["in"] in ("path", "query")
    }  # fmt: skip
    assert not {name for name in names if re.search(r"code$|token|secret|email|phone|name", name)} - {"code"}
    codes = {path for path in described if "{code}" in path}
    assert codes == {f"{ROOT}administrations/{{code}}/", f"{ROOT}directory/{{code}}/"}  # of directories
    assert "token" not in addresses


def test_the_description_comes_as_json_too(client):
    assert client.get(f"{ROOT}schema/")["Content-Type"] == "application/vnd.oai.openapi+json"
    again = client.get(f"{ROOT}schema/", headers={"If-None-Match": client.get(f"{ROOT}schema/")["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("language", CODES)
def test_the_documentation_speaks_the_readers_language_and_needs_no_script(client, language):
    text = client.get(f"{ROOT}docs/", headers={"Accept-Language": language}).content.decode()
    assert f'<html lang="{language}"' in text
    for operation in ("open_complaint", "save_step", "send_piece", "submit", "devices"):
        assert f'id="{operation}"' in text
    if language != "en":
        assert "For programs: the API" not in text
    assert "style=" not in text.split("<main", 1)[1].split("</main>", 1)[0]


def test_writing_a_draft_costs_the_same_however_much_is_written():
    directories()
    writer = Writer()
    writer.begin()

    def queries(call):
        with CaptureQueriesContext(connection) as caught:
            assert call().status_code < 300
        return len(caught)

    def step():
        return writer.patch(f"{writer.draft}steps/request/", {"request": "x" * 100})

    few = queries(step), queries(lambda: writer.get(writer.draft))
    writer.write()
    assert (queries(step), queries(lambda: writer.get(writer.draft))) <= few
    assert max(few) <= 12
