"""The day of an agent on a tablet: begun with account and second factor, opened and locked with a PIN, ended in the evening."""

from datetime import datetime, timedelta

from argon2 import PasswordHasher, Type
from argon2.exceptions import Argon2Error, InvalidHashError
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor, person
from accounts.dates import RABAT
from accounts.models import User
from complaints.outreach.models import Device, Shift, Stand, StandDesk, Visit
from complaints.outreach.tablet import helping
from complaints.outreach.tablet.access import can_attend, today
from complaints.workflow.errors import Refused, demand

TRIES = 5
AFTER_CLOSING = timedelta(hours=1)  # who stands in line at the end is still helped
# Six figures are few: what guards them are the five tries, and that a copied table still costs a second a guess.
HASHER = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=1, type=Type.ID)
RUNS = ("01234567890", "09876543210")


def is_weak(pin: str) -> bool:
    """One figure six times, or figures in a row: what everybody tries first."""
    return len(set(pin)) == 1 or any(pin in run for run in RUNS)


def end_of_day(stand: Stand) -> datetime:
    """When the day of this stand is over: an hour after it closes. Raises Refused when it is not open today."""
    last = stand.hours.filter(day=today()).order_by("-closes").first()
    if last is None:
        raise Refused(_("This stand is not open today."))
    return datetime.combine(last.day, last.closes, RABAT) + AFTER_CLOSING


@transaction.atomic
def begin(*, actor: Actor, device: Device, stand: Stand, desk: StandDesk | None, pin: str) -> Shift:
    """The day begins; what another left open on this tablet ends. Raises Refused, with the reason."""
    demand(can_attend(actor, stand))
    row = Device.objects.select_for_update(of=("self",)).get(pk=device.pk)
    if row.revoked_at:
        raise Refused(_("This tablet was revoked."))
    now, ends = timezone.now(), end_of_day(stand)
    if ends <= now:
        raise Refused(_("This stand has closed for today."))
    end_all(row, at=now)
    return Shift.objects.create(
        device=row, stand=stand, desk=desk, agent=actor.someone, pin_hash=HASHER.hash(pin), begun_at=now, touched_at=now,
        ends_at=ends,
    )  # fmt: skip


def find(pk: int, device: Device) -> Shift | None:
    """The day that is open on this tablet; None once it is over, or its agent is no caseworker any more."""
    rows = Shift.objects.select_related("stand__unit", "desk", "agent__unit", "device")
    row = rows.filter(pk=pk, device=device, ended_at=None, ends_at__gt=timezone.now()).first()
    return row if row is not None and may_go_on(row.agent) else None


def may_go_on(agent: User) -> bool:
    """Whether this account still is what it was in the morning."""
    return person(agent).is_caseworker


def is_locked(shift: Shift) -> bool:
    """Whether the PIN is asked for: since it was locked, or since nobody touched it for two minutes."""
    quiet = timezone.now() - shift.touched_at
    return shift.locked_at is not None or quiet > timedelta(seconds=settings.STAND_LOCK_SECONDS)


def touch(shift: Shift) -> None:
    """Somebody is there."""
    Shift.objects.filter(pk=shift.pk, locked_at=None).update(touched_at=timezone.now())


def lock(shift: Shift) -> None:
    """From now on the PIN is asked for."""
    Shift.objects.filter(pk=shift.pk, locked_at=None).update(locked_at=timezone.now())


@transaction.atomic
def unlock(shift: Shift, *, pin: str) -> bool | None:
    """True with the right PIN; False with a wrong one; None when that was the fifth, and the day is over.

    The row is locked: five tries are five, however many hands press at once."""
    row = Shift.objects.select_for_update(of=("self",)).get(pk=shift.pk)
    if row.ended_at is not None:
        return None
    if _fits(row.pin_hash, pin):
        row.failed, row.locked_at, row.touched_at = 0, None, timezone.now()
        row.save(update_fields=["failed", "locked_at", "touched_at"])
        return True
    row.failed += 1
    row.save(update_fields=["failed"])
    if row.failed >= TRIES:
        _end(row, timezone.now())
        return None
    return False


def _fits(hashed: str, pin: str) -> bool:
    try:
        return HASHER.verify(hashed, pin)
    except (Argon2Error, InvalidHashError):
        return False


@transaction.atomic
def end(shift: Shift) -> None:
    """The day is over on this tablet. What was being written stays with the agent, at the desk."""
    row = Shift.objects.select_for_update(of=("self",)).get(pk=shift.pk)
    if row.ended_at is None:
        _end(row, timezone.now())


def end_all(device: Device, *, at: datetime) -> None:
    """Every day that is open on this tablet is over; the caller holds the row of the tablet."""
    for row in Shift.objects.filter(device=device, ended_at=None).select_related("stand", "desk", "agent"):
        _end(row, at)


def end_what_is_over(*, now: datetime) -> int:
    """Days whose hour has come and that nobody ended; how many. Safe to run twice."""
    keys = list(Shift.objects.filter(ended_at=None, ends_at__lte=now).values_list("pk", flat=True))
    for key in keys:
        with transaction.atomic():
            rows = Shift.objects.select_for_update(of=("self",)).select_related("stand", "desk", "agent")
            if (row := rows.filter(pk=key, ended_at=None).first()) is not None:
                _end(row, row.ends_at)
    return len(keys)


def _end(row: Shift, at: datetime) -> None:
    row.ended_at, row.pin_hash = at, ""
    row.save(update_fields=["ended_at", "pin_hash"])
    if (person := helping.of(row)) is not None:  # they were here; what they wrote stays with the agent, at the desk
        helping.end(person, outcome=Visit.Outcome.LISTENED, keep_draft=True, at=at)
