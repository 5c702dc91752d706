"""What administrations sent on the site: the list of what waits to be checked, one answer, and the register of interlocutors."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.forms import HouseForm
from complaints import files
from complaints.casework import bodies, waiting
from complaints.casework.admin import case_file
from complaints.casework.admin.pages import actor_of, find_case, page, read
from complaints.casework.admin.queue import turned
from complaints.casework.by_key import page_by_key
from complaints.casework.waiting import About, Status
from complaints.enums import FINAL_POSITIONS, AnswerQuality
from complaints.models import AdministrationReply
from complaints.permissions import can_decide, can_see_interlocutors, checkable_replies
from complaints.workflow import transitions
from complaints.workflow.errors import Refused, Repeated
from complaints.workflow.moves import Seal

PAGE = 25


class AsideForm(HouseForm):
    """Why an answer is not taken into the file."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        required=False,
        help_text=_("The administration reads it when you return its answer; else only the desk does."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )


@require_safe
def replies(request: HttpRequest) -> HttpResponse:
    """The answers that wait, the oldest first."""
    actor = actor_of(request)
    if not actor.is_caseworker:
        raise PermissionDenied(_("Only the institution's caseworkers may do this."))
    rows = checkable_replies(actor).filter(status=Status.SENT)
    rows = rows.select_related("complaint__handler", "administration", "recommendation")
    found = page_by_key(
        rows, by="sent_at", after=request.GET.get("after", ""), before=request.GET.get("before", ""), size=PAGE
    )
    links = {name: turned(request, name, cursor) for name, cursor in (("before", found.before), ("after", found.after))}
    return page(request, "casework/replies.html", {"rows": found.rows, **links})


@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest, pk: int, reply: int) -> HttpResponse:
    """One answer in full, with the ways to take it into the file. POST gives it back, or keeps it as read."""
    case, actor = find_case(request, pk), actor_of(request)
    row = get_object_or_404(waiting.of_file(case), pk=reply)
    form = AsideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        returned = "return" in request.POST
        try:
            waiting.set_aside(row, actor=actor, reason=form.cleaned_data["reason"], returned=returned)
        except Repeated as repeated:
            messages.info(request, repeated.reason)
            return leave(case.pk)
        except Refused as refused:
            form.add_error("reason" if row.status == Status.SENT else None, str(refused.reason))
            row.refresh_from_db()
        else:
            messages.success(request, _("Returned to the administration.") if returned else _("Kept as read."))
            return leave(case.pk)
    read(request, case, "case")
    context = {
        **case_file.header(case, actor), "reply": row, "form": form, "ways": ways(row, request),
        "documents": [(file, files.may_leave(file)) for file in row.documents.all()],
        "may": row.status == Status.SENT and can_decide(actor, case),
    }  # fmt: skip
    return page(request, "casework/reply.html", context, status=422 if form.errors else 200)


def leave(pk: int) -> HttpResponse:
    """Back to what was exchanged with the administration."""
    return redirect(f"{reverse('admin:complaints_complaint_change', args=[pk])}?tab=administration")


def ways(reply: AdministrationReply, request: HttpRequest) -> list[tuple[Any, str]]:
    """The moves by which this answer can be taken into the file now: what each is called, and its address."""
    if reply.status != Status.SENT:
        return []
    final = reply.position in FINAL_POSITIONS
    name = {About.RECOMMENDATION: "follow_up", About.EXECUTION: "close_executed"}.get(
        reply.about,  # type: ignore[call-overload]
        "record_answer" if final else "record_request",
    )
    if not transitions.may(reply.complaint, name, actor_of(request), seal=Seal(rehearsing=True)):
        return []
    address = f"{reverse('admin:case_act', args=[reply.complaint_id, name])}?waiting={reply.pk}"
    if name != "record_answer":
        return [(waiting.LABELS[name], address)]
    return [(label, f"{address}&quality={code}") for code, label in AnswerQuality.choices]


@require_safe
def interlocutors(request: HttpRequest) -> HttpResponse:
    """The register: who is named, since when, and how each administration answers."""
    actor, asked = actor_of(request), request.GET.get("view", "")
    if not (decision := can_see_interlocutors(actor)):
        raise PermissionDenied(decision.reason)
    view, today = bodies.View(asked) if asked in bodies.View.values else bodies.View.ALL, timezone.localdate()
    cursors = {name: request.GET.get(name, "") for name in ("after", "before")}
    found = bodies.page_of(actor, view=view, today=today, **cursors)
    links = {name: turned(request, name, cursor) for name, cursor in (("before", found.before), ("after", found.after))}
    context = {"view": view, "views": list(bodies.View), "rows": found.rows, "today": today, **links}
    return page(request, "casework/interlocutors.html", context)


def addresses(at: Callable[..., URLPattern], case: str) -> list[URLPattern]:
    """These pages on the desk; `at` makes one of an address, a view and a name, `case` begins those of one file."""
    return [
        at(f"{case}replies/<int:reply>/", reply, "case_reply"),
        at("replies/", replies, "replies"),
        at("interlocutors/", interlocutors, "interlocutors"),
    ]
