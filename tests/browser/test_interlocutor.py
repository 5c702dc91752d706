"""The complainant chooses what goes, the customs answer on the site, and only the check at the desk shows the answer."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser import journey

EMAIL = "salma.interlocutor@example.org"
ANSWER = "تم الإفراج عن السيارة يوم 12 نونبر بعد تصفية الرسوم."


def test_an_answer_comes_by_the_site_and_is_seen_after_the_check(
    visitor: Callable[..., Page], staff: Callable[..., Page], mandate: Path
) -> None:
    citizen, desk = visitor("ar", phone=True), staff("caseworker")
    liaison = staff("liaison", "ar", phone=True)
    reference, code = journey.file(citizen, email=EMAIL)
    journey.open_file(citizen, reference, code)
    chosen(citizen, reference)
    case = admitted(desk, reference)
    written(desk, case)
    answered(liaison, mandate)
    citizen.goto(f"/follow/{reference}/")
    assert ANSWER not in citizen.locator("main").inner_text()
    checked(desk, case)
    citizen.goto(f"/follow/{reference}/")
    expect(citizen.locator(".timeline")).to_contain_text(ANSWER)
    liaison.goto("/administration/letters/?view=answered")
    expect(liaison.locator("main")).to_contain_text(reference)


def chosen(citizen: Page, reference: str) -> None:
    """The name goes, and how to reach her."""
    citizen.goto(f"/follow/{reference}/administration/")
    citizen.locator("[name=given][value=contact]").check()
    citizen.locator("#main-form .actions button").click()
    citizen.wait_for_url(f"**/follow/{reference}/")


def admitted(desk: Page, reference: str) -> str:
    """Into study, then admitted against the customs."""
    case = journey.open_at_desk(desk, reference)
    journey.act(desk, "start_review")
    journey.confirm(desk)
    desk.goto(case)
    journey.act(desk, "admit")
    desk.locator("[name=subject]").select_option(index=1)
    options = desk.locator("select[name=administration] option")
    name = next(text for text in options.all_inner_texts() if "douanes" in text.lower())
    desk.locator("[name=administration]").select_option(label=name)
    journey.preview(desk)
    journey.confirm(desk)
    return case


def written(desk: Page, case: str) -> None:
    """The letter, with the name and without the address: agreed to is not yet needed."""
    desk.goto(case)
    journey.act(desk, "send_to_administration")
    expect(desk.locator("[name=identity][value=name]")).to_be_checked()
    expect(desk.locator("[name=identity][value=contact]")).not_to_be_checked()
    expect(desk.locator("[name=identity][value=id_number]")).to_have_count(0)
    journey.preview(desk)
    journey.confirm(desk)


def answered(liaison: Page, document: Path) -> None:
    """From the inbox: a draft with a document, kept, taken up again, sent."""
    liaison.goto("/administration/letters/?view=new")
    liaison.locator("main h2 a").first.click()
    liaison.wait_for_load_state()
    extract = liaison.locator("main")
    expect(extract).to_contain_text("سلمى")
    assert EMAIL not in extract.inner_text()
    liaison.locator("main .actions a[href$='/answer/']").click()
    liaison.locator("[name=position][value=accepts]").check()
    liaison.fill("[name=text]", ANSWER)
    liaison.set_input_files("[name=file]", document)
    liaison.locator("button[name=keep]").click()
    liaison.wait_for_load_state()
    expect(liaison.locator("[name=text]")).to_have_value(ANSWER)
    expect(liaison.locator(".file-list")).to_contain_text(document.name)
    liaison.locator("button[name=send]").click()
    liaison.wait_for_url(re.compile(r"/administration/letters/\d+/$"))
    expect(liaison.locator("main")).to_contain_text("قيد التحقق")


def checked(desk: Page, case: str) -> None:
    """From the list of what waits: read, judged, and one press."""
    desk.goto("/desk/replies/")
    desk.locator(f"main a[href*='/{case.rstrip('/').split('/')[-1]}/replies/']").first.click()
    expect(desk.locator("main")).to_contain_text(ANSWER)
    desk.locator("a[href*='quality=substantive']").click()
    expect(desk.locator(".preview")).to_be_visible()
    journey.confirm(desk)
