"""Which referral a body opened on this device: one, for a while, and nothing else of the house (docs/referrals.md)."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from accounts import refusals
from accounts.actors import body_holder
from accounts.language import switched_language
from accounts.middleware import public, remember_language
from complaints.models import Referral, ReferralLink
from complaints.permissions import opened_referrals

OPEN_KEY, SEEN_KEY, LAST_KEY, LINK_KEY = "referral", "referral_seen", "referral_last", "referral_link"
REFRESH = 300  # seconds between two writes of the session

View = Callable[..., HttpResponse]


def door(view: View) -> View:
    """A page on the way in: open to everybody, kept by nobody, and found by no search."""
    return public(never_cache(_unseen(view)))


def _unseen(view: View) -> View:
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
        language = switched_language(request) if request.method == "POST" else None
        response = view(request, *args, **more)
        # The site's own `Referrer-Policy: same-origin` stays: "no-referrer" would make the browser post as nobody (Origin: null).
        response["X-Robots-Tag"] = "noindex, nofollow"
        if language:
            remember_language(response, language)
        return response

    return answer


def inside(view: View) -> View:
    """A page of the one referral that is open here. It is given as `referral`, with the `actor`; without one, the words
    that were typed come back on a page that says how to open it again."""

    @wraps(view)
    def answer(request: HttpRequest, **more: Any) -> HttpResponse:
        found = still_open(request)
        if found is not None:
            request.acting = found.body.name  # type: ignore[attr-defined]  # stands above the page
            actor = body_holder(found.pk, language=request.LANGUAGE_CODE or "")
            return view(request, found, actor, **more)
        over = is_over(request)
        if request.method != "POST" or (over and str(over.reply_key) == request.POST.get("key")):  # pressed twice
            return redirect("referral:file" if over else "referral:door")
        if over:
            context = {"referral": over, "kept": refusals.kept_fields(request)}
            return render(request, "referral/over.html", context, status=409)
        return refusals.session_ended(request, template="referral/ended.html", last=last(request) is not None)

    return door(answer)


def remember(request: HttpRequest, referral: Referral) -> None:
    """Opens it for this session; the session's name changes, so that a planted one is worthless."""
    request.session.cycle_key()
    request.session.pop(LINK_KEY, None)
    request.session[OPEN_KEY] = request.session[LAST_KEY] = referral.pk
    request.session[SEEN_KEY] = int(time.time())


def still_open(request: HttpRequest) -> Referral | None:
    """The referral that was opened here, while it is with the body and the device was not left alone for too long.

    Asked at every request: when the agreement is taken back, the next page is closed already."""
    key, seen, now = request.session.get(OPEN_KEY), request.session.get(SEEN_KEY, 0), int(time.time())
    if key is None:
        return None
    if now - seen > settings.SESSION_IDLE_MINUTES * 60:
        forget(request)
        return None
    rows = opened_referrals(body_holder(int(key))).select_related("body", "complaint__unit")
    found = rows.first()
    if found is not None and now - seen > REFRESH:
        request.session[SEEN_KEY] = now
    return found


def is_over(request: HttpRequest) -> Referral | None:
    """The referral that was opened here and is over by now: the page says what was answered, and nothing of the person."""
    key = request.session.get(OPEN_KEY)
    rows = Referral.objects.filter(pk=key or 0, ended_at__isnull=False).select_related("body", "complaint")
    return rows.defer("given").first()


def forget(request: HttpRequest) -> None:
    """Closes it; which one it was stays known, so that a new link can be sent to its address."""
    for key in (OPEN_KEY, SEEN_KEY, LINK_KEY):
        request.session.pop(key, None)


def last(request: HttpRequest) -> Referral | None:
    """The one that was open on this device, for a new link to its own address."""
    key = request.session.get(LAST_KEY)
    return Referral.objects.with_body().filter(pk=key or 0).select_related("complaint", "body").first()


def press(request: HttpRequest, link: ReferralLink) -> None:
    """The button of this link was pressed here: its figures are typed on the next page, whose address holds no token."""
    request.session.cycle_key()
    request.session[LINK_KEY] = link.pk


def pressed(request: HttpRequest) -> ReferralLink | None:
    """The link whose figures are waited for."""
    rows = ReferralLink.objects.select_related("referral__complaint", "referral__body")
    return rows.filter(pk=request.session.get(LINK_KEY) or 0).first()
