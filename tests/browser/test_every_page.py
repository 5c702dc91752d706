"""Every page of pages.py, in Arabic and French, light and dark, wide and narrow, with and without errors: nothing for axe,
nothing refused by the content policy, nothing to scroll sideways, no words left in another language."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.pages import Who
from tests.browser.walks import ACCOUNTS, Walker


@pytest.fixture(params=["ar", "fr"])
def walker(request: pytest.FixtureRequest, visitor: Callable[..., Page], staff: Callable[..., Page]) -> Walker:
    return Walker(request.param, visitor=visitor, staff=staff)


def test_pages_for_everybody(walker: Walker) -> None:
    walker.everybody().report()


def test_a_complaint_from_its_first_page_to_its_mails(walker: Walker) -> None:
    walker.life().report()


def test_what_comes_later_in_a_file(walker: Walker) -> None:
    walker.afterwards().report()


@pytest.mark.parametrize("who", ACCOUNTS, ids=ACCOUNTS.values())
def test_pages_of_an_account(walker: Walker, who: Who) -> None:
    walker.account(who).report()


def test_desk(walker: Walker) -> None:
    walker.desk().report()


def test_rooms_beside_the_queue(walker: Walker) -> None:
    walker.rooms().report()


def test_those_above_the_desk(walker: Walker) -> None:
    walker.above_the_desk().report()


def test_registers(walker: Walker) -> None:
    walker.registers().report()


def test_stands_at_the_desk(walker: Walker) -> None:
    walker.stands().report()
