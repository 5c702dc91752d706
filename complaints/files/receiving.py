"""An upload becomes a sealed original and a copy without hidden data, or is refused with a sentence that helps."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

import structlog
from django.conf import settings

from complaints.enums import Verdict
from complaints.files import antivirus, names, storing
from complaints.files.refusals import Refused
from complaints.inspection.identify import HEAD, PICTURES, Kind, identify
from complaints.inspection.problems import Problem

log = structlog.get_logger(__name__)

MAX_FILE = 10 * 1024 * 1024  # bytes (domain section 7)
MAX_TOTAL = 60 * 1024 * 1024  # of a filing; of each message or answer after it
MAX_CASE = 600 * 1024 * 1024  # of the complainant's own files in one case, so that nobody fills the storage
INSPECTION_SECONDS = 25  # of wall clock, below the time after which a web server gives a worker up

EXTENSIONS = {
    Kind.PDF: ("pdf",),
    Kind.JPEG: ("jpg", "jpeg", "jpe", "jfif"),
    Kind.PNG: ("png",),
    Kind.HEIC: ("heic", "heif"),
    Kind.DOCX: ("docx",),
    Kind.MP3: ("mp3",),
    Kind.MP4: ("mp4", "m4a"),
}
ACCEPT = ",".join(f".{each}" for each in ("pdf", "jpg", "jpeg", "png", "heic", "heif", "docx", "mp3", "m4a", "mp4"))
PICTURE_EXTENSIONS = {each for kind in PICTURES for each in EXTENSIONS[kind]}


@dataclass(frozen=True, slots=True)
class Limit:
    """How many bytes may come together, and the reason given when there are more."""

    size: int
    problem: Problem


FILING = Limit(MAX_TOTAL, Problem.TOTAL)  # what is listed can be removed
SENDING = Limit(MAX_TOTAL, Problem.SENDING)  # the rest can come in the next message


class Upload(Protocol):
    """What Django gives for an uploaded file."""

    name: str | None

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]: ...


@dataclass(frozen=True, slots=True)
class Received:
    """A file that was taken, with the names of a StoredFile. `size` in bytes, `sha256` in hexadecimal."""

    name: str
    content_type: str
    size: int
    sha256: str
    original: str
    copy: str
    verdict: str

    def fields(self) -> dict[str, str | int]:
        """For the row that will hold it."""
        return asdict(self)


def receive(upload: Upload, *, already: int, limit: Limit = FILING) -> Received:
    """Takes one upload when `already` bytes, which count towards the same limit, came before it.

    Raises Refused. It is slow (0.2 to 2 s) and writes to the storage: call it outside a transaction, and `discard` what
    it gives when the row cannot be written. Two uploads at once may pass the total by one file; lock the draft to forbid it."""
    source, target = storing.workbench(), storing.workbench()
    try:
        size, sha256 = _write(upload, source, already=already, limit=limit)
        with source.open("rb") as file:
            kind = identify(file.read(HEAD))
        if kind is None:
            raise Refused(Problem.TYPE)
        found = inspect(kind, source, target)
        last = _agreed_extension(upload.name or "", kind, found["content_type"])
        found_verdict = verdict(source)
        return Received(
            name=names.shown(upload.name or "", last),
            content_type=found["content_type"],
            size=size,
            sha256=sha256,
            original=storing.keep(source),
            copy=storing.keep(target) if found["copy"] else "",
            verdict=found_verdict,
        )
    except Refused as refused:
        log.info("file_refused", problem=refused.problem.value)
        raise
    finally:
        source.unlink(missing_ok=True)
        target.unlink(missing_ok=True)


def _write(upload: Upload, source: Path, *, already: int, limit: Limit) -> tuple[int, str]:
    """The bytes as they come, counted while they come: what the sender says about the size is not believed."""
    size, digest = 0, hashlib.sha256()
    with source.open("wb") as file:
        for chunk in upload.chunks():
            size += len(chunk)
            if size > MAX_FILE:
                raise Refused(Problem.TOO_BIG)
            if already + size > limit.size:
                raise Refused(limit.problem)
            digest.update(chunk)
            file.write(chunk)
    if size == 0:
        raise Refused(Problem.EMPTY)
    return size, digest.hexdigest()


def inspect(kind: Kind, source: Path, target: Path) -> dict[str, str]:
    """Runs the inspection in a process of its own, without our secrets in its environment."""
    command = [sys.executable, "-s", "-m", "complaints.inspection", kind.value, str(source), str(target)]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, on paths we made
            command,
            capture_output=True,
            timeout=INSPECTION_SECONDS,
            cwd=settings.ROOT,
            env={"LC_ALL": "C.UTF-8"},
            check=False,
        )
        found = json.loads(done.stdout) if done.returncode == 0 else {"problem": Problem.UNCHECKED.value}
    except (subprocess.TimeoutExpired, ValueError):
        found = {"problem": Problem.UNCHECKED.value}
    if "problem" in found:
        raise Refused(Problem(found["problem"]))
    return found


def _agreed_extension(name: str, kind: Kind, content_type: str) -> str:
    """The extension to show. The given one must fit the bytes; phones leave it out, and call a picture by the type of
    another: there the right one is put in its place."""
    given = names.extension(name)
    usual = "m4a" if content_type == "audio/mp4" else EXTENSIONS[kind][0]
    if kind is Kind.MP4 and given == "m4a" and content_type != "audio/mp4":
        raise Refused(Problem.NAME)
    if given in EXTENSIONS[kind]:
        return given
    if not given or (kind in PICTURES and given in PICTURE_EXTENSIONS):
        return usual
    raise Refused(Problem.NAME)


def verdict(source: Path) -> str:
    """What the scanner says, where there is one. Raises Refused for what it finds."""
    if not antivirus.configured():
        return Verdict.CLEAN.value
    answer = antivirus.scan(source)
    if answer is antivirus.Answer.INFECTED:
        raise Refused(Problem.INFECTED)
    return (Verdict.CLEAN if answer is antivirus.Answer.CLEAN else Verdict.PENDING).value
