"""A file that comes in pieces, over a line that breaks: each piece that was acknowledged is kept (docs/attachments.md).

The sender makes the key, says how large the file is, and sends each piece with its offset; after a break it asks how much is
here and goes on. The last piece hands the whole file to the same inspection as every other upload."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, Sum
from django.utils import timezone

from complaints import files
from complaints.asking.text import tidy
from complaints.files import pieces
from complaints.files.pieces import NoUpload
from complaints.inspection.problems import Problem
from complaints.intake.actions import AlreadySent, Gone
from complaints.intake.attaching import LONGEST_CAPTION, MOST_FILES, TOO_MANY, keep
from complaints.intake.models import Draft, DraftFile, DraftUpload


@dataclass(frozen=True, slots=True)
class State:
    """How far a file is. `refusal` is the sentence to show when it was not taken; `file` its row once it was."""

    key: uuid.UUID
    name: str
    size: int
    offset: int
    refusal: str = ""
    file: int | None = None

    @property
    def done(self) -> bool:
        return self.file is not None or bool(self.refusal)


def begin(*, draft: Draft, key: uuid.UUID, name: str, size: int, caption: str = "", kind: str = "") -> State:
    """Announces a file of `size` bytes; one that is on its way already says how far it is. Raises AlreadySent, Gone.

    A file that was removed from the list, or was refused, begins anew under its key. Raises OtherFile where the key is that of
    a file of another size: nothing that was acknowledged goes."""
    with transaction.atomic():
        _lock(draft)
        row = DraftUpload.objects.select_for_update().filter(draft=draft, key=key).first()
        if row is not None and not row.refusal:
            found = _state(row)
            if found.file is not None or row.finished_at is None:
                if row.size != size:
                    raise pieces.OtherFile
                return found
        if row is not None:
            row.delete()
        if refusal := _refusal(draft, size):
            return State(key, name, size, 0, refusal)
        kind = kind if kind in DraftFile.Kind.values else ""
        row = DraftUpload.objects.create(
            draft=draft, key=key, name=pieces.plain(name), size=size,
            caption=tidy(caption)[:LONGEST_CAPTION], kind=kind,
        )  # fmt: skip
        return _state(row)


def append(*, draft: Draft, key: uuid.UUID, offset: int, data: bytes) -> State:
    """Keeps a piece; the last one hands the file over and says whether it was taken.

    Raises NoUpload, WrongOffset, TooLong, AlreadySent, Gone. A repeat of the last piece, whose answer was lost, is told how
    far the file is by WrongOffset, and of a whole file how it ended."""
    with transaction.atomic():
        _lock(draft)
        row = DraftUpload.objects.select_for_update().filter(draft=draft, key=key).first()
        if row is None:
            raise NoUpload
        pieces.add(row, offset=offset, data=data)
    return _finish(draft, row) if row.offset == row.size else _state(row)


def state_of(*, draft: Draft, key: uuid.UUID) -> State:
    """How far this file is; what is whole and was not handed over, because a process died, is handed over now.

    Raises NoUpload."""
    row = DraftUpload.objects.filter(draft=draft, key=key).first()
    if row is None:
        raise NoUpload
    return _finish(draft, row) if row.offset == row.size else _state(row)


def on_their_way(draft: Draft) -> list[State]:
    """The files of this draft that have arrived in part."""
    rows = DraftUpload.objects.filter(draft=draft, finished_at=None).order_by("pk")
    return [State(row.key, row.name, row.size, row.offset) for row in rows]


def forget(*, draft: Draft, key: uuid.UUID) -> None:
    """Throws away what has arrived of a file; the person does not want to send it any more."""
    DraftUpload.objects.filter(draft=draft, key=key).delete()


def forget_stale(*, before: datetime) -> int:
    """Throws away what nobody went on with, and what had not arrived when its draft was sent: no file of it."""
    stale = Q(touched_at__lt=before) | Q(draft__complaint__isnull=False)
    return DraftUpload.objects.filter(stale).delete()[0]


def _finish(draft: Draft, row: DraftUpload) -> State:
    """Outside a transaction: the inspection takes its time. A second process that does the same makes no second file."""
    if row.finished_at is None:
        refusal = keep(draft, pieces.Whole(row), caption=row.caption, kind=row.kind, sent_as=row.key)
        now = timezone.now()
        with transaction.atomic():
            changed = DraftUpload.objects.filter(pk=row.pk, finished_at=None).update(
                finished_at=now, refusal=refusal[:500]
            )
            row.parts.all().delete()
        if changed:
            row.refusal, row.finished_at = refusal[:500], now
        else:
            row.refresh_from_db()
    return _state(row)


def _lock(draft: Draft) -> None:
    row = Draft.objects.select_for_update().filter(pk=draft.pk).first()
    if row is None:
        raise Gone
    if row.complaint_id:
        raise AlreadySent


def _refusal(draft: Draft, size: int) -> str:
    """What can be said before a byte has travelled."""
    waiting = draft.uploads.filter(finished_at=None)
    if size <= 0:
        return str(files.Refused(Problem.EMPTY).message)
    if size > files.MAX_FILE:
        return str(files.Refused(Problem.TOO_BIG).message)
    if draft.files.count() + waiting.count() >= MOST_FILES:
        return str(TOO_MANY % {"count": MOST_FILES})
    there = (draft.files.aggregate(total=Sum("size"))["total"] or 0) + (
        waiting.aggregate(total=Sum("size"))["total"] or 0
    )
    return str(files.Refused(Problem.TOTAL).message) if there + size > files.MAX_TOTAL else ""


def _state(row: DraftUpload) -> State:
    file = DraftFile.objects.filter(draft=row.draft_id, sent_as=row.key).values_list("pk", flat=True).first()
    return State(row.key, row.name, row.size, row.offset, row.refusal if file is None else "", file)
