"""When the administration that owes an answer is next reminded, and whether it was given more time (T10, domain section 5)."""

from datetime import date

from django.utils import timezone

from complaints.dealings import Chase
from complaints.guide.selectors import holidays
from complaints.models import Complaint
from complaints.workflow import deadlines
from complaints.workflow.deadlines import Clock


def days(complaint: Complaint) -> tuple[date, ...]:
    """The five days of a file that was sent; none without a date for the answer."""
    if complaint.sent_at is None or complaint.answer_due_on is None:
        return ()
    start = timezone.localdate(complaint.sent_at)
    first = deadlines.due(Clock.ADMINISTRATION_ANSWER, start, holidays=holidays(), urgent=complaint.urgent)
    return deadlines.chases(
        start, urgent=complaint.urgent, first_due_on=min(first, complaint.answer_due_on), due_on=complaint.answer_due_on
    )


def next_day(complaint: Complaint) -> date | None:
    """The day of the next step; None after the last one."""
    return dict(enumerate(days(complaint))).get(complaint.chased)


def next_step(complaint: Complaint) -> Chase:
    """The step that is next. Ask only while there is one."""
    return list(Chase)[complaint.chased]


def extended(complaint: Complaint) -> bool:
    """Whether the administration was given more time since the file was last sent to it."""
    return complaint.events.standing().filter(name="grant_extension", at__gte=complaint.sent_at).exists()
