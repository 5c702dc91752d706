"""What beat does with the storage: asks the scanner again, and removes files that no row names."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import batched
from time import monotonic

import structlog
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db.models.functions import Coalesce
from django.utils import timezone

from complaints.enums import Verdict
from complaints.files import antivirus, storing

log = structlog.get_logger(__name__)

ORPHAN_AGE = timedelta(hours=24)  # longer than any form between an upload and its row
PORTION = 1000  # names in one query
RUN_SECONDS = 30.0  # half of the time that a task has: the rest is for one long folder
MARK = "files.sweep.mark"  # the last name that was looked at; without it the sweep begins again, and nothing is lost
RESCAN_LIMIT = 50


def rescan() -> int:
    """Asks again about files that the scanner could not answer for. Gives how many are settled now.

    First come those that were asked about longest ago (on arrival, or here): a file that never gets an answer goes to the
    end each time, and holds nobody up. An installation that has no scanner any more lets them through: they passed every
    other check on arrival."""
    settled = 0
    for model in storing.tables():
        waiting = model._default_manager.filter(verdict=Verdict.PENDING)
        waiting = waiting.order_by(Coalesce("scanned_at", "sent_at"), "pk")[:RESCAN_LIMIT]
        for pk, original in waiting.values_list("pk", "original"):
            row = model._default_manager.filter(pk=pk, verdict=Verdict.PENDING)
            row.update(scanned_at=timezone.now())  # before asking: what kills the task goes to the end as well
            verdict = _ask(original)
            if verdict is not None:
                settled += row.update(verdict=verdict)
                log.info("file_rescanned", table=model._meta.label, row=pk, verdict=verdict.value)
    return settled


def _ask(original: str) -> Verdict | None:
    if not antivirus.configured():
        return Verdict.CLEAN
    path = storing.workbench()
    try:
        storing.take_out(original, path)
        answer = antivirus.scan(path)
    except OSError:
        return None
    finally:
        path.unlink(missing_ok=True)
    if answer is antivirus.Answer.UNKNOWN:
        return None
    return Verdict.CLEAN if answer is antivirus.Answer.CLEAN else Verdict.REJECTED


def sweep(*, now: datetime | None = None, seconds: float = RUN_SECONDS) -> int:
    """Removes stored files older than `ORPHAN_AGE` that no row names: left by a crash, a refusal of the database or a
    draft that ran out. Gives their number.

    Goes by portions, one query each, and stops after `seconds`; the next call goes on there, and begins again at the end."""
    before, ends, removed = (now or timezone.now()) - ORPHAN_AGE, monotonic() + seconds, 0
    for names in batched(_stored("", cache.get(MARK, "")), PORTION, strict=False):
        # Before the work: a portion that fails is met again in the next round, and does not stop all that comes after it.
        cache.set(MARK, names[-1], timeout=None)
        removed += _sweep_portion(list(names), before)
        if monotonic() >= ends:
            break
    else:
        cache.delete(MARK)
    if removed:
        log.info("orphans_removed", count=removed)
    return removed


def _sweep_portion(names: list[str], before: datetime) -> int:
    """One query for all; the storage is asked, object by object, only about the few that no row names, and these once
    more before they go."""
    needed = storing.needed(names)
    return len(storing.remove_unneeded([name for name in names if name not in needed and _written(name, before)]))


def _written(name: str, before: datetime) -> bool:
    """Whether a stored file was last written before a moment; one that is gone meanwhile was not."""
    try:
        return default_storage.get_modified_time(name) < before
    except FileNotFoundError:
        return False


def _stored(folder: str, mark: str) -> Iterator[str]:
    """Names of all stored files that come after a mark in a fixed order, unfinished ones included. A folder that lies
    wholly before the mark is not opened."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    reached = mark.split("/")
    for entry, is_folder in sorted([*((each, True) for each in folders), *((each, False) for each in files)]):
        name = f"{folder}/{entry}" if folder else entry
        parts = name.split("/")
        if is_folder and parts >= reached[: len(parts)]:
            yield from _stored(name, mark)
        elif not is_folder and parts > reached:
            yield name
