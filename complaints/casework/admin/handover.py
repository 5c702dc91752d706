"""Handing over the files of a colleague who leaves or is absent."""

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

from accounts.forms import HouseForm
from accounts.models import User
from complaints.casework import handover
from complaints.casework.admin import undo
from complaints.casework.admin.pages import actor_of, page
from complaints.casework.queue import BOUND


class HandOver(HouseForm):
    """To whom."""

    to = forms.ModelChoiceField(label=_("New caseworker"), queryset=User.objects.none())

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["to"]
        field.queryset = people


@require_safe
def colleagues(request: HttpRequest) -> HttpResponse:
    """Who has open files here, those who left first in need of it."""
    actor = actor_of(request)
    if not actor.is_validator:
        raise PermissionDenied(_("Only heads of delegation and supervisors see this list."))
    return page(
        request,
        "casework/colleagues.html",
        {"colleagues": handover.colleagues(actor, today=timezone.localdate()), "bound": BOUND},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def colleague(request: HttpRequest, row: int) -> HttpResponse:
    """The open files of one colleague; the ticked ones go to another."""
    actor = actor_of(request)
    people = handover.colleagues(actor, today=timezone.localdate())
    if request.method == "POST" and actor.is_validator and not people.filter(pk=row).exists():
        return redirect("admin:colleagues")  # pressed twice: the files have gone
    who = get_object_or_404(people, pk=row)
    files = list(handover.files_of(who, actor=actor))
    form = HandOver(request.POST or None, people=handover.receivers(actor, who))
    ticked = set(request.POST.getlist("files")) if request.method == "POST" else {str(case.pk) for case in files}
    chosen = [case for case in files if str(case.pk) in ticked]
    if request.method == "POST" and form.is_valid():
        if not chosen:
            form.add_error(None, _("Tick at least one file."))
        else:
            refused = handover.hand_over(chosen, actor=actor, to=form.cleaned_data["to"])
            undo.remember(request)
            for case, reason in refused:
                messages.error(request, f"{case.reference}: {reason}")
            done = len(chosen) - len(refused)
            said = ngettext("%(count)d file was handed over.", "%(count)d files were handed over.", done)
            messages.success(request, said % {"count": done})
            return (
                redirect("admin:colleague", who.pk)
                if people.filter(pk=who.pk).exists()
                else redirect("admin:colleagues")
            )
    context = {"who": who, "files": [(case, str(case.pk) in ticked) for case in files], "form": form}
    return page(request, "casework/colleague.html", context, status=422 if form.errors else 200)
