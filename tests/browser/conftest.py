"""The running stack, as `make run` starts it, and people who use it in a real Chromium."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from mediator.demo.accounts import PASSWORD
from tests.servers import PREFIX, die_with_us

ROOT = Path(__file__).resolve().parents[2]
START = 240  # seconds: the first start of a cold machine makes the database, the directories and the demo cases
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One stack for all of them: they run in one worker."""
    for item in items:
        if "tests/browser" in item.nodeid:
            item.add_marker(pytest.mark.browser)
            if item.config.pluginmanager.hasplugin("xdist"):
                item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def stack() -> Iterator[str]:
    """The address of a site of its own, stopped and forgotten afterwards. STACK_URL names one that runs already."""
    if url := os.environ.get("STACK_URL"):
        yield url
        return
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
    folder.chmod(0o755)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    hidden = {"DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "EMAIL_URL", "STORAGE_URL"}
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    environment |= {"VAR_DIR": str(folder), "PORT": str(port)}
    log = (folder / "run.log").open("wb")
    process = subprocess.Popen(
        [sys.executable, "-m", "mediator.local", "run"],
        cwd=ROOT,
        env=environment,
        stdout=log,
        stderr=log,
        start_new_session=True,
        preexec_fn=die_with_us,
    )
    url = f"http://localhost:{port}"
    try:
        wait_until_ready(url, process, folder / "run.log")
        yield url
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)
        log.close()
        shutil.rmtree(folder, ignore_errors=True)


def wait_until_ready(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Returns when /ready answers; says what the log says when it never does."""
    end = time.monotonic() + START
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/ready", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.5)
    raise RuntimeError(f"the stack did not start:\n{log.read_text()[-2000:]}")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """Chromium asks nobody outside for anything."""
    silent = ["--disable-background-networking", "--disable-component-update"]
    return {**browser_type_launch_args, "args": [*browser_type_launch_args["args"], *silent]}


@pytest.fixture
def visitor(browser: Browser, stack: str) -> Iterator[Callable[..., Page]]:
    """`visitor(language, javascript=True, phone=False)` is a new person with a clean browser; its faults fail the test."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def arrive(language: str = "fr", *, javascript: bool = True, phone: bool = False, dark: bool = False) -> Page:
        context = browser.new_context(
            base_url=stack,
            locale=language,
            java_script_enabled=javascript,
            viewport=PHONE if phone else DESKTOP,
            color_scheme="dark" if dark else "light",
        )
        context.set_default_timeout(20_000)
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
    # Chromium reports each 4xx page and each cut line as a console error; those are asserted where they are meant.
    meant = ("status of 4", "ERR_INTERNET_DISCONNECTED")
    assert [fault for fault in faults if not any(words in fault for words in meant)] == []


@pytest.fixture
def staff(visitor: Callable[..., Page]) -> Callable[..., Page]:
    """`staff("caseworker")` is that demo account, logged in."""

    def log_in(name: str, language: str = "fr", **how: bool) -> Page:
        page = visitor(language, **how)
        page.goto("/account/login/")
        page.fill("[name=login]", f"{name}@demo.example")
        page.fill("[name=password]", PASSWORD)
        page.locator("form:has([name=password]) button[type=submit]").first.click()
        page.wait_for_load_state()
        return page

    return log_in
