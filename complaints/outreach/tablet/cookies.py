"""Two cookies: the tablet's own, for a year, and the day's. Both are signed, HttpOnly and say nothing of a person."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from complaints.outreach.models import Device, Shift
from complaints.outreach.tablet import devices, shifts

DEVICE, SHIFT = "tablet", "tablet-day"
SALT = "complaints.outreach.tablet"
YEAR = 365 * 24 * 3600
DAY = 24 * 3600


def find_device(request: HttpRequest) -> Device | None:
    """The tablet that asks, revoked or not. A cookie that was changed is no cookie."""
    key = request.get_signed_cookie(DEVICE, default="", salt=f"{SALT}.device", max_age=YEAR)
    return devices.of_key(key) if key else None


def find_shift(request: HttpRequest, device: Device) -> Shift | None:
    """The day that is open on this tablet."""
    text = request.get_signed_cookie(SHIFT, default="", salt=f"{SALT}.day", max_age=DAY)
    return shifts.find(int(text), device) if text.isascii() and text.isdigit() and len(text) < 19 else None


def remember_device(response: HttpResponse, key: str) -> None:
    _set(response, DEVICE, key, salt=f"{SALT}.device", age=YEAR)


def remember_shift(response: HttpResponse, shift: Shift) -> None:
    _set(response, SHIFT, str(shift.pk), salt=f"{SALT}.day", age=DAY)


def forget_shift(response: HttpResponse) -> None:
    response.delete_cookie(SHIFT, samesite="Lax")


def _set(response: HttpResponse, name: str, value: str, *, salt: str, age: int) -> None:
    response.set_signed_cookie(
        name,
        value,
        salt=salt,
        max_age=age,
        httponly=True,
        samesite="Lax",  # a link from elsewhere finds the day; what changes anything asks for the CSRF token
        secure=settings.SESSION_COOKIE_SECURE,
    )
