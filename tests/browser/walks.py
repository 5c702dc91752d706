"""How one comes to each page of pages.py, and to those of the desk, which are found by walking."""

import re
from collections.abc import Callable
from typing import Any

from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser import journey, pages
from tests.browser.inspection import Inspector, files_in, fill_with_anything
from tests.browser.journey import QUEUE
from tests.browser.pages import FOLLOW, PAGES, SEND, Try, Who

ACT = ".act-form .actions button"
TABS = (
    "", "?tab=facts", "?tab=files", "?tab=exchanges", "?tab=administration", "?tab=letters", "?tab=translations",
    "?tab=decision", "?tab=history",
)  # fmt: skip
CLOSED = {"ar": "قضت المحكمة في الأمر.", "fr": "Le tribunal a jugé."}  # what the complainant reads
ACCOUNTS = {Who.CITIZEN: "citizen", Who.SUPERVISOR: "supervisor", Who.LIAISON: "liaison"}


class Walker:
    """One language, and who can come: `visitor` and `staff` as in conftest.py, `eye` what looks at each page."""

    def __init__(
        self,
        language: str,
        *,
        visitor: Callable[..., Page],
        staff: Callable[..., Page],
        eye: Callable[[Page, str], Any] = Inspector,
    ) -> None:
        self.language, self.visitor, self.staff, self.eye = language, visitor, staff, eye

    def everybody(self) -> Inspector:
        """The pages that need nothing."""
        eye = self.eye(self.visitor(self.language), self.language)
        walk(eye, Who.ANYBODY)
        return eye

    def life(self) -> Inspector:
        """A complaint from its first page to the mails about it."""
        page, email = self.visitor(self.language), f"pages.{self.language}@example.org"
        eye = self.eye(page, self.language)
        walk(eye, Who.DRAFTER)
        page.goto("/file/who/")
        journey.fill_to_the_end(page, email=email)
        walk(eye, Who.FILER)
        page.goto("/file/check/")
        journey.declare_and_send(page)
        walk(eye, Who.SENDER)
        reference, code = journey.reference_in(page), journey.code_of(page, "secret-code")
        self.ask_for_a_document(reference)
        page.goto("/follow/")
        page.fill("[name=reference]", reference)
        page.fill("[name=code]", code)
        page.locator(FOLLOW).first.click()
        page.wait_for_load_state()
        walk(eye, Who.FOLLOWER, reference=reference)
        wait_for_mails(page, email, reference)
        walk(eye, Who.READER, email=email)
        expect(page.locator("#mail")).to_be_visible()
        return eye

    def afterwards(self) -> Inspector:
        """What comes later: an invitation, the decision, its voice, the review, a new code, the same matter again, a question."""
        page, email = self.visitor(self.language), f"later.{self.language}@example.org"
        eye, guest = self.eye(page, self.language), self.eye(self.visitor(self.language), self.language)
        reference, code = journey.file(page, email=email)
        journey.open_file(page, reference, code)
        self.share(eye, guest, reference)
        desk, supervisor = self.staff("caseworker"), self.staff("supervisor")
        journey.end(desk, supervisor, reference, "close_judicial", CLOSED.get(self.language, CLOSED["fr"]))
        guest.visit(journey.path_of(journey.read_mail(guest.page, email, "/follow/voice/")))
        guest.press("button[name=solved][value=no]", "not solved, said by the link of the mail")
        eye.visit(f"/follow/{reference}/", f"/follow/{reference}/review/")
        eye.press(FOLLOW, "a review with nothing filled in")
        page.goto(f"/follow/{reference}/new-code/")
        eye.press("#main-form .actions button", "a new code")
        self.file_again(eye, email)
        self.ask(guest)
        eye.faults += guest.faults
        return eye

    def share(self, eye: Any, guest: Any, reference: str) -> None:
        """The complainant invites, the guest takes it and reads."""
        page, email = eye.page, f"guest.{self.language}@example.org"
        page.goto(f"/follow/{reference}/shares/new/")
        page.fill("[name=name]", "كريم")
        page.fill("[name=email]", email)
        page.check("[name=right][value=read]")
        eye.press(FOLLOW, "somebody was invited")
        guest.visit(journey.path_of(journey.read_mail(guest.page, email, "/follow/shared/")))
        guest.press(SEND, "a share that was accepted")
        guest.visit(f"/follow/{reference}/")

    def file_again(self, eye: Any, email: str) -> None:
        """The same person, administration and subject, where the first file is open."""
        page = eye.page
        page.context.clear_cookies(name="draft")
        page.goto("/file/who/")
        journey.fill_to_the_end(page, email=email)
        page.goto("/file/check/")
        journey.declare(page)
        eye.press("#step-form .actions button", "already filed")

    def ask(self, eye: Any) -> None:
        """A question, its number and code, its own page."""
        eye.page.goto("/questions/ask/")
        eye.page.fill("#main-form [name=text]", "Xylographie ?")
        eye.press("#main-form .actions button", "a question before it is sent")
        eye.press("button[name=send]", "number and code of a question")
        eye.visit(f"/questions/{eye.page.locator('#reference').inner_text()}/")

    def ask_for_a_document(self, reference: str) -> None:
        """What the desk does with a new file: takes it into study, asks for the identity card."""
        desk = self.staff("caseworker")
        journey.ask_for(desk, reference, "نسخة من البطاقة")
        desk.context.close()

    def account(self, who: Who) -> Inspector:
        """The pages of one account of the demonstration."""
        eye = self.eye(self.staff(ACCOUNTS[who], self.language), self.language)
        walk(eye, who)
        return eye

    def desk(self) -> Inspector:
        """The queue, a file with its tabs, and each act on the first file that offers it: its form, its errors, its preview."""
        desk = self.staff("caseworker", self.language)
        eye = self.eye(desk, self.language)
        eye.visit("/desk/", QUEUE, f"{QUEUE}?view=all", f"{QUEUE}?q=zzzzzz", "/desk/data-requests/")
        eye.visit(f"{QUEUE}?overdue=1&age=0-30&received_from=x")
        eye.visit(
            f"{QUEUE}?view=all&q=indemnite", f"{QUEUE}?view=unanswered", f"{QUEUE}?view=dead", f"{QUEUE}?view=absent"
        )
        self.beside_the_queue(eye)
        desk.goto(f"{QUEUE}?view=all")
        cases = files_in(desk)
        assert cases
        eye.visit(*[f"{cases[0]}{tab}" for tab in TABS])
        eye.visit(f"{cases[0]}code/")
        eye.press(ACT, "a new code with nothing filled in")
        eye.visit(f"{cases[0]}translate/description/0/")
        eye.press(ACT, "a translation with nothing filled in")
        acts: dict[str, str] = {}
        for case in cases:
            desk.goto(case)
            for href in addresses(desk, "a[href*='/do/']"):
                acts.setdefault(href.rstrip("/").rsplit("/", 1)[-1], href)
        assert {"request_information", "message", "note"} <= set(acts)
        for name, path in acts.items():
            look_at_act(eye, name, path)
        return eye

    def beside_the_queue(self, eye: Any) -> None:
        """Saved searches, absence, calendar, keys, an act on several files."""
        eye.visit("/desk/searches/", "/desk/searches/save/?view=open&language=fr")
        eye.visit("/desk/absence/", "/desk/calendar/", "/desk/keys/")
        eye.page.goto("/desk/searches/save/?view=open")
        eye.page.fill("[name=name]", "")
        eye.press(ACT, "a search without a name")
        eye.page.fill("[name=name]", {"ar": "للمتابعة"}.get(self.language, "À relancer"))
        eye.press(ACT, "a search that was saved")
        eye.page.goto("/desk/calendar/")
        eye.press("button[value=make]", "a calendar that was made")
        eye.page.goto(f"{QUEUE}?view=all")
        for tick in eye.page.locator(".queue [name=file]").all()[:3]:
            tick.check()
        eye.page.select_option("#bulk-act", "remind")
        eye.press("#bulk button", "an act on several files")
        eye.press(ACT, "its preview")

    def rooms(self) -> Inspector:
        """The desk's rooms beside the queue: what came otherwise, what others answered, letters, papers."""
        desk = self.staff("caseworker", self.language)
        eye = self.eye(desk, self.language)
        eye.visit(*(f"/desk/reception/{view}" for view in ("", "?view=check", "?view=aside", "?view=automatic")))
        desk.goto("/desk/reception/")
        eye.press("form[action$='/new/'] button", "a complaint that is typed at the desk")
        eye.press(".act-form > .actions button:not([name])", "how it came, with nothing filled in")
        eye.visit(*(f"/desk/referrals/{view}" for view in ("", "?view=agreement", "?view=over")))
        eye.visit("/desk/replies/", "/desk/letters/to-post/")
        desk.goto(f"{QUEUE}?view=all")
        for case in files_in(desk):
            desk.goto(f"{case}?tab=files")
            if views := addresses(desk, "a[href$='/view/']"):
                eye.visit(f"{case}letters/", views[0], f"{views[0].removesuffix('view/')}redact/")
                return eye
        eye.faults.append("no document to look at")
        return eye

    def above_the_desk(self) -> Inspector:
        """What a supervisor sees besides the figures: undelivered messages, the regulations, sittings, a decision to validate."""
        supervisor = self.staff("supervisor", self.language)
        eye = self.eye(supervisor, self.language)
        supervisor.goto(f"{QUEUE}?view=all")
        eye.visit("/desk/conflicts/", f"{files_in(supervisor)[0]}conflicts/")
        eye.visit(
            "/desk/",
            "/desk/undelivered/",
            "/desk/promises/",
            "/desk/interlocutors/",
            "/desk/regulations/",
            "/desk/recommendations/",
        )
        call_a_sitting(eye)
        eye.visit("/desk/own-initiative/")
        eye.press(ACT, "own initiative with nothing filled in")
        eye.visit("/desk/colleagues/")
        eye.visit(addresses(supervisor, "main .file-list a")[0])
        eye.press(ACT, "files handed over to nobody")
        supervisor.goto(self.propose())
        eye.visit(addresses(supervisor, "a[href*='/proposals/']")[0])
        return eye

    def stands(self) -> Inspector:
        """The planning of a stand, the queue of one that is open, the report of one that is over."""
        head = self.staff("head", self.language)
        eye = self.eye(head, self.language)
        eye.visit("/desk/stands/?view=draft", "/desk/stands/new/")
        eye.press(ACT, "a stand with nothing filled in")
        eye.visit("/desk/stands/")
        stand = addresses(head, "main table th a")[0]
        eye.visit(stand, f"{stand}change/", f"{stand}hours/", f"{stand}team/", f"{stand}cancel/")
        eye.press(ACT, "a stand cancelled without a reason")
        eye.visit(f"{stand}tickets/")
        eye.press("button[value=draw]", "a number without a language")
        eye.page.check("[name=language][value=ar]")
        eye.press("button[value=draw]", "a number handed out")
        eye.page.locator("details:has(button[value=print])").evaluate("details => { details.open = true }")
        eye.press("button[value=print]", "numbers printed")
        head.goto(stand)
        eye.visit(addresses(head, "a[href*='/screen/']")[0])
        supervisor = self.staff("supervisor", self.language)
        above = self.eye(supervisor, self.language)
        above.visit("/desk/stands/?view=over")
        above.visit(f"{addresses(supervisor, 'main table th a')[0]}report/")
        eye.faults += above.faults
        return eye

    def propose(self) -> str:
        """A decision on a file of its own that waits for a second person; gives the file's address at the desk."""
        page, desk = self.visitor(self.language), self.staff("caseworker")
        reference, _code = journey.file(page, email=f"above.{self.language}@example.org")
        case = journey.propose(desk, reference, "close_judicial", CLOSED.get(self.language, CLOSED["fr"]))
        for each in (page, desk):
            each.context.close()
        return case

    def registers(self) -> Inspector:
        """Every register of the administrator: its list, its form empty and with errors, one row, that row's history."""
        administrator = self.staff("administrator", self.language)
        eye = self.eye(administrator, self.language)
        eye.visit("/desk/guide/verify/", "/desk/guide/trial/", "/desk/")
        registers = administrator.locator("main .cards a[href^='/desk/']").evaluate_all(
            "links => links.map(link => link.getAttribute('href')).filter(link => /^.desk.[a-z_]+.[a-z_]+.$/.test(link))"
        )
        assert registers
        for path in dict.fromkeys(registers):
            look_at_register(eye, path)
        return eye


def walk(eye: Any, who: Who, **holes: str) -> None:
    """Opens the pages of `who` in the order of the list and looks at each, then at what its tries give."""
    for listed in PAGES:
        if listed.who is who:
            look_at(eye, listed, **holes)


def look_at(eye: Any, listed: pages.Page, **holes: str) -> None:
    page, path = eye.page, listed.path.format(**holes)
    if listed.new:
        page.context.clear_cookies()
    if listed.link:
        page.goto(path)
        path = addresses(page, listed.link)[0]
    eye.visit(path, status=listed.status)
    if listed.unfold:
        page.locator(listed.unfold).click()
        eye.look(f"{path} with {listed.unfold}")
    for attempt in listed.tries:
        page.goto(path)
        press(eye, path, attempt)


def press(eye: Any, path: str, attempt: Try) -> None:
    page: Page = eye.page
    for name, value in attempt.fields.items():
        if page.locator(f"[name={name}]").first.get_attribute("type") == "radio":
            page.check(f"[name={name}][value={value}]")
        else:
            page.fill(f"[name={name}]", value)
    if attempt.forget:
        page.context.clear_cookies(name=attempt.forget)
    button = page.locator(attempt.button).first
    button.evaluate("button => { button.hidden = false }")  # scripts hide what they do by themselves
    eye.press(button, f"{path}: {attempt.said}")


def addresses(page: Page, links: str) -> list[str]:
    """Where these links lead, in the order of the page."""
    found = page.locator(links).evaluate_all("links => links.map(link => link.getAttribute('href'))")
    return list(dict.fromkeys(found))


def wait_for_mails(page: Page, email: str, reference: str) -> None:
    """Opens the mailbox until the mails of the three moments have come: sent, in study, a document asked for."""
    for _half_second in range(60):
        page.goto(f"/mailbox/?to={email}")
        if page.locator("main a", has_text=reference).count() >= 3:
            return
        page.wait_for_timeout(500)


def look_at_act(eye: Any, name: str, path: str) -> None:
    """The form; then, unless it has its preview at once or does its act at the press, what empty and filled forms give."""
    page = eye.page
    eye.visit(path)
    if name == "letter":  # which one, is chosen first
        eye.visit(addresses(page, "a[href*='/do/letter/?']")[0])
    button = page.locator(ACT).first
    if button.get_attribute("name") == "confirm" or name == "assign":
        return
    eye.press(button, f"{name} with nothing filled in")
    if name == "note":
        return
    fill_with_anything(page, ".act-form")
    eye.press(ACT, f"{name} filled in")


def call_a_sitting(eye: Any) -> None:
    """The register of commissions, a new sitting of today with the customs, which have a file, and its minutes left empty."""
    page = eye.page
    eye.visit("/desk/commissions/")
    eye.press(ACT, "a sitting with nothing filled in")
    customs = page.locator("select[name=administration] option").filter(has_text=re.compile("ADII|الجمارك"))
    page.locator("select[name=administration]").select_option(customs.first.get_attribute("value"))
    today = timezone.localdate()
    for part, value in enumerate((today.day, today.month, today.year)):
        page.locator(f"[name=on_{part}]").fill(str(value))
    eye.press(ACT, "a sitting that was called")
    eye.press(ACT, "minutes with nothing filled in")


def look_at_register(eye: Any, path: str) -> None:
    """A list of the admin, its empty form, its first row."""
    page = eye.page
    eye.visit(path)
    rows = page.locator("#result_list tbody th a")
    change = rows.first.get_attribute("href") if rows.count() else None
    if page.locator(f"a[href='{path}add/']").count():
        eye.visit(f"{path}add/")
        eye.press("input[name=_save], button[name=_save]", f"{path}add/ with nothing filled in")
    if change:
        eye.visit(change)
        if histories := addresses(page, "a[href$='/history/']"):
            eye.visit(histories[0])
