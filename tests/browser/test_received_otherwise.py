"""A spoken complaint typed at the counter, and a mail that becomes a complaint; every page looked at in Arabic and French."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.inspection import Inspector

GO_ON = ".act-form > .actions button:not([name])"
STORY = {
    "ar": ("فتحت الجماعة طريقا في أرضي", "فتحت الجماعة طريقا في أرضي دون مسطرة نزع الملكية، ولم أتوصل بجواب."),
    "fr": (
        "La commune a ouvert une route dans mon champ",
        "Sans procédure d’expropriation, et sans réponse à ma lettre.",
    ),
}
MAIL = """
from email.message import EmailMessage
import hashlib
from django.utils import timezone
from complaints.models import IncomingMail
from complaints.reception import sorting
mail = EmailMessage()
mail["From"], mail["Subject"] = "Ahmed Alami <ahmed.{language}@example.org>", "{subject}"
mail.set_content("{text}")
raw = mail.as_bytes()
row = IncomingMail.objects.create(mailbox="box", uid_validity=1, uid=IncomingMail.objects.count() + 1, size=len(raw), raw=raw,
    digest=hashlib.sha256(raw).hexdigest(), arrived_at=timezone.now())
sorting.sort(row.pk)
"""


def fill(page: Page, **fields: str) -> None:
    for name, value in fields.items():
        page.fill(f"[name='{name.replace('__', '-')}']", value)


def day(page: Page, name: str, *parts: str) -> None:
    for at, part in enumerate(parts):
        page.fill(f"[name='{name}_{at}']", part)


def choose(page: Page, name: str, value: str) -> None:
    page.check(f"[name='{name}'][value='{value}']")


def how_it_came(eye: Inspector, channel: str, signature: str) -> None:
    """The first page: empty, then right."""
    page = eye.page
    eye.look("how it came")
    choose(page, "reception-channel", channel)
    day(page, "reception-received_on", "3", "11", "2026")
    if channel == "oral":
        page.check("[name='reception-read_back']")
    choose(page, "reception-signature", signature)
    page.click(GO_ON)
    page.wait_for_load_state()


def the_rest(eye: Inspector, language: str) -> None:
    """Person and matter, each looked at with its errors first."""
    page = eye.page
    eye.press(GO_ON, "a person with nothing typed")
    choose(page, "who-who", "self")
    fill(
        page, name__first_name="Fatima", name__last_name="Alami", address__city="Milano", address__address="Via Roma 1"
    )
    choose(page, "name-sex", "f")
    choose(page, "address-residence", "mre")
    page.select_option("[name='address-country']", "IT")
    page.select_option("[name='contact-language']", language)
    choose(page, "contact-preferred_channel", "post")
    page.click(GO_ON)
    page.wait_for_load_state()
    eye.look("the matter")
    title, text = STORY[language]
    page.locator("[name='authority-administration_text']").fill("Commune d’Aguelmous")
    page.select_option("[name='subject-subject']", "help")
    fill(page, happened__title=title, happened__description=text, happened__harm=text, request__request=title)
    choose(page, "happened-act_kind", "abuse")
    choose(page, "dates-court", "no")
    choose(page, "steps-taken", "no")
    choose(page, "request-pressing", "no")
    page.click(GO_ON)
    page.wait_for_load_state()


def declare_and_register(eye: Inspector) -> None:
    page = eye.page
    eye.press(".act-form .actions button", "registering with nothing declared")
    for name in ("court", "truth", "privacy"):
        page.check(f"[name='{name}']")
    choose(page, "share", "yes")
    page.click(".act-form .actions button")
    page.wait_for_load_state()


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_spoken_complaint_becomes_a_file_with_its_receipt(
    staff: Callable[..., Page], visitor: Callable[..., Page], mandate: Path, language: str
) -> None:
    page = staff("caseworker", language)
    eye = Inspector(page, language)
    eye.visit("/desk/reception/")
    page.click("form[action$='/new/'] button")
    page.wait_for_load_state()
    how_it_came(eye, "oral", "paper")
    the_rest(eye, language)
    eye.press(GO_ON, "papers without the transcript")
    page.select_option("[name='kind']", "transcript")
    page.set_input_files("[name='file']", str(mandate))
    eye.press("form[action$='/papers/add/'] button[type=submit]", "papers with the transcript")
    page.click(GO_ON)
    page.wait_for_load_state()
    declare_and_register(eye)
    eye.look("the receipt and the code")
    code, reference = page.locator("#secret-code").inner_text(), page.locator("#reference").inner_text()
    page.click("form[action$='/handed-over/'] button")
    expect(page.locator("#secret-code")).to_have_count(0)
    eye.look("the code is hidden")
    citizen = visitor(language)
    citizen.goto("/follow/")
    citizen.fill("[name=reference]", reference)
    citizen.fill("[name=code]", code)
    citizen.locator("#main-form .actions button, main form .actions button").first.click()
    expect(citizen.locator("h1")).to_have_text(STORY[language][0])
    eye.report()


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_mail_becomes_a_complaint_or_is_set_aside(
    staff: Callable[..., Page], on_site: Callable[[str], None], language: str
) -> None:
    title, text = STORY[language]
    on_site(MAIL.format(language=language, subject=f"{title} 2", text=text))
    on_site(MAIL.format(language=language, subject=f"Promo {language}", text="Achetez !"))
    page = staff("caseworker", language)
    eye = Inspector(page, language)
    eye.visit(
        "/desk/reception/",
        "/desk/reception/?view=check",
        "/desk/reception/?view=aside",
        "/desk/reception/?view=automatic",
    )
    page.goto("/desk/reception/")
    page.locator("main a", has_text=f"Promo {language}").click()
    page.wait_for_load_state()
    eye.look("a mail")
    eye.press("form[action$='/aside/'] button", "a mail set aside without a reason")
    page.fill("[name=why]", "Publicité")
    page.click("form[action$='/aside/'] button")
    page.wait_for_load_state()
    page.locator("main a", has_text=f"{title} 2").click()
    page.click("form[action$='/register/'] button")
    page.wait_for_load_state()
    eye.look("a draft begun with a mail")
    expect(page.locator("[name='reception-channel'][value=email]")).to_be_checked()
    choose(page, "reception-signature", "not_yet")
    page.click(GO_ON)
    page.wait_for_load_state()
    expect(page.locator("[name='contact-email']")).to_have_value(f"ahmed.{language}@example.org")
    eye.report()


def test_without_javascript_on_a_phone_a_letter_is_kept_to_be_finished_later(staff: Callable[..., Page]) -> None:
    page = staff("caseworker", "fr", javascript=False, phone=True)
    page.goto("/desk/reception/")
    page.click("form[action$='/new/'] button")
    choose(page, "reception-channel", "post")
    page.click("button[name=save]")
    expect(page.locator("main .file-list a[href*='/drafts/']").first).to_be_visible()
    page.locator("main .file-list a[href*='/drafts/']").first.click()
    expect(page.locator("[name='reception-channel'][value=post]")).to_be_checked()
