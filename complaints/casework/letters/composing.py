"""A text and a file become the words of a letter."""

from collections.abc import Collection
from dataclasses import dataclass

from complaints.casework.letters import texts
from complaints.casework.letters.facts import EMPTY, FACTS, MAY_BE_EMPTY, VALUES, Source
from complaints.casework.letters.purposes import KINDS
from complaints.casework.letters.texts import HOLE, Paragraph, Text
from complaints.dealings import Purpose
from complaints.models import Complaint


@dataclass(frozen=True, slots=True)
class Words:
    """A letter as it begins; `template` is the text it began with. `[…]` stands where the file says nothing."""

    recipient: str
    subject: str
    body: str
    template: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A paragraph that the caseworker may tick, as it would read."""

    key: str
    text: str
    ticked: bool


def compose(text: Text, source: Source, *, ticked: Collection[str] | None = None) -> Words:
    """The words of a letter with the ticked paragraphs; None: with those that are ticked at first."""
    kept = [fill(part.text, source) for part in text.paragraphs() if _stands(part, source, ticked)]
    return Words(fill(text.recipient, source), fill(text.subject, source), "\n\n".join(kept), text.label)


def choices(text: Text, source: Source) -> list[Choice]:
    """The paragraphs to tick, in their order."""
    return [Choice(part.key, fill(part.text, source), part.ticked) for part in text.paragraphs() if part.key]


def _stands(part: Paragraph, source: Source, ticked: Collection[str] | None) -> bool:
    if part.key:
        return part.ticked if ticked is None else part.key in ticked
    return not part.fact or FACTS[part.fact](source) is part.wanted


def fill(text: str, source: Source) -> str:
    """The text with its braces filled; a line that only asked for what may be empty goes."""
    lines = []
    for line in text.splitlines():
        filled = HOLE.sub(lambda hole: _value(hole[1], source), line)
        if filled.strip() or not line.strip():
            lines.append(filled.rstrip())
    return "\n".join(lines).strip()


def _value(name: str, source: Source) -> str:
    return VALUES[name](source).strip() or ("" if name in MAY_BE_EMPTY else EMPTY)


def words_of(complaint: Complaint, purpose: str, language: str) -> Words | None:
    """How a letter for this purpose begins; None where its text in that language is missing or older than its source."""
    text = texts.text_of(purpose, language)
    if text is None or language not in texts.current(purpose, (language,)):
        return None
    return compose(text, Source(complaint, language, KINDS[purpose].events))


def letter_of(complaint: Complaint, purpose: Purpose, language: str) -> tuple[str, str]:
    """Subject and text of a letter as it begins; both empty where there is no text to begin with."""
    words = words_of(complaint, purpose, language)
    return (words.subject, words.body) if words else ("", "")


def recipient_of(complaint: Complaint, purpose: str, language: str) -> str:
    """Name and address as such a letter bears them."""
    text = texts.text_of(purpose, language) or texts.text_of(purpose, texts.SOURCE)
    return fill(text.recipient, Source(complaint, language, KINDS[purpose].events)) if text else ""
