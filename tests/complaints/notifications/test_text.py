"""SMS and WhatsApp: through a provider over HTTP, through the mailbox page, and never a number in what we keep."""

import contextlib
import json
import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from complaints.notifications import outbox, registry
from complaints.notifications.channels import text, wire
from complaints.notifications.models import Delivery, OutboxMessage, SentMail, Status
from complaints.notifications.registry import Envelope
from mediator import env
from tests.complaints.notifications.push_service import HttpServer

pytestmark = pytest.mark.django_db(transaction=True)
Put = Callable[..., list[OutboxMessage]]
NUMBER = "+33612345678"
TEMPLATE = {
    "to": "{to}",
    "type": "template",
    "template": {
        "name": "{kind}",
        "language": {"code": "{language}"},
        "components": [{"type": "body", "parameters": [{"type": "text", "text": "{reference}"}]}],
    },
}


@pytest.fixture
def provider(settings: Any) -> Iterator[HttpServer]:
    server = HttpServer()
    server.default = (202, {}, b'{"id": "SM12", "to": "+33 6 12 34 56 78"}')
    settings.SMS = {"url": f"{server.origin}/sms?key=abc", "headers": {"Authorization": "Bearer secret"}}
    settings.WHATSAPP = {"url": f"{server.origin}/wa", "body": TEMPLATE, "key_header": ""}
    yield server
    server.close()


@pytest.fixture
def person(post: Any) -> dict[str, Any]:
    """Who is written to, by the kind `test_notice`, which has the short text `news`."""
    facts: dict[str, Any] = {
        "address": "", "phone": NUMBER, "language": "fr", "context": {"reference": "IMR-2026-7K3M9QX-4"},
    }  # fmt: skip
    registry.register("test_notice", lambda _message: Envelope(**facts), source=post.write, short="news")
    return facts


def row() -> OutboxMessage:
    return OutboxMessage.objects.get()


def make_due() -> None:
    OutboxMessage.objects.update(next_at=timezone.now() - timedelta(seconds=1))


def test_a_text_is_handed_over_with_its_key_and_the_headers_of_the_settings(
    put: Put, person: Any, provider: HttpServer
) -> None:
    put(channels=["sms"])
    outbox.drain()
    (arrived,) = provider.arrived
    said = json.loads(arrived.body)
    assert said["to"] == NUMBER
    assert "IMR-2026-7K3M9QX-4" in said["text"]
    assert arrived.headers["authorization"] == "Bearer secret"
    assert arrived.headers["idempotency-key"] == said["key"] == row().key_of_mail.hex
    assert row().status == Status.SENT


def test_whatsapp_gets_a_template_its_language_and_the_number_of_the_file_and_no_words_of_ours(
    put: Put, person: Any, provider: HttpServer
) -> None:
    person["language"] = "ar"
    put(channels=["whatsapp"])
    outbox.drain()
    said = json.loads(provider.arrived[0].body)
    assert said["template"]["name"] == "news"
    assert said["template"]["language"] == {"code": "ar"}
    assert said["template"]["components"][0]["parameters"] == [{"type": "text", "text": "IMR-2026-7K3M9QX-4"}]
    assert "text" not in said


def test_a_neutral_template_has_no_number_of_a_file(put: Put, person: Any, provider: HttpServer) -> None:
    person["neutral"] = "neutral/news"
    put(channels=["whatsapp"])
    outbox.drain()
    said = json.loads(provider.arrived[0].body)
    assert said["template"] == {"name": "neutral", "language": {"code": "fr"}, "components": []}


def test_what_stands_in_a_fact_stays_text(provider: HttpServer) -> None:
    facts = {"to": NUMBER, "text": 'a","to":"{kind}', "kind": "news", "language": "fr", "key": "k", "reference": ""}
    assert text.filled({"a": ["{text}"], "b": 3}, facts) == {"a": ['a","to":"{kind}'], "b": 3}


@pytest.mark.parametrize(
    ("status", "answer", "ends", "attempts"),
    [
        (400, b'{"error": "The destination number is not a valid mobile"}', Status.DEAD, 1),
        (404, b"Unknown subscriber", Status.DEAD, 1),
        (400, b'{"error": "missing field"}', Status.RETRY, 1),
        (429, b"slow down", Status.RETRY, 1),
        (503, b"the number service is unavailable: recipient unknown", Status.RETRY, 1),
        (401, b"invalid number of the account", Status.RETRY, 0),  # our password: an outage, which costs no attempt
        (404, b"no such page", Status.RETRY, 0),
        (302, b"", Status.RETRY, 0),
    ],
)
def test_a_refusal_is_read_as_what_it_is(
    put: Put, person: Any, provider: HttpServer, status: int, answer: bytes, ends: str, attempts: int
) -> None:
    provider.default = (status, {"Location": f"{provider.origin}/elsewhere"} if status == 302 else {}, answer)
    put(channels=["sms"])
    outbox.drain()
    assert (row().status, row().attempts) == (ends, attempts)
    assert len(provider.arrived) == 1


def test_a_repeat_carries_the_same_key(put: Put, person: Any, provider: HttpServer) -> None:
    provider.default = (500, {}, b"")
    put(channels=["sms"])
    outbox.drain()
    provider.default = (200, {}, b"")
    make_due()
    outbox.drain()
    assert len({one.headers["idempotency-key"] for one in provider.arrived}) == 1
    assert row().status == Status.SENT


def test_a_provider_that_is_away_keeps_neither_mails_nor_attempts(
    put: Put, person: Any, provider: HttpServer, sink: Any
) -> None:
    provider.close()
    person["address"] = "a@example.org"
    put("event:1", channels=["sms"])
    put("event:2", channels=["sms"])
    put("event:3", channels=["email"])
    assert outbox.drain() == 2  # the first tells that nobody answers; the second is left alone
    assert len(sink.mails) == 1
    texts = OutboxMessage.objects.filter(channel="sms").order_by("pk")
    assert [(one.status, one.attempts) for one in texts] == [(Status.RETRY, 0), (Status.PENDING, 0)]


@pytest.mark.parametrize("answer", [b'{"to": "+33612345678"}', b"33612345678 refused", b"0033 6.12.34-56 78"])
def test_the_number_is_in_no_attempt_and_in_no_log(
    put: Put, person: Any, provider: HttpServer, caplog: Any, answer: bytes
) -> None:
    with caplog.at_level(logging.DEBUG):
        for status in (500, 202):
            provider.default = (status, {}, answer)
            put(channels=["sms"])
            make_due()
            outbox.drain()
    kept = repr(list(Delivery.objects.values())) + repr(list(OutboxMessage.objects.values())) + caplog.text
    digits = "".join(sign for sign in kept if sign.isdigit() or sign == "\n")
    assert "612345678" not in digits
    assert "secret" not in kept


@pytest.mark.parametrize("number", ["+33100", "nonsense", "+33142685300"])
def test_a_number_that_cannot_be_reached_by_sms_is_never_asked_for(
    put: Put, person: Any, provider: HttpServer, number: str
) -> None:
    person["phone"] = number
    put(channels=["sms"])
    outbox.drain()
    assert row().status == Status.DEAD
    assert not provider.arrived


def test_who_gave_no_number_or_took_the_way_back_is_not_written_to(put: Put, person: Any, provider: HttpServer) -> None:
    person["phone"] = ""
    put(channels=["sms"])
    outbox.drain()
    assert row().status == Status.VOID


def test_it_waits_for_the_hours_like_a_mail(put: Put, person: Any, provider: HttpServer) -> None:
    hour = timezone.now().hour
    person["hours"], person["time_zone"] = ((hour + 2) % 24, (hour + 4) % 24), "UTC"
    put(channels=["sms"])
    outbox.drain()
    assert (row().status, row().attempts) == (Status.PENDING, 0)


def test_on_a_developers_machine_it_stands_in_the_mailbox(put: Put, person: Any, client: Client) -> None:
    person["language"] = "ar"
    put("event:1", channels=["sms"])
    put("event:2", channels=["whatsapp"])
    outbox.drain()
    assert set(SentMail.objects.values_list("sender", "to")) == {("SMS", NUMBER), ("WhatsApp", NUMBER)}
    page = client.get(reverse("notifications:mailbox")).content.decode()
    assert "IMR-2026-7K3M9QX-4" in page
    kept = SentMail.objects.first()
    assert kept
    assert "IMR-2026-7K3M9QX-4" in client.get(reverse("notifications:mail", args=[kept.pk])).content.decode()


def test_without_provider_and_mailbox_nobody_carries_it(put: Put, person: Any, settings: Any) -> None:
    settings.MAILBOX = False
    assert text.gateway("sms") is None
    put(channels=["sms"])
    outbox.drain()
    assert row().status == Status.VOID


def test_who_answers_drop_by_drop_is_not_listened_to_for_ever() -> None:
    def drip(server: socket.socket) -> None:
        line, _address = server.accept()
        with line, contextlib.suppress(OSError):
            line.recv(5000)
            line.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            for _ in range(200):
                line.sendall(b"x")
                time.sleep(0.05)

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=drip, args=(server,), daemon=True).start()
        began = time.monotonic()
        reply = wire.ask(f"http://127.0.0.1:{server.getsockname()[1]}/", body=b"", headers={}, timeout=0.5)
    assert reply.status == 200
    assert time.monotonic() - began < 3


# --- the settings ---


def test_a_provider_is_read_from_the_environment(monkeypatch: Any) -> None:
    assert env.provider("SMS") is None
    monkeypatch.setenv("SMS_URL", "https://sms.example.org/v1")
    monkeypatch.setenv("SMS_HEADERS", '{"X-Key": "k"}')
    monkeypatch.setenv("SMS_BODY", '{"message": "{text}"}')
    monkeypatch.setenv("SMS_TIMEOUT", "4")
    found = env.provider("SMS")
    assert found == {
        "url": "https://sms.example.org/v1", "headers": {"X-Key": "k"}, "body": {"message": "{text}"}, "timeout": 4.0,
    }  # fmt: skip
    assert text.Provider(**found).method == "POST"


@pytest.mark.parametrize(
    ("name", "value"),
    [("SMS_URL", "http://sms.example.org"), ("SMS_HEADERS", "{"), ("SMS_BODY", "[]"), ("SMS_REFUSED", "(")],
)
def test_a_setting_that_cannot_be_read_stops_the_start(monkeypatch: Any, name: str, value: str) -> None:
    monkeypatch.setenv("SMS_URL", "https://sms.example.org/v1")
    monkeypatch.setenv(name, value)
    with pytest.raises(env.EnvironmentError, match=name):
        env.provider("SMS")
