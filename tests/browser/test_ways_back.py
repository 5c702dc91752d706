"""A new address is proved; a lost code comes back after three days, unless its owner stops it; a mail leads to the request."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser import journey
from tests.browser.inspection import Inspector

SEND = "#main-form .actions button"
FACTS = {"birth_date_0": "3", "birth_date_1": "5", "birth_date_2": "1980", "id_number": "AB123456"}
OLD, NEW = "amina.old@example.org", "amina.new@example.org"
# Three days pass for whoever asked for a new code.
THREE_DAYS = """
from datetime import timedelta
from complaints.models import Recovery
row = Recovery.objects.filter(complaint__reference="{}").latest("pk")
row.due_at -= timedelta(hours=73)
row.save()
"""


def test_who_lost_the_code_comes_back_by_what_is_proved(
    visitor: Callable[..., Page], staff: Callable[..., Page], on_site: Callable[[str], None]
) -> None:
    owner = visitor("fr", phone=True)
    eye = Inspector(owner, "fr")
    reference, code = file_with_identity(owner)
    journey.open_file(owner, reference, code)
    prove_the_new_address(eye, reference)
    answer_by_the_mail(Inspector(visitor("fr"), "fr"), staff("caseworker"), reference)

    # Somebody asks with two facts; the owner's mail has the button that stops it.
    finder = visitor("fr")
    ticket = ask_for_a_code(finder, reference)
    eye.visit(journey.path_of(journey.read_mail(owner, NEW, "/recover/stop/")))
    eye.press("main form .actions button", "the new code is stopped")
    on_site(THREE_DAYS.format(reference))
    bring(finder, reference, ticket)
    expect(finder.locator("#error-summary")).to_be_visible()

    # The owner asks: too early it gives nothing, after three days a code, and the old one dies.
    ticket = ask_for_a_code(finder, reference)
    bring(finder, reference, ticket)
    expect(finder.locator("#error-summary")).to_be_visible()
    on_site(THREE_DAYS.format(reference))
    bring(finder, reference, ticket)
    new = journey.code_of(finder, "secret-code")
    journey.open_file(visitor("fr"), reference, new)
    other = visitor("fr")
    journey.open_file(other, reference, code)
    expect(other.locator("#error-summary")).to_be_visible()
    eye.report()


def file_with_identity(page: Page) -> tuple[str, str]:
    """A complaint whose person gave date of birth and identity number."""
    page.goto("/file/who/")
    journey.fill_to_the_end(page, email=OLD, stop="name")
    page.locator("details:has([name=id_number]) > summary").click()
    for name, value in FACTS.items():
        journey.answer(page, name, value)
    page.locator("[name=id_kind]").select_option(index=1)
    return journey.file(page, email=OLD, start="name")


def prove_the_new_address(eye: Inspector, reference: str) -> None:
    """Six figures from the new mailbox, typed in the file; the old address hears of it."""
    page = eye.page
    page.goto(f"/follow/{reference}/email/")
    page.fill("[name=email]", NEW)
    eye.press(SEND, "an address that waits for its figures")
    other = page.context.new_page()
    journey.read_mail(other, NEW, "/mailbox/")
    figures = re.search(r"\b\d{6}\b", other.locator("#mail").inner_text())
    assert figures
    page.fill("[name=figures]", figures.group())
    page.locator(SEND).click()
    page.wait_for_url(f"**/follow/{reference}/")
    journey.read_mail(other, OLD, "/help/")
    expect(other.locator("#mail")).not_to_contain_text(NEW)
    other.close()


def answer_by_the_mail(eye: Inspector, desk: Page, reference: str) -> None:
    """From the mail of a request to the answer, on a device that knows neither number nor code."""
    page, item = eye.page, "Copie de la carte consulaire"
    journey.ask_for(desk, reference, item)
    link = journey.path_of(journey.read_mail(page, NEW, "/follow/again/"))
    eye.visit(link)
    expect(page.locator("main")).not_to_contain_text(reference)
    eye.press("main form .actions button", "a link is on its way")
    eye.visit(journey.path_of(journey.read_mail(page, NEW, "/follow/open/")))
    page.locator("main form .actions button").click()
    page.wait_for_url(f"**/follow/{reference}/answer/")
    expect(page.locator("main")).to_contain_text(item)
    page.locator("textarea").first.fill("La carte est perdue, voici pourquoi.")
    page.locator(SEND).click()
    page.wait_for_url(f"**/follow/{reference}/")
    expect(page.locator(".timeline")).to_contain_text("La carte est perdue, voici pourquoi.")
    page.goto(link)
    page.wait_for_url(f"**/follow/{reference}/")  # open here already
    eye.report()


def ask_for_a_code(page: Page, reference: str) -> str:
    """Number, date of birth and identity number; gives the ticket."""
    page.goto("/follow/recover/")
    page.fill("[name=reference]", reference)
    for name, value in FACTS.items():
        journey.answer(page, name, value)
    page.locator(SEND).click()
    page.wait_for_load_state()
    return journey.code_of(page, "ticket")


def bring(page: Page, reference: str, ticket: str) -> None:
    """The ticket, to its page."""
    page.goto("/follow/recover/claim/")
    page.fill("[name=reference]", reference)
    page.fill("[name=ticket]", ticket)
    page.locator(SEND).click()
    page.wait_for_load_state()
