"""The members of a group from a list as spreadsheets save it: UTF-8, Windows-1256 or -1252, with `;`, `,` or a tab between.

Only what no person could mend row by row is refused here; everything else comes into the form as it was typed, and the form
says of each row what to change."""

import csv
import io
import re
import unicodedata

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from complaints.asking.text import tidy
from complaints.intake.steps.others import MOST_MEMBERS

LARGEST = 200_000  # bytes
COLUMNS = ("first_name", "last_name", "country", "id_number")
HEADS: dict[str, Promise | str] = {
    "first_name": gettext_lazy("First name"),
    "last_name": gettext_lazy("Last name"),
    "country": gettext_lazy("Country where this person lives"),
    "id_number": gettext_lazy("Number of the identity document"),
}
WORD = re.compile(r"(?:[^\W\d_]|[\u064b-\u0652\u200c\u200d])+")  # with the vowels and joiners of Arabic
ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")
LATIN = re.compile(r"[A-Za-zªº\u00c0-\u024f]")
# Three accents in a row, a capital with an accent after a small letter, a sign at a letter: DOS, Macintosh, or Arabic misread.
GARBLED = re.compile(r"[À-ÿŠšŒœŽžŸ]{3}|[a-zß-ÿ][À-ÞŠŒŽŸ]|[^\W\d_][‚ƒ„†‡ˆ‰‹•˜™¡¢£¤¥§]")
# What people write above their own lists, without accents and signs; a first line of nothing else is no member.
OWN_WORDS = """
    prenom prenoms nom noms nomdefamille nometprenom pays paysderesidence residence cin cnie cni passeport numero ncin
    ncnie numerocin numerocnie npiece numerodepiece firstname firstnames givenname givennames forename lastname
    familyname surname name names fullname country countryofresidence id idnumber idno passport passportnumber number
    nombre nombres apellido apellidos pais paisderesidencia dni documento numerodedocumento vorname nachname
    familienname land ausweisnummer nome cognome paese voornaam achternaam الاسم الاسمالشخصي الاسمالعائلي الاسمالكامل
    النسب اللقب البلد بلدالاقامة الدولة رقمالبطاقة رقمالبطاقةالوطنية رقمجوازالسفر جوازالسفر البطاقةالوطنية رقمالهوية
"""
OWN_HEADS = frozenset(OWN_WORDS.split())
BOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # how .xlsx, .ods and .xls begin


class RefusedList(ValueError):
    """The list cannot be read at all; the text says what to do."""


def template() -> bytes:
    """An empty list with its heads in the active language, as spreadsheets open it by a double click."""
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerow(str(HEADS[name]) for name in COLUMNS)
    return out.getvalue().encode("utf-8-sig")


def read(data: bytes) -> list[dict[str, str]]:
    """The rows as typed, without the heads and without empty lines; raises RefusedList."""
    if len(data) > LARGEST:
        raise RefusedList(
            _("This list is too long: 100 members fit. Keep the four columns of our list, and nothing else.")
        )
    if data.startswith(BOOKS):
        raise RefusedList(_("This is a workbook. In your spreadsheet choose “Save as”, then CSV, and send that file."))
    text = decoded(data)
    first = next((line for line in text.splitlines() if line.strip()), "")
    mark = max(";,\t", key=first.count)
    try:
        lines = [[tidy(cell).strip() for cell in line] for line in csv.reader(io.StringIO(text), delimiter=mark)]
    except csv.Error:
        raise RefusedList(_("We cannot read this list. Take our list, fill it in, and send it.")) from None
    rows = _rows(lines)
    if not rows:
        raise RefusedList(_("This list is empty. Write one member a line below the heads, then send it."))
    if len(rows) > MOST_MEMBERS:
        raise RefusedList(too_many(len(rows)))
    return rows


def too_many(count: int) -> str:
    """What to do with more members than fit."""
    words = _("This makes %(count)s members, and 100 fit. Send the others as a document, on the page for documents.")
    return words % {"count": count}


def decoded(data: bytes) -> str:
    """UTF-8 or UTF-16 when the bytes are sound, else Windows; raises RefusedList rather than garble a name."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", errors="replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = _of_windows(data)
    if any(_mixed(word) for word in WORD.findall(text)):
        raise _unreadable()
    return text.replace("\0", "")


def _of_windows(data: bytes) -> str:
    """Windows-1256 has Arabic and the letters of French; 1252 those of Spanish, German and Italian besides, and no Arabic.

    So whole Arabic words speak for 1256, and Arabic within a Latin word for 1252: `Garc\u064aa` is García."""
    arabic, latin = data.decode("cp1256", errors="replace"), data.decode("cp1252", errors="replace")
    words = WORD.findall(arabic)
    whole = any(len(word) > 1 and ARABIC.search(word) and not LATIN.search(word) for word in words)
    mixed = any(map(_mixed, words))
    undecided = whole is mixed and (whole or WORD.findall(latin) != words)
    text = arabic if whole else latin
    if undecided or "\ufffd" in text or GARBLED.search(text):
        raise _unreadable()
    return text


def _mixed(word: str) -> bool:
    return bool(ARABIC.search(word) and LATIN.search(word))


def _unreadable() -> RefusedList:
    return RefusedList(
        _(
            "We cannot read the letters of this list. Open it in your spreadsheet, see that the names are right, "
            "choose “Save as”, then “CSV UTF-8”, and send that file."
        )
    )


def _rows(lines: list[list[str]]) -> list[dict[str, str]]:
    rows, heads, begun = [], _heads(), False
    for number, cells in enumerate(lines, start=1):
        while cells and not cells[-1]:
            cells.pop()
        if not cells or (not begun and _are_heads(cells, heads)):
            continue
        begun = True
        if len(cells) > len(COLUMNS):
            words = _(
                "Line %(number)s has %(count)s columns. Keep the four of our list: first name, last name, country, number."
            )
            raise RefusedList(words % {"number": number, "count": len(cells)})
        rows.append(dict(zip(COLUMNS, cells, strict=False)))
    return rows


def _are_heads(cells: list[str], heads: set[str]) -> bool:
    """Whether a line before all members stands above columns: those of our list, or a person's own words."""
    return cells[0].casefold() in heads or all(_bare(cell) in OWN_HEADS for cell in cells if cell)


def _bare(text: str) -> str:
    """Small letters without accents, spaces and signs: `N° C.I.N.` is `ncin`, `بلد الإقامة` is `بلدالاقامة`."""
    parts = unicodedata.normalize("NFD", text.replace("°", "").casefold())
    return "".join(letter for letter in parts if letter.isalnum())


def _heads() -> set[str]:
    """What stands above the first column, in each language."""
    found = {"first_name", "firstname"}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found.add(str(HEADS["first_name"]).casefold())
    return found
