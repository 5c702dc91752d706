"""A group comes from a list; a mother ends her daughter's mandate; the same matter twice is one's own file already."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser import journey
from tests.browser.inspection import Inspector

SEND = "#main-form .actions button"
MOTHER = "zohra.ends@example.org"


def test_the_members_of_a_group_come_from_a_list(visitor: Callable[..., Page], tmp_path: Path) -> None:
    page = visitor("ar")
    eye = Inspector(page, "ar")
    members = tmp_path / "أعضاء.csv"
    page.goto("/file/who/")
    page.locator("[name=who][value=group]").check()
    journey.go_on(page)
    page.goto("/file/group/")
    page.locator("details:has([name=list]) > summary").click()
    heads = page.request.get(page.locator("a[href$='list.csv']").get_attribute("href") or "").text()
    members.write_text(f"{heads}كريم;العمراني;فرنسا;AB123456\nليلى;بناني;أطلنطس;\n", encoding="utf-8")
    page.set_input_files("[name=list]", members)
    page.locator("button[formaction]").click()
    page.wait_for_load_state()
    expect(page.locator("[name=first_name_0]")).to_have_value("كريم")
    page.locator("[name=by_lawyer][value=no]").check()
    page.locator("#step-form .actions button").first.click()
    expect(page.locator("#error-summary")).to_be_visible()  # there is no such country
    eye.look("a member of an unknown country")
    page.locator("[name=country_1]").fill("بلجيكا")
    journey.go_on(page)
    expect(page.locator(".acting")).to_contain_text("3")
    eye.report()


def test_a_mother_ends_the_mandate_and_her_daughter_sees_nothing_more(
    visitor: Callable[..., Page], mandate: Path
) -> None:
    daughter, mother = visitor("fr"), visitor("fr", phone=True)
    eye = Inspector(mother, "fr")
    reference = file_for_the_mother(daughter, mandate)
    journey.open_file(daughter, reference, journey.code_of(daughter, "secret-code"))
    expect(daughter.locator("h1")).to_contain_text("الجماعة لا تجيب")

    eye.visit(journey.read_mail(mother, MOTHER, "/follow/shared/"))
    mother.locator("main form .actions button").first.click()
    mother.wait_for_url("**/shares/")
    mother.locator(f"a[href='/follow/{reference}/mandate/revoke/']").click()
    mother.wait_for_load_state()
    eye.press(SEND, "not said that one is sure")
    expect(mother.locator("#error-summary")).to_be_visible()
    mother.locator("[name=sure]").check()
    mother.locator(SEND).click()
    mother.wait_for_url(f"**/follow/{reference}/")
    expect(mother.locator("h1")).to_contain_text("الجماعة لا تجيب")

    answer = daughter.goto(f"/follow/{reference}/")
    assert answer is not None
    assert answer.status == 404
    expect(daughter.locator("main")).not_to_contain_text("الجماعة لا تجيب")
    eye.report()


def file_for_the_mother(page: Page, mandate: Path) -> str:
    """From the first page to the confirmation; the mother has a mailbox of her own."""
    page.goto("/file/who/")
    page.locator("[name=who][value=mandate]").check()
    journey.go_on(page)
    page.fill("[name=first_name]", "Zohra")
    page.fill("[name=last_name]", "El Idrissi")
    page.locator("[name=sex][value=f]").check()
    journey.go_on(page)
    page.locator("[name=residence][value=resident]").check()
    page.locator("[name=country]").select_option("MA")
    page.fill("[name=city]", "Nador")
    page.fill("[name=address]", "Quartier de l'aéroport")
    page.fill("[name=own_email]", MOTHER)
    journey.go_on(page)
    page.fill("[name=first_name]", "Salma")
    page.fill("[name=last_name]", "El Idrissi")
    journey.go_on(page)
    page.locator("[name=same]").check()
    journey.go_on(page)
    page.set_input_files("[name=file]", mandate)
    journey.go_on(page)
    journey.fill_to_the_end(page, email="salma.ends@example.org", start="contact")
    page.goto("/file/check/")
    journey.declare_and_send(page)
    return journey.reference_in(page)


def test_the_same_matter_again_leads_to_the_file_that_is_there(visitor: Callable[..., Page]) -> None:
    page, email = visitor("ar", phone=True), "salma.twice@example.org"
    eye = Inspector(page, "ar")
    first, code = journey.file(page, email=email)
    page.locator("form[data-keep] [value=written]").check()
    page.locator("form[data-keep] .button").click()
    page.wait_for_load_state()
    journey.open_file(page, first, code)
    page.goto("/file/sent/")
    page.locator("form[action='/file/new/'] button").click()
    page.wait_for_url("**/file/who/")
    journey.fill_to_the_end(page, email=email)
    page.goto("/file/check/")
    journey.declare(page)
    eye.press("#step-form .actions button", "you already have a file about this")
    expect(page.locator("main")).to_contain_text(first)
    expect(page.locator(f"main a[href='/follow/{first}/write/']")).to_be_visible()
    page.locator("main form:has([name=anyway]) button").click()
    page.wait_for_url("**/file/sent/")
    assert journey.reference_in(page) != first
    eye.report()
