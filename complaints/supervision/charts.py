"""Drawings computed on the server: geometry in dataclasses, markup in templates/supervision/charts/ (docs/figures.md).

Lengths along the line of text are per cent of the figure's width and heights are `em`, so that one drawing fits a telephone and
a wide screen and grows with the reader's text. In a right-to-left language every horizontal place is mirrored: bars grow from the
right and time runs to the left. Lengths are ready strings, since templates would write a decimal comma in some languages."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, log10
from textwrap import wrap

from django.utils.translation import get_language_bidi

from complaints.supervision.numbers import number

LINE = 1.5  # em, one line of text
BAR = 1.1  # em
GAP = 0.7  # em between rows
WIDEST = 82.0  # per cent that the longest bar takes; the rest is for its number
LABEL_CHARS = 40  # of a label's line at 320 px


def em(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".") + "em"


def percent(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") + "%"


def mirrored(start: float, rtl: bool, width: float = 0.0) -> str:
    """Where something `width` wide begins, as SVG counts (from the left), when it begins at `start` of the reading line."""
    return percent(100 - start - width if rtl else start)


def _direction(rtl: bool | None) -> bool:
    return get_language_bidi() if rtl is None else rtl


# --- bars ---


@dataclass(frozen=True, slots=True)
class Row:
    """What a bar says: a label and one value for each series."""

    label: str
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TextLine:
    text: str
    y: str


@dataclass(frozen=True, slots=True)
class Segment:
    """`series` counts from 1: it chooses colour and pattern."""

    series: int
    x: str
    width: str


@dataclass(frozen=True, slots=True)
class Bar:
    lines: tuple[TextLine, ...]
    y: str
    segments: tuple[Segment, ...]
    value: str
    value_x: str
    value_dx: str
    value_y: str


@dataclass(frozen=True, slots=True)
class BarChart:
    template = "supervision/charts/bar.html"
    height: str
    bar_height: str
    label_x: str
    axis_x: str
    anchor: str  # of a number beside its bar
    bars: tuple[Bar, ...]
    series: tuple[str, ...]
    sequential: bool = False


def bar(rows: Sequence[Row], *, sequential: bool = False, rtl: bool | None = None) -> BarChart:
    """One bar a row, its label above, its number at its end. `sequential`: the rows are an order, shown as shades of one hue."""
    return _bars(rows, series=(), sequential=sequential, rtl=rtl)


def stacked_bar(rows: Sequence[Row], *, series: Sequence[str], rtl: bool | None = None) -> BarChart:
    """Several values in one bar, one after the other; each number is written at the end: `12 + 5`."""
    return _bars(rows, series=tuple(series), sequential=False, rtl=rtl)


def _bars(rows: Sequence[Row], *, series: tuple[str, ...], sequential: bool, rtl: bool | None) -> BarChart:
    mirror = _direction(rtl)
    longest = max((sum(row.values) for row in rows), default=0) or 1
    top = 0.2
    bars = []
    for row in rows:
        made = _bar(row, top, longest, mirror, ordinal=len(bars) + 1 if sequential else 0)
        bars.append(made)
        top += LINE * len(made.lines) + BAR + GAP
    return BarChart(
        height=em(top),
        bar_height=em(BAR),
        label_x=mirrored(0, mirror),
        axis_x=mirrored(0, mirror),
        anchor="end" if mirror else "start",
        bars=tuple(bars),
        series=series,
        sequential=sequential,
    )


def _bar(row: Row, top: float, longest: int, rtl: bool, ordinal: int) -> Bar:
    lines = tuple(
        TextLine(text, em(top + LINE * (place + 1) - 0.4))
        for place, text in enumerate(wrap(row.label, LABEL_CHARS) or [""])
    )
    y = top + LINE * len(lines)
    segments = []
    at = 0.0
    for place, value in enumerate(row.values):
        width = value / longest * WIDEST
        if value:
            segments.append(Segment(ordinal or place + 1, mirrored(at, rtl, width), percent(width)))
        at += width
    several = len([value for value in row.values if value]) > 1
    return Bar(
        lines=lines,
        y=em(y),
        segments=tuple(segments),
        value=" + ".join(number(value) for value in row.values) if several else number(sum(row.values)),
        value_x=mirrored(at, rtl),
        value_dx=em(-0.5 if rtl else 0.5),
        value_y=em(y + BAR - 0.22),
    )


# --- lines ---

PLOT_TOP = 1.8  # em, room for the highest number
PLOT = 13.0  # em
PLOT_START, PLOT_END = 10.0, 80.0  # per cent; before it the axis says its numbers, after it the lines their names


@dataclass(frozen=True, slots=True)
class Point:
    x: str
    y: str
    value: str
    shown: bool  # its number is printed
    above: str  # where


@dataclass(frozen=True, slots=True)
class Series:
    """`path` lies in a box of 1000 by 1000 that is stretched over the plot."""

    ordinal: int
    name: str
    path: str
    points: tuple[Point, ...]
    label_x: str
    label_y: str
    name_y: str
    last: str


@dataclass(frozen=True, slots=True)
class Tick:
    text: str
    x: str
    y: str
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class LineChart:
    template = "supervision/charts/line.html"
    height: str
    plot_top: str
    plot_height: str
    plot_x: str
    plot_width: str
    label_anchor: str
    series: tuple[Series, ...]
    rules: tuple[Tick, ...]
    ticks: tuple[Tick, ...]


def line(labels: Sequence[str], series: Sequence[tuple[str, Sequence[int]]], *, rtl: bool | None = None) -> LineChart:
    """Values over time on one axis from zero; the name and the last value stand at the end of each line."""
    mirror = _direction(rtl)
    top = nice_top(max((value for _name, values in series for value in values), default=0))
    width = PLOT_END - PLOT_START
    places = [PLOT_START + width * place / max(len(labels) - 1, 1) for place in range(len(labels))]
    ends = _apart([PLOT_TOP + PLOT * (1 - values[-1] / top) if values else PLOT_TOP for _name, values in series])
    return LineChart(
        height=em(PLOT_TOP + PLOT + 2.2),
        plot_top=em(PLOT_TOP),
        plot_height=em(PLOT),
        plot_x=mirrored(PLOT_START, mirror, width),
        plot_width=percent(width),
        label_anchor="end" if mirror else "start",
        series=tuple(
            _series(place + 1, name, values, places, top, ends[place], mirror)
            for place, (name, values) in enumerate(series)
        ),
        rules=tuple(
            Tick(number(top * part / 4), mirrored(0, mirror), em(PLOT_TOP + PLOT * (1 - part / 4)))
            for part in ((0, 2, 4) if top % 4 else range(5))
        ),
        ticks=_time_ticks(labels, places, mirror),
    )


def nice_top(highest: int) -> int:
    """The end of an axis: the next of 4, 8, 12, 20, 40, 60, 80, 100, 200 ... so that its quarters are whole numbers."""
    if highest <= 4:
        return 4
    power = 10 ** int(log10(highest))
    steps = (1, 1.2, 1.6, 2, 3, 4, 6, 8, 10) if power >= 10 else (1, 2, 4, 8)
    if power == 1:
        return next(step for step in (4, 8, 12) if step >= highest)
    return int(next(step * power for step in steps if step * power >= highest))


def _apart(ends: list[float], least: float = 2.6) -> list[float]:
    """Moves labels that would lie on each other apart, and keeps them in the plot."""
    order = sorted(range(len(ends)), key=lambda place: ends[place])
    moved = list(ends)
    for upper, lower in itertools.pairwise(order):
        moved[lower] = max(moved[lower], moved[upper] + least)
    over = max(moved, default=0) - (PLOT_TOP + PLOT - 0.6)
    return [place - max(over, 0) for place in moved]


def _series(
    ordinal: int, name: str, values: Sequence[int], places: list[float], top: int, end: float, rtl: bool
) -> Series:
    peak = max(range(len(values)), key=lambda place: values[place], default=0)
    points = []
    for place, value in enumerate(values):
        y = PLOT_TOP + PLOT * (1 - value / top)
        shown = place == peak and value > 0 and place < len(values) - 2
        points.append(Point(mirrored(places[place], rtl), em(y), number(value), shown, em(y - 0.55)))
    steps = [
        f"{(1000 - x if rtl else x):.1f},{1000 * (1 - value / top):.1f}"
        for value, x in zip(
            values, (1000 * (place - PLOT_START) / (PLOT_END - PLOT_START) for place in places), strict=True
        )
    ]
    return Series(
        ordinal=ordinal,
        name=name,
        path=" ".join(steps),
        points=tuple(points),
        label_x=mirrored(PLOT_END + 2, rtl),
        label_y=em(end),
        name_y=em(end + 1.15),
        last=number(values[-1]) if values else "",
    )


def _time_ticks(labels: Sequence[str], places: list[float], rtl: bool) -> tuple[Tick, ...]:
    """At most three, the first and the last among them."""
    if not labels:
        return ()
    wanted = min(3, len(labels))
    chosen = sorted({round(place * (len(labels) - 1) / max(wanted - 1, 1)) for place in range(wanted)})
    ticks = []
    for place in chosen:
        anchor = "start" if place == 0 and len(labels) > 1 else "middle"
        ticks.append(Tick(labels[place], mirrored(places[place], rtl), em(PLOT_TOP + PLOT + 1.5), anchor))
    return tuple(ticks)


# --- heat table ---


@dataclass(frozen=True, slots=True)
class HeatTable:
    """A table whose cells are shaded by their number; levels 0 (empty) to 5. The table itself is the drawing."""

    template = "supervision/charts/heat_table.html"
    levels: tuple[tuple[int, ...], ...]


def heat_table(values: Sequence[Sequence[int]]) -> HeatTable:
    """Shades by fifths of the highest number of the body."""
    highest = max((value for row in values for value in row), default=0)
    return HeatTable(
        tuple(tuple(min(5, ceil(5 * value / highest)) if value and highest else 0 for value in row) for row in values)
    )
