"""The confirmation believes that the code was kept only when it was; it asks one question; the help tells one's own hours."""

from collections.abc import Callable

from playwright.sync_api import Browser, Page, expect

from tests.browser import journey
from tests.browser.inspection import Inspector

REFUSE = """
    navigator.clipboard.writeText = () => Promise.reject(new Error("no"));
    document.execCommand = () => window.oldWayCopies === true;
"""


def sent(page: Page, email: str) -> None:
    page.goto("/file/who/")
    journey.fill_to_the_end(page, email=email)
    page.goto("/file/check/")
    journey.declare_and_send(page)


def ticked(page: Page, way: str) -> None:
    """This way of keeping is chosen, or none where `way` is empty."""
    expect(page.locator("form[data-keep] input:checked")).to_have_count(1 if way else 0)
    if way:
        expect(page.locator(f"form[data-keep] [value={way}]")).to_be_checked()


def guarded(page: Page) -> None:
    """Leaving still asks first."""
    page.locator(".footer-links a").first.click()
    expect(page.locator("#keep-dialog")).to_be_visible()
    page.locator("#keep-dialog button[value=stay]").click()
    expect(page).to_have_url(page.url)
    assert page.url.endswith("/file/sent/")


def print_and_say(page: Page, eye: Inspector) -> None:
    """The print window was closed: nobody knows whether it printed."""
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator("#print-dialog")).to_be_visible()
    eye.look("the question after printing")
    page.locator("#print-dialog button[value=no]").click()
    ticked(page, "")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.keyboard.press("Escape")
    ticked(page, "")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.locator("#print-dialog button[value=printed]").click()
    ticked(page, "printed")


def answer_the_one_question(page: Page, eye: Inspector) -> None:
    """One question, once."""
    page.locator("#ease-form .button").click()
    expect(page.locator("#error-summary")).to_be_visible()
    eye.look("the one question, unanswered")
    page.locator("[name=grade][value='4']").check()
    page.fill("[name=comment]", "شكرا، الاستمارة طويلة.")
    page.locator("#ease-form .button").click()
    expect(page.locator("#ease-form")).to_have_count(0)
    expect(page.locator(".notice.success")).to_contain_text("Nous gardons votre réponse")


def test_a_way_is_ticked_when_it_worked_and_not_before(visitor: Callable[..., Page]) -> None:
    page = visitor("fr", phone=True)
    eye = Inspector(page, "fr")
    page.add_init_script(REFUSE)
    sent(page, "kept@example.org")
    code = journey.code_of(page, "secret-code")

    # The browser refuses to copy: it says so, selects the code, and leaving goes on asking.
    page.locator("[data-copy=secret-code]").click()
    note = page.locator("[data-copy=secret-code] + .copy-note")
    expect(note).to_contain_text("Le texte est sélectionné")
    assert page.evaluate("getSelection().toString().trim()") == code
    ticked(page, "")
    eye.look("a browser that refuses to copy")
    guarded(page)
    guarded(page)  # staying once is no leave to go

    # The line is cut while the receipt comes.
    page.route("**/receipt.pdf*", lambda route: route.abort("internetdisconnected"))
    page.locator("[data-keep-pdf]").click()
    expect(page.locator("#keep-note")).to_contain_text("Le récépissé n’est pas arrivé")
    ticked(page, "")
    guarded(page)
    page.unroute("**/receipt.pdf*")

    print_and_say(page, eye)
    with page.expect_download() as receipt:
        page.locator("[data-keep-pdf]").click()
    assert receipt.value.suggested_filename == f"{journey.reference_in(page)}.pdf"
    ticked(page, "pdf")
    expect(page.locator("#keep-note")).to_be_empty()

    page.evaluate("window.oldWayCopies = true")  # an old browser copies what is selected
    page.locator("[data-copy=secret-code]").click()
    ticked(page, "copied")
    expect(note).to_be_empty()
    expect(page.locator("[data-copy=secret-code]")).to_contain_text("Copié")
    page.locator("form[data-keep] .button").click()
    page.wait_for_load_state()
    answer_the_one_question(page, eye)
    eye.report()


def test_a_browser_without_dialogs_asks_in_its_own_way(visitor: Callable[..., Page]) -> None:
    """Safari 14: a link that only opens a dialog would lead nowhere."""
    page = visitor("fr", phone=True)
    page.add_init_script("delete HTMLDialogElement.prototype.showModal;")
    sent(page, "kept.old@example.org")
    asked: list[str] = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.locator(".footer-links a").first.click()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert asked == [page.locator("#keep-title").text_content()]
    assert page.url.endswith("/file/sent/")
    page.once("dialog", lambda dialog: dialog.accept())
    page.locator(".footer-links a").first.click()
    expect(page.locator("#keep-title")).to_have_count(0)


def test_without_a_clipboard_and_without_javascript_the_code_can_be_kept(visitor: Callable[..., Page]) -> None:
    page = visitor("ar", javascript=False)
    sent(page, "kept.plain@example.org")
    expect(page.locator("[data-copy]:visible")).to_have_count(0)
    page.locator("form[data-keep] [value=written]").check()
    page.locator("form[data-keep] .button").click()
    page.locator("[name=grade][value='2']").check()
    page.locator("#ease-form .button").click()
    expect(page.locator(".notice.success")).to_be_visible()
    expect(page.locator("#ease-form")).to_have_count(0)


def test_the_help_tells_the_hours_on_the_readers_own_clock(browser: Browser, stack: str) -> None:
    """Rabat opens at 9: in Montreal it is night, in Tokyo the afternoon, in Honolulu still the day before."""
    for zone, expected in (
        ("America/Montreal", "lundi"),
        ("Asia/Tokyo", "lundi"),
        ("Pacific/Honolulu", "dimanche"),
        ("Africa/Casablanca", ""),
    ):
        context = browser.new_context(base_url=stack, locale="fr", timezone_id=zone, service_workers="block")
        page = context.new_page()
        page.goto("/help/?lang=fr")
        own = page.locator(".own-hours")
        expect(page.locator("main")).to_contain_text("du lundi au vendredi, de 09:00 à 16:30")
        if expected:
            expect(own).to_be_visible()
            expect(own).to_contain_text(f"du {expected} au")
            assert "09:00" not in own.inner_text()
        else:
            expect(own).to_be_hidden()
        context.close()
