"""A file that comes in pieces is whole in the end, and one file, whatever breaks on the way (issue 5, section 1)."""

import threading
import uuid
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.actors import NOBODY
from complaints import files
from complaints.files import pieces
from complaints.intake import actions, attaching, uploads
from complaints.intake.models import DraftUpload, UploadPart
from complaints.intake.tasks import remove_expired_drafts
from tests.complaints.documents import PDF
from tests.complaints.intake.filing import complete_draft, consents, directories
from tests.factories.drafts import DraftFactory, DraftFileFactory

pytestmark = pytest.mark.django_db


def pdf(words: str) -> bytes:
    return PDF + f"\n% {words}".encode()


def original(row) -> bytes:
    with default_storage.open(row.original) as file:
        return file.read()


def begin(draft, data, **more):
    key = more.pop("key", uuid.uuid4())
    return uploads.begin(draft=draft, key=key, name="carte.pdf", size=len(data), **more)


def send(draft, state, data, piece=1000):
    """All that is missing, piece by piece."""
    while not state.done:
        part = data[state.offset : state.offset + piece]
        state = uploads.append(draft=draft, key=state.key, offset=state.offset, data=part)
    return state


def test_a_file_in_pieces_is_the_file():
    draft, data = DraftFactory(), pdf("Salma")
    state = send(draft, begin(draft, data, caption=" La carte "), data, piece=97)
    row = draft.files.get()
    assert (state.file, state.refusal, row.name, row.caption, row.size) == (
        row.pk,
        "",
        "carte.pdf",
        "La carte",
        len(data),
    )
    assert original(row) == data
    assert not UploadPart.objects.exists()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cuts=st.lists(st.tuples(st.integers(1, 400), st.booleans(), st.booleans()), max_size=30))
def test_whatever_is_lost_or_sent_twice_no_byte_is(cuts):
    """Of each piece the request or the answer may get lost; the sender only believes what it is told."""
    draft, data = DraftFactory(), pdf("x" * 40)
    state = begin(draft, data)
    known = 0  # what the sender has been told
    for length, arrives, answered in [*cuts, *[(400, True, True)] * (len(data) // 400 + 2)]:
        if not arrives:
            continue
        try:
            state = uploads.append(draft=draft, key=state.key, offset=known, data=data[known : known + length])
        except pieces.WrongOffset as wrong:
            known = wrong.expected
            continue
        if answered:
            known = state.offset
    assert uploads.state_of(draft=draft, key=state.key).file == draft.files.get().pk
    assert original(draft.files.get()) == data


def test_the_same_key_goes_on_and_makes_no_second_file():
    draft, data, key = DraftFactory(), pdf("a"), uuid.uuid4()
    state = begin(draft, data, key=key)
    uploads.append(draft=draft, key=key, offset=0, data=data[:50])
    assert begin(draft, data, key=key).offset == 50
    send(draft, begin(draft, data, key=key), data)
    again = begin(draft, data, key=key)
    assert again.done
    assert again.file == draft.files.get().pk
    assert uploads.append(draft=draft, key=key, offset=state.offset, data=data).file == again.file


def test_a_file_that_was_taken_away_can_come_again():
    draft, data, key = DraftFactory(), pdf("a"), uuid.uuid4()
    first = send(draft, begin(draft, data, key=key), data)
    actions.remove_file(draft=draft, number=first.file)
    state = begin(draft, data, key=key)
    assert (state.offset, state.done) == (0, False)
    assert send(draft, state, data).file == draft.files.get().pk


def test_a_piece_in_the_wrong_place_is_told_the_right_one():
    draft, data = DraftFactory(), pdf("a")
    state = begin(draft, data)
    uploads.append(draft=draft, key=state.key, offset=0, data=data[:10])
    with pytest.raises(pieces.WrongOffset) as wrong:
        uploads.append(draft=draft, key=state.key, offset=0, data=data[:10])
    assert wrong.value.expected == 10
    with pytest.raises(pieces.WrongOffset):
        uploads.append(draft=draft, key=state.key, offset=11, data=data[11:20])
    with pytest.raises(pieces.TooLong):
        uploads.append(draft=draft, key=state.key, offset=10, data=data[10:] + b"x")
    with pytest.raises(pieces.TooLong):
        uploads.append(draft=draft, key=state.key, offset=10, data=b"x" * (pieces.PIECE + 1))
    with pytest.raises(pieces.NoUpload):
        uploads.append(draft=DraftFactory(), key=state.key, offset=10, data=b"x")  # another draft's key is no key


def test_refusals_come_before_the_bytes_where_they_can():
    draft = DraftFactory()
    assert "10 MB" in uploads.begin(draft=draft, key=uuid.uuid4(), name="a.pdf", size=files.MAX_FILE + 1).refusal
    assert uploads.begin(draft=draft, key=uuid.uuid4(), name="a.pdf", size=0).refusal
    for _each in range(6):
        assert not uploads.begin(draft=draft, key=uuid.uuid4(), name="a.pdf", size=files.MAX_FILE).refusal
    assert "60 MB" in uploads.begin(draft=draft, key=uuid.uuid4(), name="a.pdf", size=1).refusal
    full = DraftFactory()
    DraftFileFactory.create_batch(attaching.MOST_FILES, draft=full)
    assert str(attaching.MOST_FILES) in uploads.begin(draft=full, key=uuid.uuid4(), name="a.pdf", size=9).refusal


def test_what_cannot_be_taken_says_why_and_leaves_nothing():
    draft, data = DraftFactory(), b"MZ" + b"\0" * 300
    state = begin(draft, data)
    refused = send(draft, state, data)
    assert "PDF" in refused.refusal
    assert uploads.state_of(draft=draft, key=state.key).refusal == refused.refusal  # the answer may have been lost
    assert not draft.files.exists()
    assert not UploadPart.objects.exists()
    assert begin(draft, data, key=state.key).offset == 0  # "try again" tries again


@pytest.mark.django_db(transaction=True)
def test_two_that_hand_over_the_same_file_make_one(monkeypatch):
    """The process that took the last piece is slow, and the sender, who heard nothing, asks again."""
    draft, data = DraftFactory(), pdf("a")
    state = begin(draft, data)
    uploads.append(draft=draft, key=state.key, offset=0, data=data[:-1])
    receive, both = files.receive, threading.Barrier(2, timeout=30)

    def together(*args, **kwargs):
        both.wait()
        return receive(*args, **kwargs)

    monkeypatch.setattr(files, "receive", together)
    ends = []

    def last(offset):
        try:
            ends.append(uploads.append(draft=draft, key=state.key, offset=offset, data=data[-1:]))
        finally:
            connection.close()

    threads = [threading.Thread(target=last, args=(len(data) - 1,)) for _each in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    file = draft.files.get()
    assert [end.file for end in ends] == [file.pk, file.pk]


def test_nothing_comes_to_a_draft_that_was_deleted():
    draft = DraftFactory()
    state = begin(draft, b"%PDF")
    actions.delete_draft(draft=draft)
    with pytest.raises(actions.Gone):
        uploads.append(draft=draft, key=state.key, offset=0, data=b"%")
    assert not DraftUpload.objects.exists()


def test_nothing_comes_to_a_draft_that_was_sent():
    directories()
    draft = complete_draft()
    state = begin(draft, b"%PDF")
    actions.submit_draft(draft=draft, actor=NOBODY, declarations=consents(draft))
    with pytest.raises(actions.AlreadySent):
        uploads.append(draft=draft, key=state.key, offset=0, data=b"%")
    remove_expired_drafts()
    assert not DraftUpload.objects.exists()


def test_what_nobody_goes_on_with_is_thrown_away():
    draft, data = DraftFactory(), pdf("a")
    old, young = begin(draft, data), begin(draft, data)
    uploads.append(draft=draft, key=old.key, offset=0, data=data[:10])
    DraftUpload.objects.filter(key=old.key).update(touched_at=timezone.now() - pieces.PATIENCE - timedelta(hours=1))
    remove_expired_drafts()
    assert [each.key for each in uploads.on_their_way(draft)] == [young.key]
