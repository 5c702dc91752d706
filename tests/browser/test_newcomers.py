"""New people in three languages: what is not for us they learn before filing (test_guide.py); here they file samples 1, 3 and 10
of domain section 15, follow one to its end, contest it, and take their data with them."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import journey
from tests.browser.samples import do, file, sample

LANGUAGES = pytest.mark.parametrize("language", ["ar", "fr", "es"])
MOTHER = {
    "represented": {"first_name": "Fatima", "last_name": "Tahiri", "sex": "f"},
    "represented-home": {
        "residence": "mre",
        "country": "GB",
        "city": "London",
        "address": "Flat 4, 27 Golborne Road",
    },
}
HEIRS = {
    "group": {
        "by_lawyer": "no",
        **{"first_name_0": "Mohamed", "last_name_0": "El Khattabi", "country_0": "France"},
        **{"first_name_1": "Khadija", "last_name_1": "El Khattabi", "country_1": "NL"},
    }
}


@LANGUAGES
def test_for_oneself_to_the_end_and_beyond(
    visitor: Callable[..., Page], staff: Callable[..., Page], language: str
) -> None:
    page = visitor(language, phone=True)
    file(page, 1, language, {})
    reference, code = journey.reference_in(page), journey.code_of(page, "secret-code")
    case = bring_to_the_answer(staff("oujda"), reference)
    journey.open_file(page, reference, code)
    page.goto(f"/follow/{reference}/write/")
    expect(page.locator("main")).to_contain_text("L’indemnité a été consignée.")
    page.fill("[name=text]", "Rien n’a été consigné.")
    page.locator("#main-form .actions button").click()
    page.wait_for_url(f"**/follow/{reference}/")
    close_as_unfounded(staff("oujda"), staff("supervisor"), case)
    page.goto(f"/follow/{reference}/")
    page.locator(f"a[href='/follow/{reference}/review/']").first.click()
    page.locator("[name=ground][value=error]").check()
    page.fill("[name=text]", "La décision de 2021 n’a pas été lue.")
    page.locator("#main-form .actions button").click()
    page.wait_for_url(f"**/follow/{reference}/")
    expect(page.locator(".timeline")).to_contain_text("La décision de 2021 n’a pas été lue.")
    take_the_data(page, reference)


@LANGUAGES
def test_for_ones_mother(visitor: Callable[..., Page], mandate: Path, language: str) -> None:
    page = visitor(language, javascript=False)
    file(page, 3, language, {"who": {"who": "mandate"}, **MOTHER}, mandate=mandate)
    reference = journey.reference_in(page)
    journey.open_file(page, reference, journey.code_of(page, "secret-code"))
    expect(page.locator(".acting")).to_contain_text("Fatima Tahiri")


@LANGUAGES
def test_for_the_heirs_together(visitor: Callable[..., Page], mandate: Path, language: str) -> None:
    page = visitor(language, javascript=False)
    file(page, 10, language, {"who": {"who": "group"}, **HEIRS}, mandate=mandate)
    reference = journey.reference_in(page)
    journey.open_file(page, reference, journey.code_of(page, "secret-code"))
    expect(page.locator(".acting")).to_be_visible()


def bring_to_the_answer(desk: Page, reference: str) -> str:
    """From the queue to the administration's answer; gives the address of the file at the desk."""
    case = journey.open_at_desk(desk, reference)
    do(desk, case, "start_review")
    do(desk, case, "admit")
    do(desk, case, "send_to_administration")
    do(desk, case, "record_answer", position="refuses", quality="substantive", text="L’indemnité a été consignée.")
    return case


def close_as_unfounded(desk: Page, supervisor: Page, case: str) -> None:
    """One proposes, another validates."""
    do(desk, case, "close_unfounded", basis="loi 7-81", public_text="L’indemnité vous attend à la CDG.")
    journey.validate(supervisor, case)


def take_the_data(page: Page, reference: str) -> None:
    """Everything held about the person, for people and for machines."""
    page.goto(f"/follow/{reference}/data/")
    with page.expect_download() as machine:
        page.locator(f"a[href='/follow/{reference}/data/json/']").click()
    held = json.loads(Path(machine.value.path()).read_text())
    said = sample(1).data["happened"]
    (person,), (file,) = held["person"], held["file"]
    assert (file["reference"], person["last_name"]) == (reference, "El Idrissi")
    assert (file["title"], file["description"].replace("\r", "")) == (said["title"], said["description"])
    told = [entry.get("text", "") for entry in held["history"]]
    for words in (
        "L’indemnité a été consignée.",  # the administration's answer
        "Rien n’a été consigné.",  # the message that was written about it
        "L’indemnité vous attend à la CDG.",  # the decision
        "La décision de 2021 n’a pas été lue.",  # why it is contested
    ):
        assert any(words in text for text in told), words
    with page.expect_download() as paper:
        page.locator(f"a[href='/follow/{reference}/data/pdf/']").click()
    assert Path(paper.value.path()).read_bytes().startswith(b"%PDF")
    assert re.search(r"IMR-", paper.value.suggested_filename)
