"""Notices on devices: encrypted for one browser, empty of facts, each device once, nothing to servers that are not known."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from complaints.notifications import outbox
from complaints.notifications.channels import webpush, wire
from complaints.notifications.models import Channel, Delivery, OutboxMessage, Outcome, PushSubscription, Status
from complaints.notifications.registry import Envelope
from tests.complaints.notifications.push_service import HttpServer

pytestmark = pytest.mark.django_db(transaction=True)
Put = Callable[..., list[OutboxMessage]]
CITIZEN = "complaint:1:citizen"


@pytest.fixture
def service(settings: Any) -> Iterator[HttpServer]:
    server = HttpServer()
    settings.PUSH_LOCAL = server.origin
    yield server
    server.close()


@pytest.fixture
def willing(post: Any, monkeypatch: Any) -> Any:
    """The recipient lets us tell their devices."""
    facts: dict[str, Any] = {"devices": True}

    def resolve(message: Any) -> Envelope | None:
        return None if post.gone else Envelope(address="", context=post.extra, **facts)

    monkeypatch.setattr(post, "resolve", resolve)
    from complaints.notifications import registry

    registry.register("test_notice", resolve, source=post.write)
    return facts


def row() -> OutboxMessage:
    return OutboxMessage.objects.get(channel=Channel.PUSH)


def make_due() -> None:
    OutboxMessage.objects.update(next_at=timezone.now() - timedelta(seconds=1))


def test_what_arrives_is_for_this_browser_alone_and_tells_nothing(
    put: Put, willing: Any, service: HttpServer, settings: Any
) -> None:
    phone, other = service.browser(), service.browser()
    phone.asks(language="ar")
    put(channels=["in_app", "push"])
    outbox.drain()
    (arrived,) = service.arrived
    said = phone.reads(arrived.body)
    assert said == {"lang": "ar", "n": 1, "tag": webpush.tag(CITIZEN)}
    with pytest.raises(Exception):  # noqa: B017, PT011  whatever the library says
        other.reads(arrived.body)
    everything = repr((arrived.path, arrived.headers, said))
    assert "IMR-2026" not in everything
    assert "complaint" not in everything
    assert "Amina" not in everything
    claims = arrived.claims()
    assert claims["aud"] == service.origin
    assert claims["sub"].startswith("mailto:")
    assert claims["key"] == webpush.public_key()
    assert 0 < claims["exp"] - timezone.now().timestamp() <= 24 * 3600
    sent = {name: arrived.headers[name] for name in ("ttl", "urgency", "topic", "content-encoding")}
    assert sent["content-encoding"] == "aes128gcm"
    assert int(sent["ttl"]) >= 24 * 3600
    assert len(sent["topic"]) <= 32  # RFC 8030, 5.4


def test_ten_notices_show_as_one(put: Put, willing: Any, service: HttpServer) -> None:
    phone = service.browser()
    phone.asks()
    for number in range(10):
        put(f"event:{number}", channels=["in_app", "push"])
    outbox.drain()
    assert len({one.headers["topic"] for one in service.arrived}) == 1
    said = [phone.reads(one.body) for one in service.arrived]
    assert {one["tag"] for one in said} == {webpush.tag(CITIZEN)}
    assert said[-1]["n"] == 10


def test_another_file_has_another_tag() -> None:
    assert webpush.tag("complaint:1:citizen") != webpush.tag("complaint:2:citizen")


def test_where_nobody_may_read_who_writes_not_even_the_file_is_named(
    put: Put, willing: Any, service: HttpServer
) -> None:
    phone = service.browser()
    phone.asks()
    willing["neutral"] = "neutral/news"
    put(channels=["push"])
    outbox.drain()
    assert phone.reads(service.arrived[0].body)["plain"] == 1


def test_all_devices_are_told_and_only_those_that_were_not_reached_are_told_again(
    put: Put, willing: Any, service: HttpServer
) -> None:
    phone, tablet, desk = (service.browser() for _ in range(3))
    for one in (phone, tablet, desk):
        one.asks()
    service.answer(tablet, 503)
    put(channels=["push"])
    outbox.drain()
    assert row().status == Status.RETRY
    assert row().last_error == "1 devices were not reached, 2 were"
    service.answers.clear()
    make_due()
    outbox.drain()
    assert row().status == Status.SENT
    assert [len(service.at(one)) for one in (phone, tablet, desk)] == [1, 2, 1]
    each = Delivery.objects.exclude(device=None).values_list("attempt", "outcome")
    assert sorted(each) == [(1, "failed"), (1, "sent"), (1, "sent"), (2, "sent")]
    assert PushSubscription.objects.filter(last_ok=None).count() == 0


@pytest.mark.parametrize("status", [404, 410])
def test_a_subscription_that_has_ended_is_removed_for_every_file(
    put: Put, willing: Any, service: HttpServer, status: int
) -> None:
    phone = service.browser()
    phone.asks()
    phone.asks("complaint:2:citizen")
    service.answer(phone, status)
    put(channels=["push"])
    outbox.drain()
    assert row().status == Status.VOID
    assert not PushSubscription.objects.exists()


def test_the_time_that_the_service_asks_for_is_kept(put: Put, willing: Any, service: HttpServer) -> None:
    phone = service.browser()
    phone.asks()
    service.answer(phone, 429, {"Retry-After": "1800"})
    put(channels=["push"])
    outbox.drain()
    assert row().status == Status.RETRY
    assert (row().next_at - timezone.now()).total_seconds() > 1700


def test_a_refusal_for_good_is_no_reason_to_try_again(put: Put, willing: Any, service: HttpServer) -> None:
    phone = service.browser()
    phone.asks()
    service.answer(phone, 403, text=b"key mismatch for https://push.example/abc and amina@example.org")
    put(channels=["push"])
    outbox.drain()
    assert row().status == Status.DEAD
    kept = " ".join(Delivery.objects.values_list("answer", flat=True))
    assert "403" in kept
    assert "amina" not in kept
    assert "push.example/abc" not in kept


def test_no_redirect_is_followed(put: Put, willing: Any, service: HttpServer) -> None:
    phone, elsewhere = service.browser(), service.browser()
    phone.asks()
    service.answer(phone, 307, {"Location": elsewhere.endpoint})
    put(channels=["push"])
    outbox.drain()
    assert len(service.arrived) == 1
    assert row().status == Status.DEAD


def test_a_service_that_is_down_keeps_no_mail_waiting(
    put: Put, willing: Any, service: HttpServer, sink: Any, post: Any, monkeypatch: Any
) -> None:
    from complaints.notifications import registry

    service.browser().asks()
    service.close()
    put("event:1", channels=["push"])
    monkeypatch.setitem(willing, "devices", True)
    registry.register("test_notice", lambda _m: Envelope(address="a@example.org", devices=True), source=post.write)
    put("event:2", channels=["email"])
    outbox.drain()
    assert len(sink.mails) == 1
    assert row().status == Status.RETRY


@pytest.mark.parametrize("told", ["not wanted", "no device", "read already", "nobody"])
def test_nobody_to_tell_is_an_end_and_no_error(
    put: Put, willing: Any, service: HttpServer, post: Any, told: str
) -> None:
    if told != "no device":
        service.browser().asks()
    willing["devices"] = told != "not wanted"
    post.gone = told == "nobody"
    put(channels=["in_app", "push"])
    if told == "read already":
        OutboxMessage.objects.filter(channel=Channel.IN_APP).update(read_at=timezone.now())
    outbox.drain()
    assert row().status == Status.VOID
    assert not service.arrived


def test_it_waits_for_the_morning_like_a_mail(put: Put, willing: Any, service: HttpServer) -> None:
    phone = service.browser()
    phone.asks()
    hour = timezone.now().hour
    willing["hours"], willing["time_zone"] = ((hour + 2) % 24, (hour + 4) % 24), "UTC"
    put(channels=["push"])
    outbox.drain()
    assert not service.arrived
    assert (row().status, row().attempts) == (Status.PENDING, 0)
    willing["hours"] = (hour, (hour + 2) % 24)
    make_due()
    outbox.drain()
    assert len(service.arrived) == 1


def test_its_attempts_are_counted_and_it_is_given_up_in_the_end(
    put: Put, willing: Any, service: HttpServer, settings: Any
) -> None:
    settings.OUTBOX_ATTEMPTS = 2
    service.browser().asks()
    service.default = (500, {}, b"")
    put(channels=["push"])
    for _ in range(2):
        make_due()
        outbox.drain()
    assert row().status == Status.DEAD


def test_many_devices_cost_the_same_look_ups(
    put: Put, willing: Any, service: HttpServer, django_assert_max_num_queries: Any
) -> None:
    """Five for the row itself and three for each device: the note, its savepoint's two words, and when it was reached."""
    for _ in range(3):
        service.browser().asks()
    (message,) = put(channels=["push"])
    with django_assert_max_num_queries(3 + 3 * 6):
        webpush.send(message, Envelope(address="", devices=True))
    assert len(service.arrived) == 3


def test_a_known_name_that_leads_into_our_own_network_is_not_asked(
    put: Put, willing: Any, service: HttpServer, settings: Any
) -> None:
    settings.PUSH_HOSTS = ["localhost"]
    browser = service.browser()
    browser.endpoint = "https://localhost/send/1"
    browser.asks()
    put(channels=["push"])
    outbox.drain()
    assert not service.arrived
    assert "no public address" in Delivery.objects.exclude(device=None).get().detail
    assert not wire.is_public("localhost")
    assert not wire.is_public("10.0.0.1")
    assert wire.is_public("8.8.8.8")


def test_the_database_notes_a_device_as_reached_once(put: Put, service: HttpServer) -> None:
    (message,) = put(channels=["push"])
    device = service.browser().asks()
    for _ in range(2):
        webpush._note(message, device, Outcome.SENT)
    assert Delivery.objects.filter(device=device.pk).count() == 1
