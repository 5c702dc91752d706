"""Filed twice by one person (sample 15): the desk is shown why the two look alike, and makes one file of them."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser import journey
from tests.browser.inspection import Inspector

EMAIL = "salma.twice@example.org"


def test_two_files_become_one_and_the_person_is_led_to_it(
    visitor: Callable[..., Page], staff: Callable[..., Page]
) -> None:
    at_home, on_the_way, desk = visitor("ar"), visitor("ar", phone=True), staff("caseworker")
    first, key = journey.file(at_home, email=EMAIL)
    second, code = journey.file(on_the_way, email=EMAIL)
    case = journey.open_at_desk(desk, second)
    journey.act(desk, "start_review")
    journey.confirm(desk)
    desk.goto(case)
    journey.act(desk, "join")
    card = desk.locator(".alike li", has_text=first).first
    expect(card.locator("li")).not_to_have_count(0)  # why
    card.locator(f"a[href$='/do/join/?into={first}']").click()
    desk.wait_for_load_state()
    shown = journey.preview(desk)
    expect(shown).to_contain_text(first)
    journey.confirm(desk)
    expect(desk.locator("main")).to_contain_text(first)
    eye = Inspector(on_the_way, "ar")
    journey.open_file(on_the_way, second, code)
    eye.visit(f"/follow/{second}/")
    expect(on_the_way.locator("main")).to_contain_text("ننظر في ملفيكم معا")
    expect(on_the_way.locator(f"main a[href='/follow/{first}/']")).to_have_count(0)  # its own code opens it
    journey.open_file(at_home, first, key)
    expect(at_home.locator(".timeline")).to_contain_text("ضممنا ملفا آخر لكم")
    assert eye.faults == []
    assert eye.untranslated == []
