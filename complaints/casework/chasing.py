"""The five steps with an administration that owes an answer, taken by the clock (T10, domain section 5).

Half-way and before its date the permanent interlocutor is reminded; after the date the complainant is told too, then the
heads, and at last the file is a candidate for the report to the Head of Government. What was missed during a pause is
taken in order, but only its newest step writes to anybody."""

from datetime import date

from django.db import transaction

from accounts.actors import SYSTEM
from complaints import history, notices
from complaints.dealings import Chase
from complaints.enums import State
from complaints.models import Complaint
from complaints.selectors import interlocutors_of
from complaints.workflow import chasing
from complaints.workflow.selectors import answer_waits

LATE = {Chase.REMINDER, Chase.ESCALATION, Chase.REPORT}


def chase_administrations(*, today: date) -> int:
    """Takes the steps that are due; each file in its own transaction, safe to repeat. Returns how many files took one."""
    due = Complaint.objects.filter(chase_on__lte=today).order_by("pk").values_list("pk", flat=True)
    return sum(_chase(pk, today) for pk in due.iterator(chunk_size=500))


@transaction.atomic
def _chase(pk: int, today: date) -> int:
    case = Complaint.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
    if case is None or case.state != State.AWAITING_ADMINISTRATION or case.chase_on is None or case.chase_on > today:
        return 0
    if answer_waits(case):  # it has answered: nobody is reminded before the desk has looked
        return 0
    step = chasing.next_step(case)
    while case.chase_on is not None and case.chase_on <= today:
        step = chasing.next_step(case)
        case.chased += 1
        case.chase_on = chasing.next_day(case)
    case.save(update_fields=["chased", "chase_on"])
    _tell(case, step, today)
    return 1


def _tell(case: Complaint, step: Chase, today: date) -> None:
    due_on = case.answer_due_on or today
    row = history.record(case, "administration_reminded", actor=SYSTEM, data={"step": step.value})
    people = interlocutors_of(case.administration, on=today)
    late = step in LATE
    notices.tell(case, row, notices.ChaseForAdministration(due_on=due_on, late=late, interlocutors=people))
    if late:
        notices.tell(case, row, notices.Chased(due_on=due_on))
    if step == Chase.REMINDER:
        notices.tell(case, row, notices.DeskChase(due_on=due_on))
    if step in {Chase.ESCALATION, Chase.REPORT}:
        notices.tell(case, row, notices.DeskSilence(due_on=due_on, report=step == Chase.REPORT))
