"""Writes of the queue. Two desks that press at once call two different numbers; a press sent twice does its thing once.

The queue is the day's: a number of yesterday is called by nobody."""

import uuid
from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from complaints.outreach.access import worked_stands
from complaints.outreach.models import Stand, StandDesk, Ticket
from complaints.outreach.models.tickets import MOST_NUMBERS
from complaints.workflow.errors import Refused, WrongState

MOST_PRINTED = 96  # numbers at once: twelve sheets
Standing = Ticket.Standing


class NobodyWaits(Refused):
    """No number waits in these languages."""

    def __init__(self) -> None:
        super().__init__(_("Nobody waits in these languages now."))


def draw(stand: Stand, *, actor: Actor, key: UUID, language: str) -> Ticket:
    """Hands out the next number: the lowest printed one if paper lies there, else a new one."""
    with transaction.atomic():
        row, today = _open_today(stand, actor=actor)
        if done := Ticket.objects.filter(key=key, stand=row).first():
            return done
        now = timezone.now()
        printed = Ticket.objects.filter(stand=row, day=today, standing=Standing.PRINTED)
        # One that is being called by its number in this moment is somebody's already.
        paper = printed.select_for_update(skip_locked=True, of=("self",)).order_by("number").first()
        ticket = paper or Ticket(stand=row, day=today, number=_next_number(row, today))
        ticket.key, ticket.language, ticket.standing, ticket.drawn_at = key, language, Standing.WAITING, now
        ticket.save()
    return ticket


def print_numbers(stand: Stand, *, actor: Actor, key: UUID, count: int) -> tuple[int, int]:
    """Keeps the next `count` numbers for paper; gives the first and the last. The same key keeps them once."""
    with transaction.atomic():
        row, today = _open_today(stand, actor=actor)
        keys = [uuid.uuid5(key, str(n)) for n in range(count)]
        done = list(Ticket.objects.filter(stand=row, key__in=keys).order_by("number").values_list("number", flat=True))
        if done:
            return done[0], done[-1]
        first = _next_number(row, today)
        last = first + count - 1
        if last > MOST_NUMBERS:
            raise Refused(_("A day has 999 numbers at most. Print fewer."))
        Ticket.objects.bulk_create(
            Ticket(stand=row, day=today, number=first + n, key=keys[n], standing=Standing.PRINTED) for n in range(count)
        )
    return first, last


def call_next(
    stand: Stand, *, actor: Actor, desk: StandDesk, languages: Collection[str], seen: int = 0
) -> tuple[Ticket, bool]:
    """The lowest waiting number of these languages (none: of all; a number without a language counts for all) to a desk.

    `seen` is the number that the page showed at this desk: if another one is there by now, the button was pressed twice
    and nothing more is called. Gives the number and whether it was called just now. Who was there before was served."""
    with transaction.atomic():
        row, today = _open_today(stand, actor=actor, lock=False)
        place = _locked_desk(row, desk)
        at_desk = _at(place, today)
        if at_desk is not None and at_desk.number != seen:
            return at_desk, False
        waiting = Ticket.objects.filter(stand=row, day=today, standing=Standing.WAITING)
        if languages:
            waiting = waiting.filter(language__in=[*languages, ""])
        # A number that another desk is taking this moment is passed over, not waited for
        ticket = waiting.select_for_update(skip_locked=True).order_by("number").first()
        if ticket is None:
            raise NobodyWaits
        _call(ticket, place, before=at_desk)
    return ticket, True


def call_number(stand: Stand, *, actor: Actor, desk: StandDesk, number: int) -> Ticket:
    """One certain number: from paper that nobody noted, or out of turn. At the same desk again it is the same call."""
    with transaction.atomic():
        row, today = _open_today(stand, actor=actor, lock=False)
        place = _locked_desk(row, desk)
        ticket = Ticket.objects.select_for_update().filter(stand=row, day=today, number=number).first()
        if ticket is None:
            raise Refused(_("Number %(number)s was not given out today.") % {"number": number})
        if ticket.standing == Standing.CALLED and ticket.desk_id == place.pk:
            return ticket
        if ticket.standing == Standing.CALLED:
            other = ticket.desk.number if ticket.desk else "–"
            words = _("Number %(number)s was called to desk %(desk)s.")
            raise WrongState(words % {"number": number, "desk": other})
        if ticket.standing in {Standing.SERVED, Standing.LEFT}:
            raise WrongState(_("Number %(number)s is over. Give a new one.") % {"number": number})
        _call(ticket, place, before=_at(place, today))
    return ticket


def end(stand: Stand, *, actor: Actor, number: int, left: bool) -> Ticket:
    """A number is over: served at its desk, or its owner left. Said twice, it is over once."""
    with transaction.atomic():
        row, today = _open_today(stand, actor=actor, lock=False)
        ticket = Ticket.objects.select_for_update().filter(stand=row, day=today, number=number).first()
        if ticket is None:
            raise Refused(_("Number %(number)s was not given out today.") % {"number": number})
        if ticket.standing in {Standing.SERVED, Standing.LEFT}:
            return ticket
        if not left and ticket.standing != Standing.CALLED:
            raise WrongState(_("Number %(number)s was not called yet.") % {"number": number})
        _end(ticket, Standing.LEFT if left else Standing.SERVED)
    return ticket


def _open_today(stand: Stand, *, actor: Actor, lock: bool = True) -> tuple[Stand, date]:
    """The stand as its row is now, if there is a queue today and this person works there. `lock`: for new numbers."""
    rows = worked_stands(actor)
    row = (rows.select_for_update(of=("self",)) if lock else rows).filter(pk=stand.pk).first()
    if row is None:
        raise Refused(_("You do not work at this stand any more."))
    today = timezone.localdate()
    if row.is_cancelled or not row.is_published or not row.begins_on <= today <= row.ends_on:
        raise WrongState(_("This stand has no queue today."))
    return row, today


def _next_number(stand: Stand, today: date) -> int:
    highest = Ticket.objects.filter(stand=stand, day=today).aggregate(highest=Max("number"))["highest"] or 0
    if highest >= MOST_NUMBERS:
        raise Refused(_("A day has 999 numbers at most, and all were given out."))
    return highest + 1


def _locked_desk(stand: Stand, desk: StandDesk) -> StandDesk:
    """The desk for this press alone: two agents of one desk call one after the other."""
    row = StandDesk.objects.select_for_update().filter(pk=desk.pk, stand=stand).first()
    if row is None:
        raise Refused(_("This desk is not there any more. Choose another one."))
    return row


def _at(desk: StandDesk, today: date) -> Ticket | None:
    """Who is at this desk now: one at most, since the desk's row is locked at each call."""
    rows = Ticket.objects.select_for_update().filter(stand=desk.stand_id, day=today, standing=Standing.CALLED)
    return rows.filter(desk=desk).order_by("-called_at").first()


def _call(ticket: Ticket, desk: StandDesk, *, before: Ticket | None) -> None:
    if before is not None:
        _end(before, Standing.SERVED)
    ticket.desk, ticket.standing, ticket.called_at = desk, Standing.CALLED, timezone.now()
    ticket.save(update_fields=["desk", "standing", "called_at"])


def _end(ticket: Ticket, standing: Ticket.Standing) -> None:
    ticket.standing, ticket.ended_at = standing, timezone.now()
    ticket.save(update_fields=["standing", "ended_at"])
