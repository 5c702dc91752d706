"""Messages that could not be delivered: kind, time and reason, never what they say; sent again by one click."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.middleware import by_button
from complaints.casework.admin.pages import actor_of, page
from complaints.casework.queue import BOUND, bounded_counts
from complaints.notifications import actions
from complaints.notifications.selectors import dead_letters
from complaints.permissions import workable_complaints

PAGE = 50


@require_safe
def undelivered(request: HttpRequest) -> HttpResponse:
    """The newest dead letters. A caseworker finds the file of those that are about one of theirs."""
    actor = actor_of(request)
    if not actions.may_resend(actor=actor):
        raise PermissionDenied
    rows = list(dead_letters()[:PAGE])
    keys = {row.about: row.about.removeprefix("complaint:") for row in rows if row.about.startswith("complaint:")}
    numbers = [key for key in keys.values() if key.isdecimal()]
    known = dict(workable_complaints(actor).filter(pk__in=numbers).values_list("pk", "reference"))
    shown = []
    for row in rows:
        key = keys.get(row.about, "")
        pk = int(key) if key.isdecimal() else 0
        shown.append({"message": row, "pk": pk, "reference": known.get(pk, "")})
    total, *_rest = bounded_counts([dead_letters()])
    return page(
        request, "casework/undelivered.html", {"rows": shown, "total": total, "many": total > BOUND, "bound": BOUND}
    )


@by_button
def resend(request: HttpRequest, message: int) -> HttpResponse:
    """Puts one back into the queue."""
    row = get_object_or_404(dead_letters(), pk=message)
    try:
        actions.resend(row, actor=actor_of(request))
    except actions.NotDead as late:
        messages.error(request, str(late))
    else:
        messages.success(request, _("The message will be sent again."))
    return redirect("admin:undelivered")
