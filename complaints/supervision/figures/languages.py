"""The languages in which people asked to be written to."""

from babel import Locale, UnknownLocaleError
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.dates import locale
from complaints.supervision import charts
from complaints.supervision.figures.base import Cell, Figure, Table, TableRow, ranked, total_row
from complaints.supervision.models import FlowCount
from complaints.supervision.numbers import number, percent
from complaints.supervision.selectors import Facts

LISTED = {code for code, _name in settings.LANGUAGES}  # those that the queue filters by


def build(facts: Facts) -> Figure:
    counts = ranked(dict(facts.flow(FlowCount.Measure.RECEIVED, "language")))
    rows = tuple(
        TableRow(
            language_name(code),
            (Cell(n, facts.links.received(facts.period, language=code if code in LISTED else None)),),
        )
        for code, n in counts
    )
    return Figure(
        key="languages",
        title=_("Languages"),
        finding=_finding(rows),
        table=Table(
            _("Language"),
            (pgettext("complaints", "Received"),),
            rows,
            total_row(rows, (facts.links.received(facts.period),)) if rows else None,
        ),
        charts=(charts.bar([charts.Row(row.label, (row.cells[0].value,)) for row in rows]),),
    )


def language_name(code: str) -> str:
    """The language's name in the active language; its code where nobody knows a name."""
    try:
        name = Locale.parse(locale()).languages.get(code.split("-")[0])
    except (UnknownLocaleError, ValueError):
        name = None
    return name[:1].upper() + name[1:] if name else code


def _finding(rows: tuple[TableRow, ...]) -> str:
    if not rows:
        return _("No complaint was received in the period.")
    total = sum(row.cells[0].value for row in rows)
    words = {
        "language": rows[0].label,
        "n": number(rows[0].cells[0].value),
        "share": percent(rows[0].cells[0].value, total),
    }
    return _("Most used: %(language)s, %(n)s complaints (%(share)s).") % words
