"""The door of every page of the tablet: is it registered, is its day open, is it locked, is somebody being helped."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import never_cache

from accounts.actors import Actor
from accounts.middleware import public, remember_language
from complaints.outreach.models import Device, Helping, Shift
from complaints.outreach.tablet import access, cookies, helping, shifts

View = Callable[..., HttpResponse]
PLACE = "tablet-place"  # in the session: for whom which page of the agent stood open, to come back to it after the lock
LENT = "tablet-language"  # in the session: the agent's language, while pages of the site stand in the person's
HANDED = "tablet-handed"  # in the session: whose hands the tablet is in, for number and secret code
BETWEEN_PEOPLE = '"cache", "storage"'  # never "cookies": the tablet's own would go with them
BUT_SEALED = '"cache"'


def device_of(request: HttpRequest) -> Device | None:
    """The registered tablet that asks (DeviceMiddleware)."""
    return request.device  # type: ignore[attr-defined, no-any-return]


def unknown(request: HttpRequest) -> HttpResponse:
    """The plain page of a browser that is no registered tablet."""
    return render(request, "outreach/tablet/unknown.html", {"shift": None, "lock_after": 0}, status=403)


def on_device(view: View) -> View:
    """A page of a registered tablet; elsewhere a plain page says how one is registered."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if device_of(request) is None:
            return unknown(request)
        return view(request, *args, **kwargs)

    return public(never_cache(wrapped))


def on_shift(*, writes: bool = False, by_itself: bool = False) -> Callable[[View], View]:
    """A page of the day: the view gets `shift`. Without one, the sign-in; locked, the PIN.

    `writes`: what was typed when the lock fell is still kept (the view saves and shows nothing of it; the PIN is asked for
    on the next page). `by_itself`: the page asks without anybody's touch, and keeps nothing open."""

    def door(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            device = device_of(request)
            shift = cookies.find_shift(request, device) if device is not None else None
            if shift is None:
                response = redirect("tablet:home")
                cookies.forget_shift(response)
                return response
            locked = shifts.is_locked(shift)
            if locked:
                shifts.lock(shift)
                if not (writes and request.method == "POST"):
                    return redirect("tablet:unlock")
            elif not by_itself:
                shifts.touch(shift)
            back = None if by_itself else _own_language(request)
            response = view(request, *args, shift=shift, **kwargs)
            if back and LENT not in request.session:  # unless it was lent anew
                remember_language(response, back)
            return response

        return on_device(wrapped)

    return door


def lend(request: HttpRequest, person: Helping, response: HttpResponse) -> HttpResponse:
    """Pages of the site are read in the person's language; back on the tablet the agent's own comes back."""
    request.session[LENT] = request.LANGUAGE_CODE  # type: ignore[attr-defined]
    remember_language(response, person.language)
    return response


def _own_language(request: HttpRequest) -> str | None:
    """The agent's language, of this request too, when it was lent to a person; else nothing."""
    language: str | None = request.session.pop(LENT, None) if LENT in request.session else None
    if language:
        translation.activate(language)
        request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
    return language


def with_person(view: View) -> View:
    """A page about the person who is being helped: the view gets `person`. When nobody is, the first page."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, shift: Shift, **kwargs: Any) -> HttpResponse:
        person = helping.of(shift)
        if person is None:
            return redirect("tablet:home")
        return view(request, *args, person=person, **kwargs)

    return wrapped


def actor_of(request: HttpRequest, shift: Shift) -> Actor:
    """The agent, for what is done at a stand and nothing else."""
    return access.actor_of(shift, language=request.LANGUAGE_CODE or "")  # type: ignore[attr-defined]


def page(
    request: HttpRequest, template: str, context: dict[str, Any], *, shift: Shift | None = None, status: int = 200
) -> HttpResponse:
    """A page for the agent, in the agent's language."""
    around = {"shift": shift, "lock_after": settings.STAND_LOCK_SECONDS, "device": device_of(request)}
    around["shared_device"] = True
    return render(request, template, {**around, **context}, status=status)


def turned(
    request: HttpRequest, template: str, context: dict[str, Any], *, person: Helping, status: int = 200
) -> HttpResponse:
    """A page for the person, who holds the tablet: in their language and its direction."""
    with translation.override(person.language):
        return page(request, template, {"person": person, **context}, shift=person.shift, status=status)


def keeps_place(view: View) -> View:
    """A page to which the agent comes back after the lock. Its address says a part of a form, and nothing of a person."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, person: Helping, **kwargs: Any) -> HttpResponse:
        place = [person.pk.hex, request.get_full_path()]
        if request.method == "GET" and request.session.get(PLACE) != place:
            request.session[PLACE] = place
        return view(request, *args, person=person, **kwargs)

    return wrapped


def place_of(request: HttpRequest, shift: Shift) -> str:
    """Where the agent was with the person who is still here; the first page if there is nobody, or another one."""
    person, (whose, path) = helping.of(shift), request.session.get(PLACE) or ["", ""]
    return path if person is not None and person.pk.hex == whose else reverse("tablet:home")


def hand(request: HttpRequest, person: Helping) -> None:
    """The tablet is in this person's hands: number and secret code may be shown, until it locks."""
    request.session[HANDED] = person.pk.hex


def hand_back(request: HttpRequest) -> None:
    """Whoever typed the PIN holds it: the agent."""
    request.session.pop(HANDED, None)


def for_their_eyes(view: View) -> View:
    """A page with number and secret code. While the agent holds the tablet (a question was sent, the lock opened) there stands
    that it is to be turned first."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, person: Helping, **kwargs: Any) -> HttpResponse:
        if helping.has_code(person) and request.session.get(HANDED) != person.pk.hex:
            return page(request, "outreach/tablet/turn.html", {"person": person}, shift=person.shift)
        return view(request, *args, person=person, **kwargs)

    return wrapped


def wiped(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The person has left: nothing of theirs stays in the browser.

    Where sealed visits may wait to be sent, what the browser stores is emptied by the pages themselves (`data-empties`,
    stand.js): all but those, which nobody can read there."""
    device = device_of(request)
    response.headers["Clear-Site-Data"] = BUT_SEALED if device is not None and device.keeps_since else BETWEEN_PEOPLE
    response.delete_cookie("draft", samesite="Lax")  # of the public form, should somebody have opened it here
    return response
