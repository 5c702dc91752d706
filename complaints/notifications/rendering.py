"""A message in its recipient's language and direction: subject, text and HTML from the one source."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.template import Context, Engine
from django.utils import translation

from complaints.notifications import blocks, registry
from complaints.notifications.blocks import Block
from complaints.notifications.models import Channel, OutboxMessage
from complaints.notifications.registry import Envelope

ISO_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")
ISO_TIME = re.compile(r"^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$")


class Nobody(LookupError):
    """There is nobody to tell any more."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message ready to send or to show; `blocks` are for pages of ours, which draw them themselves."""

    subject: str
    text: str
    html: str
    language: str
    direction: str
    blocks: tuple[Block, ...]
    closing: tuple[Block, ...] = ()  # signature, telephone and warning, the same in every message


def render(message: OutboxMessage, *, envelope: Envelope | None = None, language: str = "") -> Rendered:
    """The message as it would be sent now; raises Nobody when its recipient is gone. `language` overrides theirs."""
    envelope = envelope or registry.resolve(message)
    if envelope is None:
        raise Nobody(f"message {message.pk} has no recipient any more")
    language = language or envelope.language or message.language or settings.LANGUAGE_CODE
    with translation.override(language):
        direction = "rtl" if translation.get_language_bidi() else "ltr"
        facts = _facts(message, envelope, language, direction)
        parsed = blocks.parse(_source(message, envelope, facts), site_url=settings.SITE_URL)
        # The signature is our name, so a message that may not show it has none.
        signed = "" if _is_neutral(message, envelope) else _fill("email/layout.txt", facts)
        closing = blocks.parse("-\n\n" + signed, site_url=settings.SITE_URL).blocks
        subject = blocks.plain(parsed.subject, direction=direction)
        page = {
            "parsed": parsed,
            "closing": closing,
            "language": language,
            "direction": direction,
            "subject": blocks.plain(parsed.subject, direction="ltr"),
        }
        html = _engine().get_template("email/layout.html").render(Context(page))
    text = "\n\n-- \n".join(_text(part, direction) for part in (parsed.blocks, closing) if part) + "\n"
    return Rendered(subject, text, html, language, direction, parsed.blocks, closing)


def _source(message: OutboxMessage, envelope: Envelope, facts: Mapping[str, Any]) -> str:
    if _is_neutral(message, envelope):
        return _fill(f"email/{envelope.neutral}.txt", facts)
    kind = registry.get(message.kind)
    return kind.source(message, envelope) if kind.source else _fill(f"email/{message.kind}.txt", facts)


def _is_neutral(message: OutboxMessage, envelope: Envelope) -> bool:
    """On the site the reader is in the file already: only what leaves the house is made neutral."""
    return bool(envelope.neutral) and message.channel == Channel.EMAIL


def absolute(path: str) -> str:
    """The full address of a page of ours, typed in full in every message."""
    return settings.SITE_URL.rstrip("/") + path


def _fill(template: str, facts: Mapping[str, Any]) -> str:
    # Without escaping: this is text; the HTML layout escapes when it draws the blocks.
    return _engine().get_template(template).render(Context(facts, autoescape=False))


def _engine() -> Engine:
    return Engine.get_default()


def _facts(message: OutboxMessage, envelope: Envelope, language: str, direction: str) -> dict[str, Any]:
    stored = {key: _inert(_revive(value)) for key, value in message.context.items()}
    found = {key: _inert(value) for key, value in envelope.context.items()}
    return {
        "unit": "",
        "unit_phone": "",
        "time_zone": envelope.time_zone,
        "about": message.about,
        "site_url": settings.SITE_URL.rstrip("/"),
        "institution_phone": settings.INSTITUTION_PHONE,
        **stored,
        **found,
        "language": language,
        "direction": direction,
    }


def _revive(value: Any) -> Any:
    """Dates went to JSON as text; templates want dates."""
    if isinstance(value, str) and ISO_DAY.match(value):
        return date.fromisoformat(value)
    if isinstance(value, str) and ISO_TIME.match(value):
        return datetime.fromisoformat(value)
    return value


def _inert(value: Any) -> Any:
    """A value cannot break out of its line: what people typed never becomes a subject, a block or a button."""
    if isinstance(value, str):
        return " ".join("".join(c if c.isprintable() or c.isspace() else "" for c in value).split())
    if isinstance(value, list | tuple):
        return [_inert(part) for part in value]
    return value


def _text(parts: tuple[Block, ...], direction: str) -> str:
    written = []
    for block in parts:
        if block.kind == "list":
            written.append("\n".join("- " + blocks.plain(item, direction=direction) for item in block.items))
        elif block.kind == "action":
            written.append(f"{blocks.plain(block.runs, direction=direction)}:\n{block.url}")
        else:
            written.append(blocks.plain(block.runs, direction=direction))
    return "\n\n".join(written)
