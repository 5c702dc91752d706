"""What may still name the asker in a text that is to be published: addresses, telephone numbers, references, names.

It warns; a person decides, for the institution's own number looks the same, and many a name is written like a word."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from itertools import takewhile

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.forms import western_digits
from complaints.guide.folding import fold, without_article, words


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


# Folded, as people say who they are; what follows is the name, until a sign or a word of STOP.
INTRODUCED = re.compile(
    r"\b(?:je m['’ ]?appelle|mon nom est|my name is|me llamo|mi nombre es|mi chiamo|il mio nome e|ik heet|mijn naam is"
    r"|ich heisse|mein name ist|اسمي|سميتي|انا|ⵉⵙⵎ ⵉⵏⵓ)\b(?: هو\b| هي\b)?[\s:«\"“]*"
    r"([^\W\d_]+(?:[ \t\-'’]+[^\W\d_]+){0,4})"
)
STOP = frozenset(
    words(
        "et je j mais qui ma mon and i but who my y e soy mi mis sono il lo en ik mijn een und ich mein die das "
        "من في عن إلى لا لم ما مع قد"
    )
)
JOINED = frozenset("وبلكف")  # what Arabic joins to the word that follows
PARTICLES = frozenset(words("el al la le de du del di da dos van von der den ter بن بنت آيت"))  # every text has them
WORD = re.compile(r"(?:[^\W\d_]|[\u0300-\u036f\u064b-\u0652])+")  # with its accents and vowels


def names_of(name: str) -> set[str]:
    """The words of a name, folded; an initial names nobody."""
    return {word for word in words(name) if len(word) > 1 and word not in PARTICLES}


def introduced(text: str) -> set[str]:
    """The names, folded, by which people say in this text who they are."""
    found = set[str]()
    for said in INTRODUCED.findall(fold(text)):
        found |= names_of(" ".join(takewhile(_of_a_name, words(said))))
    return found


def _of_a_name(word: str) -> bool:
    return word not in STOP and not word.startswith("لل")  # "to the": `اسمي للإدارة` is "my name to the administration"


def _named(text: str, names: Collection[str]) -> list[Remain]:
    """The words of the text that are one of these names, in Arabic also with a letter or the article joined before."""
    wanted = {form for name in names for form in (name, without_article(name))}
    found = list[Remain]()
    for piece in WORD.findall(text):
        word = fold(piece)
        bare = word[1:] if word[:1] in JOINED and len(word) > 3 else word
        if wanted & {word, bare, without_article(word), without_article(bare)}:
            found.append(Remain(_("Perhaps a name"), piece))
    return found


def remains(text: str, names: Collection[str] = ()) -> list[Remain]:
    """Every such piece, each once, in the order of the patterns; then the words of `names`, and of those introduced here."""
    left, found = DAY.sub(" ", western_digits(text)), list[Remain]()
    for label, pattern in PATTERNS:
        found += [Remain(label, piece.strip()) for piece in pattern.findall(left)]
        left = pattern.sub(" ", left)
    return list(dict.fromkeys(found + _named(left, introduced(text) | set(names))))
