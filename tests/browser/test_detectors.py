"""Each detector of `make proof-experience` is red on its planted fault and green without it (docs/proof.md)."""

import ast

import pytest
from playwright.sync_api import Browser

from mediator.env import ROOT
from tests.browser.inspection import BUILD, COLOURS, STUCK, TARGETS
from tests.browser.proof import faults
from tests.browser.proof.figures import figures
from tests.browser.proof.goals import GOALS


@pytest.mark.parametrize("plant", faults.PLANTS, ids=lambda plant: f"{plant.goal}: {plant.said}")
def test_a_detector_tells_well_from_spoilt(browser: Browser, plant: faults.Plant) -> None:
    assert faults.look(browser, plant, plant.well) == []
    assert faults.look(browser, plant, plant.spoilt) != []


@pytest.mark.parametrize(("goal", "said", "well", "spoilt"), [*figures()])
def test_a_figure_tells_well_from_spoilt(goal: str, said: str, well: list[str], spoilt: list[str]) -> None:
    assert well == []
    assert spoilt != []


def test_every_detector_of_an_open_page_has_one() -> None:
    """`shape` finds what `unlike` compares, `script` and `worse` serve the others."""
    text = (ROOT / "tests/browser/proof/faults.py").read_text()
    tree = ast.parse((ROOT / "tests/browser/proof/detectors.py").read_text())
    detects = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)} - {"script", "worse"}
    assert {name for name in detects if f"detectors.{name}" not in text} == set()


def test_every_goal_has_a_planted_fault() -> None:
    planted = {plant.goal for plant in faults.PLANTS} | {goal for goal, *_rest in figures()}
    assert GOALS.keys() == planted


@pytest.mark.parametrize(
    ("other", "alike"),
    [
        ("<ul><li>Un</li></ul><input id=a9 aria-label=Nom><a href=/b>Lire</a>", True),
        ("<ul><li>Un</li></ul><input id=a9 aria-label=''><a href=/b>Lire</a>", False),
        ("<ul><li>Un</li></ul><input id=a9 aria-label=Nom><a href=/b></a>", False),
        ("<ul><li>Un</li></ul><input id=a9 aria-label=Nom><a class=quiet href=/b>Lire</a>", False),
        ("<ul><li>Un<b>!</b></li></ul><input id=a9 aria-label=Nom><a href=/b>Lire</a>", False),
    ],
)
def test_pages_are_alike_by_how_they_are_built_not_by_their_words(browser: Browser, other: str, alike: bool) -> None:
    page = browser.new_page()
    page.set_content("<ul><li>One<li>Two</ul><input id=a12 aria-label=Name><a href=/c>Read</a>")
    first = page.evaluate(BUILD)
    page.set_content(other)
    assert (page.evaluate(BUILD) == first) is alike
    page.close()


@pytest.mark.parametrize(
    ("other", "alike"),
    [
        ("<body style='background:#fff'><h1>Autre</h1><p>Mot</p><p hidden style='color:red'>x</p>", True),
        ("<body style='background:#fff'><h1>One</h1><p style='color:#777'>Word</p>", False),
        ("<body style='background:#fff'><h1>One</h1><p style='background:#ddd'>Word</p>", False),
        ("<body style='background:#fff'><h1>One</h1><p style='opacity:.5'>Word</p>", False),
        (
            "<body style='background:#fff'><h1>One</h1><p style='background-image:linear-gradient(red,blue)'>Word</p>",
            False,
        ),
        ("<body style='background:#fff'><h1>One</h1><p style='font-size:9px'>Word</p>", False),
        ("<body style='background:#fff'><h1>One</h1><p>Word</p><input placeholder=Word>", False),
    ],
)
def test_axe_is_asked_about_contrast_where_a_text_stands_in_other_colours(
    browser: Browser, other: str, alike: bool
) -> None:
    page = browser.new_page()
    page.set_content("<body style='background:#fff'><h1>One</h1><p>Word</p>")
    first = set(page.evaluate(COLOURS))
    page.set_content(other)
    assert (set(page.evaluate(COLOURS)) <= first) is alike
    page.close()


@pytest.mark.parametrize(
    ("links", "small"),
    [
        ("<a href=/a>Un</a><br><br><br><a href=/b>Deux</a>", False),
        ("<a href=/a>Un</a><br><a href=/b>Deux</a>", True),
        ("<style>a {padding:8px;display:inline-block}</style><a href=/a>Un</a><br><a href=/b>Deux</a>", False),
    ],
)  # fmt: skip
def test_small_targets_are_well_where_they_stand_apart(browser: Browser, links: str, small: bool) -> None:
    page = browser.new_page()
    page.set_content(f"<main style='font:12px/14px sans-serif'><div>{links}</div></main>")
    assert bool(page.evaluate(TARGETS, {"least": 24, "apart": True})) is small
    page.close()


@pytest.mark.parametrize(
    ("inside", "attributes", "stuck"),
    [("", "", True), ("", "tabindex=0", False), ("<a href=/x>x</a>", "", False), ("<a tabindex=-1>x</a>", "", True)],
)
def test_what_scrolls_is_reached_by_a_key(browser: Browser, inside: str, attributes: str, stuck: bool) -> None:
    page = browser.new_page()
    wide = f"<p style='width:3000px'>x{inside}</p>"
    page.set_content(f"<main><div style='overflow-x:auto;width:200px' {attributes}>{wide}</div></main>")
    assert bool(page.evaluate(STUCK)) is stuck
    page.close()
