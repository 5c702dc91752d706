"""The queue of the stand as this desk sees it: how many wait, the next number called here, who sits here (docs/stands.md)."""

from contextlib import suppress

from complaints.casework.queue import bounded_counts
from complaints.outreach.models import Shift, Ticket
from complaints.outreach.tablet.access import actor_of, today
from complaints.outreach.waiting import actions
from complaints.outreach.waiting.selectors import MOST_WAITING
from complaints.workflow.errors import Refused


def waiting(shift: Shift) -> int:
    """How many wait today; bounded."""
    rows = Ticket.objects.filter(stand=shift.stand_id, day=today(), standing=Ticket.Standing.WAITING)
    return bounded_counts([rows], stops=[MOST_WAITING])[0]


def at_desk(shift: Shift) -> Ticket | None:
    """The number that was called to this desk."""
    if shift.desk_id is None:
        return None
    rows = Ticket.objects.filter(stand=shift.stand_id, day=today(), standing=Ticket.Standing.CALLED)
    return rows.filter(desk=shift.desk_id).order_by("-called_at").first()


def call_next(shift: Shift, *, seen: int) -> None:
    """The next number to this desk; `seen` as in waiting/actions.py. Raises Refused."""
    if shift.desk is not None:
        actions.call_next(shift.stand, actor=actor_of(shift), desk=shift.desk, languages=(), seen=seen)


def taken(shift: Shift, number: int | None) -> Ticket | None:
    """The ticket of who sits down now, called to this desk if it was not yet. A number that nobody drew hinders nobody."""
    if not number:
        return None
    if shift.desk is not None:
        with suppress(Refused):
            return actions.call_number(shift.stand, actor=actor_of(shift), desk=shift.desk, number=number)
    return Ticket.objects.filter(stand=shift.stand_id, day=today(), number=number).first()


def served(shift: Shift, ticket: Ticket | None) -> None:
    """The number is over."""
    if ticket is not None:
        with suppress(Refused):
            actions.end(shift.stand, actor=actor_of(shift), number=ticket.number, left=False)
