"""The Chromium of the browser tests: one that is on the machine, else one that is installed now."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from mediator.env import ROOT
from mediator.local import apt

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
PLAYWRIGHT = str(ROOT / ".venv" / "bin" / "playwright")
MISSING = """The browser tests need Chromium, and none is here. Type, then `make test` again:
    {command}
A browser elsewhere is named with CHROMIUM=/path/to/chromium."""


def find() -> str | None:
    """The path of a Chromium: CHROMIUM if set, one on PATH, or one that Playwright fetched."""
    if named := os.environ.get("CHROMIUM"):
        return named if starts(named) else None
    candidates = [shutil.which(name) for name in NAMES] + [str(MAC), fetched()]
    return next((path for path in candidates if path and starts(path)), None)


def fetched() -> str | None:
    """The path where Playwright keeps its own Chromium, whether it is there or not."""
    try:
        from playwright.sync_api import sync_playwright

        with sync_playwright() as playwright:
            return playwright.chromium.executable_path
    except Exception:  # no Playwright for this machine is the same as no browser of it
        return None


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
    """Installs one where that needs no question: by apt as root on Debian, else by Playwright."""
    if debian():
        apt.install("chromium")
        return
    print("Installing Chromium for the browser tests ...", flush=True)
    arguments = ["install", "--with-deps", "chromium"] if os.geteuid() == 0 else ["install", "chromium"]
    subprocess.run([PLAYWRIGHT, *arguments], check=False)


def main() -> int:
    """Finds or installs a browser; 1, with the command to type, if neither works."""
    if find():
        return 0
    if "CHROMIUM" not in os.environ:
        install()
        if find():
            return 0
    command = "sudo apt install chromium" if debian() else f"{PLAYWRIGHT} install --with-deps chromium"
    print(MISSING.format(command=command), file=sys.stderr)
    return 1
