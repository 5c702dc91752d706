"""D8: what Lighthouse says of the first page and three steps, on the phone that it imitates.

Lighthouse is a program of Node: npm puts it into `var/tools/`, and the Node that Playwright brings runs it. Without npm, or
without a way to its packages, the goal is not measured, and its line says what to type."""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import playwright
from playwright.sync_api import Page, sync_playwright

from mediator.env import ROOT
from mediator.local import browser as chromium
from tests.browser import journey
from tests.browser.proof.goals import Result
from tests.browser.proof.site import ARGUMENTS, People, Site, launch

VERSION = "13.5.0"
FOLDER = ROOT / "var" / "tools" / f"lighthouse-{VERSION}"
NODE = Path(playwright.__file__).parent / "driver" / "node"
PAGES = ("/", "/file/who/", "/file/happened/", "/file/files/")
BUDGETS = {"performance": 95, "accessibility": 100, "best-practices": 100}
TRIES = 6  # it asks to be run again when it missed the beginning of a page (NO_NAVSTART)
RUNS = 3  # of the speed the middle one counts: it is a measure of time


class Missing(Exception):
    """Why Lighthouse cannot run here, and what to type."""


def measure(site: Site) -> Result:
    """The points of each page, of 100. Alone on the machine, like all speed."""
    result = Result("D8")
    try:
        program = installed()
    except Missing as missing:
        return Result("D8", why=str(missing))
    with sync_playwright() as running:
        people = People(launch(running), site)
        page = people.visitor("ar", phone=True)
        page.goto("/file/who/")
        journey.fill(page, "who", email="")
        journey.go_on(page)
        header = cookies(page)
        people.close()
    for path in PAGES:
        reports = [audit(program, f"{site.url}{path}", header) for _run in range(RUNS)]
        points = {name: sorted(report[name] for report in reports)[RUNS // 2] for name in BUDGETS}
        result.numbers[path] = points
        result.faults += poor(path, points)
    least = {name: min(points[name] for points in result.numbers.values()) for name in BUDGETS}
    result.measured = " / ".join(str(points) for points in least.values())
    return result


def poor(said: str, points: Mapping[str, int]) -> list[str]:
    """D8: categories below their budget."""
    return [f"{said}: {name} {points[name]}, not {budget}" for name, budget in BUDGETS.items() if points[name] < budget]


def installed() -> Path:
    """The program, put there once; raises Missing."""
    program = FOLDER / "node_modules" / "lighthouse" / "cli" / "index.js"
    if program.exists():
        return program
    npm = shutil.which("npm")
    if npm is None:
        raise Missing("npm is not here. Type: apt install npm")
    FOLDER.mkdir(parents=True, exist_ok=True)
    command = [npm, "install", "--prefix", str(FOLDER), "--no-audit", "--no-fund", "--silent", f"lighthouse@{VERSION}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode or not program.exists():
        shutil.rmtree(FOLDER, ignore_errors=True)
        raise Missing(
            f"npm cannot fetch lighthouse@{VERSION}. Type, with a way to the network: {' '.join(command[:2])}"
        )
    return program


def cookies(page: Page) -> str:
    """The visitor's cookies as one header: Lighthouse comes with a browser of its own."""
    return "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in page.context.cookies())


def audit(program: Path, url: str, header: str) -> dict[str, int]:
    """The points of one page, of 100 each."""
    command = [
        str(NODE), str(program), url, "--output=json", "--quiet", f"--only-categories={','.join(BUDGETS)}",
        f"--chrome-flags=--headless=new {' '.join(ARGUMENTS)}",
        f"--extra-headers={json.dumps({'Cookie': header})}",
    ]  # fmt: skip
    found = {**os.environ, "CHROME_PATH": str(chromium.find(whole=True))}
    for _try in range(TRIES):
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=found)
        if done.returncode == 0:
            break
    else:
        raise RuntimeError(f"Lighthouse ended with {done.returncode} at {url}: {done.stderr[-1500:]}")
    report: dict[str, Any] = json.loads(done.stdout)
    return {name: round(report["categories"][name]["score"] * 100) for name in BUDGETS}
