"""When a colleague is away: the own absence, or that of somebody of one's unit."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.forms import HouseForm
from complaints.casework import handover
from complaints.casework.admin.pages import actor_of, page
from complaints.casework.models import Absence
from complaints.workflow.errors import Refused

FARTHEST = timedelta(days=731)


class AbsenceForm(HouseForm):
    """The first and the last day; both empty when nobody is away."""

    from_on = forms.DateField(label=_("First day"), required=False)
    until_on = forms.DateField(label=_("Last day"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        for field in self.fields.values():
            span = {"min": (today - FARTHEST).isoformat(), "max": (today + FARTHEST).isoformat()}
            field.widget = forms.DateInput(attrs={"type": "date", **span}, format="%Y-%m-%d")

    def clean(self) -> dict[str, Any]:
        data, today = super().clean() or self.cleaned_data, timezone.localdate()
        for name in self.fields:
            day = data.get(name)
            if day is not None and not today - FARTHEST <= day <= today + FARTHEST:
                self.add_error(name, _("Choose a day within two years."))
        return data


@require_http_methods(["GET", "HEAD", "POST"])
def absence(request: HttpRequest, row: int | None = None) -> HttpResponse:
    """Shows and enters one absence; the heads find their colleagues below."""
    actor = actor_of(request)
    if not actor.is_caseworker:
        raise PermissionDenied(_("Only the institution's caseworkers may do this."))
    people = handover.whose_absence(actor)
    who = get_object_or_404(people, pk=row or actor.user_id)
    known = {found.user_id: found for found in Absence.objects.filter(user__in=people.order_by().values("pk"))}
    mine = known.get(who.pk)
    initial = {"from_on": mine.from_on, "until_on": mine.until_on} if mine else {}
    form = AbsenceForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            handover.be_away(who, actor=actor, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, _("Saved."))
            return redirect("admin:absence_of", who.pk) if row else redirect("admin:absence")
    today = timezone.localdate()
    others = [
        (user, known.get(user.pk), bool((gone := known.get(user.pk)) and gone.from_on <= today <= gone.until_on))
        for user in people.exclude(pk=who.pk).order_by("name", "pk")
    ]
    context = {"form": form, "who": who, "own": who.pk == actor.user_id, "others": others}
    return page(request, "casework/absence.html", context, status=422 if form.errors else 200)
