"""A real worker, killed; a real Redis, wiped, stopped and frozen: nothing is lost and nothing waits."""

import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import redis as redis_client

from complaints.notifications import crash, doorbell, tasks
from complaints.notifications.models import Heartbeat, OutboxMessage, Status
from mediator.local.redis import Redis
from tests.complaints.notifications.conftest import Sink, Worker, until
from tests.complaints.notifications.push_service import HttpServer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
Put = Callable[..., list[OutboxMessage]]


def all_sent() -> bool:
    return not OutboxMessage.objects.exclude(status=Status.SENT).exists()


def rung_and_sent() -> bool:
    """Rings as beat would, and looks."""
    doorbell.publish()
    time.sleep(0.5)
    return all_sent()


@pytest.fixture
def own_redis(tmp_path: Path, broker: Any) -> Iterator[Redis]:
    """A Redis that the test may harm."""
    server = Redis(tmp_path / "redis")
    server.start()
    broker(server.url.replace("unix://", "redis+socket://"))
    yield server
    if server.process:
        server.process.send_signal(signal.SIGCONT)
    server.stop()


@pytest.mark.parametrize("point", sorted(crash.POINTS))
def test_a_worker_killed_between_claim_and_finish_loses_nothing(
    put: Put, worker: Worker, sink: Sink, point: str
) -> None:
    dying = worker.start(CRASH_AT=point)
    put(channels=["in_app", "email"])
    until(lambda: dying.poll() is not None)
    assert dying.returncode == -signal.SIGKILL, "the crash point was never reached"
    assert OutboxMessage.objects.get(channel="email").status == Status.CLAIMED

    worker.start()
    until(rung_and_sent)
    assert OutboxMessage.objects.filter(channel="in_app").count() == 1
    assert set(sink.ids) == {OutboxMessage.objects.get(channel="email").message_id}
    assert len(sink.ids) == (1 if point == "after_claim" else 2)


@pytest.mark.parametrize("point", sorted(crash.POINTS | crash.OF_DEVICES))
def test_a_worker_killed_between_two_devices_tells_both(put: Put, worker: Worker, settings: Any, point: str) -> None:
    service = HttpServer()
    settings.PUSH_LOCAL = service.origin
    phone, tablet = service.browser(), service.browser()
    for one in (phone, tablet):
        one.asks()
    dying = worker.start(CRASH_AT=point, PUSH_LOCAL=service.origin)
    put(channels=["push"])
    until(lambda: dying.poll() is not None)
    assert dying.returncode == -signal.SIGKILL, "the crash point was never reached"
    assert OutboxMessage.objects.get().status == Status.CLAIMED

    worker.start(PUSH_LOCAL=service.origin)
    until(rung_and_sent)
    told = [len(service.at(one)) for one in (phone, tablet)]
    assert told == ([2, 1] if point == "after_device" else [1, 1])  # what was noted is never told again
    assert len({one.headers["topic"] for one in service.arrived}) == 1
    service.close()


def test_a_wiped_redis_loses_nothing(put: Put, own_redis: Redis, worker: Worker, sink: Sink, tmp_path: Path) -> None:
    for number in range(5):
        put(f"event:{number}")
    with redis_client.Redis(unix_socket_path=str(own_redis.sockets / "redis.sock")) as client:
        until(lambda: client.keys("*"))
        client.flushall()
    worker.start(redis=own_redis.url)
    worker.start(
        "beat", "--schedule", str(tmp_path / "schedule"), "--pidfile", "", redis=own_redis.url, SWEEP_SECONDS="1"
    )
    until(all_sent)  # nobody rings: beat's sweep finds them
    assert len(set(sink.ids)) == len(sink.ids) == 5


def test_the_worker_hears_again_after_redis_was_killed_and_wiped(
    put: Put, own_redis: Redis, worker: Worker, sink: Sink
) -> None:
    worker.start(redis=own_redis.url)
    put("event:1")
    until(all_sent)
    assert own_redis.process
    own_redis.process.kill()
    own_redis.process.wait()
    put("event:2")
    for left in (own_redis.folder / "appendonlydir").glob("*"):
        left.unlink()
    (own_redis.sockets / "redis.sock").unlink(missing_ok=True)
    own_redis.start()
    until(rung_and_sent)
    assert len(sink.ids) == 2


@pytest.mark.parametrize("state", ["stopped", "frozen"])
def test_writing_goes_on_with_redis_and_mail_down_and_the_backlog_leaves_later(
    put: Put, own_redis: Redis, worker: Worker, sink: Sink, state: str
) -> None:
    sink.died()
    if state == "stopped":
        own_redis.stop()
    else:
        assert own_redis.process
        own_redis.process.send_signal(signal.SIGSTOP)
    longest = 0.0
    for number in range(20):
        began = time.monotonic()
        put(f"event:{number}")
        longest = max(longest, time.monotonic() - began)
    assert longest < 1
    assert OutboxMessage.objects.filter(status=Status.PENDING).count() == 20

    sink.back()
    if state == "stopped":
        own_redis.start()
    else:
        own_redis.process.send_signal(signal.SIGCONT)
    worker.start(redis=own_redis.url)
    until(rung_and_sent)
    assert len(set(sink.ids)) == len(sink.ids) == 20


def test_the_heartbeat_travels_through_the_queue(worker: Worker, sink: Sink) -> None:
    worker.start()
    tasks.heartbeat.apply_async()
    until(Heartbeat.objects.filter(name="worker").exists)
