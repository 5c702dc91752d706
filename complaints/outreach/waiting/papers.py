"""Numbers on paper: sheets of tickets to cut, in Arabic and French, whatever the language of the one who prints."""

from datetime import date
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from accounts import institution
from accounts.dates import long_date
from accounts.localized import pick
from complaints import typesetting
from complaints.outreach.models import Stand

LANGUAGES = ("ar", "fr")


def sheet(stand: Stand, *, day: date, first: int, last: int) -> bytes:
    """A tagged PDF of A4 sheets, eight tickets on each."""
    with translation.override("ar"):
        title = _("Queue tickets")
    data = {
        "title": title,
        "reference": "",
        "footer": "",
        "numbers": [str(number) for number in range(first, last + 1)],
        "sides": [_words(stand, day, code) for code in LANGUAGES],
    }
    return typesetting.pdf("tickets", data, language="ar")


def _words(stand: Stand, day: date, code: str) -> dict[str, Any]:
    with translation.override(code):
        return {
            "language": code,
            "direction": "rtl" if code in typesetting.RIGHT_TO_LEFT else "ltr",
            "institution": institution.NAMES[code],
            "stand": pick(stand.names, code),
            "day": long_date(day, code),
            "number": _("Your number"),
            "wait": _("Wait until your number is called. It is free of charge."),
        }
