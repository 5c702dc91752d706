"""Received and closed, week by week. Weeks are the seven days that end on the weekday of the period's last day."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from complaints.supervision import charts
from complaints.supervision.figures.base import Cell, Figure, Table, TableRow, total_row
from complaints.supervision.numbers import number, short_day
from complaints.supervision.selectors import Facts


def build(facts: Facts) -> Figure:
    rows = tuple(
        TableRow(
            _("%(first)s to %(last)s") % {"first": short_day(week.period.start), "last": short_day(week.period.end)},
            (
                Cell(week.received, facts.links.received(week.period)),
                Cell(week.closed, facts.links.closed(week.period)),
            ),
        )
        for week in facts.weeks
    )
    urls = (facts.links.received(facts.period), facts.links.closed(facts.period))
    return Figure(
        key="weeks",
        title=_("Received and closed by week"),
        finding=_finding(facts),
        table=Table(
            _("Week"),
            (pgettext("complaints", "Received"), pgettext("complaints", "Closed")),
            rows,
            total_row(rows, urls),
        ),
        charts=(
            charts.line(
                [short_day(week.period.end) for week in facts.weeks],
                [
                    (pgettext("complaints", "Received"), [week.received for week in facts.weeks]),
                    (pgettext("complaints", "Closed"), [week.closed for week in facts.weeks]),
                ],
            ),
        ),
        note=_("The first week is shorter than seven days.") if facts.weeks[0].period.days < 7 else "",
    )


def _finding(facts: Facts) -> str:
    received = sum(week.received for week in facts.weeks)
    closed = sum(week.closed for week in facts.weeks)
    words = {"received": number(received), "closed": number(closed), "difference": number(abs(received - closed))}
    if received > closed:
        return _("%(received)s received, %(closed)s closed: %(difference)s more came than went.") % words
    if received < closed:
        return _("%(received)s received, %(closed)s closed: %(difference)s more went than came.") % words
    return _("%(received)s received and as many closed.") % words
