"""What happens around a file: somebody is told and ends it, somebody helps until a day, its owner moves house; it is sent once
though the button was pressed twice. And what anybody reads: who else can help, and which language is still being reviewed."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import gettext, override
from playwright.sync_api import Page, expect

from accounts.dates import long_date
from tests.browser import journey
from tests.browser.inspection import Inspector

SEND = "#main-form .actions button"
ACCEPT = "main form .actions button"
TITLE = journey.ANSWERS["happened"]["title"]
OVER = """
from datetime import timedelta
from django.utils import timezone
from complaints.models import Share
assert Share.objects.filter(email="{}").update(until=timezone.localdate() - timedelta(days=1)) == 1
"""
ONCE = """
from complaints.models import Complaint
from complaints.notifications.models import OutboxMessage
case = Complaint.objects.get(complainant__email="{}")  # one, or it raises
assert OutboxMessage.objects.filter(about=f"complaint:{{case.pk}}", kind="complaint_registered", channel="email").count() == 1
"""
REVIEWED = (
    "This language is being reviewed by its speakers. If a word is wrong, tell us; "
    "the Arabic and French pages are binding."
)


def invite(owner: Page, reference: str, *, email: str, right: str, days: int = 0) -> None:
    """The owner shares the file: with which right, until which day."""
    owner.goto(f"/follow/{reference}/shares/new/")
    owner.fill("[name=name]", "كريم")
    owner.fill("[name=email]", email)
    owner.locator(f"[name=right][value={right}]").check()
    if days:
        last = timezone.localdate() + timedelta(days=days)
        for part, number in enumerate((last.day, last.month, last.year)):
            owner.fill(f"[name=until_{part}]", str(number))
    owner.locator(SEND).click()
    owner.wait_for_url("**/shares/")


def mails_to(page: Page, email: str) -> int:
    """How many mails the mailbox has for this address."""
    page.goto(f"/mailbox/?to={email}")
    return page.locator("main a[href^='/mailbox/']").count()


def closed(page: Page, *paths: str) -> None:
    """None of these addresses opens anything of the file."""
    for path in paths:
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 404, path
        expect(page.locator("main")).not_to_contain_text(TITLE)


def begin_the_study(desk: Page, reference: str) -> str:
    """An act that is news for who follows the file; gives the file's address at the desk."""
    case = journey.open_at_desk(desk, reference)
    journey.act(desk, "start_review")
    journey.confirm(desk)
    return case


def test_who_is_only_told_reads_nothing_and_ends_it_from_the_mail(
    visitor: Callable[..., Page], staff: Callable[..., Page]
) -> None:
    mine, theirs = "told.owner@example.org", "told.karim@example.org"
    owner, guest, desk = visitor("ar", phone=True), visitor("fr"), staff("caseworker")
    eye = Inspector(guest, "fr")
    reference, code = journey.file(owner, email=mine)
    journey.open_file(owner, reference, code)
    invite(owner, reference, email=theirs, right="receive")

    eye.visit(journey.path_of(journey.read_mail(guest, theirs, "/follow/shared/")))
    eye.press(ACCEPT, "the invitation to be told was accepted")
    expect(guest.locator("main")).to_contain_text(theirs)
    expect(guest.locator("#own-code")).to_have_count(0)
    closed(guest, f"/follow/{reference}/", f"/follow/{reference}/shares/", f"/follow/{reference}/write/")

    case = begin_the_study(desk, reference)
    end = journey.path_of(journey.read_mail(guest, theirs, "/end/"))
    for words in (TITLE, *journey.ANSWERS["name"].values()):
        expect(guest.locator("main")).not_to_contain_text(words)
    told = mails_to(guest, theirs)
    eye.visit(end)
    owner.goto(f"/follow/{reference}/shares/")
    expect(owner.locator("form[action*='/end/']")).to_have_count(1)  # a mail program that looks at links ends nothing
    eye.press(ACCEPT, "told no more")
    expect(guest.locator("h1")).to_have_text("Vous ne serez plus prévenu")
    eye.visit(end, status=410)

    owner.reload()
    expect(owner.locator("form[action*='/end/']")).to_have_count(0)
    owner.goto(f"/follow/{reference}/")
    expect(owner.locator(".timeline")).to_contain_text("انتهى تقاسم لملفكم.")
    before = mails_to(owner, mine)
    desk.goto(case)
    journey.act(desk, "message")
    desk.fill("[name=text]", "Nous avons écrit au consulat.")
    journey.preview(desk)
    journey.confirm(desk)
    journey.read_mail(owner, mine, "/follow/", older=before)  # the news are out
    assert mails_to(guest, theirs) == told
    eye.report()


def test_who_helps_until_a_day_opens_nothing_after_it(
    visitor: Callable[..., Page], on_site: Callable[[str], None]
) -> None:
    theirs = "helps.karim@example.org"
    owner, friend = visitor("fr", phone=True), visitor("fr", phone=True)
    reference, code = journey.file(owner, email="helps.owner@example.org")
    journey.open_file(owner, reference, code)
    invite(owner, reference, email=theirs, right="write", days=30)

    invitation = journey.path_of(journey.read_mail(friend, theirs, "/follow/shared/"))
    friend.goto(invitation)
    friend.locator(ACCEPT).click()
    friend.wait_for_url("**/shares/")
    own = journey.code_of(friend, "own-code")
    friend.goto(f"/follow/{reference}/write/")
    expect(friend.locator(".acting")).to_contain_text(str((timezone.localdate() + timedelta(days=30)).year))
    friend.fill("[name=text]", "Je traduis pour elle.")
    friend.locator(SEND).click()
    friend.wait_for_url(f"**/follow/{reference}/")
    friend.goto(f"/follow/{reference}/write/")
    friend.fill("[name=text]", "Écrit le dernier jour, envoyé le lendemain.")

    on_site(OVER.format(theirs))
    friend.locator(SEND).click()
    friend.wait_for_load_state()
    expect(friend.locator("main")).not_to_contain_text(TITLE)
    closed(friend, f"/follow/{reference}/", f"/follow/{reference}/write/", f"/follow/{reference}/shares/")
    journey.open_file(friend, reference, own)
    expect(friend.locator("#error-summary")).to_be_visible()
    answer = friend.goto(invitation)
    assert answer is not None
    assert answer.status == 410

    owner.goto(f"/follow/{reference}/")
    expect(owner.locator(".timeline")).to_contain_text("Je traduis pour elle.")
    expect(owner.locator(".timeline")).not_to_contain_text("envoyé le lendemain")
    eye = Inspector(owner, "fr")
    eye.visit(f"/follow/{reference}/shares/")
    expect(owner.locator("form[action*='/end/']")).to_have_count(0)
    expect(owner.locator(".badge")).to_contain_text("Terminé")
    eye.report()


def test_who_moves_house_says_so_and_is_written_to_at_the_new_address(
    visitor: Callable[..., Page], staff: Callable[..., Page]
) -> None:
    old, new = "moves.old@example.org", "moves.new@example.org"
    page, desk = visitor("fr", phone=True), staff("caseworker")
    eye = Inspector(page, "fr")
    reference, code = journey.file(page, email=old)
    journey.open_file(page, reference, code)
    page.locator(f"a[href='/follow/{reference}/details/']").click()
    page.fill("[name=phone]", "07 98 76 54 32")
    page.fill("[name=city]", "Roubaix")
    eye.press(SEND, "the file after its details were changed")
    expect(page.locator(".timeline")).to_contain_text("Vous avez corrigé votre dossier.")
    case = journey.open_at_desk(desk, reference)
    desk.goto(f"{case.split('?')[0]}?tab=facts")
    expect(desk.locator(".summary-list", has_text="Roubaix")).to_contain_text("+33 7 98 76 54 32")
    for before in ("Lille", "+33612345678"):
        expect(desk.locator("main table tbody")).to_contain_text(before)

    prove_another_address(eye, reference, old=old, new=new)
    desk.reload()
    expect(desk.locator(".summary-list", has_text="Roubaix")).to_contain_text(new)
    expect(desk.locator("main table tbody")).to_contain_text(old)
    told = mails_to(page, old)
    known = mails_to(page, new)
    begin_the_study(desk, reference)
    journey.read_mail(page, new, "/follow/", older=known)
    assert mails_to(page, old) == told
    eye.report()


def prove_another_address(eye: Inspector, reference: str, *, old: str, new: str) -> None:
    """Nothing changes before the figures are right; then the old address hears of it, and not which the new one is."""
    page, post = eye.page, eye.page.context.new_page()
    page.goto(f"/follow/{reference}/email/")
    page.fill("[name=email]", new)
    page.locator(SEND).click()
    expect(page.locator("[name=figures]")).to_be_visible()
    figures = journey.figures_in_mail(post, new)
    page.fill("[name=figures]", f"{(int(figures) + 1) % 1_000_000:06}")
    eye.press(SEND, "figures that are not those of the mail")
    expect(page.locator("#error-summary")).to_be_visible()
    page.fill("[name=figures]", figures)
    page.locator(SEND).click()
    page.wait_for_url(f"**/follow/{reference}/")
    journey.read_mail(post, old, "/help/")
    expect(post.locator("main")).not_to_contain_text(new)
    post.close()


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "plain"])
def test_two_taps_on_send_make_one_complaint(
    visitor: Callable[..., Page], on_site: Callable[[str], None], *, javascript: bool
) -> None:
    page, email = visitor("ar", phone=True, javascript=javascript), f"taps.{javascript}@example.org".lower()
    page.goto("/file/who/")
    journey.fill_to_the_end(page, email=email)
    page.goto("/file/check/")
    journey.declare(page)
    page.locator("#step-form .actions button").first.dblclick(no_wait_after=True)
    page.wait_for_url("**/file/sent/")
    reference, code = journey.reference_in(page), journey.code_of(page, "secret-code")
    page.go_back()
    page.goto("/file/check/")
    page.wait_for_url("**/file/sent/")  # the form is not offered a second time
    assert journey.reference_in(page) == reference
    on_site(ONCE.format(email))
    journey.open_file(page, reference, code)
    expect(page.locator("h1")).to_contain_text(TITLE)


@pytest.mark.parametrize(
    ("language", "words", "code", "unverified"),
    [
        ("ar", "المعطيات", "cndp", "لم يتم التحقق بعد"),
        ("fr", "mediateur assurance", "mediateur-assurance", "Pas encore vérifié"),
    ],
    ids=["ar", "fr"],
)
def test_who_else_can_help_is_found_by_typing(
    visitor: Callable[..., Page], language: str, words: str, code: str, unverified: str
) -> None:
    page = visitor(language, phone=True)
    eye = Inspector(page, language)
    page.goto("/directory/")
    every = page.locator("ul.cards li").count()
    page.locator("[name=q]").press_sequentially(words)
    page.locator("[name=q]").press("Enter")
    page.wait_for_url("**q=*")
    found = page.locator("ul.cards li")
    assert 0 < found.count() < every
    expect(found.filter(has_text=unverified)).to_have_count(found.count())
    eye.look("who was found")
    eye.press(f"main a[href='/directory/{code}/']", "one body")
    expect(page.locator("main")).to_contain_text(unverified)
    page.goto("/directory/?q=xylographie")
    expect(page.locator("ul.cards")).to_have_count(0)
    page.locator("main a.button[href='/directory/']").click()
    expect(page.locator("ul.cards li")).to_have_count(every)
    eye.report()


def test_who_else_can_help_says_when_it_was_verified(visitor: Callable[..., Page], staff: Callable[..., Page]) -> None:
    desk, page = staff("administrator"), visitor("ar", phone=True)
    desk.goto("/desk/guide/verify/")
    desk.locator("form[action*='/ministere-public/'] button").click()
    desk.wait_for_load_state()
    expect(desk.locator("form[action*='/ministere-public/']")).to_have_count(0)
    with override("ar"):
        today = long_date(timezone.localdate())
    for _second in range(45):  # each process of the site reads the directory anew every half minute
        page.goto("/directory/ministere-public/")
        if today in page.locator("main").inner_text():
            break
        page.wait_for_timeout(1000)
    expect(page.locator("main")).to_contain_text(today)
    page.goto("/directory/?q=النيابة")
    expect(page.locator("ul.cards li", has=page.locator("a[href*=ministere-public]"))).to_contain_text(today)


def test_a_page_in_amazigh_says_that_it_is_being_reviewed(visitor: Callable[..., Page]) -> None:
    with override("zgh"):
        said = gettext(REVIEWED)
    assert said != REVIEWED
    page = visitor("zgh", phone=True)
    eye = Inspector(page, "zgh")
    for path in ("/", "/file/who/", "/directory/"):
        eye.visit(path)
        expect(page.locator(".notice", has_text=said)).to_be_visible()
    closed(page, "/nowhere/")
    expect(page.locator(".notice", has_text=said)).to_be_visible()
    for language in ("ar", "fr"):
        page.goto(f"/?lang={language}")
        with override(language):
            expect(page.locator("main")).not_to_contain_text(gettext(REVIEWED))
    eye.report()
