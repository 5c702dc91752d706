"""A complaint that came from a stand and cannot be filed as it stands: the head of the delegation takes it from its agent."""

from accounts.actors import Actor
from complaints.audit.log import record_reading
from complaints.intake import waiting
from complaints.intake.actions import Gone
from complaints.intake.models import Draft
from complaints.outreach.models import SealedIntake
from complaints.outreach.tablet.access import can_keep_devices
from complaints.workflow.errors import demand


def take_on(row: SealedIntake, *, actor: Actor) -> Draft:
    """Its draft, which this person mends now. Raises NotAllowed; Gone when it was filed meanwhile."""
    demand(can_keep_devices(actor, row.device.unit))
    if row.draft is None:
        raise Gone
    draft = waiting.give_to(row.draft, actor=actor)
    record_reading(actor=actor, about=f"draft:{draft.pk}", what="taken over from a stand")
    return draft
