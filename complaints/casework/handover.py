"""All open files of a colleague who leaves or is absent go to another one in one action, each with its own event."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.models import User
from accounts.roles import CASEWORKERS
from complaints import notices
from complaints.casework import actions
from complaints.casework.queue import DUE_DAY
from complaints.models import Complaint
from complaints.permissions import workable_complaints
from complaints.workflow.errors import NotAllowed, Refused

AT_ONCE = 100  # files that are handed over at a time: as many as one looks through


def colleagues(actor: Actor, *, today: date) -> QuerySet[User]:
    """Whose files this head or supervisor may hand over, those who left too: `load` open files, `late` of them overdue."""
    if not actor.is_validator:
        return User.objects.none()
    mine = workable_complaints(actor).filter(closed_at=None, handler=OuterRef("pk")).order_by()
    late = mine.alias(day=DUE_DAY).filter(day__lt=today)
    counted = {name: _number(rows) for name, rows in {"load": mine, "late": late}.items()}
    staff = User.objects.filter(is_staff=True).annotate(**counted).filter(load__gt=0)
    return staff.select_related("unit").order_by("is_active", "name", "pk")


def _number(rows: QuerySet[Complaint]) -> Coalesce:
    return Coalesce(Subquery(rows.values("handler").annotate(number=Count("*")).values("number")), 0)


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
    given: list[Complaint] = []
    for case in sorted(files, key=lambda case: case.pk):  # in one order: two people may do this at once
        try:
            given.append(actions.assign(case, actor=actor, handler=to, told=False))
        except Refused as error:
            refused.append((case, error.reason))
    if given and to.pk != actor.user_id:
        notices.tell(given[-1], given[-1].events.latest("pk"), notices.DeskHandedOver(files=len(given)))
    return refused
