"""The report of a stand for who plans it: page, PDF, table."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from complaints.casework.admin.pages import actor_of, in_browser, page
from complaints.outreach.access import plannable_stands
from complaints.outreach.models import Stand
from complaints.outreach.report import papers
from complaints.outreach.report.tables import report_of
from complaints.spreadsheets import safe, stream


def find(request: HttpRequest, pk: int) -> Stand:
    """The stand for its planner; a stranger's is a 404."""
    return get_object_or_404(plannable_stands(actor_of(request)).select_related("unit", "region"), pk=pk)


@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of the visits, who came, how long they waited."""
    stand = find(request, pk)
    return page(request, "outreach/report.html", {"stand": stand, "report": report_of(stand)})


@require_safe
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The same to print."""
    stand = find(request, pk)
    language = get_language() or "fr"
    return in_browser(papers.report_pdf(stand, report_of(stand), language=language), f"stand-{stand.pk}")


@require_safe
def csv(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The same as one table: the table's title, the row, the column, the value."""
    stand = find(request, pk)
    lines = [[_("Table"), _("Row"), _("Column"), _("Value")]]
    lines += [
        [table.title, label, column, value]
        for table in report_of(stand).tables
        for label, values in table.rows
        for column, value in zip(table.columns, values, strict=True)
    ]
    texts = [[safe(str(cell)) for cell in line] for line in lines]
    response = StreamingHttpResponse(stream(texts), content_type="text/csv; charset=utf-8")
    name = f"stand-{stand.pk}-{timezone.localdate()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
