"""The moves of a case: one function for each row of `table.py`. Only this module assigns `Complaint.state`.

Each function locks the case, asks the table, changes what the move changes, and writes the event and the notices
in one transaction. It returns the case as it then is, or raises `errors.Refused` with a reason to show."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actors import SYSTEM, Actor
from accounts.models import Unit, User
from complaints import history, notices
from complaints.enums import FileType, Outcome, ReviewGround, ReviewResult, State
from complaints.guide.models import Administration, ReferralBody, Subject
from complaints.guide.selectors import holidays, interlocutors
from complaints.models import Answer, Attachment, Complaint, Event, InformationRequest, Message, RequestedItem, Review
from complaints.permissions import Decision, is_complainant
from complaints.workflow import deadlines, reviews
from complaints.workflow.deadlines import Clock
from complaints.workflow.errors import Incomplete, Refused
from complaints.workflow.moves import PLAIN, RABAT, Move, Seal, check, preparing, said, write
from complaints.workflow.selectors import commented
from complaints.workflow.table import NEEDS, RULES, Rule, starting_from

BY_POST = "post"


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
    with preparing(complaint, name, actor, seal=seal, given=given) as step:
        yield step
        case, before = step.complaint, step.complaint.state
        case.state = to or step.rule.target
        case.state_since = step.now
        case.save()
        write(step, before, seal=seal)


def available(complaint: Complaint, actor: Actor) -> list[tuple[Rule, Decision]]:
    """The desk's moves from the case's state, each with whether this actor may make (or propose) it, and why not."""
    return [(rule, rule.who(actor, complaint)) for rule in starting_from(complaint.state)]


def may(complaint: Complaint, name: str, actor: Actor, *, seal: Seal = PLAIN) -> Decision:
    """Whether this actor may make this move now."""
    try:
        check(RULES[name], complaint, actor, seal=seal)
    except Refused as refused:
        return Decision(False, refused.reason)
    return Decision(True)


def perform(name: str, complaint: Complaint, *, actor: Actor, seal: Seal = PLAIN, **facts: Any) -> Complaint:
    """The move of that name; the desk and proposals come through here."""
    return MOVES[name](complaint, actor=actor, seal=seal, **facts)


def _due(clock: Clock, start: date, **how: bool) -> date:
    return deadlines.due(clock, start, holidays=holidays(), **how)


def _review_until(step: Move) -> date:
    return reviews.until(step.now)


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
    complaint.due_on = _due(Clock.ACKNOWLEDGEMENT, now.astimezone(RABAT).date())
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
        case.unit, case.handler = unit or case.unit, handler or case.handler
        step.data = {"unit": case.unit.code if case.unit else "", "handler": case.handler_id}
        step.due(_due(Clock.PRELIMINARY_STUDY, case.received_on))
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
        request = _ask(step, InformationRequest.Kind.MISSING_ITEMS, text, _due(Clock.COMPLEMENT, step.today))
        RequestedItem.objects.bulk_create(RequestedItem(request=request, label=label[:300]) for label in labels)
        case.complement_rounds += 1
        step.tell(notices.InformationRequested(items=len(labels), due_on=request.due_on))
    return case


def await_prior_step(complaint: Complaint, *, actor: Actor, seal: Seal = PLAIN, text: str = "") -> Complaint:
    """T5b: keeps the file while the complainant first turns to the administration; one click resumes it."""
    with move(complaint, "await_prior_step", actor, seal=seal) as step:
        case = step.complaint
        request = _ask(step, InformationRequest.Kind.PRIOR_STEP, text, _due(Clock.PRIOR_STEP, step.today))
        step.tell(notices.PriorStepAsked(due_on=request.due_on))
    return case


def _ask(step: Move, kind: str, text: str, due_on: date) -> InformationRequest:
    step.public_text = text
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
        step.due(_due(Clock.PRELIMINARY_STUDY, step.today))
        step.tell(notices.InformationReceived())
        step.tell(notices.DeskReply())
    return case


def close_incomplete(complaint: Complaint, *, actor: Actor, seal: Seal = PLAIN, public_text: str = "") -> Complaint:
    """T4b: the date and the reminder have passed; the file can be reopened."""
    with move(complaint, "close_incomplete", actor, seal=seal, given={"public_text": public_text}) as step:
        request = step.complaint.information_requests.filter(answered_at=None).first()
        if step.complaint.new_reply:  # who wrote to us has not fallen silent
            raise Incomplete(NEEDS["unread"])
        if request is not None and request.due_on >= step.today:
            raise Incomplete(NEEDS["date_passed"])
        if request is not None and request.reminded_at is None:
            raise Incomplete(NEEDS["reminder"])
        _end(step, Outcome.NOT_COMPLETED, public_text)
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
) -> Complaint:
    """T5: outside competence; names who can help, and passes the file on when the complainant agreed."""
    given = {"ground": ground, "bodies": list(bodies), "public_text": public_text}
    with move(complaint, "orient", actor, seal=seal, given=given) as step:
        case = step.complaint
        chosen = list(ReferralBody.objects.filter(pk__in=bodies))
        if not chosen:
            raise Incomplete(NEEDS["bodies"])
        if transfer and not case.transfer_consent:
            raise Incomplete(NEEDS["transfer_consent"])
        case.ground, case.file_type = ground, FileType.ORIENTATION
        case.referral_bodies.set(chosen)
        step.data = {"ground": ground, "bodies": [body.code for body in chosen]}
        step.public_text = public_text
        step.close(Outcome.TRANSFERRED if transfer else Outcome.ORIENTED)
        step.tell(notices.Oriented(review_until=_review_until(step)))
    return case


def declare_inadmissible(complaint: Complaint, *, actor: Actor, seal: Seal = PLAIN, public_text: str = "") -> Complaint:
    """T6: a formal ground, after the complainant was asked at least once to complete the file."""
    given = {"public_text": public_text, "complement": complaint.complement_rounds > 0}
    with move(complaint, "declare_inadmissible", actor, seal=seal, given=given) as step:
        step.public_text = public_text
        step.close(Outcome.INADMISSIBLE)
        step.tell(notices.Inadmissible(review_until=_review_until(step)))
    return step.complaint


# --- T7, T8, T9: with the administration ---


def admit(
    complaint: Complaint,
    *,
    actor: Actor,
    seal: Seal = PLAIN,
    subject: Subject | None = None,
    administration: Administration | None = None,
    urgent: bool = False,
) -> Complaint:
    """T7: in competence and in form; the officer corrects subject, administration and urgency."""
    given = {name: value for name, value in {"subject": subject, "administration": administration}.items() if value}
    with move(complaint, "admit", actor, seal=seal, given=given) as step:
        case = step.complaint
        case.subject, case.administration = subject or case.subject, administration or case.administration
        case.urgent, case.admitted_at, case.new_reply = urgent, step.now, False
        step.data = {"subject": case.subject.code if case.subject else "", "urgent": urgent}
        step.due(_due(Clock.ACKNOWLEDGEMENT, step.today))
        step.tell(notices.Admitted())
    return case


def send_to_administration(
    complaint: Complaint, *, actor: Actor, seal: Seal = PLAIN, letter: str = "", documents: Sequence[Attachment] = ()
) -> Complaint:
    """T8: `letter` is its number; `documents` only those that the administration needs. Two months run from now."""
    with move(complaint, "send_to_administration", actor, seal=seal, given={"letter": letter}) as step:
        case = step.complaint
        case.sent_at = step.now
        case.answer_due_on = _due(Clock.ADMINISTRATION_ANSWER, step.today, urgent=case.urgent)
        case.answered_at = None
        step.due(case.answer_due_on)
        step.data = {"letter": letter, "documents": [document.pk for document in documents]}
        for document in documents:
            document.shared_with_administration = True
            document.save(update_fields=["shared_with_administration"])
        people = interlocutors(timezone.localdate()).filter(administration=case.administration)  # who opens it now
        step.tell(notices.WithAdministration(due_on=case.answer_due_on))
        step.tell(
            notices.LetterForAdministration(
                due_on=case.answer_due_on, interlocutors=tuple(person.user_id for person in people)
            )
        )
    return case


def record_answer(
    complaint: Complaint,
    *,
    actor: Actor,
    seal: Seal = PLAIN,
    position: str = "",
    quality: str = "",
    text: str = "",
    received_on: date | None = None,
    attachments: Sequence[Attachment] = (),
) -> Complaint:
    """T9: the answer, qualified by the caseworker; the complainant may comment before the institution decides."""
    with move(complaint, "record_answer", actor, seal=seal, given={"position": position, "text": text}) as step:
        case = step.complaint
        if case.administration is None or actor.user is None:
            raise Incomplete(NEEDS["administration"])
        answer = Answer.objects.create(
            complaint=case, administration=case.administration, position=position, quality=quality, text=text,
            received_on=received_on or step.today, recorded_by=actor.user, recorded_at=step.now,
        )  # fmt: skip
        answer.attachments.set(attachments)
        for attachment in attachments:
            attachment.internal = False
            attachment.save(update_fields=["internal"])
        case.answered_at = min(step.now, datetime.combine(answer.received_on, time(12), RABAT))
        step.data = {"position": position, "quality": quality}
        by_post = case.complainant.preferred_channel == BY_POST and case.country_id != "MA"
        step.due(_due(Clock.CITIZEN_COMMENT, step.today, by_post=by_post))
        step.tell(notices.Answered(due_on=case.due_on or step.today))
    return case


# --- T14, T15, T19, T20: the end ---


def settle(
    complaint: Complaint,
    *,
    actor: Actor,
    seal: Seal = PLAIN,
    outcome: str = "",
    remedies: Sequence[str] = (),
    public_text: str = "",
) -> Complaint:
    """T14: the administration put things right, wholly, in part, or by an explanation."""
    allowed = RULES["settle"].outcomes
    given = {"outcome": outcome if outcome in allowed else "", "remedies": list(remedies), "public_text": public_text}
    with move(complaint, "settle", actor, seal=seal, given=given) as step:
        step.complaint.remedies = list(remedies)
        step.data = {"outcome": outcome, "remedies": list(remedies)}
        _end(step, Outcome(outcome), public_text)
    return step.complaint


def close_unfounded(complaint: Complaint, *, actor: Actor, seal: Seal = PLAIN, public_text: str = "") -> Complaint:
    """T15: nothing was found to put right; the reasons and the other remedies are told.

    Not while the complainant may still comment on the administration's answer and has not."""
    with move(complaint, "close_unfounded", actor, seal=seal, given={"public_text": public_text}) as step:
        case = step.complaint
        may_still = case.state == State.CITIZEN_COMMENT and case.due_on and case.due_on >= step.today
        if may_still and not commented(case):
            raise Incomplete(NEEDS["comments"])
        _end(step, Outcome.UNFOUNDED, public_text)
    return step.complaint


def suspend(complaint: Complaint, *, actor: Actor, seal: Seal = PLAIN, public_text: str = "") -> Complaint:
    """T19: a court was seized; the file may come back if the action is withdrawn."""
    with move(complaint, "suspend", actor, seal=seal, given={"public_text": public_text}) as step:
        step.public_text = public_text
        step.due(None)
        _end_requests(step)
        step.tell(notices.Suspended())
    return step.complaint


def close_judicial(complaint: Complaint, *, actor: Actor, seal: Seal = PLAIN, public_text: str = "") -> Complaint:
    """T19: a court has the matter, or has decided it."""
    with move(complaint, "close_judicial", actor, seal=seal, given={"public_text": public_text}) as step:
        _end(step, Outcome.JUDICIAL, public_text)
    return step.complaint


def withdraw(complaint: Complaint, *, actor: Actor, seal: Seal = PLAIN, reason: str = "") -> Complaint:
    """T20: the complainant stops; the reason is theirs to give or not."""
    with move(complaint, "withdraw", actor, seal=seal) as step:
        _end_requests(step)
        step.internal_text = reason
        step.close(Outcome.WITHDRAWN)
        step.tell(notices.Withdrawn())
    return step.complaint


# --- T21, T22: the decision looked at again ---


def request_review(
    complaint: Complaint, *, actor: Actor, seal: Seal = PLAIN, ground: str = "", text: str = ""
) -> Complaint:
    """T21: the complainant contests the end of the file, within its time; the file is nobody's until another takes it."""
    given = {"review_ground": ground if ground in ReviewGround else "", "text": text}
    with move(complaint, "request_review", actor, seal=seal, given=given) as step:
        case = step.complaint
        chance = reviews.chance(case, today=step.today)
        if not chance.decision:
            raise Refused(chance.decision.reason)
        if ground not in chance.grounds:
            raise Incomplete(
                _("After a review, only something new can open another one: choose that, and say what it is.")
            )
        closing = reviews.closing_event(case)
        review = Review.objects.create(
            complaint=case, ground=ground, text=text, language=actor.language, asked_at=step.now,
            due_on=_due(Clock.REVIEW_DECISION, step.today), closed_state=case.state, closed_outcome=case.outcome,
            handler_id=case.handler_id, decider_id=closing.actor_id if closing else None,
            proposer_id=closing.data.get("proposed_by") if closing else None,
        )  # fmt: skip
        case.outcome, case.closed_at, case.handler = "", None, None
        step.data = {"ground": ground, "review": review.pk}
        step.due(review.due_on)
        step.tell(notices.ReviewAsked(due_on=review.due_on))
        step.tell(notices.DeskReview(due_on=review.due_on, without=tuple(sorted(review.first_people))))
    return case


def reopen(
    complaint: Complaint,
    *,
    actor: Actor,
    seal: Seal = PLAIN,
    subject: Subject | None = None,
    administration: Administration | None = None,
    urgent: bool = False,
    public_text: str = "",
) -> Complaint:
    """T22: the file is taken up again as an admitted one, with a clock of its own."""
    given: dict[str, Any] = {"public_text": public_text}
    given |= {name: value for name, value in {"subject": subject, "administration": administration}.items() if value}
    with move(complaint, "reopen", actor, seal=seal, given=given) as step:
        case = step.complaint
        _decide_review(step, ReviewResult.REOPENED)
        case.subject, case.administration = subject or case.subject, administration or case.administration
        case.urgent, case.admitted_at, case.new_reply = urgent, step.now, False
        case.ground, case.remedies, case.file_type = "", [], FileType.COMPLAINT
        case.referral_bodies.clear()
        step.public_text = public_text
        step.due(_due(Clock.ACKNOWLEDGEMENT, step.today))
        step.tell(notices.Reopened(due_on=case.due_on or step.today))
        step.tell(notices.DeskReopened())
    return case


def confirm_closing(complaint: Complaint, *, actor: Actor, seal: Seal = PLAIN, public_text: str = "") -> Complaint:
    """T22: the decision stands, and the file ends again as it had ended."""
    review = reviews.open_review(complaint)
    back = State(review.closed_state) if review else None
    with move(complaint, "confirm_closing", actor, seal=seal, given={"public_text": public_text}, to=back) as step:
        outcome = Outcome(_decide_review(step, ReviewResult.CONFIRMED).closed_outcome)
        step.public_text = public_text
        step.complaint.new_reply = False
        step.data = {"outcome": outcome.value}
        step.close(outcome)
        step.tell(notices.ReviewConfirmed(review_until=_review_until(step)))
    return step.complaint


def _decide_review(step: Move, result: ReviewResult) -> Review:
    """Ends the review that is under way; raises Incomplete where there is none."""
    review = reviews.open_review(step.complaint)
    if review is None:
        raise Incomplete(NEEDS["no_review"])
    review.result, review.decided_at, review.decided_by = result, step.now, step.actor.user
    review.save(update_fields=["result", "decided_at", "decided_by"])
    return review


def _end_requests(step: Move) -> None:
    """What was asked of the complainant is no longer waited for."""
    InformationRequest.objects.filter(complaint=step.complaint, answered_at=None).update(answered_at=step.now)


def _end(step: Move, outcome: Outcome, public_text: str) -> None:
    step.public_text = public_text
    _end_requests(step)
    step.complaint.new_reply = False
    step.close(outcome)
    step.tell(notices.Closed(outcome=outcome.value, review_until=_review_until(step)))


MOVES: dict[str, Callable[..., Complaint]] = {
    "start_review": start_review,
    "request_information": request_information,
    "receive_information": receive_information,
    "close_incomplete": close_incomplete,
    "orient": orient,
    "await_prior_step": await_prior_step,
    "declare_inadmissible": declare_inadmissible,
    "admit": admit,
    "send_to_administration": send_to_administration,
    "record_answer": record_answer,
    "settle": settle,
    "close_unfounded": close_unfounded,
    "suspend": suspend,
    "close_judicial": close_judicial,
    "withdraw": withdraw,
    "request_review": request_review,
    "reopen": reopen,
    "confirm_closing": confirm_closing,
}
