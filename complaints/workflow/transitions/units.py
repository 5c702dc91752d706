"""T23: a file goes to another unit."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.models import Unit
from complaints import notices
from complaints.models import Complaint
from complaints.workflow.errors import Incomplete
from complaints.workflow.moves import PLAIN, Seal, lock_together
from complaints.workflow.table import MAX_TRANSFERS
from complaints.workflow.transitions.frame import move

MOVED = ("change_unit", "unit_changed")  # its names in the history, today's first


def transfers(complaint: Complaint) -> int:
    """How often the file changed its unit."""
    return complaint.events.standing().filter(name__in=MOVED).count()


def change_unit(
    complaint: Complaint, *, actor: Actor, seal: Seal = PLAIN, unit: Unit | None = None, reason: str = ""
) -> Complaint:
    """T23: at most three times; the complainant is told, the clock is not reset. Only the desk reads the reason."""
    with transaction.atomic():
        lock_together(complaint.pk)
        with move(complaint, "change_unit", actor, seal=seal, given={"unit": unit, "reason": reason}) as step:
            case, before = step.complaint, step.complaint.unit
            if unit is None or unit == before:
                raise Incomplete(_("Choose another unit."))
            if transfers(case) >= MAX_TRANSFERS:
                raise Incomplete(_("This file has changed its unit three times: it stays here."))
            case.unit, case.handler = unit, None
            case.joined.update(unit=unit, handler=None)  # who works on a file reads those that were joined to it
            step.internal_text = reason
            step.data = {"from": before.code if before else "", "to": unit.code}
            step.tell(notices.Moved())
    return case
