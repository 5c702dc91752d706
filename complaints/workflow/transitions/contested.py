"""T21, T22: the decision looked at again, by other people."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from complaints import notices
from complaints.enums import FileType, Outcome, ReviewGround, ReviewResult, State
from complaints.guide.models import Administration, Subject
from complaints.models import Complaint, Review
from complaints.workflow import passing_on, reviews
from complaints.workflow.deadlines import Clock
from complaints.workflow.errors import Incomplete, Refused
from complaints.workflow.moves import PLAIN, Move, Seal
from complaints.workflow.table import NEEDS
from complaints.workflow.transitions.frame import due, move, review_until


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
            due_on=due(Clock.REVIEW_DECISION, step.today), closed_state=case.state, closed_outcome=case.outcome,
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
        if administration not in {None, case.administration}:
            _nothing_was_sent_yet(case)
        case.subject, case.administration = subject or case.subject, administration or case.administration
        case.urgent, case.admitted_at, case.new_reply = urgent, step.now, False
        case.ground, case.settled_stage, case.remedies, case.file_type = "", "", [], FileType.COMPLAINT
        case.referral_bodies.clear()
        passing_on.drop_unsent(case, at=step.now)
        step.public_text = public_text
        step.due(due(Clock.ACKNOWLEDGEMENT, step.today))
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
        step.tell(notices.ReviewConfirmed(review_until=review_until(step)))
    return step.complaint


def _nothing_was_sent_yet(case: Complaint) -> None:
    """Another administration is asked from now on: until a letter leaves, it sees nothing and owes nothing."""
    case.sent_at = case.answered_at = case.answer_due_on = case.chase_on = None
    case.chased = 0


def _decide_review(step: Move, result: ReviewResult) -> Review:
    """Ends the review that is under way; raises Incomplete where there is none."""
    review = reviews.open_review(step.complaint)
    if review is None:
        raise Incomplete(NEEDS["no_review"])
    review.result, review.decided_at, review.decided_by = result, step.now, step.actor.user
    review.save(update_fields=["result", "decided_at", "decided_by"])
    return review
