"""The texts that letters begin with: shipped ones in `data/letters/<purpose>.<language>.txt`, written over by rows.

A text is a block of recipient, a subject and a body. The body's paragraphs stand apart by an empty line; one may begin with a
mark: `[+ key]` and `[- key]` are offered to the caseworker, ticked or not at first; `[if fact]` and `[unless fact]` stand there
or not by what the file is. `{name}` is filled from the file (`facts.py`). SOURCE is the language that is written first: a
translation of an earlier edition of it is older than its source, and no letter begins with it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.casework.models import LetterText
from complaints.dealings import Purpose

FOLDER = Path(__file__).parent.parent / "data" / "letters"
SOURCE = "ar"
WANTED = ("ar", "fr", "en", "es")  # in which every purpose must have its text
PART = "\n---\n"
MARK = re.compile(r"\[(?:(?P<tick>[+-]) (?P<key>[a-z_]+)|(?P<wanted>if|unless) (?P<fact>[a-z_]+))\][ \t]*\n?", re.ASCII)
HOLE = re.compile(r"\{([a-z_]+)\}", re.ASCII)


class Gap(models.TextChoices):
    """Why no letter can begin with a text."""

    MISSING = "missing", _("Missing")
    OLDER = "older", _("Older than the source")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`key`: offered, and `ticked` at first; `fact`: there when the file says `wanted` of it; neither: always there."""

    text: str
    key: str = ""
    ticked: bool = True
    fact: str = ""
    wanted: bool = True


@dataclass(frozen=True, slots=True)
class Text:
    """What a letter for one purpose begins with in one language. `edition` is that of the source which it says."""

    purpose: str
    language: str
    version: int
    edition: int
    recipient: str
    subject: str
    body: str
    shipped: bool = True

    @property
    def label(self) -> str:
        """By what a letter remembers with which text it began."""
        return f"{self.purpose}.{self.language}/{'shipped ' if self.shipped else ''}{self.version}"

    def paragraphs(self) -> list[Paragraph]:
        """The body in its parts."""
        return paragraphs(self.body)


Texts = Mapping[tuple[str, str], Text]


def paragraphs(body: str) -> list[Paragraph]:
    """A body in its parts."""
    return [_paragraph(part) for part in re.split(r"\n[ \t]*\n", body.replace("\r\n", "\n").strip()) if part.strip()]


def _paragraph(part: str) -> Paragraph:
    mark = MARK.match(part)
    if mark is None:
        return Paragraph(part.strip())
    text = part[mark.end() :].strip()
    if mark["key"]:
        return Paragraph(text, key=mark["key"], ticked=mark["tick"] == "+")
    return Paragraph(text, fact=mark["fact"], wanted=mark["wanted"] == "if")


def holes(*texts: str) -> set[str]:
    """What stands in braces."""
    return {name for text in texts for name in HOLE.findall(text)}


@cache
def shipped() -> Texts:
    """The texts of the repository, read once for each process. Raises ValueError that names the file."""
    found = [_read(path) for path in sorted(FOLDER.glob("*.txt"))]
    return {(text.purpose, text.language): text for text in found}


def _read(path: Path) -> Text:
    purpose, _dot, language = path.stem.partition(".")
    parts = path.read_text(encoding="utf-8").strip().split(PART)
    if purpose not in Purpose or len(parts) != 4:
        raise ValueError(f"{path.name}: no purpose of a letter, or not four parts")
    head = dict(line.split(": ", 1) for line in parts[0].splitlines())
    recipient, subject, body = (part.strip() for part in parts[1:])
    return Text(purpose, language, int(head["version"]), int(head["edition"]), recipient, subject, body)


def in_force() -> dict[tuple[str, str], Text]:
    """Every text that counts now, in one query: the newest row, else the shipped one."""
    rows = LetterText.objects.order_by("purpose", "language", "-version").distinct("purpose", "language")
    return {**shipped(), **{(row.purpose, row.language): of_row(row) for row in rows}}


def text_of(purpose: str, language: str) -> Text | None:
    """The text that counts now for one purpose in one language."""
    row = LetterText.objects.filter(purpose=purpose, language=language).order_by("-version").first()
    return of_row(row) if row else shipped().get((purpose, language))


def of_row(row: LetterText) -> Text:
    """What an administrator wrote."""
    return Text(
        row.purpose, row.language, row.version, row.edition, row.recipient, row.subject, row.body, shipped=False
    )


def gap_in(found: Texts, purpose: str, language: str) -> Gap | None:
    """Why a letter for this purpose cannot begin in this language; None when it can."""
    text, source = found.get((purpose, language)), found.get((purpose, SOURCE))
    if text is None:
        return Gap.MISSING
    return Gap.OLDER if source is not None and text.edition < source.edition else None


def _of(purpose: str) -> dict[tuple[str, str], Text]:
    """Every text that counts now for one purpose; one query."""
    rows = LetterText.objects.filter(purpose=purpose).order_by("language", "-version").distinct("language")
    found = {key: text for key, text in shipped().items() if key[0] == purpose}
    return found | {(row.purpose, row.language): of_row(row) for row in rows}


def current(purpose: str, languages: Iterable[str] = WANTED) -> list[str]:
    """The languages in which a letter for this purpose can begin, in their order."""
    found = _of(purpose)
    return [code for code in languages if gap_in(found, purpose, code) is None]


def gap_of(purpose: str, language: str) -> Gap | None:
    """Why a letter for this purpose cannot begin in this language; None when it can."""
    return gap_in(_of(purpose), purpose, language)
