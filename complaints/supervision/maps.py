"""Circles on a land without borders: Equal Earth, areas in proportion to counts (docs/figures.md).

`static/img/land.svg` was drawn in the same projection; SCALE and CENTRE are those of its drawing."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import asin, cos, radians, sin, sqrt
from pathlib import Path

from django.utils.translation import get_language_bidi

from complaints.supervision.charts import percent

PLACES = Path(__file__).parent / "data" / "places.csv"
WIDTH, HEIGHT = 974.0, 474.0
SCALE = 179.93
CENTRE = (487.0, 237.0)
# Equal Earth (Savric, Patterson, Jenny 2018)
A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796


@dataclass(frozen=True, slots=True)
class Window:
    """A part of the land, in the units of land.svg."""

    key: str
    x: float
    y: float
    width: float
    height: float

    def holds(self, x: float, y: float) -> bool:
        return self.x <= x <= self.x + self.width and self.y <= y <= self.y + self.height

    @property
    def box(self) -> str:
        return f"{self.x:g} {self.y:g} {self.width:g} {self.height:g}"


WORLD = Window("world", 0, 0, 974, 430)
EUROPE = Window("europe", 436, 30, 132, 88)

NAMED = 10  # the largest circles carry a name
LARGEST = 5.0  # radius of the largest circle, per cent of a panel's width
NARROW = 340.0  # px: labels must not touch on a panel this wide
CHAR, LINE = 7.2, 16.0  # px of a label's letter and line


@dataclass(frozen=True, slots=True)
class Bubble:
    x: str
    y: str
    r: str


@dataclass(frozen=True, slots=True)
class Label:
    text: str
    x: str
    y: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Panel:
    key: str
    box: str
    bubbles: tuple[Bubble, ...]
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class BubbleMap:
    template = "supervision/charts/bubble_map.html"
    panels: tuple[Panel, ...]


@dataclass(frozen=True, slots=True)
class Place:
    code: str
    name: str
    count: int
    value: str


def project(latitude: float, longitude: float) -> tuple[float, float]:
    """Degrees to the units of land.svg."""
    t = asin(sqrt(3) / 2 * sin(radians(latitude)))
    t2 = t * t
    t6 = t2**3
    x = radians(longitude) * cos(t) / (sqrt(3) / 2 * (A1 + 3 * A2 * t2 + t6 * (7 * A3 + 9 * A4 * t2)))
    y = t * (A1 + A2 * t2 + t6 * (A3 + A4 * t2))
    return CENTRE[0] + SCALE * x, CENTRE[1] - SCALE * y


@cache
def places() -> dict[str, tuple[float, float]]:
    """Where each country's circle stands: {ISO code: (x, y)}."""
    with PLACES.open(encoding="utf-8", newline="") as file:
        return {row["code"]: project(float(row["latitude"]), float(row["longitude"])) for row in csv.DictReader(file)}


def bubble_map(rows: Sequence[Place], *, rtl: bool | None = None) -> BubbleMap:
    """The world, and Europe larger beside it, where most circles would hide each other. One scale for both."""
    mirror = get_language_bidi() if rtl is None else rtl
    known = sorted(
        ((row, *places()[row.code]) for row in rows if row.code in places() and row.count),
        key=lambda item: (-item[0].count, item[0].code),
    )
    highest = known[0][0].count if known else 1
    return BubbleMap(tuple(_panel(window, known, highest, mirror) for window in (WORLD, EUROPE)))


def _panel(window: Window, known: list[tuple[Place, float, float]], highest: int, rtl: bool) -> Panel:
    """`r` of an SVG circle is a percentage of the root mean square of width and height, hence `mean`."""
    ratio = window.height / window.width
    mean = sqrt((1 + ratio**2) / 2)
    shown = []
    for row, x, y in known:
        if window.holds(x, y):
            shown.append((row, (x - window.x) / window.width, (y - window.y) / window.height))
    radius = {row.code: max(0.8, LARGEST * sqrt(row.count / highest)) for row, _x, _y in shown}
    bubbles = [Bubble(percent(100 * x), percent(100 * y), percent(radius[row.code] / mean)) for row, x, y in shown]
    labels: list[Label] = []
    taken = [_box(x * NARROW, y * ratio * NARROW, radius[row.code] * NARROW / 100) for row, x, y in shown]
    named = {row.code for row, _x, _y in known[:NAMED]}
    for row, x, y in shown:
        elsewhere = window is WORLD and EUROPE.holds(WORLD.width * x, WORLD.height * y)
        if row.code in named and not elsewhere:
            label = _label(row, x, y, ratio, radius[row.code] / 100, taken, rtl)
            labels += [label] if label else []
    return Panel(window.key, window.box, tuple(bubbles), tuple(labels))


Box = tuple[float, float, float, float]


def _box(x: float, y: float, r: float) -> Box:
    return x - 0.7 * r, y - 0.7 * r, x + 0.7 * r, y + 0.7 * r


def _label(row: Place, x: float, y: float, ratio: float, r: float, taken: list[Box], rtl: bool) -> Label | None:
    """To the right of its circle, else left, below or above: the first place that is free; None when there is none."""
    text = f"{row.name} {row.value}"
    width, height = len(text) * CHAR, LINE
    px, py, gap = x * NARROW, y * ratio * NARROW, r * NARROW + 3
    choices = (
        (px + gap, py - height / 2, "start"),
        (px - gap - width, py - height / 2, "end"),
        (px - width / 2, py + gap - 2, "middle"),
        (px - width / 2, py - gap - height + 2, "middle"),
    )
    for left, top, anchor in choices:
        box = (left, top, left + width, top + height)
        if (
            left < 0
            or top < 0
            or box[2] > NARROW
            or box[3] > NARROW * ratio
            or any(_touch(box, other) for other in taken)
        ):
            continue
        taken.append(box)
        at = {"start": left, "end": box[2], "middle": px}[anchor]
        # Text that runs to the left starts at its right end.
        mirrored = {"start": "end", "end": "start"}.get(anchor, anchor) if rtl else anchor
        baseline = (top + 0.75 * height) / (NARROW * ratio)
        return Label(text, percent(100 * at / NARROW), percent(100 * baseline), mirrored)
    return None


def _touch(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
