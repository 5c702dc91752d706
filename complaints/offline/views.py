"""The worker and the pages that it keeps; a fresh token; and the way from the telephone to the pages of the site."""

import json
import uuid
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts import devices, limits
from accounts.actors import NOBODY
from accounts.middleware import by_button, public
from complaints import files
from complaints.intake import phones
from complaints.intake.cookies import find_draft, remember_draft
from complaints.intake.declarations import ABOUT_COURTS, NOT_BEFORE_COURTS
from complaints.intake.views.common import redirect, too_many
from complaints.intake.views.start import code_of
from complaints.offline import shell
from complaints.offline.form import capacities, sections

OPENED_A_NETWORK = 600  # an hour


@public
@never_cache
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker: what it keeps, then its code. Its address never changes, so a browser finds the newer one."""
    known = {
        "version": shell.version(),
        "files": shell.files(),
        "fonts": shell.fonts(),
        "pages": shell.pages(),
        "extras": shell.extras(),
    }
    imports = "".join(f"importScripts({json.dumps(address)});\n" for address in [*shell.scripts(), *shell.words()])
    body = f"self.SHELL = {json.dumps(known)};\n{imports}"
    response = HttpResponse(body, content_type="text/javascript; charset=utf-8")
    response["Service-Worker-Allowed"] = "/"
    return response


def kept(request: HttpRequest, template: str, context: dict[str, Any] | None = None) -> HttpResponse:
    """A page that knows nobody: the worker keeps it, whoever is logged in when it fetches it, beside the files of its version."""
    request.user, request.actor, request.is_kept = AnonymousUser(), NOBODY, True  # type: ignore[attr-defined]
    response = render(request, template, context or {})
    response["Shell-Version"] = shell.version()
    return response


@public
@never_cache
@require_safe
def app(request: HttpRequest) -> HttpResponse:
    """The first page of the app without a line; with one, how to put it on the telephone."""
    return kept(request, "offline/app.html")


@public
@never_cache
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """In place of a page that cannot be fetched."""
    return kept(request, "offline/offline.html")


@public
@never_cache
@require_safe
def write(request: HttpRequest) -> HttpResponse:
    """The whole form on one page, to be filled in without a line; and what waits on this telephone to be sent."""
    found = sections()
    context = {
        "sections": found,
        "capacities": json.dumps(capacities()),
        "accept": files.ACCEPT,
        "not_before_courts": NOT_BEFORE_COURTS.text,
        "about_courts": ABOUT_COURTS.text,
        "most": files.MAX_FILE,
    }
    return kept(request, "offline/write.html", context)


@public
@never_cache
@require_safe
def token(request: HttpRequest) -> HttpResponse:
    """A fresh CSRF token before anything is sent again (that of a page that was kept is old), and the mark of the account."""
    return JsonResponse({"token": get_token(request), "account": devices.mark(request.user.pk)})


@public
@by_button
def open_here(request: HttpRequest) -> HttpResponse:
    """The draft of this telephone on the pages of the site, by its key and its secret: to mend, or to keep the code."""
    if not limits.within("offline-open", limits.network(request), limit=OPENED_A_NETWORK):
        return too_many(request)
    secret = request.POST.get("secret", "")
    key = None
    try:
        key = uuid.UUID(request.POST.get("key", ""))
        draft = phones.find_draft(key=key, secret=secret, actor=request.actor)  # type: ignore[attr-defined]
    except phones.Closed:
        return redirect("account_login", query="?next=/app/write/")
    except (phones.NoDraft, ValueError):
        context = {"title": _("This draft is no longer with us"), "was_sent": key is not None and phones.was_sent(key)}
        return render(request, "offline/gone.html", context, status=404)
    if draft.complaint_id:
        phones.show_code(draft, secret=secret)
    onward = "intake:sent" if draft.complaint_id else "intake:check"
    other = find_draft(request)
    if other and other.pk != draft.pk and not other.complaint_id and other.user_id is None:
        # Only its code opens the one that was begun here on the pages of the site.
        response = render(request, "intake/new.html", {**code_of(other), "onward": reverse(onward)})
    else:
        response = redirect(onward)
    remember_draft(response, draft)
    return response
