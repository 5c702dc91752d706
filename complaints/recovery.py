"""A new follow-up code for who lost the old one, which dies (docs/recovery.md).

Three ways lead to one: the open file (`renew`), the desk (`renew` too), and two known facts with a wait of three days
(`ask`, then `claim`). Every step is an event of the file and is told to the complainant."""

import hmac
import uuid
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.actors import NOBODY, Actor
from accounts.encryption import blind_index, decrypt, encrypt
from complaints import codes, history, notices, permissions
from complaints.models import Complaint, Recovery
from complaints.notifications import devices, outbox
from complaints.permissions import representation_of
from complaints.workflow.errors import demand
from complaints.workflow.moves import locked

WAIT = timedelta(hours=72)
SHOWN = timedelta(minutes=30)
KEPT = timedelta(days=30)  # how long a ticket may be used once its wait is over
# A ticket that nobody has: an unknown reference costs the same time as a wrong ticket.
NOBODYS = codes.hash_code(codes.new_code())


# --- at once ---


@transaction.atomic
def renew(complaint: Complaint, *, actor: Actor, way: str, checked: str = "") -> Recovery:
    """Gives the file a new code and lets the old one die, with what was opened by it and any request that still waits.

    `checked` says how the desk made sure of the person. The new code is shown by `code_of` for half an hour. Raises
    NotAllowed for who is not the complainant (any more), at the desk for who may give none."""
    case = locked(complaint)
    may = permissions.is_complainant if way == Recovery.Way.FILE else permissions.can_give_code
    demand(may(actor, case))
    now = timezone.now()
    stop_all(case, at=now)
    row = Recovery(complaint=case, way=way, asked_at=now, due_at=now)
    return _give(case, row, actor=actor, checked=checked)


def _give(case: Complaint, row: Recovery, *, actor: Actor, checked: str = "") -> Recovery:
    hide_all(case)
    devices.forget(f"complaint:{case.pk}:citizen")  # who knew the old code may have switched one on
    code = codes.new_code()
    case.code_hash = codes.hash_code(code)
    case.save(update_fields=["code_hash"])
    row.used_at, row.sealed_code = timezone.now(), encrypt(code, purpose=_purpose(case.pk))
    row.save()
    event = history.record(case, "code_renewed", actor=actor, internal_text=checked, data={"way": row.way})
    notices.tell(case, event, notices.CodeRenewed())
    return row


def code_of(row: Recovery) -> str:
    """The new code, for half an hour or until it was hidden; empty afterwards."""
    if not row.sealed_code or row.used_at is None or timezone.now() - row.used_at > SHOWN:
        return ""
    return decrypt(row.sealed_code, purpose=_purpose(row.complaint_id))


def hide(row: Recovery) -> None:
    """The code was noted: nobody can show it any more."""
    Recovery.objects.filter(pk=row.pk).update(sealed_code="")


def hide_all(case: Complaint) -> None:
    """The codes that still could be shown are dead: none of them is shown, and no used ticket opens anything."""
    case.recoveries.exclude(sealed_code="").update(sealed_code="")


def wipe() -> int:
    """Takes away the codes whose half hour is over; called by beat."""
    over = Recovery.objects.exclude(sealed_code="").filter(used_at__lt=timezone.now() - SHOWN)
    return over.update(sealed_code="")


def _purpose(complaint_id: int) -> str:
    return f"recovery.code:{complaint_id}"


# --- by two facts and a wait ---


def ticket(key: uuid.UUID) -> str:
    """The ticket of a form, as it is shown: the same for a second press, and nothing that a visitor could foresee."""
    return codes.computed_code("recovery", str(key))


@transaction.atomic
def ask(*, reference: str, birth_date: date, id_number: str, key: uuid.UUID) -> None:
    """Asks for a new code by facts. Nothing comes back: right, wrong and unknown are answered alike, by a ticket.

    It needs an address that was proved and is safe to write to, for the wait protects only who can hear of it; and nobody
    who acted under a mandate that was revoked, for they know all the facts."""
    case = Complaint.objects.select_related("complainant").filter(reference=reference).first()
    hashed = codes.hash_code(ticket(key))  # for an unknown reference too: it takes the longest
    wanted = blind_index(id_number) or b""
    person = case.complainant if case is not None else None
    right = hmac.compare_digest(bytes((person.id_index if person else None) or b"\0"), wanted)
    if (
        case is None
        or person is None
        or not right
        or person.birth_date != birth_date
        or _told_all(case)
        or not _hears(person)
    ):
        _nobody(key)
        return
    case = locked(case)
    if _told_all(case) or not _hears(case.complainant):  # a mandate was revoked, or the address changed, a moment ago
        _nobody(key)
        return
    waiting = case.recoveries.filter(used_at=None, stopped_at=None).first()
    if waiting is not None and codes.matches(ticket(key), waiting.ticket_hash):  # pressed twice
        return
    now = timezone.now()
    stop_all(case, at=now)
    row = Recovery.objects.create(
        complaint=case, way=Recovery.Way.FACTS, ticket_hash=hashed, asked_at=now, due_at=now + WAIT
    )
    event = history.record(case, "recovery_asked", actor=NOBODY, data={"recovery": row.pk})
    notices.tell(case, event, notices.RecoveryAsked(recovery=row.pk))


def _hears(person) -> bool:  # type: ignore[no-untyped-def]
    return bool(person.email and person.email_verified_at and person.reachable_by("email"))


def _told_all(case: Complaint) -> bool:
    """Whether somebody who may see the file no more typed these facts: then only the desk gives a code."""
    acts = representation_of(case)
    return acts is not None and acts.revoked_at is not None


def _nobody(key: uuid.UUID) -> None:
    """The row that a request for nobody writes all the same, so that its time tells less; the worker finds nobody."""
    outbox.put(
        "complaint_recovery", event=f"recovery:{key}", recipient="complaint:0:citizen", about="complaint:0", context={},
        language="", channels=("email",),
    )  # fmt: skip


@transaction.atomic
def claim(*, reference: str, given: str) -> Recovery | None:
    """The new code of a ticket whose wait is over; None for all else, stopped, too early, too late and unknown alike.

    Within half an hour the same ticket shows the same code again."""
    case = Complaint.objects.filter(reference=reference).first()
    rows = Recovery.objects.filter(complaint=case, way=Recovery.Way.FACTS, stopped_at=None) if case else None
    row = rows.first() if rows is not None else None
    right = codes.matches(given, row.ticket_hash if row else NOBODYS)
    if case is None or row is None or not right:
        return None
    case = locked(case)
    row.refresh_from_db()
    now = timezone.now()
    if row.used_at is not None:
        return row if code_of(row) else None
    if row.stopped_at is not None or not row.due_at <= now <= row.due_at + KEPT:
        return None
    return _give(case, row, actor=NOBODY)


@transaction.atomic
def stop(row: Recovery, *, actor: Actor) -> bool:
    """Stops a request that waits; False when it was stopped or used already."""
    case = locked(row.complaint)
    waits = case.recoveries.filter(pk=row.pk, used_at=None, stopped_at=None)
    if not waits.update(stopped_at=timezone.now()):
        return False
    history.record(case, "recovery_stopped", actor=actor, data={"recovery": row.pk})
    return True


def stop_all(complaint: Complaint, *, at: datetime) -> None:
    """Stops what waits, and says nothing: the caller's own event does. For a locked case."""
    complaint.recoveries.filter(used_at=None, stopped_at=None).update(stopped_at=at)


def end_all(complaint: Complaint, *, at: datetime) -> None:
    """The same for a file whose code dies: what was given by then is not shown any more."""
    stop_all(complaint, at=at)
    hide_all(complaint)


def waiting(complaint: Complaint) -> Recovery | None:
    """The request that waits, which the file shows to who opens it."""
    return complaint.recoveries.filter(used_at=None, stopped_at=None).first()
