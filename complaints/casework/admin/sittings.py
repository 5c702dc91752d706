"""The registers of commissions and of recommendations at the desk."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.forms import DateField, HouseForm
from accounts.middleware import by_button
from complaints.casework import registers, sittings
from complaints.casework.admin.pages import actor_of, page
from complaints.casework.admin.queue import asked_page
from complaints.dealings import Sitting
from complaints.guide.models import Administration
from complaints.models import Commission, CommissionFile
from complaints.permissions import can_hold, readable_commissions
from complaints.workflow.errors import Refused

PAGE = 25


class CallForm(HouseForm):
    """A new sitting."""

    administration = forms.ModelChoiceField(
        label=_("Administration"), queryset=Administration.objects.filter(valid_to=None)
    )
    on = DateField(label=_("Date"))
    place = forms.CharField(
        label=_("Place"), max_length=200, required=False, widget=forms.TextInput(attrs={"dir": "auto"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["administration"]
        rows = sorted(((row.pk, row.name) for row in field.queryset), key=lambda row: row[1])
        field.choices = [("", "—"), *rows]


class MinutesForm(HouseForm):
    """The minutes, and of each file what was agreed."""

    minutes = forms.CharField(
        label=_("Minutes"), max_length=20000, widget=forms.Textarea(attrs={"rows": 10, "dir": "auto"})
    )

    def __init__(self, *args: Any, rows: list[CommissionFile], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        for row in rows:
            reference = row.complaint.reference
            self.fields[f"agreed_{row.pk}"] = forms.ChoiceField(
                label=_("%(reference)s: what was agreed") % {"reference": reference},
                choices=[("", "—"), *Sitting.choices],
            )
            self.fields[f"note_{row.pk}"] = forms.CharField(
                label=_("%(reference)s: note") % {"reference": reference},
                max_length=2000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
            )

    def agreed(self) -> dict[int, tuple[str, str]]:
        """By the number of the row."""
        given = self.cleaned_data
        return {row.pk: (given[f"agreed_{row.pk}"], given[f"note_{row.pk}"]) for row in self.rows}


@require_safe
def recommendations(request: HttpRequest) -> HttpResponse:
    """Issued, carried out, pending, refused, and how many days it took."""
    actor = actor_of(request)
    if not actor.is_caseworker:
        raise PermissionDenied(_("Only the institution's caseworkers may do this."))
    view = request.GET.get("view", "pending")
    view = view if view in registers.VIEWS else "pending"
    found = registers.totals(actor)
    shown = asked_page(request, registers.recommendations(actor, view=view), by="issued_at", size=PAGE, descending=True)
    context = {
        "views": [
            (f"?view={name}", label, found.by_view[name], name == view)
            for name, (label, _wanted) in registers.VIEWS.items()
        ],
        "days": found.days,
        **shown,
    }
    return page(request, "casework/recommendations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def commissions(request: HttpRequest) -> HttpResponse:
    """The sittings, the newest first; heads and supervisors call a new one."""
    actor = actor_of(request)
    if not actor.is_caseworker:
        raise PermissionDenied(_("Only the institution's caseworkers may do this."))
    form = CallForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = sittings.call(actor=actor, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, _("The sitting was made. Choose its files."))
            return redirect("admin:commission", made.pk)
    rows = readable_commissions(actor).select_related("administration")
    context = {
        **asked_page(request, rows, by="on", size=PAGE, descending=True),
        "form": form if can_hold(actor) else None,
    }
    return page(request, "casework/commissions.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def commission(request: HttpRequest, row: int) -> HttpResponse:
    """One sitting: its bundle, and its minutes when it has taken place. POST writes the minutes."""
    actor = actor_of(request)
    sitting = find(request, row)
    mine, others = sittings.bundle(sitting, actor=actor)
    writes = mine and not others and may_write(sitting, actor)
    form = MinutesForm(request.POST or None, rows=mine) if writes else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            sittings.write_minutes(sitting, actor=actor, minutes=form.cleaned_data["minutes"], agreed=form.agreed())
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, _("The minutes are written. Decide each file now."))
            return redirect("admin:commission", sitting.pk)
    context = {
        "sitting": sitting, "files": mine, "others": others, "form": form, "closed_to": sittings.OTHERS,
        "candidates": sittings.candidates(sitting, actor=actor) if may_fill(sitting, actor) else [],
    }  # fmt: skip
    return page(request, "casework/commission.html", context, status=422 if form and form.errors else 200)


@by_button
def add(request: HttpRequest, row: int) -> HttpResponse:
    """The ticked files join the bundle; what was refused is said by name."""
    actor = actor_of(request)
    sitting = find(request, row)
    ticked = set(request.POST.getlist("files"))
    files = [case for case in sittings.candidates(sitting, actor=actor) if str(case.pk) in ticked]
    refused = sittings.add_files(sitting, files, actor=actor)
    for case, reason in refused:
        messages.error(request, f"{case.reference}: {reason}")
    if done := len(files) - len(refused):
        messages.success(
            request, ngettext("%(count)d file was added.", "%(count)d files were added.", done) % {"count": done}
        )
    if not files:
        messages.warning(request, _("Tick at least one file."))
    return redirect("admin:commission", sitting.pk)


def find(request: HttpRequest, row: int) -> Commission:
    """The sitting, for caseworkers alone."""
    return get_object_or_404(readable_commissions(actor_of(request)).select_related("administration"), pk=row)


def may_fill(sitting: Commission, actor: Any) -> bool:
    """Whether files can still be added by this person."""
    return sitting.held_at is None and bool(can_hold(actor))


def may_write(sitting: Commission, actor: Any) -> bool:
    """Whether this person can write the minutes now."""
    return may_fill(sitting, actor) and sitting.on <= timezone.localdate()


PAGES = (
    ("recommendations/", recommendations, "recommendations"),
    ("commissions/", commissions, "commissions"),
    ("commissions/<int:row>/", commission, "commission"),
    ("commissions/<int:row>/add/", add, "commission_add"),
)
