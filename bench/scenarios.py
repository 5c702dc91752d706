"""What is measured: the public's pages and the staff's, each as an act that a client repeats."""

import html
import re
from collections.abc import Callable
from functools import cache

from bench.client import Act, UsedUp, Visitor, hidden
from mediator.demo.accounts import PASSWORD

STORY = "The office has not answered three registered letters. " * 36  # 2 KB
STEPS: dict[str, dict[str, str]] = {
    "who": {"who": "self"},
    "name": {"first_name": "Salma", "last_name": "Idrissi", "sex": "f", "id_kind": "cnie", "id_number": "AB123456"},
    "address": {
        "residence": "mre",
        "country": "FR",
        "city": "Lille",
        "address": "12 rue des Lilas",
        "nationality": "MA",
    },
    "contact": {"email": "", "phone": "+33 6 12 34 56 78", "preferred_channel": "phone", "language": "fr"},
    "authority": {"q": "cnss", "administration": "cnss", "region": "casablanca-settat"},
    "subject": {"subject": "SOC-S2"},
    "happened": {"title": "No answer", "description": STORY, "act_kind": "silence", "harm": "No pension."},
    "dates": {"court": "no"},
    "steps": {"taken": "no"},
    "request": {"request": "An answer.", "pressing": "no"},
}
DECLARATIONS = {"court": "on", "truth": "on", "privacy": "on", "share": "yes", "transfer": "on"}
QUEUE = "/desk/complaints/complaint/"
SELECT = re.compile(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', re.DOTALL)
NEXT = re.compile(r'rel="next" href="([^"]+)"')
FILE = re.compile(rf'href="({QUEUE}\d+/)"')


def floor_page(port: int) -> Act:
    visitor = Visitor(port)

    def act() -> int:
        visitor.get("/")
        return 1

    return act


def floor_filing(port: int) -> Act:
    def act() -> int:
        visitor = Visitor(port)
        visitor.post("/", visitor.get("/"), {"name": "Salma", "text": STORY}, status=302)
        visitor.connection.close()
        return visitor.requests

    return act


def first_form_page(port: int) -> Act:
    visitor = Visitor(port)

    def act() -> int:
        visitor.get("/file/who/")
        return 1

    return act


def filing(port: int) -> Act:
    """The whole form, page by page, with an empty cookie jar: every POST is followed to the page it leads to."""

    def act() -> int:
        visitor = Visitor(port)
        page = visitor.get("/file/who/")
        for slug, fields in STEPS.items():
            place = visitor.post(f"/file/{slug}/", page, fields)
            if "check=1" in place:
                raise RuntimeError(f"the answers of {slug} do not do")
            page = visitor.get(place)
        page = visitor.get("/file/check/")
        page = visitor.get(visitor.post("/file/check/", page, {**hidden(page), **DECLARATIONS}))
        if "IMR-" not in page:
            raise RuntimeError("nothing was filed")
        visitor.connection.close()
        return visitor.requests

    return act


@cache
def session(port: int, account: str) -> dict[str, str]:
    """The cookies of an account, which logs in once: the site limits how often a network may."""
    visitor = Visitor(port)
    page = visitor.get("/account/login/")
    visitor.post("/account/login/", page, {"login": f"{account}@demo.example", "password": PASSWORD}, status=302)
    return visitor.cookies


def logged_in(port: int, account: str = "supervisor") -> Visitor:
    visitor = Visitor(port)
    visitor.cookies = dict(session(port, account))
    return visitor


def staff_page(path: str) -> Callable[[int], Act]:
    """A page of the desk, asked for again and again by somebody who sees every file."""

    def make(port: int) -> Act:
        visitor = logged_in(port)

        def act() -> int:
            visitor.get(path)
            return 1

        return act

    return make


def next_pages(port: int) -> Act:
    """Walks the queue page after page."""
    visitor, place = logged_in(port), [f"{QUEUE}?view=open"]

    def act() -> int:
        page = visitor.get(place[0])
        found = NEXT.search(page)
        place[0] = QUEUE + html.unescape(found.group(1)) if found else f"{QUEUE}?view=open"
        return 1

    return act


def status_change(files: list[str]) -> Callable[[int], Act]:
    """Takes a new file into study: the form with its preview, then the confirmation. `files` are used up."""

    def make(port: int) -> Act:
        visitor = logged_in(port, "caseworker")

        def act() -> int:
            if not files:
                raise UsedUp
            path = f"{files.pop()}do/start_review/"
            page = visitor.get(path)
            visitor.post(path, page, {**hidden(page), **chosen(page), "confirm": "1"}, status=302)
            return 2

        return act

    return make


def chosen(page: str) -> dict[str, str]:
    """What the selects of a page say; where nothing is chosen yet, the last choice."""
    found = {}
    for name, options in SELECT.findall(page):
        values = re.findall(r'<option value="(\d+)"', options)
        selected = re.search(r'<option value="(\d+)"[^>]*selected', options)
        found[name] = selected.group(1) if selected else values[-1] if values else ""
    return found


def new_files(port: int, wanted: int) -> list[str]:
    """Addresses of registered files of the caseworker's unit, for `status_change`."""
    visitor, path, found = logged_in(port, "caseworker"), f"{QUEUE}?view=open&state=registered", []
    while path and len(found) < wanted:
        page = visitor.get(path)
        found += dict.fromkeys(FILE.findall(page))
        more = NEXT.search(page)
        path = QUEUE + html.unescape(more.group(1)) if more else ""
    return found
