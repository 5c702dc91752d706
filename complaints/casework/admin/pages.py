"""What every page of the desk has: its links, its way to fetch a case, its way to be drawn."""

from typing import Any, cast

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from complaints.audit.log import record_reading
from complaints.models import Complaint
from complaints.notifications.actions import may_resend
from complaints.permissions import can_manage_lists, can_see_figures, workable_complaints

KEYS_COOKIE = "desk-keys"  # whether single keys work on this device (keys.py)


def actor_of(request: HttpRequest) -> Actor:
    """Who is acting."""
    return cast(Actor, request.actor)  # type: ignore[attr-defined]


def desk_context(request: HttpRequest) -> dict[str, Any]:
    """The links of the desk that this person has a use for."""
    actor = actor_of(request)
    links = []
    if actor.is_caseworker:
        links.append(("inbox", _("Queue"), reverse("admin:complaints_complaint_changelist")))
        links.append(("circle-help", _("Questions"), reverse("admin:questions")))
        links.append(("shield-check", _("Requests about data"), reverse("admin:data_requests")))
    if can_see_figures(actor) and (figures := address("supervision:dashboard")):
        links.append(("scale", _("Figures"), figures))
    if can_manage_lists(actor):
        links.append(("users", _("Accounts and lists"), reverse("admin:index")))
    if may_resend(actor=actor):
        links.append(("mail", _("Undelivered messages"), reverse("admin:undelivered")))
    return {"desk_links": links, "desk": True, "keys_on": request.COOKIES.get(KEYS_COOKIE) == "on"}


def address(name: str) -> str:
    """The address of a page that may not be there."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def find_case(request: HttpRequest, pk: int) -> Complaint:
    """The case if this person may work on it; a stranger's is a 404."""
    files = workable_complaints(actor_of(request)).select_related(
        "complainant__country", "complainant__nationality", "representation__mandate",
        "representation__country", "country", "administration", "subject", "region", "handler",
        "unit__parent",
    )  # fmt: skip
    return get_object_or_404(files, pk=pk)


def read(request: HttpRequest, case: Complaint, what: str) -> None:
    """Keeps in the log that this person read this."""
    record_reading(actor=actor_of(request), about=f"complaint:{case.pk}", what=what)


def page(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """Draws a page of the desk."""
    return render(request, template, {**desk_context(request), "site": admin.site, **context}, status=status)


def number(text: str | None) -> int:
    """The event that a form had seen; nonsense counts as having seen nothing."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 19 else 0


def in_browser(pdf: bytes, name: str) -> HttpResponse:
    """A PDF that the browser shows."""
    return HttpResponse(
        pdf, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}.pdf"'}
    )
