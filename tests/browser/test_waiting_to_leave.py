"""What waits on a telephone leaves as it stands on the screen then: taken back, deleted, mended, and never for somebody else."""

from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Page, Route, expect

from mediator.demo.accounts import PASSWORD
from tests.browser import journey, tunnel

Visitor = Callable[..., Page]
# Chrome 80 and Safari 14 have none of these (D28).
OLD = """
delete AbortSignal.timeout; delete AbortSignal.any; delete crypto.randomUUID; delete globalThis.structuredClone;
delete Element.prototype.replaceChildren; delete String.prototype.replaceAll; delete HTMLFormElement.prototype.requestSubmit;
delete Array.prototype.at; delete Object.hasOwn; delete Promise.any;
Object.defineProperty(navigator, 'locks', { value: undefined });
"""


def new_email() -> str:
    """Somebody else each time: a second file of the same person about the same would be asked about."""
    return f"{uuid4().hex[:12]}@example.org"


def title_of(words: str) -> str:
    return f"{words} {uuid4().hex[:8]}"


def write(page: Page, *, title: str, files: list[Path] | None = None) -> None:
    """One more complaint, declared; the telephone shows its list again."""
    page.locator("[data-begin]").click()
    tunnel.fill(page, email=new_email(), files=files or [], title=title)
    tunnel.declare(page)


def at_the_desk(desk: Page, title: str) -> int:
    desk.goto(f"{journey.QUEUE}?view=all&q={title}")
    return desk.locator(".queue tbody tr").count()


@pytest.fixture
def phone(visitor: Visitor) -> Page:
    page = visitor("fr", phone=True, app=True)
    page.on("dialog", lambda dialog: dialog.accept())
    tunnel.ready_for_the_tunnel(page)
    page.goto(tunnel.WRITE)
    return page


def test_a_photo_that_was_removed_does_not_go_along(phone: Page, visitor: Visitor, tmp_path: Path) -> None:
    """Both had travelled when the line broke; one is removed then."""
    page, title = phone, title_of("Une photo de trop")
    tunnel.no_line(page)
    write(page, title=title, files=tunnel.photos(tmp_path))
    page.route("**/submit/", lambda route: route.abort())
    tunnel.line_again(page)
    with page.expect_request("**/submit/"):
        page.evaluate("dispatchEvent(new Event('online'))")
    expect(tunnel.card(page, "waiting")).to_have_count(1)
    tunnel.card(page).get_by_role("button", name="La modifier avant l’envoi").click()
    page.locator("[data-summary] a[href$='/papers']").click()
    page.locator("[data-files=''] li").filter(has_text="carte.jpg").get_by_role("button").click()
    expect(page.locator("[data-files=''] .file-name")).to_have_count(1)
    tunnel.go_on(page)
    page.unroute("**/submit/")
    tunnel.declare(page)
    reference = tunnel.reference_of(page)
    tunnel.card(page).locator("form button").click()
    page.wait_for_url("**/file/sent/")
    somebody = visitor("fr")
    journey.open_file(somebody, reference, journey.code_of(page, "secret-code"))
    expect(somebody.locator(".file-list").filter(has_text="رسالة.jpg")).to_have_count(1)
    expect(somebody.locator(".file-list").filter(has_text="carte.jpg")).to_have_count(0)


def test_what_is_deleted_or_held_while_another_is_sent_stays(phone: Page, staff: Callable[..., Page]) -> None:
    page = phone
    first, deleted, held = (title_of(words) for words in ("La première", "La supprimée", "La retenue"))
    tunnel.no_line(page)
    for title in (first, deleted, held):
        write(page, title=title)
    page.reload()  # nothing was pressed just now: the oldest goes first
    expect(tunnel.card(page)).to_have_count(3)
    waiting: list[Route] = []
    page.route("**/submit/", lambda route: waiting.append(route))
    # The first one is on its way, and its answer takes its time
    tunnel.line_again(page)
    with page.expect_request("**/submit/"):
        page.evaluate("dispatchEvent(new Event('online'))")
    sending = page.locator("article[data-state=sending]")
    expect(sending).to_contain_text(first)
    expect(sending.get_by_role("button", name="Supprimer")).to_have_count(0)
    page.locator("article").filter(has_text=deleted).get_by_role("button", name="Supprimer").click()
    expect(tunnel.card(page)).to_have_count(2)
    page.locator("article").filter(has_text=held).get_by_role("button", name="La modifier avant l’envoi").click()
    page.wait_for_function("() => location.hash.endsWith('/check')")
    waiting[0].continue_()
    page.unroute("**/submit/")
    page.evaluate("location.hash = ''")
    assert tunnel.reference_of(page).startswith("IMR-")
    page.evaluate("dispatchEvent(new Event('online'))")
    page.wait_for_timeout(3000)
    expect(page.locator("article").filter(has_text=held)).to_have_attribute("data-state", "draft")
    desk = staff("caseworker")
    assert [at_the_desk(desk, title) for title in (first, deleted, held)] == [1, 0, 0]


def test_what_needs_a_change_is_not_called_a_missing_line(phone: Page) -> None:
    page = phone
    tunnel.no_line(page)
    page.locator("[data-begin]").click()
    tunnel.fill(page, email="no address", title=title_of("Une adresse fausse"))
    tunnel.declare(page)
    page.route("**/app/token/", lambda route: route.abort())
    tunnel.line_again(page)
    page.get_by_role("button", name="Envoyer maintenant").click()
    expect(page.locator("[data-status]")).to_contain_text("pas de connexion")
    page.unroute("**/app/token/")
    page.get_by_role("button", name="Envoyer maintenant").click()
    expect(tunnel.card(page, "mend")).to_have_count(1)
    expect(page.locator("[data-status]")).to_be_hidden()


def test_words_typed_into_what_was_sent_are_said_to_be_not_kept(phone: Page) -> None:
    """One tab sends what another still shows."""
    page, title = phone, title_of("Deux onglets")
    tunnel.no_line(page)
    page.locator("[data-begin]").click()
    tunnel.fill(page, email=new_email(), title=title)
    other = page.context.new_page()
    other.goto(tunnel.WRITE)
    page.evaluate("location.hash = location.hash.replace('/check', '/happened')")
    tunnel.card(other).locator(".actions a").click()
    other.wait_for_function("() => location.hash.endsWith('/papers')")
    tunnel.go_on(other)
    tunnel.declare(other)
    tunnel.line_again(page)
    assert tunnel.reference_of(other).startswith("IMR-")
    tunnel.section(page).locator("[name=title]").fill("Trop tard")
    expect(tunnel.section(page).locator("[data-saved-at]")).to_contain_text("Non gardé")
    page.reload()
    expect(tunnel.card(page, "sent")).to_have_count(1)  # and no empty form of it


def test_a_draft_of_nobody_asks_before_it_joins_an_account(phone: Page, visitor: Visitor) -> None:
    """Somebody wrote on this telephone; somebody else logs in on it."""
    page, title = phone, title_of("Écrite avant vous")
    page.wait_for_timeout(1000)  # the page says that nobody is logged in
    tunnel.no_line(page)
    write(page, title=title)
    page.route("**/app/token/", lambda route: route.abort())
    tunnel.line_again(page)
    page.goto("/account/login/?next=/app/write/")
    page.fill("[name=login]", "citizen@demo.example")
    page.fill("[name=password]", PASSWORD)
    page.locator("form:has([name=password]) button[type=submit]").first.click()
    page.wait_for_url(f"**{tunnel.WRITE}")
    page.unroute("**/app/token/")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(tunnel.card(page, "waiting")).to_contain_text("Un compte est maintenant ouvert sur ce téléphone")
    tunnel.card(page).get_by_role("button", name="Envoyer maintenant").click()
    assert tunnel.reference_of(page).startswith("IMR-")


def test_an_old_browser_sends_too(visitor: Visitor, staff: Callable[..., Page], tmp_path: Path) -> None:
    """Without what Chrome 80 and Safari 14 lack: a complaint with a photo."""
    page, title = visitor("fr", phone=True, app=True), title_of("Un vieux téléphone")
    page.context.add_init_script(OLD)
    tunnel.ready_for_the_tunnel(page)
    page.goto(tunnel.WRITE)
    tunnel.no_line(page)
    write(page, title=title, files=tunnel.photos(tmp_path)[1:])
    tunnel.line_again(page)
    page.evaluate("dispatchEvent(new Event('online'))")
    assert tunnel.reference_of(page).startswith("IMR-")
    assert at_the_desk(staff("caseworker"), title) == 1


def test_who_leaves_this_page_leaves_nothing_even_without_the_header(visitor: Visitor) -> None:
    """Safari erases at its word only since 17: the script does it, asks nothing, and holds nobody up when it cannot."""
    page = visitor("fr", phone=True)
    page.route("**/leave/", lambda route: route.fulfill(body="elsewhere", content_type="text/html"))
    page.goto(tunnel.WRITE)
    page.locator("[data-begin]").click()
    tunnel.section(page).locator("[name=who][value=self]").check()
    tunnel.go_on(page)
    page.goto("/file/who/")
    journey.fill_to_the_end(page, email=new_email(), stop="contact")
    for stuck in ("IDBObjectStore.prototype.clear = () => ({})", ""):
        page.goto("/file/contact/", wait_until="networkidle")
        page.evaluate(stuck)
        page.locator("details.leave summary").click()
        page.locator("form[action='/leave/'] button").click()
        page.wait_for_url("**/leave/", timeout=5000)
        page.goto(tunnel.WRITE)
        expect(page.locator("[data-begin]")).to_be_visible()
        expect(tunnel.card(page)).to_have_count(1 if stuck else 0)
