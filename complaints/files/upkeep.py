"""What beat does with the storage: asks the scanner again, and removes files that no row names."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import structlog
from django.core.files.storage import default_storage
from django.db.models.functions import Coalesce
from django.utils import timezone

from complaints.enums import Verdict
from complaints.files import antivirus, storing

log = structlog.get_logger(__name__)

ORPHAN_AGE = timedelta(hours=24)  # longer than any form between an upload and its row
BATCH = 500
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


def sweep(*, now: datetime | None = None) -> int:
    """Removes stored files older than `ORPHAN_AGE` that no row names: left by a crash, a refusal of the database or a
    draft that ran out. Gives their number."""
    before, removed, batch = (now or timezone.now()) - ORPHAN_AGE, 0, []
    for name in _stored("", before):
        batch.append(name)
        if len(batch) == BATCH:
            removed, batch = removed + len(storing.remove_unneeded(batch)), []
    removed += len(storing.remove_unneeded(batch))
    if removed:
        log.info("orphans_removed", count=removed)
    return removed


def _stored(folder: str, before: datetime) -> Iterator[str]:
    """Names of all stored files last written before a moment, unfinished ones included."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for file in files:
        name = f"{folder}/{file}" if folder else file
        try:
            if default_storage.get_modified_time(name) < before:
                yield name
        except FileNotFoundError:
            continue
    for inner in folders:
        yield from _stored(f"{folder}/{inner}" if folder else inner, before)
