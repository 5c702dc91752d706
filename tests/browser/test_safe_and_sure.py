"""Who lives with others files all the same: keeps the code, says how to be written to, shows a receipt that holds."""

import re
from collections.abc import Callable
from io import BytesIO

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser import journey
from tests.browser.inspection import Inspector


def receipt_number(page: Page) -> str:
    """The number that the downloaded receipt prints at its foot."""
    pdf = page.request.get("/file/sent/receipt.pdf?code=1").body()
    text = re.sub("[\u200e\u200f\u202a-\u202e\u2066-\u2069\u200b]", "", PdfReader(BytesIO(pdf)).pages[0].extract_text())
    found = re.search(r"(?:[0-9A-Z]{4}-){5}[0-9A-Z]{4}", text)
    assert found is not None
    return found[0]


def test_from_the_confirmation_to_a_receipt_that_somebody_checks(visitor: Callable[..., Page]) -> None:
    page = visitor("ar")
    eye = Inspector(page, "ar")
    page.goto("/file/who/")
    journey.fill_to_the_end(page, email="safe@example.org")
    page.goto("/file/check/")
    journey.declare_and_send(page)
    reference, code = journey.reference_in(page), journey.code_of(page, "secret-code")

    # Leaving asks first; staying leads to the question.
    page.locator(".footer-links a").first.click()
    expect(page.locator("#keep-dialog")).to_be_visible()
    page.locator("#keep-dialog button[value=stay]").click()
    expect(page).to_have_url(re.compile("/file/sent/$"))
    expect(page.locator("main a[href='/follow/']")).to_have_count(0)
    page.locator("form[data-keep] [value=written]").check()
    page.locator("form[data-keep] .button").click()
    page.wait_for_load_state()
    eye.look("the confirmation after the code was kept")
    number = receipt_number(page)
    page.locator("main a[href='/follow/']").click()

    # How to be written to
    page.fill("[name=reference]", reference)
    page.fill("[name=code]", code)
    page.locator("#main-form .actions button").first.click()
    page.locator(f"a[href='/follow/{reference}/contact/']").click()
    page.locator("[name=contact_rule][value=careful]").check()
    page.locator("[name=contact_ways][value=email]").check()
    page.select_option("[name=contact_from]", "10")
    page.locator("#main-form .actions button").first.click()
    expect(page.locator("#error-summary")).to_be_visible()
    eye.look("half of the hours")
    page.select_option("[name=contact_until]", "16")
    page.locator("[name=no_voice_mail]").check()
    page.locator("#main-form .actions button").first.click()
    expect(page).to_have_url(re.compile(f"/follow/{reference}/$"))

    # Somebody else checks the receipt
    clerk = visitor("fr")
    other = Inspector(clerk, "fr")
    clerk.goto("/check/")
    clerk.fill("[name=number]", number.lower().replace("-", " "))
    clerk.locator("#main-form .actions button").first.click()
    expect(clerk.locator(".notice.success")).to_be_visible()
    expect(clerk.locator("main")).not_to_contain_text(reference)
    other.look("a receipt that is genuine")
    eye.report()
    other.report()


def test_without_javascript_the_way_on_is_the_question(visitor: Callable[..., Page]) -> None:
    page = visitor("fr", javascript=False, phone=True)
    page.goto("/file/who/")
    journey.fill_to_the_end(page, email="plain@example.org")
    page.goto("/file/check/")
    journey.declare_and_send(page)
    page.locator("form[data-keep] .button").click()
    expect(page.locator("#error-summary")).to_be_visible()
    expect(page.locator("#secret-code")).to_be_visible()
    page.locator("form[data-keep] [value=pdf]").check()
    page.locator("form[data-keep] .button").click()
    expect(page.locator("main a[href='/follow/']")).to_be_visible()


def test_a_new_code_and_ones_own_data(visitor: Callable[..., Page], staff: Callable[..., Page]) -> None:
    page = visitor("ar", phone=True)
    eye = Inspector(page, "ar")
    page.goto("/file/who/")
    journey.fill_to_the_end(page, email="data@example.org")
    page.goto("/file/check/")
    journey.declare_and_send(page)
    reference, old = journey.reference_in(page), journey.code_of(page, "secret-code")
    journey.open_file(page, reference, old)

    # A new code: the old one opens nothing any more
    page.goto(f"/follow/{reference}/new-code/")
    page.locator("#main-form .button").click()
    new = journey.code_of(page, "secret-code")
    eye.look("the new code")
    other = visitor("fr")
    journey.open_file(other, reference, old)
    expect(other.locator("#error-summary")).to_be_visible()
    journey.open_file(other, reference, new)
    expect(other).to_have_url(re.compile(f"/follow/{reference}/$"))

    # One's own data, and an erasure that is asked for
    page.goto(f"/follow/{reference}/data/")
    with page.expect_download() as download:
        page.locator("a[href$='/data/zip/']").click()
    assert download.value.suggested_filename == f"{reference}.zip"
    page.locator("a[href$='/data/ask/']").click()
    page.locator("[name=kind][value=erasure]").check()
    page.fill("[name=text]", "احذفوا عنواني القديم.")
    page.locator("#main-form .actions button").first.click()

    # A colleague answers; the person reads the answer, and who read the file
    desk = staff("supervisor")
    looked = Inspector(desk, "fr")
    desk.goto("/desk/data-requests/")
    desk.locator("main td a", has_text=reference).click()
    desk.wait_for_load_state()
    looked.look("a request about data")
    desk.locator("[name=decision][value=done]").check()
    desk.fill("[name=answer]", "محونا عنوانكم القديم.")
    desk.locator(".act-form .actions button").first.click()
    expect(desk.locator("#error-summary")).to_be_visible()  # nothing was erased yet
    desk.locator("[name=otherwise]").check()
    desk.fill("[name=other_way]", "في ملف آخر")
    desk.locator(".act-form .actions button").first.click()
    expect(desk).to_have_url(re.compile("/desk/data-requests/$"))
    page.goto(f"/follow/{reference}/data/")
    expect(page.locator("main")).to_contain_text("محونا عنوانكم القديم.")
    expect(page.locator("main table tbody tr")).not_to_have_count(0)
    eye.look("my data, with an answer and readings")
    eye.report()
    looked.report()
