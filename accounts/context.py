"""What every page needs to know."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

THEMES = ("auto", "light", "dark")


def page(request: HttpRequest) -> dict[str, Any]:
    """Language, direction, theme and the names of the languages, each in its own script."""
    language = translation.get_language() or settings.LANGUAGE_CODE
    theme = request.COOKIES.get("theme", "auto")
    return {
        "language": language,
        "direction": "rtl" if translation.get_language_bidi() else "ltr",
        "languages": settings.LANGUAGES,
        "theme": theme if theme in THEMES else "auto",
        "mailbox": getattr(settings, "MAILBOX", False),
        "actor": getattr(request, "actor", None),
    }
