"""The running stack, as `make run` starts it, and people who use it in a real Chromium."""

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from mediator.local import browser as chromium
from tests.browser import journey
from tests.browser.stack import Console, running
from tests.servers import PREFIX

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}
PATIENCE = 45_000  # milliseconds: other tests work on the same processors, which may be slow ones
expect.set_options(timeout=PATIENCE)


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Two stacks for all of them, one in each worker; a file is not divided."""
    files = sorted({item.path for item in items if "tests/browser" in item.nodeid})
    for item in items:
        if "tests/browser" in item.nodeid:
            item.add_marker(pytest.mark.browser)
            if item.config.pluginmanager.hasplugin("xdist"):
                item.add_marker(pytest.mark.xdist_group(f"browser-{files.index(item.path) % 2}"))


@pytest.fixture(scope="session")
def site() -> Iterator[tuple[str, Path | None]]:
    """A site of its own, by address and folder, stopped and forgotten afterwards. STACK_URL names one that runs already."""
    if url := os.environ.get("STACK_URL"):
        yield url, None
        return
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
    with running(folder) as url:
        yield url, folder


@pytest.fixture(scope="session")
def stack(site: tuple[str, Path | None]) -> str:
    """The address of the site."""
    return site[0]


@pytest.fixture(scope="session")
def on_site(site: tuple[str, Path | None]) -> Iterator[Callable[[str], None]]:
    """`on_site(lines)` runs Python with the site's own data: how days pass there."""
    folder = site[1]
    if folder is None:
        pytest.skip("the data of STACK_URL are somebody else's")
    console = Console(folder)
    yield console.run
    console.close()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """Chromium asks nobody outside for anything, and paints in the process that it has: that costs a sixth less."""
    silent = ["--disable-background-networking", "--disable-component-update"]
    return {**browser_type_launch_args, "args": [*browser_type_launch_args["args"], *silent, "--in-process-gpu"]}


@pytest.fixture(scope="session")
def whole(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """How a whole Chromium is launched: the headless shell crashes on pages that ask about notices (follow-up)."""
    return {**browser_type_launch_args, "executable_path": chromium.find(whole=True)}


@pytest.fixture(scope="session")
def whole_browser(launch_browser: Callable[..., Browser], whole: dict[str, Any]) -> Iterator[Callable[[], Browser]]:
    """A whole Chromium, begun when it is asked for."""
    begun: list[Browser] = []

    def whole_one() -> Browser:
        if not begun:
            begun.append(launch_browser(**whole))
        return begun[0]

    yield whole_one
    for one in begun:
        one.close()


@pytest.fixture
def visitor(browser: Browser, whole_browser: Callable[[], Browser], stack: str) -> Iterator[Callable[..., Page]]:
    """`visitor(language, javascript=True, phone=False)` is a new person with a clean browser; its faults fail the test.

    `app`: with the worker, which takes pages and cut lines out of the hands of a test that means to cut them itself."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def arrive(
        language: str = "fr", *, javascript: bool = True, phone: bool = False, dark: bool = False, app: bool = False
    ) -> Page:
        context = (whole_browser() if app else browser).new_context(
            base_url=stack,
            locale=language,
            java_script_enabled=javascript,
            viewport=PHONE if phone else DESKTOP,
            color_scheme="dark" if dark else "light",
            service_workers="allow" if app else "block",
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        page.on(
            "response", lambda answer: faults.append(f"{answer.status} {answer.url}") if answer.status >= 500 else None
        )
        page.on(
            "request", lambda request: None if request.url.startswith((stack, "blob:")) else faults.append(request.url)
        )
        page.goto(f"/?lang={language}")
        return page

    yield arrive
    for context in contexts:
        context.close()
    # Chromium reports each 4xx page and each cut line as a console error; those are asserted where they are meant. It also does
    # when an address is opened above words that were typed and not sent: the site asks first, but nobody had clicked.
    meant = (
        "status of 4",
        "ERR_INTERNET_DISCONNECTED",
        "ERR_CONNECTION_RESET",
        "ERR_FAILED",
        "'beforeunload' confirmation",
    )
    assert [fault for fault in faults if not any(words in fault for words in meant)] == []


@pytest.fixture
def staff(visitor: Callable[..., Page]) -> Callable[..., Page]:
    """`staff("caseworker")` is that demo account, logged in."""

    def log_in(name: str, language: str = "fr", **how: bool) -> Page:
        page = visitor(language, **how)
        journey.log_in(page, name)
        return page

    return log_in


@pytest.fixture
def mandate(tmp_path: Path) -> Path:
    """A PDF that stands for the power of attorney."""
    path, pdf = tmp_path / "procuration.pdf", pikepdf.new()
    pdf.add_blank_page()
    pdf.save(path)
    return path
