"""A decision that takes two people: what the second person sees, validates or returns."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.dates import long_date
from complaints.casework import actions, presence
from complaints.casework.act_form import ActForm
from complaints.casework.acts import ACTS
from complaints.casework.admin.acts import posted_of, preview_of, told_in_file
from complaints.casework.admin.case_file import header
from complaints.casework.admin.pages import actor_of, find_case, number, page, read
from complaints.casework.forms import SendBack
from complaints.casework.models import Proposal
from complaints.casework.selectors import newest_event
from complaints.models import Complaint
from complaints.permissions import can_validate
from complaints.workflow.errors import Refused, Repeated
from complaints.workflow.moves import rehearse
from complaints.workflow.table import RULES


@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: HttpRequest, pk: int, proposal: int) -> HttpResponse:
    """The proposed decision with its exact messages; a second person validates or returns it."""
    case = find_case(request, pk)
    row = get_object_or_404(case.proposals.select_related("proposed_by", "decided_by"), pk=proposal)
    read(request, case, "case")
    presence.enter(case, actor=actor_of(request), writing=False)
    if request.method != "POST":
        return draw(request, case, row, SendBack())
    form = SendBack(request.POST)
    try:
        if "take_back" in request.POST:
            actions.take_back(row, actor=actor_of(request))
            messages.success(request, _("Taken back. Nothing was sent."))
        elif "validate" in request.POST:
            actions.approve(row, actor=actor_of(request), seen=number(request.POST.get("seen")))
            messages.success(request, _("Validated. The decision is made."))
        elif form.is_valid():
            actions.send_back(row, actor=actor_of(request), reason=form.cleaned_data["reason"])
            messages.success(request, _("Returned to your colleague. Nothing was sent."))
        else:
            return draw(request, case, row, form, status=422)
    except Repeated:  # pressed twice
        pass
    except Refused as refused:
        return draw(request, case, row, SendBack(), problem=str(refused.reason), status=409)
    return redirect("admin:complaints_complaint_change", case.pk)


def draw(
    request: HttpRequest, case: Complaint, row: Proposal, back: SendBack, *, problem: str = "", status: int = 200
) -> HttpResponse:
    """The decision, its details and, while it waits, the rehearsal of its validation."""
    actor = actor_of(request)
    seen = newest_event(case)  # before the rehearsal: what comes after it was not shown
    form = details(row, case, request)
    waiting = row.status == Proposal.Status.WAITING
    decision = (RULES[row.transition].validator or can_validate)(actor, case)
    own = row.proposed_by_id == actor.user_id
    may = waiting and bool(decision) and not own
    preview = None
    if may and not problem:
        try:
            preview = preview_of(rehearse(case, lambda: actions.approve(row, actor=actor)))
        except Refused as refused:
            problem = str(refused.reason)
    context = {
        **header(case, actor), "proposal": row, "act": ACTS[row.transition], "details": described(form),
        "told": told_in_file(form), "other_script": form.other_script(),
        "waiting": waiting, "may": may, "own": own, "back": back, "preview": preview, "problem": problem, "seen": seen,
        "why_not": _("Another person than the one who proposed must validate.") if own else decision.reason,
    }  # fmt: skip
    return page(request, "casework/proposal.html", context, status=status)


def details(row: Proposal, case: Complaint, request: HttpRequest) -> ActForm:
    """The form as the colleague filled it in."""
    form = ACTS[row.transition].form(posted_of(row), complaint=case, actor=actor_of(request))
    form.full_clean()
    return form


def _shown(value: Any) -> Any:
    return long_date(value) if isinstance(value, date) else value


def described(form: ActForm) -> list[tuple[Any, Any]]:
    """The chosen facts with their labels; the texts for the complainant stand apart."""
    rows = []
    for name, field in form.fields.items():
        value = form.cleaned_data.get(name)
        if name in form.told or field.widget.is_hidden or value in (None, "", False):
            continue
        choices = dict(getattr(field, "choices", ()) or ()) if not hasattr(field, "queryset") else {}
        if hasattr(field, "queryset"):
            value = [str(item) for item in value] if hasattr(value, "__iter__") else [str(value)]
        elif isinstance(value, list):
            value = [str(choices.get(item, item)) for item in value]
        else:
            value = [str(choices.get(value, _("Yes") if value is True else _shown(value)))]
        rows.append((field.label, value))
    return rows
