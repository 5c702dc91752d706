"""More time for a complainant abroad who was asked for something (T4, domain section 5: 30 days more, once)."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from complaints import history, notices
from complaints.enums import State
from complaints.guide.selectors import holidays
from complaints.models import Complaint, InformationRequest
from complaints.permissions import Decision, can_decide, no
from complaints.workflow import deadlines, undo
from complaints.workflow.errors import Incomplete, demand
from complaints.workflow.moves import PLAIN, Seal, check_once, check_seen, locked
from complaints.workflow.table import NEEDS

HOME = "MA"
EVENT = "more_time_given"


def may_have_more(complaint: Complaint, actor: Actor) -> Decision:
    """Whether this person may give the complainant more time now, and why not."""
    if complaint.state != State.AWAITING_CITIZEN:
        return no(_("More time is given while we wait for the complainant."))
    if complaint.country_id == HOME:
        return no(_("More time is for complainants who live abroad."))
    asked = asked_of(complaint)
    if asked is None or complaint.events.standing().filter(name=EVENT, at__gte=asked.asked_at).exists():
        return no(_("The complainant was given more time once: there is no more."))
    return can_decide(actor, complaint)


def asked_of(complaint: Complaint) -> InformationRequest | None:
    """What the complainant was asked for and has not answered."""
    return complaint.information_requests.filter(answered_at=None).first()


def new_day(asked: InformationRequest) -> date:
    """Until when the complainant has time then."""
    return deadlines.more_time(asked.due_on, holidays=holidays())


@transaction.atomic
def give_more_time(complaint: Complaint, *, actor: Actor, public_text: str, seal: Seal = PLAIN) -> Complaint:
    """Puts off the day by 30 days, with the reason, and tells the complainant. Raises Refused."""
    case = locked(complaint)
    check_once(case, actor, seal)
    demand(may_have_more(case, actor))
    check_seen(case, seal)
    if not public_text.strip():
        raise Incomplete(NEEDS["public_text"])
    asked = asked_of(case)
    if asked is None:
        raise Incomplete(NEEDS["items"])
    stood = undo.begin(case, seal=seal)
    before, asked.due_on = asked.due_on, new_day(asked)
    asked.save(update_fields=["due_on"])
    case.due_on, case.overdue = asked.due_on, False
    case.save(update_fields=["due_on", "overdue"])
    data = {"from": before.isoformat(), "to": asked.due_on.isoformat(), **seal.kept()}
    row = history.record(case, EVENT, actor=actor, at=seal.at, public_text=public_text, data=data)
    hold = undo.hold(stood, case, row, seal=seal)
    notices.tell(case, row, notices.MoreTime(due_on=asked.due_on), hold=hold)
    return case
