"""Notices on a device: switched on and off in the file, and where a press on one leads (docs/push.md)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts.middleware import by_button, public
from accounts.refusals import too_many
from complaints.follow_up import access, devices
from complaints.models import Complaint
from complaints.notifications.devices import TooMany, Unusable


@public
@never_cache
@by_button
def switch_on(request: HttpRequest, reference: str) -> HttpResponse:
    """What the browser said of itself, sent by static/js/push.js."""
    actor, complaint = access.open_case(request, reference)
    if access.too_many_posts(complaint):
        return too_many(request, minutes=60)
    said = {name: request.POST.get(name, "") for name in ("endpoint", "p256dh", "auth")}
    try:
        row = devices.switch_on(complaint, actor=actor, language=request.LANGUAGE_CODE or complaint.language, **said)
    except (Unusable, TooMany) as reason:
        messages.error(request, str(reason))
    else:
        if row is None:
            messages.error(request, _("Notices on a device are not possible for this file now."))
        else:
            messages.success(request, _("This device is told from now on when there is news."))
    return _back(reference)


@public
@never_cache
@by_button
def switch_off(request: HttpRequest, reference: str, device: int) -> HttpResponse:
    """One press, and the device is told no more."""
    actor, complaint = access.open_case(request, reference)
    devices.switch_off(complaint, device, actor=actor)
    messages.success(request, _("That device is told no more."))
    return _back(reference)


@public
@never_cache
@require_GET
def news(request: HttpRequest) -> HttpResponse:
    """Where a press on a notice leads: it names no file, so the one that is open here, the account's list, or the door."""
    key = access.still_open(request)
    reference = Complaint.objects.filter(pk=key).values_list("reference", flat=True).first() if key else None
    if reference and access.is_open(request, reference):
        return redirect("follow_up:case", reference=reference)
    return redirect("intake:mine" if request.user.is_authenticated else "follow_up:login")


def _back(reference: str) -> HttpResponse:
    answer = redirect("follow_up:case", reference=reference)
    answer["Location"] += "#devices"
    return answer
