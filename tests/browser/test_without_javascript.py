"""Everything a complainant does works with JavaScript switched off."""

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser import journey, plain

EMAIL = "no.script@example.org"


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
    plain.go_back_through_the_answers(phone)
    phone.goto("/file/saved/")
    tablet = visitor("ar", javascript=False)
    plain.resume_and_send(tablet, journey.code_of(phone, "draft-code"), documents, email=EMAIL)
    reference, secret = journey.reference_in(tablet), journey.code_of(tablet, "secret-code")
    phone.goto("/file/check/")
    assert journey.reference_in(phone) == reference, "the first device finds it sent"
    desk = staff("caseworker")
    case = journey.ask_for(desk, reference, "نسخة من القرار")
    plain.answer(phone, reference, secret, documents[1])
    desk.goto(f"{case}?tab=files")
    expect(desk.locator("main")).to_contain_text("lettre du consulat.pdf")


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
