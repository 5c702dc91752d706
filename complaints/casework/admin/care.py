"""At the desk: a new code after a check of identity, and what complainants ask about their data."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actors import Actor
from accounts.forms import HouseForm
from complaints import recovery
from complaints.asking.fields import TextField
from complaints.casework import care
from complaints.casework.act_form import long_text
from complaints.casework.acts import ACTS, Act
from complaints.casework.admin import case_file
from complaints.casework.admin.pages import actor_of, find_case, number, page, read
from complaints.casework.admin.queue import asked_page
from complaints.casework.selectors import newest_event
from complaints.models import Complaint, DataRequest
from complaints.permissions import Decision, can_correct_data, can_decide, can_erase, can_give_code
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
    otherwise = forms.BooleanField(label=_("It was done in another way"), required=False)
    other_way = TextField(
        label=_("In which way?"),
        help_text=_("For example: an older file was corrected. The complainant finds this in the data we hold."),
        longest=500,
        lines=2,
        required=False,
    )

    def __init__(self, *args: Any, asked: DataRequest, **kwargs: Any) -> None:
        self.asked = asked
        super().__init__(*args, **kwargs)
        if not care.must_say_how(asked, DataRequest.Decision.DONE):
            del self.fields["otherwise"], self.fields["other_way"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "otherwise" not in self.fields or not care.must_say_how(self.asked, data.get("decision", "")):
            return {**data, "other_way": ""}
        if not data.get("otherwise"):
            words = _(
                "Nothing was corrected or erased since this was asked. Do it first, or tick this box and say how."
            )
            self.add_error("otherwise", words)
        elif not data.get("other_way") and "other_way" not in self.errors:
            self.add_error("other_way", _("Say in which way it was done."))
        return data

    def facts(self) -> dict[str, Any]:
        """The keyword arguments of the answer."""
        return {name: value for name, value in self.cleaned_data.items() if name != "otherwise"}


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
    found = asked_page(request, care.data_requests(actor_of(request)), by="due_on", size=PAGE)
    return page(request, "casework/data_requests.html", found)


@require_http_methods(["GET", "HEAD", "POST"])
def data_request(request: HttpRequest, row: int) -> HttpResponse:
    """One request, and its answer."""
    actor = actor_of(request)
    found = get_object_or_404(care.data_requests(actor, answered=True), pk=row)
    case = find_case(request, found.complaint_id)
    if found.answered_at and (request.method != "POST" or found.answer == request.POST.get("answer", "").strip()):
        messages.info(request, _("This request was answered already."))  # pressed twice, or an old link
        return redirect("admin:data_requests")
    form = AnswerRequest(request.POST if request.method == "POST" else None, asked=found)
    if request.method == "POST" and form.is_valid():
        try:
            care.answer_data_request(found, actor=actor, **form.facts())
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, _("Answered. The complainant is told."))
            return redirect("admin:data_requests")
    if request.method != "POST":
        read(request, case, "case")
    context = {
        **case_file.header(case, actor),
        "asked": found,
        "in_other_words": care.wish_in_other_words(found),
        "form": form,
        "possible": can_decide(actor, case),
        "done": [case_file.history_row(event) for event in care.done_since(found)],
        "ways": ways(case, actor, found),
    }
    return page(request, "casework/data_request.html", context, status=422 if form.errors else 200)


def ways(case: Complaint, actor: Actor, asked: DataRequest) -> list[tuple[Act, Decision]]:
    """The acts that carry it out, what was asked for first, each with whether this person may do it."""
    found = [
        (ACTS["correct_data"], can_correct_data(actor, case)),
        (ACTS["erase_data"], can_erase(actor, case)),
    ]
    return found[::-1] if asked.kind == DataRequest.Kind.ERASURE else found
