"""Writing a message: in its transaction, once, and without waiting for anybody."""

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from complaints.notifications import outbox, registry
from complaints.notifications.models import OutboxMessage, Status


@pytest.mark.django_db(transaction=True)
def test_a_message_outside_a_transaction_is_refused(post: Any) -> None:
    with pytest.raises(outbox.OutsideTransaction):
        outbox.put("test_notice", event="e", recipient="r", about="", context={}, language="fr")


@pytest.mark.django_db(transaction=True)
def test_a_message_falls_with_its_transaction(put: Callable[..., Any]) -> None:
    with transaction.atomic():
        put()
        transaction.set_rollback(True)
    assert not OutboxMessage.objects.exists()


@pytest.mark.django_db
def test_the_same_event_tells_the_same_person_once_per_channel(put: Callable[..., Any]) -> None:
    first = put(channels=["in_app", "email"])
    again = put(channels=["in_app", "email"])
    assert [row.pk for row in first] == [row.pk for row in again]
    assert OutboxMessage.objects.count() == 2


@pytest.mark.django_db
def test_the_notice_on_the_site_is_there_with_the_commit_and_the_mail_waits(put: Callable[..., Any]) -> None:
    in_app, email = put(channels=["in_app", "email"])
    assert (in_app.status, email.status) == (Status.SENT, Status.PENDING)
    assert in_app.sent_at is not None


@pytest.mark.django_db
def test_an_unknown_kind_is_an_error() -> None:
    with transaction.atomic(), pytest.raises(registry.UnknownKind):
        outbox.put("nobody_knows", event="e", recipient="r", about="", context={}, language="fr")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "context",
    [
        {"name": "Amina"},
        {"first_name": "Amina"},
        {"description": "They refused my papers"},
        {"login_code": "123456"},
        {"reference": "amina@example.org"},
        {"reason": "x" * 201},
        {"facts": {"amount": 3}},
        {"unit": {"name": "Rabat"}},
    ],
)
def test_identity_case_content_and_secrets_do_not_enter_the_ledger(put: Callable[..., Any], context: Any) -> None:
    with pytest.raises(registry.UnsafeContext):
        put(context=context)


@pytest.mark.django_db
def test_a_kind_may_list_its_facts(post: Any, put: Callable[..., Any]) -> None:
    registry.register("test_notice", post.resolve, keys=["reference", "due_on"], source=post.write)
    put(context={"reference": "IMR-2026-7K3M9QX-4"})
    with pytest.raises(registry.UnsafeContext):
        put(event="event:2", context={"state": "admitted"})


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_write_one_row(put: Callable[..., Any]) -> None:
    barrier = threading.Barrier(20)
    found: list[int] = []

    def work() -> None:
        barrier.wait()
        found.append(put()[0].pk)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 20
    assert len(set(found)) == 1
    assert OutboxMessage.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_writing_is_quick_with_redis_gone(put: Callable[..., Any], broker: Any) -> None:
    broker("redis+socket:///nowhere/redis.sock")
    began = time.monotonic()
    put()
    assert time.monotonic() - began < 1
    assert OutboxMessage.objects.count() == 1
