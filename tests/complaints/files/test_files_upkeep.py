"""Bytes without a row go after a day, bytes with a row never; the scanner is asked again until it answers."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import file_corpus as corpus
import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.actors import NOBODY
from complaints import files, tasks
from complaints.files import antivirus, storing, upkeep
from complaints.intake import actions
from complaints.intake.models import Draft, DraftFile
from complaints.models import Attachment, StoredFile
from tests.complaints.intake.filing import complete_draft, consents, directories
from tests.factories import DraftFactory
from tests.factories.drafts import DraftFileFactory

pytestmark = pytest.mark.django_db


def row(draft: Draft | None = None, **changes: object) -> DraftFile:
    received = files.receive(SimpleUploadedFile("photo.jpg", corpus.jpeg()), already=0)
    draft = draft or DraftFactory()
    return DraftFile.objects.create(draft=draft, sent_at=timezone.now(), **(received.fields() | changes))


def on_disk(storage: Path) -> set[str]:
    return {str(path.relative_to(storage)) for path in storage.rglob("*") if path.is_file()}


def age(storage: Path, hours: float) -> None:
    for name in on_disk(storage):
        then = timezone.now().timestamp() - hours * 3600
        os.utime(storage / name, (then, then))


def test_orphans_go_after_a_day_and_rows_keep_theirs(storage: Path) -> None:
    kept = row()
    files.receive(SimpleUploadedFile("photo.jpg", corpus.jpeg()), already=0)
    (storage / "incoming" / "part-left").write_bytes(b"half")
    age(storage, 23)
    assert tasks.sweep_files() == 0
    age(storage, 25)
    assert tasks.sweep_files() == 3
    assert on_disk(storage) == {kept.original, kept.copy}


def test_an_expired_draft_leaves_orphans_only(storage: Path) -> None:
    row().draft.delete()
    assert upkeep.sweep(now=timezone.now() + timedelta(days=2)) == 2
    assert on_disk(storage) == set()


def test_an_empty_storage_is_swept() -> None:
    assert upkeep.sweep() == 0


def many(storage: Path) -> list[str]:
    """Old files that no row names, in three folders; gives their names in the order of the sweep."""
    names = [f"{folder}/{number:032x}" for folder in ("2025/12", "2026/01", "2026/02") for number in range(3)]
    for name in names:
        (storage / name).parent.mkdir(parents=True, exist_ok=True)
        (storage / name).write_bytes(b"x")
    age(storage, 25)
    return names


def test_a_sweep_out_of_time_goes_on_where_it_stopped_and_begins_again_at_the_end(
    storage: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = many(storage)
    monkeypatch.setattr(upkeep, "PORTION", 4)
    assert upkeep.sweep(seconds=0) == 4
    assert on_disk(storage) == set(names[4:])
    (storage / names[0]).write_bytes(b"x")
    age(storage, 25)
    assert [upkeep.sweep(seconds=0), upkeep.sweep(seconds=0)] == [4, 1]
    assert on_disk(storage) == {names[0]}
    assert upkeep.sweep(seconds=0) == 0  # nothing was left behind the mark
    assert upkeep.sweep(seconds=0) == 1


def test_a_portion_that_fails_does_not_keep_the_sweep_from_later_folders(
    storage: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = many(storage)
    monkeypatch.setattr(upkeep, "PORTION", 3)

    def refuse(storage: FileSystemStorage, name: str) -> None:
        raise PermissionError(name)

    with monkeypatch.context() as broken:
        broken.setattr(FileSystemStorage, "delete", refuse)
        with pytest.raises(PermissionError):
            upkeep.sweep()
    assert upkeep.sweep() == 6
    assert on_disk(storage) == set(names[:3])
    assert upkeep.sweep() == 3


def test_folders_before_the_mark_are_not_opened(storage: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = many(storage)
    opened = []
    listed = FileSystemStorage.listdir
    monkeypatch.setattr(FileSystemStorage, "listdir", lambda self, path: opened.append(path) or listed(self, path))
    assert list(upkeep._stored("", mark=names[4])) == names[5:]
    assert opened == ["", "2026", "2026/01", "2026/02"]


def test_a_portion_takes_one_query_and_no_look_at_files_that_rows_name(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    draft = DraftFactory()
    for _file in range(3):
        row(draft)
    monkeypatch.setattr(FileSystemStorage, "get_modified_time", lambda self, name: pytest.fail(name))
    with django_assert_num_queries(1):
        assert upkeep.sweep(now=timezone.now() + timedelta(days=2)) == 0


@pytest.mark.django_db(transaction=True)
def test_bytes_are_removed_when_the_row_is_gone_for_good(storage: Path) -> None:
    stored = row()
    with transaction.atomic():
        files.discard(stored)
        DraftFile.objects.all().delete()
        transaction.set_rollback(True)
    assert on_disk(storage) == {stored.original, stored.copy}
    with transaction.atomic():
        files.discard(stored)
        stored.delete()
        assert len(on_disk(storage)) == 2
    assert on_disk(storage) == set()


@pytest.mark.django_db(transaction=True)
def test_bytes_that_another_row_needs_stay(storage: Path) -> None:
    stored = row()
    with transaction.atomic():
        files.discard(stored)
    assert on_disk(storage) == {stored.original, stored.copy}


@pytest.mark.django_db(transaction=True)
def test_bytes_stay_when_the_complaint_is_sent_while_every_table_is_asked(
    storage: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    directories()
    stored = row(draft := complete_draft())
    agreed, real, asked = consents(draft), storing.tables, []

    def tables() -> Iterator[type[StoredFile]]:
        for model in real():
            yield model
            if not asked and model is Attachment:  # the first table was named; the file moves into it before the next
                asked.append(model)
                actions.submit_draft(draft=draft, actor=NOBODY, declarations=agreed)

    monkeypatch.setattr(storing, "tables", tables)
    assert storing.remove_unneeded([stored.original, stored.copy]) == []
    assert asked
    assert Attachment.objects.get().original == stored.original
    assert on_disk(storage) == {stored.original, stored.copy}


def test_all_tables_of_files_are_asked_in_one_statement(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    kept = row()
    with django_assert_num_queries(1):
        assert storing.needed([kept.original, kept.copy, "2026/11/other"]) == {kept.original, kept.copy}


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [(antivirus.Answer.CLEAN, "clean"), (antivirus.Answer.INFECTED, "rejected"), (antivirus.Answer.UNKNOWN, "pending")],
)
def test_waiting_files_are_asked_about_again(
    answer: antivirus.Answer, verdict: str, settings: object, monkeypatch: pytest.MonkeyPatch, storage: Path
) -> None:
    settings.CLAMD_URL = "unix:///nowhere"
    waiting, checked = row(), row()
    checked.verdict = "clean"
    checked.save()
    seen = []
    monkeypatch.setattr(antivirus, "scan", lambda path: seen.append(path.read_bytes()) or answer)
    assert tasks.rescan_files() == (0 if answer is antivirus.Answer.UNKNOWN else 1)
    assert seen == [corpus.jpeg()]
    waiting.refresh_from_db()
    assert waiting.verdict == verdict
    assert not [name for name in on_disk(storage) if name.startswith("incoming")]


def test_lost_bytes_do_not_stop_the_others(settings: object, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.CLAMD_URL = "unix:///nowhere"
    row(original="2026/11/lost")
    found = row()
    monkeypatch.setattr(antivirus, "scan", lambda path: antivirus.Answer.CLEAN)
    assert upkeep.rescan() == 1
    found.refresh_from_db()
    assert found.verdict == "clean"


def test_files_that_never_get_an_answer_hold_no_later_one_up(
    settings: object, monkeypatch: pytest.MonkeyPatch, storage: Path
) -> None:
    settings.CLAMD_URL = "unix:///nowhere"
    monkeypatch.setattr(upkeep, "RESCAN_LIMIT", 2)
    draft, now = DraftFactory(), timezone.now()
    first, second, last = (
        DraftFileFactory(draft=draft, verdict="pending", sent_at=now - timedelta(days=days)) for days in (3, 2, 1)
    )
    monkeypatch.setattr(storing, "take_out", lambda name, path: path.write_text(name))
    asked = []

    def scan(path: Path) -> antivirus.Answer:
        asked.append(path.read_text())
        return antivirus.Answer.CLEAN if asked[-1] == last.original else antivirus.Answer.UNKNOWN

    monkeypatch.setattr(antivirus, "scan", scan)
    assert [upkeep.rescan() for _round in range(3)] == [0, 1, 0]
    assert asked == [each.original for each in (first, second, last, first, second, first)]


def test_a_file_at_which_the_task_is_stopped_goes_to_the_end(settings: object, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.CLAMD_URL = "unix:///nowhere"
    row()
    other = row()
    answers = iter([SoftTimeLimitExceeded, antivirus.Answer.CLEAN])

    def scan(path: Path) -> antivirus.Answer:
        if (answer := next(answers)) is SoftTimeLimitExceeded:
            raise answer
        return answer

    monkeypatch.setattr(antivirus, "scan", scan)
    monkeypatch.setattr(upkeep, "RESCAN_LIMIT", 1)
    with pytest.raises(SoftTimeLimitExceeded):
        upkeep.rescan()
    assert upkeep.rescan() == 1
    other.refresh_from_db()
    assert other.verdict == "clean"


def test_without_a_scanner_nothing_waits_for_one() -> None:
    waiting = row(verdict="pending")
    assert upkeep.rescan() == 1
    waiting.refresh_from_db()
    assert waiting.verdict == "clean"


def test_a_storage_that_is_no_disk_serves_as_well(settings: object) -> None:
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}
    kept = row()
    lost = files.receive(SimpleUploadedFile("photo.jpg", corpus.jpeg()), already=0)
    response = files.download(kept, original=True)
    assert b"".join(response.streaming_content) == corpus.jpeg()
    assert upkeep.sweep(now=timezone.now() + timedelta(days=2)) == 2
    with pytest.raises(files.Unavailable):
        files.download(lost)
    files.download(kept).close()
