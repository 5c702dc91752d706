"""Where the people live who complained in the period. Residence only, never nationality (domain section 19)."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from complaints.supervision import charts, maps
from complaints.supervision.figures.base import Cell, Figure, Table, TableRow, ranked, total_row
from complaints.supervision.models import FlowCount
from complaints.supervision.numbers import number, percent
from complaints.supervision.selectors import Facts

SHOWN = 15


def build(facts: Facts) -> Figure:
    counts = ranked(dict(facts.flow(FlowCount.Measure.RECEIVED, "country")))
    rows = tuple(
        TableRow(_name(facts, code), (Cell(n, facts.links.received(facts.period, country=code)),)) for code, n in counts
    )
    places = [maps.Place(code, _name(facts, code), n, number(n)) for code, n in counts]
    return Figure(
        key="countries",
        title=_("Countries of residence"),
        finding=_finding(rows),
        table=Table(
            _("Country"),
            (pgettext("complaints", "Received"),),
            rows,
            total_row(rows, (facts.links.received(facts.period),)) if rows else None,
        ),
        charts=(
            maps.bubble_map(places),
            charts.bar([charts.Row(row.label, (row.cells[0].value,)) for row in rows[:SHOWN]]),
        ),
        note=_("The map shows no borders. A circle's area is the number of complaints.")
        + (
            " "
            + _("The bars show the first %(shown)s of %(all)s countries.") % {"shown": SHOWN, "all": number(len(rows))}
            if len(rows) > SHOWN
            else ""
        ),
    )


def _name(facts: Facts, code: str) -> str:
    return facts.countries[code].name if code in facts.countries else code


def _finding(rows: tuple[TableRow, ...]) -> str:
    if not rows:
        return _("No complaint was received in the period.")
    total = sum(row.cells[0].value for row in rows)
    words = {
        "country": rows[0].label,
        "n": number(rows[0].cells[0].value),
        "share": percent(rows[0].cells[0].value, total),
        "countries": number(len(rows)),
    }
    if len(rows) == 1:
        return _("All complaints came from one country: %(country)s (%(n)s).") % words
    return _("Most complaints came from %(country)s: %(n)s (%(share)s), out of %(countries)s countries.") % words
