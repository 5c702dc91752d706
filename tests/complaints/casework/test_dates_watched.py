"""A study that is to end soon, a recommendation of which no proof has come: said once, and again only where the table says so."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from complaints.casework import actions, tasks, watching
from complaints.enums import State
from complaints.models import Complaint
from complaints.notifications.models import OutboxMessage

pytestmark = pytest.mark.django_db


def told(case, kind):
    """To whom, a mail each."""
    rows = OutboxMessage.objects.filter(about=f"complaint:{case.pk}", kind=kind, channel="email")
    return [row.recipient for row in rows.order_by("pk")]


def test_the_caseworker_hears_once_that_a_study_is_to_end(life):
    case = life.in_study()
    day = case.due_on - timedelta(days=5)  # the tenth of fifteen
    assert watching.warn_of_studies(today=day - timedelta(days=1)) == 0
    assert [watching.warn_of_studies(today=day) for _twice in range(2)] == [1, 0]
    assert told(case, "desk_due_soon") == [f"user:{life.handler.user_id}"]
    assert case.events.filter(name="study_alert").count() == 1


def test_nobody_is_warned_of_a_study_that_is_over_late_or_stands_still(life):
    admitted, waiting, late = life.admitted(), life.waiting(), life.in_study()
    far = timezone.localdate() + timedelta(days=400)
    Complaint.objects.filter(pk__in=[admitted.pk, waiting.pk]).update(due_on=far)
    assert watching.warn_of_studies(today=late.due_on + timedelta(days=1)) == 0
    assert watching.warn_of_studies(today=far) == 0


def test_a_study_that_begins_again_is_warned_of_again(life):
    case = life.in_study()
    assert watching.warn_of_studies(today=case.due_on) == 1
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        Complaint.objects.filter(pk=case.pk).update(state_since=timezone.now())
        assert watching.warn_of_studies(today=case.due_on) == 1


def test_the_administration_is_asked_every_sixty_days_what_it_has_carried_out(life):
    case = life.followed()
    to = f"user:{life.liaison.user_id}"
    found = []
    for days in (0, 1, 30, 59, 62, 63, 130):
        with time_machine.travel(timezone.now() + timedelta(days=(case.due_on - timezone.localdate()).days + days)):
            tasks.watch_deadlines()
            found.append(len(told(case, "administration_execution")))
    assert found == [0, 1, 1, 1, 2, 2, 3]
    assert set(told(case, "administration_execution")) == {to}
    assert len(told(case, "desk_overdue")) == 3  # by the date, then twice more
    assert Complaint.objects.get(pk=case.pk).state == State.FOLLOWUP


def test_who_refused_is_not_asked_for_a_proof(life):
    case = life.followed(reply="refuses")
    assert watching.ask_for_execution(today=case.due_on + timedelta(days=5)) == 0
    assert told(case, "administration_execution") == []


def test_after_another_promise_one_waits_for_its_date(life):
    case = life.followed()
    later = case.due_on + timedelta(days=3)
    with time_machine.travel(timezone.now() + timedelta(days=(later - timezone.localdate()).days)):
        assert watching.ask_for_execution(today=timezone.localdate()) == 1
        actions.promise(
            Complaint.objects.get(pk=case.pk),
            actor=life.handler,
            due_on=timezone.localdate() + timedelta(days=90),
            public_text="…",
        )
    with time_machine.travel(timezone.now() + timedelta(days=(later - timezone.localdate()).days + 70)):
        assert watching.ask_for_execution(today=timezone.localdate()) == 0
