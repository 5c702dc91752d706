"""Work on one file: triage by clicks, two people who see each other, a document looked at and redacted, a person kept out."""

import re
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Dictionary, Name
from playwright.sync_api import Locator, Page, expect

from tests.browser import journey, samples
from tests.browser.inspection import Inspector

RESTED = """() => new Promise(done => {
  const look = (before, calm) => setTimeout(() => {
    const now = `${scrollX} ${scrollY}`;
    calm = now === before ? calm + 1 : 0;
    if (calm === 5) done(); else look(now, calm);
  }, 50);
  look("", 0);
})"""  # a page that a finger threw rolls on, and what rolls takes no touch away
CLICKS = 6  # D25
SCREEN = {"width": 1366, "height": 768}


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """A document of two pages with a number that must not leave."""
    path, document = tmp_path / "cin-salma.pdf", pikepdf.new()
    font = document.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    for number in (1, 2):
        page = document.add_blank_page(page_size=(595, 842))
        page.Resources = Dictionary(Font=Dictionary(F1=font))
        page.Contents = document.make_stream(
            f"BT /F1 28 Tf 60 760 Td (CNIE AB123456) Tj ET BT /F1 18 Tf 60 400 Td (Page {number}) Tj ET".encode()
        )
    document.save(path)
    return path


def within(what: Locator) -> bool:
    """Whether it lies on this screen or the next: one scroll shows it."""
    return what.evaluate("shown => shown.getBoundingClientRect().bottom") <= 2 * SCREEN["height"]


class Clicks:
    """A hand that counts, on the screen that D25 names: what it presses needs one scroll at most."""

    def __init__(self, page: Page) -> None:
        page.set_viewport_size(SCREEN)
        self.page, self.number = page, 0

    def on(self, selector: str) -> None:
        """One click."""
        found = self.page.locator(selector).first
        assert within(found), selector
        found.click()
        self.page.wait_for_load_state()
        self.number += 1

    def choose(self, control: str) -> None:
        """A native list: one click opens it, one takes an entry."""
        found = self.page.locator(control)
        assert within(found), control
        found.select_option(index=1)
        self.number += 2


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("subject", ["named", "unknown"])
def test_a_new_file_is_triaged_in_six_clicks(
    visitor: Callable[..., Page], staff: Callable[..., Page], subject: str, javascript: bool
) -> None:
    citizen, email = visitor("ar"), f"triage.{subject}.{javascript}@example.org"
    if subject == "named":
        samples.file(citizen, 2, "ar", {"contact": {"email": email}})
        reference = journey.reference_in(citizen)
    else:
        reference, _code = journey.file(citizen, email=email)
    page = staff("caseworker", "ar" if javascript else "fr", javascript=javascript)
    eye = Inspector(page, "ar") if javascript else None  # it looks with scripts
    page.goto(f"{journey.QUEUE}?q={reference}")
    hand = Clicks(page)
    hand.on("main tbody th a")
    hand.on("a[href$='/do/start_review/']")
    hand.on("button[name=confirm]")
    hand.on("a[href$='/do/admit/']")
    if subject == "unknown":  # it is the caseworker's to choose: the last of all lies no further than the first
        if eye is not None:
            eye.look("every subject to press")
            eye.report()
            page.set_viewport_size(SCREEN)
        assert within(page.locator(".act-subjects dl a").last)
        hand.on(".act-subjects .likely a")
    for name in ("subject", "administration"):
        if not page.locator(f"[name={name}]").input_value():
            hand.choose(f"[name={name}]")
    if not page.locator("button[name=confirm]").count():
        hand.on(".act-form .actions button")
    hand.on("button[name=confirm]")
    expect(page.locator("#error-summary")).to_have_count(0)
    expect(page.locator("a[href$='/do/send_to_administration/']")).to_be_visible()
    assert hand.number <= CLICKS


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_file_with_two_people_in_it(
    visitor: Callable[..., Page], staff: Callable[..., Page], paper: Path, language: str
) -> None:
    reference, _code = journey.file(visitor("ar"), email=f"salma.two.{language}@example.org")
    first = staff("caseworker", language)
    eye = Inspector(first, language)
    case = journey.open_at_desk(first, reference)
    second = staff("supervisor", language)
    looked = Inspector(second, language)
    together(first, second, case, looked)
    document(first, case, paper, eye, language)
    kept_out(first, case, eye, looked)
    eye.report()
    looked.report()


def together(first: Page, second: Page, case: str, looked: Inspector) -> None:
    """Each sees the other; what both write at once is refused once, and shown in both versions."""
    second.goto(case)
    first.goto(case)
    expect(first.locator(".here p")).to_have_count(1)
    journey.act(second, "message")
    first.reload()
    expect(first.locator(".here p")).to_have_count(1)
    expect(second.locator(".here p")).to_have_count(1, timeout=40_000)  # by the sign of life, without loading
    journey.act(first, "message")
    first.fill("[name=text]", "Nous avons écrit à la province.")
    journey.preview(first)
    journey.confirm(first)
    second.fill("[name=text]", "Bonjour, rien de neuf.")
    second.locator(".act-form .actions button[type=submit]").first.click()
    expect(second.locator(".waiting table td")).to_have_count(2)
    expect(second.locator("[name=text]")).to_have_value("Bonjour, rien de neuf.")
    looked.look("a form that came too late")
    journey.preview(second)
    journey.confirm(second)


def document(page: Page, case: str, paper: Path, eye: Inspector, language: str) -> None:
    """Looked at page by page, turned; an area drawn with the mouse is a line, previewed, kept; the original is not sent."""
    page.goto(f"{case}?tab=files")
    page.set_input_files("[name=file]", str(paper))
    page.locator("form[enctype] button[type=submit]").click()
    page.wait_for_load_state()
    page.locator(".file-list a[href$='/view/']").last.click()
    page.wait_for_load_state()
    eye.look("the viewer")
    expect(page.locator(".sheet img")).to_have_js_property("naturalWidth", 1000)
    expect(page.locator(".sheet-text")).to_contain_text("AB123456")
    page.locator("a[rel=next]").click()
    page.locator("a[href*='turn=90']").click()
    page.wait_for_load_state()
    assert page.locator(".sheet img").evaluate("image => image.decode().then(() => image.naturalHeight)") == 1000
    eye.look("the viewer, second page, turned")
    page.go_back()
    page.go_back()
    expect(page.locator("a[rel=prev]")).to_have_count(0)
    page.locator("a[href*='/redact/']").first.click()
    page.wait_for_load_state()
    eye.look("a document before it is redacted")
    picture = page.locator("[data-draw] img")
    picture.evaluate("image => image.decode()")
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * 0.08, box["y"] + box["height"] * 0.05)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.12, steps=5)
    page.mouse.up()
    assert page.locator("[name=areas]").input_value().startswith("1: ")
    with_a_finger(page)
    page.locator("button[name=preview]").click()
    expect(page.locator(".preview img")).to_have_count(1)
    eye.look("what will leave of a document")
    page.locator("button[name=keep]").click()
    page.wait_for_load_state()
    expect(page.locator(".file-list a[href*='?like=']")).to_have_count(1)
    eye.look("files with a redacted copy")


def with_a_finger(page: Page) -> None:
    """It scrolls, until the button says that it draws; the last area is taken out again."""
    lines, picture = page.locator("[name=areas]"), page.locator("[data-draw] img")
    before = lines.input_value()
    touch = page.context.new_cdp_session(page)
    touch.send("Emulation.setTouchEmulationEnabled", {"enabled": True})

    def stroke() -> None:
        picture.scroll_into_view_if_needed()
        page.evaluate(RESTED)
        page.screenshot()  # what is seen is what the compositor knows: whether a finger scrolls, too
        box = picture.bounding_box()
        assert box
        for number, (x, y) in enumerate(
            [(0.6, 0.25), (0.7, 0.28), (0.9, 0.32)]
        ):  # below the buttons, which stay in sight
            point = {"x": box["x"] + box["width"] * x, "y": box["y"] + box["height"] * y}
            touch.send(
                "Input.dispatchTouchEvent", {"type": "touchMove" if number else "touchStart", "touchPoints": [point]}
            )
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        page.evaluate(RESTED)

    stroke()
    expect(lines).to_have_value(before)
    page.locator("[data-by-finger]").click()
    stroke()
    expect(lines).to_have_value(re.compile(rf"^{re.escape(before)}\n1: .+$"))
    page.locator("[data-last-out]").click()
    expect(lines).to_have_value(before)
    touch.send("Emulation.setTouchEmulationEnabled", {"enabled": False})


def kept_out(first: Page, case: str, eye: Inspector, looked: Inspector) -> None:
    """One press, and the file is a 404; a head sees it."""
    first.goto(f"{case}?tab=decision")
    eye.look("the decision tab")
    first.locator("details:has(form.conflict) > summary").click()
    eye.look("do you know one of the parties")
    first.locator("form.conflict button").click()
    first.wait_for_load_state()
    assert first.goto(case).status == 404  # type: ignore[union-attr]
    looked.visit(f"{case}?tab=history", "/desk/conflicts/", f"{case}conflicts/")
    looked.press(".act-form button[type=submit]", "nobody kept out")
