"""A promise is missed, a message translated, the complaint withdrawn; another file is closed, and its end is judged."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser import journey
from tests.browser.inspection import Inspector

SEND, ACT = "#main-form .actions button", ".act-form .actions button"
EMAIL, JUDGE = "salma.course@example.org", "salma.judges@example.org"
# The day that was promised has passed, and the house looks at its dates.
LATE = """
from datetime import timedelta
from django.utils import timezone
from complaints.casework.actions import watch_deadlines
from complaints.models import Complaint
today = timezone.localdate()
Complaint.objects.filter(reference="{}").update(due_on=today - timedelta(days=1))
watch_deadlines(today=today)
"""
# The address was proved on some earlier day.
PROVED = """
from django.utils import timezone
from complaints.models import Person
assert Person.objects.filter(complaint__reference="{}").update(email_verified_at=timezone.now())
"""
# Three days after the closing.
SURVEY = """
from datetime import timedelta
from django.utils import timezone
from complaints.follow_up.voices import send_surveys
assert send_surveys(now=timezone.now() + timedelta(days=3, minutes=1))
"""


def test_told_that_we_are_late_answered_in_two_languages_and_withdrawn(
    visitor: Callable[..., Page], staff: Callable[..., Page], on_site: Callable[[str], None]
) -> None:
    citizen = visitor("ar", phone=True)
    eye = Inspector(citizen, "ar")
    reference, code = journey.file(citizen, email=EMAIL)
    journey.open_file(citizen, reference, code)

    on_site(PROVED.format(reference))
    on_site(LATE.format(reference))
    eye.visit(f"/follow/{reference}/")
    expect(citizen.locator(".timeline")).to_contain_text("لم نحترم")
    journey.read_mail(citizen, EMAIL, "/follow/")
    expect(citizen.locator("main")).to_contain_text(reference)  # in its subject
    supervisor = staff("supervisor")
    supervisor.goto("/desk/promises/")
    expect(supervisor.locator("main")).to_contain_text(reference)

    write_in_two_languages(staff("caseworker"), reference)
    eye.visit(f"/follow/{reference}/")
    story = citizen.locator(".timeline")
    expect(story.locator("[lang=ar]")).to_have_text("ملفكم عند رئيس المصلحة.")
    expect(story).to_contain_text("Votre dossier est chez le chef de service.")

    eye.visit(f"/follow/{reference}/withdraw/")
    eye.press(SEND, "not said that one is sure")
    expect(citizen.locator("#error-summary")).to_be_visible()
    citizen.locator("[name=sure]").check()
    citizen.fill("[name=reason]", "تم حل المشكل.")
    citizen.locator(SEND).click()
    expect(citizen).to_have_url(re.compile(r"\?figures=1$"))
    eye.look("where the figures of the mail are typed")
    expect(citizen.locator("main")).to_contain_text(EMAIL)
    mailbox = visitor("ar")
    figures = journey.figures_in_mail(mailbox, EMAIL)
    citizen.fill("[name=figures]", f"{(int(figures) + 1) % 10**6:06d}")
    eye.press(SEND, "wrong figures")
    citizen.fill("[name=figures]", figures)
    citizen.locator(SEND).first.click()
    citizen.wait_for_url(f"**/follow/{reference}/")
    expect(citizen.locator(f"a[href='/follow/{reference}/withdraw/']")).to_have_count(0)
    eye.look("a file that was withdrawn")
    eye.report()


def write_in_two_languages(desk: Page, reference: str) -> None:
    """A message in French, and beside it a translation that a person checked."""
    case = journey.open_at_desk(desk, reference)
    journey.act(desk, "message")
    desk.fill("[name=text]", "Votre dossier est chez le chef de service.")
    journey.preview(desk)
    journey.confirm(desk)
    desk.goto(f"{case}?tab=translations")
    desk.locator("a[href*='/translate/message/']").first.click()
    desk.wait_for_load_state()
    desk.locator("[name=language]").select_option("ar")
    desk.fill("[name=words]", "ملفكم عند رئيس المصلحة.")
    desk.locator("[name=quality][value=checked]").check()
    desk.locator(ACT).first.click()
    desk.wait_for_url("**tab=translations**")


def test_three_days_after_the_end_one_is_asked_how_one_was_treated(
    visitor: Callable[..., Page], staff: Callable[..., Page], on_site: Callable[[str], None]
) -> None:
    citizen = visitor("fr", phone=True)
    citizen.goto("/file/who/")
    journey.fill_to_the_end(citizen, email=JUDGE)
    citizen.goto("/file/check/")
    citizen.locator("#step-form [name=survey]").check()
    journey.declare_and_send(citizen)
    reference = journey.reference_in(citizen)
    journey.lead_elsewhere(staff("caseworker"), staff("supervisor"), reference)
    on_site(SURVEY)
    stranger = visitor("fr")
    eye = Inspector(stranger, "fr")
    eye.visit(journey.read_mail(stranger, JUDGE, "/follow/voice/"))
    expect(stranger.locator("main")).not_to_contain_text(reference)
    eye.press(SEND, "none of the five answers chosen")
    expect(stranger.locator("#error-summary")).to_be_visible()
    stranger.locator("[name=fairness][value='2']").check()
    stranger.fill("[name=comment]", "Personne ne m'a rappelée.")
    stranger.locator(SEND).click()
    stranger.wait_for_url("**said=1**")
    expect(stranger.locator(".notice.success")).to_be_visible()
    expect(stranger.locator("[name=fairness][value='2']")).to_be_checked()
    eye.report()


def test_an_account_takes_its_data_along(staff: Callable[..., Page]) -> None:
    page = staff("citizen", "ar")
    eye = Inspector(page, "ar")
    eye.visit("/my-account/")
    page.locator("main a[href='/follow/my-data/']").click()
    page.wait_for_load_state()
    eye.look("my data")
    expect(page.locator("main")).to_contain_text("citizen@demo.example")
    with page.expect_download() as download:
        page.locator("a[href$='/my-data/account.json']").click()
    assert b"citizen@demo.example" in download.value.path().read_bytes()
    page.locator("main a[href$='/data/']").first.click()
    page.wait_for_load_state()
    with page.expect_download() as download:
        page.locator("a[href$='/data/zip/']").click()
    assert download.value.suggested_filename.endswith(".zip")
    eye.report()
