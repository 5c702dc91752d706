"""A document that is sent to a filed case travels in pieces: a broken line costs one, and the message waits for the rest."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser import journey
from tests.browser.inspection import Inspector

PIECES = "**/follow/*/pieces/*/"
SEND = "#main-form .actions button"


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "رسالة.png"
    Image.effect_noise((900, 700), 90).save(path)  # some 600 KB: more than one piece
    return path


def test_a_message_pressed_too_early_waits_for_its_document_over_a_broken_line(
    browser: Browser, stack: str, photo: Path
) -> None:
    # Not a `visitor`: the broken line is no fault here. Without the worker, which would take the pieces out of our hands.
    page = browser.new_page(base_url=stack, locale="ar", service_workers="block")
    page.goto("/?lang=ar")
    reference, code = journey.file(page, email="pieces@example.org")
    journey.open_file(page, reference, code)
    places: list[int] = []

    def break_the_second(route: Route) -> None:
        places.append(int(route.request.headers["upload-offset"]))
        if len(places) == 2:
            route.abort("internetdisconnected")
        else:
            route.continue_()

    page.goto(f"/follow/{reference}/write/")
    page.route(PIECES, break_the_second)
    page.fill("[name=text]", "هذا هو الوصل.")
    page.set_input_files("[name=file]", photo)
    page.locator(SEND).click()
    page.locator(".notice.upload button").click()  # the line is back
    expect(page).to_have_url(re.compile(rf"/follow/{reference}/$"))
    expect(page.locator("main")).to_contain_text("هذا هو الوصل.")
    expect(page.locator("main")).to_contain_text("رسالة.png")
    assert places[0] == 0
    assert places[1] == places[2] > 0, "what had arrived is not sent again"
    page.context.close()


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_what_has_arrived_can_be_taken_back_and_stays_through_an_error(
    visitor: Callable[..., Page], photo: Path, language: str
) -> None:
    page = visitor(language)
    reference, code = journey.file(page, email=f"pieces.{language}@example.org")
    journey.open_file(page, reference, code)
    eye = Inspector(page, language)
    page.goto(f"/follow/{reference}/write/")
    page.set_input_files("[name=file]", photo)
    expect(page.locator("[data-arrived] input[name=file_sent]")).to_have_count(1)
    eye.look("a document that has arrived")
    page.locator("[data-arrived] button").click()
    expect(page.locator("[data-arrived]")).to_have_count(0)
    page.set_input_files("[name=file]", photo)
    expect(page.locator("[data-arrived] input[name=file_sent]")).to_have_count(1)
    page.evaluate("document.querySelector('[name=text]').value = 'x'.repeat(5001)")
    page.locator(SEND).click()
    expect(page.locator("#error-summary")).to_be_visible()
    expect(page.locator("[data-arrived] input[name=file_sent]")).to_have_count(1)
    eye.look("a document that stayed through an error")
    page.fill("[name=text]", "")
    page.locator(SEND).click()
    expect(page).to_have_url(re.compile(rf"/follow/{reference}/$"))
    expect(page.locator("main")).to_contain_text("رسالة.png")
    eye.report()
