"""The report on paper: a tagged PDF in the language and direction of the one who prints it."""

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.dates import long_date
from complaints import typesetting
from complaints.outreach.models import Stand
from complaints.outreach.report.tables import Report


def report_pdf(stand: Stand, report: Report, *, language: str) -> bytes:
    """The tables of the report, cell by cell as the page shows them."""
    first, last = long_date(stand.begins_on), long_date(stand.ends_on)
    data = {
        "title": _("Report of a stand"),
        "reference": "",
        "footer": _("Counts only. A count of 1 to 4 is hidden, and another one where a total would give it away."),
        "subject": stand.name,
        "facts": [
            {"label": _("Event"), "value": str(stand.get_event_display())},
            {"label": _("Place"), "value": stand.place},
            {"label": _("Days"), "value": first if first == last else f"{first} – {last}"},
            {"label": _("Delegation"), "value": stand.unit.name},
            {"label": _("Visits"), "value": report.number},
            {"label": _("Printed on"), "value": long_date(timezone.now())},
        ],
        "tables": [
            {
                "title": table.title,
                "head": [table.heading, *table.columns],
                "rows": [[label, *values] for label, values in table.lines],
                "sums": [table.sums[0], *table.sums[1]] if table.sums else [],
            }
            for table in report.tables
        ],
    }
    return typesetting.pdf("stand_report", data, language=language)
