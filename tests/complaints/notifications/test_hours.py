"""A mail arrives neither in its reader's night nor outside the hours that the reader named, and nothing is lost meanwhile."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from complaints.notifications import outbox, selectors
from complaints.notifications.hours import by_day, opening
from complaints.notifications.models import Delivery, OutboxMessage, Status

PARIS, LA, KOLKATA = "Europe/Paris", "America/Los_Angeles", "Asia/Kolkata"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("hours", "zone", "now", "opens"),
    [
        (None, PARIS, "2026-11-26 02:00", None),
        ((8, 21), PARIS, "2026-11-26 07:00", None),  # 8:00 there
        ((8, 21), PARIS, "2026-11-26 06:59", "2026-11-26 07:00"),
        ((8, 21), PARIS, "2026-11-26 19:59", None),
        ((8, 21), PARIS, "2026-11-26 20:00", "2026-11-27 07:00"),  # 21:00 there
        ((8, 21), LA, "2026-11-26 05:00", "2026-11-26 16:00"),
        ((8, 21), LA, "2026-11-26 16:00", None),
        ((8, 21), KOLKATA, "2026-11-26 02:29", "2026-11-26 02:30"),  # half an hour beside the others
        ((20, 6), PARIS, "2026-11-26 12:00", "2026-11-26 19:00"),  # over midnight
        ((20, 6), PARIS, "2026-11-26 23:00", None),
        ((20, 6), PARIS, "2026-11-26 04:59", None),
        ((9, 24), PARIS, "2026-11-26 22:59", None),
        ((9, 24), PARIS, "2026-11-26 23:00", "2026-11-27 08:00"),
        ((9, 9), PARIS, "2026-11-26 03:00", None),
        ((2, 4), PARIS, "2026-03-28 12:00", "2026-03-29 01:00"),  # two o'clock does not exist in that night
        ((8, 21), "Nowhere/Else", "2026-11-26 12:00", None),
        ((8, 21), "../../etc/passwd", "2026-11-26 12:00", None),
    ],
)
def test_when_a_mail_may_arrive(hours: Any, zone: str, now: str, opens: str | None) -> None:
    assert opening(hours, zone=zone, now=at(now)) == (at(opens) if opens else None)


def test_the_night_of_the_settings(settings: Any) -> None:
    settings.QUIET_HOURS = (21, 8)
    assert by_day() == (8, 21)
    settings.QUIET_HOURS = None
    assert by_day() is None


# In the outbox


Put = Callable[..., list[OutboxMessage]]


def closed_now() -> tuple[int, int]:
    """Hours that begin in two hours."""
    hour = timezone.now().hour
    return (hour + 2) % 24, (hour + 3) % 24


@pytest.fixture
def waiting(post: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The kind of the tests, whose mails arrive only in two hours."""
    from dataclasses import replace

    from complaints.notifications import registry

    plain = post.resolve
    kind = registry.KINDS["test_notice"]
    registry.KINDS["test_notice"] = replace(
        kind, resolve=lambda message: replace(plain(message), hours=post.hours, time_zone="UTC")
    )
    post.hours = closed_now()
    return post


@pytest.mark.django_db(transaction=True)
def test_a_mail_waits_for_its_hour_and_is_sent_then(put: Put, waiting: Any, sink: Any) -> None:
    put()
    outbox.drain()
    row = OutboxMessage.objects.get()
    assert (row.status, row.attempts, row.token) == (Status.PENDING, 0, None)
    assert timezone.now() < row.next_at <= timezone.now() + timedelta(hours=2)
    assert not sink.mails
    assert not Delivery.objects.exists()
    assert outbox.drain() == 0
    waiting.hours = None  # the hour has come
    OutboxMessage.objects.update(next_at=timezone.now() - timedelta(seconds=1))
    outbox.drain()
    assert len(sink.mails) == 1


@pytest.mark.django_db(transaction=True)
def test_one_that_waits_holds_up_nobody_else(put: Put, waiting: Any, sink: Any) -> None:
    put("event:1")
    outbox.drain()
    waiting.hours = None
    put("event:2")
    outbox.drain()
    assert len(sink.mails) == 1


@pytest.mark.django_db(transaction=True)
def test_who_waits_for_the_morning_is_not_late(put: Put, waiting: Any, sink: Any) -> None:
    put()
    outbox.drain()
    OutboxMessage.objects.update(created_at=timezone.now() - timedelta(hours=8))
    assert "late" not in selectors.health().troubles
    OutboxMessage.objects.update(next_at=timezone.now() - timedelta(minutes=1))
    assert "late" not in selectors.health().troubles
    OutboxMessage.objects.update(next_at=timezone.now() - timedelta(minutes=6))
    assert "late" in selectors.health().troubles


@pytest.mark.django_db(transaction=True)
def test_making_all_due_does_not_wake_anybody(put: Put, waiting: Any, sink: Any) -> None:
    put()
    outbox.drain()
    outbox.wake()
    outbox.drain()
    assert not sink.mails
