"""A daughter files for her mother with a mandate, shares the file with her brother, and takes the share back."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import journey
from tests.browser.inspection import Inspector

DAUGHTER, BROTHER = "salma.together@example.org", "karim.together@example.org"


def look(page: Page, name: str) -> None:
    """Keeps a picture, for whoever wants to see the pages: SHOTS=folder."""
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True, caret="initial")


def file_for_the_mother(page: Page, mandate: Path, inspect: Callable[[str], None]) -> str:
    """From the first page to the confirmation; the mother is the complainant."""
    page.goto("/file/who/")
    page.locator("[name=who][value=mandate]").check()
    inspect("who")
    journey.go_on(page)
    page.fill("[name=first_name]", "زهرة")
    page.fill("[name=last_name]", "الإدريسي")
    page.locator("[name=sex][value=f]").check()
    inspect("represented")
    journey.go_on(page)
    page.locator("[name=residence][value=resident]").check()
    page.locator("[name=country]").select_option("MA")
    page.fill("[name=city]", "الناظور")
    page.fill("[name=address]", "حي المطار")
    inspect("represented-home")
    journey.go_on(page)
    expect(page.locator(".acting")).to_contain_text("زهرة الإدريسي")
    page.fill("[name=first_name]", "سلمى")
    page.fill("[name=last_name]", "الإدريسي")
    inspect("name")
    journey.go_on(page)
    page.locator("[name=same]").check()
    inspect("address")
    journey.go_on(page)
    page.locator("#step-form .actions button").first.click()
    expect(page.locator("#error-summary")).to_be_visible()
    inspect("mandate-missing")
    page.set_input_files("[name=file]", mandate)
    journey.go_on(page)
    journey.fill_to_the_end(page, email=DAUGHTER, start="contact")
    page.goto("/file/check/")
    inspect("check")
    journey.declare_and_send(page)
    return journey.reference_in(page)


def invitation(page: Page) -> str:
    """The link of the mail to the brother, when the worker has sent it."""
    for _second in range(40):
        page.goto(f"/mailbox/?to={BROTHER}")
        if page.locator("main a", has_text="IMR-").count():
            break
        page.wait_for_timeout(500)
    page.locator("main a", has_text="IMR-").first.click()
    page.wait_for_load_state()
    text = page.content()
    assert "الإدريسي" not in page.locator("main").inner_text(), "the mail names nobody"
    found = re.search(r'/follow/shared/[^"<\s]+', text)
    assert found, "no link in the mail"
    return found.group().replace("&amp;", "&")


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_daughter_her_mother_and_her_brother(visitor: Callable[..., Page], mandate: Path, language: str) -> None:
    daughter, brother = visitor(language, phone=True), visitor(language)
    sees, he_sees = Inspector(daughter, language), Inspector(brother, language)

    def inspect(name: str) -> None:
        look(daughter, f"{language}-{name}")
        sees.look(name)

    reference = file_for_the_mother(daughter, mandate, inspect)
    journey.open_file(daughter, reference, journey.code_of(daughter, "secret-code"))
    expect(daughter.locator(".acting")).to_contain_text("زهرة الإدريسي")
    inspect("case")
    daughter.goto(f"/follow/{reference}/mandate/")
    inspect("new-mandate")
    daughter.goto(f"/follow/{reference}/mandate/revoke/")
    inspect("revoke")
    daughter.goto(f"/follow/{reference}/shares/new/")
    daughter.fill("[name=name]", "أخي كريم")
    daughter.fill("[name=email]", BROTHER)
    daughter.locator("[name=right][value=read]").check()
    inspect("share")
    daughter.locator("#main-form .actions button").click()
    daughter.wait_for_url("**/shares/")
    inspect("shares")

    brother.goto(invitation(brother))
    he_sees.look("accept")
    look(brother, f"{language}-accept")
    brother.locator("main form .actions button").first.click()
    brother.wait_for_url("**/shares/")
    look(brother, f"{language}-brother")
    he_sees.look("shares of the brother")
    code = journey.code_of(brother, "own-code")
    brother.goto(f"/follow/{reference}/")
    expect(brother.locator("h1")).to_contain_text("الجماعة لا تجيب")
    expect(brother.locator(f"a[href*='/follow/{reference}/write/']")).to_have_count(0)

    daughter.reload()
    daughter.locator("form[action*='/end/'] button").click()
    daughter.wait_for_load_state()
    inspect("shares-ended")
    assert brother.goto(f"/follow/{reference}/").status == 404
    journey.open_file(brother, reference, code)
    expect(brother.locator("#error-summary")).to_be_visible()
    sees.report()
    he_sees.report()
