"""A Dutch speaker reads in Dutch what is asked for, and downloads what is held; an account sees all that is held about it."""

import json
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser import journey
from tests.browser.inspection import Inspector

SEND = "#main-form .actions button"
QUESTION = "هل يمكنني أن أكتب بالهولندية؟"
ITEM, IN_DUTCH = "Copie du jugement", "Kopie van het vonnis"


def test_what_is_asked_for_is_read_in_dutch_and_the_download_holds_both(
    visitor: Callable[..., Page], staff: Callable[..., Page]
) -> None:
    citizen, desk = visitor("nl", phone=True), staff("caseworker")
    citizen.goto("/file/who/")
    journey.fill_to_the_end(citizen, email="salma.words@example.org")
    citizen.goto("/file/check/")
    journey.declare_and_send(citizen)
    reference, code = journey.reference_in(citizen), journey.code_of(citizen, "secret-code")
    case = journey.ask_for(desk, reference, ITEM)
    translate(desk, case)
    open_file(citizen, reference, code)
    eye = Inspector(citizen, "nl")
    eye.visit(f"/follow/{reference}/", f"/follow/{reference}/answer/")
    hint = citizen.locator("#main-form .hint [lang=nl]").first
    expect(hint).to_have_text(IN_DUTCH)
    citizen.locator("textarea").first.fill("Ik stuur het morgen.")
    citizen.locator(SEND).click()
    citizen.wait_for_url(f"**/follow/{reference}/")
    expect(citizen.locator(".timeline [lang=nl]", has_text=IN_DUTCH)).to_be_visible()
    eye.visit(f"/follow/{reference}/data/")
    asked = next(row for row in downloaded(citizen, "json")["history"] if "items" in row)
    (item,) = asked["items"]
    assert (item["label"], item["answer"]) == (ITEM, "Ik stuur het morgen.")
    assert [row["text"] for row in item["translations"]] == [IN_DUTCH]
    eye.report()


def translate(desk: Page, case: str) -> None:
    """The desk puts Dutch beside the item, and sees it there."""
    desk.goto(f"{case}?tab=translations")
    card = desk.locator("section.card", has_text=ITEM).last
    card.locator("a[href*='/translate/item/']").click()
    desk.locator("[name=language]").select_option("nl")
    desk.fill("[name=words]", IN_DUTCH)
    desk.locator("[name=quality][value=checked]").check()
    desk.locator(".act-form .actions button").first.click()
    desk.wait_for_url("**tab=translations")
    expect(desk.locator(".said[lang=nl]", has_text=IN_DUTCH)).to_be_visible()


def open_file(citizen: Page, reference: str, code: str) -> None:
    """With number and code."""
    citizen.goto("/follow/")
    citizen.fill("[name=reference]", reference)
    citizen.fill("[name=code]", code)
    citizen.locator(SEND).click()
    citizen.wait_for_url(f"**/follow/{reference}/")


def downloaded(page: Page, ending: str) -> dict:
    """What a link of the page gives."""
    with page.expect_download() as found:
        page.locator(f"a[href$='/{ending}/'], a[href$='.{ending}']").first.click()
    return json.loads(Path(found.value.path()).read_text())


def test_an_account_reads_its_question_and_its_draft(visitor: Callable[..., Page]) -> None:
    citizen = visitor("ar")
    journey.log_in(citizen, "citizen")
    citizen.goto("/questions/ask/")
    citizen.fill("#main-form [name=text]", QUESTION)
    citizen.locator(SEND).click()
    citizen.locator("button[name=send]").click()
    citizen.wait_for_load_state()
    citizen.goto("/file/who/")
    journey.fill(citizen, "who", email="")
    citizen.locator("#step-form .actions button").first.click()
    citizen.goto("/file/happened/")
    journey.fill(citizen, "happened", email="")
    journey.go_on(citizen)
    eye = Inspector(citizen, "ar")
    eye.visit("/follow/my-data/")
    for words in (QUESTION, journey.ANSWERS["happened"]["title"]):
        expect(citizen.locator("main")).to_contain_text(words)
    (draft,) = downloaded(citizen, "json")["drafts"][-1:]
    assert draft["answers"]["happened"]["title"] == [journey.ANSWERS["happened"]["title"]]
    eye.report()
