"""What the page of files asks with JavaScript: files in pieces, by the cookie of the draft."""

import uuid

import pytest

from accounts.actors import NOBODY
from complaints import files
from complaints.files import pieces
from complaints.intake import actions
from complaints.intake.models import Draft, DraftUpload
from complaints.intake.views import common
from tests.complaints.documents import PDF
from tests.complaints.intake.filing import POSTS, consents, directories, walk

pytestmark = pytest.mark.django_db
BEGIN = "/file/files/pieces/"


@pytest.fixture
def begun(client):
    """A draft on this device."""
    client.post("/file/who/", POSTS["who"])
    return Draft.objects.get()


def announce(client, key, data=PDF, name="carte.pdf"):
    return client.post(BEGIN, {"key": key, "name": name, "size": len(data), "caption": "La carte"})


def piece(client, key, offset, data):
    return client.generic(
        "POST", f"{BEGIN}{key}/", data, "application/offset+octet-stream", headers={"Upload-Offset": str(offset)}
    )


def test_a_file_comes_in_pieces(client, begun):
    key = uuid.uuid4()
    assert announce(client, key).json() == {"offset": 0, "done": False}
    assert piece(client, key, 0, PDF[:100]).json() == {"offset": 100, "done": False}
    assert client.get(f"{BEGIN}{key}/").json()["offset"] == 100
    wrong = piece(client, key, 0, PDF[:100])
    assert (wrong.status_code, wrong.json()) == (409, {"offset": 100})
    done = piece(client, key, 100, PDF[100:]).json()
    assert done["done"]
    assert "carte.pdf" in done["list"]
    assert begun.files.get().caption == "La carte"


def test_pieces_are_not_counted_as_answers(client, begun, monkeypatch):
    """Over a weak line a file comes in many small ones (docs/attachments.md); there is a bound to them all the same."""
    monkeypatch.setattr(common, "POSTS_A_DRAFT", 3)
    key = uuid.uuid4()
    announce(client, key)
    assert [piece(client, key, at, PDF[at : at + 1]).status_code for at in range(8)] == [200] * 8
    monkeypatch.setattr(pieces, "PIECES_AN_HOUR", 8)
    late = piece(client, key, 8, PDF[8:9])
    assert (late.status_code, late["Retry-After"]) == (429, "600")


def test_nothing_odd_ends_in_an_error_of_the_server(client, begun):
    key = uuid.uuid4()
    for post in (
        {},
        {"key": "x", "size": "1"},
        {"key": key, "size": "9" * 400},
        {"key": key, "size": "-1"},
        {"key": key, "size": "٣"},
    ):
        assert client.post(BEGIN, post).status_code in {200, 422}, post
    assert (
        announce(
            client, uuid.uuid4(), name="\0\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace") * 900
        ).status_code
        == 200
    )
    assert piece(client, uuid.uuid4(), 0, b"x").status_code == 404
    announce(client, key)
    for offset in ("", "x", "-1", "٣", "9" * 400):
        assert piece(client, key, offset, b"x").status_code == 400, offset
    assert piece(client, key, 0, b"x" * (len(PDF) + 1)).status_code == 413
    assert announce(client, uuid.uuid4(), data=b"x" * (files.MAX_FILE + 1)).status_code == 422
    refused = uuid.uuid4()
    announce(client, refused, data=b"MZ" * 50)
    answer = piece(client, refused, 0, b"MZ" * 50)
    assert answer.status_code == 422
    assert "PDF" in answer.json()["error"]


def test_without_the_draft_there_is_no_way_in(client, begun):
    key = uuid.uuid4()
    announce(client, key)
    stranger = type(client)()
    assert announce(stranger, uuid.uuid4()).status_code == 410
    assert piece(stranger, key, 0, PDF).status_code == 410
    stranger.post("/file/who/", POSTS["who"])
    assert piece(stranger, key, 0, PDF).status_code == 404  # another draft's key is no key of mine


def test_a_draft_that_was_sent_takes_nothing_more(client):
    directories()
    walk(client)
    draft, key = Draft.objects.get(), uuid.uuid4()
    announce(client, key)
    actions.submit_draft(draft=draft, actor=NOBODY, declarations=consents(draft))
    assert piece(client, key, 0, PDF).status_code == 410


def test_the_page_shows_what_has_arrived_in_part_and_can_forget_it(client, begun):
    key = uuid.uuid4()
    announce(client, key)
    piece(client, key, 0, PDF[:60])
    page = client.get("/file/files/").content.decode()
    assert str(key) in page
    assert "carte.pdf" in page
    client.post("/file/files/", {"forget": "nonsense"})
    client.post("/file/files/", {"forget": key})
    assert not DraftUpload.objects.exists()
    assert str(key) not in client.get("/file/files/").content.decode()
