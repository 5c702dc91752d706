"""A letter in Arabic: chosen, seen as its reader will see it, sent, read in the file and as PDF; a text that is kept."""

import re
from collections.abc import Callable
from io import BytesIO

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser import journey
from tests.browser.inspection import Inspector

EMAIL = "salma.letter@example.org"


def test_a_letter_reaches_its_reader_on_paper_and_on_the_site(
    visitor: Callable[..., Page], staff: Callable[..., Page]
) -> None:
    citizen, desk = visitor("ar", phone=True), staff("caseworker", "ar")
    reference, code = journey.file(citizen, email=EMAIL)
    case = journey.open_at_desk(desk, reference)
    journey.act(desk, "start_review")
    journey.confirm(desk)
    eye = Inspector(desk, "ar")
    eye.visit(f"{case}letters/")
    desk.goto(f"{case}letters/")
    desk.locator("a[href*='purpose=receipt'][href*='language=ar']").click()
    desk.wait_for_load_state()
    eye.look("a letter that is begun")
    page = desk.locator(".letter-page")
    expect(page).to_have_attribute("dir", "rtl")
    expect(page).to_contain_text("إشعار بالتوصل")
    desk.locator("[name=paragraphs][value=free]").check()
    desk.locator("button[name=compose]").click()
    expect(desk.locator("[name=body]")).to_have_value(re.compile("وخدمات المؤسسة مجانية"))
    journey.preview(desk)
    journey.confirm(desk)
    eye.visit(f"{case}?tab=letters")
    expect(desk.locator(".letter")).to_contain_text("IMR-L-")
    eye.report()

    journey.read_mail(citizen, EMAIL, "/follow/")
    reader = Inspector(citizen, "ar")
    journey.open_file(citizen, reference, code)
    reader.visit(f"/follow/{reference}/")
    link = citizen.locator(f".file-list a[href^='/follow/{reference}/letters/']")
    expect(link).to_contain_text("إشعار بالتوصل")
    answer = citizen.request.get(link.get_attribute("href") or "")
    assert answer.headers["content-type"] == "application/pdf"
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.body())).pages)
    assert reference in text
    reader.report()


def test_the_texts_of_letters_are_looked_after(staff: Callable[..., Page]) -> None:
    page = staff("administrator", "ar")
    eye = Inspector(page, "ar")
    eye.visit("/desk/letters/texts/", "/desk/letters/texts/settled/nl/", "/desk/letters/texts/settled/ar/")
    page.goto("/desk/letters/texts/moved/nl/")
    page.locator(".act-form .actions button").click()
    eye.look("a text without words")
    expect(page.locator("#error-summary")).to_be_visible()
    eye.report()
