"""What people do in the browser, step by step; each function leaves the page on what comes next."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

from mediator.demo.accounts import PASSWORD

ANSWERS: dict[str, dict[str, str]] = {
    "name": {"first_name": "سلمى", "last_name": "الإدريسي"},
    "address": {"country": "FR", "city": "Lille", "address": "12 rue des Lilas\n59000"},
    "contact": {"phone": "٠٦ ١٢ ٣٤ ٥٦ ٧٨"},
    "happened": {
        "title": "الجماعة لا تجيب على طلبي",
        "description": "طلبت رسم الولادة ثلاث مرات منذ يناير ولم أتلق أي جواب.",
        "harm": "لا أستطيع تسجيل ابنتي في المدرسة.",
    },
    "request": {"request": "تسليم رسم الولادة"},
}
CHOICES: dict[str, dict[str, str]] = {
    "who": {"who": "self"},
    "name": {"sex": "f"},
    "address": {"residence": "mre"},
    "contact": {"preferred_channel": "email"},
    "happened": {"act_kind": "silence"},
    "dates": {"court": "no"},
    "steps": {"taken": "no"},
    "request": {"pressing": "no"},
}
QUEUE = "/desk/complaints/complaint/"
ORDER = ["who", "name", "address", "contact", "authority", "subject", "happened", "dates", "steps", "request"]


def log_in(page: Page, name: str) -> None:
    """An account of the demonstration."""
    page.goto("/account/login/")
    page.fill("[name=login]", f"{name}@demo.example")
    page.fill("[name=password]", PASSWORD)
    page.locator("form:has([name=password]) button[type=submit]").first.click()
    page.wait_for_load_state()


def go_on(page: Page) -> None:
    """Presses "Continue" and sees no error."""
    with page.expect_navigation():  # which may come after a saving that is under way
        page.locator("#step-form .actions button").first.click()
    expect(page.locator("#error-summary")).to_have_count(0)


def fill(page: Page, slug: str, *, email: str) -> None:
    """Answers one step as typed; the page is at the step."""
    for name, value in ANSWERS.get(slug, {}).items():
        answer(page, name, value)
    for name, value in CHOICES.get(slug, {}).items():
        choose(page, name, value)
    if slug == "contact":
        page.fill("#step-form [name=email]", email)


def answer(page: Page, name: str, value: str) -> None:
    """A field to type in, or a list."""
    field = page.locator(f"main form [name={name}]")
    if field.evaluate("e => e.tagName") == "SELECT":
        field.select_option(value)
    else:
        field.fill(value)


def choose(page: Page, name: str, value: str) -> None:
    """A radio or a select."""
    field = page.locator(f"#step-form [name={name}]")
    if field.first.evaluate("e => e.tagName") == "SELECT":
        field.select_option(value)
    else:
        page.locator(f"#step-form [name={name}][value={value}]").check()


def choose_administration(page: Page, words: str, code: str) -> None:
    """Searches by the button, as one does without JavaScript, and takes one of the administrations found."""
    page.fill("[name=q]", words)
    page.locator("button[name=search]").click()
    page.wait_for_load_state()
    page.locator(f"[name=administration][value={code}]").check()


def fill_to_the_end(page: Page, *, email: str, start: str = "who", stop: str | None = None) -> None:
    """Answers the steps from `start` on and stands before `stop` (default: the documents)."""
    for slug in ORDER[ORDER.index(start) :]:
        if slug == stop:
            return
        if slug == "authority":
            choose_administration(page, "بروكسل", "consulat-be-bruxelles")
        elif slug == "subject":
            page.locator("#step-form [name=subject][value=help]").check()
        else:
            fill(page, slug, email=email)
        go_on(page)
        if page.url.endswith("/verify/"):
            page.locator("button[name=skip]").click()
            page.wait_for_load_state()


def code_of(page: Page, identity: str) -> str:
    """A code that the page shows."""
    return page.locator(f"#{identity}").inner_text().strip()


def send_file(page: Page, path: Path, caption: str) -> None:
    """Adds one document and sees it listed as sent."""
    before = page.locator(".file-list li").count()
    page.fill("[name=caption]", caption)
    page.set_input_files("[name=file]", path)
    button = page.locator("button[name=send]")
    if button.is_visible():
        button.click()
    expect(page.locator(".file-list li")).to_have_count(before + 1)


def declare(page: Page) -> None:
    """The four declarations of the last page."""
    for name in ("court", "truth", "privacy"):
        page.locator(f"#step-form [name={name}]").check()
    page.locator("#step-form [name=share][value=yes]").check()


def declare_and_send(page: Page) -> None:
    """The four declarations and "Send my complaint"."""
    declare(page)
    page.locator("#step-form .actions button").first.click()
    page.wait_for_url("**/file/sent/")


def file(page: Page, *, email: str, start: str = "who") -> tuple[str, str]:
    """The rest of a complaint, from the step `start`: gives its number and its code, which are on the page."""
    if start == "who":
        page.goto("/file/who/")
    fill_to_the_end(page, email=email, start=start)
    page.goto("/file/check/")
    declare_and_send(page)
    return reference_in(page), code_of(page, "secret-code")


def open_file(page: Page, reference: str, code: str) -> None:
    """Number and code, as one types them."""
    page.goto("/follow/")
    page.fill("[name=reference]", reference)
    page.fill("[name=code]", code)
    page.locator("#main-form .actions button").first.click()
    page.wait_for_load_state()


def read_mail(page: Page, email: str, link: str, *, older: int = 0) -> str:
    """Opens the newest mail to this address that has such a link, when the worker has sent it; gives the link's address.

    `older` mails to it were there before."""
    for _half in range(60):
        page.goto(f"/mailbox/?to={email}")
        mails = page.locator("main a[href^='/mailbox/']")
        if mails.count() > older:
            mails.first.click()
            page.wait_for_load_state()
            found = page.locator(f"a[href*='{link}']")
            if found.count():
                return found.first.get_attribute("href") or ""
        page.wait_for_timeout(500)
    raise AssertionError(f"no mail to {email} with {link}")


def figures_in_mail(page: Page, email: str) -> str:
    """The six figures of the newest mail to this address that has some, when the worker has sent it."""
    for _half in range(60):
        page.goto(f"/mailbox/?to={email}")
        page.locator("main a[href^='/mailbox/']").first.click()
        page.wait_for_load_state()
        if found := re.search(r"^\W*(\d{6})\W*$", page.locator("main").inner_text(), re.MULTILINE):
            return found[1]
        page.wait_for_timeout(500)
    raise AssertionError(f"no mail to {email} with six figures")


def open_at_desk(desk: Page, reference: str) -> str:
    """From the queue into the file; gives its address at the desk."""
    desk.goto(f"{QUEUE}?q={reference}")
    desk.locator("main a").filter(has_text=reference).first.click()
    desk.wait_for_load_state()
    return desk.url


def ask_for(desk: Page, reference: str, item: str) -> str:
    """What the desk does with a new file: takes it into study and asks for a document; gives its address at the desk."""
    case = open_at_desk(desk, reference)
    act(desk, "start_review")
    confirm(desk)
    desk.goto(case)
    act(desk, "request_information")
    desk.fill("[name=items]", item)
    preview(desk)
    confirm(desk)
    return case


def act(page: Page, name: str) -> None:
    """Opens an act of the case file by its address, as its button does; one that is folded is unfolded first."""
    link = page.locator(f"a[href$='/do/{name}/']").first
    if not link.is_visible():
        page.locator(f"details:has(a[href$='/do/{name}/']) > summary").first.click()
    link.click()
    page.wait_for_load_state()


def preview(page: Page) -> Locator:
    """Presses "Show what will be sent" and returns what is shown."""
    page.locator(".act-form .actions button[type=submit]").first.click()
    page.wait_for_load_state()
    shown = page.locator(".preview")
    expect(shown).to_be_visible()
    return shown


def confirm(page: Page) -> None:
    """Presses "Confirm" (or "Propose") and is back at the case file."""
    page.locator("button[name=confirm]").click()
    page.wait_for_load_state()
    expect(page.locator("#error-summary")).to_have_count(0)


def validate(page: Page, case: str) -> None:
    """The second person opens the proposal of the case and says yes."""
    page.goto(case)
    page.locator("a[href*='proposal']").first.click()
    page.wait_for_load_state()
    page.locator("button[name=validate]").first.click()
    page.wait_for_load_state()


def lead_elsewhere(desk: Page, supervisor: Page, reference: str) -> None:
    """The end of a file: another body is named."""

    def name_the_body(page: Page) -> None:
        page.locator("[name=ground]").select_option("X7")
        page.locator("[name=bodies]").first.check()

    end(desk, supervisor, reference, "orient", "Une autre autorité en décide.", before=name_the_body)


def end(
    desk: Page, supervisor: Page, reference: str, name: str, words: str, *, before: Callable[[Page], None] | None = None
) -> None:
    """A new file is taken into study and ended by the act of that name: one proposes it, another validates."""
    validate(supervisor, propose(desk, reference, name, words, before=before))


def propose(desk: Page, reference: str, name: str, words: str, *, before: Callable[[Page], None] | None = None) -> str:
    """The first half: it waits for a second person. Gives the file's address at the desk."""
    case = open_at_desk(desk, reference)
    act(desk, "start_review")
    confirm(desk)
    desk.goto(case)
    act(desk, name)
    if before:
        before(desk)
    desk.fill("[name=public_text]", words)
    preview(desk)
    confirm(desk)
    return case


def path_of(link: str) -> str:
    """A link of a mail without its host."""
    parts = urlsplit(link)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def plain(text: str) -> str:
    """A text without the invisible marks that keep a reference in its direction."""
    return re.sub("[\u2066-\u2069\u200e\u200f]", "", text).strip()


def reference_in(page: Page) -> str:
    """The reference on the page."""
    found = re.search(r"IMR-[0-9]{4}-[0-9A-Z]{8}", page.locator("main").inner_text())
    assert found, "no reference on this page"
    return found.group()
