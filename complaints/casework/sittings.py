"""The permanent commissions of follow-up and coordination: a bundle of files with one administration, and its minutes (T13)."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from complaints import history
from complaints.casework.queue import DUE_DAY
from complaints.dealings import Sitting
from complaints.guide.models import Administration
from complaints.models import Commission, CommissionFile, Complaint
from complaints.permissions import can_hold, workable_complaints
from complaints.workflow import transitions
from complaints.workflow.errors import Incomplete, NotAllowed, Refused, Stale, demand
from complaints.workflow.moves import locked
from complaints.workflow.table import RULES

BUNDLE = 100  # files that are offered at a time
OTHERS = _("Files of other units are in this bundle: a supervisor writes the minutes and reads them.")


def candidates(commission: Commission, *, actor: Actor) -> QuerySet[Complaint]:
    """Files with this administration that could be brought before the sitting, what is due first."""
    files = workable_complaints(actor).filter(
        administration=commission.administration_id, state__in=RULES["refer_to_commission"].sources, closed_at=None
    )
    return files.select_related("complainant", "unit").order_by(DUE_DAY, "pk")[:BUNDLE]


def bundle(commission: Commission, *, actor: Actor) -> tuple[list[CommissionFile], int]:
    """The files of the sitting that this person may open, and how many there are besides."""
    rows = commission.files.select_related("complaint__complainant", "complaint__unit").order_by("pk")
    mine = list(rows.filter(complaint__in=workable_complaints(actor)))
    return mine, commission.files.count() - len(mine)


def call(*, actor: Actor, administration: Administration, on: date, place: str = "") -> Commission:
    """A sitting on a day from today on; with one administration there is one a day, however often it is called."""
    demand(can_hold(actor))
    if on < timezone.localdate():
        raise Incomplete(_("Choose a day from today on."))
    made = {"place": place, "created_by": actor.someone, "created_at": timezone.now()}
    return Commission.objects.get_or_create(administration=administration, on=on, defaults=made)[0]


def add_files(
    commission: Commission, files: Sequence[Complaint], *, actor: Actor
) -> list[tuple[Complaint, Promise | str]]:
    """Brings each file before the sitting, each in its own transaction. Returns those that were refused, with the reason."""
    refused = []
    for case in files:
        try:
            transitions.refer_to_commission(case, actor=actor, commission=commission)
        except Refused as error:
            refused.append((case, error.reason))
    return refused


@transaction.atomic
def write_minutes(
    commission: Commission, *, actor: Actor, minutes: str, agreed: Mapping[int, tuple[str, str]]
) -> Commission:
    """The minutes, once, with what was agreed on each file: `agreed` goes by the row's number, as (`Sitting`, note)."""
    demand(can_hold(actor))
    before = list(commission.files.select_related("complaint").order_by("complaint_id"))
    cases = {
        row.pk: locked(row.complaint) for row in before
    }  # the cases first, as everywhere, then what hangs from them
    sitting = Commission.objects.select_for_update().get(pk=commission.pk)
    if sitting.held_at is not None:
        raise NotAllowed(_("The minutes of this sitting are written."))
    if sitting.on > timezone.localdate():
        raise Incomplete(_("The sitting has not taken place yet."))
    if not minutes.strip():
        raise Incomplete(_("Write the minutes."))
    rows = list(sitting.files.order_by("complaint_id"))
    if cases.keys() != {row.pk for row in rows}:
        raise Stale
    if workable_complaints(actor).filter(sittings__commission=sitting).count() != len(rows):
        raise NotAllowed(OTHERS)
    if any(agreed.get(row.pk, ("", ""))[0] not in Sitting for row in rows):
        raise Incomplete(_("Say of each file what was agreed on it."))
    for row in rows:
        row.agreed, row.note = agreed[row.pk]
        row.save(update_fields=["agreed", "note"])
        data = {"commission": sitting.pk, "agreed": row.agreed}
        history.record(cases[row.pk], "commission_held", actor=actor, internal_text=row.note, data=data)
    sitting.minutes, sitting.held_at = minutes, timezone.now()
    sitting.save(update_fields=["minutes", "held_at"])
    return sitting
