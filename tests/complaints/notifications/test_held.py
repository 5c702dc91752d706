"""Messages that wait for the end of a hold: recalled or released, and never late, lost or shown before."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from complaints.notifications import actions, outbox, selectors
from complaints.notifications.models import OutboxMessage, Status

pytestmark = pytest.mark.django_db(transaction=True)
ME = "complaint:1:citizen"


def held(put: Callable[..., Any], event: str = "event:1", *, minutes: float = 10) -> list[OutboxMessage]:
    rows: list[OutboxMessage] = put(
        event, channels=["in_app", "email"], hold=timezone.now() + timedelta(minutes=minutes)
    )
    return rows


def end_of(event: str) -> None:
    OutboxMessage.objects.filter(event=event).update(next_at=timezone.now() - timedelta(seconds=1))


def test_nothing_is_sent_or_shown_before_the_hold_ends_and_the_sweep_sends_it_then(put: Any, sink: Any) -> None:
    held(put)
    assert outbox.drain() == 0
    assert selectors.inbox(ME) == []
    assert selectors.count_unread(ME) == 0
    end_of("event:1")
    assert outbox.drain() == 1  # as the sweep does: no bell was rung for it
    assert len(sink.mails) == 1
    assert len(selectors.inbox(ME)) == 1


def test_who_reads_a_newer_notice_has_not_read_the_one_that_is_held(put: Any) -> None:
    held(put)
    put("event:2", channels=["in_app"])
    actions.mark_shown(ME, selectors.inbox(ME))
    end_of("event:1")
    assert selectors.count_unread(ME) == 1


def test_what_is_recalled_is_never_sent_nor_shown(put: Any, sink: Any) -> None:
    held(put)
    with transaction.atomic():
        assert outbox.recall("event:1")
    end_of("event:1")
    assert outbox.drain() == 0
    assert selectors.inbox(ME) == []
    assert not sink.mails
    assert set(OutboxMessage.objects.values_list("status", flat=True)) == {Status.RECALLED}


@pytest.mark.parametrize("left", ["claimed", "read", "tried"])
def test_once_a_part_of_it_has_left_nothing_is_recalled(put: Any, left: str) -> None:
    site, mail = held(put)
    if left == "claimed":
        OutboxMessage.objects.filter(pk=mail.pk).update(next_at=timezone.now())
        assert outbox.claim() is not None
    elif left == "read":
        OutboxMessage.objects.filter(pk=site.pk).update(read_at=timezone.now())
    else:
        OutboxMessage.objects.filter(pk=mail.pk).update(status=Status.RETRY, attempts=1)
    with transaction.atomic():
        assert not outbox.recall("event:1")
    assert not OutboxMessage.objects.filter(status=Status.RECALLED).exists()


def test_what_is_released_leaves_at_once(put: Any, sink: Any) -> None:
    held(put)
    with transaction.atomic():
        assert outbox.release("event:1") == 2
    assert outbox.drain() == 1
    assert len(selectors.inbox(ME)) == 1


def test_what_is_held_is_not_late_and_counts_its_lateness_from_the_end_of_its_hold(put: Any) -> None:
    held(put)
    OutboxMessage.objects.update(created_at=timezone.now() - timedelta(minutes=10))
    assert selectors.health().oldest_waiting is None
    end_of("event:1")
    oldest = selectors.health().oldest_waiting
    assert oldest is not None
    assert oldest < 60


def test_a_message_is_recalled_only_with_its_cause(put: Any) -> None:
    held(put)
    with pytest.raises(outbox.OutsideTransaction):
        outbox.recall("event:1")
