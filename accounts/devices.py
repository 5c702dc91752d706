"""What stays in a browser when somebody leaves: nothing (reliability S18)."""

from django.http import HttpResponse


def forget(response: HttpResponse) -> HttpResponse:
    """Has the browser erase what it kept of us: pages, pictures, and what the app had encrypted there (docs/offline.md).

    Cookies are not in it: the view takes away the ones that it means."""
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response
