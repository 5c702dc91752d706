"""An act taken back at the desk by one press, with and without JavaScript."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.inspection import Inspector
from tests.browser.journey import QUEUE

# A file of the caseworker's is suspended with a window of ten minutes; the other journeys' site tells everything at once.
SUSPEND = """
from django.test import override_settings
from accounts.actors import person
from accounts.models import User
from complaints.models import Complaint
from complaints.workflow import transitions
who = User.objects.get(email="caseworker@demo.example")
case = Complaint.objects.filter(unit=who.unit_id, state__in=["admitted", "awaiting_administration", "prelim_review"])
case = case.exclude(complainant__user=who).order_by("pk").first()
Complaint.objects.filter(pk=case.pk).update(handler=who)
case.refresh_from_db()
with override_settings(UNDO_MINUTES=10):
    transitions.suspend(case, actor=person(who, strong=True), public_text="\u0645\u062d\u0643\u0645\u0629")
"""


def open_window(desk: Page) -> None:
    """Opens the file whose act can still be taken back."""
    desk.goto(f"{QUEUE}?view=mine&state=suspended")
    addresses = [link.get_attribute("href") or "" for link in desk.locator("table.queue tbody th a").all()]
    for address in addresses:
        desk.goto(address)
        if desk.locator(".undo form").count():
            return
    raise AssertionError(f"no file with a window among {addresses}")


@pytest.mark.parametrize("javascript", [True, False])
def test_one_press_takes_an_act_back(
    staff: Callable[..., Page], on_site: Callable[[str], None], javascript: bool
) -> None:
    on_site(SUSPEND)
    desk = staff("caseworker", "ar", javascript=javascript, phone=javascript)
    eye = Inspector(desk, "ar") if javascript else None  # it listens from the first byte of a page on
    open_window(desk)
    if eye is not None:
        eye.look("the window of an act")
        assert eye.faults == []
        assert eye.untranslated == []
        left = desk.locator(".undo [data-left]")
        before = left.inner_text()
        expect(left).not_to_have_text(before)  # it runs down
    desk.locator(".undo form button").first.click()
    desk.wait_for_load_state()
    expect(desk.locator(".undo")).to_have_count(0)
    expect(desk.locator(".messages, .message").first).to_be_visible()
    desk.goto(f"{desk.url}?tab=history")
    expect(desk.locator("main")).to_contain_text("تم التراجع: لم يُبلَّغ أحد خارج المؤسسة")
