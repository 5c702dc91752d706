"""Counting who came to a stand: one row a visit, however often it is sent (docs/stand-tablet.md)."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Count, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.dates import RABAT
from complaints.guide.models import Country
from complaints.knowledge.models import Question
from complaints.models import Complaint
from complaints.outreach.models import Batch, Shift, Ticket, Visit
from complaints.outreach.models.visits import LONGEST_WAIT

Outcome = Visit.Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """What is counted of one person: nothing that names them."""

    outcome: str
    language: str
    competent: bool | None = None
    ground: str = ""
    country: Country | None = None
    wait: int | None = None
    ticket: Ticket | None = None
    complaint: Complaint | None = None
    question: Question | None = None
    on_phone: bool = False


def record_visit(
    *, key: uuid.UUID, shift: Shift, came: Came, at: datetime | None = None, batch: Batch | None = None
) -> tuple[Visit, bool]:
    """Counts a visit once for its `key`, which the client made; and whether it was new.

    `at` is when it was, for what a tablet kept without a network (`batch`). What was counted first stays: the same key
    with other facts changes nothing."""
    if first := Visit.objects.filter(key=key).first():
        return first, False
    moment = at or timezone.now()
    wait = came.wait if came.wait is not None else (came.ticket.wait if came.ticket else None)
    try:
        with transaction.atomic():
            visit = Visit.objects.create(
                key=key, stand=shift.stand, desk=shift.desk, shift=shift, agent=shift.agent, batch=batch,
                day=timezone.localdate(moment, RABAT), at=moment, outcome=came.outcome, competent=came.competent,
                ground=came.ground if came.competent is False else "", country=came.country, language=came.language,
                wait=None if wait is None else max(0, min(wait, LONGEST_WAIT)), ticket=came.ticket,
                complaint=came.complaint, question=came.question, offline=batch is not None,
                on_phone=came.on_phone,
            )  # fmt: skip
    except IntegrityError:
        first = Visit.objects.filter(key=key).first()  # two pressed at once
        if first is None:
            raise
        return first, False
    return visit, True


def count_filed() -> int:
    """What was begun at a stand and filed on the person's own telephone counts as filed; how many. Safe to run twice."""
    gone_on = Visit.objects.filter(on_phone=True, complaint=None)
    filed = Complaint.objects.filter(submission_key__in=gone_on.values("key")).only(
        "pk", "submission_key", "country_id"
    )
    counted = 0
    for case in filed:
        counted += gone_on.filter(key=case.submission_key).update(
            outcome=Outcome.FILED,
            complaint=case,
            competent=None,
            ground="",
            country=Coalesce("country_id", Value(case.country_id)),
        )
    return counted


def today_of(shift: Shift) -> dict[str, int]:
    """How many of each outcome on this shift: all that the tablet tells of those who came."""
    rows = Visit.objects.filter(shift=shift).order_by().values_list("outcome").annotate(Count("pk"))
    return {**dict.fromkeys(Outcome.values, 0), **dict(rows)}
