"""Refused by the administration, before the commission, recommended, refused, escalated, carried out: each side sees its part."""

from collections.abc import Callable
from datetime import UTC, datetime

from playwright.sync_api import Page, expect

from tests.browser import journey
from tests.browser.test_contested import admit, bring_to_the_answer

EMAIL = "salma.recommended@example.org"


def test_from_a_refusal_to_an_executed_recommendation(visitor: Callable[..., Page], staff: Callable[..., Page]) -> None:
    citizen, desk, supervisor = visitor("ar", phone=True), staff("caseworker"), staff("supervisor")
    reference, code = journey.file(citizen, email=EMAIL)
    journey.open_file(citizen, reference, code)
    case = admit(desk, reference)
    bring_to_the_answer(desk, case)
    before_the_commission(supervisor, case, reference)
    recommend(desk, supervisor, case)
    seen(citizen, reference, "نوصي القنصلية بتسجيل الطفلة.")
    refuse_and_escalate(desk, supervisor, case)
    seen(citizen, reference, "رئيس الحكومة")
    carry_out(desk, supervisor, case)
    seen(citizen, reference, "سجلت القنصلية الطفلة.")
    supervisor.goto("/desk/recommendations/?view=executed")
    expect(supervisor.locator("main")).to_contain_text(f"{reference}/R1")


def seen(citizen: Page, reference: str, words: str) -> None:
    """The complainant reads it in the file."""
    citizen.goto(f"/follow/{reference}/")
    expect(citizen.locator(".timeline")).to_contain_text(words)


def before_the_commission(supervisor: Page, case: str, reference: str) -> None:
    """A sitting of today with the file's administration, its bundle and its minutes."""
    supervisor.goto("/desk/commissions/")
    options = supervisor.locator("select[name=administration] option")
    name = next(text for text in options.all_inner_texts() if "Bruxelles" in text or "بروكسل" in text)
    supervisor.locator("select[name=administration]").select_option(label=name)
    today = datetime.now(UTC).date()
    for part, value in enumerate((today.day, today.month, today.year)):
        supervisor.locator(f"[name=on_{part}]").fill(str(value))
    supervisor.locator(".act-form .actions button").click()
    supervisor.wait_for_url("**/desk/commissions/*/")
    supervisor.locator("label", has_text=reference).click()
    supervisor.locator("form[action$='/add/'] button").click()
    expect(supervisor.locator(".file-list")).to_contain_text(reference)
    supervisor.fill("[name=minutes]", "لم تغير القنصلية موقفها.")
    supervisor.locator("select[name^=agreed_]").select_option("refused")
    supervisor.locator(".act-form .actions button").last.click()
    expect(supervisor.locator("main")).to_contain_text("لم تغير القنصلية موقفها.")
    supervisor.goto(case)


def recommend(desk: Page, supervisor: Page, case: str) -> None:
    """Proposed by the caseworker, signed by the supervisor."""
    desk.goto(case)
    journey.act(desk, "recommend")
    desk.locator("[name=language]").select_option("ar")
    desk.fill("[name=grounds]", "الملف كامل ولا سند لطلب وثيقة جديدة.")
    desk.fill("[name=measure]", "نوصي القنصلية بتسجيل الطفلة.")
    desk.fill("[name=public_text]", "بعد الدراسة نوصي لفائدتكم.")
    journey.preview(desk)
    journey.confirm(desk)
    journey.validate(supervisor, case)


def refuse_and_escalate(desk: Page, supervisor: Page, case: str) -> None:
    """The answer is recorded; a refusal goes to the Head of Government."""
    desk.goto(case)
    journey.act(desk, "follow_up")
    desk.locator("[name=reply]").select_option("refuses")
    desk.fill("[name=text]", "تتمسك القنصلية بموقفها.")
    journey.preview(desk)
    journey.confirm(desk)
    desk.goto(case)
    journey.act(desk, "escalate")
    desk.fill("[name=report]", "RS-2026-7")
    desk.fill("[name=public_text]", "رفعنا ملفكم إلى رئيس الحكومة.")
    journey.preview(desk)
    journey.confirm(desk)
    journey.validate(supervisor, case)


def carry_out(desk: Page, supervisor: Page, case: str) -> None:
    """The proof, what was obtained, and the end; the second person sees the day and the proof."""
    desk.goto(case)
    journey.act(desk, "close_executed")
    today = datetime.now(UTC).date()
    for part, value in enumerate((today.day, today.month, today.year)):
        desk.locator(f"[name=day_{part}]").fill(str(value))
    desk.fill("[name=proof]", "نسخة من رسم الولادة رقم 431")
    desk.locator("[name=remedies][value=document]").check()
    desk.fill("[name=public_text]", "سجلت القنصلية الطفلة.")
    journey.preview(desk)
    journey.confirm(desk)
    supervisor.goto(case)
    supervisor.locator("a[href*='/proposals/']").first.click()
    expect(supervisor.locator("main")).to_contain_text("نسخة من رسم الولادة رقم 431")
    expect(supervisor.locator("main")).to_contain_text(str(today.year))
    journey.validate(supervisor, case)
