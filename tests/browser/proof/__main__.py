"""`python -m tests.browser.proof [D9 D13 …] [--languages ar,fr] [--faults]`: measures what the citizen's pages promise.

Starts a site of its own with fresh data, measures, cleans up, and writes docs/proof/experience.json and the table in the README
(docs/proof.md). Without goals it measures all of them; with some, the others keep what was measured before."""

import argparse
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.browser.proof.settings"

import django

django.setup()

from django.conf import settings
from playwright.sync_api import sync_playwright

from tests.browser.proof import faults, journeys, lighthouse, report, site, speed, walk, words
from tests.browser.proof.goals import GOALS, Result
from tests.browser.stack import ROOT

SHOTS = ROOT / "var" / "proof" / "shots"


def main() -> int:
    options = arguments()
    wanted = set(options.goals or GOALS)
    if options.faults:
        return plant(wanted)
    begun = time.monotonic()
    results = measure(wanted, options.languages)
    report.write(results, browser=version())
    for result in sorted(results, key=lambda result: list(GOALS).index(result.goal)):
        print(f"{result.goal:4} {report.WORDS[result.met].strip('*'):12} {result.why or result.measured}")
        for fault in result.faults[:20]:
            print(f"       {fault}")
    print(f"{(time.monotonic() - begun) / 60:.1f} minutes")
    return 1 if any(result.met is False for result in results) else 0


def arguments() -> argparse.Namespace:
    codes = [code for code, _name in settings.LANGUAGES]
    parser = argparse.ArgumentParser(prog="make proof-experience")
    parser.add_argument("goals", nargs="*", metavar="D9", help="measure only these")
    parser.add_argument("--languages", default=",".join(codes), help="of the pages that are walked (%(default)s)")
    parser.add_argument("--faults", action="store_true", help="run each detector on its planted fault instead")
    options = parser.parse_args()
    options.languages = options.languages.split(",")
    if strange := set(options.goals) - GOALS.keys():
        parser.error(f"no such goal: {', '.join(sorted(strange))}")
    if unknown := set(options.languages) - set(codes):
        parser.error(f"no language of the site: {', '.join(sorted(unknown))}")
    return options


def measure(wanted: set[str], languages: list[str]) -> list[Result]:
    """Speed first and alone; the ten thousand cases last, since they change what the desk shows."""
    results = []
    if "D21" in wanted:
        results.append(words.reading(languages))
    pages, lines, ways = (wanted.intersection(names) for names in (walk.GOALS, speed.GOALS, journeys.GOALS))
    if not pages | lines | ways | wanted.intersection({"D8"}):
        return results
    with site.running() as running:
        with told("weight and paint"):
            results += speed.measure(running, lines - {"D7"}, languages) if lines - {"D7"} else []
        with told("Lighthouse"):
            results += [lighthouse.measure(running)] if "D8" in wanted else []
        with told("whole ways"):
            results += journeys.measure(running, ways) if ways else []
        with told("every page"):
            results += walk.measure(running, pages, languages, SHOTS) if pages else []
        with told("the server"):
            results += speed.measure(running, lines & {"D7"}, languages) if "D7" in lines else []
    return results


@contextmanager
def told(what: str) -> Iterator[None]:
    """Says how long a part took."""
    begun = time.monotonic()
    yield
    print(f"  {what}: {time.monotonic() - begun:.0f} s", file=sys.stderr, flush=True)


def plant(wanted: set[str]) -> int:
    """Every detector on its planted fault; 1 if one does not see it, or sees one where there is none."""
    with sync_playwright() as playwright:
        found = faults.prove(site.launch(playwright), wanted)
    for goal, said, verdict in found:
        print(f"{goal:4} {verdict or 'red, as it must be':40} {said}")
    return 1 if any(verdict for _goal, _said, verdict in found) else 0


def version() -> str:
    with sync_playwright() as playwright:
        browser = site.launch(playwright)
        return browser.version


if __name__ == "__main__":
    sys.exit(main())
