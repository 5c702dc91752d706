"""Sending: claimed, sent, finished; never twice, never lost."""

import smtplib
import socket
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts import actors
from accounts.models import User
from accounts.roles import Role
from complaints.notifications import actions, mail, outbox, selectors
from complaints.notifications.channels import email
from complaints.notifications.models import Delivery, OutboxMessage, Outcome, Status

pytestmark = pytest.mark.django_db(transaction=True)
Put = Callable[..., list[OutboxMessage]]


def only() -> OutboxMessage:
    return OutboxMessage.objects.get()


def make_due() -> None:
    OutboxMessage.objects.update(next_at=timezone.now() - timedelta(seconds=1))


def test_sending_inside_a_transaction_is_refused(put: Put, sink: Any) -> None:
    put()
    with pytest.raises(outbox.InsideTransaction), transaction.atomic():
        outbox.drain()
    assert not sink.mails


def test_a_message_is_sent_once_and_its_attempt_is_kept(put: Put, sink: Any) -> None:
    put()
    assert outbox.drain() == 1
    assert outbox.drain() == 0
    (mail,) = sink.mails
    message = only()
    assert message.status == Status.SENT
    assert message.token is None
    assert message.sent_at is not None
    assert mail["Message-ID"] == message.message_id
    attempt = Delivery.objects.get()
    assert (attempt.outcome, attempt.attempt) == (Outcome.SENT, 1)
    assert "queued as 4F2A" in attempt.answer


def test_the_address_is_looked_up_when_the_message_leaves(put: Put, post: Any, sink: Any) -> None:
    put()
    post.address = "new@example.org"
    outbox.drain()
    assert "new@example.org" in sink.mails[0]["To"]


@pytest.mark.parametrize("how", ["gone", "no address"])
def test_nobody_to_tell_any_more_is_an_end_and_no_error(put: Put, post: Any, sink: Any, how: str) -> None:
    put()
    post.gone, post.address = how == "gone", ""
    outbox.drain()
    assert only().status == Status.VOID
    assert only().last_error
    assert not sink.mails


def test_two_drains_at_once_send_nothing_twice(put: Put, sink: Any) -> None:
    for number in range(30):
        put(f"event:{number}")
    barrier = threading.Barrier(4)

    def work() -> None:
        barrier.wait()
        outbox.drain()
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(sink.ids) == len(set(sink.ids)) == 30
    assert Delivery.objects.filter(outcome=Outcome.SENT).count() == 30


def test_whoever_lost_the_lease_does_not_finish(put: Put, settings: Any) -> None:
    put()
    settings.OUTBOX_LEASE = 0
    first = outbox.claim()
    second = outbox.claim()
    assert first
    assert second
    assert first.pk == second.pk
    assert not outbox.finish(first, Status.DEAD, Outcome.FAILED)
    assert only().status == Status.CLAIMED
    assert outbox.finish(second, Status.SENT, Outcome.SENT)
    assert only().status == Status.SENT
    assert [row.outcome for row in Delivery.objects.all()] == [Outcome.LATE, Outcome.SENT]


def test_a_claim_is_left_alone_until_its_lease_runs_out(put: Put, sink: Any) -> None:
    put()
    assert outbox.claim()
    assert outbox.drain() == 0
    make_due()
    assert outbox.drain() == 1
    assert len(sink.mails) == 1


def test_an_outage_is_waited_out_and_does_not_use_up_attempts(put: Put, sink: Any) -> None:
    for number in range(5):
        put(f"event:{number}")
    sink.died()
    assert outbox.drain() == 1  # the first tells that nobody answers; the others are left alone
    assert set(OutboxMessage.objects.values_list("attempts", flat=True)) == {0}
    failed = OutboxMessage.objects.get(status=Status.RETRY)
    assert "ConnectionRefused" in failed.last_error
    assert failed.next_at > timezone.now()
    sink.back()
    assert outbox.drain() == 4
    assert outbox.wake() == 1
    assert outbox.drain() == 1
    assert len(set(sink.ids)) == 5


def test_an_outage_of_any_length_gives_nothing_up_and_is_asked_about_less_and_less(
    put: Put, sink: Any, settings: Any
) -> None:
    settings.OUTBOX_ATTEMPTS = 3
    put()
    sink.died()
    waits = []
    for _ in range(12):
        make_due()
        outbox.drain()
        waits.append((only().next_at - timezone.now()).total_seconds())
    assert (only().status, only().attempts) == (Status.RETRY, 0)
    assert waits[0] < 40
    assert waits[3] > 170
    assert max(waits) <= 900 * 1.25
    sink.back()
    make_due()
    outbox.drain()
    assert only().status == Status.SENT


@pytest.mark.parametrize(
    "error",
    [
        smtplib.SMTPAuthenticationError(535, b"5.7.8 authentication failed"),
        smtplib.SMTPNotSupportedError("STARTTLS extension not supported by server."),
        smtplib.SMTPSenderRefused(550, b"5.1.8 sender unknown", "a@example.org"),
    ],
)
def test_a_server_that_does_not_let_us_in_is_an_outage_too(
    put: Put, sink: Any, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def closed(_self: Any) -> None:
        raise error

    monkeypatch.setattr(mail.WireBackend, "open", closed)
    put()
    outbox.drain()
    assert (only().status, only().attempts) == (Status.RETRY, 0)
    assert "example.org" not in only().last_error


def test_an_address_that_the_server_cannot_write_is_refused_and_stops_nobody(
    put: Put, sink: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = mail.WireBackend.send_messages

    def refuse_the_first(self: Any, messages: Any) -> Any:
        if "event:1" in put_events.pop(0):
            raise smtplib.SMTPNotSupportedError("SMTPUTF8 not supported by server")
        return real(self, messages)

    put_events = ["event:1", "event:2"]
    monkeypatch.setattr(mail.WireBackend, "send_messages", refuse_the_first)
    put("event:1")
    put("event:2")
    outbox.drain()
    assert [row.status for row in OutboxMessage.objects.order_by("id")] == [Status.DEAD, Status.SENT]


def test_a_server_that_says_later_is_asked_later(put: Put, sink: Any) -> None:
    put()
    sink.answer = "451 4.7.1 <citizen@example.org> greylisted"
    outbox.drain()
    assert only().status == Status.RETRY
    assert "451" in only().last_error
    assert "citizen@example.org" not in only().last_error
    sink.answer = "250 ok"
    make_due()
    outbox.drain()
    assert only().status == Status.SENT
    assert only().last_error == ""


def test_a_server_that_does_not_relay_for_us_makes_no_dead_letter(put: Put, sink: Any) -> None:
    put()
    sink.answer = "554 5.7.1 Relay access denied"
    outbox.drain()
    assert only().status == Status.RETRY


def test_a_connection_that_the_server_hung_up_is_made_again(put: Put, sink: Any, settings: Any) -> None:
    put("event:1")
    put("event:2")
    with email.Post() as post:
        for _ in range(2):
            message = outbox.claim()
            assert message
            outbox._deliver(message, post)
            post.wire.connection.sock.shutdown(socket.SHUT_RDWR)
    assert OutboxMessage.objects.filter(status=Status.SENT).count() == 2
    assert len(set(sink.ids)) == 2


def test_waits_double_and_spread() -> None:
    waits = [outbox.back_off(attempt) for attempt in range(1, 15)]
    for attempt, wait in enumerate(waits, start=1):
        assert 0.75 <= wait / min(30 * 2 ** (attempt - 1), 21600) <= 1.25
    assert len({outbox.back_off(3) for _ in range(20)}) > 10


def test_what_the_server_refuses_for_good_is_a_dead_letter_that_staff_send_again(put: Put, sink: Any) -> None:
    put()
    sink.answer = "550 5.1.1 <citizen@example.org>: no such user"
    outbox.drain()
    message = selectors.dead_letters().get()
    attempt = message.deliveries.get()
    assert (attempt.outcome, attempt.answer) == (Outcome.REFUSED, "550 5.1.1 <(address)>: no such user")
    old_id = message.message_id

    staff = User.objects.create_user("h@example.org", role=Role.HANDLER, is_staff=True)
    sink.answer = "250 ok"
    actions.resend(message, actor=actors.person(staff))
    outbox.drain()
    assert sink.ids == [old_id]
    assert only().status == Status.SENT
    with pytest.raises(actions.NotDead):
        actions.resend(message, actor=actors.person(staff))


def test_citizens_and_strangers_send_nothing_again(put: Put) -> None:
    from django.core.exceptions import PermissionDenied

    (message,) = put()
    OutboxMessage.objects.update(status=Status.DEAD)
    citizen = User.objects.create_user("c@example.org")
    for actor in (actors.NOBODY, actors.person(citizen), actors.code_holder(1)):
        with pytest.raises(PermissionDenied):
            actions.resend(message, actor=actor)


def test_after_the_last_attempt_a_message_is_dead(put: Put, post: Any, sink: Any, settings: Any) -> None:
    settings.OUTBOX_ATTEMPTS = 2
    put()
    put("event:2")
    post.source = ""  # cannot be made
    outbox.drain()
    make_due()
    outbox.drain()
    assert selectors.dead_letters().count() == 2  # and the one did not keep the other from its turn
    assert [row.outcome for row in selectors.dead_letters()[0].deliveries.all()] == [Outcome.FAILED] * 2


def test_a_message_that_kills_its_worker_again_and_again_is_given_up(put: Put, sink: Any, settings: Any) -> None:
    settings.OUTBOX_ATTEMPTS = 2
    put()
    for _ in range(2):
        assert outbox.claim()
        make_due()
    outbox.drain()
    assert only().status == Status.DEAD
    assert not sink.mails


def test_an_address_that_cannot_be_read_is_refused_here(put: Put, post: Any, sink: Any) -> None:
    post.address = "not an address"
    put()
    outbox.drain()
    assert only().status == Status.DEAD


def test_health_tells_what_waits_what_died_and_whether_the_worker_hears(put: Put, sink: Any) -> None:
    from complaints.notifications import tasks

    assert selectors.health().troubles == ["deaf"]
    tasks.heartbeat()
    put()
    health = selectors.health()
    assert (health.waiting, health.dead, health.troubles) == (1, 0, [])
    ago = timezone.now() - timedelta(minutes=6)
    OutboxMessage.objects.update(created_at=ago, next_at=ago)
    assert selectors.health().troubles == ["late"]
    OutboxMessage.objects.update(status=Status.DEAD)
    assert selectors.health().troubles == ["dead"]
