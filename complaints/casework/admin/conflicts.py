"""Conflict of interest at the desk: one press that closes a file to oneself, and what heads and supervisors see of it."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.forms import HouseForm
from accounts.middleware import by_button
from accounts.models import User
from complaints.casework import conflicts as acts
from complaints.casework.admin.case_file import header
from complaints.casework.admin.pages import actor_of, find_case, number, page
from complaints.models import Complaint
from complaints.permissions import can_keep_out, can_let_in, declared_by, readable_conflicts
from complaints.workflow.errors import Refused, Repeated

LONGEST = 2000
CLOSED = _("The file is closed to you now. Thank you for saying so.")


class ReasonForm(HouseForm):
    """Why, for who wants to say it."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Only heads of delegation and supervisors read it."),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )


class ColleagueChoice(forms.ModelChoiceField):
    """A colleague with the unit."""

    def label_from_instance(self, obj: User) -> str:
        return f"{obj} – {obj.unit.name}" if obj.unit else str(obj)


class KeepOutForm(ReasonForm):
    """A colleague who knows somebody in the file."""

    user = ColleagueChoice(label=_("Colleague"), queryset=User.objects.none())
    field_order = ("user", "reason")

    def __init__(self, *args: Any, complaint: Complaint, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["user"]
        field.queryset = acts.who_can_be_kept_out(complaint, actor=actor_of(request))


@by_button
def declare(request: HttpRequest, pk: int) -> HttpResponse:
    """I know one of the parties: from now on the file is closed to me. Pressed twice it is said once."""
    actor = actor_of(request)
    if declared_by(actor).filter(complaint=pk).exists():
        messages.info(request, CLOSED)
        return redirect("admin:complaints_complaint_changelist")
    case, form = find_case(request, pk), ReasonForm(request.POST)
    if not form.is_valid():
        return page(request, "casework/conflict.html", {**header(case, actor), "form": form}, status=422)
    try:
        acts.keep_out(case, actor=actor, user=actor.someone, reason=form.cleaned_data["reason"])
    except Repeated:
        pass
    except Refused as refused:
        form.add_error(None, str(refused.reason))
        return page(request, "casework/conflict.html", {**header(case, actor), "form": form}, status=422)
    messages.success(request, CLOSED)
    return redirect("admin:complaints_complaint_changelist")


@require_http_methods(["GET", "HEAD", "POST"])
def of_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is kept out of this file, for heads and supervisors. POST keeps a colleague out."""
    case, actor = find_case(request, pk), actor_of(request)
    if not (decision := can_keep_out(actor, case)):
        raise PermissionDenied(decision.reason)
    form = KeepOutForm(request.POST or None, complaint=case, request=request)
    if request.method == "POST" and form.is_valid():
        try:
            acts.keep_out(case, actor=actor, **form.cleaned_data)
        except Repeated as repeated:
            messages.info(request, repeated.reason)
            return redirect("admin:case_conflicts", case.pk)
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, _("The file is closed to this colleague now."))
            return redirect("admin:case_conflicts", case.pk)
    rows = [(row, bool(not row.ended_at and can_let_in(actor, row))) for row in acts.of_file(case)]
    context = {**header(case, actor), "rows": rows, "form": form}
    return page(request, "casework/conflicts_of_file.html", context, status=422 if form.errors else 200)


@by_button
def let_in(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """The file is opened to the colleague again."""
    case = find_case(request, pk)
    conflict = get_object_or_404(readable_conflicts(actor_of(request)), pk=row, complaint=case)
    try:
        acts.let_in(conflict, actor=actor_of(request))
    except Repeated as repeated:
        messages.info(request, repeated.reason)
    except Refused as refused:
        messages.error(request, str(refused.reason))
    else:
        messages.success(request, _("The file is open to this colleague again."))
    return redirect("admin:case_conflicts", case.pk)


@require_safe
def declared(request: HttpRequest) -> HttpResponse:
    """What was declared in all files of this head or supervisor, the newest first."""
    actor = actor_of(request)
    if not actor.is_validator:
        raise PermissionDenied(_("Only heads of delegation and supervisors see this list."))
    asked = request.GET.get("before", "")
    if asked and not number(asked):
        raise Http404
    rows = acts.declared(actor, before=number(asked))
    more, rows = len(rows) > acts.PAGE, rows[: acts.PAGE]
    context = {
        "rows": rows,
        "first": "?" if asked else "",
        "after": f"?{urlencode({'before': rows[-1].pk})}" if more else "",
    }
    return page(request, "casework/conflicts.html", context)
