"""A tablet is prepared while there is a network, and sends what it sealed when there is one again."""

import json
import uuid
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.middleware import by_button, public
from complaints.files.answering import to_piece
from complaints.offline.views import kept
from complaints.outreach import visits
from complaints.outreach.models import Device, SealedIntake, Shift
from complaints.outreach.sealed import keys, receiving
from complaints.outreach.sealed.page import context
from complaints.outreach.tablet import cookies, devices, shifts
from complaints.outreach.tablet.door import device_of, on_device, on_shift, page
from complaints.outreach.tablet.forms import UnlockForm
from complaints.outreach.tablet.views.day import wrong_pin


@public
@never_cache
@require_safe
def stand(request: HttpRequest) -> HttpResponse:
    """The page of the day: it knows nobody, and works only on a tablet that was prepared."""
    return kept(request, "outreach/tablet/stand.html", context())


@on_shift()
@require_http_methods(["GET", "HEAD", "POST"])
def prepare(request: HttpRequest, *, shift: Shift) -> HttpResponse:
    """ "Prepare for a day without a network": the PIN once more; the script gets what the page needs (JSON)."""
    form = UnlockForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        known = {"form": form, "languages_kept": json.dumps([code for code, _name in settings.LANGUAGES])}
        return page(request, "outreach/tablet/prepare.html", known, shift=shift)
    right = shifts.unlock(shift, pin=form.cleaned_data["pin"]) if form.is_valid() else False
    if right is None:
        response = JsonResponse({"over": True}, status=403)
        cookies.forget_shift(response)
        return response
    if not right:
        return JsonResponse({"error": str(next(iter(form.errors.values()), [""])[0]) or wrong_pin(shift)}, status=422)
    devices.keeps(shift.device)
    return JsonResponse(_facts(shift))


def _facts(shift: Shift) -> dict[str, Any]:
    """What the tablet keeps of the day; nothing of a visitor."""
    last = SealedIntake.objects.filter(shift=shift).order_by("-number").values_list("number", flat=True).first()
    return {
        "shift": shift.pk,
        "public": keys.key_of(shift).public,
        "stand": f"{shift.stand.name}, \u2068{shift.stand.place}\u2069",
        "desk": _("Desk %(desk)s") % {"desk": shift.desk} if shift.desk else "",
        "agent": str(shift.agent),
        "ends": shift.ends_at.isoformat(),
        "now": timezone.now().isoformat(),
        "counted": visits.today_of(shift),
        "last": last or 0,
    }


# --- sent ---


def _sender(request: HttpRequest) -> Device:
    """The tablet that sends; the door has asked for one."""
    device = device_of(request)
    if device is None:
        raise Http404
    return device


@on_device
@by_button
def begin(request: HttpRequest) -> HttpResponse:
    """Announces an envelope: `key`, `batch` (UUIDs), `of` (how many), `shift`, `number`, `size`. Answers how far it is."""
    try:
        whole = {name: int(request.POST.get(name, "")[:12]) for name in ("of", "shift", "number", "size")}
        key, batch = (uuid.UUID(request.POST.get(name, "")) for name in ("key", "batch"))
    except ValueError:
        return JsonResponse({}, status=400)
    try:
        return _answer(receiving.begin(receiving.Announced(key=key, batch=batch, **whole), device=_sender(request)))
    except receiving.NotOurs as why:
        return JsonResponse({"error": str(why)}, status=422)


@on_device
@require_http_methods(["GET", "POST"])
def piece(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """How far the envelope is (GET), or its next piece (POST, bytes, with `Upload-Offset`): 409 says where to go on."""
    device = _sender(request)
    if request.method == "POST":
        return to_piece(
            request, lambda at, data: _answer(receiving.append(key=key, device=device, offset=at, data=data))
        )
    try:
        return _answer(receiving.state_of(key=key, device=device))
    except receiving.NoIntake:
        return JsonResponse({}, status=404)


def _answer(row: SealedIntake) -> JsonResponse:
    done = row.standing != SealedIntake.Standing.ARRIVING
    return JsonResponse({"offset": row.offset, "done": done, "state": row.standing, "words": row.words})
