"""A stand from its plan to its hall: the head plans it, everybody finds it, the queue calls, the screen shows."""

from collections.abc import Callable

import pytest
from django.utils import timezone
from icalendar import Calendar
from playwright.sync_api import Page, expect

from tests.browser import journey
from tests.browser.inspection import Inspector

ACT = ".act-form .actions button"


def plan(head: Page, name: str) -> str:
    """A stand of today, from midnight to midnight; gives its address at the desk."""
    head.goto("/desk/stands/new/")
    head.select_option("[name=event]", "near_you")
    head.fill("[name=names_fr]", name)
    head.fill("[name=names_ar]", "رواق المحطة")
    head.fill("[name=place]", "Gare de Tanger")
    today = timezone.localdate()
    for end in ("begins_on", "ends_on"):
        for part, value in enumerate((today.day, today.month, today.year)):
            head.fill(f"[name={end}_{part}]", str(value))
    head.fill("[name=opens]", "0:15")
    head.fill("[name=closes]", "23h45")
    head.locator(ACT).click()
    expect(head.locator("h1")).to_contain_text(name)
    return journey.path_of(head.url)


def test_a_stand_is_planned_found_and_held(staff: Callable[..., Page], visitor: Callable[..., Page]) -> None:
    head, citizen = staff("head"), visitor("ar", javascript=False, phone=True)
    stand = plan(head, "Stand de la gare")
    citizen.goto("/stands/")
    assert "رواق المحطة" not in citizen.content()
    head.locator(f"form[action$='{stand}publish/'] button").click()
    citizen.goto("/stands/")
    citizen.get_by_role("link", name="رواق المحطة").click()
    expect(citizen.locator("main")).to_contain_text("00:15–23:45")
    file = citizen.request.get(citizen.locator("a[href$='calendar.ics']").get_attribute("href") or "")
    (event,) = Calendar.from_ical(file.body()).walk("VEVENT")
    assert str(event["SUMMARY"]) == "رواق المحطة"

    screen = visitor("fr")
    screen.goto(head.locator("a[href*='/screen/']").get_attribute("href") or "")
    expect(screen.locator("#call")).to_contain_text("Personne n’est appelé")
    head.goto(f"{stand}tickets/")
    for language in ("ar", "fr"):
        head.check(f"[name=language][value={language}]")
        head.locator("button[value=draw]").click()
    expect(head.locator("#drawn")).to_have_text("2")
    head.select_option("#id_next_desk", "2")
    head.check("[name=languages][value=fr]")
    head.locator("button[value=next]").click()
    expect(head.locator(".messages")).to_contain_text("2")
    expect(screen.locator("#call")).to_contain_text("Numéro 2\u00a0: guichet 2", timeout=25_000)  # by itself
    expect(screen.locator("#numbers")).to_contain_text("1 personne attend")

    head.goto(stand)
    head.locator("a[href$='/cancel/']").click()
    head.check("[name=why][value=weather]")
    head.locator(ACT).click()
    citizen.reload()
    expect(citizen.locator(".notice.error")).to_contain_text("حالة الطقس")


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_screen_in_the_hall(staff: Callable[..., Page], visitor: Callable[..., Page], language: str) -> None:
    """The demonstration's stand of today, on a display that nobody logs in to."""
    head = staff("head", language)
    head.goto("/desk/stands/")
    head.locator("main table th a", has_text={"ar": "ميناء طنجة", "fr": "port de Tanger"}[language]).click()
    address = head.locator("a[href*='/screen/']").get_attribute("href") or ""
    eye = Inspector(visitor(language), language)
    eye.visit(address)
    eye.report()
    still = visitor(language, javascript=False)
    still.goto(address)
    expect(still.locator(".hall-numbers tbody tr").first).to_be_visible()
    assert still.locator("noscript meta[http-equiv=refresh]").count() == 1
