"""The goals that every page has to hold: one walk over pages.py a language, two languages at a time."""

import queue
import re
import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from playwright.sync_api import Page, sync_playwright

from accounts.language import offered
from tests.browser.inspection import DIRECTION, SHAPE, Inspector
from tests.browser.pages import Who
from tests.browser.proof import detectors, paper, words
from tests.browser.proof.goals import Result
from tests.browser.proof.site import People, Site, launch
from tests.browser.walks import Walker

GOALS = ("D9", "D10", "D13", "D14", "D15", "D16", "D22", "D23", "D24", "D27")
SIZES = ((1280, 900), (320, 740))
OTHER_SCRIPTS = {"ar", "zgh"}
MIRRORED = ("fr", "ar")
AT_ONCE = 2
# What differs from walk to walk in a page's name: numbers of files and questions, mailboxes, what a link carries, the language
DIFFERING = re.compile(
    r"IMR-\d{4}-\w{8}(?<!00000000)|\bQ-\w{4,}|(?<=pages\.)\w+(?=@)"
    r"|(?<=/follow/shared/)[\w:-]+|(?<=/follow/voice/)[\w:-]+|(?<=lang=)\w+"
)
# Each with whether it belongs to the public's pages, which are read in every language; the desk is kept in fewer.
WALKS: dict[str, tuple[bool, Callable[[Walker], Any]]] = {
    "everybody": (True, Walker.everybody),
    "life": (True, Walker.life),
    "afterwards": (True, Walker.afterwards),
    "account": (True, lambda walker: walker.account(Who.CITIZEN)),
    "figures": (False, lambda walker: walker.account(Who.SUPERVISOR)),
    "letters": (False, lambda walker: walker.account(Who.LIAISON)),
    "desk": (False, Walker.desk),
    "rooms": (False, Walker.rooms),
    "above": (False, Walker.above_the_desk),
    "registers": (False, Walker.registers),
}


class Findings:
    """What all walks found together."""

    def __init__(self, wanted: Iterable[str], shots: Path) -> None:
        self.wanted, self.shots = frozenset(wanted), shots
        self.faults: dict[str, list[str]] = defaultdict(list)
        self.looks = self.receipts = 0
        self.shapes: dict[tuple[str, int, str], dict[str, int]] = {}
        self.lock = threading.Lock()

    def add(self, goal: str, said: str, faults: Iterable[str]) -> None:
        with self.lock:
            self.faults[goal] += [f"{said}: {fault}" for fault in faults]


class Eye(Inspector):
    """Looks at a page once in each appearance, and lets every wanted detector look."""

    def __init__(self, page: Page, language: str, *, findings: Findings, walk: str) -> None:
        super().__init__(page, language)
        self.findings, self.walk, self.public = findings, walk, WALKS[walk][0]
        self.names: Counter[str] = Counter()

    def look(self, name: str) -> None:
        self.seen += 1
        name = DIFFERING.sub("…", name)  # the same in every language
        page, said, wanted = self.page, f"[{self.language}] {name}", self.findings.wanted
        page.evaluate(SHAPE)  # unfolds what is folded
        self.tell("D10", said, detectors.policy)
        for dark in (False, True):
            page.emulate_media(color_scheme="dark" if dark else "light")
            for width, height in SIZES:
                page.set_viewport_size({"width": width, "height": height})
                how = f"{said} ({'dark' if dark else 'light'}, {width} px)"
                whole = dark == (
                    width == 320
                )  # what neither colours nor width change is looked at twice, not four times
                self.tell("D9", how, lambda page, whole=whole: detectors.axe(page, whole=whole, public=self.public))
                if not dark:
                    self.look_at_shape(how, name, width)
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 1280, "height": 900})
        if "D24" in wanted and page.url.endswith("/file/sent/"):
            self.look_at_receipt(said)
        with self.findings.lock:
            self.findings.looks += 1

    def look_at_shape(self, how: str, name: str, width: int) -> None:
        """What needs no colours."""
        self.tell("D13", how, detectors.fits)
        self.tell("D14", how, lambda page: detectors.spacing(page, self.language))
        if width == 1280:
            self.tell("D14", f"{how}, text 200 %", detectors.doubled)
            if self.language in OTHER_SCRIPTS and self.is_kept(self.page):
                self.tell("D22", how, detectors.foreign)
        else:
            self.tell("D22", f"{how}, 40 % longer", detectors.longer)
            self.tell("D23", how, lambda page: detectors.small(page, least=44 if self.public else 24))
        if DIRECTION[self.language] == "rtl":
            self.tell("D16", how, detectors.order)
        if "D15" in self.findings.wanted and self.public:
            self.compare(how, name, width)

    def is_kept(self, page: Page) -> bool:
        """Whether this page is kept in the language of the walk: the desk's door is not in every one (docs/languages.md)."""
        return self.language in dict(offered(urlsplit(page.url).path))

    def tell(self, goal: str, said: str, detector: Callable[[Page], list[str]]) -> None:
        if goal in self.findings.wanted:
            self.findings.add(goal, said, detector(self.page))

    def compare(self, how: str, name: str, width: int) -> None:
        """Keeps where the parts begin, and a picture; arrows and bars are judged at once. Addresses may come again."""
        self.names[f"{name} {width}"] += 1
        name = f"{name} {self.names[f'{name} {width}']}"
        self.findings.add("D15", how, detectors.turned(self.page))
        if self.language not in MIRRORED:
            return
        with self.findings.lock:
            self.findings.shapes[f"{self.walk}: {name}", width, self.language] = detectors.shape(self.page)["found"]
        folder = self.findings.shots / self.language / self.walk
        folder.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=folder / f"{re.sub('[^a-z0-9]+', '-', name.lower()).strip('-')}-{width}.png")

    def look_at_receipt(self, said: str) -> None:
        answer = self.page.request.get("/file/sent/receipt.pdf?code=1")
        reference = re.search(r"IMR-\d{4}-\w{8}", self.page.locator("main").inner_text())
        self.findings.add("D24", said, paper.faults(answer.body(), reference.group() if reference else "no number"))
        with self.findings.lock:
            self.findings.receipts += 1


def measure(site: Site, wanted: Iterable[str], languages: list[str], shots: Path) -> list[Result]:
    """All walks of all languages, and what they found."""
    findings = Findings(wanted, shots)
    jobs: queue.Queue[tuple[str, str]] = queue.Queue()
    for language in languages:
        for name, (public, _walk) in WALKS.items():
            if public or language in settings.DESK_LANGUAGES:
                jobs.put((language, name))
    workers = [threading.Thread(target=work, args=(site, findings, jobs)) for _ in range(AT_ONCE)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return results(findings, languages)


def work(site: Site, findings: Findings, jobs: queue.Queue[tuple[str, str]]) -> None:
    """Takes walks from the queue until there are none."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        while True:
            try:
                language, name = jobs.get_nowait()
            except queue.Empty:
                return
            take(People(browser, site), findings, language, name)


def take(people: People, findings: Findings, language: str, name: str) -> None:
    """One walk; one that breaks off leaves its pages unseen, which is a fault of every goal."""
    _public, walk = WALKS[name]

    def eye(page: Page, language: str) -> Eye:
        return Eye(page, language, findings=findings, walk=name)

    walker = Walker(language, visitor=people.visitor, staff=people.staff, eye=eye)
    try:
        seen = walk(walker)
        findings.add("D9", f"[{language}] {name}", seen.faults)
    except Exception as error:
        reason = " ".join(str(error).split())[:300]
        for goal in findings.wanted & set(GOALS):
            findings.add(goal, f"[{language}] {name}", [f"the walk broke off: {type(error).__name__} {reason}"])
    finally:
        findings.add("D27", f"[{language}] {name}", people.abroad)
        people.close()


def results(findings: Findings, languages: list[str]) -> list[Result]:
    """One result a goal."""
    if "D15" in findings.wanted:
        compare(findings)
    if "D22" in findings.wanted:
        findings.add("D22", "catalogues", words.missing(languages))
    found = []
    for goal in (goal for goal in GOALS if goal in findings.wanted):
        faults = list(dict.fromkeys(findings.faults[goal]))
        looks = findings.receipts if goal == "D24" else findings.looks
        noun = "receipts" if goal == "D24" else "looks"
        if goal == "D24" and not findings.receipts:
            faults.append("no receipt was seen")
        found.append(
            Result(
                goal,
                f"{len(faults)} faults in {looks} {noun} ({', '.join(languages)})",
                faults,
                {noun: looks, "languages": languages},
            )
        )
    return found


def compare(findings: Findings) -> None:
    """Each page in Arabic beside the same page in French."""
    pairs = 0
    for (name, width, language), shape in findings.shapes.items():
        french = findings.shapes.get((name, width, "fr"))
        if language == "ar" and french is not None:
            pairs += 1
            findings.add("D15", f"{name} ({width} px)", detectors.unlike(french, shape))
    if not pairs:
        findings.add("D15", "mirror", ["measured with ar and fr only"])
