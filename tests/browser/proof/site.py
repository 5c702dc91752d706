"""The measured site, and the people who come to it."""

import itertools
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Playwright

from mediator.local import browser as chromium
from tests.browser import journey, stack

SETTINGS = {"DJANGO_SETTINGS_MODULE": "tests.browser.proof.settings"}
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 760}
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update"]
_number = itertools.count(1)


class Site:
    """The address of the running site, and its commands."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url, self.folder = url, folder
        self.port = int(url.rsplit(":", 1)[1])

    def manage(self, *arguments: str) -> None:
        manage(self.folder, *arguments)


def manage(folder: Path, *arguments: str) -> None:
    """A command of Django, with the settings and the data of the site."""
    stack.manage(folder, *arguments, **SETTINGS)


@contextmanager
def running() -> Iterator[Site]:
    """A site with fresh data, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="mediator-proof-"))
    manage(folder, "collectstatic", "--noinput", "-v0")
    with stack.running(folder, **SETTINGS) as url:
        yield Site(url, folder)


def launch(playwright: Playwright) -> Browser:
    """A whole Chromium, as people have it."""
    return playwright.chromium.launch(executable_path=chromium.find(whole=True), args=ARGUMENTS)


def address() -> str:
    """A network that nobody else of this run comes from: limits count by network."""
    number = next(_number)
    return f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


class People:
    """Visitors with clean browsers; requests that leave the site are kept in `abroad`."""

    def __init__(self, browser: Browser, site: Site) -> None:
        self.browser, self.site, self.abroad = browser, site, []
        self.contexts: list[BrowserContext] = []

    def visitor(self, language: str = "fr", *, phone: bool = False, javascript: bool = True, **more: Any) -> Page:
        """Somebody at the first page, in this language."""
        context = self.browser.new_context(
            base_url=self.site.url,
            locale=language,
            java_script_enabled=javascript,
            viewport=PHONE if phone else WIDE,
            extra_http_headers={"X-Forwarded-For": address()},
            **{"service_workers": "block", **more},  # a page is measured as it comes, not as a worker kept it
        )
        context.set_default_timeout(20_000)
        self.contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: self.abroad.extend(abroad(request.url, self.site.url)))
        page.goto(f"/?lang={language}")
        return page

    def staff(self, name: str, language: str = "fr", **how: Any) -> Page:
        """An account of the demonstration, logged in."""
        page = self.visitor(language, **how)
        journey.log_in(page, name)
        return page

    def close(self) -> None:
        for context in self.contexts:
            context.close()
        self.contexts.clear()


def abroad(url: str, home: str) -> list[str]:
    """The address, if a request for it leaves the site (D27)."""
    return [] if url.startswith((f"{home}/", "blob:", "data:", "about:")) else [url]
