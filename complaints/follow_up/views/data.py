"""My data: see what is held, download it, ask about it, see who read it (docs/my-data.md)."""

import uuid
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts import limits
from accounts.held import as_read
from accounts.middleware import public
from accounts.refusals import too_many
from complaints import history
from complaints.follow_up import access, data_requests, held_of_account, holdings, readings
from complaints.follow_up.before_told import as_told
from complaints.follow_up.forms import DataRequestForm
from complaints.follow_up.returning import keeps_words, only_shown
from complaints.follow_up.views.common import done, posted, show, show_again
from complaints.workflow import transitions
from complaints.workflow.errors import Refused

DOWNLOADS = 20  # of one file in an hour
PAGE = 50
SHOWN = 50  # of each kind of thing on the page of the account; the file for programs has all
TYPES = {"json": "application/json", "pdf": "application/pdf", "zip": "application/zip"}


@public
@never_cache
@require_GET
@as_told
def mine(request: HttpRequest, reference: str) -> HttpResponse:
    """What is held about me in this file, who read it, what I asked."""
    actor, complaint = access.own_case(request, reference, standing=True)
    text = request.GET.get("page", "")
    page = min(int(text), 10_000) if text.isascii() and text.isdecimal() and len(text) < 6 else 1
    rows = readings.of(complaint, limit=PAGE + 1, offset=(max(page, 1) - 1) * PAGE)
    context = {
        "complaint": complaint,
        "readings": rows[:PAGE],
        "next_page": page + 1 if len(rows) > PAGE else None,
        "requests": data_requests.of(complaint),
        "note": holdings.note(),
        "about": holdings.about(complaint, actor=actor),
    }
    return render(request, "follow_up/data.html", context)


@public
@never_cache
@require_GET
def download(request: HttpRequest, reference: str, kind: str) -> HttpResponseBase:
    """`json`, `pdf` or `zip` (both, with the documents). The history says that it was downloaded."""
    if kind not in TYPES:
        raise Http404
    actor, complaint = access.own_case(request, reference, standing=True)
    if not limits.within("data-download", str(complaint.pk), limit=DOWNLOADS):
        return too_many(request, minutes=60)
    language = request.LANGUAGE_CODE or complaint.language
    headers = {"X-Content-Type-Options": "nosniff"}
    name = f"{complaint.reference}.{kind}"
    response: HttpResponseBase
    with transitions.as_told(complaint) as known:
        if kind == "zip":
            package = holdings.as_zip(known, actor=actor, language=language)
            response = FileResponse(
                package, as_attachment=True, filename=name, content_type=TYPES[kind], headers=headers
            )
        else:
            body = (
                holdings.as_json(known, actor=actor)
                if kind == "json"
                else holdings.as_pdf(known, actor=actor, language=language)
            )
            headers["Content-Disposition"] = f'attachment; filename="{name}"'
            response = HttpResponse(body, content_type=TYPES[kind], headers=headers)
    history.record(complaint, "data_downloaded", actor=actor, data={"as": kind})
    return response


@public
@never_cache
@require_http_methods(["GET", "POST"])
@keeps_words
def ask(request: HttpRequest, reference: str) -> HttpResponse:
    """A correction, an erasure, a question about one's data."""
    actor, complaint = access.own_case(request, reference, standing=True)
    form = DataRequestForm(posted(request)[0], initial={"key": uuid.uuid4()})
    context: dict[str, Any] = {"form": form, "complaint": complaint}
    if only_shown(request):
        return show_again(request, "data_ask", context)
    if request.method == "POST" and access.too_many_posts(complaint):
        return too_many(request, minutes=60)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            data_requests.ask(
                complaint, actor=actor, kind=given["kind"], text=given["text"], key=given["key"] or uuid.uuid4()
            )
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            return done(request, reference, _("We received your request. A person answers you within 30 days."))
    return show(request, "data_ask", context)


# --- the account ---


@never_cache
@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """What is held about an account, and its files with their own data."""
    actor: Any = request.actor  # type: ignore[attr-defined]
    sections = [
        {"section": section, "rows": [as_read(row) for row in section.rows[:SHOWN]], "more": len(section.rows) > SHOWN}
        for section in held_of_account.held(actor)
    ]
    context = {"sections": sections, "shown": SHOWN, "note": held_of_account.note()}
    return render(request, "follow_up/account_data.html", context)


@never_cache
@require_GET
def account_json(request: HttpRequest) -> HttpResponse:
    """The same for machines, and all of it; each file is downloaded by itself."""
    headers = {"Content-Disposition": 'attachment; filename="account.json"', "X-Content-Type-Options": "nosniff"}
    body = held_of_account.as_json(request.actor)  # type: ignore[attr-defined]
    return HttpResponse(body, content_type="application/json", headers=headers)
