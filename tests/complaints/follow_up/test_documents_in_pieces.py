"""A document for a filed case comes in pieces before the message that it belongs to; a broken line costs one piece."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from complaints import files
from complaints.enums import State
from complaints.files import coming, pieces
from complaints.follow_up.tasks import forget_pieces
from complaints.models import ComingFile, Complaint
from complaints.sharing import selectors as sharing
from tests.complaints.documents import PDF
from tests.factories import ShareFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("storage")]
KEY, SIZE = uuid.uuid4(), len(PDF)


class Writer:
    """Who writes to a file in a browser with JavaScript."""

    def __init__(self, client: Client, case: Complaint) -> None:
        self.client, self.case = client, case
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"

    def url(self, name: str, *more: Any) -> str:
        return reverse(f"follow_up:{name}", args=[self.case.reference, *more])

    def begin(self, key: Any = KEY, size: Any = SIZE, name: str = "reçu.pdf") -> Any:
        return self.client.post(self.url("begin_piece"), {"key": key, "name": name, "size": size})

    def piece(self, offset: Any, data: bytes, key: uuid.UUID = KEY) -> Any:
        kind, place = "application/offset+octet-stream", {"Upload-Offset": str(offset)}
        return self.client.generic("POST", self.url("piece", key), data, kind, headers=place)

    def send(self, page: str = "write", **fields: Any) -> Any:
        return self.client.post(self.url(page), fields)


@pytest.fixture
def writer(life: Any, opened: Callable[[Complaint], Client]) -> Writer:
    case = life.in_study()
    return Writer(opened(case), case)


def arrive(writer: Writer, key: uuid.UUID = KEY, data: bytes = PDF) -> None:
    assert writer.begin(key, len(data)).json() == {"offset": 0, "done": False}
    assert writer.piece(0, data, key).json() == {"offset": len(data), "done": True}


def test_after_a_broken_line_only_what_is_missing_travels_and_the_message_takes_the_document(writer):
    writer.begin()
    assert writer.piece(0, PDF[:100]).json() == {"offset": 100, "done": False}
    repeated = writer.piece(0, PDF[:100])  # its answer was lost
    assert (repeated.status_code, repeated.json()) == (409, {"offset": 100})
    assert writer.begin().json() == {"offset": 100, "done": False}  # the page was left, the same file is chosen again
    assert writer.piece(100, PDF[100:]).json()["done"]
    assert writer.send(text="Le reçu.", file_sent=KEY).status_code == 302
    message = writer.case.messages.get()
    attachment = message.attachments.get()
    assert (attachment.name, attachment.size) == ("reçu.pdf", len(PDF))
    with files.opened(attachment, original=True).file as kept:
        assert kept.read() == PDF


def test_pressed_twice_it_is_one_message_with_one_document(writer):
    arrive(writer)
    form = uuid.uuid4()
    for _press in range(2):
        assert writer.send(text="", key=form, file_sent=KEY).status_code == 302
    assert writer.case.messages.count() == 1
    assert writer.case.attachments.filter(name="reçu.pdf").count() == 1


def test_an_answer_takes_each_document_to_its_item(life, opened):
    case = life.waiting()
    writer, item = Writer(opened(case), case), case.information_requests.get().items.get()
    arrive(writer)
    writer.send("answer", **{f"file_{item.pk}_sent": KEY})
    case.refresh_from_db()
    item.refresh_from_db()
    assert case.state == State.PRELIM_REVIEW
    assert item.attachment.name == "reçu.pdf"


def test_what_arrived_stays_with_the_form_when_another_field_is_wrong(writer):
    arrive(writer)
    again = writer.send(text="x" * 5001, file_sent=KEY)
    assert again.status_code == 422
    assert f'name="file_sent" value="{KEY}"' in again.text
    assert "reçu.pdf" in again.text
    switched = writer.send(text="Bonjour", file_sent=KEY, switch_language="ar")
    assert f'name="file_sent" value="{KEY}"' in switched.text


def test_a_document_that_cannot_be_taken_is_refused_in_words_and_let_go(writer):
    arrive(writer, data=b"MZ" + b"\0" * 200)
    answer = writer.send(text="Voici.", file_sent=KEY)
    assert answer.status_code == 422
    assert "We cannot read this kind of file" in answer.text
    assert f'value="{KEY}"' not in answer.text
    assert "Voici." in answer.text
    assert not writer.case.messages.exists()


def test_a_file_chosen_anew_goes_before_the_one_that_arrived(writer):
    arrive(writer)
    writer.send(file=SimpleUploadedFile("autre.pdf", PDF), file_sent=KEY)
    assert [one.name for one in writer.case.messages.get().attachments.all()] == ["autre.pdf"]


def test_half_a_document_goes_with_nothing(writer):
    writer.begin()
    writer.piece(0, PDF[:100])
    for text in ("", "Voici."):
        answer = writer.send(text=text, file_sent=KEY)
        assert answer.status_code == 422
    assert "Choose this document again" in answer.text
    assert "Voici." in answer.text
    assert not writer.case.messages.exists()


def test_what_was_sent_once_can_go_with_a_further_message(writer):
    arrive(writer)
    writer.send(text="Un.", file_sent=KEY)
    assert writer.begin().json() == {"offset": SIZE, "done": True}
    assert ComingFile.objects.get().used_at is None
    writer.send(text="Deux.", file_sent=KEY)
    assert [message.attachments.count() for message in writer.case.messages.all()] == [1, 1]


def test_a_document_for_what_is_not_asked_any_more_is_not_left_out_in_silence(life, opened):
    case = life.waiting()
    writer, item = Writer(opened(case), case), case.information_requests.get().items.get()
    arrive(writer)
    typed = {f"answer_{item.pk + 1000}": "voici", f"file_{item.pk + 1000}_sent": KEY}
    page = writer.send("answer", **typed)
    assert "Add your documents again" in page.text
    assert f'value="{KEY}"' not in page.text


def test_many_names_cost_one_query(writer, django_assert_max_num_queries):
    with django_assert_max_num_queries(60):
        writer.send(text="x", **{f"f{number}_sent": str(uuid.uuid4()) for number in range(300)})


def test_nobody_sends_what_another_began_nor_to_a_file_that_is_not_open(writer, life, opened):
    arrive(writer)
    brother = Writer(Client(), writer.case)
    share = ShareFactory(complaint=writer.case, right="write")
    brother.client.post(
        reverse("follow_up:login"), {"reference": writer.case.reference, "code": sharing.code_of(share)}
    )
    assert "Choose this document again" in brother.send(text="De moi.", file_sent=KEY).text
    assert not writer.case.messages.exists()
    reader = Writer(Client(), writer.case)
    share = ShareFactory(complaint=writer.case, right="read")
    reader.client.post(reverse("follow_up:login"), {"reference": writer.case.reference, "code": sharing.code_of(share)})
    stranger = Writer(Client(), writer.case)
    for who in (reader, stranger):
        for answer in (who.begin(), who.piece(0, PDF)):
            assert answer.status_code == 410
            assert "not open on this device" in answer.json()["error"]


def test_nothing_odd_ends_in_an_error_of_the_server(writer):
    for key, size in (
        ("x", 1),
        ("", ""),
        (KEY, "9" * 400),
        (KEY, -1),
        (KEY, 0),
        (KEY, files.MAX_FILE + 1),
        (KEY, "٣x"),
    ):
        answer = writer.begin(key, size)
        assert answer.status_code == 422, (key, size)
        assert answer.json()["error"]
    assert writer.begin(name="\0" * 1200).status_code == 200
    for offset in ("", "x", "-1", "٣", "9" * 400):
        assert writer.piece(offset, b"x").status_code == 400, offset
    assert writer.piece(0, b"x" * (len(PDF) + 1)).status_code == 413
    assert writer.piece(0, b"x", uuid.uuid4()).status_code == 404
    assert writer.client.get(writer.url("begin_piece")).status_code == 405
    assert writer.send(text="", file_sent="x\0")["Location"].endswith("check=1")


def test_what_is_on_its_way_has_a_bound(writer, monkeypatch):
    monkeypatch.setattr(coming, "MOST", 1)
    assert writer.begin().status_code == 200
    assert "another message" in writer.begin(uuid.uuid4()).json()["error"]
    monkeypatch.setattr(pieces, "PIECES_AN_HOUR", 1)
    assert writer.piece(0, PDF[:10]).status_code == 200
    late = writer.piece(10, PDF[10:20])
    assert (late.status_code, late["Retry-After"]) == (429, "600")


def test_what_nobody_sent_is_thrown_away_after_a_week_and_what_was_sent_after_a_day(writer):
    waiting, sent, fresh = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
    for key in (waiting, sent, fresh):
        arrive(writer, key)
    writer.send(text="Voici", file_sent=sent)
    assert forget_pieces() == 0
    rows, now = ComingFile.objects.filter(complaint=writer.case), timezone.now()
    rows.filter(key=waiting).update(touched_at=now - pieces.PATIENCE - timedelta(minutes=1))
    rows.filter(key=sent).update(used_at=now - coming.KEPT - timedelta(minutes=1))
    forget_pieces()
    assert [row.key for row in rows] == [fresh]
