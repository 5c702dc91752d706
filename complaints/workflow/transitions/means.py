"""T11 to T13: what is tried before a decision. Each tells the complainant by when there will be news."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from complaints import notices
from complaints.guide.selectors import holidays
from complaints.models import Commission, CommissionFile, Complaint
from complaints.workflow import deadlines
from complaints.workflow.deadlines import Clock
from complaints.workflow.errors import Incomplete
from complaints.workflow.moves import PLAIN, Seal
from complaints.workflow.table import NEEDS
from complaints.workflow.transitions.frame import due, move, signed_by


def investigate(
    complaint: Complaint,
    *,
    actor: Actor,
    seal: Seal = PLAIN,
    mission: str = "",
    special_order: str = "",
    public_text: str = "",
) -> Complaint:
    """T11: silence, a contradiction, something to be seen on the spot. `mission` is the order; only the desk reads it.

    A supervisor signs it for the Médiateur; a delegate signs by a special order of the Médiateur, which is named (domain T11)."""
    given = {"mission": mission, "public_text": public_text}
    with move(complaint, "investigate", actor, seal=seal, given=given) as step:
        step.public_text, step.internal_text = public_text, mission
        step.data = signed_by(actor, special_order, seal=seal, need="special_order")
        step.due(due(Clock.RESULT, step.today))
        step.tell(notices.Investigated(due_on=step.complaint.due_on or step.today))
    return step.complaint


def mediate(
    complaint: Complaint,
    *,
    actor: Actor,
    seal: Seal = PLAIN,
    agreed: bool = False,
    day: date | None = None,
    public_text: str = "",
) -> Complaint:
    """T12: both parties agreed to meet on `day`; `public_text` says where and how, on the spot or from afar."""
    given = {"agreed": agreed, "day": day, "public_text": public_text}
    with move(complaint, "mediate", actor, seal=seal, given=given) as step:
        if day is None or day < step.today:
            raise Incomplete(_("Choose a day from today on."))
        step.public_text = public_text
        step.data = {"day": day.isoformat()}
        step.due(due(Clock.RESULT, day))
        step.tell(notices.Mediated(meets_on=day))
    return step.complaint


def refer_to_commission(
    complaint: Complaint, *, actor: Actor, seal: Seal = PLAIN, commission: Commission | None = None
) -> Complaint:
    """T13: joins the bundle of files that a sitting with this administration deals with."""
    with move(complaint, "refer_to_commission", actor, seal=seal, given={"commission": commission}) as step:
        case = step.complaint
        if commission is None:
            raise Incomplete(NEEDS["commission"])
        sitting = Commission.objects.select_for_update().get(pk=commission.pk)
        if sitting.administration_id != case.administration_id:
            raise Incomplete(_("This sitting is with another administration."))
        if sitting.held_at is not None:
            raise Incomplete(_("The minutes of this sitting are written: choose another one."))
        CommissionFile.objects.get_or_create(commission=sitting, complaint=case)  # it may come back to its bundle
        step.data = {"commission": sitting.pk, "on": sitting.on.isoformat()}
        step.due(deadlines.due(Clock.RESULT, max(sitting.on, step.today), holidays=holidays()))
        step.tell(notices.BeforeCommission(meets_on=sitting.on))
    return case
