"""The window of an act at the desk: how long it still is, its two buttons, and what corrects an act that was told."""

from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.actors import Actor
from accounts.middleware import by_button
from complaints.casework.admin.pages import actor_of
from complaints.casework.words import event_label
from complaints.models import Complaint, Grace
from complaints.permissions import workable_complaints
from complaints.workflow import transitions, undo
from complaints.workflow.errors import Refused
from complaints.workflow.states import step

KEY = "undo-until"  # in the session: until when this person may have something to take back on another file


@dataclass(frozen=True, slots=True)
class Shown:
    """A window on a page: `reason` says why this person cannot take the act back; `files` are those of one press."""

    press: UUID
    label: Promise | str
    until: datetime
    minutes: int
    reason: Promise | str = ""
    files: tuple[Complaint, ...] = ()


def of_case(complaint: Complaint, actor: Actor) -> dict[str, Any]:
    """What stands above a file: its open window, or what corrects the act that was told last; and the step that the
    complainant sees."""
    now = timezone.now()
    window = undo.window(complaint, actor, now=now)
    if window is None:
        told = undo.newly_told(complaint, now=now)
        label = event_label(told.event.name) if told else ""
        return {"window": None, "told_act": told, "told_label": label, "step": step(complaint.state).label}
    reason = "" if window.decision else window.decision.reason
    known = step(window.known_state or complaint.state).label
    return {"window": _shown([window.grace], now=now, reason=reason), "told_act": None, "step": known}


def _shown(graces: list[Grace], *, now: datetime, reason: Promise | str = "") -> Shown:
    first = graces[0]
    left = max(first.until - now, undo.MARGIN)
    return Shown(
        first.press, event_label(first.event.name), first.until, ceil(left.total_seconds() / 60), reason,
        tuple(grace.complaint for grace in graces),
    )  # fmt: skip


def remember(request: HttpRequest) -> None:
    """The lists show for some minutes what this person can take back: the file itself may be out of reach by then."""
    newest = undo.made_by(actor_of(request)).first()
    if newest is not None:
        request.session[KEY] = newest.until.timestamp()


def of_lists(request: HttpRequest) -> list[Shown]:
    """What this person did a moment ago, a line for each press; asked of the database only where there may be something."""
    now = timezone.now()
    if request.session.get(KEY, 0) <= now.timestamp():
        return []
    presses: dict[UUID, list[Grace]] = {}
    for grace in undo.made_by(actor_of(request)):
        presses.setdefault(grace.press, []).append(grace)
    return [_shown(graces, now=now) for graces in presses.values()]


@by_button
def take_back(request: HttpRequest, press: UUID) -> HttpResponse:
    """Takes back what one press did. Pressed twice it says so, and nothing more happens."""
    found = transitions.take_back_press(press, actor=actor_of(request))
    if found.cases:
        words = ngettext(
            "Taken back: the file is as it was, and nobody outside was told.",
            "Taken back: %(count)d files are as they were, and nobody outside was told.",
            len(found.cases),
        )
        messages.success(request, words % {"count": len(found.cases)})
    for case, reason in found.refused:
        messages.error(request, f"{case.reference}: {reason}")
    if not found.cases and not found.refused:
        messages.error(request, str(transitions.SENT))
    cases = [*found.cases, *(case for case, _reason in found.refused)]
    return _back(request, cases, again=None if found.refused else press)


@by_button
def send_now(request: HttpRequest, press: UUID) -> HttpResponse:
    """Ends the window: what waits for its end is sent at once."""
    cases = []
    for grace in undo.in_reach(actor_of(request)).filter(press=press):
        try:
            cases.append(transitions.send_now(grace, actor=actor_of(request)))
        except Refused as refused:
            messages.error(request, f"{grace.complaint.reference}: {refused.reason}")
    if cases:
        messages.success(request, _("It is being sent now."))
    return _back(request, cases)


def typed_in(request: HttpRequest, complaint: Complaint, act: str) -> dict[str, list[str]]:
    """What stood in the form of an act that this person took back; `again` in the address names the press."""
    grace = _named(request, complaint)
    return grace.typed["data"] if grace and grace.typed["act"] == act else {}


def once_more(request: HttpRequest, complaint: Complaint) -> str:
    """The form of an act that was taken back just now, with what was typed in it; empty when there is none."""
    grace = _named(request, complaint)
    if grace is None:
        return ""
    return f"{reverse('admin:case_act', args=[complaint.pk, grace.typed['act']])}?again={grace.press}"


def _named(request: HttpRequest, complaint: Complaint) -> Grace | None:
    try:
        press = UUID(request.GET.get("again", ""))
    except ValueError:
        return None
    return undo.typed_by(actor_of(request), complaint, press)


def _back(request: HttpRequest, cases: list[Complaint], *, again: UUID | None = None) -> HttpResponse:
    if len(cases) == 1 and workable_complaints(actor_of(request)).filter(pk=cases[0].pk).exists():
        address = reverse("admin:complaints_complaint_change", args=[cases[0].pk])
        return redirect(f"{address}?again={again}" if again else address)
    return redirect("admin:complaints_complaint_changelist")


VIEWS = (("", take_back, "undo"), ("send/", send_now, "send_now"))
