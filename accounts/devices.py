"""What stays in a browser when somebody leaves: nothing (reliability S18)."""

from django.http import HttpResponse
from django.utils.crypto import salted_hmac


def forget(response: HttpResponse) -> HttpResponse:
    """Has the browser erase what it kept of us: pages, pictures, and what the app had encrypted there (docs/offline.md).

    Cookies are not in it: the view takes away the ones that it means."""
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def mark(user_id: int | None) -> str:
    """By what a telephone tells one account from another: 16 hexadecimal figures that lead nowhere else; nobody's is `""`.

    A draft that waits there remembers it, so that it does not go into the account of whoever logs in next (docs/offline.md)."""
    return salted_hmac("device-account", str(user_id), algorithm="sha256").hexdigest()[:16] if user_id else ""
