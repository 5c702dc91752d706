"""The tablets of a delegation, at the desk: registered, last seen, revoked from afar."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actors import Actor
from accounts.forms import HouseForm
from accounts.middleware import by_button
from accounts.models import Unit
from complaints import typesetting
from complaints.asking.fields import TextField
from complaints.casework.admin.pages import actor_of, number, page
from complaints.intake.actions import Gone
from complaints.intake.views.common import redirect
from complaints.outreach.access import can_plan
from complaints.outreach.models import Device, SealedIntake
from complaints.outreach.sealed import mending
from complaints.outreach.tablet import devices as acts
from complaints.outreach.tablet.access import kept_devices, units_with_devices
from complaints.workflow.errors import Refused

PAGE = 50
NEWEST = 20


class DeviceForm(HouseForm):
    """Which tablet, and whose."""

    label = TextField(
        label=_("Name of the tablet"),
        help_text=_("What is written on it, for example: Tangier 3."),
        longest=60,
        error_messages={"required": _("Give the tablet a name that you find written on it.")},
    )
    unit = forms.ModelChoiceField(
        label=_("Delegation"),
        queryset=Unit.objects.none(),
        error_messages={"required": _("Choose the delegation that keeps the tablet.")},
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["unit"]
        field.queryset = units_with_devices(actor)
        field.initial = actor.unit_id


def _allowed(request: HttpRequest) -> Actor:
    """Who looks after tablets; everybody else is refused."""
    actor = actor_of(request)
    if not can_plan(actor):
        raise PermissionDenied(_("Only a head of delegation or a supervisor looks after the tablets."))
    return actor


def find(request: HttpRequest, pk: int) -> Device:
    """The tablet, if this person looks after it; a neighbour's is a 404."""
    rows = kept_devices(_allowed(request)).select_related("unit", "registered_by", "revoked_by")
    return get_object_or_404(rows, pk=pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def devices(request: HttpRequest) -> HttpResponse:
    """The list, the newest first, and the form that registers one."""
    actor = _allowed(request)
    form = DeviceForm(request.POST if request.method == "POST" else None, actor=actor)
    if form.is_bound and form.is_valid():
        try:
            made = acts.register(actor=actor, unit=form.cleaned_data["unit"], label=form.cleaned_data["label"])
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            return redirect("tablets:device", pk=str(made.pk))
    rows = kept_devices(actor).select_related("unit").order_by("-pk")
    if after := number(request.GET.get("after")):
        rows = rows.filter(pk__lt=after)
    found = list(rows[: PAGE + 1])
    context = {"form": form, "rows": found[:PAGE], "after": found[PAGE - 1].pk if len(found) > PAGE else 0}
    return page(request, "outreach/tablet/devices.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
def device(request: HttpRequest, pk: int) -> HttpResponse:
    """One tablet; until it was opened, the code that opens it once."""
    row = find(request, pk)
    code = acts.code_of(row)
    address = settings.SITE_URL.rstrip("/") + reverse("tablet:open")
    context = {
        "device": row,
        "code": code,
        "address": address,
        "sendings": list(row.batches.all()[:NEWEST]),
        "problems": _problems(row),
    }
    return page(request, "outreach/tablet/device.html", context)


def _problems(row: Device) -> list[SealedIntake]:
    """What still waits to be mended, all of it; then the newest of what else was not taken as it came."""
    told = row.sealed.filter(standing__in=["mend", "refused"]).select_related("draft__officer")
    waits = Q(draft__isnull=False, draft__complaint=None)
    return [*told.filter(waits), *told.exclude(waits)[:NEWEST]]


@never_cache
@require_safe
def code_qr(request: HttpRequest, pk: int) -> HttpResponse:
    """The picture that the tablet reads; the code stands behind `#`."""
    code = acts.code_of(find(request, pk))
    if not code:
        raise Http404
    address = settings.SITE_URL.rstrip("/") + reverse("tablet:open")
    return HttpResponse(typesetting.qr(f"{address}#{code}"), content_type="image/svg+xml")


@by_button
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Another code, when the first was not used in time."""
    row = find(request, pk)
    if not acts.invite_again(row, actor=actor_of(request)):
        messages.warning(request, _("This tablet was opened already, or is revoked."))
    return redirect("tablets:device", pk=str(row.pk))


@by_button
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Shuts the tablet for good."""
    row = find(request, pk)
    acts.revoke(row, actor=actor_of(request))
    messages.success(request, _("The tablet is revoked: whatever it asks for, it gets an empty page."))
    return redirect("tablets:device", pk=str(row.pk))


@by_button
def mend(request: HttpRequest, pk: int, sealed: int) -> HttpResponse:
    """Takes what an agent's tablet brought, and nobody has mended yet, to mend it oneself."""
    waits = find(request, pk).sealed.select_related("device__unit", "draft")
    row = get_object_or_404(waits, pk=sealed, standing=SealedIntake.Standing.MEND)
    try:
        draft = mending.take_on(row, actor=actor_of(request))
    except Gone:
        messages.info(request, _("This was dealt with meanwhile."))
        return redirect("tablets:device", pk=str(pk))
    return redirect("reception:check", key=str(draft.pk))
