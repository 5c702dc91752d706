"""Filing in a real browser: what JavaScript adds, what a broken line costs, and that nobody is kept out."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser import journey

EMAIL = "filing@example.org"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "رسالة.png"
    Image.effect_noise((900, 700), 90).save(path)  # some 600 KB: more than one piece
    return path


def faults_of(page: Page) -> list[str]:
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    return [f"{page.url}: {fault['id']} {fault['nodes'][0]['html'][:120]}" for fault in found]


def first_of(route: Route, pieces: list[int]) -> bool:
    """Notes where a piece begins; whether it is the first."""
    pieces.append(int(route.request.headers["upload-offset"]))
    return len(pieces) == 1


def test_a_broken_line_costs_no_word(browser: Browser, stack: str) -> None:
    page = browser.new_page(base_url=stack, locale="ar")  # not a `visitor`: the broken line is no fault here
    page.goto("/file/who/?lang=ar")
    journey.fill(page, "who", email=EMAIL)
    journey.go_on(page)

    # Words are saved while they are written, and once the line is back.
    page.context.set_offline(True)
    page.fill("[name=first_name]", "سلمى")
    expect(page.locator("[data-saved-at]")).not_to_be_empty()
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("[data-saved-at]")).to_contain_text(re.compile(r"\d\d:\d\d"))  # the fault has a colon too
    page.reload()
    expect(page.locator("[name=first_name]")).to_have_value("سلمى")

    # "Continue" without a line leaves the page and its words where they are.
    page.context.set_offline(True)
    page.fill("[name=last_name]", "المحمد")
    page.locator("#step-form .actions button").first.click()
    expect(page.locator("[data-saved-at]")).not_to_be_empty()
    expect(page.locator("[name=last_name]")).to_have_value("المحمد")
    page.context.set_offline(False)
    expect(page.locator("[data-saved-at]")).to_contain_text(":")

    page.context.close()


def test_a_file_goes_on_where_the_line_broke(browser: Browser, stack: str, photo: Path, tmp_path: Path) -> None:
    """At the press of the button, and when the page was left and the same file is chosen again."""
    page = browser.new_page(base_url=stack, locale="ar")
    page.goto("/file/who/?lang=ar")
    journey.fill(page, "who", email=EMAIL)
    journey.go_on(page)
    page.goto("/file/files/")
    pieces: list[int] = []

    def break_the_second(route: Route) -> None:
        pieces.append(int(route.request.headers["upload-offset"]))
        if len(pieces) == 2:
            route.abort("internetdisconnected")
        else:
            route.continue_()

    page.route("**/file/files/pieces/*/", break_the_second)
    page.fill("[name=caption]", "رسالة الجماعة")
    page.set_input_files("[name=file]", photo)
    page.locator(".notice.upload button").click()
    expect(page.locator(".file-list li")).to_have_count(1)
    expect(page.locator(".file-list")).to_contain_text("رسالة الجماعة")
    assert pieces[0] == 0
    assert pieces[1] == pieces[2] > 0, "what had arrived is not sent again"

    # The line stays away, and the page is left: the same file chosen again sends only what is missing.
    page.unroute("**/file/files/pieces/*/")
    other = tmp_path / "قرار.png"
    Image.effect_noise((900, 701), 90).save(other)
    pieces.clear()
    page.route("**/file/files/pieces/*/", lambda route: route.continue_() if first_of(route, pieces) else route.abort())
    page.set_input_files("[name=file]", other)
    expect(page.locator(".notice.info.upload button")).to_be_visible()
    page.unroute("**/file/files/pieces/*/")
    page.goto("/file/files/")
    expect(page.locator("[data-partly]")).to_contain_text("قرار.png")
    page.route("**/file/files/pieces/*/", lambda route: (first_of(route, pieces), route.continue_()))
    page.set_input_files("[name=file]", other)
    expect(page.locator(".file-list li .badge")).to_have_count(2)
    expect(page.locator("[data-partly]")).to_have_count(0)
    assert pieces[-1] >= pieces[1] > 0
    assert pieces.count(0) == 1, "it began only once"
    page.context.close()


def test_two_taps_on_send_give_one_complaint(visitor: Callable[..., Page]) -> None:
    page = visitor("fr")
    page.goto("/file/who/")
    journey.fill_to_the_end(page, email=EMAIL)
    journey.go_on(page)
    journey.declare(page)
    page.locator("#step-form .actions button").first.dblclick(no_wait_after=True)
    page.wait_for_url("**/file/sent/")
    reference, code = journey.code_of(page, "reference"), journey.code_of(page, "secret-code")
    page.reload()
    assert (journey.code_of(page, "reference"), journey.code_of(page, "secret-code")) == (reference, code)
    page.go_back()
    expect(page.locator("#reference")).to_have_text(reference)


@pytest.mark.parametrize(("language", "phone", "dark"), [("ar", True, False), ("fr", False, True)])
def test_every_step_and_its_errors_keep_nobody_out(
    visitor: Callable[..., Page], language: str, phone: bool, dark: bool
) -> None:
    page = visitor(language, phone=phone, dark=dark)
    faults = faults_of(page)
    page.goto("/file/who/")
    for slug in [*journey.ORDER, "files"]:
        page.goto(f"/file/{slug}/")
        faults += faults_of(page)
        if slug != "files":
            page.locator("#step-form .actions button").first.click()
            page.wait_for_url("**check=1")
            expect(page.locator("#error-summary")).to_be_focused()
            faults += faults_of(page)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, page.url
        if slug == "who":
            journey.fill(page, slug, email=EMAIL)
            journey.go_on(page)
    for path in ("/file/", "/file/check/", "/file/saved/", "/file/delete/", "/resume/", "/file/for-others/"):
        page.goto(path)
        faults += faults_of(page)
    page.goto("/file/check/")
    page.locator("#step-form .actions button").first.click()
    expect(page.locator("#error-summary")).to_be_focused()
    faults += faults_of(page)
    assert faults == []
