"""What the catalogues hold beyond being complete (`make check` sees to that): the right plural, the right words in scripts."""

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from accounts.dates import long_date, long_month, long_time
from accounts.templatetags.house import colon
from complaints.casework.admin.look import days_left
from mediator.env import ROOT
from mediator.languages import CODES, LANGUAGES, OF_THE_DESK
from mediator.local import catalogues
from tests.browser.proof import words
from tests.factories import UserFactory


@pytest.mark.parametrize(
    ("days", "said"),
    [
        *[(1, "يوم واحد"), (2, "يومان"), (3, "3 أيام"), (10, "10 أيام")],
        *[(11, "11 يوما"), (15, "15 يوما"), (100, "100 يوم"), (103, "103 أيام")],
    ],
)
def test_arabic_counts_in_six_ways(days: int, said: str) -> None:
    with translation.override("ar"):
        assert said in days_left(days)


def test_french_dates_and_colons_are_french() -> None:
    first = datetime(2026, 11, 1, 12, tzinfo=UTC)
    assert long_date(first, "fr") == "1er novembre 2026"
    assert long_date(first, "ar") == "1 نونبر 2026"
    assert long_time(first, "Europe/Paris", "fr") == "1er novembre 2026 à 13:00"
    with translation.override("fr"):
        assert colon("Reçues") == "Reçues\u00a0:"


def test_what_a_package_does_not_say_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Arabic lacks "Run" of Django's desk, Amazigh all of it; who has a word of ours for it hears that one."""
    assert "Run" in {message.id for _package, message in catalogues.unsaid("ar", "django")}
    assert "This field is required." in {message.id for _package, message in catalogues.unsaid("zgh", "django")}
    assert "Run" not in {message.id for _package, message in catalogues.unsaid("zgh", "django")}  # the desk's own
    kept = catalogues.load

    def without_ours(language: str, domain: str = "django", folder: object = catalogues.LOCALE) -> object:
        return catalogues.Catalog(locale=language) if folder is catalogues.LOCALE else kept(language, domain, folder)  # type: ignore[arg-type]

    monkeypatch.setattr(catalogues, "load", without_ours)
    assert any("'Run'" in fault for fault in catalogues.faults() if fault.startswith("ar"))


def test_french_does_not_begin_a_line_with_a_sign() -> None:
    kept = catalogues.load("fr")
    for said, sound in [("Qui ?", False), ("Qui\u00a0?", True), ("« Oui\u00a0»", False), ("Le 3\u00a0: vu", True)]:
        catalog = catalogues.Catalog(locale="fr", charset="utf-8")
        message = catalog.add("Who?", said)
        assert (catalogues.fault_of(message, catalog) == "") is sound, said
    assert catalogues.BREAKS_BEFORE_A_SIGN.search("".join("".join(catalogues.strings(m)) for m in kept)) is None


@pytest.mark.django_db
def test_the_desks_scripts_speak_arabic_with_moroccan_months() -> None:
    client = Client()
    client.cookies["language"] = "ar"
    client.force_login(UserFactory(administrator=True))
    words = json.loads(client.get("/desk/jsi18n/").content.decode().split("const newcatalog = ")[1].split(";\n")[0])
    assert words["November"] == "نونبر"
    assert words["Tomorrow (%(date)s)"] == "غدا (%(date)s)"
    assert words["Today"] == "اليوم"


def test_dates_are_written_in_each_language() -> None:
    day = datetime(2026, 11, 15, 12, tzinfo=UTC)
    written = {code: long_date(day, code) for code in CODES}
    assert written["nl"] == "15 november 2026"
    assert written["de"] == "15. November 2026"
    assert written["it"] == "15 novembre 2026"
    assert re.search("[\u2d30-\u2d7f]", written["zgh"])
    assert all(re.search("15.*2026", text) for text in written.values())
    assert [long_month(day, code) for code in ("ar", "fr", "es")] == [
        "نونبر 2026",
        "novembre 2026",
        "noviembre de 2026",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(("code", "name"), LANGUAGES)
def test_each_language_is_offered_and_opens_the_first_page(client: Client, code: str, name: str) -> None:
    page = client.get("/help/", {"lang": code}).content.decode()
    assert f'<html lang="{code}"' in page
    assert all(f'value="{other}" lang="{other}"' in page for other in CODES)


def test_only_pages_in_amazigh_ask_for_the_font() -> None:
    """The family stands where the font is named, and in the one rule of the pages in Amazigh (D1 weighs what is loaded)."""
    style = (ROOT / "static/css/house.css").read_text()
    rules = [rule.split("{")[0].split("*/")[-1].strip() for rule in style.split("}") if '"Noto Sans Tifinagh"' in rule]
    assert rules == ["@font-face", ":root:lang(zgh)"]


@pytest.mark.django_db
def test_a_language_in_review_says_so_until_it_is_approved(client: Client, settings: Any) -> None:
    note = "This language is being reviewed by its speakers."
    settings.LANGUAGES_IN_REVIEW = {"en"}
    assert note in client.get("/help/", {"lang": "en"}).content.decode()
    settings.LANGUAGES_IN_REVIEW = {"zgh"}
    assert note not in client.get("/help/", {"lang": "en"}).content.decode()


@pytest.mark.django_db
def test_the_desk_is_kept_in_four_languages() -> None:
    client = Client()
    client.cookies["language"] = "nl"
    client.force_login(UserFactory(administrator=True))
    page = client.get("/desk/").content.decode()
    assert '<html lang="fr"' in page
    assert {code for code in CODES if f'value="{code}" lang="{code}"' in page} == OF_THE_DESK
    assert '<html lang="nl"' in client.get("/help/").content.decode(), "the choice for the site stays"


def test_sentences_stay_short_in_every_language() -> None:
    """The goal D21 of the proof, which asks for no browser (A36)."""
    assert words.reading(CODES).faults == []
