"""The Chromium of the browser tests: one that is on the machine, else one that is installed now.

First choice is the headless shell, the same engine without a window's furniture: a page costs it a third of the processor. What
it cannot do (notices on a device) is done by a whole one."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from mediator.env import ROOT
from mediator.local import apt

SHELL, WHOLE = "chromium-headless-shell", "chromium"  # Debian's names
NAMES = (SHELL, WHOLE, "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
PLAYWRIGHT = str(ROOT / ".venv" / "bin" / "playwright")
MISSING = """The browser tests need Chromium, and none is here. Type, then `make test` again:
    {command}
A browser elsewhere is named with CHROMIUM=/path/to/chromium."""


def find(*, whole: bool = False) -> str | None:
    """The path of a Chromium: CHROMIUM if set, one on PATH, or one that Playwright fetched; `whole`: not a headless shell."""
    if named := os.environ.get("CHROMIUM"):
        return named if starts(named) else None
    candidates = [shutil.which(NAMES[0]), *fetched(), *map(shutil.which, NAMES[1:]), str(MAC)]
    return next(
        (path for path in candidates if path and not (whole and "shell" in Path(path).name) and starts(path)), None
    )


def fetched() -> list[str]:
    """Where Playwright keeps its own: its headless shells and its Chromium, whether they are there or not."""
    try:
        from playwright.sync_api import sync_playwright

        with sync_playwright() as playwright:
            whole = Path(playwright.chromium.executable_path)
    except Exception:  # no Playwright for this machine is the same as no browser of it
        return []
    kept = next((folder for folder in whole.parents if folder.name.startswith("chromium-")), whole).parent
    return [*map(str, sorted(kept.glob("chromium_headless_shell-*/*/*headless*shell"), reverse=True)), str(whole)]


def starts(path: str) -> bool:
    """Whether the file is a browser that starts (Ubuntu's `chromium` may be a hint to install a snap)."""
    try:
        done = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def debian() -> bool:
    """Whether apt has a real `chromium` package here: Ubuntu's is a hint to install a snap."""
    kin = apt.family()
    return "debian" in kin and "ubuntu" not in kin


def install() -> None:
    """Installs what is missing where that needs no question: by apt as root on Debian, else by Playwright."""
    if debian():
        if shutil.which(SHELL) is None:
            apt.install(SHELL)
        if find(whole=True) is None:
            apt.install(WHOLE)
    elif find(whole=True) is None:
        print("Installing Chromium for the browser tests ...", flush=True)
        arguments = ["install", "--with-deps", "chromium"] if os.geteuid() == 0 else ["install", "chromium"]
        subprocess.run([PLAYWRIGHT, *arguments], check=False)


def main() -> int:
    """Finds or installs the browsers; 1, with the command to type, if there is none to do everything."""
    if "CHROMIUM" not in os.environ:
        install()
    if find(whole=True):
        return 0
    command = f"sudo apt install {SHELL} {WHOLE}" if debian() else f"{PLAYWRIGHT} install --with-deps chromium"
    print(MISSING.format(command=command), file=sys.stderr)
    return 1
