"""Documents as pictures: a page to look at, and a redacted copy. Drawn from the copy without hidden data, in a process of
its own; the original is not touched (docs/viewer.md, docs/redaction.md)."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from complaints.files import receiving, storing
from complaints.files.downloads import Stored, Unavailable, opened
from complaints.files.receiving import Received
from complaints.files.refusals import Refused
from complaints.inspection.areas import MAX_PAGES, Area
from complaints.inspection.identify import Kind
from complaints.inspection.problems import Problem

SECONDS = 25  # of wall clock, below the time after which a web server gives a worker up
KINDS = {
    "application/pdf": Kind.PDF,
    "image/jpeg": Kind.JPEG,
    "image/heic": Kind.JPEG,  # its copy
    "image/png": Kind.PNG,
}
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAX_COPY = 40 * 1024 * 1024  # bytes of a redacted copy: pictures weigh more than the text they show


@dataclass(frozen=True, slots=True)
class Look:
    """What there is to see: how many pages, and the text of the one that was asked for, where it has one."""

    pages: int
    text: str
    drawn: bool = True


def can_draw(stored: Stored) -> bool:
    """Whether it is a document of pages or a picture, with a checked copy."""
    return stored.content_type in KINDS and bool(stored.copy)


def look(stored: Stored, *, page: int) -> Look:
    """Pages and text of what can be drawn, the words of a Word document. Raises Unavailable."""
    with _source(stored) as source:
        if stored.content_type == WORD:
            return Look(1, _run({"do": "words", "source": source})["text"], drawn=False)
        found = _run({"do": "look", "kind": _kind(stored), "source": source, "page": page})
    return Look(found["pages"], found["text"])


def draw(
    stored: Stored, *, page: int, width: int, turn: int = 0, areas: Sequence[Area] = (), grid: bool = False
) -> bytes:
    """One page as a JPEG, `width` pixels wide before it is turned by `turn` degrees. Raises Unavailable."""
    order = {"do": "page", "kind": _kind(stored), "page": page, "width": width, "turn": turn}
    with _source(stored) as source, _bench() as target:
        _run({**order, "source": source, "target": str(target), "areas": list(areas), "grid": grid})
        return target.read_bytes()


def redact(stored: Stored, areas: Mapping[int, Sequence[Area]], *, called: str) -> Received:
    """A copy in which these areas of each page are painted out, kept in the storage as a file of its own.

    `called` is its name without the ending: the person's own name of the file may say what is painted out in it.

    It passes the same inspection as a file that comes in. Raises Unavailable, or Refused when it cannot be kept. Slow (0.2
    s a page): call it outside a transaction, and `discard` what it gives when the row cannot be written."""
    order = {"do": "redact", "kind": _kind(stored), "areas": {str(page): list(found) for page, found in areas.items()}}
    with _source(stored) as source, _bench() as target, _bench() as copy:
        made = _run({**order, "source": source, "target": str(target)})
        size = target.stat().st_size
        if size > MAX_COPY:
            raise Refused(Problem.TOO_BIG)
        kind = KINDS[made["content_type"]]
        found = receiving.inspect(kind, target, copy)
        verdict = receiving.verdict(target)
        return Received(
            name=f"{called}.{'pdf' if kind is Kind.PDF else 'jpg'}",
            content_type=found["content_type"],
            size=size,
            sha256=hashlib.sha256(target.read_bytes()).hexdigest(),
            original=storing.keep(target),
            copy=storing.keep(copy),
            verdict=verdict,
        )


def _kind(stored: Stored) -> str:
    if not can_draw(stored):
        raise Unavailable(_("This kind of file cannot be shown as a picture."))
    return KINDS[stored.content_type].value


@contextmanager
def _bench() -> Iterator[Path]:
    path = storing.workbench()
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


@contextmanager
def _source(stored: Stored) -> Iterator[str]:
    """The copy as a file of this disk, after the same questions as a download."""
    found = opened(stored)
    found.file.close()
    with _bench() as path:
        storing.take_out(stored.copy, path)
        yield str(path)


def _run(order: dict[str, Any]) -> dict[str, Any]:
    """One order to a process without our secrets. Raises Unavailable when it gives nothing."""
    try:
        done = subprocess.run(
            [sys.executable, "-s", "-m", "complaints.inspection.drawing"],
            input=json.dumps(order).encode(),
            capture_output=True,
            timeout=SECONDS,
            cwd=settings.ROOT,
            env={"LC_ALL": "C.UTF-8"},
            check=False,
        )
        found: dict[str, Any] = json.loads(done.stdout) if done.returncode == 0 else {"problem": "unchecked"}
    except (subprocess.TimeoutExpired, ValueError):
        found = {"problem": "unchecked"}
    if found.get("problem") == Problem.PAGES.value and order["do"] == "redact":
        raise Unavailable(_("Only documents of up to %(pages)d pages can be redacted here.") % {"pages": MAX_PAGES})
    if "problem" in found:
        raise Unavailable(_("This page cannot be shown. Download the file to look at it."))
    return found
