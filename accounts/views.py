"""Language, appearance, one's account and the pages of trust."""

import time

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from accounts.context import THEMES
from accounts.language import safe_next, switched_language
from accounts.middleware import by_button, public, remember_language
from accounts.models import Unit, UnitKind

YEAR = 365 * 24 * 3600


@public
@csrf_exempt  # it changes how the page reads and nothing else, and has to work when the session is gone
def language(request: HttpRequest) -> HttpResponse:
    """GET: the languages, each in its own script (C1). POST: keeps the choice and goes back."""
    if request.method != "POST":
        return render(request, "accounts/language.html", {"next": safe_next(request)})
    code = switched_language(request)
    response = HttpResponseRedirect(safe_next(request))
    if code:
        remember_language(response, code)
    return response


@public
@csrf_exempt  # as above
@by_button
def theme(request: HttpRequest) -> HttpResponse:
    """Keeps light, dark or "as my device" for a year and goes back."""
    response = HttpResponseRedirect(safe_next(request))
    chosen = request.POST.get("theme")
    if chosen in THEMES:
        secure = request.is_secure()
        response.set_cookie("theme", chosen, max_age=YEAR, samesite="Lax", httponly=True, secure=secure)
    return response


@require_safe
def still_here(request: HttpRequest) -> HttpResponse:
    """Keeps the session open; asked by the dialog that warns of its end (A16)."""
    request.session["seen"] = int(time.time())
    return HttpResponse(status=204)


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """One's account: address, password, second factor, sessions."""
    return render(request, "accounts/account.html")


@public
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """The ways to reach us: telephone, address, delegations (C31)."""
    today = timezone.localdate()
    units = Unit.objects.filter(valid_from__lte=today).exclude(valid_to__lte=today)
    kinds = list(UnitKind)  # headquarters first
    sorted_units = sorted(units, key=lambda unit: (kinds.index(UnitKind(unit.kind)), unit.name))
    reachable = any(unit.phone or unit.address for unit in sorted_units)
    return render(request, "accounts/help.html", {"units": sorted_units, "reachable": reachable})


@public
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What we do with what people tell us (C33)."""
    return render(request, "accounts/privacy.html")


@public
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement (C34, A45)."""
    return render(request, "accounts/accessibility.html", {"checked_on": settings.ACCESSIBILITY_CHECKED_ON})


@public
@require_safe
def deadlines(request: HttpRequest) -> HttpResponse:
    """What the law says and how long things take (C35)."""
    return render(request, "accounts/deadlines.html")
