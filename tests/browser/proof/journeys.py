"""D11, D12, D17, D19, D20: whole ways through the form, each in a browser of its own."""

import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pikepdf
from PIL import Image
from playwright.sync_api import Locator, Page, Route, expect, sync_playwright

from tests.browser import journey, keyboard, plain, tunnel
from tests.browser.inspection import SCRIPTS
from tests.browser.proof import detectors
from tests.browser.proof.goals import Result, over
from tests.browser.proof.site import People, Site, launch

TALLY = (SCRIPTS / "tally.js").read_text()
STORY = {"title", "description", "harm", "request"}
BUDGET = {"pages": 15, "taps": 32, "keys": 140}
TOLD = 3.0  # seconds
GOALS = ("D11", "D12", "D17", "D19", "D20")
NEXT = "#step-form .actions button"
VALUES = """() => [...document.querySelectorAll('form input:not([type=hidden]), form textarea, form select')].map(
  field => (['radio', 'checkbox'].includes(field.type) ? field.checked : field.value))"""
SAID = "() => (document.querySelector('[data-saved-at], [role=alert]')?.textContent ?? '').trim()"
FILLED = "fields => fields.some(field => field.checked || (field.tagName === 'SELECT' && field.value))"


def measure(site: Site, wanted: Iterable[str]) -> list[Result]:
    """One after the other; a way that breaks off is a fault."""
    ways = {"D11": by_keyboard, "D12": without_scripts, "D17": counted, "D19": cut, "D20": offline}
    found = []
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for goal in (goal for goal in ways if goal in set(wanted)):
            people = People(browser, site)
            result = Result(goal)
            try:
                ways[goal](people, result)
            except Exception as error:
                result.faults.append(f"broke off: {type(error).__name__} {' '.join(str(error).split())[:300]}")
            people.close()
            result.measured = result.measured or ("as promised" if result.met else f"{len(result.faults)} faults")
            found.append(result)
    return found


@contextmanager
def documents() -> Iterator[list[Path]]:
    """A photo, a PDF and a picture, named as people name them."""
    with tempfile.TemporaryDirectory() as name:
        photo, letter, picture = (Path(name) / file for file in ("وصل البريد.jpg", "lettre du consulat.pdf", "3.png"))
        Image.new("RGB", (400, 300), "beige").save(photo)
        Image.new("RGB", (60, 40), "white").save(picture)
        pdf = pikepdf.new()
        pdf.add_blank_page()
        pdf.save(letter)
        yield [photo, letter, picture]


def by_keyboard(people: People, result: Result) -> None:
    """D11: the same complaint in French and in Arabic."""
    for language in ("fr", "ar"):
        keyboard.file(people.visitor(language, phone=True), email=f"keyboard.{language}@example.org")
    result.measured = "files in fr and ar, focus seen at every stop"


def without_scripts(people: People, result: Result) -> None:
    """D12: begun on a telephone, ended on another device with three documents; then the desk's question is answered."""
    phone, email = people.visitor("ar", phone=True, javascript=False), "plain@example.org"
    phone.goto("/file/who/")
    journey.fill_to_the_end(phone, email=email, stop="happened")
    plain.go_back_through_the_answers(phone)
    phone.goto("/file/saved/")
    result.faults += dead_ends(phone, "/file/saved/")
    tablet = people.visitor("ar", javascript=False)
    with documents() as files:
        plain.resume_and_send(tablet, journey.code_of(phone, "draft-code"), files, email=email)
        result.faults += dead_ends(tablet, "/file/sent/")
        reference, secret = journey.reference_in(tablet), journey.code_of(tablet, "secret-code")
        journey.ask_for(people.staff("caseworker"), reference, "نسخة من القرار")
        plain.answer(phone, reference, secret, files[1])
    result.faults += dead_ends(phone, "the file")
    result.measured = "files with 3 documents, resumes on another device, replies"


def dead_ends(page: Page, said: str) -> list[str]:
    """What a page offers that does nothing without scripts; Playwright looks, the page's own scripts stay off."""
    return [f"{said}: {fault}" for fault in detectors.plain(page)]


# The count


class Tally:
    """Pages that a person opens, taps and keys; the words of the story are not counted."""

    def __init__(self, page: Page) -> None:
        self.pages, self.taps, self.texts = 0, 0, Counter()
        self.chosen: set[str] = set()
        page.context.expose_function("tally", self.hear)
        page.context.add_init_script(TALLY)
        page.on("request", self.ask)

    def ask(self, request) -> None:
        if request.is_navigation_request() and request.redirected_from is None:
            self.pages += 1

    def hear(self, kind: str, name: str, amount: int) -> None:
        if kind == "text":
            self.texts[name] = amount
        elif kind == "select":
            self.chosen.add(name)
        else:
            self.taps += 1

    def figures(self) -> dict[str, int]:
        """A text takes a tap to get into, a select two: to open it and to choose."""
        keys = sum(size for name, size in self.texts.items() if name.split()[-1] not in STORY)
        return {"pages": self.pages, "taps": self.taps + len(self.texts) + 2 * len(self.chosen), "keys": keys}


def counted(people: People, result: Result) -> None:
    """D17: the shortest full way of a stranger, and that of somebody whose account we know."""
    page = people.visitor("fr", phone=True)
    result.numbers["stranger"] = figures = count(page, lambda: whole_way(page, email="tally@example.org"))
    result.faults += too_long("a stranger", figures, BUDGET)
    known = people.staff("citizen", phone=True)
    result.numbers["known"] = again = count(known, lambda: whole_way(known, email=""))
    result.faults += too_long("a known person", again, {"pages": 9})
    result.measured = (
        f"{figures['pages']} pages, {figures['taps']} taps, {figures['keys']} keys; known {again['pages']} pages"
    )


def count(page: Page, way: Callable[[], None]) -> dict[str, int]:
    tally = Tally(page)
    page.goto("/")
    way()
    return tally.figures()


def too_long(who: str, figures: dict[str, int], budget: dict[str, int]) -> list[str]:
    """D17: what takes more than promised."""
    return [fault for name, most in budget.items() for fault in over(f"{who}: {name}", figures[name], most)]


def whole_way(page: Page, *, email: str) -> None:
    """From the first page to the number; what is filled in already is left as it is."""
    page.locator("main .actions a[href='/file/who/']").first.click()
    page.wait_for_load_state()
    for _page in range(25):
        slug = page.url.split("?")[0].rstrip("/").rsplit("/", 1)[-1]
        if slug == "check":
            break
        if slug == "verify":
            page.locator("button[name=skip]").click()
        else:
            if slug != "known":
                answer(page, slug, email=email)
            page.locator(NEXT).first.click()
        page.wait_for_load_state()
    journey.declare_and_send(page)


def answer(page: Page, slug: str, *, email: str) -> None:
    """One step, by somebody who has scripts: administrations are found while one types."""
    if slug == "authority":
        page.locator("[name=q]").press_sequentially("bruxelles")
        page.locator("[name=administration][value=consulat-be-bruxelles]").check()
    elif slug == "subject":
        page.locator("#step-form [name=subject][value=help]").check()
    elif slug != "files":
        unanswered(page, slug, email=email)


def unanswered(page: Page, slug: str, *, email: str) -> None:
    """Fills the fields of a step that are empty."""
    texts = {**journey.ANSWERS.get(slug, {}), **({"email": email} if slug == "contact" and email else {})}
    for name, value in texts.items():
        field = page.locator(f"#step-form [name={name}]").first
        if field.count() and not field.input_value():
            field.select_option(value) if field.evaluate("e => e.tagName") == "SELECT" else field.fill(value)
    for name, value in journey.CHOICES.get(slug, {}).items():
        group = page.locator(f"#step-form [name={name}]")
        if group.count() and not group.evaluate_all(FILLED):
            journey.choose(page, name, value)


# The cut line


def cut(people: People, result: Result) -> None:
    """D19: the line goes away before each "Continue" and comes back; then in the middle of a document; then two taps."""
    page, email = people.visitor("fr", phone=True), "cut@example.org"
    page.goto("/file/who/")
    steps = 0
    for slug in journey.ORDER:
        if slug in {"authority", "subject"}:
            journey.fill_to_the_end(page, email=email, start=slug, stop=journey.ORDER[journey.ORDER.index(slug) + 1])
            continue
        journey.fill(page, slug, email=email)
        result.faults += [f"{slug}: {fault}" for fault in survives(page, page.locator(NEXT).first)]
        journey.go_on(page)
        if page.url.endswith("/verify/"):
            page.locator("button[name=skip]").click()
            page.wait_for_load_state()
        result.faults += [f"{slug}: {fault}" for fault in kept(page, slug, email)]
        steps += 1
    with documents() as files:
        result.faults += torn_document(page, files[0])
    result.faults += two_taps(page)
    result.measured = f"{steps} steps, a document and a double tap: {len(result.faults)} faults"


def survives(page: Page, button: Locator) -> list[str]:
    """A press without a line: the page stays with all that was typed, and says what happened in three seconds."""
    before, address = page.evaluate(VALUES), page.url
    page.context.set_offline(True)
    begun = time.monotonic()
    faults = []
    try:
        button.click(no_wait_after=True)
        page.wait_for_timeout(300)
        page.wait_for_function(SAID, timeout=TOLD * 1000)
        if time.monotonic() - begun > TOLD:
            faults.append("told too late")
    except Exception:
        faults.append("nothing is said within three seconds")
    finally:
        page.context.set_offline(False)
    if page.url != address:
        return [*faults, "the page is gone, and the words with it"]
    return faults if page.evaluate(VALUES) == before else [*faults, "what was typed has changed"]


def kept(page: Page, slug: str, email: str) -> list[str]:
    """What was sent after the line came back is there when one comes back to the step."""
    here = page.url
    page.goto(f"/file/{slug}/")
    wanted = {**journey.ANSWERS.get(slug, {}), **({"email": email} if slug == "contact" else {})}
    faults = []
    for name, value in wanted.items():
        found = page.locator(f"#step-form [name={name}]").first.input_value()
        digits = name == "phone" and sum(letter.isdigit() for letter in found) >= 9
        if not digits and found.replace("\r", "") != value:
            faults.append(f"{name} is lost")
    page.goto(here)
    return faults


def torn_document(page: Page, document: Path) -> list[str]:
    """A document whose sending breaks is offered again, and arrives once."""
    page.goto("/file/files/")
    torn: list[Route] = []

    def tear(route: Route) -> None:
        if route.request.method == "POST" and not torn:
            torn.append(route)
            route.abort()
        else:
            route.continue_()

    page.route("**/file/files/pieces/*/", tear)
    page.set_input_files("[name=file]", document)
    try:
        page.locator(".notice.upload button").click(timeout=TOLD * 1000)
        expect(page.locator(".file-list li")).to_have_count(1)
    except Exception as error:
        return [f"a torn document: {str(error)[:120]}"]
    finally:
        page.unroute("**/file/files/pieces/*/")
    return []


def two_taps(page: Page) -> list[str]:
    """Two taps on "Send my complaint" give one complaint."""
    page.goto("/file/check/")
    journey.declare(page)
    page.locator(NEXT).first.dblclick(no_wait_after=True)
    page.wait_for_url("**/file/sent/")
    first = journey.reference_in(page)
    page.reload()
    return [] if journey.reference_in(page) == first else ["two taps made two complaints"]


def offline(people: People, result: Result) -> None:
    """D20: written in Arabic without a line, with two photos; opened again; sent when the line is back, once."""
    page = people.visitor("ar", phone=True, service_workers="allow")
    tunnel.ready_for_the_tunnel(page)
    result.faults += not_installable(page)
    tunnel.no_line(page)
    with documents() as files, tempfile.TemporaryDirectory() as folder:
        page.goto(tunnel.WRITE)
        page.locator("[data-begin]").click()
        tunnel.fill(page, email="d20@example.org", files=[*tunnel.photos(Path(folder)), files[1]], title="D20")
    page.close()
    page = page.context.new_page()
    page.goto(tunnel.WRITE)
    tunnel.card(page, "draft").locator(".actions a").click()
    tunnel.go_on(page)
    tunnel.declare(page)
    tunnel.line_again(page)
    begun = time.monotonic()
    reference = tunnel.reference_of(page)
    seconds = time.monotonic() - begun
    tunnel.card(page).locator("form button").click()
    page.wait_for_url("**/file/sent/")
    if journey.reference_in(page) != reference:
        result.faults.append("the number on the telephone is not the institution's")
    result.measured = (
        f"three files, opened again, sent in {seconds:.1f} s once there was a line: {len(result.faults)} faults"
    )


def not_installable(page: Page) -> list[str]:
    """A manifest and a service worker: without them nothing opens on a telephone without a line."""
    faults = [] if page.locator("link[rel=manifest]").count() else ["no manifest"]
    worker = page.evaluate("async () => Boolean(await navigator.serviceWorker?.getRegistration())")
    return faults if worker else [*faults, "no service worker"]
