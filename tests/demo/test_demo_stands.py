"""The stands of the demonstration: planned once, one over, one open, one to come."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from complaints.outreach.models import Stand, Ticket, Visit
from complaints.outreach.report.tables import report_of
from mediator.demo import stands
from mediator.demo.accounts import make_accounts

pytestmark = pytest.mark.django_db


def test_three_stands_around_today():
    call_command("load_reference_data", stdout=StringIO())
    make_accounts()
    assert stands.load(say=lambda _line: None) == 3
    assert stands.load(say=lambda _line: None) == 0
    today = timezone.localdate()
    over, now, coming = Stand.objects.order_by("begins_on")
    assert over.ends_on < today
    assert now.begins_on <= today <= now.ends_on
    assert coming.begins_on > today
    assert all(stand.is_published and stand.hours.exists() and stand.agents.exists() for stand in (over, now, coming))
    assert Ticket.objects.filter(stand=now, day=today).count() == 5
    assert Visit.objects.filter(stand=over).count() == 84
    assert report_of(over).number == "84"
