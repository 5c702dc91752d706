"""Errors as problem details (RFC 9457), in the caller's language, with a JSON pointer to each field to mend (docs/api.md)."""

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.forms.utils import ErrorDict
from django.http import Http404, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions
from rest_framework.response import Response

from complaints import files
from complaints.workflow.errors import NotAllowed, Refused

MEDIA_TYPE = "application/problem+json"
PREFIX = "/api/"
Text = str | Promise


@dataclass(frozen=True, slots=True)
class Kind:
    """What can go wrong: `code` names it for programs and never changes, `title` for people."""

    code: str
    status: int
    title: Text = field(compare=False)  # another word in each language: nothing to be found by


UNREADABLE = Kind("unreadable", 400, _("This request cannot be read"))
UNKNOWN = Kind("log-in", 401, _("Log in first"))
FORBIDDEN = Kind("forbidden", 403, _("This is not open to you"))
FORGED = Kind("csrf", 403, _("This request did not come from a page of ours"))
NOTHING = Kind("not-found", 404, _("There is nothing here"))
METHOD = Kind("method", 405, _("This address does not take this method"))
FORMAT = Kind("not-acceptable", 406, _("We do not answer in this format"))
CONFLICT = Kind("conflict", 409, _("This does not fit what is here by now"))
OFFSET = Kind("offset", 409, _("The file goes on at another place"))
GONE = Kind("gone", 410, _("This is closed for good"))
CHANGED = Kind("changed", 412, _("Somebody changed this meanwhile"))
TOO_LARGE = Kind("too-large", 413, _("This is too large"))
MEDIA = Kind("media-type", 415, _("We do not read this format"))
INVALID = Kind("invalid", 422, _("Something needs mending"))
REFUSED = Kind("refused", 422, _("This is not possible now"))
OTHER_BODY = Kind("other-body", 422, _("This key was used with other words"))
TOO_MANY = Kind("too-many", 429, _("Too many requests"))
FAULT = Kind("fault", 500, _("Something went wrong"))
AWAY = Kind("away", 503, _("We are away for a moment"))
KINDS = (
    *(
        UNREADABLE,
        UNKNOWN,
        FORBIDDEN,
        FORGED,
        NOTHING,
        METHOD,
        FORMAT,
        CONFLICT,
        OFFSET,
        GONE,
        CHANGED,
        TOO_LARGE,
        MEDIA,
    ),
    *(INVALID, REFUSED, OTHER_BODY, TOO_MANY, FAULT, AWAY),
)
WORDS: dict[Kind, Text] = {
    UNREADABLE: _("The request is broken or not written as its format asks. See the documentation."),
    UNKNOWN: _("Log in, or open the file with its number and its code."),
    FORBIDDEN: _("You may not do this."),
    FORGED: _("Ask for a fresh token and send the request again."),
    NOTHING: _("There is nothing at this address, or it is not yours."),
    TOO_MANY: _("To protect everybody we wait a little. What you saved is safe."),
    FAULT: _("What you saved is safe. Try again in some minutes."),
    AWAY: _("What you saved is safe. Try again in a minute."),
}
# What a serializer finds, by its code: a program wrote it, and the description says what it takes. Our own words: those of
# the package are missing in some languages.
TYPE = _("This is not of the type that the description asks for.")
SHAPES: dict[str, Text] = {
    "required": _("This is missing."),
    "null": _("This may not be null."),
    "blank": _("This may not be empty."),
    "empty": _("This may not be empty."),
    "invalid_choice": _("Choose one of the values of the description."),
    "max_length": _("Shorten this text."),
    "max_string_length": _("Enter a number within the limits of the description."),
    "min_value": _("Enter a number within the limits of the description."),
    "max_value": _("Enter a number within the limits of the description."),
}
BY_STATUS = {
    401: UNKNOWN,
    403: FORBIDDEN,
    404: NOTHING,
    405: METHOD,
    406: FORMAT,
    413: TOO_LARGE,
    415: MEDIA,
    503: AWAY,
}


@dataclass(frozen=True, slots=True)
class Slip:
    """One thing to mend: `pointer` leads to it in the body (`#/answers/0`), or `parameter`, `header` names it elsewhere."""

    detail: Text
    code: str = "invalid"
    pointer: str = "#"
    parameter: str = ""
    header: str = ""

    def as_data(self) -> dict[str, str]:
        place = {"parameter": self.parameter} if self.parameter else {"header": self.header} if self.header else {}
        return {**(place or {"pointer": self.pointer}), "detail": str(self.detail), "code": self.code}


@dataclass(slots=True, eq=False)
class Problem(Exception):
    """Raised by a view and answered as a problem; `more` joins the members of the answer, `headers` its headers."""

    kind: Kind
    detail: Text = ""
    slips: Sequence[Slip] = ()
    more: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = 0

    def as_data(self) -> dict[str, Any]:
        """The members of the problem, in the active language."""
        data: dict[str, Any] = {
            "type": f"{settings.SITE_URL.rstrip('/')}/api/v1/docs/#problem-{self.kind.code}",
            "title": str(self.kind.title),
            "status": self.status or self.kind.status,
            "code": self.kind.code,
        }
        first = self.slips[0].detail if self.slips else ""
        if detail := str(self.detail or WORDS.get(self.kind, "") or first):
            data["detail"] = detail
        if self.slips:
            data["errors"] = [slip.as_data() for slip in self.slips]
        return {**data, **self.more}


def too_many(*, seconds: int = 600, detail: Text = "") -> Problem:
    """429 with the time to wait."""
    return Problem(TOO_MANY, detail, headers={"Retry-After": str(seconds)})


def refused(error: Refused) -> Problem:
    """A move that may not happen now, in the words for the one who asked."""
    return Problem(FORBIDDEN if isinstance(error, NotAllowed) else REFUSED, error.reason)


def refused_file(error: files.Refused, *, pointer: str = "#/file") -> Problem:
    """A file that cannot be taken, and how to mend it."""
    return Problem(INVALID, error.message, [Slip(error.message, error.problem.value, pointer)])


def pointer(*parts: str | int) -> str:
    """`#/answers/0`, escaped as RFC 6901 asks and fit for the fragment of an address."""
    return "#" + "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in parts)


def of_form(errors: ErrorDict, *, places: Mapping[str, Sequence[str]] | None = None) -> list[Slip]:
    """The errors of a form of the house, each at its field; `places` says where a field stands in the body, if elsewhere."""
    found = []
    for name, rows in errors.as_data().items():
        place = [] if name == "__all__" else (places or {}).get(name, [name])
        for error in rows:
            found += [Slip(text, error.code or "invalid", pointer(*place)) for text in error.messages]
    return found


def of_shape(detail: Any, path: tuple[str | int, ...] = ()) -> Iterator[Slip]:
    """What a serializer found: nested as the body is."""
    if isinstance(detail, Mapping):
        for name, inside in detail.items():
            yield from of_shape(inside, path if name == "non_field_errors" else (*path, name))
    elif isinstance(detail, (list, tuple)):
        for place, inside in enumerate(detail):
            nested = isinstance(inside, (Mapping, list))
            yield from of_shape(inside, (*path, place) if nested and inside else path)
    else:
        code = getattr(detail, "code", "invalid")
        yield Slip(SHAPES.get(code, TYPE), code, pointer(*path))


# --- answering ---


def handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """What an exception of a view answers; None is a fault of ours, which is logged (mediator/errors.py)."""
    problem = problem_of(error)
    if problem is None:
        return None
    response = Response(problem.as_data(), status=problem.status or problem.kind.status, content_type=MEDIA_TYPE)
    for name, value in {**_headers(error), **problem.headers}.items():
        response[name] = value
    return response


def problem_of(error: BaseException) -> Problem | None:
    """The problem behind an exception, as far as one is known."""
    match error:
        case Problem():
            return error
        case Refused():
            return refused(error)
        case files.Unavailable():
            return Problem(NOTHING, str(error))
        case Http404():
            return Problem(NOTHING)
        case PermissionDenied():
            return Problem(FORBIDDEN)
        case exceptions.ValidationError():
            return Problem(INVALID, slips=list(of_shape(error.detail)))
        case exceptions.Throttled():
            return too_many(seconds=int(error.wait or 60))
        case exceptions.ParseError():
            return Problem(UNREADABLE)
        case exceptions.APIException():
            kind = BY_STATUS.get(error.status_code, UNREADABLE)
            return Problem(kind, status=error.status_code)
        case SuspiciousOperation() | BadRequest():
            return Problem(
                TOO_LARGE if "Big" in type(error).__name__ or "TooMany" in type(error).__name__ else UNREADABLE
            )
        case OperationalError():
            return Problem(AWAY, headers={"Retry-After": "60"})
    return None


def _headers(error: Exception) -> dict[str, str]:
    """What HTTP asks for beside the status."""
    found = {}
    if challenge := getattr(error, "auth_header", None):
        found["WWW-Authenticate"] = challenge
    return found


def page(status: int, *, error: Exception | None = None) -> HttpResponse:
    """The answer to a program where a person is shown a page of an error: before or beyond our views."""
    problem = problem_of(error) if error is not None else None
    if problem is None or (problem.status or problem.kind.status) != status:
        kinds = {400: UNREADABLE, 500: FAULT, **BY_STATUS, 429: TOO_MANY}
        problem = Problem(kinds.get(status, UNREADABLE), status=status)
    return raw(problem)


def forged() -> HttpResponse:
    """A request with a cookie and without its token."""
    return raw(Problem(FORGED))


def raw(problem: Problem) -> HttpResponse:
    """The same without a view."""
    body = json.dumps(problem.as_data(), ensure_ascii=False).encode("utf-8", "backslashreplace")
    status = problem.status or problem.kind.status
    return HttpResponse(body, content_type=MEDIA_TYPE, status=status, headers=dict(problem.headers))


def wait_of(seconds: int) -> int:
    """How long the present window of a limit goes on (accounts/limits.py counts by the clock)."""
    return seconds - int(time.time()) % seconds


def words() -> list[tuple[Kind, str]]:
    """Every kind with its sentence, for the documentation."""
    return [(kind, gettext(str(WORDS[kind])) if kind in WORDS else "") for kind in KINDS]
