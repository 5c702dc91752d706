"""docs/proof/experience.json and the table in the README: what was measured last, each goal with its day, commit and machine."""

import json
import os
import platform
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.browser.proof.goals import GOALS, Result
from tests.browser.stack import ROOT

FILE, README = ROOT / "docs" / "proof" / "experience.json", ROOT / "README.md"
ALL_FAULTS = ROOT / "var" / "proof" / "faults.txt"  # of the last run, none left out
START, END = "<!-- experience -->", "<!-- /experience -->"
MOST = 40  # faults that are kept word by word; the rest is counted
WORDS = {True: "met", False: "**not met**", None: "not measured"}


def commit() -> str:
    """The commit that was measured; with a plus where the files differ from it."""
    said = subprocess.run(
        ["git", "describe", "--always", "--dirty=+"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return said.stdout.strip() or "unknown"


def machine(browser: str) -> str:
    return f"{os.cpu_count()} cores, {platform.machine()}, Chromium {browser}"


def entry(result: Result, *, where: dict[str, str]) -> dict[str, Any]:
    """A result as it is kept."""
    goal = GOALS[result.goal]
    return {
        "what": goal.what,
        "budget": goal.budget,
        "met": result.met,
        "measured": result.why or result.measured,
        "numbers": result.numbers,
        "faults": [*result.faults[:MOST], *([f"and {more} more"] if (more := len(result.faults) - MOST) > 0 else [])],
        **where,
    }


def write(results: list[Result], *, browser: str, file: Path = FILE, readme: Path = README) -> None:
    """Puts new results beside those of earlier runs, and the table into the README."""
    kept = json.loads(file.read_text())["goals"] if file.exists() else {}
    where = {"date": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC", "commit": commit(), "machine": machine(browser)}
    kept |= {result.goal: entry(result, where=where) for result in results}
    goals = {goal: kept[goal] for goal in GOALS if goal in kept}
    ALL_FAULTS.parent.mkdir(parents=True, exist_ok=True)
    ALL_FAULTS.write_text("".join(f"{result.goal} {fault}\n" for result in results for fault in result.faults))
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({"goals": goals}, indent=1, ensure_ascii=False) + "\n")
    text = readme.read_text()
    if START in text:
        before, after = text.split(START)[0], text.split(END)[1]
        readme.write_text(f"{before}{START}\n{table(goals)}\n{END}{after}")


def table(goals: dict[str, dict[str, Any]]) -> str:
    """The goals as the README shows them."""
    lines = ["| | promised | | measured |", "|---|---|---|---|"]
    for goal, found in goals.items():
        cells = (f"{goal}: {found['what']}", found["budget"], WORDS[found["met"]], found["measured"])
        lines.append("| " + " | ".join(re.sub(r"[|\n]", " ", cell) for cell in cells) + " |")
    days = sorted({found["date"][:10] for found in goals.values()})
    return "\n".join([*lines, "", f"Measured {' and '.join(days)}; numbers and faults in docs/proof/experience.json."])
