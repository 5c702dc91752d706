"""The summaries say what the files say, whether all days were counted or only those that changed."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from accounts.actors import SYSTEM
from complaints.enums import Outcome, State
from complaints.models import Complaint, Event, Grace
from complaints.supervision.actions import LOCK, refresh_figures
from complaints.supervision.models import FlowCount, Refresh, StockCount, StockDay
from complaints.workflow import transitions
from tests.complaints.supervision.conftest import noon, received

pytestmark = pytest.mark.django_db


def summaries():
    flows = FlowCount.objects.values_list("grain", "start", "unit", "measure", "dimension", "key", "n")
    stock = StockCount.objects.values_list("unit", "dimension", "key", "n")
    return sorted(flows, key=str), sorted(stock, key=str)


def note(complaint, name="note_added"):
    Event.objects.create(complaint=complaint, name=name, at=timezone.now(), actor_kind=SYSTEM.kind)


def total(measure, dimension="total", **where):
    rows = FlowCount.objects.filter(grain="d", measure=measure, dimension=dimension, **where)
    return sum(rows.values_list("n", flat=True))


def test_counts_what_came_and_what_went(files):
    assert total("received") == 10
    assert total("received", "country", key="FR") == 8
    assert total("received", "language", key="ar") == 1
    assert total("closed") == 4
    assert total("closed", "outcome", key="unfounded") == 1
    assert total("closed", "days", key="40") == 2  # 45 to 5 and 70 to 30 days ago
    assert total("answered_late", "administration") == 1


def test_months_are_the_sum_of_their_days(files):
    for measure, dimension in (("received", "country"), ("closed", "outcome"), ("closed", "days")):
        months = FlowCount.objects.filter(grain="m", measure=measure, dimension=dimension)
        assert sum(months.values_list("n", flat=True)) == total(measure, dimension)
        assert all(day.day == 1 for day in months.values_list("start", flat=True))


def test_counts_open_files(files):
    def stock(dimension, **where):
        return sum(StockCount.objects.filter(dimension=dimension, **where).values_list("n", flat=True))

    assert stock("state") == 6
    assert stock("overdue") == 2
    assert stock("age", key="0-30") == 4
    assert stock("age", key="91-180") == 1
    assert stock("age", key="180+") == 1
    assert stock("late") == 1
    assert sum(StockDay.objects.values_list("overdue", flat=True)) == 2


def test_changed_days_give_the_same_as_all_days(files, units):
    refresh_figures()
    first, *_rest = files
    Complaint.objects.filter(pk=first.pk).update(unit=units[1], country="IT")
    note(first)
    closing = files[1]
    Complaint.objects.filter(pk=closing.pk).update(closed_at=noon(0), outcome=Outcome.WITHDRAWN, state=State.WITHDRAWN)
    note(closing, "withdraw")
    new = received(2, unit=units[0], country="CA")
    note(new, "register")
    done = refresh_figures()
    assert done.days is not None
    changed = summaries()
    assert refresh_figures(whole=True).days is None
    assert summaries() == changed


def test_a_reopened_file_leaves_the_day_of_its_closing(files):
    closed = files[2]
    Event.objects.create(complaint=closed, name="settle", at=closed.closed_at, actor_kind=SYSTEM.kind)
    refresh_figures(whole=True)
    Complaint.objects.filter(pk=closed.pk).update(closed_at=None, outcome="", state=State.REVIEW)
    note(closed, "request_review")
    refresh_figures()
    assert total("closed") == 3


def test_an_event_that_commits_late_is_not_missed(files):
    """A transaction may commit after a younger one was counted: events younger than five minutes are looked at again."""
    old, young = files[0], files[1]
    note(young)
    refresh_figures()
    note(old)
    assert Refresh.objects.first().settled_event < Event.objects.latest("pk").pk
    assert refresh_figures(now=timezone.now() + timedelta(minutes=1)).days


def test_a_second_process_leaves_it_alone(db):
    other = connection.copy()  # before this test counts: its transaction would hold the lock itself
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        assert refresh_figures() is None
    finally:
        other.close()


def test_the_command_says_what_it_did(files, capsys):
    call_command("refresh_figures", "--whole")
    assert "Counted all days." in capsys.readouterr().out


def test_an_end_that_was_taken_back_is_counted_no_more(life, settings):
    settings.UNDO_MINUTES = 0
    case = life.heard()
    settings.UNDO_MINUTES = 10
    transitions.settle(
        case,
        actor=life.head,
        seal=life.two(),
        outcome="settled_full",
        remedies=["payment"],
        proof="Virement 123",
        public_text="Payé.",
    )
    refresh_figures()
    assert total("closed") == 1
    transitions.take_back(Grace.objects.get(), actor=life.head)
    refresh_figures()
    assert total("closed") == 0
    after = summaries()
    refresh_figures(whole=True)
    assert summaries() == after
