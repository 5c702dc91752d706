"""Every page, in Arabic and French, light and dark, wide and narrow, with and without errors: nothing for axe, nothing refused
by the content policy, nothing to scroll sideways, no words left in another language."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import journey
from tests.browser.inspection import Inspector, files_in, fill_with_anything

LANGUAGES = pytest.mark.parametrize("language", ["ar", "fr"])
GO_ON = "#step-form .actions button"
SEND = "main form .actions button"
FOLLOW = "#main-form .actions button"
ACT = ".act-form .actions button"
QUEUE = "/desk/complaints/complaint/"
TABS = ("", "?tab=facts", "?tab=files", "?tab=exchanges", "?tab=administration", "?tab=history")
REGISTERS = ("accounts/user", "accounts/unit", "guide/administration", "guide/subject")


@LANGUAGES
def test_pages_for_everybody(visitor: Callable[..., Page], language: str) -> None:
    page = visitor(language)
    eye = Inspector(page, language)
    eye.visit("/", "/help/", "/privacy/", "/accessibility/", "/deadlines/", "/resume/", "/file/for-others/")
    page.locator("details.languages summary").click()
    eye.look("the open menu of languages")
    eye.visit("/file/happened/")
    eye.visit("/no-such-page/", status=404)
    eye.visit("/follow/open/no-such-link/", status=410)
    eye.visit("/resume/")
    eye.press(SEND, "an unknown code")
    page.context.clear_cookies()
    eye.visit("/")
    eye.report()


@LANGUAGES
def test_doors(visitor: Callable[..., Page], staff: Callable[..., Page], language: str) -> None:
    page = visitor(language)
    eye = Inspector(page, language)
    for path, button in (
        ("/account/login/", SEND),
        ("/account/signup/", SEND),
        ("/account/password/reset/", SEND),
        ("/account/login/code/", SEND),
        ("/follow/", FOLLOW),
        ("/follow/link/", FOLLOW),
    ):
        eye.visit(path)
        eye.press(button, f"{path} with nothing filled in")
    page.goto("/follow/")
    page.fill("[name=reference]", "IMR-2026-00000000")
    page.fill("[name=code]", "0000-0000-0000-0000")
    eye.press(FOLLOW, "a wrong code")
    page.goto("/follow/link/")
    page.fill("[name=reference]", "IMR-2026-00000000")
    eye.press(FOLLOW, "a link that was asked for")
    page.goto("/account/login/")
    page.context.clear_cookies(name="csrftoken")
    page.fill("[name=login]", "nobody@example.org")
    eye.press(SEND, "an expired form")
    citizen = staff("citizen", language)
    inside = Inspector(citizen, language)
    inside.visit("/my-complaints/", "/my-account/", "/account/email/", "/account/password/change/", "/account/2fa/")
    inside.visit("/account/2fa/totp/activate/", "/account/logout/")
    inside.visit("/desk/", status=403)
    eye.faults += inside.faults
    eye.untranslated += inside.untranslated
    eye.report()


@LANGUAGES
def test_filing_and_following(visitor: Callable[..., Page], staff: Callable[..., Page], language: str) -> None:
    page = visitor(language)
    eye = Inspector(page, language)
    email = f"pages.{language}@example.org"
    for slug in [*journey.ORDER, "urgency"]:
        eye.visit(f"/file/{slug}/")
        eye.press(GO_ON, f"/file/{slug}/ with nothing filled in")
    eye.visit("/file/files/", "/file/", "/file/check/", "/file/saved/", "/file/delete/")
    page.goto("/file/files/")
    page.locator("button[name=send]").evaluate("button => { button.hidden = false }")
    eye.press("button[name=send]", "no file chosen")

    page.goto("/file/who/")
    journey.fill_to_the_end(page, email=email)
    eye.visit(*[f"/file/{slug}/" for slug in ("verify", "authority", "steps", "check")])
    eye.press(GO_ON, "the declarations with nothing ticked")
    journey.declare_and_send(page)
    eye.look("sent")
    reference, code = journey.reference_in(page), journey.code_of(page, "secret-code")

    desk = staff("caseworker")
    desk.goto(f"{QUEUE}?q={reference}")
    desk.locator("main a").filter(has_text=reference).first.click()
    case = desk.url
    journey.act(desk, "start_review")
    journey.confirm(desk)
    desk.goto(case)
    journey.act(desk, "request_information")
    desk.fill("[name=items]", "نسخة من البطاقة")
    journey.preview(desk)
    journey.confirm(desk)

    page.goto("/follow/")
    page.fill("[name=reference]", reference)
    page.fill("[name=code]", code)
    eye.press(FOLLOW, "the file")
    for act in ("answer", "write"):
        eye.visit(f"/follow/{reference}/{act}/")
        eye.press(FOLLOW, f"{act} with nothing filled in")
    eye.visit(f"/follow/{reference}/withdraw/")

    for _second in range(60):
        page.goto(f"/mailbox/?to={email}")
        if page.locator("main a", has_text=reference).count() >= 3:
            break
        page.wait_for_timeout(500)
    eye.look("the mailbox")
    page.locator("main a", has_text=reference).first.click()
    expect(page.locator("#mail")).to_be_visible()
    eye.look("a mail")
    eye.report()


@LANGUAGES
def test_desk(staff: Callable[..., Page], language: str) -> None:
    """Each act is looked at on the first file that offers it: its form, its errors, its preview."""
    desk = staff("caseworker", language)
    eye = Inspector(desk, language)
    eye.visit("/desk/", QUEUE, f"{QUEUE}?view=all", f"{QUEUE}?q=zzzzzz", f"{QUEUE}?overdue=1&age=0-30&received_from=x")
    desk.goto(f"{QUEUE}?view=all")
    cases = files_in(desk)
    assert cases
    eye.visit(*[f"{cases[0]}{tab}" for tab in TABS])
    acts: dict[str, str] = {}
    for case in cases[:25]:
        desk.goto(case)
        for href in desk.locator("a[href*='/do/']").evaluate_all(
            "links => links.map(link => link.getAttribute('href'))"
        ):
            acts.setdefault(href.rstrip("/").rsplit("/", 1)[-1], href)
    assert {"request_information", "message", "note"} <= set(acts)
    for name, path in acts.items():
        look_at_act(eye, name, path)
    eye.report()


def look_at_act(eye: Inspector, name: str, path: str) -> None:
    """The form; then, unless it has its preview at once or does its act at the press, what empty and filled forms give."""
    page = eye.page
    eye.visit(path)
    button = page.locator(ACT).first
    if button.get_attribute("name") == "confirm" or name == "assign":
        return
    eye.press(button, f"{name} with nothing filled in")
    if name in {"note", "change_unit"}:
        return
    fill_with_anything(page, ".act-form")
    eye.press(ACT, f"{name} filled in")


@LANGUAGES
def test_those_above_the_desk(staff: Callable[..., Page], language: str) -> None:
    supervisor = staff("supervisor", language)
    eye = Inspector(supervisor, language)
    eye.visit("/desk/", "/desk/undelivered/", "/figures/", "/figures/?period=year")
    supervisor.goto(f"{QUEUE}?view=all")
    proposal = None
    for case in files_in(supervisor)[:40]:
        supervisor.goto(case)
        link = supervisor.locator("a[href*='/proposals/']")
        if link.count():
            proposal = link.first.get_attribute("href")
            break
    if proposal:
        eye.visit(proposal)
    else:
        eye.faults.append("no proposal to look at")
    eye.report()


@LANGUAGES
def test_registers(staff: Callable[..., Page], language: str) -> None:
    administrator = staff("administrator", language)
    eye = Inspector(administrator, language)
    eye.visit("/desk/")
    registers = administrator.locator("main a[href^='/desk/']").evaluate_all(
        "links => links.map(link => link.getAttribute('href')).filter(link => /^.desk.[a-z_]+.[a-z_]+.$/.test(link))"
    )
    assert registers
    for path in dict.fromkeys(registers):
        eye.visit(path)
        rows = administrator.locator("#result_list tbody th a")
        change = rows.first.get_attribute("href") if rows.count() else None
        if administrator.locator(f"a[href='{path}add/']").count():
            eye.visit(f"{path}add/")
            eye.press("input[name=_save], button[name=_save]", f"{path}add/ with nothing filled in")
        if change:
            eye.visit(change)
            if administrator.locator("a[href$='/history/']").count():
                eye.visit(administrator.locator("a[href$='/history/']").first.get_attribute("href") or "")
    eye.report()


@LANGUAGES
def test_letters_of_an_administration(staff: Callable[..., Page], language: str) -> None:
    liaison = staff("liaison", language)
    eye = Inspector(liaison, language)
    eye.visit("/administration/letters/")
    liaison.locator("main a[href*='/letters/']").first.click()
    liaison.wait_for_load_state()
    eye.look("a letter")
    eye.report()
