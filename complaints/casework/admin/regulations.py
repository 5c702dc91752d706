"""The regulations for staff: a diagram and a table, both made from `workflow/table.py`."""

from dataclasses import dataclass
from math import hypot

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from complaints.casework.admin.pages import actor_of, page
from complaints.enums import CLOSED_STATES, State
from complaints.workflow.regulations import GROUPS, Arrow, Group, Place, arrows, articles

COLUMN, ROW, WIDTH, HEIGHT, MARGIN, LINE = 172, 104, 136, 56, 16, 16
COLUMNS, ROWS = 7, 6.4
ACROSS = 15  # letters on a line of a box
# Where each state stands: column, row. The main line runs along the second row.
PLACES: dict[Place, tuple[float, float]] = {
    State.DRAFT: (0, 1.2), State.SUBMITTED: (1, 1.2), State.REGISTERED: (2, 1.2), State.PRELIM_REVIEW: (3, 1.2),
    State.ADMITTED: (4, 1.2), State.AWAITING_ADMINISTRATION: (5, 1.2), State.CITIZEN_COMMENT: (6, 1.2),
    State.AWAITING_CITIZEN: (2.3, 0), State.SUSPENDED: (4, 0), Group.OPEN: (5, 0), State.WITHDRAWN: (6, 0),
    State.ORIENTED: (0.6, 2.9), State.INADMISSIBLE: (1.6, 2.9), Group.ADMITTED: (5, 2.25),
    State.INVESTIGATION: (4, 3.3), State.MEDIATION: (5, 3.3), State.COMMISSION: (6, 3.3),
    State.REVIEW: (0.9, 4.6), State.CLOSED: (2.8, 4.6), Group.DECIDABLE: (4.9, 4.35), State.RECOMMENDATION: (6, 4.35),
    Group.JOINABLE: (0, 0), State.MERGED: (1.15, 0), State.ESCALATED: (4.6, 5.75), State.FOLLOWUP: (6, 5.4),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Box:
    """A state on the drawing; `lines` are its name, broken."""

    x: int
    y: int
    lines: list[tuple[int, str]]
    tone: str


@dataclass(frozen=True, slots=True)
class Line:
    """An arrow: its path, and its label with its place."""

    path: str
    x: int
    y: int
    label: str


@require_safe
def regulations(request: HttpRequest) -> HttpResponse:
    """What can happen to a file, who may do it, what it needs, on what ground. For caseworkers."""
    actor = actor_of(request)
    if not actor.is_caseworker:
        raise PermissionDenied(_("Only the institution's caseworkers may do this."))
    context = {
        "articles": articles(),
        "minutes": settings.UNDO_MINUTES,
        "boxes": [box(place, GROUPS[place] if isinstance(place, Group) else place.label) for place in PLACES],
        "lines": [line(arrow) for arrow in arrows()],
        "size": (COLUMNS * COLUMN + MARGIN, round(ROWS * ROW) + MARGIN),
        "box": (WIDTH, HEIGHT),
    }
    return page(request, "casework/regulations.html", context)


def centre(place: Place) -> tuple[float, float]:
    """The middle of its box; from right to left where the page is."""
    column, row = PLACES[place]
    if translation.get_language_bidi():
        column = COLUMNS - 1 - column
    return MARGIN + column * COLUMN + WIDTH / 2, MARGIN + row * ROW + HEIGHT / 2


def box(place: Place, label: Promise | str) -> Box:
    """The box of a state, or of a group of them."""
    x, y = centre(place)
    words = broken(str(label))
    top = y - LINE * (len(words) - 1) / 2 + 5
    tone = "any" if isinstance(place, Group) else "end" if place in CLOSED_STATES else "open"
    return Box(
        round(x - WIDTH / 2),
        round(y - HEIGHT / 2),
        [(round(top + place * LINE), word) for place, word in enumerate(words)],
        tone,
    )


def broken(text: str) -> list[str]:
    """Its words on lines of some ACROSS letters."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > ACROSS:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def line(arrow: Arrow) -> Line:
    """From border to border, a little to one side, so that two opposite arrows do not lie on each other."""
    if passes_over(arrow):
        return around(arrow)
    (x1, y1), (x2, y2) = centre(arrow.source), centre(arrow.target)
    length = hypot(x2 - x1, y2 - y1)
    dx, dy = (x2 - x1) / length, (y2 - y1) / length
    x1, y1, x2, y2 = x1 - dy * 8, y1 + dx * 8, x2 - dy * 8, y2 + dx * 8
    start, end = reach(dx, dy) - 2, length - reach(dx, dy) - 4
    ax, ay, bx, by = x1 + dx * start, y1 + dy * start, x1 + dx * end, y1 + dy * end
    return Line(
        f"M{ax:.0f} {ay:.0f} L{bx:.0f} {by:.0f}",
        round(ax + (bx - ax) * 0.42 - dy * 12),
        round(ay + (by - ay) * 0.42 + dx * 12 + 4),
        ", ".join(arrow.numbers),
    )


def passes_over(arrow: Arrow) -> bool:
    """Whether the straight way lies on a box between: then its words could not be read."""
    (first, row), (last, other) = PLACES[arrow.source], PLACES[arrow.target]
    near, far = sorted((first, last))
    return row == other and any(near < column < far for column, its_row in PLACES.values() if its_row == row)


def around(arrow: Arrow) -> Line:
    """Out at the top of its box, over those between, and in at the top."""
    (x1, y1), (x2, _same) = centre(arrow.source), centre(arrow.target)
    top = y1 - HEIGHT / 2
    over = top - 22
    label = round(x1 + (x2 - x1) * 0.2)
    return Line(
        f"M{x1:.0f} {top:.0f} V{over:.0f} H{x2:.0f} V{top - 4:.0f}", label, round(over - 5), ", ".join(arrow.numbers)
    )


def reach(dx: float, dy: float) -> float:
    """How far it is from the middle of a box to its border in this direction."""
    across = WIDTH / 2 / abs(dx) if dx else float("inf")
    down = HEIGHT / 2 / abs(dy) if dy else float("inf")
    return min(across, down)
