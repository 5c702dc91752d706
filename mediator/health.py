"""Whether this process lives, and whether it can do its work (reliability 3.9)."""

from django.db import connection
from django.http import HttpRequest, JsonResponse

from accounts.middleware import public


@public
def live(_request: HttpRequest) -> JsonResponse:
    """The process answers. It asks nobody else, so that a dead database does not restart every web server."""
    return JsonResponse({"live": True})


@public
def ready(_request: HttpRequest) -> JsonResponse:
    """The database takes a write."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"ready": True})
