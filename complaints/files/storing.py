"""Private storage: random names, whole files or none, and nothing that a web server serves.

On a local disk a file is written under another name, flushed to the disk, then renamed: a row that names a file never
names half of one. A crash before the row leaves a file without a row, which the sweeper removes (upkeep.py)."""

import os
import secrets
import shutil
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Protocol

from django.apps import apps
from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage, default_storage, storages
from django.db import transaction
from django.utils import timezone

from complaints.enums import Verdict
from complaints.models import Attachment, StoredFile

INCOMING = "incoming"
ERASED = "erased/"  # a row whose name begins so has no bytes: nothing is ever kept under it


class Kept(Protocol):
    """A row or a Received: two random names, the second one empty when there is no copy."""

    @property
    def original(self) -> str: ...

    @property
    def copy(self) -> str: ...


def workbench() -> Path:
    """A new empty file to write into: on the same disk as the storage, where it has one. The caller removes it."""
    folder = None
    if isinstance(_backend(), FileSystemStorage):
        folder = Path(default_storage.path(INCOMING))
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=folder, delete=False, prefix="part-") as file:
        return Path(file.name)


def _backend() -> Storage:
    """The storage behind Django's lazy name for it."""
    return storages["default"]


def keep(path: Path) -> str:
    """Moves a finished file into the storage and gives its random name, such as `2026/11/9f…`."""
    name = f"{timezone.now():%Y/%m}/{secrets.token_hex(16)}"
    if not isinstance(_backend(), FileSystemStorage):  # a storage that is no disk takes whole objects only
        with path.open("rb") as file:
            saved = default_storage.save(name, File(file))
        path.unlink()
        return saved
    target = Path(default_storage.path(name))
    for folder in (target.parent.parent, target.parent):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.chmod(0o600)
    with path.open("rb") as file:
        os.fsync(file.fileno())
    path.replace(target)
    _flush_folder(target.parent)
    return name


def _flush_folder(folder: Path) -> None:
    """The rename itself reaches the disk with its folder."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def take_out(name: str, target: Path) -> None:
    """A stored file as a file of this disk."""
    with default_storage.open(name) as stored, target.open("wb") as file:
        shutil.copyfileobj(stored, file)


def discard(stored: Kept) -> None:
    """Removes the bytes once the transaction that removes the row is committed, unless another row needs them: a
    draft's file becomes a file of the case without being copied."""
    names = [name for name in (stored.original, stored.copy) if name]
    transaction.on_commit(lambda: remove_unneeded(names))


def erase(row: Attachment, *, at: datetime) -> None:
    """Takes name, caption and bytes from a file of a case, original and copy; its row stays and says when.

    The bytes go once this is committed. What a crash or a silent storage leaves behind has no row, and goes with the
    sweeper: such a failure is logged and does not undo what was decided."""
    names = [name for name in (row.original, row.copy) if name]
    row.name = f"erased-{timezone.localdate(at).isoformat()}"
    row.original, row.copy, row.caption = f"{ERASED}{row.pk}", "", ""
    row.verdict = Verdict.CLEAN if row.verdict == Verdict.PENDING else row.verdict  # there is nothing left to scan
    row.erased_at = at
    row.save(update_fields=["name", "original", "copy", "caption", "verdict", "erased_at"])
    transaction.on_commit(lambda: remove_unneeded(names), robust=True)


def remove_unneeded(names: list[str]) -> list[str]:
    """Removes those files that no row names, and gives their names."""
    removed = sorted(set(names) - needed(names))
    for name in removed:
        default_storage.delete(name)
    return removed


def needed(names: list[str]) -> set[str]:
    """Which of these stored names a row of any table of files holds.

    One statement, so one snapshot: asked one after the other, both tables could say no of a file that moves from the
    draft to the case in between."""
    first, *others = [
        model._default_manager.filter(**{f"{field}__in": names}).order_by().values_list(field, flat=True)
        for model in tables()
        for field in ("original", "copy")
    ]
    return set(first.union(*others, all=True).order_by())


def tables() -> list[type[StoredFile]]:
    """Every table of files."""
    return [model for model in apps.get_models() if issubclass(model, StoredFile)]
