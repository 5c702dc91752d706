"""Geometry: lengths in proportion, mirrored from right to left, numbers written as they are."""

import pytest

from complaints.supervision import charts, maps
from complaints.supervision.charts import Row

ROWS = [Row("France", (40,)), Row("Espagne", (10,)), Row("Gabon", (0,))]


def number(text):
    return float(text.rstrip("em%"))


def test_bars_are_in_proportion():
    drawn = charts.bar(ROWS, rtl=False)
    widths = [sum(number(part.width) for part in bar.segments) for bar in drawn.bars]
    assert widths == [charts.WIDEST, pytest.approx(charts.WIDEST / 4, abs=0.01), 0]
    assert [bar.value for bar in drawn.bars] == ["40", "10", "0"]


def test_bars_grow_from_the_right_in_arabic():
    left, right = charts.bar(ROWS, rtl=False), charts.bar(ROWS, rtl=True)
    for one, other in zip(left.bars, right.bars, strict=True):
        for part, mirrored in zip(one.segments, other.segments, strict=True):
            assert number(mirrored.x) == pytest.approx(100 - number(part.x) - number(part.width), abs=0.02)
    assert (right.label_x, right.anchor) == ("100%", "end")


def test_bars_do_not_touch():
    drawn = charts.bar(
        [Row("Agence nationale de la conservation foncière, du cadastre et de la cartographie", (3,)), *ROWS]
    )
    assert len(drawn.bars[0].lines) > 1
    bottoms = [number(bar.y) + charts.BAR for bar in drawn.bars]
    tops = [number(bar.lines[0].y) - 1 for bar in drawn.bars]
    assert all(top >= bottom for bottom, top in zip(bottoms, tops[1:], strict=False))
    assert number(drawn.height) >= bottoms[-1]


def test_stacked_parts_follow_each_other():
    (bar,) = charts.stacked_bar([Row("CNSS", (3, 9))], series=["now", "late"], rtl=False).bars
    first, second = bar.segments
    assert number(second.x) == pytest.approx(number(first.x) + number(first.width), abs=0.02)
    assert (first.series, second.series) == (1, 2)
    assert bar.value == "3 + 9"


def test_nothing_to_draw():
    assert charts.bar([]).bars == ()
    assert charts.line([], []).series == ()
    assert charts.line(["1"], [("Received", [0])]).series[0].last == "0"


def test_time_runs_to_the_left_in_arabic():
    points = charts.line(["a", "b", "c"], [("Received", [1, 2, 3])], rtl=True).series[0].points
    assert [number(point.x) for point in points] == sorted((number(point.x) for point in points), reverse=True)


@pytest.mark.parametrize("highest", [0, 1, 4, 5, 9, 13, 43, 60, 99, 101, 999, 1201, 123456])
def test_axes_end_above_the_highest_in_whole_quarters(highest):
    top = charts.nice_top(highest)
    assert highest <= top <= max(4, 2.1 * highest)
    assert top % 4 == 0


def test_names_at_the_ends_of_lines_never_touch():
    drawn = charts.line(["a", "b"], [("Received", [5, 10]), ("Closed", [5, 10])])
    one, other = (number(series.label_y) for series in drawn.series)
    assert abs(one - other) >= 2.5


def test_heat_has_five_levels():
    assert charts.heat_table([[0, 1, 10], [5, 9, 2]]).levels == ((0, 1, 5), (3, 5, 1))


@pytest.mark.parametrize(
    ("place", "x", "y"),
    [((0, 0), 487, 237), ((71.1, 25.8), 534, 18), ((-34.83, 20.0), 536, 360), ((25.2, -80.9), 278, 147)],
)
def test_circles_lie_where_the_land_is(place, x, y):
    assert maps.project(*place) == (pytest.approx(x, abs=1.5), pytest.approx(y, abs=1.5))


def test_circles_have_areas_in_proportion():
    drawn = maps.bubble_map(
        [maps.Place("CA", "Canada", 400, "400"), maps.Place("AU", "Australie", 100, "100")], rtl=False
    )
    big, small = (number(bubble.r) for bubble in drawn.panels[0].bubbles)
    assert big == pytest.approx(2 * small, abs=0.02)


def test_europe_is_named_in_its_own_panel():
    drawn = maps.bubble_map([maps.Place("FR", "France", 40, "40"), maps.Place("CA", "Canada", 4, "4")], rtl=False)
    world, europe = drawn.panels
    assert [label.text for label in world.labels] == ["Canada 4"]
    assert [label.text for label in europe.labels] == ["France 40"]
    assert len(world.bubbles) == 2


def test_names_on_the_map_never_touch():
    rows = [
        maps.Place(code, f"Pays {code}", 100 - n, str(100 - n)) for n, code in enumerate(sorted(maps.places())[:60])
    ]
    for panel in maps.bubble_map(rows, rtl=False).panels:
        assert len({(label.x, label.y) for label in panel.labels}) == len(panel.labels)


def test_a_country_without_a_place_is_not_drawn():
    assert maps.bubble_map([maps.Place("XX", "?", 3, "3")]).panels[0].bubbles == ()
