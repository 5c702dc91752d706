"""At the desk: a new code after a check of identity, and what complainants ask about their data."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.forms import HouseForm
from complaints import recovery
from complaints.casework import care
from complaints.casework.admin import case_file
from complaints.casework.admin.pages import actor_of, find_case, number, page, read
from complaints.casework.forms import long_text
from complaints.casework.selectors import newest_event
from complaints.models import DataRequest
from complaints.permissions import can_decide, can_give_code
from complaints.workflow.errors import Refused

PAGE = 50


class GiveCode(HouseForm):
    """How this person made sure that it is the complainant."""

    checked = forms.ChoiceField(
        label=_("How did you check who it is?"),
        choices=[
            ("document", _("The person stands here and showed the identity document")),
            ("video", _("By video, with the identity document")),
            ("consulate", _("A consulate or a delegation confirmed it")),
        ],
        widget=forms.RadioSelect,
    )
    sure = forms.BooleanField(
        label=_("It is the complainant, and nobody else hears or sees the code"),
        error_messages={"required": _("Make sure of both, then tick this box.")},
    )


class AnswerRequest(HouseForm):
    """The decision about a request, with its reasons."""

    decision = forms.ChoiceField(label=_("Decision"), choices=DataRequest.Decision.choices, widget=forms.RadioSelect)
    answer = long_text(
        _("Answer to the complainant"),
        help_text=_(
            "Say what was done, what stays and which law asks for that. The complainant reads this in the file."
        ),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the form. POST: the new code, shown in this answer; the same press once more shows it again."""
    case, actor = find_case(request, pk), actor_of(request)
    if not can_give_code(actor, case):
        raise Http404
    seen = newest_event(case)
    form = GiveCode(request.POST if request.method == "POST" else None)
    shown, status = "", 200
    if request.method == "POST" and form.is_valid():
        try:
            row = care.give_code(
                case, actor=actor, checked=form.cleaned_data["checked"], seen=number(request.POST.get("seen"))
            )
            shown = recovery.code_of(row)
        except Refused as refused:
            form.add_error(None, str(refused.reason))
    if form.errors:
        status = 422
    elif request.method != "POST":
        read(request, case, "case")
    context: dict[str, Any] = {**case_file.header(case, actor), "form": form, "seen": seen or "", "code": shown}
    return page(request, "casework/code.html", context, status=status)


@require_safe
def data_requests(request: HttpRequest) -> HttpResponse:
    """The open requests of this person's files."""
    found = Paginator(care.data_requests(actor_of(request)), PAGE).get_page(request.GET.get("page"))
    return page(request, "casework/data_requests.html", {"found": found})


@require_http_methods(["GET", "HEAD", "POST"])
def data_request(request: HttpRequest, row: int) -> HttpResponse:
    """One request, and its answer."""
    actor = actor_of(request)
    found = get_object_or_404(care.data_requests(actor, answered=True), pk=row)
    case = find_case(request, found.complaint_id)
    if found.answered_at and (request.method != "POST" or found.answer == request.POST.get("answer", "").strip()):
        messages.info(request, _("This request was answered already."))  # pressed twice, or an old link
        return redirect("admin:data_requests")
    form = AnswerRequest(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            care.answer_data_request(found, actor=actor, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, _("Answered. The complainant is told."))
            return redirect("admin:data_requests")
    if request.method != "POST":
        read(request, case, "case")
    context = {**case_file.header(case, actor), "asked": found, "form": form, "possible": can_decide(actor, case)}
    return page(request, "casework/data_request.html", context, status=422 if form.errors else 200)
