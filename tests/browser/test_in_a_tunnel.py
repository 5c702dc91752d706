"""e-Wassit without a line: written in Arabic with two photos, opened again, sent by itself, once (issue 5; D19, D20, S18)."""

import shutil
import time
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import BrowserContext, BrowserType, Dialog, Page, Route, expect

from tests.browser import journey, tunnel

API = "**/api/v1/drafts/**"
PAGES = {"/app/", "/app/write/", "/app/offline/", "/app/languages"}
KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname);
  }
  return found;
}"""


def at_the_desk(desk: Page, title: str) -> int:
    """How many files of this title there are."""
    desk.goto(f"{journey.QUEUE}?view=all&q={title}")
    return desk.locator(".queue tbody tr").count()


def written(page: Page, folder: Path, *, title: str, email: str) -> None:
    """A complaint that is declared and waits on this telephone, which has no line."""
    page.goto(tunnel.WRITE)
    page.locator("[data-begin]").click()
    tunnel.fill(page, email=email, files=tunnel.photos(folder), title=title)
    tunnel.declare(page)


def test_a_complaint_in_a_tunnel(visitor: Callable[..., Page], staff: Callable[..., Page], tmp_path: Path) -> None:
    page, title = visitor("ar", phone=True, app=True), f"قرار غامض من النفق {uuid4().hex[:8]}"
    tunnel.ready_for_the_tunnel(page)
    tunnel.no_line(page)
    page.goto("/file/who/")
    expect(page.locator("h1")).to_have_text("لا يوجد اتصال بالإنترنت")  # in place of a page that needs a line
    page.locator(f"a[href='{tunnel.WRITE}']").first.click()
    page.locator("[data-begin]").click()
    tunnel.fill(page, email="tunnel@example.org", files=tunnel.photos(tmp_path), title=title)

    # The telephone is switched off and on again: everything is there.
    page.close()
    page = page.context.new_page()
    page.goto(tunnel.WRITE)
    tunnel.card(page, "draft").locator(".actions a").click()
    expect(page.locator("[data-files=''] .file-name")).to_have_count(2)
    tunnel.go_on(page)
    expect(page.locator("[data-summary]")).to_contain_text(title)
    expect(page.locator("[data-summary]")).to_contain_text("رسالة.jpg")
    expect(page.locator("label[for='declare-court']")).to_contain_text("غير معروضة")  # as the server keeps it
    tunnel.declare(page)
    provisional = tunnel.card(page, "waiting").locator("bdi.ltr").inner_text()
    assert provisional.startswith("T-")

    tunnel.line_again(page)
    reference = tunnel.reference_of(page)
    assert reference.startswith("IMR-")
    tunnel.card(page).locator("form button").click()
    page.wait_for_url("**/file/sent/")
    assert journey.reference_in(page) == reference
    code = journey.code_of(page, "secret-code")

    desk = staff("caseworker")
    assert at_the_desk(desk, title) == 1
    somebody = visitor("ar")
    journey.open_file(somebody, reference, code)
    for name in ("رسالة.jpg", "carte.jpg"):
        expect(somebody.locator(".file-list").filter(has_text=name)).to_have_count(1)


def test_two_tabs_and_a_breaking_line_make_one_complaint(
    visitor: Callable[..., Page], staff: Callable[..., Page], tmp_path: Path
) -> None:
    """The answers to requests that arrived get lost, and a second tab sends the same at the same time."""
    page, title = visitor("fr", phone=True, app=True), f"Silence au bout du tunnel {uuid4().hex[:8]}"
    tunnel.ready_for_the_tunnel(page)
    tunnel.no_line(page)
    written(page, tmp_path, title=title, email="twice@example.org")
    other = page.context.new_page()
    other.goto(tunnel.WRITE)
    lost: list[str] = []

    def lose_some(route: Route) -> None:
        """Every third answer of the first eleven does not come back, although the request did its work."""
        lost.append(route.request.url)
        if len(lost) <= 11 and len(lost) % 3 == 0:
            route.fetch()
            route.abort("connectionreset")
        else:
            route.continue_()

    # Without its lock each tab sends: only the draft's key stands between them.
    for tab in (page, other):
        tab.evaluate(
            "Object.defineProperty(navigator, 'locks', { value: { request: (_n, _o, work) => (work ?? _o)({}) } })"
        )
        tab.route(API, lose_some)
    tunnel.line_again(page)
    for _press in range(8):
        for tab in (page, other):
            tab.evaluate("dispatchEvent(new Event('online'))")
        page.wait_for_timeout(1500)
        if tunnel.card(page, "sent").count():
            break
    assert len(lost) > 11
    reference = tunnel.reference_of(page)
    other.reload()
    assert tunnel.reference_of(other) == reference
    assert at_the_desk(staff("caseworker"), title) == 1


def test_what_needs_a_change_is_said_in_words_and_mended_here(visitor: Callable[..., Page]) -> None:
    page = visitor("es", phone=True, app=True)
    tunnel.ready_for_the_tunnel(page)
    tunnel.no_line(page)
    page.goto(tunnel.WRITE)
    page.locator("[data-begin]").click()
    tunnel.fill(page, email="no-es-una-direccion", title="Un tunel largo")
    tunnel.declare(page)
    tunnel.line_again(page)
    mend = tunnel.card(page, "mend")
    mend.locator("li a").click()
    assert tunnel.step_of(page) == "contact"
    expect(page.locator("[data-problems]")).to_contain_text("example.org")
    tunnel.section(page).locator("[name=email]").fill("tunel@example.org")
    tunnel.fill(page, email="tunel@example.org")
    tunnel.declare(page)
    assert tunnel.reference_of(page).startswith("IMR-")


def test_a_draft_of_an_account_waits_for_the_log_in(visitor: Callable[..., Page], tmp_path: Path) -> None:
    """The session ended while the telephone was without a line: nothing is lost, and it goes on after the log-in."""
    page = visitor("fr", phone=True, app=True)
    journey.log_in(page, "citizen")
    page.goto("/?lang=fr")
    tunnel.ready_for_the_tunnel(page)
    tunnel.no_line(page)
    written(page, tmp_path, title=f"La session est finie {uuid4().hex[:8]}", email="citizen@demo.example")
    tunnel.line_again(page)
    page.route("**/submit/", lambda route: route.abort())  # begun with the session, and cut before the end
    page.evaluate("dispatchEvent(new Event('online'))")
    page.wait_for_timeout(4000)
    page.unroute("**/submit/")
    page.context.clear_cookies(name="sessionid")
    page.reload()
    expect(tunnel.card(page, "login")).to_have_count(1, timeout=20_000)
    tunnel.card(page).locator("a[href*='login']").click()
    page.fill("[name=login]", "citizen@demo.example")
    page.fill("[name=password]", journey.PASSWORD)
    page.locator("form:has([name=password]) button[type=submit]").first.click()
    page.wait_for_url(f"**{tunnel.WRITE}")
    assert tunnel.reference_of(page).startswith("IMR-")


def test_a_second_complaint_about_the_same_is_asked_about(visitor: Callable[..., Page], tmp_path: Path) -> None:
    page, title = visitor("fr", phone=True, app=True), f"Encore le tunnel {uuid4().hex[:8]}"
    page.on("dialog", lambda dialog: dialog.accept())
    journey.log_in(page, "citizen")
    page.goto("/?lang=fr")
    tunnel.ready_for_the_tunnel(page)
    for number in (1, 2):
        tunnel.no_line(page)
        written(page, tmp_path, title=title, email="citizen@demo.example")
        tunnel.line_again(page)
        if number == 1:
            first = tunnel.reference_of(page)
            tunnel.card(page).get_by_role("button", name="Supprimer").click()
            expect(tunnel.card(page)).to_have_count(0)
    again = tunnel.card(page, "mend")
    expect(again).to_contain_text(first, timeout=20_000)
    again.locator("[data-anyway]").click()
    assert tunnel.reference_of(page) != first


# Typed without a line; the last one on an ordinary page of the site.
CANARIES = ("كناري المغارة", "Canari-Ben-Tunnel", "rue du Canari-Secret", "canari@example.org")
TOLD = "الجماعة لا تجيب على طلبي"  # the title of the file that is kept


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    return tmp_path / "profile"


def found(folder: Path, words: str) -> list[str]:
    """The files of the profile that hold these words, in either of the spellings of a browser."""
    spellings = [words.encode(), words.encode("utf-16-le"), words.encode("utf-16-be")]
    return [
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and not path.is_symlink() and any(each in path.read_bytes() for each in spellings)
    ]


def at_this_phone(browser_type: BrowserType, profile: Path, how: dict) -> tuple[BrowserContext, Page]:
    """The browser of one phone, with what it has on its disk."""
    context = browser_type.launch_persistent_context(profile, **how)
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    return context, page


def switched_off(context: BrowserContext, page: Page) -> None:
    """The browser is closed, and what it holds is on the disk."""
    page.goto("about:blank")
    context.close()
    time.sleep(1)


def begun_without_a_line(page: Page) -> None:
    """A complaint with a name and an address, left in the middle."""
    page.goto(tunnel.WRITE)
    page.locator("[data-begin]").click()
    tunnel.section(page).locator("[name=who][value=self]").check()
    tunnel.go_on(page)
    tunnel.section(page).locator("[name=first_name]").fill(CANARIES[0])
    tunnel.section(page).locator("[name=last_name]").fill(CANARIES[1])
    tunnel.go_on(page)
    tunnel.section(page).locator("[name=address]").fill(CANARIES[2])
    page.wait_for_timeout(1000)


def left_behind(profile: Path, code: str) -> dict[str, list[str]]:
    """Of each canary the files that hold it.

    What a browser remembers of ordinary forms, to fill them in and to open closed tabs again, is its owner's setting."""
    own = ("Default/Web Data", "Default/Sessions/")
    left = {words: found(profile, words) for words in (*CANARIES[:3], code)}
    for words in (CANARIES[3], TOLD, "طلبت رسم الولادة ثلاث مرات"):
        left[words] = [path for path in found(profile, words) if not path.startswith(own)]
    return left


def leaves_the_file(page: Page) -> None:
    """ "Close the file" on its page."""
    page.locator("form[action='/follow/leave/'] button").click()
    page.wait_for_url("**/follow/")


def logs_out(page: Page) -> None:
    """An account that was logged in meanwhile."""
    journey.log_in(page, "citizen")
    page.goto("/account/logout/")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(lambda address: "logout" not in address)


@pytest.mark.parametrize("leave", [leaves_the_file, logs_out])
def test_whoever_leaves_leaves_nothing_in_the_browser(
    browser_type: BrowserType, whole: dict, stack: str, profile: Path, leave: Callable[[Page], None]
) -> None:
    """A draft without a line and a file that is kept to be read: unreadable on the disk, gone once one has left (S18)."""
    how = {**whole, "base_url": stack, "locale": "ar", "viewport": {"width": 360, "height": 740}}
    context, page = at_this_phone(browser_type, profile, how)
    page.goto("/?lang=ar")
    tunnel.ready_for_the_tunnel(page)
    page.goto("/file/who/")
    reference, code = journey.file(page, email=CANARIES[3])
    page.context.clear_cookies(name="draft")
    journey.open_file(page, reference, code)
    page.locator("[data-keep-file]").click()
    expect(page.locator("[data-keep-note]")).not_to_be_empty()
    tunnel.no_line(page)
    page.goto("/app/")
    page.locator("[data-kept-list] summary").click()
    expect(page.locator("[data-kept-list]")).to_contain_text(TOLD)  # readable without a line
    begun_without_a_line(page)
    switched_off(context, page)
    stored = profile / "Default" / "IndexedDB"
    assert list(stored.rglob("*.log")), "the draft is on the disk"
    for words in (*CANARIES, TOLD):
        assert found(stored, words) == [], f"{words}: readable at rest"

    context, page = at_this_phone(browser_type, profile, how)
    page.goto(tunnel.WRITE)
    expect(tunnel.card(page, "draft")).to_have_count(1)  # it was only unreadable for others
    journey.open_file(page, reference, code)
    leave(page)
    page.goto(tunnel.WRITE)
    expect(page.locator("[data-begin]")).to_be_visible()
    expect(tunnel.card(page)).to_have_count(0)
    switched_off(context, page)
    left = left_behind(profile, code)
    assert not any(left.values()), left
    shutil.rmtree(profile, ignore_errors=True)


def test_the_app_can_be_installed(visitor: Callable[..., Page]) -> None:
    """What Chromium asks of an app, by its own judgement; a new version takes over and leaves one cache."""
    page = visitor("ar", phone=True, app=True)
    tunnel.ready_for_the_tunnel(page)
    session = page.context.new_cdp_session(page)
    problems = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [each["errorId"] for each in problems if each["errorId"] != "in-incognito"] == []
    manifest = session.send("Page.getAppManifest")
    assert manifest["errors"] == []
    assert manifest["url"].endswith("?lang=ar")
    caches = page.evaluate("caches.keys()")
    assert len([name for name in caches if name.startswith("shell-")]) == 1
    kept = page.evaluate(KEPT)
    assert {path for path in kept if not path.startswith("/static/")} == PAGES


def test_a_newer_worker_leaves_one_cache(visitor: Callable[..., Page]) -> None:
    """What an older version kept goes when the newer one takes over; pages that are open go on."""
    page = visitor("fr", app=True)
    tunnel.ready_for_the_tunnel(page)
    page.evaluate("caches.open('shell-of-last-year').then((cache) => cache.put('/app/?lang=fr', new Response('old')))")
    page.evaluate("navigator.serviceWorker.getRegistration().then((known) => known.unregister())")
    page.goto("/help/")
    tunnel.ready_for_the_tunnel(page)
    names = page.evaluate("caches.keys()")
    assert "shell-of-last-year" not in names
    assert len([name for name in names if name.startswith("shell-")]) == 1


def test_the_app_is_offered_once_and_after_the_sending(visitor: Callable[..., Page]) -> None:
    """The browser says that it could install from the first page on; the person is asked when there is a file to follow."""
    page = visitor("fr", phone=True)
    offer = page.locator("[data-install]")
    can = "dispatchEvent(Object.assign(new Event('beforeinstallprompt'), { prompt() { globalThis.asked = true; } }))"
    page.evaluate(can)
    expect(offer).to_have_count(0)
    page.goto("/app/")
    page.evaluate(can)
    expect(offer).to_be_visible()  # who looks for the app may always ask for it, and has used up no offer
    journey.file(page, email="offer@example.org")
    page.evaluate(can)
    expect(offer).to_have_count(0)  # the code comes first
    page.locator("[data-keep] [value=written]").check()
    page.locator("[data-keep] .actions button").click()
    page.wait_for_load_state()
    expect(offer).to_be_hidden()
    page.evaluate(can)
    page.locator("[data-install-yes]").click()
    assert page.evaluate("globalThis.asked")
    page.reload()
    page.evaluate(can)
    expect(offer).to_be_hidden()


def test_the_telephone_asks_for_what_is_missing_and_the_site_says_what_it_holds(visitor: Callable[..., Page]) -> None:
    """Nobody believes that an empty complaint, or one that was refused, is on its way (a new user's try)."""
    page = visitor("fr", phone=True, app=True)
    tunnel.ready_for_the_tunnel(page)
    expect(page.locator("[data-on-phone]")).to_be_hidden()
    tunnel.no_line(page)
    page.goto(tunnel.WRITE)
    page.locator("[data-begin]").click()
    page.wait_for_function("() => location.hash.length > 1")
    while tunnel.step_of(page) != "check":
        tunnel.go_on(page)
    tunnel.tick_and_send(page)
    missing = page.locator("[data-to-answer] li a")
    expect(missing.nth(5)).to_be_visible()
    missing.first.click()
    assert tunnel.step_of(page) == "who"
    for slug in ("who", "name", "address", "contact", "authority", "subject", "happened", "dates", "steps", "request"):
        page.evaluate("slug => { location.hash = location.hash.split('/')[0] + '/' + slug; }", slug)
        expect(page.locator(f"form[data-step={slug}]")).to_be_visible()
        tunnel.fill(page, email="presque@example.org", title="Presque vide")
        assert tunnel.step_of(page) == "check"

    page.evaluate("location.hash = location.hash.split('/')[0] + '/authority'")
    part = tunnel.section(page)
    part.locator("[name=administration_list]").select_option("cnss")
    part.locator("[name=region]").select_option("")
    tunnel.go_on(page)
    tunnel.tick_and_send(page)
    expect(missing).to_have_text(
        ["Choisissez la région de ce service, pour que votre dossier arrive aux bonnes personnes."]
    )
    missing.click()
    tunnel.section(page).locator("[name=region]").select_option(index=1)
    tunnel.go_on(page)
    tunnel.tick_and_send(page)
    expect(tunnel.card(page, "waiting")).to_be_in_viewport()

    page.goto("/")  # as kept on the telephone
    expect(page.locator("[data-on-phone]")).to_contain_text("attend d’être envoyée")
    page.locator("details.languages summary").click()
    page.locator("details.languages button[value=en]").click()
    expect(page.locator("h1")).to_have_text("Pas de connexion")  # a page of ours, not the browser's
    page.goto("/")
    tunnel.line_again(page)
    expect(page.locator("[data-on-phone]")).to_contain_text("code secret")
    page.locator("[data-on-phone] a").click()
    said: list[str] = []

    def listen(dialog: Dialog) -> None:
        said.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", listen)
    tunnel.card(page, "sent").get_by_role("button", name="Supprimer").click()
    assert "Presque vide" in said[0]
    assert "code secret" in said[0]
    page.remove_listener("dialog", listen)
    tunnel.card(page, "sent").locator("form button").click()
    page.wait_for_url("**/file/sent/")
    page.goto("/follow/")
    expect(page.locator("[data-on-phone]")).to_be_hidden()
