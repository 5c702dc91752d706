"""What every page must hold, looked at in a real browser. Faults are collected, so that one run tells them all."""

import re
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from django.utils.translation import get_language_info
from playwright.sync_api import Locator, Page

from mediator.demo.accounts import ACCOUNTS, COLLEAGUES
from mediator.languages import LANGUAGES

AXE = Axe()
SCRIPTS = Path(__file__).parent / "scripts"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FULL = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": RULES}}
CONTRAST = {"resultTypes": ["violations"], "runOnly": {"type": "rule", "values": ["color-contrast"]}}
# Names of people and of things without another name; the example of an address; a complainant's own words in a hint of the desk
NOT_LANGUAGE = {
    *(account.name for account in (*ACCOUNTS, *COLLEAGUES)),
    *("PDF", "JPG, PNG, HEIC", "Word", "DOCX", "CSV", "ZIP", "JSON", "IMR", "CNDP", "WCAG", "JavaScript", "WhatsApp"),
    *("Tab", "Enter", "Ctrl", "Alt", "Command"),  # what stands on keys
    *("Android", "Chrome", "Samsung Internet", "Firefox", "Safari", "iPhone", "iPad", "Wassit"),
    *("CNIE", "CNSS", "AMO", "CMR, RCAR", "apostille"),  # names of papers, of funds, and what a paper bears
    *("rue des Lilas", "Ausländerbehörde Frankfurt am Main"),
}
DIRECTION = {code: "rtl" if get_language_info(code)["bidi"] else "ltr" for code, _name in LANGUAGES}
# Axe costs more than all the rest: it is asked about each page that is built in another way than those that it found well, and
# in the dark about each page with a text in colours that it has not seen. What hangs on words is looked at by our own scripts.
WELL: set[str] = set()
DARK: set[str] = set()
WIDE, PHONES = {"width": 1280, "height": 900}, (360, 320)
NARROW = PHONES[-1:]  # where long words have the least room

# Remembers what the content policy refused, from the first byte of the page on.
LISTEN = (SCRIPTS / "listen.js").read_text()
SHAPE = (SCRIPTS / "shape.js").read_text()
BUILD = (SCRIPTS / "build.js").read_text()
OVERFLOW = (SCRIPTS / "overflow.js").read_text()
COLOURS = (SCRIPTS / "colours.js").read_text()
STUCK = (SCRIPTS / "stuck.js").read_text()
TARGETS, THUMB = (SCRIPTS / "targets.js").read_text(), 24  # pixels (WCAG 2.2, 2.5.8)
# Runs of three Latin words or more in what a page itself says. People's own words, names and addresses stand in marked elements.
LATIN = (SCRIPTS / "latin.js").read_text()


class Inspector:
    """Looks at the pages that one person opens, in one language, light and dark, wide and narrow."""

    def __init__(self, page: Page, language: str) -> None:
        self.page, self.language = page, language
        self.faults: list[str] = []
        self.untranslated: list[str] = []
        self.seen = 0
        page.context.add_init_script(LISTEN)
        page.emulate_media(reduced_motion="reduce")
        page.set_viewport_size(WIDE)

    def visit(self, *paths: str, status: int = 200) -> None:
        """Opens each address and looks at it."""
        for path in paths:
            answer = self.page.goto(path)
            if answer is not None and answer.status != status:
                self.faults.append(f"{path}: answered {answer.status}")
            self.look(path)

    def press(self, button: str | Locator, name: str = "") -> None:
        """Presses a button that leads to a page, and looks at that."""
        place = self.page.locator(button).first if isinstance(button, str) else button
        place.click()
        self.page.wait_for_load_state()
        self.look(name or f"{self.page.url} after {button}")

    def look(self, name: str) -> None:
        """Everything that a page must hold."""
        self.seen += 1
        self.page.wait_for_load_state()
        page, said = self.page, f"[{self.language}] {name}: "
        shape = page.evaluate(SHAPE)
        if (shape["language"], shape["direction"]) != (self.language, DIRECTION[self.language]):
            self.faults.append(f"{said}language {shape['language']}, direction {shape['direction']}")
        if shape["heads"] != 1:
            self.faults.append(f"{said}{shape['heads']} main headings")
        self.faults += [f"{said}{what}: {shape[key]}" for key, what in WRONG.items() if shape[key]]
        new = (built := page.evaluate(BUILD)) not in WELL
        if new and not self.ask_axe(said, FULL):
            WELL.add(built)
        for width in PHONES if new else NARROW:
            page.set_viewport_size({"width": width, "height": 740})
            if wide := page.evaluate(OVERFLOW):
                self.faults.append(f"{said}does not fit {width} px: {wide}")
        if small := page.evaluate(TARGETS, {"least": THUMB, "apart": True}):
            self.faults.append(f"{said}narrower or lower than {THUMB} px: {small}")
        if stuck := page.evaluate(STUCK):
            self.faults.append(f"{said}scrolls, and no key reaches it: {stuck}")
        self.look_in_the_dark(said)
        page.set_viewport_size(WIDE)
        if self.language == "ar":
            self.untranslated += [said + words for words in page.evaluate(LATIN) if words not in NOT_LANGUAGE]

    def look_in_the_dark(self, said: str) -> None:
        """Asks axe about contrast where a text stands in colours that it has not seen."""
        self.page.emulate_media(color_scheme="dark")
        colours = set(self.page.evaluate(COLOURS))
        if not colours <= DARK and not self.ask_axe(f"{said}(narrow, dark) ", CONTRAST):
            DARK.update(colours)
        self.page.emulate_media(color_scheme="light")

    def ask_axe(self, said: str, options: dict[str, Any]) -> list[str]:
        """What axe finds; it counts as faults."""
        found = violations(self.page, options)
        self.faults += [said + fault for fault in found]
        return found

    def report(self) -> None:
        """Fails with all that was found."""
        assert self.seen
        faults = [*self.faults, *[f"untranslated: {words}" for words in self.untranslated]]
        assert not faults, "\n" + "\n".join(dict.fromkeys(faults))


WRONG = {"inline": "style in the markup", "refused": "refused by the content policy", "twice": "identifiers used twice"}


def violations(page: Page, options: dict[str, Any]) -> list[str]:
    """What axe finds, one line a rule; axe itself is brought in once a page."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.axe_script)
    found = page.evaluate("options => axe.run(options).then(results => results.violations)", options)
    return [
        f"{rule['id']} ({len(rule['nodes'])}): {rule['nodes'][0]['html'][:140]} – {summary(rule['nodes'][0])}"
        for rule in found
    ]


def summary(node: dict[str, Any]) -> str:
    return " ".join(node.get("failureSummary", "").split())[:220]


def files_in(page: Page) -> list[str]:
    """The addresses of the files of a list."""
    links = page.locator("main a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    return list(dict.fromkeys(link for link in links if link and re.search(r"/complaint/\d+/$", link)))


def fill_with_anything(page: Page, form: str) -> None:
    """Gives each control of a form a value that may well do: a word, the first choice, a tick."""
    for box in page.locator(f"{form} input[type=text]:visible, {form} textarea:visible").all():
        if box.is_enabled() and not box.input_value():
            box.fill("1" if box.get_attribute("inputmode") == "numeric" else "كلمة")
    for choice in page.locator(f"{form} select:visible").all():
        if choice.is_enabled() and choice.locator("option").count() > 1 and not choice.input_value():
            choice.select_option(index=1)
    for group in page.locator(f"{form} .choices").all():
        if group.locator("input:enabled").count():
            group.locator("input:enabled").first.check()
