"""The page of the queue at the desk: hand out, print, call, end. And the screen for everybody in the hall."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.forms import HouseForm
from accounts.middleware import by_button
from complaints.casework.admin.pages import actor_of, in_browser, number, page
from complaints.outreach.access import worked_stands
from complaints.outreach.models import Stand, StandDesk, Ticket
from complaints.outreach.models.tickets import MOST_NUMBERS
from complaints.outreach.waiting import actions, papers, selectors
from complaints.outreach.waiting.forms import DrawForm, NextForm, NumberForm, PrintForm
from complaints.outreach.waiting.screens import address_of_screen
from complaints.workflow.errors import Refused


def find(request: HttpRequest, pk: int) -> Stand:
    """The stand for who works there; a stranger's is a 404."""
    return get_object_or_404(worked_stands(actor_of(request)).select_related("unit"), pk=pk)


class Room:
    """One request at the queue of one stand: its four forms, of which one may be posted."""

    def __init__(self, request: HttpRequest, stand: Stand) -> None:
        self.request, self.stand, self.today = request, stand, timezone.localdate()
        self.actor = actor_of(request)
        self.desks = list(stand.desks.all())
        kept = request.session.get(self._key, {})
        desk = str(kept.get("desk") or self._own_desk() or "")
        self.desk = next((each for each in self.desks if str(each.number) == desk), None)
        self.languages = [code for code in kept.get("languages", []) if code in dict(settings.LANGUAGES)]
        self.posted = request.POST.get("do", "") if request.method == "POST" else ""

    @property
    def _key(self) -> str:
        return f"stand_queue_{self.stand.pk}"

    def _own_desk(self) -> int | None:
        post = self.stand.agents.filter(user=self.actor.user_id).select_related("desk").first()
        return post.desk.number if post and post.desk else None

    def remember(self, desk: StandDesk, languages: list[str] | None = None) -> None:
        """At which desk one sits stays known for this session."""
        kept = self.languages if languages is None else languages
        self.request.session[self._key] = {"desk": desk.number, "languages": kept}

    def form(self, kind: Any, name: str, *, initial: dict[str, Any], **more: Any) -> Any:
        data = self.request.POST if self.posted == name else None
        return kind(data, initial=initial, auto_id=f"id_{name}_%s", **more)

    def forms(self, now: selectors.Now) -> dict[str, HouseForm]:
        """By what their button does."""
        desk = str(self.desk.number) if self.desk else ""
        at_desk = now.at(self.desk)
        seen = at_desk.number if at_desk else 0
        return {
            "draw": self.form(DrawForm, "draw", initial={"key": uuid.uuid4()}),
            "next": self.form(
                NextForm, "next", initial={"desk": desk, "languages": self.languages, "seen": seen}, desks=self.desks
            ),
            "number": self.form(NumberForm, "number", initial={"desk": desk}, desks=self.desks),
            "print": self.form(PrintForm, "print", initial={"key": uuid.uuid4(), "count": 24}),
        }


@require_http_methods(["GET", "HEAD", "POST"])
def tickets(request: HttpRequest, pk: int) -> HttpResponse:
    """Who waits and who is called; POST hands out, prints or calls."""
    room = Room(request, find(request, pk))
    now = selectors.now(room.stand, day=room.today)
    forms = room.forms(now)
    form: Any = forms.get(room.posted)
    if form is not None and form.is_valid():
        try:
            where = DOES[room.posted](room, form)
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            return redirect(f"{request.path}{where}")
    faulty = form is not None and bool(form.errors)
    if faulty:
        now = selectors.now(room.stand, day=room.today)
    return page(request, "outreach/tickets.html", context_of(room, now, forms, form), status=422 if faulty else 200)


def context_of(room: Room, now: selectors.Now, forms: dict[str, HouseForm], form: Any) -> dict[str, Any]:
    """What the page shows: the queue, its forms, and what the last press gave."""
    stand, names = room.stand, dict(settings.LANGUAGES)
    drawn = Ticket.objects.filter(
        stand=stand, day=room.today, number=min(number(room.request.GET.get("drawn")), MOST_NUMBERS)
    ).first()
    paper = [min(number(room.request.GET.get(name)), MOST_NUMBERS) for name in ("first", "last")]
    minutes = timezone.now()
    return {
        "stand": stand,
        "open_now": stand.begins_on <= room.today <= stand.ends_on and stand.is_published and not stand.is_cancelled,
        "now": now,
        "called": [(ticket, names.get(ticket.language, "")) for ticket in now.called],
        "waiting": [
            (ticket, names.get(ticket.language, ""), int((minutes - ticket.drawn_at).total_seconds() // 60))
            for ticket in now.waiting
            if ticket.drawn_at
        ],
        "more": max(0, now.number_waiting - len(now.waiting)),
        "at_desk": now.at(room.desk),
        "desk": room.desk,
        "forms": forms,
        "form": form,
        "drawn": drawn,
        "drawn_language": names.get(drawn.language, "") if drawn else "",
        "paper": paper if 0 < paper[0] <= paper[1] else None,
        "screen": address_of_screen(stand),
    }


def _draw(room: Room, form: DrawForm) -> str:
    given = form.cleaned_data
    key = given["key"] or uuid.uuid4()
    ticket = actions.draw(room.stand, actor=room.actor, key=key, language=given["language"])
    return f"?drawn={ticket.number}"


def _print(room: Room, form: PrintForm) -> str:
    given = form.cleaned_data
    first, last = actions.print_numbers(
        room.stand, actor=room.actor, key=given["key"] or uuid.uuid4(), count=given["count"]
    )
    return f"?first={first}&last={last}"


def _next(room: Room, form: NextForm) -> str:
    given = form.cleaned_data
    room.remember(form.chosen, given["languages"])
    ticket, new = actions.call_next(
        room.stand, actor=room.actor, desk=form.chosen, languages=given["languages"], seen=given["seen"] or 0
    )
    words = _("Number %(number)s, desk %(desk)s.") if new else _("Number %(number)s is at desk %(desk)s already.")
    messages.success(room.request, words % {"number": ticket.number, "desk": form.chosen.number})
    return ""


def _number(room: Room, form: NumberForm) -> str:
    room.remember(form.chosen)
    ticket = actions.call_number(room.stand, actor=room.actor, desk=form.chosen, number=form.cleaned_data["number"])
    words = _("Number %(number)s, desk %(desk)s.")
    messages.success(room.request, words % {"number": ticket.number, "desk": form.chosen.number})
    return ""


DOES: dict[str, Any] = {"draw": _draw, "print": _print, "next": _next, "number": _number}


@by_button
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """A number is over: served, or its owner left."""
    stand = find(request, pk)
    asked = number(request.POST.get("number"))
    try:
        actions.end(
            stand, actor=actor_of(request), number=min(asked, MOST_NUMBERS + 1), left=request.POST.get("how") == "left"
        )
    except Refused as refused:
        messages.error(request, str(refused.reason))
    return redirect("outreach:tickets", stand.pk)


@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet of the numbers from `first` to `last`, as far as they were given out today."""
    stand, today = find(request, pk), timezone.localdate()
    first, last = (min(number(request.GET.get(name)), MOST_NUMBERS) for name in ("first", "last"))
    last = min(last, first + actions.MOST_PRINTED - 1)
    rows = Ticket.objects.filter(stand=stand, day=today, number__range=(first, last)).order_by("number")
    found = list(rows.values_list("number", flat=True))
    if not found:
        messages.warning(request, _("These numbers were not printed today."))
        return redirect("outreach:tickets", stand.pk)
    pdf = papers.sheet(stand, day=today, first=found[0], last=found[-1])
    return in_browser(pdf, f"tickets-{today}-{found[0]}-{found[-1]}")
