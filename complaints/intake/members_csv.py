"""The members of a group from a list as spreadsheets save it: UTF-8 or Windows-1256, with `;`, `,` or a tab between.

Only what no person could mend row by row is refused here; everything else comes into the form as it was typed, and the form
says of each row what to change."""

import csv
import io

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
    """UTF-8 or UTF-16 when the bytes are sound, else Windows-1256, which has Arabic and French letters."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace").replace("\0", "")
    try:
        return data.decode("utf-8-sig").replace("\0", "")
    except UnicodeDecodeError:
        return data.decode("cp1256", errors="replace").replace("\0", "")


def _rows(lines: list[list[str]]) -> list[dict[str, str]]:
    rows, heads, begun = [], _heads(), False
    for number, cells in enumerate(lines, start=1):
        while cells and not cells[-1]:
            cells.pop()
        if not cells or (not begun and cells[0].casefold() in heads):
            continue
        begun = True
        if len(cells) > len(COLUMNS):
            words = _(
                "Line %(number)s has %(count)s columns. Keep the four of our list: first name, last name, country, number."
            )
            raise RefusedList(words % {"number": number, "count": len(cells)})
        rows.append(dict(zip(COLUMNS, cells, strict=False)))
    return rows


def _heads() -> set[str]:
    """What stands above the first column, in each language."""
    found = {"first_name", "firstname"}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found.add(str(HEADS["first_name"]).casefold())
    return found
