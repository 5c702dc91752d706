"""T1 to T6: a complaint is filed, studied, completed, or found to be for somebody else or not in form."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actors import SYSTEM, Actor
from accounts.models import Unit, User
from complaints import history, notices
from complaints.enums import FileType, FormalGround, Outcome, State
from complaints.guide.models import ReferralBody
from complaints.models import Attachment, Complaint, Event, InformationRequest, Message, RequestedItem
from complaints.permissions import can_receive, is_complainant
from complaints.workflow import passing_on
from complaints.workflow.deadlines import Clock
from complaints.workflow.errors import Incomplete, demand
from complaints.workflow.moves import PLAIN, Move, Seal, said
from complaints.workflow.table import NEEDS, RULES
from complaints.workflow.transitions.frame import due, end, go_on, move, pause, promised, review_until

# --- T1, T2: filing ---


@transaction.atomic(savepoint=False)
def file_complaint(
    complaint: Complaint, *, actor: Actor, similar: Sequence[str] = (), at: datetime | None = None
) -> Complaint:
    """T1 and T2 for a new, unsaved case whose complainant is saved and whose unit is routed.

    Written in the caller's transaction: a filed complaint is registered or does not exist."""
    now = at or timezone.now()
    complaint.state = State.REGISTERED
    complaint.state_since = complaint.submitted_at = complaint.registered_at = now
    complaint.due_on = promised(Clock.ACKNOWLEDGEMENT, complaint)
    complaint.save(force_insert=True)
    submit, register = RULES["submit"], RULES["register"]
    filed = history.event(
        complaint,
        "submit",
        actor=actor,
        at=now,
        from_state=State.DRAFT,
        to_state=State.SUBMITTED,
        ground=said(submit.ground),
    )
    registered = history.event(
        complaint, "register", actor=SYSTEM, at=now, from_state=State.SUBMITTED, to_state=State.REGISTERED,
        ground=said(register.ground), data={"similar": list(similar)},
    )  # fmt: skip
    Event.objects.bulk_create([filed, registered])
    notices.tell(complaint, registered, notices.Registered(acknowledged_by=complaint.due_on))
    return complaint


# --- T3: preliminary study ---


def start_review(
    complaint: Complaint, *, actor: Actor, seal: Seal = PLAIN, unit: Unit | None = None, handler: User | None = None
) -> Complaint:
    """T3: an officer confirms the unit that routing proposed and gives the file to a caseworker."""
    given = {name: value for name, value in {"unit": unit, "handler": handler}.items() if value is not None}
    with move(complaint, "start_review", actor, seal=seal, given=given) as step:
        case = step.complaint
        if handler is not None:
            demand(can_receive(handler, case))
        case.unit, case.handler = unit or case.unit, handler or case.handler
        step.data = {"unit": case.unit.code if case.unit else "", "handler": case.handler_id}
        step.due(promised(Clock.PRELIMINARY_STUDY, case))
        step.tell(notices.UnderStudy(due_on=case.due_on or step.today))
        if case.handler_id != actor.user_id:
            step.tell(notices.DeskAssigned())
    return case


# --- T4, T4b, T5b: the complainant completes the file ---


def request_information(
    complaint: Complaint, *, actor: Actor, seal: Seal = PLAIN, items: Sequence[str] = (), text: str = ""
) -> Complaint:
    """T4: asks the complainant for an itemised list, with a date."""
    labels = [label.strip() for label in items if label.strip()]
    with move(complaint, "request_information", actor, seal=seal, given={"items": labels}) as step:
        case = step.complaint
        request = _ask(step, InformationRequest.Kind.MISSING_ITEMS, text, due(Clock.COMPLEMENT, step.today))
        RequestedItem.objects.bulk_create(RequestedItem(request=request, label=label[:300]) for label in labels)
        case.complement_rounds += 1
        step.tell(notices.InformationRequested(items=len(labels), due_on=request.due_on))
    return case


def await_prior_step(complaint: Complaint, *, actor: Actor, seal: Seal = PLAIN, text: str = "") -> Complaint:
    """T5b: keeps the file while the complainant first turns to the administration; one click resumes it."""
    with move(complaint, "await_prior_step", actor, seal=seal) as step:
        case = step.complaint
        request = _ask(step, InformationRequest.Kind.PRIOR_STEP, text, due(Clock.PRIOR_STEP, step.today))
        step.tell(notices.PriorStepAsked(due_on=request.due_on))
    return case


def _ask(step: Move, kind: str, text: str, due_on: date) -> InformationRequest:
    step.public_text = text
    pause(step)
    step.due(due_on)
    step.complaint.new_reply = False
    return InformationRequest.objects.create(
        complaint=step.complaint, kind=kind, text=text, asked_by=step.actor.someone, asked_at=step.now, due_on=due_on
    )


def receive_information(
    complaint: Complaint,
    *,
    actor: Actor,
    seal: Seal = PLAIN,
    text: str = "",
    answers: Mapping[int, str] | None = None,
    attachments: Mapping[int, Attachment] | None = None,
    more: Sequence[Attachment] = (),
) -> Complaint:
    """T4 back: the complainant answered. `answers` and `attachments` go by the item's number; `more` belongs to none."""
    answers, attachments = answers or {}, attachments or {}
    with move(complaint, "receive_information", actor, seal=seal) as step:
        case = step.complaint
        request = case.information_requests.filter(answered_at=None).first()
        if request is not None:
            for item in request.items.all():
                item.answer, item.attachment = answers.get(item.pk, ""), attachments.get(item.pk)
                item.save(update_fields=["answer", "attachment"])
            request.answered_at = step.now
            request.save(update_fields=["answered_at"])
        by_desk = actor.is_caseworker and not is_complainant(actor, case)
        if by_desk:
            step.internal_text = text  # how it came is the desk's own note; the files are in the case already
        elif text.strip() or more:
            message = Message.objects.create(
                complaint=case, from_citizen=True, author=actor.user, share_id=actor.share_id, text=text,
                language=actor.language, at=step.now,
            )  # fmt: skip
            message.attachments.set(more)
        case.new_reply = not by_desk
        step.due(go_on(step))
        step.tell(notices.InformationReceived())
        step.tell(notices.DeskReply())
    return case


def close_incomplete(complaint: Complaint, *, actor: Actor, seal: Seal = PLAIN, public_text: str = "") -> Complaint:
    """T4b: the date and the reminder have passed; the file can be reopened. Whose mails come back was not reached by either."""
    with move(complaint, "close_incomplete", actor, seal=seal, given={"public_text": public_text}) as step:
        request = step.complaint.information_requests.filter(answered_at=None).first()
        if step.complaint.new_reply:  # who wrote to us has not fallen silent
            raise Incomplete(NEEDS["unread"])
        if request is not None and request.due_on >= step.today:
            raise Incomplete(NEEDS["date_passed"])
        if request is not None and request.reminded_at is None:
            raise Incomplete(NEEDS["reminder"])
        person = step.complaint.complainant
        reached = person is None or not person.mails_return
        end(step, Outcome.NOT_COMPLETED if reached else Outcome.OUT_OF_REACH, public_text)
    return step.complaint


# --- T5, T6: not for us, or not in form ---


def orient(
    complaint: Complaint,
    *,
    actor: Actor,
    seal: Seal = PLAIN,
    ground: str = "",
    bodies: Sequence[int] = (),
    public_text: str = "",
    transfer: bool = False,
    to: int | None = None,
    address: str = "",
    words: str = "",
) -> Complaint:
    """T5: outside competence; names who can help.

    With `transfer` the complainant is asked what may go to the body `to` (the only one, if none is named) at `address`, with
    our `words` for it, whatever they wished when filing. Nothing leaves before (docs/referrals.md)."""
    given = {"ground": ground, "bodies": list(bodies), "public_text": public_text}
    with move(complaint, "orient", actor, seal=seal, given=given) as step:
        case = step.complaint
        chosen = list(ReferralBody.objects.filter(pk__in=bodies))
        if not chosen:
            raise Incomplete(NEEDS["bodies"])
        case.ground, case.file_type = ground, FileType.ORIENTATION
        case.referral_bodies.set(chosen)
        step.data = {"ground": ground, "bodies": [body.code for body in chosen]}
        step.public_text = public_text
        if transfer:
            body = _receiver(chosen, to)
            asked = passing_on.ask(case, body, actor=actor, at=step.now, address=address, words=words)
            step.data["referral"] = asked.pk
        step.close(Outcome.ORIENTED)
        step.tell(notices.Oriented(review_until=review_until(step), asks=transfer))
    return case


def _receiver(chosen: Sequence[ReferralBody], to: int | None) -> ReferralBody:
    """Of the bodies that can help, the one that the file may go to."""
    found = [body for body in chosen if to in (None, body.pk)]
    if len(found) != 1:
        raise Incomplete(_("Choose the one body to which the file is passed on, among those that can help."))
    return found[0]


def declare_inadmissible(
    complaint: Complaint, *, actor: Actor, seal: Seal = PLAIN, formal_ground: str = "", public_text: str = ""
) -> Complaint:
    """T6: a `FormalGround`, after the complainant was asked at least once to complete the file."""
    given = {"formal_ground": formal_ground if formal_ground in FormalGround else "", "public_text": public_text}
    with move(complaint, "declare_inadmissible", actor, seal=seal, given=given) as step:
        step.public_text, step.data = public_text, {"formal_ground": formal_ground}
        step.close(Outcome.INADMISSIBLE)
        step.tell(notices.Inadmissible(review_until=review_until(step)))
    return step.complaint
