"""A revoked tablet reads nothing more, on whatever page it is; the desk opens on no tablet at all."""

from collections.abc import Callable

from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.actors import NOBODY
from complaints.outreach.tablet import cookies, devices

Handler = Callable[[HttpRequest], HttpResponse]
STAFF = ("/desk/", "/figures/", "/administration/")  # what a shared tablet never opens, whoever logged in on it
EVERYTHING = '"cache", "cookies", "storage"'


class DeviceMiddleware:
    """Ends every request of a revoked tablet at a plain page that empties its browser; notes when the others were here, and
    opens no page of staff on them.

    Whoever carries no such cookie, which is nearly everybody, costs nothing."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.device = None  # type: ignore[attr-defined]
        if cookies.DEVICE in request.COOKIES and (device := cookies.find_device(request)) is not None:
            if device.revoked_at is not None:
                return revoked(request)
            devices.seen(device)
            request.device = device  # type: ignore[attr-defined]
            if request.path_info.startswith(STAFF) and request.user.is_authenticated:
                auth.logout(request)  # the login of the morning, left half-way: it opens the day and nothing else here
                request.actor = NOBODY  # type: ignore[attr-defined]
        return self.get_response(request)


def revoked(request: HttpRequest) -> HttpResponse:
    """The plain page: it names nobody, and takes everything of ours out of the browser."""
    if request.user.is_authenticated:
        auth.logout(request)
    response = render(request, "outreach/tablet/revoked.html", {"shift": None, "lock_after": 0}, status=403)
    response.headers["Clear-Site-Data"] = EVERYTHING
    response.headers["Tablet"] = "revoked"  # for the page without a network: no script is shown the header above
    response.headers["Cache-Control"] = "no-store"
    response.delete_cookie(cookies.DEVICE, samesite="Lax")
    cookies.forget_shift(response)
    return response
