"""Logs: one line an event, on standard error; JSON in production. No names, no tokens, no values of rows."""

import re
import uuid
from collections.abc import Callable, Iterator, MutableMapping
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse

# From here on Postgres tells the values of the row it refused, or quotes the statement, over as many lines as people
# typed. In a text that `repr` wrote (Celery's) the end of a line is two characters.
TOLD = r"(?:^[ |+]*|\\n)(?:DETAIL|CONTEXT|LINE \d+):"
MASK = "DETAIL: (not logged)"
# Where Python's account of an error goes on after the message.
GOES_ON = r"(?=\n[ |+]*(?:The above exception was |During handling of the above |Traceback \(most recent )|\Z)"
SECRETS = (
    (re.compile(rf"{TOLD}.*?{GOES_ON}", re.MULTILINE | re.DOTALL), MASK),
    # An address can carry the key to a file.
    (re.compile(r"(/follow/open/|/questions/open/|/reset/key/|/confirm-email/|/calendar/)[^/\s\"']+"), r"\1..."),
)
GIVEN = re.compile(r"[A-Za-z0-9-]{8,64}")


def hide_secrets(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Takes out of every text of an event what must not be kept."""
    for key, value in event.items():
        if isinstance(value, str):
            for pattern, replacement in SECRETS:
                value = pattern.sub(replacement, value)
            event[key] = value
    return event


def tell_exception(logger: Any, name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Writes the exception out; what a database said is cut by its own text, which no typed "Traceback" can end early."""
    given = event.get("exc_info")
    error = given[1] if isinstance(given, tuple) else given
    told = structlog.processors.format_exc_info(logger, name, event)
    for said in _said(error if isinstance(error, BaseException) else None, set()):
        if begins := re.search(TOLD, said, re.MULTILINE):
            told["exception"] = told["exception"].replace(said, said[: begins.start()] + MASK)
    return told


def _said(error: BaseException | None, seen: set[int]) -> Iterator[str]:
    """The messages of an error and of all that led to it."""
    if error is None or id(error) in seen:
        return
    seen.add(id(error))
    yield str(error)
    for other in (error.__cause__, error.__context__, *getattr(error, "exceptions", ())):
        yield from _said(other, seen)


def configuration(*, json: bool) -> dict[str, Any]:
    """Django's LOGGING; structlog's and the standard library's loggers end in the same lines."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last = (
        structlog.processors.JSONRenderer(ensure_ascii=False) if json else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": [*shared, structlog.stdlib.ExtraAdder()],
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            drop_request,
            tell_exception,
            hide_secrets,
            last,
        ],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": formatter},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": "INFO"},
        "loggers": {
            "django": {"handlers": [], "propagate": True},  # without mails to ADMINS
            # A 404 or 403 is a visitor's slip, and its address is not ours to keep.
            "django.request": {"level": "ERROR"},
            "django.security": {"level": "ERROR"},
        },
    }


def drop_request(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Django hands the whole request to its loggers; its fields are nobody's business."""
    event.pop("request", None)
    return event


class RequestIdMiddleware:
    """Gives each request a number that stands on its log lines and in the answer's `X-Request-ID`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        number = given if GIVEN.fullmatch(given) else uuid.uuid4().hex
        with structlog.contextvars.bound_contextvars(request_id=number):
            response = self.get_response(request)
        response.headers["X-Request-ID"] = number
        return response
