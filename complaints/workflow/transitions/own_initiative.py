"""T24: the institution opens a file of its own accord; nobody complained (loi 14-16, own initiative)."""

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from complaints import history
from complaints.dealings import Source
from complaints.enums import FileType, State
from complaints.models import Complaint
from complaints.workflow.deadlines import Clock
from complaints.workflow.errors import demand
from complaints.workflow.moves import check_needs, said
from complaints.workflow.table import RULES
from complaints.workflow.transitions.frame import due


@transaction.atomic
def open_own_initiative(complaint: Complaint, *, actor: Actor, source: str, details: str = "") -> Complaint:
    """T24 for a new, unsaved case whose standing person is saved. It is admitted at once: there is nothing to study.

    `source` is where the institution learnt of it (`Source`), `details` what the desk notes of that. Raises Refused."""
    rule, now = RULES["open_own_initiative"], timezone.now()
    complaint.file_type = FileType.OWN_INITIATIVE
    demand(rule.who(actor, complaint))
    check_needs(rule, complaint, {"source": source})
    complaint.state = State.ADMITTED
    complaint.state_since = complaint.submitted_at = complaint.registered_at = complaint.admitted_at = now
    complaint.received_on = timezone.localdate(now)
    complaint.due_on = due(Clock.ACKNOWLEDGEMENT, complaint.received_on)
    complaint.save(force_insert=True)
    history.record(
        complaint, rule.name, actor=actor, at=now, from_state=State.DRAFT, to_state=State.ADMITTED,
        ground=said(rule.ground), internal_text=details, data={"source": Source(source).value},
    )  # fmt: skip
    return complaint
