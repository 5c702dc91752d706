"""The keyboard alone, and a thumb on a small screen."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser import journey, keyboard
from tests.browser.inspection import TARGETS

THUMB = {"least": 44}  # pixels


def test_file_with_the_keyboard_alone(visitor: Callable[..., Page]) -> None:
    assert keyboard.file(visitor("fr", phone=True), email="keyboard@example.org")


def test_errors_take_the_focus(visitor: Callable[..., Page]) -> None:
    page = visitor("ar", phone=True)
    page.goto("/file/who/")
    page.locator("#step-form .actions button").first.click()
    expect(page.locator("#error-summary")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('#step-form') !== null"), "the link leads to the field"


def test_a_thumb_hits_every_control(visitor: Callable[..., Page]) -> None:
    page = visitor("ar", phone=True)
    small: list[str] = []

    def look(path: str) -> None:
        page.goto(path)
        page.evaluate("document.querySelectorAll('details:not(.languages)').forEach(fold => { fold.open = true })")
        small.extend(f"{path}: {found}" for found in page.evaluate(TARGETS, THUMB))

    for path in ("/", "/help/", "/resume/", "/follow/", "/follow/link/", "/account/login/", "/account/signup/"):
        look(path)
    page.goto("/file/who/")
    page.locator("#step-form .actions button").first.click()
    for slug in (*journey.ORDER, "urgency", "files", "check"):
        look(f"/file/{slug}/")
    for path in ("/file/", "/file/saved/", "/file/delete/"):
        look(path)
    assert not small, "\n" + "\n".join(dict.fromkeys(small))
