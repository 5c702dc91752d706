"""Everything a complainant does works with JavaScript switched off."""

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser import journey

EMAIL = "no.script@example.org"
QUEUE = "/desk/complaints/complaint/"


@pytest.fixture
def documents(tmp_path: Path) -> tuple[Path, Path]:
    """A photo and a PDF, named as people name them."""
    photo, letter = tmp_path / "وصل البريد.jpg", tmp_path / "lettre du consulat.pdf"
    Image.new("RGB", (400, 300), "beige").save(photo)
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.save(letter)
    return photo, letter


def switch_language(page: Page, code: str) -> None:
    """Opens the menu in the header and chooses a language."""
    page.locator("details.languages summary").click()
    page.locator(f"button[name=switch_language][value={code}]").click()
    page.wait_for_load_state()
    assert page.locator("html").get_attribute("lang") == code


def test_file_resume_and_answer(
    visitor: Callable[..., Page], staff: Callable[..., Page], documents: tuple[Path, Path]
) -> None:
    phone = visitor("ar", javascript=False, phone=True)
    phone.goto("/file/who/")
    journey.fill_to_the_end(phone, email=EMAIL, stop="happened")
    go_back_through_the_answers(phone)
    phone.goto("/file/saved/")
    tablet = visitor("ar", javascript=False)
    resume_and_send(tablet, journey.code_of(phone, "draft-code"), documents)
    reference, secret = journey.reference_in(tablet), journey.code_of(tablet, "secret-code")
    phone.goto("/file/check/")
    assert journey.reference_in(phone) == reference, "the first device finds it sent"
    desk = staff("caseworker")
    case = ask_for_the_decision(desk, reference)
    answer(phone, reference, secret, documents[1])
    desk.goto(f"{case}?tab=files")
    expect(desk.locator("main")).to_contain_text("lettre du consulat.pdf")


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


def resume_and_send(tablet: Page, code: str, documents: tuple[Path, Path]) -> None:
    """Another device goes on with the code, adds the documents and sends."""
    tablet.goto("/resume/")
    tablet.fill("[name=code]", code)
    tablet.locator("main form .actions button").first.click()
    tablet.wait_for_load_state()
    tablet.goto("/file/happened/")
    journey.fill_to_the_end(tablet, email=EMAIL, start="happened")
    for document, caption in zip(documents, ("وصل", "رسالة"), strict=True):
        journey.send_file(tablet, document, caption)
    expect(tablet.locator(".file-list")).to_contain_text("lettre du consulat.pdf")
    tablet.locator("#step-form .actions button").first.click()
    tablet.wait_for_url("**/file/check/")
    journey.declare_and_send(tablet)


def ask_for_the_decision(desk: Page, reference: str) -> str:
    """The desk asks for a document; returns the address of the case."""
    desk.goto(f"{QUEUE}?q={reference}")
    desk.locator("main a").filter(has_text=reference).first.click()
    desk.wait_for_load_state()
    case = desk.url
    journey.act(desk, "start_review")
    journey.confirm(desk)
    desk.goto(case)
    journey.act(desk, "request_information")
    desk.fill("[name=items]", "نسخة من القرار")
    journey.preview(desk)
    journey.confirm(desk)
    return case


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


def test_the_language_switch_keeps_what_was_typed(visitor: Callable[..., Page]) -> None:
    page = visitor("ar", javascript=False)
    page.goto("/file/who/")
    journey.fill(page, "who", email="")
    journey.go_on(page)
    for slug, name, typed in (
        ("name", "last_name", "El-Mʼhamed بنعلي"),
        ("address", "city", "Den Haag"),
        ("happened", "description", "كتبت ثلاث مرات\nولم يجبني أحد"),
    ):
        page.goto(f"/file/{slug}/")
        page.fill(f"[name={name}]", typed)
        for language in ("fr", "ar"):
            switch_language(page, language)
            assert page.url.rstrip("/").endswith(f"/file/{slug}")
            expect(page.locator(f"[name={name}]")).to_have_value(typed)
            expect(page.locator("#error-summary")).to_have_count(0)


def test_a_wrong_answer_is_kept_and_flagged(visitor: Callable[..., Page]) -> None:
    page = visitor("ar", javascript=False)
    page.goto("/file/who/")
    journey.fill(page, "who", email="")
    journey.go_on(page)
    page.goto("/file/contact/")
    page.fill("[name=email]", "salma@@example")
    page.locator("#step-form .actions button").first.click()
    summary = page.locator("#error-summary")
    expect(summary).to_be_visible()
    expect(page.locator("[name=email]")).to_have_value("salma@@example")
    for link in summary.locator("a").all():
        assert page.locator(f"[id='{(link.get_attribute('href') or '').lstrip('#')}']").count() == 1
    # It was saved: another step, the list of tasks and the last page know it.
    page.goto("/file/address/")
    page.goto("/file/contact/")
    expect(page.locator("[name=email]")).to_have_value("salma@@example")
    page.goto("/file/check/")
    expect(page.locator("#unfinished a[href*='/file/contact/']")).to_have_count(1)
