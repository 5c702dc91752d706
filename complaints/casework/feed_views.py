"""A caseworker's calendar, read by a calendar program with its secret address."""

import hashlib

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe

from accounts.middleware import public
from complaints.casework import feeds


@public
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar whose secret address this is. Public, because no calendar program can log in; it names no person."""
    owner = feeds.owner_of(token)
    if owner is None:
        raise Http404
    body = feeds.calendar(owner).encode()
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    known = parse_etags(request.headers.get("If-None-Match", ""))
    same = "*" in known or etag in {each.removeprefix("W/") for each in known}
    response = HttpResponseNotModified() if same else HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
