"""Pages that refuse for now and keep what was typed: too many tries, session ended, expired form (C39 to C41)."""

from collections.abc import Collection
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

# Never shown again and never sent on: what opens a door, and what belongs to one request.
NOT_KEPT = ("password", "credential", "csrfmiddlewaretoken", "switch_language", "code", "totp", "secret")
KEPT_LIMIT = 200  # fields


def too_many(request: HttpRequest, *, minutes: int = 10) -> HttpResponse:
    """429: wait some minutes."""
    response = render(request, "errors/429.html", {"minutes": minutes}, status=429)
    response["Retry-After"] = str(minutes * 60)
    return response


def session_ended(
    request: HttpRequest,
    *,
    template: str = "errors/session_ended.html",
    status: int = 401,
    leave_out: Collection[str] = (),
    **more: Any,
) -> HttpResponse:
    """For a form sent after the session ended: the words are kept in the page, to be sent again after the login.

    `leave_out` names fields that the page asks for anew."""
    kept = [field for field in kept_fields(request) if field["name"] not in leave_out]
    context = {"kept": kept, "again": can_send_again(request), "next": request.get_full_path(), **more}
    return render(request, template, context, status=status)


def kept_fields(request: HttpRequest) -> list[dict[str, Any]]:
    """What was typed, as name and value; `shown` for what a person would recognise as words of their own."""
    try:
        posted = [(name, value) for name, values in request.POST.lists() for value in values]
    except OSError:  # the line broke while the form was sent
        return []
    return [
        {"name": name, "value": value, "shown": len(value) > 25 or " " in value.strip()}
        for name, value in posted[:KEPT_LIMIT]
        if value and not any(word in name.lower() for word in NOT_KEPT)
    ]


def can_send_again(request: HttpRequest) -> bool:
    """Whether the form came from a page of ours; a form of another site is never offered to be sent (docs/design.md)."""
    source = request.headers.get("Origin") or request.headers.get("Referer") or ""
    try:
        return urlsplit(source).netloc == request.get_host()
    except ValueError:  # no address at all, `http://[`
        return False
