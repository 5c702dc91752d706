"""Short texts: one part in Latin letters, two in Arabic and Tifinagh, in every language, with the longest number and address."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.conf import settings as house
from django.utils import translation

from complaints import envelopes
from complaints.notifications import registry, short
from complaints.notifications.channels import Gone
from complaints.notifications.models import OutboxMessage
from complaints.notifications.registry import Envelope

REFERENCE = "IMR-2026-7K3M9QX-4"
LONGEST_SITE = "https://plaintes.mediateur.gov.ma"[:32]  # docs/configuration.md: with a longer one the text has no link
LANGUAGES = [language for language, _name in house.LANGUAGES]
KINDS = sorted(kind for kind in envelopes.CITIZEN_KINDS if envelopes.SHORT.get(kind, "news"))
NEVER = {
    "ar": "لا نطلب أبدا", "fr": "jamais", "en": "never", "es": "Nunca", "nl": "nooit", "it": "mai", "de": "nie",
    "zgh": "ⵓⵔ",
}  # fmt: skip


def text_of(kind: str, language: str, **given: Any) -> short.Short:
    message = OutboxMessage(kind=kind, event="event:1", recipient="complaint:1:citizen", channel="sms")
    message.created_at = datetime(2026, 11, 26, tzinfo=UTC)
    facts = {"address": "", "phone": "+33612345678", "language": language, "context": {"reference": REFERENCE}}
    return short.render(message, Envelope(**{**facts, **given}))


@pytest.fixture(autouse=True)
def longest_address(settings: Any) -> None:
    settings.SITE_URL = LONGEST_SITE


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_fits_in_every_language(kind: str, language: str) -> None:
    found = text_of(kind, language)
    latin = language not in {"ar", "zgh"}
    assert short.is_gsm(found.text) is latin, [sign for sign in found.text if not short.is_gsm(sign)]
    assert short.length(found.text) <= (160 if latin else 134), found.text
    assert f"{LONGEST_SITE}/follow/" in found.text
    assert REFERENCE in found.text
    assert NEVER[language] in found.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_must_not_show_who_writes_gets_a_text_that_names_nobody(language: str) -> None:
    found = text_of("complaint_admitted", language, neutral="neutral/news")
    assert REFERENCE not in found.text
    assert "http" not in found.text
    assert found.reference == ""
    assert short.fits(found.text)
    with translation.override(language):
        named = short._fill("news", language, "", "").split(":")[0]
    assert named not in found.text


def test_what_reads_from_left_to_right_is_set_apart_in_arabic() -> None:
    found = text_of("complaint_admitted", "ar").text
    assert f"\u2066{REFERENCE}\u2069" in found
    assert f"\u2066{LONGEST_SITE}/follow/\u2069" in found
    assert "\u2066" not in text_of("complaint_admitted", "fr").text


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_address_that_is_too_long_is_left_out(settings: Any, language: str) -> None:
    settings.SITE_URL = "https://" + "a" * 120 + ".ma"
    for kind in KINDS:
        found = text_of(kind, language).text
        assert "http" not in found
        assert REFERENCE in found
        assert short.fits(found)


def test_a_kind_without_a_short_text_goes_to_no_telephone() -> None:
    for kind in ("complaint_open_link", "desk_reply", "share_news"):
        with pytest.raises(Gone):
            text_of(kind, "fr")


def test_every_kind_that_has_one_has_its_template() -> None:
    names = {kind.short for kind in registry.KINDS.values() if kind.short}
    assert names == {"news", "answer", "registered", "access", "code"}


@pytest.mark.parametrize(
    ("text", "length"),
    [("a" * 160, 160), ("é" * 10, 10), ("€", 2), ("[]", 4), ("ç", 1), ("ê€", 2), ("سلام", 4), ("😀", 2), ("", 0)],
)
def test_letters_are_counted_as_a_network_counts_them(text: str, length: int) -> None:
    assert short.length(text) == length
