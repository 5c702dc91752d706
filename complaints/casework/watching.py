"""What the clock says before and after a date, beside the flags and reminders of `actions.watch_deadlines` (domain section 5):
a study that is to end soon, a recommendation of which no proof has come. Each file in its own transaction, safe to repeat."""

from collections.abc import Callable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from accounts.actors import SYSTEM
from complaints import history, notices
from complaints.dealings import Reply
from complaints.enums import State
from complaints.models import Complaint, Event, Recommendation
from complaints.selectors import interlocutors_of
from complaints.workflow.deadlines import ALERT, DAYS, Clock

AGAIN = timedelta(days=DAYS[Clock.FOLLOW_UP])


def warn_of_studies(*, today: date) -> int:
    """Tells the caseworker, once, that a preliminary study is to end: five days before its date. Returns how many were told."""
    told = Event.objects.filter(complaint=OuterRef("pk"), name="study_alert", at__gte=OuterRef("state_since"))
    studies = Complaint.objects.filter(state=State.PRELIM_REVIEW, closed_at=None, overdue=False)
    return _each(studies.filter(~Exists(told), due_on__gte=today, due_on__lte=today + ALERT), _warn)


def _warn(case: Complaint) -> None:
    row = history.record(case, "study_alert", actor=SYSTEM, data={"due_on": str(case.due_on)})
    notices.tell(case, row, notices.DeskDueSoon(due_on=case.due_on or timezone.localdate()))


def ask_for_execution(*, today: date) -> int:
    """Asks the administration what it has carried out once the date of a follow-up has passed, and every sixty days after that.
    One that refused owes no proof. Returns how many files it was."""
    since = timezone.now() - AGAIN
    asked = Event.objects.filter(complaint=OuterRef("pk"), name="execution_asked", at__gt=since)
    owed = Recommendation.objects.filter(complaint=OuterRef("pk"), ended_at=None).exclude(reply=Reply.REFUSES)
    files = Complaint.objects.filter(state=State.FOLLOWUP, closed_at=None, due_on__lt=today)
    return _each(files.filter(Exists(owed), ~Exists(asked)), _ask)


def _ask(case: Complaint) -> None:
    again = case.events.filter(name="execution_asked").exists()
    row = history.record(case, "execution_asked", actor=SYSTEM)
    people = interlocutors_of(case.administration, on=timezone.localdate())
    notices.tell(case, row, notices.ExecutionForAdministration(interlocutors=people))
    if again:  # the first time the date itself has told it
        notices.tell(case, row, notices.DeskOverdue(due_on=case.due_on or timezone.localdate()))


def _each(files: QuerySet[Complaint], act: Callable[[Complaint], None]) -> int:
    """Acts on each file that still is what it was when it was found, and is in no other hands."""
    done = 0
    for key in files.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=500):
        with transaction.atomic():
            case = files.select_for_update(skip_locked=True, of=("self",)).filter(pk=key).first()
            if case is not None:
                act(case)
                done += 1
    return done
