"""Files leave through here alone, after the view has asked the permission, and never as something a browser opens."""

from dataclasses import dataclass
from pathlib import PurePath
from typing import Protocol

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.utils.translation import gettext_lazy as _

from complaints.enums import Verdict
from complaints.files import names
from complaints.files.storing import ERASED

COPY_TYPES = {"image/heic": ("image/jpeg", "jpg")}


class Stored(Protocol):
    """A row of a table of files."""

    name: str
    content_type: str
    original: str
    copy: str
    verdict: str


class Unavailable(Http404):
    """There is nothing to hand out now. A 404 when nobody catches it; its text says why."""


def may_leave(stored: Stored) -> bool:
    """Whether there is a checked copy for people outside the desk."""
    return stored.verdict == Verdict.CLEAN and bool(stored.copy)


@dataclass(frozen=True, slots=True)
class Opened:
    """The bytes of a file with the name and type under which they leave; whoever gets it closes `file`."""

    file: File
    name: str
    content_type: str


def opened(stored: Stored, *, original: bool = False) -> Opened:
    """The copy without hidden data, or the sealed original for the desk and for whoever sent it. Raises Unavailable."""
    if stored.original.startswith(ERASED):
        raise Unavailable(_("This file was erased at the request of the complainant."))
    if stored.verdict == Verdict.REJECTED:
        raise Unavailable(_("Harmful software was found in this file. It stays closed."))
    if stored.verdict != Verdict.CLEAN:
        raise Unavailable(_("This file is being checked. Come back in a few minutes."))
    name, content_type, key = stored.name, stored.content_type, stored.original
    if not original:
        if not stored.copy:
            raise Unavailable(_("This recording may hold places in it and does not leave the institution."))
        key = stored.copy
        if content_type in COPY_TYPES:
            content_type, last = COPY_TYPES[content_type]
            name = names.shown(name, last)
    try:
        file = default_storage.open(key)
    except FileNotFoundError:
        raise Unavailable(_("We cannot find this file. Tell us its name and we will look for it.")) from None
    return Opened(file, name, content_type)


def download(stored: Stored, *, original: bool = False, called: str = "") -> FileResponse:
    """`opened` as an answer. Raises Unavailable.

    The permission is the caller's to check, at every request. The answer is always an attachment of a fixed type; `called`
    replaces its name, less the ending, where the sender's own would tell too much."""
    found = opened(stored, original=original)
    name = f"{called}{PurePath(found.name).suffix}" if called else found.name
    response = FileResponse(found.file, as_attachment=True, filename=name, content_type=found.content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
