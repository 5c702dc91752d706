"""Filing with the keyboard alone: Tab, arrows, Space, Enter; each stop on the way must be seen."""

from playwright.sync_api import Page, expect

from tests.browser import journey
from tests.browser.inspection import SCRIPTS

FOCUS = (SCRIPTS / "focus.js").read_text()
AT = "element => element === document.activeElement"


def tab_to(page: Page, selector: str) -> None:
    """Presses Tab until the control has the focus; each stop on the way must be seen."""
    wanted = page.locator(selector).first
    for _stop in range(120):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        assert stop["visible"], f"{page.url}: focus cannot be seen on {stop['name']}"
        if wanted.evaluate(AT):
            return
    raise AssertionError(f"{page.url}: no way to {selector} with Tab")


def choose(page: Page, name: str, value: str) -> None:
    """Tab into the radios or the select, then arrows and Space."""
    field = page.locator(f"#step-form [name={name}]")
    if field.first.evaluate("element => element.tagName") == "SELECT":
        tab_to(page, f"#step-form [name={name}]")
        for _option in range(300):
            if field.input_value() == value:
                return
            page.keyboard.press("ArrowDown")
        raise AssertionError(f"no option {value}")
    shown = f"#step-form [name={name}]:visible"
    first = f"{shown}:checked" if page.locator(f"{shown}:checked").count() else shown
    tab_to(page, first)
    wanted = page.locator(f"#step-form [name={name}][value={value}]")
    page.keyboard.press("Space")
    for _option in range(60):
        if wanted.is_checked():
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"no choice {value}")


def write(page: Page, name: str, value: str) -> None:
    tab_to(page, f"#step-form [name={name}]")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(value)


def go_on(page: Page) -> None:
    """To the button with Tab, then Enter."""
    tab_to(page, "#step-form .actions button")
    before = page.url
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url != before)
    page.wait_for_load_state()
    expect(page.locator("#error-summary")).to_have_count(0)


def file(page: Page, *, email: str) -> str:
    """From the first question to the number of the file, which it returns."""
    page.goto("/file/who/")
    for slug in journey.ORDER:
        if slug == "authority":
            write(page, "q", "bruxelles")
            tab_to(page, "button[name=search]")
            page.keyboard.press("Enter")
            expect(page.locator("[name=administration][value=consulat-be-bruxelles]")).to_be_visible()
            choose(page, "administration", "consulat-be-bruxelles")
        elif slug == "subject":
            choose(page, "subject", "help")
        else:
            fill_in_order(page, slug, email)
        go_on(page)
        if page.url.endswith("/verify/"):
            tab_to(page, "button[name=skip]")
            page.keyboard.press("Enter")
            page.wait_for_url("**/file/authority/")
    go_on(page)
    page.wait_for_url("**/file/check/")
    for name in ("court", "truth", "privacy"):
        tab_to(page, f"#step-form [name={name}]")
        page.keyboard.press("Space")
        expect(page.locator(f"#step-form [name={name}]")).to_be_checked()
    choose(page, "share", "yes")
    tab_to(page, "#step-form .actions button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/file/sent/")
    return journey.reference_in(page)


def fill_in_order(page: Page, slug: str, email: str) -> None:
    """The controls of a step in the order in which Tab meets them."""
    texts = {**journey.ANSWERS.get(slug, {}), **({"email": email} if slug == "contact" else {})}
    choices = journey.CHOICES.get(slug, {})
    names = page.locator("#step-form [name]").evaluate_all("fields => fields.map(field => field.name)")
    for name in dict.fromkeys(names):
        if name in choices:
            choose(page, name, choices[name])
        elif name in texts and page.locator(f"#step-form [name={name}]").evaluate("e => e.tagName") == "SELECT":
            choose(page, name, texts[name])
        elif name in texts:
            write(page, name, texts[name])
