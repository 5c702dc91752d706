"""Single keys that move about the queue: off until a person switches them on, on this device (WCAG 2.1.4)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from complaints.casework.admin.pages import KEYS_COOKIE, page

YEAR = 365 * 24 * 3600
KEYS = (
    ("j", _("Next file of the list")),
    ("k", _("File before")),
    ("o", _("Open the file")),
    ("x", _("Tick the file for an act on several")),
    ("/", _("Search")),
    ("?", _("Show these keys")),
)


@require_http_methods(["GET", "HEAD", "POST"])
def keys(request: HttpRequest) -> HttpResponse:
    """What the keys do; POST switches them on or off for this device."""
    if request.method == "POST":
        response = redirect("admin:keys")
        if request.POST.get("keys") == "on":
            response.set_cookie(
                KEYS_COOKIE,
                "on",
                max_age=YEAR,
                samesite="Lax",
                httponly=True,
                secure=request.is_secure(),
                path="/desk/",
            )
        else:
            response.delete_cookie(KEYS_COOKIE, path="/desk/", samesite="Lax")
        return response
    return page(request, "casework/keys.html", {"keys": KEYS})
