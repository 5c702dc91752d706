"""The queue worked through: words found, a search kept, several files at once, single keys, a calendar."""

import re
from collections.abc import Callable

import icalendar
from playwright.sync_api import Page, expect

from tests.browser import journey
from tests.browser.inspection import Inspector
from tests.browser.journey import QUEUE

EMAIL = "salma.found@example.org"


def test_words_are_found_and_the_search_is_kept(visitor: Callable[..., Page], staff: Callable[..., Page]) -> None:
    citizen, desk = visitor("fr"), staff("caseworker", "ar")
    reference, code = journey.file(citizen, email=EMAIL)
    journey.open_file(citizen, reference, code)
    citizen.goto(f"/follow/{reference}/write/")
    citizen.fill("[name=text]", "Mes héritiers attendent le quittancement")
    citizen.locator("#main-form .actions button").first.click()
    citizen.wait_for_load_state()
    eye = Inspector(desk, "ar")
    eye.visit(f"{QUEUE}?view=all&q=heritier+quittancements")
    expect(desk.locator(".queue mark")).to_have_text(["héritiers", "quittancement"])
    expect(desk.locator(".queue tbody th a")).to_have_text(reference)
    desk.locator("a[href*='/searches/save/']").click()
    desk.fill("[name=name]", "Héritiers")
    eye.press(".act-form .actions button", "the search is kept")
    desk.get_by_role("link", name="Héritiers", exact=True).click()
    expect(desk.locator(".queue tbody tr")).to_have_count(1)
    assert eye.faults == []
    assert eye.untranslated == []


def test_several_files_at_once_without_a_script(staff: Callable[..., Page]) -> None:
    desk = staff("caseworker", "fr", javascript=False)
    desk.goto(f"{QUEUE}?view=all")
    ticks = desk.locator(".queue [name=file]").all()[:3]
    for tick in ticks:
        tick.check()
    desk.select_option("#bulk-act", "read")
    desk.locator("#bulk button").click()
    expect(desk.locator("h1 .count")).to_have_text("3")
    desk.locator(".act-form .actions button").first.click()
    expect(desk.locator("#preview-title")).to_be_visible()
    expect(desk.locator(".preview .file-list > li")).to_have_count(3)


def test_single_keys_work_when_they_are_wanted(staff: Callable[..., Page]) -> None:
    desk = staff("caseworker")
    desk.goto(f"{QUEUE}?view=all")
    desk.keyboard.press("j")
    expect(desk.locator(".queue tbody th a:focus")).to_have_count(0)
    desk.goto("/desk/keys/")
    desk.locator("button[value=on]").click()
    desk.goto(f"{QUEUE}?view=all")
    links = desk.locator(".queue tbody th a")
    desk.keyboard.press("j")
    expect(links.nth(0)).to_be_focused()
    desk.keyboard.press("j")
    expect(links.nth(1)).to_be_focused()
    desk.keyboard.press("x")
    expect(desk.locator(".queue [name=file]").nth(1)).to_be_checked()
    desk.keyboard.press("k")
    expect(links.nth(0)).to_be_focused()
    desk.keyboard.press("/")
    expect(desk.locator("[role=search] [name=q]")).to_be_focused()
    desk.keyboard.type("j?")  # typed, and nothing else
    expect(desk.locator("[role=search] [name=q]")).to_have_value("j?")
    links.nth(0).focus()
    desk.keyboard.press("Control+k")
    expect(links.nth(0)).to_be_focused()
    desk.keyboard.press("o")
    desk.wait_for_url(re.compile(r"/desk/complaints/complaint/\d+/"))
    desk.keyboard.press("?")
    desk.wait_for_url("**/desk/keys/")


def test_a_calendar_program_reads_the_dates_with_the_address_alone(
    visitor: Callable[..., Page], staff: Callable[..., Page]
) -> None:
    desk, program = staff("caseworker"), visitor("fr")
    desk.goto("/desk/calendar/")
    desk.locator("button[value=make]").click()
    address = desk.locator("#calendar-address").inner_text()
    answer = program.request.get(journey.path_of(address))
    assert answer.status == 200
    assert icalendar.Calendar.from_ical(answer.body()).walk("VEVENT")
    desk.goto("/desk/calendar/")
    expect(desk.locator("#calendar-address")).to_have_count(0)
    desk.locator("button[value=revoke]").click()
    assert program.request.get(journey.path_of(address)).status == 404
