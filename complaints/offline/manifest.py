"""What a browser reads to put the site on the home screen (W3C Web Application Manifest)."""

from typing import Any

from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from accounts.middleware import public

HEADER, PAPER = "#162E6B", "#FFFFFF"  # blue-strong and paper of the tokens (docs/design.md)
SHOTS = (("narrow", "360x640"), ("wide", "1280x800"))
SHOT_LANGUAGES = frozenset({"ar", "fr", "en", "es"})


@public
@cache_control(max_age=3600, public=True)
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """The manifest in the language of `?lang=`; its `id` is one for all of them, so that a change of language is the same app."""
    language = request.LANGUAGE_CODE or ""
    response = JsonResponse(_manifest(language), json_dumps_params={"ensure_ascii": False})
    response["Content-Type"] = "application/manifest+json"
    return response


def _manifest(language: str) -> dict[str, Any]:
    return {
        "id": "/",
        "name": _("e-Wassit, Mediator of the Kingdom"),
        "short_name": "e-Wassit",
        "description": _("File a complaint about an administration, follow it, and write without a connection."),
        "lang": language,
        "dir": "rtl" if translation.get_language_bidi() else "ltr",
        "start_url": f"/?lang={language}",
        "scope": "/",
        "display": "standalone",
        "theme_color": HEADER,
        "background_color": PAPER,
        "categories": ["government"],
        "icons": _icons(),
        "shortcuts": [
            _shortcut(_("File a complaint"), reverse("intake:step", kwargs={"slug": "who"}), language),
            _shortcut(_("Follow my complaint"), reverse("follow_up:login"), language),
            _shortcut(_("Write without a connection"), reverse("offline:write"), language),
        ],
        "screenshots": _screenshots(language),
    }


def _icons() -> list[dict[str, str]]:
    found = [{"src": _static("img/mark.svg"), "type": "image/svg+xml", "sizes": "any", "purpose": "any"}]
    for size in (192, 512):
        found.append(_icon(f"img/app/icon-{size}.png", size, "any"))
        found.append(_icon(f"img/app/maskable-{size}.png", size, "maskable"))
    return found


def _icon(name: str, size: int, purpose: str) -> dict[str, str]:
    return {"src": _static(name), "type": "image/png", "sizes": f"{size}x{size}", "purpose": purpose}


def _shortcut(name: str, url: str, language: str) -> dict[str, Any]:
    return {"name": name, "url": f"{url}?lang={language}", "icons": [_icon("img/app/icon-192.png", 192, "any")]}


def _screenshots(language: str) -> list[dict[str, str]]:
    shown = language if language in SHOT_LANGUAGES else "fr"
    words = _("The first page of e-Wassit")
    return [
        {
            "src": _static(f"img/app/start-{form}-{shown}.png"),
            "sizes": size,
            "type": "image/png",
            "form_factor": form,
            "label": words,
        }
        for form, size in SHOTS
    ]


def _static(name: str) -> str:
    return str(staticfiles_storage.url(name))
