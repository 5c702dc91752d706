"""The secret address of one's own calendar: made, shown once, revoked."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from complaints.casework import feeds
from complaints.casework.admin.pages import actor_of, page


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: HttpRequest) -> HttpResponse:
    """Whether there is one; POST makes a new address, which this answer alone shows, or revokes it."""
    actor = actor_of(request)
    if not actor.is_caseworker:
        raise PermissionDenied(_("Only the institution's caseworkers may do this."))
    address = ""
    if request.method == "POST" and request.POST.get("act") == "revoke":
        feeds.revoke_feed(actor=actor)
        messages.success(request, _("The address leads nowhere any more."))
        return redirect("admin:calendar")
    if request.method == "POST":
        token = feeds.make_feed(actor=actor)
        address = f"{settings.SITE_URL}{reverse('calendar:feed', args=[token])}"
    context = {"feed": feeds.feed_of(actor), "address": address}
    return page(request, "casework/calendar.html", context)
