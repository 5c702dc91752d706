"""The short text of a message, for a telephone: `templates/sms/<short>.txt` (docs/outbox.md).

One part of 160 letters where GSM-7 has all of them, else two parts of 67 (UCS-2); what would be longer loses its link."""

from dataclasses import dataclass

from django.conf import settings
from django.template import Context, Engine
from django.urls import reverse
from django.utils import translation

from complaints.notifications import registry
from complaints.notifications.blocks import LRI, PDI
from complaints.notifications.channels import Gone
from complaints.notifications.models import OutboxMessage
from complaints.notifications.registry import Envelope

ONE_PART = 160  # GSM-7
TWO_PARTS = 134  # UCS-2, twice 67
# GSM 03.38: the basic alphabet, and what costs two places in it.
BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
DOUBLE = frozenset("^{}\\[~]|€")
# Signs that a page sets with care and that leave GSM-7: a telephone gets the plain ones.
PLAIN = str.maketrans({"\u00a0": " ", "\u202f": " ", "’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "…": "..."})


@dataclass(frozen=True, slots=True)
class Short:
    """A text as it leaves, and what a provider's own template needs instead of it."""

    template: str  # `news`, `answer`, `registered`, `access`, `code`, `neutral`
    language: str
    text: str
    reference: str = ""


def render(message: OutboxMessage, envelope: Envelope) -> Short:
    """The short text in its reader's language; raises Gone for a kind that has none."""
    name = "neutral" if envelope.neutral else registry.get(message.kind).short
    if not name:
        raise Gone("this kind of message has no short text")
    language = envelope.language or message.language or settings.LANGUAGE_CODE
    reference = "" if envelope.neutral else str(envelope.context.get("reference", ""))
    address = "" if envelope.neutral else f"{settings.SITE_URL.rstrip('/')}{reverse('follow_up:login')}"
    text = _fill(name, language, reference, address, str(envelope.context.get("code", "")))
    if address and not fits(text):
        text = _fill(name, language, reference, "")
    return Short(name, language, text, reference)


def _fill(name: str, language: str, reference: str, address: str, figures: str = "") -> str:
    with translation.override(language):
        right = translation.get_language_bidi()
        facts = {
            "reference": isolated(reference, right=right),
            "link": isolated(address, right=right),
            "figures": figures,
        }
        text = Engine.get_default().get_template(f"sms/{name}.txt").render(Context(facts, autoescape=False))
    return " ".join(text.translate(PLAIN).split())


def isolated(text: str, *, right: bool) -> str:
    """What reads from left to right, set apart where the rest does not."""
    return f"{LRI}{text}{PDI}" if text and right else text


def is_gsm(text: str) -> bool:
    """Whether the alphabet of GSM-7 has every letter of it."""
    return all(sign in BASIC or sign in DOUBLE for sign in text)


def length(text: str) -> int:
    """In the units that are counted: places of GSM-7, else pairs of bytes."""
    if is_gsm(text):
        return sum(2 if sign in DOUBLE else 1 for sign in text)
    return len(text.encode("utf-16-be")) // 2


def fits(text: str) -> bool:
    """One part in GSM-7, two in UCS-2."""
    return length(text) <= (ONE_PART if is_gsm(text) else TWO_PARTS)
