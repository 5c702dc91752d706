"""All open files of a colleague who leaves or is absent go to another one in one action, each with its own event; absences."""

import uuid
from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.models import User
from accounts.roles import CASEWORKERS
from complaints import notices
from complaints.casework import actions
from complaints.casework.models import Absence
from complaints.casework.queue import BOUND, DUE_DAY
from complaints.models import Complaint
from complaints.permissions import WHOLE_OFFICE, workable_complaints
from complaints.workflow import undo
from complaints.workflow.errors import Incomplete, NotAllowed, Refused
from complaints.workflow.moves import Seal

AT_ONCE = 100  # files that are handed over at a time: as many as one looks through


def colleagues(actor: Actor, *, today: date) -> QuerySet[User]:
    """Whose files this head or supervisor may hand over, those who left too: `load` open files, `late` of them overdue,
    each up to BOUND + 1."""
    if not actor.is_validator:
        return User.objects.none()
    mine = workable_complaints(actor).filter(closed_at=None, handler=OuterRef("pk")).order_by()
    late = mine.alias(day=DUE_DAY).filter(day__lt=today)
    counted = {name: _number(rows) for name, rows in {"load": mine, "late": late}.items()}
    staff = User.objects.filter(is_staff=True).filter(Exists(mine)).annotate(**counted)
    return staff.select_related("unit").order_by("is_active", "name", "pk")


class _Few(Subquery):
    """How many rows, up to one more than BOUND: a colleague's files are read no further."""

    template = "(SELECT count(*) FROM (%(subquery)s) AS few)"
    output_field = IntegerField()


def _number(rows: QuerySet[Complaint]) -> _Few:
    return _Few(rows.values("pk")[: BOUND + 1])


def receivers(actor: Actor, colleague: User) -> QuerySet[User]:
    """Who may take them: active caseworkers of that unit."""
    people = User.objects.filter(is_active=True, role__in=CASEWORKERS, unit=colleague.unit_id, unit__isnull=False)
    return people.exclude(pk=colleague.pk).order_by("name", "pk")


def files_of(colleague: User, *, actor: Actor) -> QuerySet[Complaint]:
    """The colleague's open files that this person may give away, what is due first."""
    files = workable_complaints(actor).filter(handler=colleague.pk, closed_at=None)
    return files.select_related("administration").order_by(DUE_DAY, "pk")[:AT_ONCE]


@transaction.atomic
def hand_over(files: Sequence[Complaint], *, actor: Actor, to: User) -> list[tuple[Complaint, Promise | str]]:
    """Gives each file to `to`, who gets one mail for all of them. Returns what was refused, with the reason."""
    if not actor.is_validator:
        raise NotAllowed(_("Only a head of delegation or a supervisor may take a file from a colleague."))
    refused: list[tuple[Complaint, Promise | str]] = []
    seal = Seal(press=uuid.uuid4())  # one press takes all of them back
    given: list[Complaint] = []
    for case in sorted(files, key=lambda case: case.pk):  # in one order: two people may do this at once
        try:
            given.append(actions.assign(case, actor=actor, handler=to, seal=seal, told=False))
        except Refused as error:
            refused.append((case, error.reason))
    tell_receiver(given, to=to, actor=actor)
    return refused


@transaction.atomic
def tell_receiver(given: Sequence[Complaint], *, to: User, actor: Actor) -> None:
    """One mail for all files that a colleague was given, unless they took them themselves; held as long as these are."""
    if given and to.pk != actor.user_id:
        last = Complaint.objects.select_related("unit", "handler").get(pk=given[-1].pk)
        row, window = last.events.latest("pk"), undo.running(last)
        notices.tell(last, row, notices.DeskHandedOver(files=len(given)), hold=window.until if window else None)


# --- absence ---


def whose_absence(actor: Actor) -> QuerySet[User]:
    """Whose absence this person may enter: the own one; a head those of the unit, a supervisor everybody's."""
    staff = User.objects.filter(is_active=True, is_staff=True, role__in=CASEWORKERS).select_related("unit")
    mine = Q(pk=actor.user_id)
    if not actor.is_caseworker:
        return staff.none()
    if actor.role in WHOLE_OFFICE:
        return staff
    if actor.is_validator and actor.unit_id:
        mine |= Q(unit=actor.unit_id) | Q(unit__parent=actor.unit_id)
    return staff.filter(mine)


@transaction.atomic
def be_away(user: User, *, actor: Actor, from_on: date | None, until_on: date | None) -> Absence | None:
    """Enters an absence in place of the last one; without days nobody is away. Raises Refused.

    The open files stay with the colleague, and stand on the list of what nobody looks at."""
    if not whose_absence(actor).filter(pk=user.pk).exists():
        raise NotAllowed(_("Only a head of the unit or a supervisor enters a colleague's absence."))
    if from_on is None and until_on is None:
        Absence.objects.filter(user=user).delete()
        return None
    if from_on is None or until_on is None:
        raise Incomplete(_("Give the first and the last day."))
    if until_on < from_on:
        raise Incomplete(_("The last day comes after the first."))
    row, _new = Absence.objects.update_or_create(
        user=user, defaults={"from_on": from_on, "until_on": until_on, "entered_by": actor.someone}
    )
    return row
