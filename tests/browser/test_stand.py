"""A morning at a stand: one tablet, one agent, three people in three languages; what the tablet shows between them, and after."""

import base64
import hmac
import struct
import time
from collections.abc import Callable
from hashlib import sha1
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from mediator.demo.accounts import PASSWORD
from tests.browser.inspection import Inspector

SECRET, PIN = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "271828"
AGENT = "stand-{language}@demo.example"
GO_ON = "form.typed > .actions button:not([name])"
TABLET = {"width": 800, "height": 1280}
OPENED = """
import uuid
from datetime import time
from django.utils import timezone
from allauth.mfa.totp.internal.auth import TOTP
from allauth.account.models import EmailAddress
from accounts.models import Unit, User
from complaints.outreach.models import Stand, StandAgent, StandDesk, StandHours
from complaints.outreach.tablet.access import today
head = User.objects.get(email="head@demo.example")
agent = User(email="{agent}", name="Aya Naciri", role="handler", unit=Unit.objects.get(code="hq"), is_staff=True)
agent.set_password("{password}")
agent.save()
EmailAddress.objects.create(user=agent, email=agent.email, verified=True, primary=True)
TOTP.activate(agent, "{secret}")
day, now = today(), timezone.now()
names = {{"ar": "رواق أكادير", "fr": "Stand d’Agadir"}}
stand = Stand.objects.create(key=uuid.uuid4(), unit=head.unit, region=head.unit.region, names=names, event="summer",
    place="Agadir", begins_on=day, ends_on=day, planned_by=head, planned_at=now, changed_at=now, published_at=now)
StandHours.objects.create(stand=stand, day=day, opens=time(0), closes=time(23, 59))
StandAgent.objects.create(stand=stand, user=agent, desk=StandDesk.objects.create(stand=stand, number=1))
"""
UNTOUCHED = """
from datetime import timedelta
from django.utils import timezone
from complaints.outreach.models import Shift
Shift.objects.filter(ended_at=None).update(touched_at=timezone.now() - timedelta(minutes=3))
"""


def figures() -> str:
    """The second factor of this half minute (RFC 6238)."""
    digest = hmac.digest(base64.b32decode(SECRET), struct.pack(">Q", int(time.time()) // 30), sha1)
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


def register(head: Page, eye: Inspector) -> str:
    """The head registers the tablet; the code that opens it."""
    eye.visit("/desk/tablets/")
    eye.press("main form.act-form .actions button", "a tablet without a name")
    head.fill("[name=label]", "Tanger 1")
    head.click("main form.act-form .actions button")
    head.wait_for_load_state()
    eye.look("a tablet that waits for its code")
    return head.locator("#tablet-code").inner_text()


def open_tablet(page: Page, eye: Inspector, code: str) -> None:
    """By the address of the QR code: the code stands behind `#` and is in the field already."""
    page.goto("/tablet/")
    eye.look("a device that is not registered")
    page.goto(f"/tablet/open/#{code}")
    expect(page.locator("[name=code]")).to_have_value(code)
    page.click("main form .actions button")
    page.wait_for_url("**/tablet/")
    eye.look("before the day has begun")


def begin_day(page: Page, eye: Inspector, agent: str) -> None:
    """Account, second factor, desk, PIN."""
    page.click("main .actions a")
    page.fill("[name=login]", agent)
    page.fill("[name=password]", PASSWORD)
    page.locator("form:has([name=password]) button[type=submit]").first.click()
    page.fill("[name=code]", figures())
    page.locator("form:has([name=code]) button[type=submit]").first.click()
    page.wait_for_url("**/tablet/begin/")
    eye.press("main form .actions button", "desk and PIN, nothing chosen")
    page.locator("[name=place]").first.check()
    page.fill("[name=pin]", PIN)
    page.fill("[name=again]", PIN)
    page.click("main form .actions button")
    page.wait_for_url("**/tablet/")


def sit_down(page: Page, language: str) -> None:
    page.check(f"[name=language][value={language}]")
    page.click("main form .actions button")
    page.wait_for_url("**/tablet/person/")


def choose_the_administration(page: Page) -> None:
    """The list holds what the search finds, and one that is found alone is chosen; without words the whole list stands there."""
    options = page.locator("[name=authority-administration_list] option")
    page.wait_for_selector("#narrow")
    everything = options.count()
    page.fill("#narrow", "zzzz")
    expect(page.locator(".narrowed [role=status]")).not_to_be_empty()
    expect(options).to_have_count(1)
    page.fill("#narrow", "")
    expect(options).to_have_count(everything)
    page.fill("#narrow", "الصندوق الوطني للضمان الاجتماعي")
    expect(page.locator("[name=authority-administration_list]")).to_have_value("cnss")
    page.select_option("[name=authority-region]", "oriental")  # this body has offices in each


def say(page: Page, language: str, name: str, title: str) -> None:
    """The agent types the whole account."""
    page.click("form[action$='/tablet/complaint/'] button")
    page.check("[name=who-who][value=self]")
    page.fill("[name=name-first_name]", name)
    page.fill("[name=name-last_name]", "Alami")
    page.check("[name=name-sex][value=f]")
    page.click(GO_ON)
    page.check("[name=address-residence][value=mre]")
    page.select_option("[name=address-country]", "BE")
    page.fill("[name=address-city]", "Liège")
    page.fill("[name=address-address]", "Rue Neuve 1")
    page.select_option("[name=contact-language]", language)
    page.check("[name=contact-preferred_channel][value=post]")
    page.click(GO_ON)
    choose_the_administration(page)
    page.select_option("[name=subject-subject]", "help")
    page.click(GO_ON)
    for field in ("title", "description", "harm"):
        page.fill(f"[name=happened-{field}]", title)
    page.check("[name=happened-act_kind][value=abuse]")
    page.check("[name=dates-court][value=no]")
    page.check("[name=steps-taken][value=no]")
    page.click(GO_ON)
    page.fill("[name=request-request]", title)
    page.check("[name=request-pressing][value=no]")
    page.click(GO_ON)
    page.wait_for_url("**/complaint/papers/")


def locks_by_itself(page: Page) -> None:
    """Two minutes without a touch, by the browser's own clock: the screen is blank, what was typed is kept, the PIN opens it."""
    page.clock.install()
    page.goto("/tablet/complaint/request/")
    page.fill("[name=request-request]", "أريد الجواب كتابة")
    page.clock.fast_forward("01:50")
    assert page.url.endswith("/request/")
    page.clock.fast_forward("00:15")
    page.wait_for_url("**/tablet/unlock/")
    expect(page.locator("body")).not_to_contain_text("أريد")
    page.fill("[name=pin]", PIN)
    page.click("main form .actions button")
    page.wait_for_url("**/tablet/complaint/request/")  # where the agent was
    expect(page.locator("[name=request-request]")).to_have_value("أريد الجواب كتابة")
    page.clock.resume()


def leave(page: Page) -> None:
    """ "I have it": the screen is empty, and Back shows nothing of who was there."""
    before = page.url
    page.locator("form[action*='/person/finish/'] button").first.click()
    page.wait_for_url("**/tablet/person/left/")
    page.goto(before)
    page.wait_for_url("**/tablet/")
    page.go_back()
    for name in ("سلمى", "Carmen", "Rachid"):
        expect(page.locator("body")).not_to_contain_text(name)
    page.goto("/tablet/")


def draw(page: Page) -> None:
    """A signature with a finger."""
    canvas = page.locator("canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 40, box["y"] + 120)
    page.mouse.down()
    for at in range(12):
        page.mouse.move(box["x"] + 40 + at * 30, box["y"] + (60 if at % 2 else 150))
    page.mouse.up()


def oriented(page: Page, eye: Inspector) -> None:
    """A Spanish speaker whose matter is not ours leaves with a card."""
    sit_down(page, "es")
    eye.look("what is done for a person")
    eye.visit("/tablet/question/")
    page.fill("[name=text]", "¿Necesito abogado?")
    page.click("nav.back a")
    page.wait_for_url("**/tablet/person/")
    page.goto("/tablet/question/")
    expect(page.locator("[name=text]")).to_have_value("¿Necesito abogado?")
    page.goto("/tablet/person/")
    page.click("a[href$='/tablet/guide/']")
    page.wait_for_url("**/tablet/guide/**")
    eye.look("the guide at a stand")
    page.goto("/tablet/guide/?against=private&where=morocco&court=no&matter=fraud&country=ES")
    eye.look("who can help, for the agent")
    page.click("a[href*='/turn/card/']")
    turned = Inspector(page, "es")
    turned.look("the card")
    turned.report()
    leave(page)


def question_taken(page: Page, eye: Inspector) -> None:
    """A question by the agent: its code shows once the tablet was turned, and after the lock once it is turned again."""
    sit_down(page, "es")
    page.goto("/tablet/question/")
    page.fill("[name=text]", "¿Cuánto tarda una respuesta?")
    page.click("main form .actions button")
    page.wait_for_url("**/turn/question/")
    expect(page.locator("#secret-code")).to_have_count(0)
    eye.look("a question was sent: turn the tablet")
    page.click("form[action$='/turn/over/'] button")
    code = page.locator("#secret-code").inner_text()
    turned = Inspector(page, "es")
    turned.look("number and code of a question")
    turned.report()
    page.click("#lock-form button")
    page.wait_for_url("**/tablet/unlock/")
    page.locator("details.more summary").click()
    eye.look("locked, with the end of the day")
    page.fill("[name=pin]", PIN)
    page.click("main form .actions button")
    page.wait_for_url("**/turn/question/")
    expect(page.locator("body")).not_to_contain_text(code)
    page.click("form[action$='/turn/over/'] button")
    expect(page.locator("#secret-code")).to_have_text(code)
    leave(page)


def moves_to_the_phone(page: Page, eye: Inspector, visitor: Callable[..., Page]) -> None:
    """A French speaker goes on at home: the phone opens the address of the QR code, and the tablet has nothing any more."""
    sit_down(page, "fr")
    say(page, "fr", "Rachid", "La commune a ouvert une route dans mon champ")
    written = page.url
    page.goto("/tablet/turn/phone/")
    turned = Inspector(page, "fr")
    turned.look("on to the own phone")
    turned.report()
    code = page.locator("#draft-code").text_content()
    phone = visitor("fr", phone=True)
    phone.goto(f"/resume/#{code}")
    phone.click("main form .actions button")
    phone.wait_for_url("**/file/")
    page.wait_for_url("**/tablet/person/")
    eye.look("moved to the phone")
    expect(page.locator("body")).not_to_contain_text("Rachid")
    for address in (written, "/tablet/turn/account/", "/tablet/complaint/story/", "/tablet/turn/sign/"):
        page.goto(address)
        expect(page.locator("body")).not_to_contain_text("champ")
        assert page.url.endswith("/tablet/person/")
    phone.goto("/file/happened/")
    expect(phone.locator("[name=title]")).to_have_value("La commune a ouvert une route dans mon champ")
    leave(page)


def filed_with_a_finger(
    page: Page, eye: Inspector, visitor: Callable[..., Page], on_site: Callable[[str], None]
) -> None:
    """An Arabic speaker hears the account again, signs with a finger, and alone sees the code."""
    sit_down(page, "ar")
    say(page, "ar", "سلمى", "فتحت الجماعة طريقا في أرضي")
    eye.look("papers at a stand")
    locks_by_itself(page)
    page.goto("/tablet/complaint/story/")
    eye.look("what happened, typed at a stand")
    page.fill("[name=happened-harm]", "أريد تعويضا عن أرضي")
    page.click(".tabs a[href$='/target/']")
    page.wait_for_url("**/complaint/target/")
    page.goto("/tablet/complaint/story/")
    expect(page.locator("[name=happened-harm]")).to_have_value("أريد تعويضا عن أرضي")
    page.goto("/tablet/complaint/check/")
    eye.look("before the tablet is turned")
    page.click("main .actions a")
    page.wait_for_url("**/turn/account/")
    turned = Inspector(page, "ar")
    turned.look("the account, read back")
    expect(page.locator("main")).to_contain_text("فتحت الجماعة طريقا في أرضي")
    on_site(UNTOUCHED)
    page.goto("/tablet/turn/sign/")
    page.wait_for_url("**/tablet/unlock/")
    expect(page.locator("body")).not_to_contain_text("سلمى")
    eye.look("locked")
    page.fill("[name=pin]", PIN)
    page.click("main form .actions button")
    page.goto("/tablet/turn/sign/")
    turned.look("ways to sign")
    turned.press("[data-finger] .actions button[type=submit]", "nothing signed")
    draw(page)
    page.click("[data-finger] .actions button[type=submit]")
    page.wait_for_url("**/turn/declare/")
    turned.press("main form .actions button", "nothing declared")
    for name in ("court", "truth", "privacy"):
        page.check(f"[name={name}]")
    page.check("[name=share][value=yes]")
    page.click("main form .actions button")
    page.wait_for_url("**/turn/code/")
    turned.look("number and secret code")
    turned.report()
    reference, code = page.locator("#reference").inner_text(), page.locator("#secret-code").inner_text()
    phone = visitor("ar", phone=True)
    phone.goto(f"/follow/#{reference}~{code}")
    expect(phone.locator("[name=code]")).to_have_value(code)
    phone.locator("#main-form .actions button").first.click()
    expect(phone.locator("h1")).to_have_text("فتحت الجماعة طريقا في أرضي")
    leave(page)
    page.goto("/tablet/turn/code/")
    expect(page.locator("body")).not_to_contain_text(reference)


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_morning_at_a_stand(
    visitor: Callable[..., Page],
    staff: Callable[..., Page],
    on_site: Callable[[str], None],
    tmp_path: Path,
    language: str,
) -> None:
    agent = AGENT.format(language=language)
    on_site(OPENED.format(agent=agent, password=PASSWORD, secret=SECRET))
    head = staff("head", language)
    desk = Inspector(head, language)
    code = register(head, desk)
    page = visitor(language)
    page.set_viewport_size(TABLET)
    eye = Inspector(page, language)
    open_tablet(page, eye, code)
    begin_day(page, eye, agent)
    eye.look("the next person")
    oriented(page, eye)
    question_taken(page, eye)
    moves_to_the_phone(page, eye, visitor)
    filed_with_a_finger(page, eye, visitor, on_site)
    expect(page.locator(".tally dd")).to_have_text(["1", "1", "1", "1", "4"])
    page.locator("form[action$='/tablet/end/'] button").click()
    page.wait_for_load_state()
    eye.look("the day is over")
    assert {cookie["name"] for cookie in page.context.cookies()} & {"tablet-day", "sessionid", "draft"} == set()
    kept = page.evaluate("async () => [localStorage.length, (await indexedDB.databases()).length]")
    assert kept == [0, 0]
    head.reload()
    head.click("main details.more summary")
    head.click("form[action$='/revoke/'] button")
    page.goto("/tablet/")
    eye.look("a revoked tablet")
    assert "tablet" not in {cookie["name"] for cookie in page.context.cookies()}
    desk.report()
    eye.report()
