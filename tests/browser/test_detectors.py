"""Each detector of `make proof-experience` is red on its planted fault and green without it (docs/proof.md)."""

import pytest
from playwright.sync_api import Browser

from tests.browser.proof import faults
from tests.browser.proof.goals import GOALS


@pytest.mark.parametrize("plant", faults.PLANTS, ids=lambda plant: f"{plant.goal}: {plant.said}")
def test_a_detector_tells_well_from_spoilt(browser: Browser, plant: faults.Plant) -> None:
    assert faults.look(browser, plant, plant.well) == []
    assert faults.look(browser, plant, plant.spoilt) != []


@pytest.mark.parametrize(("goal", "said", "well", "spoilt"), [*faults.figures()])
def test_a_figure_tells_well_from_spoilt(goal: str, said: str, well: list[str], spoilt: list[str]) -> None:
    assert well == []
    assert spoilt != []


def test_every_goal_has_a_planted_fault() -> None:
    planted = {plant.goal for plant in faults.PLANTS} | {goal for goal, *_rest in faults.figures()}
    assert GOALS.keys() == planted
