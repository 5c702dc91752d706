"""Closed as not founded; "no" from the mail; a review; others decide; the file is open again."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import journey
from tests.browser.inspection import Inspector
from tests.browser.journey import QUEUE

EMAIL = "salma.contested@example.org"
SEND = "#main-form .actions button"
People = tuple[Page, Page, Page]


@pytest.fixture
def people(visitor: Callable[..., Page], staff: Callable[..., Page]) -> People:
    """The citizen on a phone, the caseworker, the supervisor."""
    return visitor("ar", phone=True), staff("caseworker"), staff("supervisor")


def test_a_no_from_the_mail_brings_the_file_back(
    people: People, visitor: Callable[..., Page], staff: Callable[..., Page]
) -> None:
    citizen, desk, supervisor = people
    reference, code = journey.file(citizen, email=EMAIL)
    case = admit(desk, reference)
    correct(citizen, reference, code)
    bring_to_the_answer(desk, case)
    comment(citizen, reference)
    close_as_unfounded(desk, supervisor, case)
    eye = Inspector(visitor("ar", phone=True), "ar")
    say_no(eye, reference)
    ask_for_a_review(citizen, eye, reference, code)
    reopen_by_another(desk, supervisor, staff("deputy"), case)
    citizen.goto(f"/follow/{reference}/")
    expect(citizen.locator("main")).to_contain_text("نأخذ الوثيقة بعين الاعتبار.")
    expect(citizen.locator(f"a[href='/follow/{reference}/withdraw/']")).to_have_count(1)
    assert eye.faults == []
    assert eye.untranslated == []


def admit(desk: Page, reference: str) -> str:
    """Into study, then admitted; gives the file's address at the desk."""
    case = journey.open_at_desk(desk, reference)
    journey.act(desk, "start_review")
    journey.confirm(desk)
    desk.goto(case)
    journey.act(desk, "admit")
    desk.locator("[name=subject]").select_option(index=1)
    journey.preview(desk)
    journey.confirm(desk)
    return case


def correct(citizen: Page, reference: str, code: str) -> None:
    """What happened is corrected while the administration has not been written to."""
    journey.open_file(citizen, reference, code)
    citizen.goto(f"/follow/{reference}/facts/")
    citizen.fill("[name=harm]", "ابنتي خارج المدرسة منذ شتنبر.")
    citizen.locator(SEND).click()
    citizen.wait_for_url(f"**/follow/{reference}/")
    expect(citizen.locator(".timeline")).to_contain_text("صححتم ملفكم")


def bring_to_the_answer(desk: Page, case: str) -> None:
    """The letter and its answer; what stood there before the correction is at the desk."""
    desk.goto(f"{case}?tab=facts")
    expect(desk.locator("main")).to_contain_text("لا أستطيع تسجيل ابنتي في المدرسة.")
    desk.goto(case)
    journey.act(desk, "send_to_administration")
    journey.preview(desk)
    journey.confirm(desk)
    desk.goto(case)
    journey.act(desk, "record_answer")
    desk.locator("[name=position]").select_option("refuses")
    desk.locator("[name=quality]").select_option("substantive")
    desk.fill("[name=text]", "الملف غير كامل.")
    journey.preview(desk)
    journey.confirm(desk)


def comment(citizen: Page, reference: str) -> None:
    """The answer stands beside the box."""
    citizen.goto(f"/follow/{reference}/write/")
    expect(citizen.locator("main")).to_contain_text("الملف غير كامل.")
    citizen.fill("[name=text]", "الملف كامل، وهذه الوثيقة.")
    citizen.locator(SEND).click()
    citizen.wait_for_url(f"**/follow/{reference}/")


def close_as_unfounded(desk: Page, supervisor: Page, case: str) -> None:
    """One proposes, another validates."""
    desk.goto(case)
    journey.act(desk, "close_unfounded")
    desk.fill("[name=basis]", "القانون 7.81")
    desk.fill("[name=public_text]", "لم نجد ما يستوجب التصحيح.")
    journey.preview(desk)
    journey.confirm(desk)
    journey.validate(supervisor, case)


def say_no(eye: Inspector, reference: str) -> None:
    """From the mail of the decision, by somebody whom nobody knows here."""
    stranger = eye.page
    for _second in range(60):
        stranger.goto(f"/mailbox/?to={EMAIL}")
        stranger.locator("main a", has_text=reference).first.click()
        stranger.wait_for_load_state()
        if stranger.locator("a[href*='/follow/voice/']").count():
            break
        stranger.wait_for_timeout(500)
    eye.visit(stranger.locator("a[href*='/follow/voice/']").first.get_attribute("href") or "")
    expect(stranger.locator("main")).not_to_contain_text(reference)
    expect(stranger.locator(".voices button[aria-pressed=true]")).to_have_count(0)  # looking said nothing
    eye.press("button[name=solved][value=no]", "voice: said no")
    expect(stranger.locator("main")).not_to_contain_text(reference)
    stranger.locator("a[href*='to=review']").click()  # no address was proved, so nothing is mailed to it
    stranger.wait_for_url("**/follow/?to=review")


def ask_for_a_review(citizen: Page, eye: Inspector, reference: str, code: str) -> None:
    """Behind the door stands the form; what is missing is said, then it is sent."""
    page = eye.page
    page.fill("[name=reference]", reference)
    page.fill("[name=code]", code)
    page.locator(SEND).click()
    page.wait_for_url(f"**/follow/{reference}/review/")
    eye.look("review: the form")
    eye.press(SEND, "review: nothing chosen")
    page.locator("[name=ground][value=error]").check()
    page.fill("[name=text]", "لم تنظروا في الوثيقة الثالثة.")
    eye.press(SEND, "the file under review")
    page.wait_for_url(f"**/follow/{reference}/")
    eye.visit(f"/follow/{reference}/review/")  # asked once more: back to the file
    page.wait_for_url(f"**/follow/{reference}/")
    citizen.goto(f"/follow/{reference}/")
    expect(citizen.locator("main")).to_contain_text("لم تنظروا في الوثيقة الثالثة.")


def reopen_by_another(desk: Page, supervisor: Page, deputy: Page, case: str) -> None:
    """Neither who handled it nor who validated the end may decide; a third person sees what will be sent, and does it."""
    for first in (desk, supervisor):
        first.goto(case)
        expect(first.locator("a[href$='/do/reopen/']")).to_have_count(0)
    deputy.goto(f"{QUEUE}?view=reviews")
    deputy.goto(case)
    journey.act(deputy, "reopen")
    deputy.fill("[name=public_text]", "نأخذ الوثيقة بعين الاعتبار.")
    told = journey.preview(deputy).locator(".mail").first
    expect(told).to_have_attribute("dir", "rtl")
    journey.confirm(deputy)
