"""A planted fault for each detector: a small page (or figure) that is well, and the same one spoilt. A detector that finds
nothing in the second, or something in the first, measures nothing. `make proof-experience ARGS=--faults` runs them all."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from playwright.sync_api import Browser, Page

from tests.browser import keyboard
from tests.browser.inspection import LISTEN
from tests.browser.proof import detectors, journeys, speed
from tests.browser.proof.figures import figures
from tests.browser.proof.site import abroad

TITLES = {"ar": "صفحة"}
KB = "/* 0123456789abcdef */" * 43  # a kilobyte; the small server compresses nothing
STYLE = "main { padding: 16px; font: 1rem/1.5 sans-serif } :focus { outline: 3px solid } "
STYLE += "a, button, input { min-height: 44px; min-width: 44px }"
DEEP = "<p>The deepest of all waters is the one that nobody has measured yet.</p>"
FIELD = '<label for="name">Name</label> <input id="name" name="name">'


@dataclass(frozen=True, slots=True)
class Answer:
    """What the small server gives: a body, its kind, how long it waits, and a policy if any."""

    body: str
    kind: str = "text/html; charset=utf-8"
    wait: float = 0.0
    policy: str = ""


@dataclass(frozen=True, slots=True)
class Plant:
    """`look` opens the page it is given by its address and gives the faults; `well` and `spoilt` are what stands there."""

    goal: str
    said: str
    well: dict[str, Answer]
    spoilt: dict[str, Answer]
    look: Callable[[Page, str], list[str]]
    scripts: bool = True


def document(
    main: str, *, head: str = "", language: str = "en", wait: float = 0.0, policy: str = "", style: str = STYLE
) -> Answer:
    """A page that is well as far as it goes."""
    direction = "rtl" if language == "ar" else "ltr"
    start = f'<!doctype html><html lang="{language}" dir="{direction}"><head><meta charset="utf-8">'
    start += f'<title>{TITLES.get(language, "Planted")}</title><link rel="icon" href="data:,">'
    start += '<meta name="viewport" content="width=device-width, initial-scale=1">'
    sheet = "" if policy else f"<style>{style}</style>"
    return Answer(
        f"{start}{sheet}{head}</head><body><main><h1>1</h1>{main}</main></body></html>", wait=wait, policy=policy
    )


def page(main: str, **how: object) -> dict[str, Answer]:
    return {"/": document(main, **how)}  # type: ignore[arg-type]


def opened(detector: Callable[[Page], list[str]], *, width: int = 320) -> Callable[[Page, str], list[str]]:
    """A detector that looks at an open page."""

    def look(page: Page, url: str) -> list[str]:
        page.set_viewport_size({"width": width, "height": 740})
        page.goto(url)
        return detector(page)

    return look


def sheet(size: int) -> dict[str, Answer]:
    """A page with a style sheet of so many kilobytes."""
    link = '<link rel="stylesheet" href="/a.css">'
    body = "".join(f"/* {number} {KB} */" for number in range(size))
    return {**page(DEEP, head=link), "/a.css": Answer(body, "text/css")}


def weigh(page: Page, url: str) -> list[str]:
    return speed.heavy("planted", speed.weigh(page, url)[0])


def ask(page: Page, url: str) -> list[str]:
    return speed.many("planted", speed.weigh(page, url)[1], most=8)


def scripts(number: int) -> dict[str, Answer]:
    tags = "".join(f'<script src="/{at}.js"></script>' for at in range(number))
    return {**page(DEEP + tags), **{f"/{at}.js": Answer("0", "text/javascript") for at in range(number)}}


def painted(line: speed.Line, most: float) -> Callable[[Page, str], list[str]]:
    def look(page: Page, url: str) -> list[str]:
        page.context.add_init_script(speed.LISTEN)
        return speed.late("planted", speed.paint(page, url, line)["painted"], most=most)

    return look


def figure(name: str, most: float) -> Callable[[Page, str], list[str]]:
    """One of the other figures of a paint; `most` is wide enough for a machine that has other work."""

    def look(page: Page, url: str) -> list[str]:
        page.context.add_init_script(speed.LISTEN)
        return speed.over(name, speed.paint(page, url, speed.FAST)[name], most)

    return look


def served(page: Page, url: str) -> list[str]:
    """D7 on the small server. The limit is wide enough for a machine that has other work; `figures` plants at the goal's own."""
    times: dict[str, list[float]] = {}
    for _time in range(4):
        speed.timed(times, "planted", lambda: page.request.get(url).text())
    return speed.server_result(times, most=2_000).faults


def refused(page: Page, url: str) -> list[str]:
    page.context.add_init_script(LISTEN)
    page.goto(url)
    return detectors.policy(page)


def tabbed(page: Page, url: str) -> list[str]:
    page.goto(url)
    try:
        keyboard.tab_to(page, "#last")
    except AssertionError as fault:
        return [str(fault)]
    return []


def mirrored(page: Page, url: str) -> list[str]:
    """D15: the same page in two languages."""
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(url)
    french = detectors.shape(page)["found"]
    page.goto(f"{url}ar")
    return detectors.unlike(french, detectors.shape(page)["found"]) + detectors.turned(page)


def two_languages(css: str, main: str) -> dict[str, Answer]:
    look = f"{STYLE} {css}"
    return {
        "/": document(main, language="fr", style=look),
        "/ar": document(main, language="ar", style=look),
    }


def tapped(page: Page, url: str) -> list[str]:
    """D17: every box of the page is ticked."""
    tally = journeys.Tally(page)
    page.goto(url)
    for box in page.locator("input[type=checkbox]").all():
        box.check()
    for text in page.locator("input[type=text]").all():
        text.fill("x" * 20)
    return journeys.too_long("planted", tally.figures(), journeys.BUDGET)


def cut(page: Page, url: str) -> list[str]:
    page.goto(url)
    page.fill("[name=name]", "Salma")
    return journeys.survives(page, page.locator("button"))


def installable(page: Page, url: str) -> list[str]:
    page.goto(url)
    page.wait_for_timeout(300)
    return journeys.not_installable(page)


def third_parties(page: Page, url: str) -> list[str]:
    found: list[str] = []
    page.on("request", lambda request: found.extend(abroad(request.url, url.rstrip("/"))))
    page.goto(url)
    return found


# The thirty strings of D16, isolated as the filter `ltr` does, and bare.
STRINGS = (
    *("IMR-2026-7K3QX9ZB", "IMR-2026-00000000", "+33 6 12 34 56 78", "+212 5 37 57 77 00", "+1 (514) 555-0199"),
    *("+49 69 1234567", "salma@example.org", "s.el-idrissi+mre@mail.example.ma", "https://www.mediateur.ma/fr?x=1#a"),
    *("www.mediateur.ma", "http://localhost:8000/follow/", "file.pdf", "scan_01-02.jpeg", "lettre du consulat.pdf"),
    *("1,250 MAD", "1 250,50 DH", "-12.5 %", "12/05/2026 – 14/06/2026", "2026-11-24", "14:32", "(A) – B", "A/B (C)"),
    *("[1] → [2]", "3 × 4 = 12", "AB123456", "7K3Q-9ZXB-2M4T", "75011 Paris", "12, rue des Lilas", "5 MB / 20 MB"),
    "1. PDF; 2. JPG!",
)


def strings(isolated: bool) -> dict[str, Answer]:
    wrap = '<bdi dir="ltr" class="ltr">{}</bdi>' if isolated else "<span data-ordered>{}</span>"
    rows = "".join(f"<p>الرقم هو {wrap.format(string)} (في المغرب).</p>" for string in STRINGS)
    return page(rows, language="ar")


def every_string(page: Page, url: str) -> list[str]:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(url)
    return detectors.order(page)


BOX = '<button type="submit">Send</button>'
SAFE = """<script>document.forms[0].addEventListener('submit', event => { if (!navigator.onLine) { event.preventDefault();
document.querySelector('[role=alert]').textContent = 'No line'; } })</script>"""
WAIT = "<script>const end = performance.now() + {}; while (performance.now() < end);</script>"
MOVE = "<script>setTimeout(() => document.querySelector('#room').style.height = '{}px', 300)</script>"
FORM = '<form method="post" action="/sent"><p role="alert"></p>{}{}</form>'
LOW = '<div class="low">One<br>Two<br>Three</div><p>Four</p>'
PLANTS = (
    Plant("D1", "13 KB more of style sheets", sheet(4), sheet(13), weigh),
    Plant("D2", "twelve scripts", scripts(3), scripts(12), ask),
    Plant("D3", "a style sheet of 500 KB before the first paint", sheet(4), sheet(500), painted(speed.SLOW, 6.0)),
    Plant("D4", "a server that thinks for six seconds", page(DEEP), page(DEEP, wait=6.0), painted(speed.FAST, 4.0)),
    Plant(
        "D5",
        "room that opens above a text",
        page(f'<div id="room"></div>{DEEP * 5}'),
        page(f'<div id="room"></div>{DEEP * 5}{MOVE.format(200)}'),
        figure("moved", 0.0),
    ),
    # The wait is far above the limit, and the limit far above what a machine with other work needs for the well page.
    Plant("D6", "a script that works for 1500 ms", page(DEEP), page(DEEP + WAIT.format(1500)), figure("busy", 400)),
    Plant("D7", "a server that thinks for two and a half seconds", page(DEEP), page(DEEP, wait=2.5), served),
    Plant("D9", "a field without a label", page(FIELD), page('<input name="name">'), opened(detectors.axe)),
    Plant(
        "D9",
        "grey on white, 4.8 to 1",
        page(DEEP),
        page(f'<div class="grey">{DEEP}</div>', style=f"{STYLE} .grey {{ color: #6f6f6f }}"),
        opened(lambda page: detectors.axe(page, whole=False)),
    ),
    Plant(
        "D10",
        "a style in the markup",
        page(DEEP, policy="default-src 'self'; img-src data:"),
        page('<p style="color: red">1</p>', policy="default-src 'self'; img-src data:"),
        refused,
    ),
    Plant(
        "D11",
        "a control whose focus cannot be seen",
        page(f'{FIELD} <button id="last">Send</button>'),
        page(f'{FIELD} <button id="last">Send</button>', style=f"{STYLE} :focus {{ outline: 0 }}"),
        tabbed,
    ),
    Plant(
        "D12",
        "a button that only a script presses",
        page(FORM.format(FIELD, BOX)),
        page(FORM.format(FIELD, '<button type="button">Send</button>')),
        opened(detectors.plain),
        scripts=False,
    ),
    Plant(
        "D13",
        "a part 900 px wide",
        page(DEEP),
        page('<div class="wide">1</div>', style=".wide { width: 900px }"),
        opened(detectors.fits),
    ),
    Plant(
        "D14",
        "a box as high as its text",
        page(LOW, style=".low { line-height: 1 } p { margin: 0 }"),
        page(LOW, style=".low { line-height: 1; height: 3em } p { margin: 0 }"),
        opened(lambda page: detectors.spacing(page, "en")),
    ),
    Plant(
        "D14",
        "letters in pixels",
        page(DEEP),
        page(DEEP, style="main { font-size: 16px }"),
        opened(detectors.doubled, width=1280),
    ),
    Plant(
        "D15",
        "margin-left where a language begins",
        two_languages("h1 { margin-inline-start: 40px }", DEEP),
        two_languages("h1 { margin-left: 40px }", DEEP),
        mirrored,
    ),
    Plant(
        "D15",
        "an arrow that does not turn",
        two_languages(
            "[dir=rtl] .flip { transform: scaleX(-1) }", '<svg class="icon flip" width="20" height="20"></svg>'
        ),
        two_languages("", '<svg class="icon flip" width="20" height="20"></svg>'),
        mirrored,
    ),
    Plant("D16", "numbers and addresses that nothing isolates", strings(True), strings(False), every_string),
    Plant(
        "D17",
        "a form of forty boxes",
        page("<input type=checkbox>" * 3 + "<input type=text>"),
        page("<input type=checkbox>" * 40 + "<input type=text>" * 8),
        tapped,
    ),
    Plant(
        "D19",
        "a form that leaves without a line",
        page(FORM.format(FIELD, BOX) + SAFE),
        page(FORM.format(FIELD, BOX)),
        cut,
    ),
    Plant(
        "D20",
        "no manifest and no service worker",
        {
            **page(
                "<script>navigator.serviceWorker.register('/worker.js')</script>",
                head='<link rel="manifest" href="/m">',
            ),
            "/m": Answer("{}", "application/manifest+json"),
            "/worker.js": Answer("0", "text/javascript"),
        },
        page(DEEP),
        installable,
    ),
    Plant(
        "D22",
        "English words on an Arabic page",
        page("<p>شكاية</p>", language="ar"),
        page("<p>Send my complaint</p>", language="ar"),
        opened(detectors.foreign),
    ),
    Plant(
        "D22",
        "a button too narrow for longer words",
        page('<button class="b">Send it</button>', style=f"{STYLE} .b {{ max-width: 100% }}"),
        page(
            '<button class="b">Send it</button>',
            style=f"{STYLE} .b {{ width: 60px; overflow: hidden; white-space: nowrap }}",
        ),
        opened(detectors.longer),
    ),
    Plant("D23", "a button 20 px high", page(BOX), page(BOX, style="button { height: 20px }"), opened(detectors.small)),
    Plant(
        "D23",
        "a button of the desk 20 px high",
        page(BOX, style="button { height: 24px }"),
        page(BOX, style="button { height: 20px }"),
        opened(lambda page: detectors.small(page, least=24)),
    ),
    Plant(
        "D27",
        "a picture from elsewhere",
        page(DEEP),
        page('<img alt="" src="http://localhost:1/p.png">'),
        third_parties,
    ),
)


@contextmanager
def serving(answers: dict[str, Answer]) -> Iterator[str]:
    """The address of a small server with these answers."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = answers.get(self.path)
            body = (answer.body if answer else "").encode()
            time.sleep(answer.wait if answer else 0)
            self.send_response(200 if answer else 404)
            self.send_header("Content-Type", answer.kind if answer else "text/plain")
            self.send_header("Content-Length", str(len(body)))
            if answer and answer.policy:
                self.send_header("Content-Security-Policy", answer.policy)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_said: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def look(browser: Browser, plant: Plant, answers: dict[str, Answer]) -> list[str]:
    """What the detector finds there, in a browser of its own."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=plant.scripts)
    context.set_default_timeout(45_000)  # other tests work on the same processors
    try:
        with serving(answers) as url:
            return plant.look(context.new_page(), url)
    finally:
        context.close()


def prove(browser: Browser, wanted: set[str]) -> list[tuple[str, str, str]]:
    """(goal, fault, verdict) of every plant; the verdict is "" when the detector tells well from spoilt."""
    found = [
        (plant.goal, plant.said, verdict(look(browser, plant, plant.well), look(browser, plant, plant.spoilt)))
        for plant in PLANTS
        if plant.goal in wanted
    ]
    return found + [(goal, said, verdict(well, spoilt)) for goal, said, well, spoilt in figures() if goal in wanted]


def verdict(well: list[str], spoilt: list[str]) -> str:
    if well:
        return f"red where all is well: {well[0]}"
    return "" if spoilt else "green where it is spoilt"
