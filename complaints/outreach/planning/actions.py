"""Writes of the planning. Each takes what the planner had seen (`revision`); who comes second is told and looks again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor, person
from accounts.models import Region, Unit, User
from complaints.outreach.access import can_plan, plannable_stands, plannable_units
from complaints.outreach.models import Stand, StandAgent, StandDesk, StandHours
from complaints.workflow.errors import Incomplete, Refused, WrongState, demand

LONGEST = 62  # days: a summer has its stands, not one stand
MOST_DESKS = 20


class Changed(Refused):
    """Somebody else changed the stand in the meantime."""

    def __init__(self) -> None:
        super().__init__(
            _("Somebody changed this stand while you were working. Look at what stands there now, then save again.")
        )


@dataclass(frozen=True, slots=True)
class Facts:
    """What the form of a stand says."""

    unit: Unit
    region: Region
    event: str
    names: dict[str, str]
    place: str
    address: str
    directions: dict[str, str]
    begins_on: date
    ends_on: date
    desks: int


@dataclass(frozen=True, slots=True)
class Opening:
    """One opening of a day."""

    day: date
    opens: time
    closes: time


def every_day(begins_on: date, ends_on: date, spans: Sequence[tuple[time, time]]) -> list[Opening]:
    """The same hours on each day."""
    number = (ends_on - begins_on).days + 1
    days = (begins_on + timedelta(days=n) for n in range(number))
    return [Opening(day, opens, closes) for day in days for opens, closes in spans]


def plan(*, actor: Actor, key: UUID, facts: Facts, spans: Sequence[tuple[time, time]]) -> Stand:
    """A new stand, seen by nobody outside yet. The same key gives the same stand."""
    demand(can_plan(actor))
    _may_use(actor, facts.unit)
    now = timezone.now()
    try:
        with transaction.atomic():
            stand = Stand.objects.create(
                key=key, planned_by=actor.someone, planned_at=now, changed_at=now, **_columns(facts)
            )
            _write_hours(stand, every_day(facts.begins_on, facts.ends_on, spans))
            StandDesk.objects.bulk_create(StandDesk(stand=stand, number=n + 1) for n in range(facts.desks))
    except IntegrityError:  # pressed twice: the first press won
        again = plannable_stands(actor).filter(key=key).first()
        if again is None:
            raise
        return again
    return stand


@transaction.atomic
def change(stand: Stand, *, actor: Actor, seen: int, facts: Facts) -> Stand:
    """What the form says now. Hours of days that are no longer its days go, a new day takes those of the first; a desk
    that was used stays."""
    row = _open_for_change(stand, actor=actor, seen=seen)
    if facts.unit.pk != row.unit_id:
        _may_use(actor, facts.unit)
    before = (row.begins_on, row.ends_on)
    for name, value in _columns(facts).items():
        setattr(row, name, value)
    _move_hours(row, *before)
    _write_desks(row, facts.desks)
    if row.is_published:
        _has_hours(row)
    return _save(row)


@transaction.atomic
def set_hours(stand: Stand, *, actor: Actor, seen: int, openings: Sequence[Opening]) -> Stand:
    """The hours of all days anew."""
    row = _open_for_change(stand, actor=actor, seen=seen)
    row.hours.all().delete()
    _write_hours(row, [one for one in openings if row.begins_on <= one.day <= row.ends_on])
    if row.is_published:
        _has_hours(row)
    return _save(row)


@transaction.atomic
def set_team(
    stand: Stand,
    *,
    actor: Actor,
    seen: int,
    places: Mapping[User, int | None],
    labels: Mapping[int, str] | None = None,
) -> Stand:
    """Who works there, each with the number of a desk or without one; and what each desk is for, where that is said."""
    row = _open_for_change(stand, actor=actor, seen=seen)
    desks = {desk.number: desk for desk in row.desks.all()}
    if any(not person(user).is_caseworker for user in places):
        raise Refused(_("Only the institution's caseworkers work at a stand."))
    if any(number is not None and number not in desks for number in places.values()):
        raise Changed
    for number, label in (labels or {}).items():
        row.desks.filter(number=number).update(label=label)
    row.agents.exclude(user__in=list(places)).delete()
    for user, number in places.items():
        desk = desks[number] if number is not None else None
        StandAgent.objects.update_or_create(stand=row, user=user, defaults={"desk": desk})
    return _save(row)


@transaction.atomic
def publish(stand: Stand, *, actor: Actor, seen: int) -> Stand:
    """From now on everybody sees it. Nobody can come to a stand that does not say when."""
    row = _open_for_change(stand, actor=actor, seen=seen)
    if row.is_published:
        return row
    if row.ends_on < timezone.localdate():
        raise WrongState(_("This stand is over: it cannot be published any more."))
    _has_hours(row)
    row.published_at = timezone.now()
    return _save(row)


@transaction.atomic
def cancel(stand: Stand, *, actor: Actor, why: str, words: dict[str, str]) -> Stand:
    """It does not take place; who looks for it reads why. Said twice, it is cancelled once."""
    row = _locked(stand, actor=actor)
    if row.is_cancelled:
        return row
    if not row.is_published:
        raise WrongState(_("Nobody knows of this stand yet: delete it instead of cancelling it."))
    if row.ends_on < timezone.localdate():
        raise WrongState(_("This stand is over: it cannot be cancelled any more."))
    row.cancelled_at, row.why_cancelled, row.words_cancelled = timezone.now(), why, words
    return _save(row)


@transaction.atomic
def drop(stand: Stand, *, actor: Actor) -> None:
    """Forgets a plan that nobody outside has seen and that nobody has worked with."""
    row = _locked(stand, actor=actor)
    if row.is_published:
        raise WrongState(_("This stand was published: cancel it, so that who looks for it reads why."))
    if row.tickets.exists() or row.visits.exists() or row.shifts.exists():
        raise WrongState(_("Somebody has worked at this stand already: it stays."))
    row.delete()


def _locked(stand: Stand, *, actor: Actor) -> Stand:
    """The row for this planner alone, until the end of the transaction."""
    demand(can_plan(actor))
    row = plannable_stands(actor).select_for_update(of=("self",)).filter(pk=stand.pk).first()
    if row is None:
        raise Refused(_("This stand is not there any more."))
    return row


def _open_for_change(stand: Stand, *, actor: Actor, seen: int) -> Stand:
    row = _locked(stand, actor=actor)
    if row.is_cancelled:
        raise WrongState(_("This stand is cancelled: it is not changed any more. Plan a new one."))
    if row.is_published and row.ends_on < timezone.localdate():
        raise WrongState(_("This stand is over: it is not changed any more."))
    if row.revision != seen:
        raise Changed
    return row


def _may_use(actor: Actor, unit: Unit) -> None:
    if not plannable_units(actor, today=timezone.localdate()).filter(pk=unit.pk).exists():
        raise Refused(_("You plan stands for your own delegation and those under it."))


def _columns(facts: Facts) -> dict[str, Any]:
    names = ("unit", "region", "event", "names", "place", "address", "directions", "begins_on", "ends_on")
    return {name: getattr(facts, name) for name in names}


def _write_hours(stand: Stand, openings: Sequence[Opening]) -> None:
    rows = [StandHours(stand=stand, day=one.day, opens=one.opens, closes=one.closes) for one in openings]
    StandHours.objects.bulk_create(rows)


def _move_hours(stand: Stand, first: date, last: date) -> None:
    """The stand lasted from `first` to `last` before: the days that are new open as its first open day did."""
    known = list(stand.hours.order_by("day", "opens"))
    spans = [(row.opens, row.closes) for row in known if row.day == known[0].day]
    stand.hours.exclude(day__range=(stand.begins_on, stand.ends_on)).delete()
    days = every_day(stand.begins_on, stand.ends_on, spans)
    _write_hours(stand, [one for one in days if not first <= one.day <= last])


def _write_desks(stand: Stand, number: int) -> None:
    """Desks from 1 to `number`; one that tickets, visits or shifts name is not taken away."""
    surplus = stand.desks.filter(number__gt=number)
    used = surplus.filter(tickets__isnull=False) | surplus.filter(visits__isnull=False)
    used = used | surplus.filter(shifts__isnull=False)
    if kept := used.order_by("-number").first():
        raise Refused(_("Desk %(number)s was used already: it stays.") % {"number": kept.number})
    surplus.delete()
    there = set(stand.desks.values_list("number", flat=True))
    StandDesk.objects.bulk_create(StandDesk(stand=stand, number=n) for n in range(1, number + 1) if n not in there)


def _has_hours(stand: Stand) -> None:
    if not stand.hours.filter(day__range=(stand.begins_on, stand.ends_on)).exists():
        raise Incomplete(_("Enter the hours of at least one day: nobody can come without them."))


def _save(stand: Stand) -> Stand:
    """With a new revision, so that an older form of anybody is told."""
    stand.changed_at = timezone.now()
    stand.revision += 1  # the row is locked
    stand.save()
    return stand
