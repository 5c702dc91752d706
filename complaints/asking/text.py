"""What people type, made safe to keep: no character that a database or a page cannot hold, and lengths as people count."""

import unicodedata

from accounts.forms import clean_text

OVERRIDES = frozenset("\u202d\u202e")  # they turn the text around them; isolates and marks stay
JOINER = "\u200d"
LOWEST, HIGHEST = 0x1F1E6, 0x1F1FF  # regional indicators: two of them are one flag


def tidy(text: str) -> str:
    """The text as it is kept in the file: composed (NFC), one kind of line break, no control characters."""
    text = unicodedata.normalize("NFC", clean_text(text)).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c not in OVERRIDES).strip()


def isolated(example: str) -> str:
    """An example that keeps its own direction inside an Arabic sentence (A31), where no markup is possible."""
    return f"\u2066{example}\u2069"


def length(text: str) -> int:
    """Characters as a reader sees them (grapheme clusters, close to UAX 29): an accent, a shadda or a family emoji
    belongs to the character it sits on."""
    count, joined, flag = 0, False, False
    for character in text.replace("\r\n", "\n"):
        regional = LOWEST <= ord(character) <= HIGHEST
        if character == JOINER:
            joined = True
            continue
        extends = unicodedata.category(character) in ("Mn", "Me", "Mc") or 0x1F3FB <= ord(character) <= 0x1F3FF
        if not (extends and count) and not (joined and count) and not (regional and flag):
            count += 1
            flag = regional
        elif regional:
            flag = False
        joined = False
    return count
