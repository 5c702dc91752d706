"""Before filing: who can help? Samples 5, 8 and 9 of domain section 15 belong elsewhere, and each language says where."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

LANGUAGES = pytest.mark.parametrize("language", ["ar", "fr", "es"])
ELSEWHERE = [
    ({"against": "private", "where": "morocco", "court": "no", "matter": "fraud"}, "NL", "pmp.ma"),
    ({"against": "justice", "where": "morocco", "matter": "decision"}, "FR", "fh2mre.ma"),
    ({"against": "administration", "where": "abroad"}, "DE", "epetitionen.bundestag.de"),
]
OURS = {"against": "administration", "where": "morocco", "court": "no", "matter": "tax", "prior": "no", "urgent": "yes"}


def answer(page: Page, answers: dict[str, str]) -> None:
    """From the start page to the result, question by question."""
    page.goto("/")
    page.locator("main .actions a[href='/guide/']").first.click()
    for name, code in answers.items():
        expect(page.locator("#guide-form [name=ask]")).to_have_value(name)
        page.locator(f"[name={name}][value={code}]").check()
        page.locator("#guide-form .actions button").click()
        page.wait_for_load_state()
    assert "/guide/result/" in page.url


@LANGUAGES
@pytest.mark.parametrize(("answers", "country", "somebody"), ELSEWHERE, ids=["05", "08", "09"])
def test_what_is_not_for_us_finds_who_can_help(
    visitor: Callable[..., Page], language: str, answers: dict[str, str], country: str, somebody: str
) -> None:
    page = visitor(language, javascript=False, phone=True)
    answer(page, answers)
    page.select_option("[name=country]", country)
    page.locator("form[action='/guide/result/'] button").click()
    page.wait_for_load_state()
    expect(page.locator("main section.card", has_text=somebody).first).to_be_visible()
    page.locator("main form[action='/file/from-guide/'] button").click()  # one may always file
    page.wait_for_load_state()
    assert page.url.endswith("/file/who/")


@LANGUAGES
def test_the_answers_begin_the_complaint(visitor: Callable[..., Page], language: str) -> None:
    page = visitor(language)
    answer(page, OURS)
    page.go_back()
    expect(page.locator("#guide-form [name=urgent]").first).to_be_visible()
    page.go_forward()
    page.locator("main form[action='/file/from-guide/'] button").first.click()
    page.wait_for_load_state()
    for slug, name, code in (("dates", "court", "no"), ("steps", "taken", "no"), ("request", "pressing", "yes")):
        page.goto(f"/file/{slug}/")
        expect(page.locator(f"[name={name}][value={code}]")).to_be_checked()
    page.goto("/file/subject/")
    expect(page.locator("[name=subject][value=FIN-N2]")).to_be_checked()


def test_the_result_is_kept(visitor: Callable[..., Page]) -> None:
    page = visitor("fr")
    page.goto("/guide/card/?against=private&where=morocco&court=no&matter=bank&country=FR")
    picture = page.locator(".qr img")
    assert picture.evaluate("image => image.complete && image.naturalWidth > 0")
    with page.expect_download() as kept:
        page.locator("a[href^='/guide/card.pdf']").click()
    assert kept.value.suggested_filename.endswith(".pdf")
    page.fill("[name=email]", "guide.fr@example.org")
    page.locator("#main-form .actions button").click()
    page.wait_for_load_state()
    for _second in range(60):
        page.goto("/mailbox/?to=guide.fr@example.org")
        if page.locator("main a[href^='/mailbox/']").count():
            break
        page.wait_for_timeout(500)
    page.locator("main a[href^='/mailbox/']").first.click()
    expect(page.locator("#mail")).to_contain_text("cmmb.ma")


def test_an_administrator_tries_a_change_and_verifies_an_entry(staff: Callable[..., Page]) -> None:
    page = staff("administrator")
    page.goto("/desk/guide/verify/")
    before = page.locator("main tbody tr").count()
    page.locator("main tbody tr button").first.click()
    page.wait_for_load_state()
    assert page.locator("main tbody tr").count() == before - 1
    page.goto("/desk/guide/trial/")
    page.locator("main details summary").click()
    page.locator("main details input[type=checkbox]").first.check()
    page.locator("main form .actions button").click()
    page.wait_for_load_state()
    assert "without=" in page.url
