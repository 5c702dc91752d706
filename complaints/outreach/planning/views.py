"""The planner's pages at the desk."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.middleware import by_button
from complaints.casework.admin.pages import actor_of, number, page
from complaints.casework.admin.queue import turned
from complaints.outreach import announced
from complaints.outreach.access import can_plan, plannable_stands, plannable_units, possible_agents, worked_stands
from complaints.outreach.models import Stand
from complaints.outreach.planning import actions, selectors
from complaints.outreach.planning.forms import (
    CancelForm,
    HoursForm,
    StandForm,
    TeamForm,
    hours_as_typed,
    initial_of,
)
from complaints.outreach.waiting.screens import address_of_screen
from complaints.workflow.errors import Refused

ROWS = 25
MOST_PEOPLE = 200  # on the form of the team


def find(request: HttpRequest, pk: int) -> Stand:
    """The stand for its planner; a stranger's is a 404."""
    return get_object_or_404(plannable_stands(actor_of(request)).select_related("unit", "region"), pk=pk)


@require_safe
def stands(request: HttpRequest) -> HttpResponse:
    """The stands that this person plans or works at, by view."""
    actor, today = actor_of(request), timezone.localdate()
    if not actor.is_caseworker:
        raise PermissionDenied(_("Only the institution's caseworkers may do this."))
    view = request.GET.get("view", "")
    view = view if view in selectors.VIEWS else "coming"
    after, before = (request.GET.get(name, "")[:60] for name in ("after", "before"))
    rows = selectors.stands_in(view, actor=actor, today=today)
    found = announced.page_of(rows, after=after, before=before, size=ROWS, newest_first=view != "coming")
    clashes = selectors.clashes(found.rows)
    context = {
        "view": view,
        "title": selectors.VIEWS[view],
        "views": list(selectors.VIEWS.items()),
        "rows": [(stand, bool(clashes.get(stand.pk))) for stand in found.rows],
        "links": {name: turned(request, name, getattr(found, name)) for name in ("after", "before")},
        "may": can_plan(actor),
    }
    return page(request, "outreach/stands.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """A new stand."""
    actor = actor_of(request)
    if not (may := can_plan(actor)):
        raise PermissionDenied(may.reason)
    form = _stand_form(request, None)
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["key"] or uuid.uuid4()
        try:
            made = actions.plan(actor=actor, key=key, facts=form.facts(), spans=form.spans())
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, _("The stand is planned. Nobody outside sees it before you publish it."))
            return redirect("outreach:stand", made.pk)
    return page(request, "outreach/plan.html", {"form": form, "stand": None}, status=422 if form.errors else 200)


def _stand_form(request: HttpRequest, stand: Stand | None) -> StandForm:
    actor, today = actor_of(request), timezone.localdate()
    units = list(plannable_units(actor, today=today))
    if stand is not None and stand.unit not in units:
        units.append(stand.unit)
    if stand is not None:
        initial = initial_of(stand)
    else:
        own = next((unit for unit in units if unit.pk == actor.unit_id), None)
        initial = {"key": uuid.uuid4(), "desks": 2, "unit": own and own.pk, "region": own and own.region_id}
    data = request.POST if request.method == "POST" else None
    return StandForm(data, initial=initial, units=units, regions=announced.regions(), new=stand is None)


@require_safe
def stand(request: HttpRequest, pk: int) -> HttpResponse:
    """One stand: what is planned, what is missing, and the ways on."""
    actor, today = actor_of(request), timezone.localdate()
    row = get_object_or_404(announced.with_all(worked_stands(actor)), pk=pk)
    planned = plannable_stands(actor).filter(pk=row.pk).exists()
    days = announced.days_of(row)
    context = {
        "stand": row,
        "days": days,
        "closed_days": sum(1 for day in days if not day.hours),
        "team": list(row.agents.select_related("user", "desk").order_by("desk__number", "user__name")),
        "desks": list(row.desks.all()),
        "clashes": selectors.clashes([row]).get(row.pk, []),
        "plans": planned,
        "over": row.ends_on < today,
        "open_now": row.begins_on <= today <= row.ends_on and row.is_published and not row.is_cancelled,
        "screen": address_of_screen(row),
    }
    return page(request, "outreach/stand.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """The facts of a stand."""
    row = find(request, pk)
    form = _stand_form(request, row)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(row, actor=actor_of(request), seen=form.revision(), facts=form.facts())
        except Refused as refused:
            return _refused(request, "outreach/plan.html", form, refused, stand=row)
        messages.success(request, _("Saved."))
        return redirect("outreach:stand", row.pk)
    return page(request, "outreach/plan.html", {"form": form, "stand": row}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def hours(request: HttpRequest, pk: int) -> HttpResponse:
    """The hours, day by day."""
    row = find(request, pk)
    days = [one.day for one in announced.days_of(row)]
    data = request.POST if request.method == "POST" else None
    form = HoursForm(data, initial={"seen": row.revision, **hours_as_typed(list(row.hours.all()))}, days=days)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_hours(row, actor=actor_of(request), seen=form.revision(), openings=form.openings())
        except Refused as refused:
            return _refused(request, "outreach/hours.html", form, refused, stand=row)
        messages.success(request, _("Saved."))
        return redirect("outreach:stand", row.pk)
    return page(request, "outreach/hours.html", {"form": form, "stand": row}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def team(request: HttpRequest, pk: int) -> HttpResponse:
    """Who works there, and at which desk. Who is at another stand on the same day is said, not forbidden."""
    row = find(request, pk)
    people = list(possible_agents(row)[:MOST_PEOPLE])
    there = {post.user_id: post for post in row.agents.select_related("desk", "user")}
    people += [post.user for post in there.values() if post.user not in people]
    labels = dict(row.desks.values_list("number", "label"))
    initial: dict[str, Any] = {"seen": row.revision, **{f"label_{key}": label for key, label in labels.items()}}
    initial |= {f"user_{key}": str(post.desk.number) if post.desk else "0" for key, post in there.items()}
    form = TeamForm(
        request.POST if request.method == "POST" else None, initial=initial, people=people, desks=list(labels)
    )
    if request.method == "POST" and form.is_valid():
        try:
            given = {"places": form.places(), "labels": form.labels()}
            saved = actions.set_team(row, actor=actor_of(request), seen=form.revision(), **given)
        except Refused as refused:
            return _refused(request, "outreach/team.html", form, refused, stand=row)
        if selectors.clashes([saved]).get(saved.pk):
            messages.warning(request, _("Saved. Somebody is at two stands on one day: see below."))
        else:
            messages.success(request, _("Saved."))
        return redirect("outreach:stand", row.pk)
    return page(request, "outreach/team.html", {"form": form, "stand": row}, status=422 if form.errors else 200)


def _refused(request: HttpRequest, template: str, form: Any, refused: Refused, *, stand: Stand) -> HttpResponse:
    """The words stay; after a change by somebody else the next press stands on what is there now, and says what that is."""
    form.add_error(None, str(refused.reason))
    changed = isinstance(refused, actions.Changed)
    if changed:
        stand = find(request, stand.pk)
        form.data = form.data.copy()
        form.data["seen"] = str(stand.revision)
    context = {"form": form, "stand": stand, "now": announced.days_of(stand) if changed else None}
    return page(request, template, context, status=409 if changed else 422)


@by_button
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """From now on everybody sees it."""
    row = find(request, pk)
    try:
        actions.publish(row, actor=actor_of(request), seen=number(request.POST.get("seen")))
    except Refused as refused:
        messages.error(request, str(refused.reason))
    else:
        messages.success(request, _("Published: everybody sees this stand now."))
    return redirect("outreach:stand", row.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """It does not take place, and everybody reads why."""
    row = find(request, pk)
    form = CancelForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.cancel(row, actor=actor_of(request), why=given["why"], words=given["words"])
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, _("Cancelled. Who looks for this stand reads why."))
            return redirect("outreach:stand", row.pk)
    return page(request, "outreach/cancel.html", {"form": form, "stand": row}, status=422 if form.errors else 200)


@by_button
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Forgets a plan that nobody saw."""
    row = find(request, pk)
    try:
        actions.drop(row, actor=actor_of(request))
    except Refused as refused:
        messages.error(request, str(refused.reason))
        return redirect("outreach:stand", row.pk)
    messages.success(request, _("The plan was deleted."))
    return redirect("outreach:stands")
