"""D1 to D7: what a page weighs, how soon it stands on a slow line and a slow telephone, how long the server takes.

The lines are Chromium's imitations: no TLS, no name to look up. Pages come gzipped, as the proxy sends them to those that
cannot do zstd; production has no Brotli, so the figures are above what the budgets (set for Brotli) mean."""

import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median, quantiles
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from bench.client import Visitor, hidden
from tests.browser import journey
from tests.browser.inspection import SCRIPTS
from tests.browser.proof.goals import Result, over
from tests.browser.proof.site import People, Site, address, launch

GOALS = ("D1", "D2", "D3", "D4", "D5", "D6", "D7")
LISTEN = (SCRIPTS / "speed.js").read_text()
KB = 1024
BUDGETS = {"Document": 12, "Stylesheet": 12, "Script": 15, "Image": 10}  # KB
KINDS = {"Document": "HTML", "Stylesheet": "CSS", "Script": "scripts", "Image": "images"}
PAGES = ("/", "/file/who/", "/file/happened/", "/file/files/", "/file/check/", "/follow/", "/help/")
STEPS = ("who", "name", "happened")
RUNS, CASES, FILINGS, SLOWER = 5, 10_000, 25, 4


@dataclass(frozen=True, slots=True)
class Line:
    """A telephone's line."""

    kilobits: int
    delay: int  # milliseconds there and back


SLOW, FAST = Line(400, 400), Line(1600, 150)


def measure(site: Site, wanted: Iterable[str], languages: list[str]) -> list[Result]:
    """Alone on the machine: nothing else of this run works at the same time."""
    wanted, found = set(wanted), []
    with sync_playwright() as playwright:
        people = People(launch(playwright), site)
        if wanted & {"D1", "D2"}:
            found += weights(people, languages)
        if wanted & {"D3", "D4", "D5", "D6"}:
            found += paints(people, "ar" if "ar" in languages else languages[0])
        people.close()
    if "D7" in wanted:
        found.append(answers(site))
    return [result for result in found if result.goal in wanted]


# Weight


def weigh(page: Page, path: str, *, empty: bool = True) -> tuple[Counter[str], int]:
    """(bytes by kind, requests that went over the line) of opening a page, by default with nothing in the browser's cache."""
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    if empty:
        line.send("Network.clearBrowserCache")
    with Ears(line) as ears:
        page.goto(path, wait_until="networkidle")
    return ears.sizes, ears.requests


class Ears:
    """Counts what comes over the line while the block runs."""

    def __init__(self, line: CDPSession) -> None:
        self.line, self.sizes, self.kinds, self.kept = line, Counter(), {}, set()

    def __enter__(self) -> "Ears":
        self.line.on("Network.responseReceived", self.came)
        self.line.on("Network.requestServedFromCache", lambda event: self.kept.add(event["requestId"]))
        self.line.on("Network.loadingFinished", self.ended)
        return self

    def __exit__(self, *_fault: Any) -> None:
        self.line.detach()

    def came(self, event: dict[str, Any]) -> None:
        if event["response"].get("fromDiskCache"):
            self.kept.add(event["requestId"])
        self.kinds[event["requestId"]] = event["type"]

    def ended(self, event: dict[str, Any]) -> None:
        if event["requestId"] not in self.kept:
            self.sizes[self.kinds.get(event["requestId"], "Other")] += int(event["encodedDataLength"])

    @property
    def requests(self) -> int:
        return len(self.kinds.keys() - self.kept)


def heavy(said: str, sizes: Counter[str], *, most: int = 60) -> list[str]:
    """D1: what is above its budget."""
    faults = over(f"{said}: all", round(sum(sizes.values()) / KB, 1), most, " KB")
    for kind, budget in BUDGETS.items():
        faults += over(f"{said}: {KINDS[kind]}", round(sizes[kind] / KB, 1), budget, " KB")
    return faults


def many(said: str, requests: int, *, most: int) -> list[str]:
    """D2: more requests than the line has patience for."""
    return over(f"{said}: requests", requests, most)


def weights(people: People, languages: list[str]) -> list[Result]:
    """First views of the main pages, the first page in every language; then a step that follows another."""
    weight, requests = Result("D1"), Result("D2")
    for language in languages:
        page = people.visitor(language, phone=True)
        page.goto("/file/who/")
        journey.fill(page, "who", email="")
        journey.go_on(page)
        for path in PAGES if language in {"ar", "fr"} else PAGES[:2]:
            sizes, asked = weigh(page, path)
            said = f"[{language}] {path}"
            weight.numbers[said] = {KINDS.get(kind, kind): round(size / KB, 1) for kind, size in sizes.items()}
            weight.faults += heavy(said, sizes, most=80 if language == "zgh" else 60)
            requests.numbers[said] = asked
            requests.faults += many(said, asked, most=8)
        requests.numbers[f"[{language}] next step"] = next_step(page)
        requests.faults += many(f"[{language}] next step", next_step(page), most=2)
    heaviest = max(weight.numbers, key=lambda said: sum(weight.numbers[said].values()))
    weight.measured = f"{sum(weight.numbers[heaviest].values()):.0f} KB at most, gzip ({heaviest})"
    first = max(value for said, value in requests.numbers.items() if "next" not in said)
    later = max(value for said, value in requests.numbers.items() if "next" in said)
    requests.measured = f"{first} / {later} at most"
    return [weight, requests]


def next_step(page: Page) -> int:
    """Requests of "Continue": the answer that is sent, and the next page with what is new on it."""
    page.goto("/file/name/", wait_until="networkidle")
    page.goto("/file/who/", wait_until="networkidle")
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    with Ears(line) as ears:
        page.locator("#step-form .actions button").first.click()
        page.wait_for_url("**/file/name/")
        page.wait_for_load_state("networkidle")
    return ears.requests + 1  # the POST, whose redirect shares its number


# Paint


def paint(page: Page, path: str, line: Line) -> dict[str, float]:
    """One opening of a page on a line, with a slow processor: painted (s), moved, busy (ms)."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    rate = line.kilobits * 1000 / 8
    session.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": line.delay, "downloadThroughput": rate, "uploadThroughput": rate},
    )
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(path, wait_until="networkidle", timeout=60_000)
    found = page.evaluate("() => window.speed()")
    session.detach()
    return {"painted": round(found["painted"] / 1000, 2), "moved": round(found["moved"], 3), "busy": found["busy"]}


def one_run(browser: Browser, site: Site, language: str, line: Line) -> dict[str, dict[str, float]]:
    """A first visit with an empty cache, then the steps."""
    context = browser.new_context(
        base_url=site.url,
        locale=language,
        viewport={"width": 360, "height": 760},
        extra_http_headers={"X-Forwarded-For": address()},
    )
    context.add_init_script(LISTEN)
    context.add_cookies([{"name": "language", "value": language, "url": site.url}])
    page = context.new_page()
    found = {"first page": paint(page, "/", line)}
    for slug in STEPS:
        if slug == STEPS[1]:
            journey.fill(page, STEPS[0], email="")
            journey.go_on(page)
        found[slug] = paint(page, f"/file/{slug}/", line)
    context.close()
    return found


def paints(people: People, language: str) -> list[Result]:
    """Five first visits on each line; medians."""
    runs = {
        name: [one_run(people.browser, people.site, language, line) for _run in range(RUNS)]
        for name, line in (("slow", SLOW), ("fast", FAST))
    }
    middle = {
        name: {
            page: {what: median(run[page][what] for run in several) for what in ("painted", "moved", "busy")}
            for page in several[0]
        }
        for name, several in runs.items()
    }
    slow, fast = (
        Result(goal, numbers={page: found["painted"] for page, found in middle[name].items()})
        for goal, name in (("D3", "slow"), ("D4", "fast"))
    )
    moved, busy = (
        Result(goal, numbers={page: max(middle[name][page][what] for name in middle) for page in middle["slow"]})
        for goal, what in (("D5", "moved"), ("D6", "busy"))
    )
    for page in middle["slow"]:
        slow.faults += late(page, slow.numbers[page], most=3.0 if page == "first page" else 2.0)
        fast.faults += late(page, fast.numbers[page], most=1.5)
        moved.faults += over(page, moved.numbers[page], 0.02 if language == "zgh" else 0.0)
        busy.faults += over(page, busy.numbers[page], 50, " ms")
    for result, unit in ((slow, " s"), (fast, " s"), (moved, ""), (busy, " ms")):
        first, others = result.numbers["first page"], max(result.numbers[slug] for slug in STEPS)
        result.measured = f"{first:g}{unit} / {others:g}{unit} ({language})"
    return [slow, fast, moved, busy]


def late(page: str, painted: float, *, most: float) -> list[str]:
    """D3, D4: what stands later than promised; a page on which nothing was painted is late as well."""
    return over(page, painted, most, " s") if painted else [f"{page}: nothing was painted"]


# Server


def answers(site: Site) -> Result:
    """D7: each request of a filing, beside ten thousand cases, one person after the other."""
    from bench import scenarios

    site.manage("generate_complaints", str(CASES))
    times: dict[str, list[float]] = {}
    for _filing in range(FILINGS):
        visitor = Visitor(site.port, {"X-Forwarded-For": address()})
        page = timed(times, "who", lambda visitor=visitor: visitor.get("/file/who/"))
        for slug, fields in scenarios.STEPS.items():
            path, before = f"/file/{slug}/", page
            place = timed(
                times, slug, lambda v=visitor, path=path, page=before, fields=fields: v.post(path, page, fields)
            )
            page = timed(times, slug, lambda v=visitor, place=place: v.get(place))
        page = timed(times, "check", lambda v=visitor: v.get("/file/check/"))
        fields = {**hidden(page), **scenarios.DECLARATIONS}
        timed(times, "send", lambda v=visitor, page=page, fields=fields: v.post("/file/check/", page, fields))
        visitor.connection.close()
    return server_result(times)


def timed(times: dict[str, list[float]], name: str, act: Any) -> str:
    """Does it and notes how long it took, in milliseconds."""
    begun = time.perf_counter()
    given = act()
    times.setdefault(name, []).append((time.perf_counter() - begun) * 1000)
    return given


def server_result(times: dict[str, list[float]], most: int = 200) -> Result:
    """The slow end of each step, against so many milliseconds."""
    numbers = {name: round(quantiles(found, n=20)[-1]) for name, found in times.items()}
    faults = [fault for name, value in numbers.items() for fault in over(name, value, most, " ms")]
    slowest = max(numbers, key=lambda name: numbers[name])
    return Result("D7", f"p95 {numbers[slowest]} ms at most ({slowest})", faults, numbers)
