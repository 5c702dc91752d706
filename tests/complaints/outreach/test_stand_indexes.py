"""Each list of the stands is read on an index made for it."""

import pytest
from django.db import connection
from django.utils import timezone

from complaints.outreach import announced
from complaints.outreach.models import Ticket, Visit
from complaints.outreach.planning import selectors
from tests.factories import StandFactory, TicketFactory, VisitFactory

pytestmark = pytest.mark.django_db


def test_lists_are_served_by_their_indexes(delegation):
    stand, today = StandFactory(unit=delegation.unit), timezone.localdate()
    TicketFactory(stand=stand)
    VisitFactory(stand=stand)
    of_day = Ticket.objects.filter(stand=stand, day=today)
    lists = {
        "stand_public": announced.coming(today=today).order_by("ends_on"),
        "stand_newest": selectors.stands_in("over", actor=delegation.supervisor, today=today).order_by(
            "-begins_on", "-pk"
        )[:20],
        "ticket_waiting": of_day.filter(standing=Ticket.Standing.WAITING).order_by("number")[:50],
        "ticket_called": of_day.filter(standing=Ticket.Standing.CALLED).order_by("-called_at")[:12],
        "visit_of_stand": Visit.objects.filter(stand=stand).order_by("day", "at"),
    }
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        for index, rows in lists.items():
            # What is coming is found by its last day, and is little; the others are read in their order
            cursor.execute(f"SET LOCAL enable_sort = {'on' if index == 'stand_public' else 'off'}")
            assert index in rows.explain(), index
