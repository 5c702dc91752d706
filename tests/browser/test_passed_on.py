"""A file goes to another body: the complainant says what may go, the body accepts and answers by a link, everybody sees it."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

from playwright.sync_api import Page, expect

from tests.browser import journey
from tests.browser.inspection import Inspector

BODY = "petitionen@demo.example"
ANSWER = "Der Aufenthaltstitel liegt zur Abholung bereit."


def test_sample_9_goes_to_the_body_and_the_answer_is_read(
    visitor: Callable[..., Page], staff: Callable[..., Page]
) -> None:
    desk, supervisor = staff("caseworker", "ar"), staff("supervisor")
    # Other journeys file the same sample: the one that waits for a second person is the demo's own
    supervisor.goto(f"{journey.QUEUE}?view=validate&q=Ausländerbehörde")
    supervisor.locator(".queue tbody th a").first.click()
    supervisor.wait_for_load_state()
    desk.goto(supervisor.url)
    case, reference = desk.url, reference_of(desk)
    journey.validate(supervisor, case)
    citizen = visitor("fr")
    eye = Inspector(citizen, "fr")
    journey.open_file(citizen, reference, new_code(supervisor, case))
    agree(citizen, reference, items=("identity", "story"), eye=eye)
    expect(citizen.locator("main")).to_contain_text(re.compile("depuis le", re.DOTALL))

    body = visitor("ar")
    there = Inspector(body, "ar")
    come_in(body, BODY, eye=there)
    expect(body.locator("main")).to_contain_text("Ikram Sebbar")
    expect(body.locator("main")).not_to_contain_text("ikram.sebbar@")  # was not ticked
    answer(body, there)

    citizen.goto(f"/follow/{reference}/")
    expect(citizen.locator("main")).to_contain_text(ANSWER)
    eye.look("the file with the answer")
    at_the_desk(desk, reference)
    eye.report()
    there.report()


def test_by_post_in_arabic_and_taken_back(visitor: Callable[..., Page], staff: Callable[..., Page]) -> None:
    """Without an address a letter with a code is posted; the complainant takes the agreement back, and nothing opens."""
    citizen, desk, supervisor = visitor("ar", phone=True), staff("caseworker"), staff("supervisor")
    citizen.goto("/file/who/")
    journey.fill_to_the_end(citizen, email="salma.passed-on@example.org")
    citizen.goto("/file/check/")
    journey.declare(citizen)
    citizen.locator("#step-form [name=transfer]").check()
    citizen.locator("#step-form .actions button").first.click()
    citizen.wait_for_url("**/file/sent/")
    reference, code = journey.reference_in(citizen), journey.code_of(citizen, "secret-code")
    orient(desk, supervisor, reference)
    eye = Inspector(citizen, "ar")
    journey.open_file(citizen, reference, code)
    agree(citizen, reference, items=("story",), eye=eye)
    post(desk, reference)
    citizen.goto(f"/follow/{reference}/")
    expect(citizen.locator("main")).to_contain_text("منذ")
    citizen.locator("a[href*='/passed-on/']").first.click()
    citizen.wait_for_load_state()
    eye.look("what was passed on")
    eye.press("a[href$='/stop/']")
    eye.press("#main-form .actions button", "not ticked")
    citizen.locator("[name=sure]").check()
    citizen.locator("#main-form .actions button").click()
    citizen.wait_for_url(f"**/follow/{reference}/")
    eye.look("taken back")
    desk.reload()
    expect(desk.locator("form:has([value=back])")).to_have_count(0)
    eye.report()


# The desk


def orient(desk: Page, supervisor: Page, reference: str) -> None:
    """A new file goes to a body that has no address here; two people decide."""
    case = journey.open_at_desk(desk, reference)
    journey.act(desk, "start_review")
    journey.confirm(desk)
    desk.goto(case)
    journey.act(desk, "orient")
    desk.locator("[name=ground]").select_option("X7")
    desk.locator("[name=to]").select_option(index=1)
    desk.fill("[name=public_text]", "هذا الأمر يعود إلى جهة أخرى.")
    journey.preview(desk)
    journey.confirm(desk)
    journey.validate(supervisor, case)


def post(desk: Page, reference: str) -> None:
    """The letter is printed and posted today."""
    desk.goto("/desk/referrals/?view=agreement")
    desk.locator("main a", has_text=reference).click()
    with desk.expect_download() as letter:
        desk.locator("a[href$='letter-body.pdf']").click()
    assert letter.value.path().read_bytes().startswith(b"%PDF")
    today = datetime.now(UTC).date()
    for part, value in enumerate((today.day, today.month, today.year)):
        desk.locator(f"[name=on_{part}]").fill(str(value))
    desk.locator("form:has([value=posted]) button").click()
    desk.wait_for_load_state()


def at_the_desk(desk: Page, reference: str) -> None:
    """The list, and the referral with its answer."""
    eye = Inspector(desk, "ar")
    eye.visit("/desk/referrals/", "/desk/referrals/?view=over")
    expect(desk.locator("main")).to_contain_text(reference)
    desk.locator("main a", has_text=reference).click()
    desk.wait_for_load_state()
    expect(desk.locator("main")).to_contain_text(ANSWER)
    eye.look("a referral")
    eye.report()


def reference_of(desk: Page) -> str:
    found = re.search(r"IMR-\d{4}-[0-9A-Z]{7}-?[0-9A-Z]", desk.locator("main").inner_text())
    assert found is not None
    return found[0]


def new_code(supervisor: Page, case: str) -> str:
    """At the desk, for a complainant whose identity was checked."""
    supervisor.goto(f"{case.split('?')[0]}code/")
    supervisor.locator("[name=checked]").first.check()
    supervisor.locator("[name=sure]").check()
    supervisor.locator(".act-form .actions button").first.click()
    return journey.code_of(supervisor, "secret-code")


# The complainant


def agree(citizen: Page, reference: str, *, items: tuple[str, ...], eye: Inspector) -> None:
    """Ticks what may go, and nothing else."""
    citizen.goto(f"/follow/{reference}/")
    eye.look("the file asks")
    citizen.locator("a[href*='/passed-on/']").first.click()
    citizen.wait_for_load_state()
    eye.look("what may go")
    expect(citizen.locator("[name=items]:checked")).to_have_count(0)
    eye.press("button[name=agree]", "nothing ticked")
    for item in items:
        citizen.locator(f"[name=items][value={item}]").check()
    citizen.locator("button[name=agree]").click()
    citizen.wait_for_url(f"**/follow/{reference}/")


# The body


def come_in(body: Page, address: str, *, eye: Inspector) -> None:
    """By the link of the mail, one press, and the six figures of the next mail; in the language that the reader chose."""
    link = journey.read_mail(body, address, "/referral/link/")
    eye.visit(link.partition("?")[0])
    expect(body.locator("main")).not_to_contain_text("Ikram")
    eye.press("main form button", "the figures")
    expect(body).to_have_url(re.compile("/referral/figures/$"))
    eye.press("#main-form .actions button", "no figures")
    body.fill("[name=figures]", journey.figures_in_mail(body.context.new_page(), address))
    body.locator("#main-form .actions button").first.click()
    body.wait_for_url("**/referral/file/")
    eye.look("what was passed on")


def answer(body: Page, eye: Inspector) -> None:
    """Accepts, looks at the two ways to end it, answers; what was passed on is closed then."""
    eye.press("form[action$='/accept/'] button", "accepted")
    eye.visit("/referral/file/refuse/")
    eye.press("#main-form .actions button", "no reason")
    eye.visit("/referral/file/answer/")
    eye.press("#main-form .actions button", "no answer")
    body.fill("[name=text]", ANSWER)
    body.locator("#main-form .actions button").first.click()
    body.wait_for_url("**/referral/file/")
    expect(body.locator("main")).not_to_contain_text("Ikram Sebbar")
    eye.look("over")
