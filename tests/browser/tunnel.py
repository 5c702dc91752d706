"""Writing on the telephone without a line: what a person does on the page of the app (docs/offline.md)."""

from collections.abc import Iterable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.browser.journey import ANSWERS, CHOICES

WRITE = "/app/write/"
READY = """async (kept) => {
  const found = await Promise.all(kept.map((address) => caches.match(address)));
  return Boolean(navigator.serviceWorker.controller) && found.every(Boolean);
}"""


def ready_for_the_tunnel(page: Page) -> None:
    """Waits until the worker has the pages in the language of this page."""
    language = page.evaluate("document.documentElement.lang")
    kept = [f"{address}?lang={language}" for address in ("/app/", "/app/offline/", WRITE)]
    for _half in range(60):
        if page.evaluate(READY, kept):
            return
        page.wait_for_timeout(500)
    raise AssertionError("the worker did not keep its pages")


def no_line(page: Page) -> None:
    page.context.set_offline(True)


def line_again(page: Page) -> None:
    page.context.set_offline(False)


def photos(folder: Path) -> list[Path]:
    """A large photo of a telephone and a small one."""
    large, small = folder / "رسالة.jpg", folder / "carte.jpg"
    Image.effect_noise((2600, 2000), 120).convert("RGB").save(large, quality=92)
    Image.effect_noise((300, 200), 40).convert("RGB").save(small)
    return [large, small]


def section(page: Page) -> Locator:
    """The part of the form that is shown."""
    return page.locator("form[data-step]:visible")


def step_of(page: Page) -> str:
    return str(page.evaluate("location.hash.split('/')[1] ?? ''"))


def fill(page: Page, *, email: str, files: Iterable[Path] = (), title: str = "") -> None:
    """Answers all sections from the one that is shown, and stands before the declarations."""
    page.wait_for_function("() => location.hash.length > 1")  # a new one has its key
    while (slug := step_of(page)) != "check":
        part = section(page)
        for name, value in CHOICES.get(slug, {}).items():
            field = part.locator(f"[name={name}]")
            if field.first.evaluate("e => e.tagName") == "SELECT":
                field.select_option(value)
            else:
                part.locator(f"[name={name}][value={value}]").check()
        for name, value in {**ANSWERS.get(slug, {}), **own(slug, email=email, title=title)}.items():
            field = part.locator(f"[name={name}]")
            if field.evaluate("e => e.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)
        if slug == "subject":
            part.locator("[name=subject][value=help]").check()
        if slug == "papers":
            chosen = list(files)
            page.set_input_files("#papers-file", chosen)
            expect(page.locator("[data-files=''] .file-name")).to_have_count(len(chosen))
        go_on(page)


def own(slug: str, *, email: str, title: str) -> dict[str, str]:
    """What differs from one complaint to the next, and what the list of the site asks by search."""
    return {
        "contact": {"email": email},
        "address": {"nationality": "MA"},
        "authority": {"administration_text": f"القنصلية {title}"},
        "happened": {"title": title} if title else {},
    }.get(slug, {})


def go_on(page: Page) -> None:
    before = page.evaluate("location.hash")
    section(page).locator(".actions button").first.click()
    page.wait_for_function("before => location.hash !== before", arg=before)


def declare(page: Page) -> None:
    """The declarations, and "Send my complaint": it is ready."""
    tick_and_send(page)
    expect(page.locator("[data-view=list]")).to_be_visible()


def tick_and_send(page: Page) -> None:
    """The same, whatever comes of it."""
    part = section(page)
    for name in ("court", "truth", "privacy"):
        part.locator(f"[name={name}]").check()
    part.locator("[name=share][value=yes]").check()
    part.locator(".actions button").first.click()


def card(page: Page, state: str = "") -> Locator:
    """The complaint on this telephone, in that state."""
    return page.locator(f"article[data-state={state}]" if state else "article[data-state]")


def reference_of(page: Page) -> str:
    """The number that the institution gave."""
    expect(card(page, "sent")).to_have_count(1, timeout=30_000)
    return card(page, "sent").locator("bdi.ltr").inner_text()
