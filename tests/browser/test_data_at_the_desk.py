"""Somebody asks that a name be corrected and a document erased; the desk does it, and the file and the receipt stay true."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser import journey
from tests.browser.inspection import Inspector

WISH = {
    "ar": "اسمي العائلي مكتوب خطأ: الصحيح هو الإدريسي الحسني.",
    "fr": "Mon nom est mal écrit : c’est El Idrissi El Hassani.",
}
NAME = {"ar": "الإدريسي الحسني", "fr": "El Idrissi El Hassani"}
DONE = {"ar": "صححنا اسمكم العائلي.", "fr": "Votre nom est rectifié."}


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_name_is_corrected_and_a_document_erased(
    visitor: Callable[..., Page], staff: Callable[..., Page], mandate: Path, language: str
) -> None:
    page = visitor(language, phone=language == "ar")
    eye = Inspector(page, language)
    reference = file_and_ask(page, language, mandate)

    # A neighbour finds nothing
    neighbour = staff("tanger")
    desk = staff("supervisor", language)
    looked = Inspector(desk, language)
    desk.goto("/desk/data-requests/")
    desk.locator("main td a", has_text=reference).first.click()
    request = desk.url
    for path in (request, desk.locator("a[href$='/do/correct_data/']").first.get_attribute("href")):
        assert neighbour.goto(str(path)).status == 404  # type: ignore[union-attr]

    correct(desk, looked, request, language)
    erase_and_answer(desk, looked, language)
    read_what_was_done(page, eye, reference, language)
    eye.report()
    looked.report()


def correct(desk: Page, looked: Inspector, request: str, language: str) -> None:
    """Nonsense comes back with what was typed, then the correction is shown, confirmed, and leads back to the request."""
    looked.look("a request to carry out")
    desk.locator("a[href$='/do/correct_data/']").first.click()
    desk.locator("[name=basis][value=wish]").check()
    desk.fill("[name=last_name]", NAME[language])
    desk.fill("[name=phone]", "12")
    desk.fill("[name=id_number]", "<script>")
    desk.fill("[name=reason]", "Lettre du 3 mars.")
    desk.locator(".act-form .actions button").first.click()
    expect(desk.locator("#error-summary")).to_be_visible()
    expect(desk.locator("[name=last_name]")).to_have_value(NAME[language])
    looked.look("a correction of nonsense")
    desk.fill("[name=phone]", "+33 6 12 34 56 78")
    desk.fill("[name=id_number]", "")
    journey.preview(desk)
    looked.look("a correction before it is confirmed")
    journey.confirm(desk)
    expect(desk).to_have_url(re.compile(re.escape(request)))  # the fragment of the preview stays behind it


def erase_and_answer(desk: Page, looked: Inspector, language: str) -> None:
    """The document goes too, for good."""
    desk.locator("a[href$='/do/erase_data/']").first.click()
    desk.locator("[name=documents]").first.check()
    desk.fill("[name=ground]", "Lettre du 3 mars : document d’une autre personne.")
    journey.preview(desk)
    looked.look("an erasure before it is confirmed")
    journey.confirm(desk)
    looked.look("a request that was carried out")
    expect(desk.locator("[name=otherwise]")).to_have_count(0)
    desk.locator("[name=decision][value=done]").check()
    desk.fill("[name=answer]", DONE[language])
    desk.locator(".act-form .actions button").first.click()
    expect(desk).to_have_url(re.compile("/desk/data-requests/(#.*)?$"))


def read_what_was_done(page: Page, eye: Inspector, reference: str, language: str) -> None:
    """The person sees the name and that the document went; the receipt still holds."""
    page.goto(f"/follow/{reference}/data/")
    expect(page.locator("main")).to_contain_text(NAME[language])
    expect(page.locator("main")).to_contain_text(DONE[language])
    eye.look("my data after it was carried out")
    page.goto(f"/follow/{reference}/")
    expect(page.locator("main")).not_to_contain_text("procuration.pdf")
    expect(page.locator("main em").first).to_be_visible()
    eye.look("the file after an erasure")
    number = receipt_number(page, reference)
    page.goto("/check/")
    page.fill("[name=number]", number)
    page.locator("#main-form .actions button").first.click()
    expect(page.locator(".notice.success")).to_be_visible()


def file_and_ask(page: Page, language: str, document: Path) -> str:
    """A complaint with a document, and the wish about its data; gives the reference."""
    page.goto("/file/who/")
    journey.fill_to_the_end(page, email=f"carried-{language}@example.org")
    page.goto("/file/files/")
    journey.send_file(page, document, "Pièce")
    page.goto("/file/check/")
    journey.declare_and_send(page)
    reference, code = journey.reference_in(page), journey.code_of(page, "secret-code")
    journey.open_file(page, reference, code)
    page.goto(f"/follow/{reference}/data/ask/")
    page.locator("[name=kind][value=correction]").check()
    page.fill("[name=text]", WISH[language])
    page.locator("#main-form .actions button").first.click()
    page.wait_for_load_state()
    return reference


def receipt_number(page: Page, reference: str) -> str:
    """The number at the foot of the receipt that the file gives now, with the corrected name on it."""
    pdf = page.request.get(f"/follow/{reference}/receipt.pdf").body()
    text = re.sub("[\u200e\u200f\u202a-\u202e\u2066-\u2069\u200b]", "", PdfReader(BytesIO(pdf)).pages[0].extract_text())
    found = re.search(r"(?:[0-9A-Z]{4}-){5}[0-9A-Z]{4}", text)
    assert found is not None
    return found[0]
