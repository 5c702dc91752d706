"""A question from the search to its answer, and on to a complaint; every page of it looked at in Arabic and French."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.inspection import Inspector

TEXT = {
    "ar": "هل يمكنني أن أقدم شكاية باسم جارتي المسنة؟",
    "fr": "Puis-je demander la copie d’un plan au cadastre de Nador ?",
}
ANSWER = {"ar": "نعم، بوكالة مكتوبة.", "fr": "Oui, auprès de la conservation foncière."}
GENERAL = {"ar": "هل أشتكي باسم شخص آخر؟", "fr": "Où demander un plan ?"}
SEND, MAIN = "main form .actions button", "#main-form .actions button"


def find(page: Page, words: str) -> None:
    page.fill("[name=q]", words)
    page.locator("[role=search] button").click()
    page.wait_for_load_state()


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_question_from_the_search_to_its_answer(
    visitor: Callable[..., Page], staff: Callable[..., Page], language: str
) -> None:
    page, email = visitor(language), f"question.{language}@example.org"
    eye = Inspector(page, language)
    number, code = ask(eye, email)
    answer_and_publish(Inspector(staff("caseworker", language), language), number)
    read_the_answer(eye, email, number, code)
    page.locator("form[action$='/from-question/'] button").click()
    page.wait_for_load_state()
    eye.visit("/file/", "/file/happened/")
    expect(page.locator("[name=description]")).to_have_value(TEXT[language])
    eye.report()


def ask(eye: Inspector, email: str) -> tuple[str, str]:
    """What the base does not answer; gives number and code."""
    page, language = eye.page, eye.language
    page.goto("/answers/")
    find(page, "mediateure")
    expect(page.locator(".entries a[href='/answers/what-the-mediator-does/']")).to_be_visible()
    page.goto("/questions/ask/")
    page.fill("#main-form [name=text]", TEXT[language])
    page.fill("#main-form [name=email]", email)
    eye.press(MAIN, "what is answered already")
    expect(page.locator("main")).to_contain_text(email)
    eye.press("button[name=send]", "number and code")
    number = page.locator("#reference").inner_text()
    code = page.locator("#secret-code").inner_text()
    eye.visit(f"/questions/{number}/")
    return number, code


def answer_and_publish(desk_eye: Inspector, number: str) -> None:
    """A colleague answers, then publishes it without the asker."""
    desk, language = desk_eye.page, desk_eye.language
    desk_eye.visit("/desk/questions/", "/desk/questions/?view=answered", "/desk/questions/?view=dismissed")
    desk.goto("/desk/questions/")
    desk.locator("main a").filter(has_text=number).click()
    desk.wait_for_load_state()
    desk_eye.look("a question at the desk")
    desk_eye.press(".act-form .actions button", "an answer with nothing in it")
    desk.fill(".act-form [name=text]", ANSWER[language])
    desk_eye.press(".act-form .actions button", "an answer that was sent")
    desk.locator("a[href$='/publish/']").click()
    desk.wait_for_load_state()
    desk_eye.look("publishing")
    desk.fill("[name=title]", GENERAL[language])
    desk.fill("[name=summary]", "+33 6 12 34 56 78")
    desk_eye.press(".act-form .actions button", "publishing what may name a person")
    desk.fill("[name=summary]", ANSWER[language])
    desk.check("[name=sure]")
    desk.locator(".act-form .actions button").click()
    expect(desk.locator("article h1")).to_have_text(GENERAL[language])
    desk_eye.report()


def read_the_answer(eye: Inspector, email: str, number: str, code: str) -> None:
    """By the link of the mail, then by number and code."""
    page, language = eye.page, eye.language
    for _half_second in range(60):
        page.goto(f"/mailbox/?to={email}")
        if page.locator("main a", has_text=number).count():
            break
        page.wait_for_timeout(500)
    page.locator("main a", has_text=number).first.click()
    link = page.locator("#mail a[href*='/questions/open/'], main a[href*='/questions/open/']").first.get_attribute(
        "href"
    )
    assert link
    page.context.clear_cookies(name="sessionid")
    eye.visit(link)
    eye.press(SEND, "the answer")
    expect(page.locator("main")).to_contain_text(ANSWER[language])
    page.locator("main form[action$='/leave/'] button").click()
    page.goto("/questions/")
    page.fill("[name=number]", number)
    page.fill("[name=code]", code)
    page.locator(MAIN).click()
    expect(page.locator("main")).to_contain_text(ANSWER[language])


def test_without_javascript_one_asks_and_says_what_was_useful(visitor: Callable[..., Page]) -> None:
    page = visitor("fr", javascript=False, phone=True)
    page.goto("/answers/")
    find(page, "combien de temps")
    page.locator(".entries a").first.click()
    expect(page.locator("article h1")).to_be_visible()
    page.locator("button[name=useful][value=yes]").click()
    expect(page.locator("button[name=useful]")).to_have_count(0)
    page.goto("/questions/ask/")
    page.fill("#main-form [name=text]", TEXT["fr"])
    page.locator(MAIN).first.click()
    page.locator("button[name=send]").click()
    expect(page.locator("#secret-code")).to_be_visible()


def test_a_published_answer_in_one_language_says_so_in_the_others(
    visitor: Callable[..., Page], staff: Callable[..., Page]
) -> None:
    asker = visitor("es")
    asker.goto("/questions/ask/")
    asker.fill("#main-form [name=text]", "¿Zurbarán?")
    asker.locator(MAIN).click()
    asker.locator("button[name=send]").click()
    number = asker.locator("#reference").inner_text()
    desk = staff("caseworker")
    desk.goto("/desk/questions/")
    desk.locator("main a").filter(has_text=number).click()
    desk.fill(".act-form [name=text]", "Velázquez.")
    desk.locator(".act-form .actions button").click()
    desk.locator("a[href$='/publish/']").click()
    desk.fill("[name=title]", "¿Zurbarán o Velázquez?")
    desk.fill("[name=summary]", "Velázquez.")
    desk.check("[name=sure]")
    desk.locator(".act-form .actions button").click()
    expect(desk.locator("article[lang=es]")).to_be_visible()
    reader = visitor("ar")
    eye = Inspector(reader, "ar")
    eye.visit("/answers/?q=zurbaran", desk.url)
    expect(reader.locator("article[lang=es][dir=ltr]")).to_be_visible()
    eye.report()
