"""Write a message in the transaction that caused it; send it after the commit (docs/outbox.md).

    outbox.put("complaint_admitted", event="event:812", recipient="complaint:40:citizen",
               about="complaint:40", context={"reference": "IMR-2026-7K3M9QX-4"}, language="ar")

Postgres is the ledger: a row is claimed with a lease and the claim committed, then the message is sent, then the
row is finished by whoever still holds the claim's token. A process that dies leaves a lease that runs out."""

import logging
import random
import time
import uuid
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from complaints.notifications import channels, crash, doorbell, hours, registry
from complaints.notifications.channels import Answer, Gone, Later, Refused, Unreachable, in_app
from complaints.notifications.models import TEXTS, Channel, Delivery, OutboxMessage, Outcome, Status
from complaints.notifications.rendering import Nobody, Rendered, absolute, render

__all__ = ["Nobody", "Rendered", "absolute", "drain", "put", "recall", "release", "render", "wake"]

log = logging.getLogger(__name__)

LONGEST = 6 * 3600  # seconds between two attempts
OUTAGE = 900  # while nobody can be reached: once the server is back, mail is late by a quarter of an hour at most


class InsideTransaction(RuntimeError):
    """Sending was asked for inside a transaction: nothing leaves the house before the commit."""


class OutsideTransaction(RuntimeError):
    """A message was written outside a transaction: it stands or falls with what caused it."""


# --- writing ---


def put(
    kind: str,
    *,
    event: str,
    recipient: str,
    about: str,
    context: Mapping[str, Any],
    language: str,
    channels: Iterable[str] = (Channel.IN_APP, Channel.EMAIL),
    sealed: str = "",
    hold: datetime | None = None,
) -> list[OutboxMessage]:
    """One row per channel, in the transaction that is open; the same (event, recipient, channel) again changes nothing.

    `context` holds a few facts (reference, dates, codes of lists); names, addresses and what people wrote are read
    at the moment of sending by the kind's resolver. Until `hold` it can be recalled, and nobody is told. Returns the rows,
    in the order of the channels."""
    if not connection.in_atomic_block:
        raise OutsideTransaction("put a message inside the transaction that causes it")
    registry.check_context(registry.get(kind), context)
    wanted = [Channel(channel) for channel in channels]
    OutboxMessage.objects.bulk_create(
        [_new(kind, event, recipient, channel, about, language, context, sealed, hold) for channel in wanted],
        ignore_conflicts=True,
    )
    rows = {row.channel: row for row in OutboxMessage.objects.filter(event=event, recipient=recipient)}
    if hold is None:  # what is held is found by the sweep
        transaction.on_commit(doorbell.ring, robust=True)
    return [rows[channel] for channel in wanted]


def _new(
    kind: str,
    event: str,
    recipient: str,
    channel: Channel,
    about: str,
    language: str,
    context: Mapping[str, Any],
    sealed: str,
    hold: datetime | None,
) -> OutboxMessage:
    row = OutboxMessage(
        kind=kind,
        event=event,
        recipient=recipient,
        channel=channel,
        about=about,
        language=language,
        context=dict(context),
        sealed=sealed,
    )
    if hold is not None:
        row.next_at = hold
    if channel is Channel.IN_APP:  # the row itself is the notice: it is there with the commit
        in_app.write(row, at=hold)
    return row


# --- taking back ---


def recall(event: str) -> bool:
    """Takes back all that an event would tell, for ever; False, and nothing changed, when some of it has left or is leaving.

    A sender claims a row or finds it locked and passes over it: a row is recalled or sent, never both."""
    if not connection.in_atomic_block:
        raise OutsideTransaction("recall a message inside the transaction that takes its cause back")
    rows = list(OutboxMessage.objects.select_for_update().filter(event=event).order_by("pk"))
    if not all(_is_held(row) for row in rows):
        return False
    OutboxMessage.objects.filter(pk__in=[row.pk for row in rows]).update(
        status=Status.RECALLED, sent_at=None, sealed=""
    )
    return True


def _is_held(row: OutboxMessage) -> bool:
    if row.channel == Channel.IN_APP:
        return row.status == Status.SENT and row.read_at is None and row.next_at > timezone.now()
    return row.status == Status.PENDING and row.attempts == 0


def release(event: str) -> int:
    """Lets what an event tells leave now instead of at the end of its hold; returns how many rows that were."""
    held = OutboxMessage.objects.filter(event=event, attempts=0, next_at__gt=Now())
    number = held.filter(channel=Channel.IN_APP, status=Status.SENT).update(next_at=Now(), sent_at=Now())
    number += held.filter(status=Status.PENDING).update(next_at=Now())
    transaction.on_commit(doorbell.ring, robust=True)
    return number


# --- sending ---


def drain(*, seconds: float = 40, limit: int = 1000) -> int:
    """Sends what is due, one by one, until nothing is left or the time is over; returns how many were handled.

    A channel whose server cannot be reached is left alone from then on: its rest waits for the next sweep."""
    if connection.in_atomic_block:
        raise InsideTransaction("drain only after the commit")
    handled, end = 0, time.monotonic() + seconds
    silent: set[str] = set()
    with channels.email.Post() as post:
        while handled < limit and time.monotonic() < end and (message := claim(without=silent)) is not None:
            crash.reach("after_claim")
            handled += 1
            if not _deliver(message, post):
                silent.add(message.channel)
    return handled


def claim(*, without: Collection[str] = ()) -> OutboxMessage | None:
    """Takes the message that waits longest, for OUTBOX_LEASE seconds; committed before anything is sent.

    `without` are channels that are left alone."""
    rows = OutboxMessage.objects.raw(
        """
        UPDATE notifications_outboxmessage
           SET status = 'claimed', token = %(token)s, attempts = attempts + 1,
               lease_until = now() + %(lease)s * interval '1 second',
               next_at = now() + %(lease)s * interval '1 second'
         WHERE id = (SELECT id FROM notifications_outboxmessage
                      WHERE status IN ('pending', 'claimed', 'retry') AND next_at <= now()
                        AND channel <> ALL(%(without)s)
                      ORDER BY next_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
        RETURNING *
        """,
        {"token": uuid.uuid4(), "lease": settings.OUTBOX_LEASE, "without": list(without)},
    )
    return next(iter(rows), None)


def _deliver(message: OutboxMessage, post: "channels.email.Post") -> bool:
    """Sends one claimed message and writes how it ended; False when its channel's server cannot be reached."""
    if message.attempts > settings.OUTBOX_ATTEMPTS:  # each of them killed its process
        finish(message, Status.DEAD, Outcome.FAILED, detail="given up: no attempt came to its end")
        return True
    try:
        envelope = registry.resolve(message)
        if envelope is None:
            raise Gone("nobody is to be told any more")
        if envelope.reaches(message.channel) and (
            later := hours.opening(envelope.hours, zone=envelope.time_zone, now=timezone.now())
        ):
            postpone(message, later)
            return True
        answer = _send(message, envelope, post)
        crash.reach("after_smtp")
    except Gone as reason:
        finish(message, Status.VOID, Outcome.VOID, detail=str(reason))
    except Refused as error:
        finish(message, Status.DEAD, Outcome.REFUSED, detail=str(error), answer=error.answer)
        if error.nobody and envelope is not None and message.channel == Channel.EMAIL:
            registry.returned(message, envelope.address)
    except Later as error:
        finish(message, _again(message), Outcome.FAILED, detail=str(error), answer=error.answer, patience=error.seconds)
    except Unreachable as error:  # an outage is ours: it costs the message no attempt, however long it lasts
        finish(message, Status.RETRY, Outcome.FAILED, detail=str(error), outage=True)
        return False
    except Exception as error:
        # One message that cannot be made must not stop the others; the reason is kept with it.
        log.warning("message %s (%s) not sent: %s", message.pk, message.kind, type(error).__name__)
        finish(message, _again(message), Outcome.FAILED, detail=_described(message, error))
    else:
        finish(message, Status.SENT, Outcome.SENT, answer=answer.text)
    return True


def _send(message: OutboxMessage, envelope: registry.Envelope, post: "channels.email.Post") -> Answer:
    if message.channel == Channel.PUSH:
        return channels.webpush.send(message, envelope)
    if message.channel in TEXTS:
        return channels.text.send(message, envelope)
    return post.send(message, envelope)


def _again(message: OutboxMessage) -> Status:
    return Status.RETRY if message.attempts < settings.OUTBOX_ATTEMPTS else Status.DEAD


def _described(message: OutboxMessage, error: Exception) -> str:
    """What went wrong; of the other channels by its name alone, for a library's words may hold a number or an address."""
    return channels.email.describe(error) if message.channel == Channel.EMAIL else type(error).__name__


def postpone(message: OutboxMessage, later: datetime) -> None:
    """Gives the message back until it may arrive; that is no attempt, and whoever claims it then looks everything up anew."""
    mine = OutboxMessage.objects.filter(pk=message.pk, status=Status.CLAIMED, token=message.token)
    mine.update(
        status=Status.PENDING, token=None, lease_until=None, attempts=F("attempts") - 1, next_at=later, last_error=""
    )


def finish(
    message: OutboxMessage,
    status: Status,
    outcome: Outcome,
    *,
    detail: str = "",
    answer: str = "",
    outage: bool = False,
    patience: float = 0,
) -> bool:
    """Ends the claim if it is still ours, and writes the attempt in any case; an `outage` gives the attempt back.

    `patience`: seconds that the other side asked for."""
    ends: dict[str, Any] = {
        "status": status,
        "token": None,
        "lease_until": None,
        "last_error": "" if status == Status.SENT else detail[:300],
    }
    if status == Status.SENT:
        ends |= {"sent_at": Now(), "mail_key": message.key_of_mail}
    if status in (Status.SENT, Status.VOID):  # a dead letter can still be sent again
        ends["sealed"] = ""
    with transaction.atomic():
        mine = OutboxMessage.objects.filter(pk=message.pk, status=Status.CLAIMED, token=message.token)
        if outage:
            ends |= {"attempts": F("attempts") - 1, "next_at": _later(message.deliveries.count() + 1, most=OUTAGE)}
        elif status == Status.RETRY:
            ends["next_at"] = _later(message.attempts, least=patience)
        held = bool(mine.update(**ends))
        Delivery.objects.create(
            message_id=message.pk,
            attempt=message.attempts,
            outcome=outcome if held else Outcome.LATE,
            detail=detail[:300],
            answer=answer[:300],
        )
        crash.reach("before_finish_commit")
    if not held:
        log.warning("message %s: its lease ran out before the attempt ended", message.pk)
    return held


@transaction.atomic
def came_back(message: OutboxMessage, *, detail: str) -> bool:
    """A mail that was sent came back: it stands among those that were given up; False when that is known already."""
    row = OutboxMessage.objects.filter(pk=message.pk, channel=Channel.EMAIL, status=Status.SENT)
    if not row.update(status=Status.DEAD, last_error=detail[:300]):
        return False
    Delivery.objects.create(
        message_id=message.pk, attempt=message.attempts, outcome=Outcome.RETURNED, detail=detail[:300]
    )
    return True


def back_off(attempt: int, *, most: int = LONGEST) -> float:
    """Seconds until the next attempt: doubling from 30 s to `most`, give or take a quarter, so that a crowd spreads."""
    return min(30 * 2 ** min(attempt - 1, 20), most) * random.uniform(0.75, 1.25)  # noqa: S311


def _later(attempt: int, *, most: int = LONGEST, least: float = 0) -> Any:
    seconds = max(back_off(attempt, most=most), min(least, LONGEST))
    return Now() + timedelta(seconds=seconds * settings.OUTBOX_PATIENCE)


def wake() -> int:
    """Makes everything that waits for a later attempt due now (the mail server is back); returns how many."""
    return OutboxMessage.objects.filter(status=Status.RETRY, next_at__gt=Now()).update(next_at=Now())
