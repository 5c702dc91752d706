"""What was told, what waits, and what could not be delivered."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile

from django.db.models import Case, Count, F, Min, Q, QuerySet, When
from django.db.models.functions import Now
from django.utils import timezone, translation

from complaints.notifications import rendering
from complaints.notifications.blocks import Block, Run, runs
from complaints.notifications.models import OPEN, Channel, Heartbeat, OutboxMessage, Status
from complaints.notifications.registry import Envelope
from complaints.notifications.rendering import Rendered


@dataclass(frozen=True, slots=True)
class Notice:
    """A message on the site, in the reader's language."""

    id: int
    kind: str
    about: str
    at: datetime
    read: bool
    rendered: Rendered

    @property
    def subject_runs(self) -> tuple[Run, ...]:
        """The subject with its left-to-right pieces apart, for our own pages."""
        return runs(self.rendered.subject)

    @property
    def body(self) -> list[Block]:
        """What it says before its button, which leads to where the reader is."""
        return list(takewhile(lambda block: block.kind != "action", self.rendered.blocks))


# Finds the envelopes of many notices at once, by their ids; one that is missing has nobody to tell any more.
Addresses = Callable[[Sequence[OutboxMessage]], Mapping[int, Envelope]]


def inbox(
    recipient: str, *, addresses: Addresses | None = None, before: int | None = None, limit: int = 20
) -> list[Notice]:
    """The newest notices of one recipient, in the active language; `before` continues below that notice's id.

    The caller has checked that the reader is the recipient. `addresses` saves asking for each envelope by itself."""
    rows = _notices(recipient)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    language = translation.get_language() or ""
    newest = list(rows[:limit])
    envelopes = addresses(newest) if addresses else None
    found = []
    for row in newest:
        if envelopes is not None and row.pk not in envelopes:
            continue
        try:
            rendered = rendering.render(row, envelope=envelopes[row.pk] if envelopes else None, language=language)
        except rendering.Nobody:
            continue
        found.append(Notice(row.pk, row.kind, row.about, row.created_at, row.read_at is not None, rendered))
    return found


def count_unread(recipient: str) -> int:
    """How many notices were not read yet."""
    return _notices(recipient).filter(read_at=None).count()


def _notices(recipient: str) -> QuerySet[OutboxMessage]:
    return shown(recipient).order_by("-id")


def shown(recipient: str) -> QuerySet[OutboxMessage]:
    """What stands on the site for one recipient: not what is held, nor what was taken back."""
    return OutboxMessage.objects.filter(
        recipient=recipient, channel=Channel.IN_APP, status=Status.SENT, next_at__lte=Now()
    )


def messages_about(about: str) -> QuerySet[OutboxMessage]:
    """All that was told about one thing, oldest first, with the attempts: why something was not delivered."""
    return OutboxMessage.objects.filter(about=about).prefetch_related("deliveries").order_by("id")


def dead_letters() -> QuerySet[OutboxMessage]:
    """What was given up, newest first: staff read why, and send it again (`actions.resend`)."""
    return OutboxMessage.objects.filter(status=Status.DEAD).order_by("-id")


@dataclass(frozen=True, slots=True)
class Health:
    """How the outbox does. Ages in seconds; None when there is nothing to measure."""

    waiting: int
    oldest_waiting: float | None
    dead: int
    heartbeat: float | None

    LATE = 300  # seconds: older than this and somebody should look
    DEAF = 120  # seconds without a heartbeat

    @property
    def troubles(self) -> list[str]:
        """What is wrong, by name: `late`, `dead`, `deaf`; empty when all is well."""
        return [
            name
            for name, wrong in {
                "late": (self.oldest_waiting or 0) > self.LATE,
                "dead": self.dead > 0,
                "deaf": self.heartbeat is None or self.heartbeat > self.DEAF,
            }.items()
            if wrong
        ]


def health() -> Health:
    """Waiting and dead messages, and when the worker last proved that it hears its bell.

    Three queries, each on its own small index: what was sent is never counted."""
    waiting = OutboxMessage.objects.filter(status__in=OPEN).aggregate(
        count=Count("id"),
        # What waits for the recipient's morning, or for the end of its hold, is not late; it waits from then on.
        oldest=Min(
            Case(When(status=Status.PENDING, then=F("next_at")), default=F("created_at")),
            filter=~Q(status=Status.PENDING, next_at__gt=Now()),
        ),
    )
    dead = OutboxMessage.objects.filter(status=Status.DEAD).count()
    beat = Heartbeat.objects.filter(name="worker").values_list("at", flat=True).first()
    return Health(waiting["count"], _age(waiting["oldest"]), dead, _age(beat))


def _age(at: datetime | None) -> float | None:
    return (timezone.now() - at).total_seconds() if at else None
