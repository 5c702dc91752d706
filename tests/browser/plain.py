"""Filing, resuming and replying without scripts, chapter by chapter; each function leaves the page on what comes next."""

from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser import journey


def go_back_through_the_answers(phone: Page) -> None:
    """Back shows what was answered, each time."""
    phone.go_back()
    phone.goto("/file/address/")
    expect(phone.locator("[name=city]")).to_have_value("Lille")
    phone.go_back()
    phone.goto("/file/name/")
    expect(phone.locator("[name=last_name]")).to_have_value("الإدريسي")
    phone.locator("nav.back a").first.click()
    expect(phone.locator("[name=who][value=self]")).to_be_checked()


def resume_and_send(tablet: Page, code: str, documents: Sequence[Path], *, email: str) -> None:
    """Another device goes on with the code, adds the documents and sends."""
    tablet.goto("/resume/")
    tablet.fill("[name=code]", code)
    tablet.locator("main form .actions button").first.click()
    tablet.wait_for_load_state()
    tablet.goto("/file/happened/")
    journey.fill_to_the_end(tablet, email=email, start="happened")
    for document, caption in zip(documents, ("وصل", "رسالة", "صورة"), strict=False):
        journey.send_file(tablet, document, caption)
    expect(tablet.locator(".file-list")).to_contain_text("lettre du consulat.pdf")
    tablet.locator("#step-form .actions button").first.click()
    tablet.wait_for_url("**/file/check/")
    journey.declare_and_send(tablet)


def answer(phone: Page, reference: str, secret: str, document: Path) -> None:
    """The complainant opens the file with the code and sends what was asked for."""
    phone.goto("/follow/")
    phone.fill("[name=reference]", reference)
    phone.fill("[name=code]", secret)
    phone.locator("#main-form .actions button").click()
    expect(phone.locator("main")).to_contain_text("نسخة من القرار")
    phone.locator(f"a[href='/follow/{reference}/answer/']").first.click()
    phone.locator("textarea").first.fill("ها هو القرار")
    phone.set_input_files("input[type=file]", document)
    phone.locator("#main-form .actions button").click()
    phone.wait_for_url(f"**/follow/{reference}/")
