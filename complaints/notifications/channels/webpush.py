"""Web Push: "there is news", encrypted for each browser that asked for it (RFC 8030, 8291, 8292; docs/push.md).

One row of the outbox stands for all devices of its recipient. Each device that was reached is a Delivery row of its own,
written at once: a repeat goes only to those that were not."""

import base64
import json
import time
from dataclasses import dataclass
from email.utils import parseaddr
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from accounts.encryption import blind_index
from complaints.notifications import crash
from complaints.notifications.channels import Answer, Gone, Later, Refused, wire
from complaints.notifications.models import Channel, Delivery, OutboxMessage, Outcome, PushSubscription
from complaints.notifications.registry import Envelope

TTL = 7 * 24 * 3600  # seconds for which the push service keeps it for a device that is off
TIMEOUT = 5.0
PATIENCE = 25.0  # seconds for all devices of one row: a task may take 60
LIFE = 12 * 3600  # of the signature that says who we are; at most 24 hours (RFC 8292)
ENDED = (404, 410)  # RFC 8030, 7.3: the subscription is no more


@dataclass(slots=True)
class Tally:
    """How it went with the devices of one row."""

    reached: int = 0
    ended: int = 0
    refused: int = 0
    waiting: int = 0
    wait: float = 0
    said: str = ""


def is_on() -> bool:
    """Whether this house has keys for it; without them nothing is offered."""
    return bool(settings.VAPID_PRIVATE_KEY)


@lru_cache(maxsize=4)
def _vapid(key: str) -> Any:
    from py_vapid import Vapid02

    return Vapid02.from_string(key)


@lru_cache(maxsize=4)
def _public(key: str) -> str:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    point = _vapid(key).public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).decode().rstrip("=")


def public_key() -> str:
    """What a browser subscribes with; empty when the channel is off."""
    return _public(settings.VAPID_PRIVATE_KEY) if is_on() else ""


def tag(recipient: str) -> str:
    """What makes a newer notice take the place of an older one, at the push service and on the device; tells nothing."""
    return (blind_index(f"push tag {recipient}") or b"").hex()[:24]


def send(message: OutboxMessage, envelope: Envelope) -> Answer:
    """Tells every device that was not told yet; raises Gone, Refused, or Later when some are left."""
    if not envelope.devices:
        raise Gone("no notice on a device is wanted")
    if _twin(message, read_at__isnull=False).exists():
        raise Gone("it was read on the site already")
    kept = message.deliveries.filter(outcome=Outcome.SENT, device__isnull=False)
    told = set(kept.values_list("device", flat=True))
    devices = PushSubscription.objects.filter(recipient=message.recipient).exclude(pk__in=told).order_by("pk")
    tally, end = Tally(reached=len(told)), time.monotonic() + PATIENCE
    for device in devices:
        if time.monotonic() > end:
            tally.waiting += 1
            continue
        _tell(device, message, envelope, tally)
    return _conclude(tally)


def _conclude(tally: Tally) -> Answer:
    if tally.waiting:
        raise Later(f"{tally.waiting} devices were not reached, {tally.reached} were", tally.said, seconds=tally.wait)
    if tally.reached:
        return Answer(f"{tally.reached} devices")
    if tally.refused:
        raise Refused("the push service refuses it", tally.said)
    raise Gone("no device asks for it any more")


def _tell(device: PushSubscription, message: OutboxMessage, envelope: Envelope, tally: Tally) -> None:
    host = urlsplit(device.endpoint).hostname or ""
    try:
        _refuse_private(device.endpoint)
        reply = wire.ask(
            device.endpoint, body=encrypted(device, payload(device, message, envelope)),
            headers=headers(device, message), timeout=TIMEOUT,
        )  # fmt: skip
    except wire.NoAnswer as error:
        tally.waiting += 1
        _note(message, device, Outcome.FAILED, detail=f"{host}: {error}")
        return
    except ValueError as error:  # keys that cannot be used, an address that is none: for good
        tally.refused += 1
        _note(message, device, Outcome.REFUSED, detail=type(error).__name__)
        return
    tally.said = f"{host}: {reply.said}"[:300]
    if 200 <= reply.status < 300:
        crash.reach("after_device")
        tally.reached += 1
        PushSubscription.objects.filter(pk=device.pk).update(last_ok=Now())
        _note(message, device, Outcome.SENT, answer=tally.said)
        crash.reach("after_device_kept")
    elif reply.status in ENDED:
        tally.ended += 1
        PushSubscription.objects.filter(endpoint=device.endpoint).delete()  # for whichever file it was
        _note(message, device, Outcome.VOID, detail="the subscription has ended", answer=tally.said)
    elif reply.status == 429 or reply.status == 408 or reply.status >= 500:
        tally.waiting += 1
        tally.wait = max(tally.wait, reply.wait)
        _note(message, device, Outcome.FAILED, answer=tally.said)
    else:
        tally.refused += 1
        _note(message, device, Outcome.REFUSED, answer=tally.said)


def _note(
    message: OutboxMessage, device: PushSubscription, outcome: Outcome, *, detail: str = "", answer: str = ""
) -> None:
    """One attempt for one device. Whoever lost the lease meanwhile may have reached it too: that is noted once."""
    row = Delivery(
        message_id=message.pk, attempt=message.attempts, outcome=outcome, detail=detail[:300], answer=answer[:300],
        device=device.pk,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return


def _refuse_private(endpoint: str) -> None:
    """Raises ValueError for what is no address of a known push service, or lies in our own network."""
    from complaints.notifications.devices import check_endpoint

    check_endpoint(endpoint)
    parts = urlsplit(endpoint)
    if is_local(endpoint) or settings.OUTGOING_PROXY:
        return
    if not wire.is_public(parts.hostname or ""):
        raise wire.NoAnswer("no public address")


def is_local(endpoint: str) -> bool:
    """Whether this is the push service of a test, on this machine."""
    return bool(settings.PUSH_LOCAL) and endpoint.startswith(f"{settings.PUSH_LOCAL}/")


def payload(device: PushSubscription, message: OutboxMessage, envelope: Envelope) -> bytes:
    """All that is told: in which language, how many, and which notice it takes the place of. No name, subject or number."""
    unread = _unread(message)
    said = {"lang": device.language, "n": max(unread, 1), "tag": tag(message.recipient)}
    if envelope.neutral:
        said["plain"] = 1  # "news" without "your file": the screen may be another's too
    return json.dumps(said, separators=(",", ":")).encode()


def _unread(message: OutboxMessage) -> int:
    from complaints.notifications.selectors import count_unread

    return count_unread(message.recipient)


def _twin(message: OutboxMessage, **more: Any) -> Any:
    return OutboxMessage.objects.filter(
        event=message.event, recipient=message.recipient, channel=Channel.IN_APP, **more
    )


def encrypted(device: PushSubscription, data: bytes) -> bytes:
    """For this browser alone (RFC 8291); the push service reads nothing. Raises ValueError for keys that are none."""
    from pywebpush import WebPusher, WebPushException

    keys = {"p256dh": device.p256dh, "auth": device.auth}
    try:
        return bytes(WebPusher({"endpoint": device.endpoint, "keys": keys}).encode(data)["body"])
    except (WebPushException, IndexError, TypeError) as error:
        raise ValueError("keys that cannot be used") from error


def headers(device: PushSubscription, message: OutboxMessage) -> dict[str, str]:
    """Who we are (RFC 8292), how long it is of use, and that a newer one takes its place."""
    parts = urlsplit(device.endpoint)
    claims = {"aud": f"{parts.scheme}://{parts.netloc}", "sub": _contact(), "exp": int(time.time()) + LIFE}
    return {
        "Authorization": _vapid(settings.VAPID_PRIVATE_KEY).sign(claims)["Authorization"],
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(TTL),
        "Urgency": "normal",
        "Topic": tag(message.recipient),
    }


def _contact() -> str:
    """Whom a push service writes to when something is wrong with our messages."""
    return settings.VAPID_CONTACT or f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}"
