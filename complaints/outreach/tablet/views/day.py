"""The day of a tablet: opened once, signed in each morning, locked and unlocked, ended."""

from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import limits
from accounts.middleware import by_button, public
from accounts.refusals import too_many
from complaints.casework.admin.site import second_factor
from complaints.intake.views.common import redirect as onward
from complaints.outreach import visits
from complaints.outreach.models import Shift
from complaints.outreach.tablet import cookies, devices, helping, queue, shifts
from complaints.outreach.tablet.access import attended_stands
from complaints.outreach.tablet.door import device_of, hand_back, on_device, on_shift, page, place_of, unknown, wiped
from complaints.outreach.tablet.forms import BeginForm, OpenForm, PersonForm, UnlockForm
from complaints.workflow.errors import Refused

CODES_A_NETWORK = 60  # an hour


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def open_device(request: HttpRequest) -> HttpResponse:
    """Opens a tablet, once, with the code of the desk; public, for the code is the key."""
    form = OpenForm(request.POST if request.method == "POST" else None)
    if form.is_bound and not limits.within("tablet-code", limits.network(request), limit=CODES_A_NETWORK):
        return too_many(request, minutes=60)
    if form.is_bound and form.is_valid():
        if found := devices.open_with(form.cleaned_data["code"]):
            response = onward("tablet:home")
            cookies.remember_device(response, found[1])
            return response
        form.add_error("code", _wrong_code())
    return render(
        request,
        "outreach/tablet/open.html",
        {"form": form, "shift": None, "lock_after": 0},
        status=422 if form.errors else 200,
    )


def _wrong_code() -> str:
    return _("This code opens no tablet: it is wrong, was used, or is older than 30 minutes. Ask for another one.")


@on_device
@require_http_methods(["GET", "HEAD", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """Between two people: how many of each outcome today, and the next one. Nobody is named here, ever."""
    device = device_of(request)
    shift = cookies.find_shift(request, device) if device else None
    if shift is None:
        return page(request, "outreach/tablet/sign_in.html", {})
    if shifts.is_locked(shift):
        shifts.lock(shift)
        return redirect("tablet:unlock")
    shifts.touch(shift)
    if helping.of(shift) is not None:
        return redirect("tablet:person")
    here = queue.at_desk(shift)
    known = {"number": here.number, "language": here.language} if here is not None else {}
    form = PersonForm(request.POST if request.method == "POST" else None, initial=known)
    if form.is_bound and form.is_valid():
        ticket = queue.taken(shift, form.cleaned_data.get("number"))
        helping.begin(shift, language=form.cleaned_data["language"], country=form.home(), ticket=ticket)
        return onward("tablet:person")
    counted = visits.today_of(shift)
    context = {
        "form": form,
        "counted": [(label, counted[value]) for value, label in visits.Outcome.choices],
        "total": sum(counted.values()),
        "waiting": queue.waiting(shift),
        "seen": here.number if here is not None else 0,
    }
    return page(request, "outreach/tablet/home.html", context, shift=shift, status=422 if form.errors else 200)


@on_shift()
@by_button
def call(request: HttpRequest, *, shift: Shift) -> HttpResponse:
    """Calls the next number of the queue to this desk; its language and number stand in the form of the next person."""
    text = request.POST.get("seen", "")
    try:
        queue.call_next(shift, seen=int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0)
    except Refused as refused:
        messages.warning(request, str(refused.reason))
    return onward("tablet:home")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """After the login with its second factor: stand, desk, PIN. The login itself does not stay on the tablet."""
    device, actor = device_of(request), request.actor  # type: ignore[attr-defined]
    if device is None:
        return unknown(request)
    if actor.is_caseworker and not actor.strong:
        return second_factor(request, home="tablet:begin")
    stands = list(attended_stands(actor).prefetch_related("desks", "agents"))
    if not stands:
        auth.logout(request)
        return page(request, "outreach/tablet/no_stand.html", {}, status=403)
    form = BeginForm(request.POST if request.method == "POST" else None, stands=stands, user_id=actor.user_id)
    if form.is_bound and form.is_valid():
        stand, desk = form.chosen()
        try:
            shift = shifts.begin(actor=actor, device=device, stand=stand, desk=desk, pin=form.cleaned_data["pin"])
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            auth.logout(request)
            response = wiped(request, onward("tablet:home"))
            cookies.remember_shift(response, shift)
            return response
    return page(request, "outreach/tablet/begin.html", {"form": form}, status=422 if form.errors else 200)


@on_device
@require_http_methods(["GET", "HEAD", "POST"])
def unlock(request: HttpRequest) -> HttpResponse:
    """The PIN. Behind this page nothing of a person is shown; the fifth wrong one ends the day."""
    device = device_of(request)
    shift = cookies.find_shift(request, device) if device else None
    if shift is None:
        return redirect("tablet:home")
    if not shifts.is_locked(shift):
        return redirect("tablet:home")
    form = UnlockForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        right = shifts.unlock(shift, pin=form.cleaned_data["pin"])
        if right:
            hand_back(request)
            return HttpResponseRedirect(place_of(request, shift), status=303)
        if right is None:
            return _over(request, "five")
        form.add_error("pin", wrong_pin(shift))
    return page(
        request, "outreach/tablet/locked.html", {"form": form, "agent": shift.agent}, status=422 if form.errors else 200
    )


def wrong_pin(shift: Shift) -> str:
    """How many tries are left."""
    shift.refresh_from_db(fields=["failed"])
    left = shifts.TRIES - shift.failed
    return ngettext(
        "This is not the PIN. %(number)s try is left, then the day ends here.",
        "This is not the PIN. %(number)s tries are left, then the day ends here.",
        left,
    ) % {"number": left}


@on_shift(by_itself=True)
@by_button
def lock(request: HttpRequest, *, shift: Shift) -> HttpResponse:
    """ "Lock", or two minutes without a touch."""
    shifts.lock(shift)
    return onward("tablet:unlock")


@on_shift()
@by_button
def touch(request: HttpRequest, *, shift: Shift) -> HttpResponse:
    """Somebody touched the screen; asked by the script, at most every twenty seconds."""
    return HttpResponse(status=204)


@on_shift(writes=True)
@by_button
def end(request: HttpRequest, *, shift: Shift) -> HttpResponse:
    """ "End my day", from the lock too: the tablet forgets the agent."""
    shifts.end(shift)
    return _over(request, "ended")


def _over(request: HttpRequest, why: str) -> HttpResponse:
    request.session.flush()
    response = wiped(request, page(request, "outreach/tablet/over.html", {"why": why}))
    cookies.forget_shift(response)
    return response
