"""What the page of files asks with JavaScript: a file in pieces, so that a broken line costs one piece (docs/attachments.md)."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import limits
from accounts.middleware import by_button
from complaints.files import pieces
from complaints.files.answering import later, to_piece
from complaints.intake import actions, cookies, uploads
from complaints.intake.models import Draft
from complaints.intake.views.common import allowed, page
from complaints.intake.views.files import listed


@page
@by_button
def begin(request: HttpRequest) -> HttpResponse:
    """Announces a file: `key` (UUID), `name`, `size`, `caption`. Answers how far it is."""
    draft = cookies.find_draft(request)
    try:
        key, size = uuid.UUID(request.POST.get("key", "")), int(request.POST.get("size", "")[:12])
    except ValueError:
        return _unannounced()
    if (refused := _closed(draft)) or draft is None:
        return refused or _no_draft()
    if not allowed(request, draft):
        return later()
    name, caption = request.POST.get("name", ""), request.POST.get("caption", "")
    try:
        state = uploads.begin(draft=draft, key=key, name=name[:1000], size=size, caption=caption[:1000])
    except (actions.AlreadySent, actions.Gone):
        return _no_draft()
    except pieces.OtherFile:
        return _unannounced()
    return _answer(request, draft, state)


@page
@require_http_methods(["GET", "POST"])
def piece(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """How far the file is (GET), or its next piece (POST, bytes, with `Upload-Offset`): 409 says where to go on."""
    draft = cookies.find_draft(request)
    if (refused := _closed(draft)) or draft is None:
        return refused or _no_draft()
    if not limits.within("intake-piece", draft.key.hex, limit=pieces.PIECES_AN_HOUR):
        return later()
    try:
        if request.method == "GET":
            return _answer(request, draft, uploads.state_of(draft=draft, key=key))
        return to_piece(
            request,
            lambda at, data: _answer(request, draft, uploads.append(draft=draft, key=key, offset=at, data=data)),
        )
    except pieces.NoUpload:
        return JsonResponse({}, status=404)
    except (actions.AlreadySent, actions.Gone):
        return _no_draft()


def _unannounced() -> JsonResponse:
    return JsonResponse(
        {"error": _("This file could not be announced. Load the page again, then choose the file.")}, status=422
    )


def _answer(request: HttpRequest, draft: Draft, state: uploads.State) -> JsonResponse:
    found: dict[str, Any] = {"offset": state.offset, "done": state.done}
    if state.refusal:
        return JsonResponse({**found, "error": state.refusal}, status=422)
    if state.done:
        found["list"] = render(request, "intake/_files.html", {"files": listed(draft)}).content.decode()
    return JsonResponse(found)


def _closed(draft: Draft | None) -> HttpResponse | None:
    return _no_draft() if draft is None or draft.complaint_id else None


def _no_draft() -> JsonResponse:
    words = _("The draft is not open on this device any more. Load the page again: it says how to go on.")
    return JsonResponse({"error": words}, status=410)
