"""Whether a review can still be asked for, and until when (T21; domain section 5).

Sixty days from the closing. One review; once it changed nothing, only a new fact opens another."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.dates import long_date
from complaints.enums import ReviewGround, ReviewResult, State
from complaints.guide.selectors import holidays
from complaints.models import Complaint, Event, Review
from complaints.permissions import YES, Decision, no
from complaints.workflow import deadlines
from complaints.workflow.deadlines import Clock
from complaints.workflow.table import REVIEWABLE


def until(closed_at: datetime) -> date:
    """The last day on which a review of a file closed then can be asked for, in Rabat."""
    return deadlines.due(Clock.REVIEW, timezone.localdate(closed_at), holidays=holidays())


@dataclass(frozen=True, slots=True)
class Chance:
    """`until` is None where a file can have no review at all; `grounds` are those that are still open."""

    decision: Decision
    until: date | None = None
    grounds: tuple[ReviewGround, ...] = ()


def chance(complaint: Complaint, *, today: date) -> Chance:
    """What the complainant may still ask of this file, and why not."""
    if complaint.state == State.WITHDRAWN:
        return Chance(
            no(_("You withdrew this complaint: we decided nothing that could be reviewed. You can file it again."))
        )
    if complaint.state not in REVIEWABLE or complaint.closed_at is None:
        return Chance(no(_("Only a closed file can be reviewed.")))
    last = until(complaint.closed_at)
    if today > last:
        words = _("You could ask for a review until %(day)s. That day has passed.")
        return Chance(no(str(words) % {"day": long_date(last)}), last)
    confirmed = complaint.reviews.filter(result=ReviewResult.CONFIRMED).exists()
    return Chance(YES, last, (ReviewGround.NEW_FACT,) if confirmed else tuple(ReviewGround))


def open_review(complaint: Complaint) -> Review | None:
    """The review that is under way."""
    return complaint.reviews.filter(decided_at=None).select_related("handler", "proposer", "decider").first()


def closing_event(complaint: Complaint) -> Event | None:
    """The event that closed the file last; its actor validated, `proposed_by` in its data proposed."""
    if complaint.closed_at is None:
        return None
    return complaint.events.standing().filter(at=complaint.closed_at, to_state=complaint.state).order_by("-pk").first()
