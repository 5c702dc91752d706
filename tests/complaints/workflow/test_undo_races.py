"""Undo, the sender and colleagues meet at the same moment, each on a connection of their own: one of them wins whole."""

import threading

import pytest
from django.db import connection, transaction
from django.utils import timezone

from complaints.casework import actions
from complaints.enums import State
from complaints.models import Complaint, Grace
from complaints.notifications import outbox
from complaints.notifications.models import OutboxMessage, Status
from complaints.workflow import transitions, undo
from complaints.workflow.errors import NotAllowed
from tests.complaints.workflow.life import Life
from tests.complaints.workflow.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def life(settings):
    settings.UNDO_MINUTES = 0
    with transaction.atomic():
        return Life()


@pytest.fixture
def held(life, settings):
    """A file that was admitted a moment ago; nothing else waits in the outbox."""
    case = life.in_study()
    OutboxMessage.objects.all().delete()
    settings.UNDO_MINUTES = 10
    transitions.admit(case, actor=life.handler, subject=life.subject)
    return Grace.objects.get()


def due(grace: Grace) -> None:
    """The mail may leave now, while the window is still open: the worst moment, which the margin keeps apart in life."""
    OutboxMessage.objects.filter(event=undo.key(grace.event_id), channel="email").update(next_at=timezone.now())


@pytest.mark.parametrize("_round", range(8))
def test_a_message_is_sent_or_taken_back_and_never_both(life, held, _round):
    due(held)
    claimed: list[OutboxMessage | None] = []
    ends = at_once(lambda: claimed.append(outbox.claim()), lambda: transitions.take_back(held, actor=life.handler))
    rows = OutboxMessage.objects.filter(event=undo.key(held.event_id))
    state = Complaint.objects.get(pk=held.complaint_id).state
    if claimed != [None]:
        assert ends == ["done", "refused"]
        assert state == State.ADMITTED
        assert not rows.filter(status=Status.RECALLED).exists()
    else:
        assert ends == ["done", "done"]
        assert state == State.PRELIM_REVIEW
        assert set(rows.values_list("status", flat=True)) == {Status.RECALLED}


def test_a_sender_passes_over_what_is_being_taken_back_and_an_undo_waits_for_a_sender(life, held):
    due(held)
    locked, go_on, seen = threading.Event(), threading.Event(), []

    def undoing() -> None:
        with transaction.atomic():
            transitions.take_back(held, actor=life.handler)
            locked.set()
            go_on.wait(10)
        connection.close()

    thread = threading.Thread(target=undoing)
    thread.start()
    assert locked.wait(10)
    seen.append(outbox.claim())  # not committed yet: passed over, not waited for
    go_on.set()
    thread.join(10)
    seen.append(outbox.claim())
    assert seen == [None, None]


def test_what_a_sender_has_taken_is_not_taken_back(life, held):
    due(held)
    assert outbox.claim() is not None
    with pytest.raises(NotAllowed, match="too late"):
        transitions.take_back(held, actor=life.handler)
    assert Complaint.objects.get(pk=held.complaint_id).state == State.ADMITTED


@pytest.mark.parametrize("_round", range(5))
def test_two_undos_at_once_are_one(life, held, _round):
    ends = at_once(*[lambda: transitions.take_back(held, actor=life.handler)] * 2)
    assert ends == ["done", "refused"]
    case = Complaint.objects.get(pk=held.complaint_id)
    assert case.events.filter(name="undone").count() == 1
    assert case.state == State.PRELIM_REVIEW


@pytest.mark.parametrize("_round", range(5))
def test_an_undo_and_the_next_act_at_once_leave_one_of_them(life, held, _round):
    case = held.complaint
    ends = at_once(
        lambda: transitions.take_back(held, actor=life.handler),
        lambda: actions.send_letter(case, actor=life.handler, language="fr", subject="Plainte", body="Madame,"),
    )
    assert ends == ["done", "refused"]
    now = Complaint.objects.get(pk=case.pk)
    told = OutboxMessage.objects.filter(event=undo.key(held.event_id), channel="email").get()
    if now.state == State.PRELIM_REVIEW:
        assert told.status == Status.RECALLED
        assert not now.letters.exists()
    else:
        assert now.state == State.AWAITING_ADMINISTRATION
        assert told.status == Status.PENDING
        assert told.next_at <= timezone.now()


@pytest.mark.parametrize("_round", range(5))
def test_taking_back_and_sending_at_once_leave_one_of_them(life, held, _round):
    ends = at_once(
        lambda: transitions.take_back(held, actor=life.handler), lambda: transitions.send_now(held, actor=life.handler)
    )
    assert ends == ["done", "refused"]
    rows = OutboxMessage.objects.filter(event=undo.key(held.event_id))
    recalled = rows.filter(status=Status.RECALLED).count()
    assert recalled in (0, rows.count())
    assert (Complaint.objects.get(pk=held.complaint_id).state == State.PRELIM_REVIEW) == bool(recalled)
