"""The viewer: a document as pictures of its pages, drawn by us, with its text beside it (docs/viewer.md).

The bytes that somebody sent never reach the browser here. Page, turn and zoom are in the address: every step is a link."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from complaints import files
from complaints.casework import presence
from complaints.casework.admin.case_file import find_file, header
from complaints.casework.admin.pages import actor_of, number, page, read
from complaints.casework.redactions import can_be_redacted
from complaints.inspection.areas import MAX_AREAS, Area
from complaints.models import Attachment, Complaint

WIDTHS = {1: 1000, 2: 1600, 3: 2400}  # pixels, by zoom; a page of at most 9 million is drawn
TURNS = (0, 90, 180, 270)


@require_safe
def view(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """One page of the document, with the links to the others; each look is kept in the log of readings."""
    case, row = find_file(request, pk, file)
    read(request, case, f"view:{row.pk}")
    presence.enter(case, actor=actor_of(request), writing=False)
    shown = max(number(request.GET.get("page")), 1)
    problem, found = "", files.Look(0, "", drawn=False)
    try:
        found = files.look(row, page=shown)
    except Http404 as unavailable:
        problem = str(unavailable)
    if found.pages and shown > found.pages:
        raise Http404
    context = {
        **header(case, actor_of(request)), "file": row, "found": found, "problem": problem, "shown": shown,
        "may_redact": can_be_redacted(row), **steps(request, case, row, shown, found.pages),
    }  # fmt: skip
    return page(request, "casework/viewer.html", context)


def steps(request: HttpRequest, case: Complaint, row: Attachment, shown: int, pages: int) -> dict[str, Any]:
    """The picture's address and the links around it; what is not in the address is the first page, upright, whole."""
    turn, zoom = turn_of(request), zoom_of(request)

    def at(**other: int) -> str:
        wanted = {"page": shown, "turn": turn, "zoom": zoom, **other}
        return f"?{urlencode({name: value for name, value in wanted.items() if value != PLAIN[name]})}"

    left, right = (turn + 270) % 360, (turn + 90) % 360
    links = [
        ("rotate-ccw", _("Turn to the left"), at(turn=left)),
        ("rotate-cw", _("Turn to the right"), at(turn=right)),
        ("plus", _("Larger"), at(zoom=zoom + 1) if zoom + 1 in WIDTHS else ""),
        ("minus", _("Smaller"), at(zoom=zoom - 1) if zoom - 1 in WIDTHS else ""),
    ]
    picture = reverse("admin:case_page", args=[case.pk, row.pk, shown])
    return {
        "picture": f"{picture}?{urlencode({'turn': turn, 'zoom': zoom})}",
        "zoom": zoom,
        "tools": links,
        "before": at(page=shown - 1) if shown > 1 else "",
        "after": at(page=shown + 1) if shown < pages else "",
        "turn_back": turn,
    }


PLAIN = {"page": 1, "turn": 0, "zoom": 1}


def turn_of(request: HttpRequest) -> int:
    """Degrees, or none."""
    turn = number(request.GET.get("turn"))
    return turn if turn in TURNS else 0


def zoom_of(request: HttpRequest) -> int:
    """A step of WIDTHS, or the first."""
    zoom = number(request.GET.get("zoom"))
    return zoom if zoom in WIDTHS else 1


@require_safe
def picture(request: HttpRequest, pk: int, file: int, sheet: int) -> HttpResponse:
    """One page as a JPEG that we drew; with `areas`, painted out as a redacted copy would be."""
    case, row = find_file(request, pk, file)
    read(request, case, f"view:{row.pk}")
    drawn = files.draw(
        row, page=sheet, width=WIDTHS[zoom_of(request)], turn=turn_of(request), areas=areas_in(request.GET.get("areas", "")),
        grid="grid" in request.GET,
    )  # fmt: skip
    response = HttpResponse(drawn, content_type="image/jpeg")
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def areas_in(text: str) -> list[Area]:
    """`10,20,30,5;…`, as `address_of` writes it. Nonsense is a 404: no page of ours leads there."""
    found: list[Area] = []
    for part in text.split(";")[: MAX_AREAS + 1] if text else []:
        try:
            left, top, width, height = (float(value[:12]) for value in part.split(","))
        except ValueError:
            raise Http404 from None
        if not (0 <= left <= 100 and 0 <= top <= 100 and 0 < width <= 100 and 0 < height <= 100):
            raise Http404
        found.append((left, top, width, height))
    return found


def address_of(
    case: Complaint, row: Attachment, sheet: int, areas: list[Area] | tuple[Area, ...] = (), **more: str
) -> str:
    """Where the picture of a page is, with these areas painted."""
    listed = ";".join(",".join(f"{value:g}" for value in area) for area in areas)
    query = urlencode({**({"areas": listed} if listed else {}), **more})
    return f"{reverse('admin:case_page', args=[case.pk, row.pk, sheet])}{f'?{query}' if query else ''}"
