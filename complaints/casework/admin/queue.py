"""W1: the queue."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.actors import Actor
from complaints.casework import finding, neglect, searches
from complaints.casework import queue as reads
from complaints.casework.admin import undo
from complaints.casework.admin.look import row_of
from complaints.casework.admin.pages import actor_of, page
from complaints.casework.bulk_forms import offered
from complaints.casework.by_key import page_by_key
from complaints.casework.filters import QueueFilters, choices
from complaints.casework.queue import BOUND, HITS, NEGLECTED, Order, View

SEARCHES = 12  # links to saved searches above the queue; all of them have a page


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """One view of the queue, its filters and a page of files."""
    actor = actor_of(request)
    if not actor.is_caseworker:
        raise PermissionDenied(_("Only the institution's caseworkers see complaints."))
    today = timezone.localdate()
    form = QueueFilters(request.GET, choices=choices(actor), ages=reads.AGES)
    given = form.given()
    view = chosen_view(request, actor, given)
    files = reads.narrow(reads.complaints_in(view, actor=actor, today=today), given, today=today)
    files = reads.find(files, given.get("q", ""))
    order = Order.RECEIVED if view in {View.CLOSED, View.ALL} else Order.DUE
    found = reads.page_of(files, order=order, after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    counted = not given and view in reads.views_for(actor)  # the list is one of those whose numbers stand above it
    stop = HITS if given.get("q") else BOUND
    numbers, totals = reads.counts(actor, today=today, besides=[] if counted else [files], stop=stop)
    total = numbers[view] if counted else totals[0]
    marks = finding.excerpts([case.pk for case in found.rows], given.get("q", ""))
    owned = neglect.owners(found.rows, today=today) if view in NEGLECTED else {}
    context = {
        "title": view.label,
        "views": [view_link(request, each, view, number) for each, number in numbers.items()],
        "view": view,
        "windows": undo.of_lists(request),
        "form": form,
        "filtered": bool(given.keys() - {"q"}),
        "given": given,
        "rows": [
            row_of(case, today=today, excerpt=marks.get(case.pk), owners=owned.get(case.pk, ())) for case in found.rows
        ],
        "neglected": view in NEGLECTED,
        "bulk_acts": offered(actor),
        "by_handler": reads.by_handler(files) if view == View.OVERDUE else [],
        "searches": searches.readable_searches(actor)[:SEARCHES],
        "saved_as": save_link(form, view),
        "total": total,
        "bound": BOUND,
        "many": total > stop,
        "stop": stop,
        "links": {
            name: turned(request, name, value) for name, value in (("before", found.before), ("after", found.after))
        },
    }
    return page(request, "casework/queue.html", context)


def save_link(form: QueueFilters, view: View) -> str:
    """Where what is shown now is saved."""
    query = QueryDict(mutable=True)
    query.update(searches.asked_of(form, view))
    return f"{reverse('admin:search_save')}?{query.urlencode()}"


def chosen_view(request: HttpRequest, actor: Actor, given: dict[str, Any]) -> View:
    """The view asked for; with filters alone all files; at first the one that the role begins with."""
    asked = request.GET.get("view", "")
    if asked in View.values:
        return View(asked)
    if given:
        return View.ALL
    return reads.first_view(actor)


def view_link(request: HttpRequest, view: View, current: View, number: int) -> dict[str, Any]:
    """A view with its count and whether it is the one shown."""
    return {
        "url": f"?view={view.value}",
        "label": view.label,
        "number": number,
        "current": view == current,
        "many": number > BOUND,
    }


def turned(request: HttpRequest, name: str, cursor: str) -> str:
    """The address of the neighbouring page, filters kept; empty when there is none."""
    if not cursor:
        return ""
    query = request.GET.copy()
    query.pop("after", None)
    query.pop("before", None)
    query[name] = cursor
    return f"?{query.urlencode()}"


def asked_page(
    request: HttpRequest, rows: QuerySet[Any], *, by: str, size: int, descending: bool = False
) -> dict[str, Any]:
    """For a template: the `rows` of the page by key that the address asks for, and the `links` to its neighbours."""
    asked = {name: request.GET.get(name, "") for name in ("after", "before")}
    found = page_by_key(rows, by=by, descending=descending, size=size, **asked)
    return {"rows": found.rows, "links": {name: turned(request, name, getattr(found, name)) for name in asked}}
