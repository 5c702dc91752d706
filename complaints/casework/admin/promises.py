"""Promises missed: the dates that the complainant was told and that we, or the administration, did not keep."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from complaints.casework import queue as reads
from complaints.casework.admin.look import row_of
from complaints.casework.admin.pages import actor_of, page
from complaints.casework.admin.queue import turned
from complaints.casework.queue import BOUND, Order, bounded_counts


@require_safe
def promises(request: HttpRequest) -> HttpResponse:
    """The latest first, with who works on each and by how much it is late. For heads and supervisors."""
    actor = actor_of(request)
    if not actor.is_validator:
        raise PermissionDenied(_("Only heads of delegation and supervisors see this list."))
    today = timezone.localdate()
    files = reads.missed_promises(actor, today=today)
    asked = {name: request.GET.get(name, "") for name in ("after", "before")}
    found = reads.page_of(files, order=Order.DUE, **asked)
    (total,) = bounded_counts([files])
    context = {
        "title": _("Promises missed"),
        "rows": [row_of(case, today=today) for case in found.rows],
        "total": total,
        "many": total > BOUND,
        "bound": BOUND,
        "links": {name: turned(request, name, getattr(found, name)) for name in asked},
    }
    return page(request, "casework/promises.html", context)
