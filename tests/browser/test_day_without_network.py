"""A stand's day without a network: a prepared tablet takes down a hundred people, shows none of them to who finds it, and sends
each of them once."""

import base64
import json
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import APIRequestContext, BrowserContext, BrowserType, Page, Playwright, Route, expect

from tests.browser import journey
from tests.browser.inspection import Inspector

OnSite = Callable[[str], None]
PIN = "271828"
OPEN = (
    "field => { for (let up = field.closest('details'); up; up = up.parentElement.closest('details')) up.open = true; }"
)
SETUP = """
import json, uuid
from datetime import time
from django.utils import timezone
from accounts.actors import person
from accounts.models import Region, User
from complaints.outreach.models import Stand, StandAgent, StandDesk, StandHours
from complaints.outreach.tablet import devices
from complaints.outreach.tablet.access import today
agent, head = User.objects.get(email="caseworker@demo.example"), User.objects.get(email="head@demo.example")
day, now = today(), timezone.now()
stand = Stand.objects.create(
    key=uuid.uuid4(), unit=head.unit, region=head.unit.region or Region.objects.first(), event="summer",
    names={{"fr": "Port de Nador", "ar": "ميناء الناظور"}}, place="Nador", begins_on=day, ends_on=day,
    planned_by=head, planned_at=now, changed_at=now, published_at=now,
)
StandHours.objects.create(stand=stand, day=day, opens=time(0), closes=time(23, 59))
desk = StandDesk.objects.create(stand=stand, number=1)
StandAgent.objects.create(stand=stand, user=agent, desk=desk)
device = devices.register(actor=person(head, strong=True), unit=head.unit, label="Tanger 1")
found = {{"code": devices.code_of(device), "device": device.pk, "stand": stand.pk}}
open({path!r}, "w").write(json.dumps(found))
"""
CLOSED = """
from complaints.outreach.models import StandAgent
StandAgent.objects.filter(stand={stand}).delete()  # the agent has one stand in the other journeys
"""
REVOKE = """
from accounts.actors import person
from accounts.models import User
from complaints.outreach.models import Device
from complaints.outreach.tablet import devices
head = person(User.objects.get(email="head@demo.example"), strong=True)
assert devices.revoke(Device.objects.get(pk={device}), actor=head)
"""
STRONG = """
from importlib import import_module
from django.conf import settings
session = import_module(settings.SESSION_ENGINE).SessionStore({key!r})
session["account_authentication_methods"] = [{{"method": "password"}}, {{"method": "mfa", "type": "totp"}}]
session.save()
"""


def ask(on_site: OnSite, tmp_path: Path, lines: str) -> Any:
    """What the site's own data say: `lines` end with `found = ...`."""
    path = tmp_path / "found.json"
    on_site(f"import json\n{lines}\nopen({str(path)!r}, 'w').write(json.dumps(found))")
    return json.loads(path.read_text())


def opened_tablet(page: Page, on_site: OnSite, tmp_path: Path) -> dict[str, Any]:
    """The browser becomes a registered tablet with the day of its agent, in French."""
    path = tmp_path / "setup.json"
    on_site(SETUP.format(path=str(path)))
    made: dict[str, Any] = json.loads(path.read_text())
    journey.log_in(page, "caseworker")  # before it is a tablet: on one no page of the desk opens, where a login leads
    key = next(one["value"] for one in page.context.cookies() if one["name"] == "sessionid")
    on_site(STRONG.format(key=key))
    page.goto("/tablet/open/")
    page.fill("[name=code]", made["code"])
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/tablet/")
    page.goto("/tablet/begin/")
    page.locator(f"[name=place][value^='{made['stand']}-']").check()
    page.fill("[name=pin]", PIN)
    page.fill("[name=again]", PIN)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/tablet/")
    return made


def prepare(page: Page) -> None:
    page.goto("/tablet/offline/")
    page.fill("[name=pin]", PIN)
    page.locator("form[data-prepare] button[type=submit]").click()
    expect(page.locator("[data-ready]")).to_be_visible(timeout=60_000)


def unlock(page: Page) -> None:
    page.fill("[name=pin]", PIN)
    page.locator("[data-unlock] button").click()
    expect(page.locator("[data-view=home]")).to_be_visible()


def awake(page: Page) -> None:
    """Two minutes without a touch have locked it, perhaps."""
    if page.locator("[data-view=locked]").is_visible():
        unlock(page)


def sits_down(page: Page, language: str) -> None:
    page.locator("[data-begin]").click()
    page.locator(f"#turn-{language}").check()
    page.locator("form[data-person] button").click()


def counted(page: Page, outcome: str) -> int:
    return int(page.locator(f"[data-count-of={outcome}]").inner_text())


def write(page: Page, answers: dict[str, dict[str, str]]) -> None:
    """Fills in step after step, as far as the papers."""
    while (slug := page.locator("form[data-step]:visible").get_attribute("data-step")) != "papers":
        for name, value in answers.get(slug, {}).items():
            field = page.locator(f"form[data-step={slug}] [name='{name}']")
            if (field.first.get_attribute("type") or "") in ("radio", "checkbox"):
                page.locator(f"form[data-step={slug}] [name='{name}'][value='{value}']").check()
            elif field.first.evaluate("field => field.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.evaluate(OPEN)
                field.fill(value)
        page.locator(f"form[data-step={slug}] .actions button").click()
        expect(page.locator(f"form[data-step={slug}]")).to_be_hidden()


def answers(mark: str, **changes: dict[str, str]) -> dict[str, dict[str, str]]:
    """A whole account; every name in it carries the mark."""
    return {
        "who": {"who": "self"},
        "name": {"first_name": f"Salma{mark}", "last_name": f"Idrissi{mark}", "sex": "f"},
        "address": {
            "residence": "mre", "country": "FR", "city": f"Lille{mark}", "address": f"12 rue {mark}", "nationality": "MA",
        },
        "contact": {"phone": "06 12 34 56 78", "preferred_channel": "phone", "language": "ar"},
        "authority": {"administration_text": f"La commune {mark}"},
        "subject": {"subject": "help"},
        "happened": {
            "title": f"Sans réponse {mark}", "description": f"Trois demandes, aucune réponse. {mark}",
            "act_kind": "silence", "harm": f"École {mark}",
        },
        "dates": {"court": "no"},
        "steps": {"taken": "no"},
        "request": {"request": f"Le document {mark}", "pressing": "no"},
        **changes,
    }  # fmt: skip


def sign_with_a_finger(page: Page) -> None:
    box = page.locator("[data-view=turned] canvas")
    box.scroll_into_view_if_needed()
    place = box.bounding_box()
    assert place
    page.mouse.move(place["x"] + 40, place["y"] + 60)
    page.mouse.down()
    for step in range(12):
        page.mouse.move(place["x"] + 40 + 20 * step, place["y"] + 60 + (step % 3) * 25)
    page.mouse.up()
    page.locator("[data-finger]").click()


def declare(page: Page) -> None:
    for name in ("court", "truth", "privacy"):
        page.locator(f"[data-view=turned] [name={name}]").check()
    page.locator("[data-view=turned] [name=share][value=yes]").check()
    page.locator("[data-view=turned] form button[type=submit]").click()


def picture(tmp_path: Path, name: str, size: tuple[int, int] = (900, 700)) -> Path:
    path = tmp_path / name
    Image.effect_noise(size, 60).convert("RGB").save(path, "JPEG")
    return path


# The others of the hundred through the page's own modules: sealed, numbered and counted exactly as by hand.
MORE = """
async ({ people, photo }) => {
  const base = document.querySelector("script[src*='stand/day']").src.replace(/day[^/]*$/, "");
  const [shelf, codes] = await Promise.all(["shelf", "codes"].map((name) => import(`${base}${name}.js`)));
  const blob = new Blob([Uint8Array.from(atob(photo), (one) => one.charCodeAt(0))], { type: "image/jpeg" });
  for (const { complaint, ...told } of people) {
    const facts = { ...told, at: shelf.clock(await shelf.day()) };
    if (complaint) facts.complaint = { ...complaint, code: codes.newCode(), provisional: codes.newNumber() };
    const files = complaint ? ["un.jpg", "deux.jpg"].map((name) => ({ name, kind: "", blob })) : [];
    await shelf.put({ key: crypto.randomUUID(), facts, files });
  }
}
"""
ARRIVED = """
from complaints.models import Complaint
from complaints.outreach.models import Batch, SealedIntake, SealedPart, Visit
here = Visit.objects.filter(shift__device={device})
filed = Complaint.objects.filter(visits__in=here).exclude(provisional=None)
sealed = SealedIntake.objects.filter(device={device}).order_by("pk")
found = {{
    "numbers": [*sealed.values_list("number", flat=True)],
    "states": [*sealed.values_list("standing", flat=True)],
    "visits": here.count(),
    "outcomes": {{one: here.filter(outcome=one).count() for one in Visit.Outcome.values}},
    "complaints": [one.title for one in filed],
    "photos": [one.attachments.filter(kind="").count() for one in filed],
    "signed": [(one.title, one.reception.signature) for one in filed],
    "parts": SealedPart.objects.filter(intake__in=sealed).count(),
    "announced": [*Batch.objects.filter(device={device}).values_list("announced", "sent", "refused")],
}}
"""


UNFINISHED = """
from complaints.outreach.models import SealedIntake
rows = SealedIntake.objects.filter(device={device}, standing="mend")
found = [row.draft.answers["name"]["first_name"] for row in rows]
"""
WAITS = """
from complaints.outreach.models import SealedIntake
found = {{"key": str(SealedIntake.objects.get(device={device}, standing="mend").draft_id)}}
"""


def people(count: int) -> list[dict[str, Any]]:
    """Visits as the page writes them: a quarter are complaints, each with a name that must not be found anywhere."""
    declared = {"court": ["on"], "truth": ["on"], "privacy": ["on"], "share": ["yes"]}
    found: list[dict[str, Any]] = []
    for place in range(count):
        told: dict[str, Any] = {"language": ("ar", "fr", "es")[place % 3], "country": "FR"}
        if place % 4 == 0:
            typed = answers(f"KANARIE-{place}")
            if place == 16:  # one that the agent's page would not have let through: the server says what is missing
                typed["address"]["country"] = ""
            written = {slug: {name: [value] for name, value in values.items()} for slug, values in typed.items()}
            told |= {
                "outcome": "filed",
                "complaint": {
                    "answers": written, "declared": declared, "finished": True, "way": "refused", "why": "KANARIE-WHY",
                },
            }  # fmt: skip
        elif place % 8 == 1:
            told |= {"outcome": "oriented", "competent": False, "ground": "X4"}
        elif place % 8 == 2:
            told |= {
                "outcome": "question",
                "question": {"text": f"KANARIE-Q {place} ?", "email": "kanarie@example.org"},
            }
        else:
            told |= {"outcome": "listened"}
        found.append(told)
    return found


def on_the_disk(folder: Path, words: str) -> list[str]:
    """The files of the profile that hold these words, in either of the spellings of a browser."""
    spellings = [words.encode(), words.encode("utf-16-le")]
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    return [str(path.relative_to(folder)) for path in files if any(each in path.read_bytes() for each in spellings)]


def tablet(browser_type: BrowserType, profile: Path, how: dict) -> tuple[BrowserContext, Page]:
    """The tablet's browser with its disk, and a page in it."""
    context = browser_type.launch_persistent_context(profile, **how)
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    return context, page


def helps_four_by_hand(page: Page, folder: Path) -> tuple[str, str]:
    """One in Spanish who is listened to, a complaint in Arabic with two photos and a finger, one oriented, one question.

    Gives number and code of the complaint."""
    sits_down(page, "es")
    page.locator("[data-way=listened]").click()
    expect(page.locator("[data-view=home]")).to_be_visible()
    assert counted(page, "listened") == 1
    sits_down(page, "ar")
    number, code = complaint_by_hand(page, folder, "KANARIE1")
    sits_down(page, "fr")
    page.locator("[data-way=oriented]").click()
    page.locator("#competent-yes").check()
    page.locator("form[data-oriented] button").click()
    expect(page.locator("[data-kept]")).to_have_text("3")
    sits_down(page, "es")
    page.locator("[data-way=question]").click()
    page.fill("#stand-text", "¿Dónde legalizo? KANARIE-ES")
    page.fill("#stand-email", "kanarie@example.org")
    page.locator("form[data-question] button").click()
    expect(page.locator("[data-view=turned]")).to_have_attribute("lang", "es")
    page.locator("[data-have]").click()
    expect(page.locator("[data-kept]")).to_have_text("4")
    return number, code


def found_unlocked(page: Page, profile: Path, code: str) -> None:
    """Neither the page nor the disk of a tablet tells of anybody; its browser is closed."""
    text = page.locator("body").inner_text() + page.content()
    assert "KANARIE" not in text
    assert code not in text
    page.goto("about:blank")
    page.context.close()
    time.sleep(1)
    stored = profile / "Default" / "IndexedDB"
    assert sum(path.stat().st_size for path in stored.rglob("*") if path.is_file()) > 100_000
    for words in ("KANARIE", "kanarie@example.org", code):
        assert on_the_disk(profile, words) == [], words


def lose_answers(context: BrowserContext) -> None:
    """Every seventh answer of the first seventy does not come back, although the request did its work."""
    asked: list[str] = []

    def lose_some(route: Route) -> None:
        asked.append(route.request.url)
        if len(asked) <= 70 and len(asked) % 7 == 0:
            route.fetch()
            route.abort("connectionreset")
        else:
            route.continue_()

    context.route("**/tablet/sealed/**", lose_some)


def sent_with_a_cut(page: Page) -> Page:
    """The network comes, goes and comes back, with a second window beside; gives that window."""
    page.goto("/app/stand/?lang=fr")
    unlock(page)
    other = page.context.new_page()  # a second window sends as well, and helps nobody
    other.goto("/app/stand/?lang=fr")
    expect(other.locator("[data-view=busy]")).to_be_visible()
    expect(page.locator("[data-sent]")).to_have_text(re.compile(r"^[1-9]\d+$"), timeout=120_000)
    page.context.set_offline(True)
    page.wait_for_timeout(1500)
    page.context.set_offline(False)
    expect(page.locator("[data-kept]")).to_have_text("0", timeout=240_000)
    expect(page.locator("[data-sent]")).to_have_text("100")
    return other


def each_once_and_in_order(found: dict) -> None:
    """All hundred are there, none twice, with their photos and signatures."""
    assert found["numbers"] == [*range(1, 101)]
    assert found["states"].count("taken") == 99
    assert found["visits"] == 100
    filed = 1 + len([one for one in people(96) if one["outcome"] == "filed"])
    assert found["outcomes"]["filed"] == filed
    assert len(found["complaints"]) == len({*found["complaints"]}) == filed - 1
    assert found["photos"] == [2] * (filed - 1)
    assert ["Sans réponse KANARIE1", "finger"] in found["signed"]
    assert found["parts"] == 0
    assert sum(sent for _announced, sent, _refused in found["announced"]) == 100


def said_in_words(page: Page) -> None:
    """What could not be filed is said with its number, until the agent has read it."""
    awake(page)
    note = page.locator("[data-note=mend]")
    expect(note).to_have_count(1)
    assert re.search(r"N° 21", note.inner_text()), note.inner_text()
    note.locator("button").click()
    expect(note).to_have_count(0)


def revoked(page: Page, revoke: Callable[[], None]) -> None:
    """A lost tablet is revoked from afar: it sends nothing more, and is emptied at its next contact."""
    awake(page)
    page.context.set_offline(True)
    sits_down(page, "fr")
    page.locator("[data-way=listened]").click()
    expect(page.locator("[data-kept]")).to_have_text("1")
    revoke()
    page.context.set_offline(False)
    page.wait_for_url("**/tablet/", timeout=60_000)


def test_a_day_of_a_hundred_people_without_a_network(
    playwright: Playwright,
    staff: Callable[..., Page],
    browser_type: BrowserType,
    whole: dict,
    stack: str,
    on_site: OnSite,
    tmp_path: Path,
) -> None:
    home, profile = playwright.request.new_context(base_url=stack), tmp_path / "profile"
    how = {**whole, "base_url": stack, "locale": "fr", "viewport": {"width": 1024, "height": 768}}
    context, page = tablet(browser_type, profile, how)
    page.goto("/?lang=fr")
    made = opened_tablet(page, on_site, tmp_path)
    prepare(page)
    context.set_offline(True)
    page.goto("/tablet/")  # whatever of the tablet is opened now, the kept page comes
    unlock(page)
    number, code = helps_four_by_hand(page, tmp_path)
    photo = base64.b64encode(picture(tmp_path, "photo.jpg").read_bytes()).decode()
    page.evaluate(MORE, {"people": people(96), "photo": photo})
    expect(page.locator("[data-kept]")).to_have_text("100")
    asked_follow_up(home, stack, number, code, arrived=False)
    found_unlocked(page, profile, code)

    context, page = tablet(browser_type, profile, how)
    lose_answers(context)
    other = sent_with_a_cut(page)
    arrived = ARRIVED.format(device=made["device"])
    each_once_and_in_order(ask(on_site, tmp_path, arrived))
    said_in_words(page)
    asked_follow_up(home, stack, number, code, arrived=True)
    mended_at_the_desk(staff("caseworker"), ask(on_site, tmp_path, WAITS.format(device=made["device"]))["key"])

    revoked(page, lambda: on_site(REVOKE.format(device=made["device"])))
    other.close()
    assert "stand" not in page.evaluate("indexedDB.databases().then((found) => found.map(({ name }) => name))")
    assert page.evaluate("caches.match('/app/stand/?lang=fr').then(Boolean)") is False
    assert ask(on_site, tmp_path, arrived)["visits"] == 100
    context.close()
    on_site(CLOSED.format(stand=made["stand"]))


def test_the_fifth_wrong_pin_ends_the_day_and_loses_nothing(
    visitor: Callable[..., Page], on_site: OnSite, tmp_path: Path
) -> None:
    page = visitor("fr", app=True)
    page.on("dialog", lambda dialog: dialog.accept())
    made = opened_tablet(page, on_site, tmp_path)
    prepare(page)
    page.context.set_offline(True)
    page.goto("/app/stand/?lang=fr")
    unlock(page)
    sits_down(page, "ar")
    page.locator("[data-way=filed]").click()
    page.locator("form[data-step=who] [name=who][value=self]").check()
    page.locator("form[data-step=who] .actions button").click()
    page.fill("form[data-step=name] [name=first_name]", "KANARIE-PIN")
    page.evaluate("document.getElementById('stand').dataset.after = '1'")  # by itself, here after a second
    for _try in range(5):
        expect(page.locator("[data-view=locked]")).to_be_visible()
        page.fill("[data-view=locked] [name=pin]", "000001")
        page.locator("[data-unlock] button").click()
        expect(page.locator("[data-view=locked] [name=pin]")).to_have_value("")
        page.wait_for_timeout(1200)
    expect(page.locator("[data-view=over]")).to_be_visible()
    assert page.locator("form[data-step=name] [name=first_name]").input_value() == ""
    page.reload()
    expect(page.locator("[data-view=over]")).to_be_visible()
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    for _half in range(40):
        page.wait_for_timeout(500)
        if found := ask(on_site, tmp_path, UNFINISHED.format(device=made["device"])):
            break
    assert found == [["KANARIE-PIN"]]
    on_site(CLOSED.format(stand=made["stand"]))


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_each_view_holds_what_every_page_holds(
    visitor: Callable[..., Page], on_site: OnSite, tmp_path: Path, language: str
) -> None:
    page = visitor(language, app=True)
    page.on("dialog", lambda dialog: dialog.accept())
    eye = Inspector(page, language)
    made = opened_tablet(page, on_site, tmp_path)
    eye.visit("/tablet/offline/")
    prepare(page)
    eye.look("a tablet that is ready")
    page.goto(f"/app/stand/?lang={language}")
    expect(page.locator("[data-view=locked]")).to_be_visible()
    eye.look("locked")
    unlock(page)
    eye.look("between two people")
    eye.press("[data-begin]", "the next person")
    page.locator(f"#turn-{language}").check()
    eye.press("form[data-person] button", "four ways")
    for way in ("oriented", "question"):
        eye.press(f"[data-way={way}]", way)
        page.locator(f"[data-view={way}] .back a").click()
    page.locator("[data-way=filed]").click()
    write(page, answers("KANARIE"))
    eye.look("papers")
    eye.press("form[data-step=papers] .actions button", "before the tablet is turned")
    eye.press("[data-turn-now]", "read back")
    eye.press("[data-go=sign]", "to be signed")
    sign_with_a_finger(page)
    expect(page.locator("[data-view=turned] form[data-declare]")).to_be_visible()
    eye.look("declarations")
    declare(page)
    expect(page.locator("[data-code]")).to_be_visible()
    eye.look("number and code")
    page.locator("[data-have]").click()
    on_site(CLOSED.format(stand=made["stand"]))
    eye.report()


def complaint_by_hand(page: Page, tmp_path: Path, mark: str) -> tuple[str, str]:
    """A whole complaint: typed, with two photos, read back in Arabic, signed with a finger, declared. Number and code."""
    page.locator("[data-way=filed]").click()
    write(page, answers(mark))
    page.set_input_files("#papers-file", [picture(tmp_path, "un.jpg"), picture(tmp_path, "deux.jpg")])
    expect(page.locator("form[data-step=papers] .file-name")).to_have_count(2)
    page.locator("form[data-step=papers] .actions button").click()
    page.locator("[data-turn-now]").click()
    turned = page.locator("[data-view=turned]")
    expect(turned).to_have_attribute("dir", "rtl")
    expect(turned).to_contain_text(f"Sans réponse {mark}")
    turned.locator("[data-go=sign]").click()
    sign_with_a_finger(page)
    declare(page)
    number, code = turned.locator("[data-number]").inner_text(), turned.locator("[data-code]").inner_text()
    assert re.fullmatch(r"P-[0-9A-Z]{8}", number)
    turned.locator("[data-have]").click()
    expect(page.locator("[data-view=home]")).to_be_visible()
    assert counted(page, "filed") == 1
    return number, code


def mended_at_the_desk(desk: Page, key: str) -> None:
    """The agent answers what is missing and registers; number and code of the person stay as they are."""
    desk.goto("/desk/reception/")
    expect(desk.locator("main")).to_contain_text("KANARIE-16")
    desk.goto(f"/desk/reception/drafts/{key}/person/?check=1")
    desk.select_option("[name='address-country']", "FR")
    desk.click(".act-form > .actions button:not([name])")
    desk.wait_for_load_state()
    desk.goto(f"/desk/reception/drafts/{key}/check/")
    for name in ("court", "truth", "privacy"):
        desk.check(f"[name='{name}']")
    desk.check("[name='share'][value='yes']")
    desk.click(".act-form .actions button")
    desk.wait_for_load_state()
    if desk.locator("button[name=anyway]").count():  # the others of this day are about the like
        desk.locator("button[name=anyway]").click()
        desk.wait_for_load_state()
    assert desk.url.endswith(f"/done/{key}/"), desk.locator("main").inner_text()
    expect(desk.locator("#secret-code")).to_have_count(0)
    expect(desk.locator(".notice.success").first).to_be_visible()


def asked_follow_up(home: APIRequestContext, stack: str, number: str, code: str, *, arrived: bool) -> None:
    """What a person at home sees, who types the number and the code of the tablet."""
    form = home.get("/follow/?lang=fr").text()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
    assert token
    answer = home.post(
        "/follow/?lang=fr",
        form={"reference": number, "code": code, "csrfmiddlewaretoken": token[1]},
        headers={"Referer": f"{stack}/follow/", "Origin": stack},
    )
    assert answer.status == (200 if arrived else 422)
    assert ("IMR-" if arrived else "pas encore arriv") in answer.text()
