"""What every move shares: its frame, which alone writes the state, its dates, and how a file ends."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from complaints import notices
from complaints.enums import Outcome, State
from complaints.guide.selectors import holidays
from complaints.models import AdministrationReply, Answer, Attachment, Complaint, InformationRequest, Recommendation
from complaints.permissions import WHOLE_OFFICE
from complaints.selectors import documents_of
from complaints.workflow import deadlines, reviews
from complaints.workflow.deadlines import Clock
from complaints.workflow.errors import Incomplete
from complaints.workflow.moves import PLAIN, Move, Seal, preparing, write
from complaints.workflow.table import NEEDS, RECOMMENDED
from complaints.workflow.transitions.taking_back import give_way


@contextmanager
def move(
    complaint: Complaint,
    name: str,
    actor: Actor,
    *,
    seal: Seal = PLAIN,
    given: Mapping[str, Any] | None = None,
    to: State | None = None,
) -> Iterator[Move]:
    """The frame of every move: lock, rule, permission; on leaving state, stamps, event and notices, or nothing."""
    with transaction.atomic():
        give_way(complaint, actor=actor)
        with preparing(complaint, name, actor, seal=seal, given=given) as step:
            yield step
            _finish(step, seal=seal, to=to)


def _finish(step: Move, *, seal: Seal, to: State | None) -> None:
    case, before = step.complaint, step.complaint.state
    case.state = to or step.rule.target or before
    if case.state != before:
        case.state_since = step.now
    if case.state != State.AWAITING_ADMINISTRATION:
        case.chase_on = None
    if before in RECOMMENDED and case.state not in RECOMMENDED:
        _drop_recommendation(step)
    case.save()
    write(step, before, seal=seal)


def signed_by(actor: Actor, order: str, *, seal: Seal, need: str) -> dict[str, str]:
    """The order of the Médiateur that lets a head sign, as the event keeps it; empty where a supervisor signs without.

    Raises Incomplete with the words of `need` where a head signs and names none; who proposes need not know who will sign."""
    if not seal.rehearsing and actor.role not in WHOLE_OFFICE and not order.strip():
        raise Incomplete(NEEDS[need])
    return {"special_order": order.strip()} if order.strip() else {}


def _drop_recommendation(step: Move) -> None:
    """A file that was withdrawn, or that a court has now, leaves no recommendation open behind it."""
    left = Recommendation.objects.filter(complaint=step.complaint, ended_at=None)
    left.update(standing=Recommendation.Standing.DROPPED, ended_at=step.now)


PAUSES = ("request_information", "await_prior_step", "suspend")


def pause(step: Move) -> None:
    """The study stands still from here: the event keeps how many days it had left. Call it before the new date is set."""
    case = step.complaint
    if case.state == State.PRELIM_REVIEW and case.due_on is not None:
        step.data |= {"days_left": (case.due_on - step.today).days}
    elif case.state == State.AWAITING_CITIZEN and (left := _days_left(case)) is not None:
        step.data |= {"days_left": left}  # it stood still already


def go_on(step: Move) -> date:
    """The date of a study that stood still; the whole time for a file of which nobody kept what was left."""
    left = _days_left(step.complaint)
    if left is None:
        return due(Clock.PRELIMINARY_STUDY, step.today)
    return deadlines.resumed(left, step.today, holidays=holidays())


def _days_left(case: Complaint) -> int | None:
    last = case.events.standing().filter(name__in=PAUSES).order_by("-pk").first()
    return last.data.get("days_left") if last else None


def due(clock: Clock, start: date, **how: bool) -> date:
    return deadlines.due(clock, start, holidays=holidays(), **how)


def promised(clock: Clock, complaint: Complaint) -> date:
    """A clock that begins with the receipt."""
    registered = timezone.localdate(complaint.submitted_at)
    return deadlines.promised(clock, received=complaint.received_on, registered=registered, holidays=holidays())


def review_until(step: Move) -> date:
    return reviews.until(step.now)


def end_requests(step: Move) -> None:
    """What was asked of the complainant is no longer waited for."""
    InformationRequest.objects.filter(complaint=step.complaint, answered_at=None).update(answered_at=step.now)


def end(step: Move, outcome: Outcome, public_text: str) -> None:
    step.public_text = public_text
    end_requests(step)
    step.complaint.new_reply = False
    step.close(outcome)
    step.tell(notices.Closed(outcome=outcome.value, review_until=review_until(step)))


def proofs(step: Move, keys: Collection[int]) -> list[Attachment]:
    """The documents of the file with these keys; raises Incomplete when one is not there any more."""
    found = list(documents_of(step.complaint).filter(pk__in=keys, erased_at=None))
    if len(found) != len(set(keys)):
        raise Incomplete(_("Choose the documents again: one of them is not in this file any more."))
    return found


def take_in(
    step: Move, waiting: AdministrationReply | int | None, *, answer: Answer | None = None
) -> AdministrationReply | None:
    """What an interlocutor sent becomes a part of the file by this move, once; raises Incomplete when it did already."""
    if waiting is None:
        return None
    sent = AdministrationReply.objects.select_for_update(of=("self",)).filter(
        complaint=step.complaint, status=AdministrationReply.Status.SENT
    )
    row = sent.filter(pk=getattr(waiting, "pk", waiting)).first()
    if row is None:
        raise Incomplete(NEEDS["waiting"])
    row.status, row.answer = AdministrationReply.Status.RECORDED, answer
    row.checked_by, row.checked_at = step.actor.user, step.now
    row.save(update_fields=["status", "answer", "checked_by", "checked_at"])
    step.data["taken_from"] = row.pk
    return row
