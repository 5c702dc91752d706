"""What the pages of the queue and the screen show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from complaints.casework.queue import bounded_counts
from complaints.outreach.models import Stand, StandDesk, Ticket

FIRST = 50  # of those who wait; the others are counted
ON_SCREEN = 12
MOST_WAITING = 999


@dataclass(frozen=True, slots=True)
class Now:
    """The queue of a day: who is where, who waits first, how many wait."""

    called: Sequence[Ticket]
    waiting: Sequence[Ticket]
    number_waiting: int
    printed: int

    def at(self, desk: StandDesk | None) -> Ticket | None:
        """The number at a desk."""
        return next((ticket for ticket in self.called if desk and ticket.desk_id == desk.pk), None)


def now(stand: Stand, *, day: date) -> Now:
    """Three queries, however many wait."""
    tickets = Ticket.objects.filter(stand=stand, day=day)
    waiting = tickets.filter(standing=Ticket.Standing.WAITING)
    printed = tickets.filter(standing=Ticket.Standing.PRINTED)
    counted = bounded_counts([waiting, printed], stops=[MOST_WAITING, MOST_WAITING])
    return Now(
        called=list(called(stand, day=day)),
        waiting=list(waiting.order_by("number")[:FIRST]),
        number_waiting=counted[0],
        printed=counted[1],
    )


def called(stand: Stand, *, day: date) -> Sequence[Ticket]:
    """Who is called now, the newest first; read on `ticket_called`."""
    rows = Ticket.objects.filter(stand=stand, day=day, standing=Ticket.Standing.CALLED)
    return list(rows.select_related("desk").order_by("-called_at")[:ON_SCREEN])
