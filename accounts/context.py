"""What every page needs to know."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import translation

from accounts import devices
from accounts.language import offered
from accounts.opening import Opening

THEMES = ("auto", "light", "dark")


def page(request: HttpRequest) -> dict[str, Any]:
    """Language, direction, theme, the names of the languages, each in its own script, and whom to call."""
    actor = getattr(request, "actor", None)
    kept = getattr(
        request, "is_kept", False
    )  # on telephones, for whoever holds them: it says nothing of who is logged in
    return {
        **look(request),
        "account": None if kept or actor is None else devices.mark(actor.user_id),
        "idle_minutes": settings.SESSION_IDLE_MINUTES,
        "mailbox": getattr(settings, "MAILBOX", False),
        "actor": actor,
        "acting": getattr(request, "acting", None),
        "help": help_contact(),
    }


def look(request: HttpRequest) -> dict[str, Any]:
    """The part of a page's context that needs neither a user nor the database: error pages stand on it alone."""
    theme = request.COOKIES.get("theme", "auto")
    return {
        "language": translation.get_language() or settings.LANGUAGE_CODE,
        "direction": "rtl" if translation.get_language_bidi() else "ltr",
        "languages": offered(request.path_info),
        "in_review": translation.get_language() in settings.LANGUAGES_IN_REVIEW,
        "theme": theme if theme in THEMES else "auto",
        "here": here(request),
        "account": None,
    }


def here(request: HttpRequest) -> str:
    """Where the switches of language and appearance come back to.

    A page that only a button opens is left for the one where the button stands, else for the first page."""
    if not _by_button(request.resolver_match):
        return request.get_full_path()
    try:
        came = urlsplit(request.headers.get("Referer", ""))
        if came.netloc == request.get_host() and not _by_button(resolve(came.path)):
            return came.path + (f"?{came.query}" if came.query else "")
    except (Resolver404, ValueError):  # no page, or no address at all
        pass
    return "/"


def _by_button(match: ResolverMatch | None) -> bool:
    return match is not None and getattr(match.func, "by_button", False)


def help_contact() -> dict[str, Any]:
    """Telephone and WhatsApp of the institution, to show and to dial, and when somebody answers, as the settings give them."""
    opening = Opening(*settings.HELP_HOURS) if settings.HELP_HOURS else None
    return {
        "phone": settings.HELP_PHONE,
        "dial": _digits(settings.HELP_PHONE),
        "whatsapp": settings.HELP_WHATSAPP,
        "chat": _digits(settings.HELP_WHATSAPP).removeprefix("+"),
        "opening": opening,
    }


def _digits(number: str) -> str:
    return "".join(c for c in number if c.isdigit() or c == "+")
