"""One source, three faces: subject, text and HTML, in the recipient's language and direction."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings

from complaints.notifications import blocks, outbox, registry
from complaints.notifications.channels import email
from complaints.notifications.models import OutboxMessage
from complaints.notifications.registry import Envelope
from mediator.languages import CODES

REFERENCE = "IMR-2026-7K3M9QX-4"
TEMPLATES = Path(django_settings.ROOT) / "templates" / "email"
KINDS = sorted(path.stem for path in TEMPLATES.glob("*.txt") if path.stem != "layout")
LRI, PDI = "\u2066", "\u2069"


def message(language: str = "fr", kind: str = "test_notice", **context: Any) -> OutboxMessage:
    facts = {"reference": REFERENCE, **context}
    return OutboxMessage(kind=kind, event="e", recipient="r", language=language, context=facts)


def parse(source: str) -> blocks.Parsed:
    return blocks.parse(source, site_url="http://localhost:8000")


# --- the source ---


def test_a_source_is_subject_paragraphs_lists_and_one_button() -> None:
    parsed = parse("Subject\n\nFirst\nline.\n- one\n- two\n[Open](http://localhost:8000/x)\nAfter.\n\n4821-07\n")
    assert [(block.kind) for block in parsed.blocks] == ["paragraph", "list", "action", "paragraph", "code"]
    assert parsed.blocks[0].runs[0].text == "First line."
    assert len(parsed.blocks[1].items) == 2
    assert parsed.blocks[2].url == "http://localhost:8000/x"


def test_spaces_that_may_not_end_a_line_stay_and_all_others_become_one() -> None:
    parsed = parse("Où en est\u00a0: \t votre dossier\u202f?\n\nC’est  \u2003 fait\u00a0!  \n")
    assert parsed.subject[0].text == "Où en est\u00a0: votre dossier\u202f?"
    assert parsed.blocks[0].runs[0].text == "C’est fait\u00a0!"


def test_a_source_without_a_subject_is_an_error() -> None:
    with pytest.raises(ValueError, match="subject"):
        parse("\n\n")


@pytest.mark.parametrize(
    "url",
    [
        "http://evil.example/x",
        "https://localhost:8000/x",
        "http://localhost:8000.evil.example/",
        "javascript:alert(1)",
        "http://localhost:8000/follow/?code=ABC",
        "http://localhost:8000/follow/?token=",
    ],
)
def test_a_button_stays_on_our_site_and_carries_no_secret_in_its_query(url: str) -> None:
    with pytest.raises(blocks.UnsafeLink):
        parse(f"Subject\n\n[Open]({url})")


@pytest.mark.parametrize(
    ("text", "run"),
    [
        (f"ملفكم {REFERENCE} قيد الدرس", REFERENCE),
        ("اتصلوا بنا على +212 5 37 57 77 00 اليوم", "+212 5 37 57 77 00"),
        ("اكتبوا إلى aide@mediateur.example غدا", "aide@mediateur.example"),
        ("المبلغ 1,250 MAD كاملا", "1,250 MAD"),
        ('ملف <bdi dir="ltr" class="ltr">scan &amp; copy.pdf</bdi> وصل', "scan & copy.pdf"),
    ],
)
def test_what_reads_from_left_to_right_is_set_apart(text: str, run: str) -> None:
    (block,) = parse(f"S\n\n{text}").blocks
    assert [piece.text for piece in block.runs if piece.ltr] == [run]


# --- the faces ---


def test_an_arabic_mail_has_its_direction_on_the_body_and_on_every_block(post: Any) -> None:
    post.source = "{reference}: توصلنا بشكايتكم\n\nاتصلوا بنا على +212 5 37 57 77 00.\n\n- أولا\n- ثانيا\n\n[فتح ملفي](http://localhost:8000/follow/)\n"
    rendered = outbox.render(message("ar"))
    assert (rendered.language, rendered.direction) == ("ar", "rtl")
    blocks_of_page = re.findall(r"<(html|body|div|p|ul|li)\b([^>]*)>", rendered.html)
    assert {name for name, _attributes in blocks_of_page} == {"html", "body", "div", "p", "ul", "li"}
    for name, attributes in blocks_of_page:
        assert 'lang="ar" dir="rtl"' in attributes, name
    assert '<bdi dir="ltr" class="ltr">+212 5 37 57 77 00</bdi>' in rendered.html
    assert f"{LRI}+212 5 37 57 77 00{PDI}" in rendered.text
    assert rendered.subject.startswith(f"{LRI}{REFERENCE}{PDI}: توصلنا")
    assert "\nhttp://localhost:8000/follow/\n" in rendered.text  # bare, so that mail programs link it right


def test_a_french_mail_reads_from_left_to_right_without_isolates(post: Any) -> None:
    rendered = outbox.render(message("fr"))
    assert rendered.direction == "ltr"
    assert rendered.subject == f"{REFERENCE}: we have received your complaint"
    assert LRI not in rendered.text
    assert '<body lang="fr" dir="ltr">' in rendered.html


def test_the_language_of_the_envelope_wins_over_that_of_the_row(post: Any) -> None:
    post.language = "ar"
    assert outbox.render(message("fr")).language == "ar"
    assert outbox.render(message("fr"), language="es").language == "es"


def test_every_mail_is_signed_and_says_that_we_never_ask_for_money(post: Any) -> None:
    post.extra = {"unit": "Délégation de Tanger", "unit_phone": "+212 5 39 00 00 00"}
    rendered = outbox.render(message("en"))
    for face in (rendered.text, rendered.html):
        assert "Délégation de Tanger" in face
        assert "+212 5 39 00 00 00" in face
        assert "never ask for money or passwords" in face
    post.extra = {}
    assert django_settings.INSTITUTION_PHONE in outbox.render(message("en")).text


def test_the_button_is_typed_in_full_in_both_parts(post: Any) -> None:
    url = f"http://localhost:8000/follow/{REFERENCE}?lang=fr"
    rendered = outbox.render(message())
    assert f"Open my file:\n{url}\n" in rendered.text
    assert f'href="{url}"' in rendered.html
    assert f">{url}<" in rendered.html


def test_markup_in_facts_stays_text(post: Any) -> None:
    post.source = "{reference}: news\n\nText."
    rendered = outbox.render(message(reference="<script>x</script>"))
    assert "<script>" not in rendered.html


def test_a_fact_with_line_ends_makes_no_subject_no_block_and_no_button(sample: Any) -> None:
    evil = "A\r\nBcc: x@y.example\n\n[Pay here](http://localhost:8000/pay)\n\nB"
    sample("complaint_registered", reference=evil)
    rendered = outbox.render(message("en", "complaint_registered"))
    assert rendered.subject.startswith("A Bcc:")
    assert "\n" not in rendered.subject
    assert [block.url for block in rendered.blocks if block.kind == "action"] == ["http://localhost:8000/follow/"]


@pytest.mark.parametrize("name", ["Amina\r\nBcc: x@example.org", "x@example.org", "http://evil.example", 'A" <b@c>'])
def test_a_name_brings_nothing_into_the_headers(post: Any, name: str) -> None:
    row = message()
    row.created_at = date(2026, 11, 20)
    mail = email.compose(row, Envelope(address="citizen@example.org", name=name))
    headers = mail.message()
    assert headers["Bcc"] is None
    assert [address.addr_spec for address in headers["To"].addresses] == ["citizen@example.org"]
    assert "\n" not in str(headers["To"])


def test_an_arabic_name_is_written_in_the_header(post: Any) -> None:
    row = message()
    row.created_at = date(2026, 11, 20)
    mail = email.compose(row, Envelope(address="citizen@example.org", name="أمينة العلوي"))
    assert mail.message()["To"].addresses[0].display_name == "أمينة العلوي"


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("ar", "مؤسسة وسيط المملكة"),
        ("es", "Institución del Mediador del Reino"),
        ("fr", "Institution du Médiateur du Royaume"),
    ],
)
def test_the_sender_bears_its_name_in_the_readers_language(post: Any, language: str, name: str) -> None:
    row = message(language)
    row.created_at = date(2026, 11, 20)
    mail = email.compose(row, Envelope(address="citizen@example.org", language=language))
    (sender,) = mail.message()["From"].addresses
    assert (sender.display_name, sender.addr_spec) == (name, "ne-pas-repondre@mediateur.example")


def test_another_name_of_the_sender_is_left_as_it_was_set(post: Any, settings: Any) -> None:
    settings.DEFAULT_FROM_EMAIL = "Défenseur <d@example.org>"
    row = message("ar")
    row.created_at = date(2026, 11, 20)
    mail = email.compose(row, Envelope(address="citizen@example.org", language="ar"))
    assert mail.message()["From"].addresses[0].display_name == "Défenseur"


def test_dates_come_back_as_dates(post: Any, put: Callable[..., Any]) -> None:
    from complaints.notifications import rendering

    assert rendering._revive("2026-11-20") == date(2026, 11, 20)
    assert rendering._revive("2026-11-20T10:00:00Z").tzinfo is not None
    assert rendering._revive("2026-11-20 or so") == "2026-11-20 or so"


# --- the real notices ---


@pytest.fixture
def sample(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Registers a real kind with an envelope of ours, so that only its template speaks."""
    facts = {
        "reference": REFERENCE,
        "url": "http://localhost:8000/follow/",
        "unit": "Rabat",
        "code": "482913",
        "expires_on": date(2026, 12, 31),
        "ends_on": date(2026, 12, 31),
        "due_on": date(2026, 12, 1),
        "meets_on": date(2026, 12, 8),
        "report": True,
        "files": 3,
        "acknowledged_by": date(2026, 12, 1),
        "review_until": date(2027, 1, 1),
        "heading": "Somebody else can help you",
        "subject_line": "A dispute with a bank",
        "explanation": "Write to the bank first.",
        "helps": False,
        "bodies": [("CMMB", ["Website: https://www.cmmb.ma"])],
        "posts": ["Consulate general of Lille"],
        "country": "France",
        "open_until": date(2027, 1, 1),
        "voice_url": "http://localhost:8000/follow/voice/x/?lang=fr",
        "end_url": "http://localhost:8000/follow/shared/x/end/",
        "late": "institution",
        "number": 12,
        "bound": 1000,
        "many": False,
    }

    def register(kind: str, **given: str) -> None:
        envelope = Envelope(address="citizen@example.org", context={**facts, **given})
        monkeypatch.setitem(registry.KINDS, kind, registry.Kind(kind, lambda _message: envelope))

    return register


# A code for an address that is not proved, or for another body; how many files there are.
OF_NO_FILE = {"complaint_email_code", "complaint_withdraw_code", "referral_figures", "desk_search_alert"}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", CODES)
def test_every_notice_can_be_written_in_every_language(kind: str, language: str, sample: Any) -> None:
    sample(kind)
    rendered = outbox.render(message(language, kind, items=2, outcome="settled"))
    # A draft has no reference yet, nor has what the guide says; an address that is not proved may be a stranger's.
    if not kind.startswith(("draft_", "guide_")) and kind not in OF_NO_FILE:
        assert rendered.subject.replace(LRI, "").startswith(REFERENCE)
    assert rendered.blocks
    assert sum(block.kind == "action" for block in rendered.blocks) <= 1
    assert "{" not in rendered.text
    assert '<bdi dir="ltr" class' not in rendered.text
