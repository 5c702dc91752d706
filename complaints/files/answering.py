"""What a browser is answered that sends a file in pieces: the same for drafts, filed cases and sealed visits."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse

from complaints.files.pieces import NoUpload, TooLong, WrongOffset

RETRY_AFTER = 600  # seconds


def to_piece(request: HttpRequest, keep: Callable[[int, bytes], HttpResponse]) -> HttpResponse:
    """Hands the piece to `keep` with its place (`Upload-Offset`): 400 without one, 409 says where to go on, 404 that no such
    file is on its way, 413 that it is too long."""
    offset = request.headers.get("Upload-Offset", "")
    if not (offset.isascii() and offset.isdigit() and len(offset) < 12):
        return JsonResponse({}, status=400)
    try:
        return keep(int(offset), request.body)
    except WrongOffset as wrong:
        return JsonResponse({"offset": wrong.expected}, status=409)
    except NoUpload:
        return JsonResponse({}, status=404)
    except TooLong:
        return JsonResponse({}, status=413)


def later() -> JsonResponse:
    """So many came that the next ones wait."""
    response = JsonResponse({}, status=429)
    response["Retry-After"] = str(RETRY_AFTER)
    return response
