"""Both letters of a referral, on letterhead: to the body, and to the complainant (T5; peers 2F).

Their words stand in `templates/referral/letters/referral_body.<language>.txt` and `referral_citizen.<language>.txt`. The one to
the body names nobody and tells nothing of the matter: that is read by the link, or by the code printed here. What they say is
kept when the complainant agrees (`Referral.letters`): a letter that is opened in a year says what was sent, with its date."""

from datetime import date, datetime
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.dates import long_date
from accounts.localized import pick
from complaints import typesetting
from complaints.models import Referral
from complaints.notifications.outbox import absolute
from complaints.referring import links, package

LANGUAGES = ("ar", "fr", "en", "es")
NEAREST = {"nl": "en", "de": "en", "it": "fr", "zgh": "fr"}
PURPOSES = ("referral_body", "referral_citizen")


def written_in(language: str) -> str:
    """The language of a letter for a reader of this one."""
    return language if language in LANGUAGES else NEAREST.get(language, "fr")


def as_sent(referral: Referral, *, at: datetime) -> dict[str, dict[str, str]]:
    """Both letters as they leave now, by purpose: language, subject, text, day (`Referral.letters`)."""
    languages = {"referral_body": referral.language, "referral_citizen": referral.complaint.language}
    kept = {}
    for purpose, reader in languages.items():
        language = written_in(reader)
        subject, text = _written(referral, purpose, language)
        day = timezone.localdate(at).isoformat()
        kept[purpose] = {"language": language, "subject": subject, "text": text, "day": day}
    return kept


def letter_of(referral: Referral, purpose: str, language: str) -> tuple[str, str]:
    """Subject and text, as they were sent; `language` is one of LANGUAGES, and another one than the kept is written anew."""
    kept = referral.letters.get(purpose)
    if kept and kept["language"] == language:
        return kept["subject"], kept["text"]
    return _written(referral, purpose, language)


def number_of(referral: Referral, purpose: str) -> str:
    """The number on the letter, as 2026-000123/T1-2."""
    return f"{referral.number}-{PURPOSES.index(purpose) + 1}"


def _day(referral: Referral, purpose: str) -> date:
    kept = referral.letters.get(purpose)
    return date.fromisoformat(kept["day"]) if kept else timezone.localdate()


def _written(referral: Referral, purpose: str, language: str) -> tuple[str, str]:
    with translation.override(language):
        context = {
            "reference": referral.complaint.reference,
            "body": pick(referral.body.names, language),
            "words": referral.words,
            "by_post": referral.by_post,
            "items": package.summary(package.ticked(referral), referral.documents.count(), names=package.IN_LETTERS),
            "sent_on": timezone.localdate(referral.sent_at) if referral.sent_at else None,
            "due_on": referral.due_on,
            "agreed_on": timezone.localdate(referral.agreed_at) if referral.agreed_at else None,
        }
        text = render_to_string(f"referral/letters/{purpose}.{language}.txt", context)
    subject, _line, body = text.strip().partition("\n")
    return subject.strip(), body.strip()


def to_body(referral: Referral) -> bytes:
    """The letter to the body as PDF; the printed one holds the code that opens what is passed on."""
    return _pdf(referral, "referral_body", written_in(referral.language), code=referral.by_post)


def to_complainant(referral: Referral) -> bytes:
    """The letter to the complainant as PDF, in the language of the file."""
    return _pdf(referral, "referral_citizen", written_in(referral.complaint.language), code=False)


def _pdf(referral: Referral, purpose: str, language: str, *, code: bool) -> bytes:
    subject, body = letter_of(referral, purpose, language)
    address = absolute(reverse("referral:door"))
    with translation.override(language):
        data: dict[str, Any] = {
            "title": subject,
            "reference": referral.complaint.reference,
            "footer": _("Institution du Médiateur du Royaume"),
            "day": long_date(_day(referral, purpose)),
            "letter": number_of(referral, purpose),
            "paragraphs": [part.splitlines() for part in body.split("\n\n") if part.strip()],
            "code": links.printed_code(referral) if code else "",
            "address": address,
            "qr": typesetting.qr(address) if code else "",
            "labels": {
                "where": _("Open this page and type the number and the code:"),
                "number": _("Number"),
                "code": _("Code"),
                "scan": _("Scan to open the page"),
            },
        }
    return typesetting.pdf("referral", data, language=language, written_at=timezone.now())
