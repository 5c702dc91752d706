"""What may still name the asker in a text that is to be published: addresses, telephone numbers, references, identity numbers.

It warns; a person decides, for the institution's own number looks the same."""

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.forms import western_digits


@dataclass(frozen=True, slots=True)
class Remain:
    """A piece of the text, and what it looks like."""

    label: str | Promise
    text: str


DAY = re.compile(r"(?<!\w)(?:\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{4}-\d{2}-\d{2})(?!\w)")  # by itself it names nobody
# In this order: what one pattern took, the next does not see.
PATTERNS: tuple[tuple[str | Promise, re.Pattern[str]], ...] = (
    (_("E-mail address"), re.compile(r"[^\s@<>()]+@[^\s@<>()]+\.\w{2,}")),
    (
        _("Number of a file or of a question"),
        re.compile(r"\b(?:IMR[\s\-‑]?\d{4}[\s\-‑]?|Q[\s\-‑])[0-9A-Z]{8}\b", re.IGNORECASE),
    ),
    (
        _("Bank account"),
        re.compile(r"\b(?:[A-Z]{2}\d{2}(?:\s?[0-9A-Z]{4}){3,7}(?:\s?[0-9A-Z]{1,3})?|\d{3}(?:\s?\d){21})\b"),
    ),
    (_("Telephone number"), re.compile(r"(?<![\w/])(?:\+|00)?\(?\d(?:[\s().\-‑/]?\d){7,14}(?!\w)")),
    (_("Identity or passport number"), re.compile(r"\b[A-Z]{1,2}\s?\d{5,8}\b", re.IGNORECASE)),
    (_("Long number"), re.compile(r"(?<!\w)\d{6,}(?!\w)")),
)


def remains(text: str) -> list[Remain]:
    """Every such piece, each once, in the order of the patterns."""
    left, found = DAY.sub(" ", western_digits(text)), list[Remain]()
    for label, pattern in PATTERNS:
        found += [Remain(label, piece.strip()) for piece in pattern.findall(left)]
        left = pattern.sub(" ", left)
    return list(dict.fromkeys(found))
