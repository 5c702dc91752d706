"""T14, T15, T19, T20: how a file ends, and how one that waits for a court goes on."""

from collections.abc import Sequence

from accounts.actors import Actor
from complaints import notices
from complaints.enums import Outcome, SettledStage, State
from complaints.models import Complaint
from complaints.workflow.deadlines import Clock
from complaints.workflow.errors import Incomplete
from complaints.workflow.moves import PLAIN, Seal
from complaints.workflow.selectors import commented
from complaints.workflow.table import NEEDS, RULES
from complaints.workflow.transitions.frame import due, end, end_requests, go_on, move, pause, proofs

# The means of the office, the strongest first
STAGES = {
    State.COMMISSION: SettledStage.COMMISSION,
    State.MEDIATION: SettledStage.MEDIATION,
    State.INVESTIGATION: SettledStage.INVESTIGATION,
}


def settle(
    complaint: Complaint,
    *,
    actor: Actor,
    seal: Seal = PLAIN,
    outcome: str = "",
    remedies: Sequence[str] = (),
    proof: str = "",
    documents: Sequence[int] = (),
    public_text: str = "",
) -> Complaint:
    """T14: the administration put things right, wholly, in part, or by an explanation; `proof` says what shows it, `documents`
    are keys of the files that do."""
    allowed = RULES["settle"].outcomes
    given = {
        "outcome": outcome if outcome in allowed else "", "remedies": list(remedies), "proof": proof,
        "public_text": public_text,
    }  # fmt: skip
    with move(complaint, "settle", actor, seal=seal, given=given) as step:
        step.complaint.remedies = list(remedies)
        step.complaint.settled_stage = _stage(step.complaint)
        step.data = {
            "outcome": outcome, "remedies": list(remedies), "proof": proof, "stage": step.complaint.settled_stage,
            "documents": [row.pk for row in proofs(step, documents)],
        }  # fmt: skip
        end(step, Outcome(outcome), public_text)
    return step.complaint


def _stage(case: Complaint) -> SettledStage:
    """By the strongest means that the file came to since it was last admitted."""
    since = case.admitted_at
    been = set(case.events.standing().filter(at__gte=since).values_list("to_state", flat=True)) if since else set()
    for state, stage in STAGES.items():
        if state in {case.state, *been}:
            return stage
    return SettledStage.AFTER_LETTER if case.sent_at else SettledStage.BEFORE_LETTER


def close_unfounded(
    complaint: Complaint, *, actor: Actor, seal: Seal = PLAIN, basis: str = "", public_text: str = ""
) -> Complaint:
    """T15: nothing was found to put right; the reasons and the other remedies are told, `basis` is the law they rest on.

    Not while the complainant may still comment on the administration's answer and has not."""
    given = {"basis": basis, "public_text": public_text}
    with move(complaint, "close_unfounded", actor, seal=seal, given=given) as step:
        case, step.data = step.complaint, {"basis": basis}
        may_still = case.state == State.CITIZEN_COMMENT and case.due_on and case.due_on >= step.today
        if may_still and not commented(case):
            raise Incomplete(NEEDS["comments"])
        end(step, Outcome.UNFOUNDED, public_text)
    return step.complaint


def suspend(complaint: Complaint, *, actor: Actor, seal: Seal = PLAIN, public_text: str = "") -> Complaint:
    """T19: a court was seized; the file may come back if the action is withdrawn."""
    with move(complaint, "suspend", actor, seal=seal, given={"public_text": public_text}) as step:
        step.public_text = public_text
        pause(step)
        step.due(None)
        end_requests(step)
        step.tell(notices.Suspended())
    return step.complaint


def resume(complaint: Complaint, *, actor: Actor, seal: Seal = PLAIN, public_text: str = "") -> Complaint:
    """T19 back: no court has the matter any more. An admitted file goes on as one; another returns to its study."""
    to = State.ADMITTED if complaint.admitted_at else State.PRELIM_REVIEW
    with move(complaint, "resume", actor, seal=seal, given={"public_text": public_text}, to=to) as step:
        step.public_text = public_text
        step.due(due(Clock.ACKNOWLEDGEMENT, step.today) if complaint.admitted_at else go_on(step))
        step.tell(notices.Resumed(due_on=step.complaint.due_on or step.today))
    return step.complaint


def close_judicial(complaint: Complaint, *, actor: Actor, seal: Seal = PLAIN, public_text: str = "") -> Complaint:
    """T19: a court has the matter, or has decided it."""
    with move(complaint, "close_judicial", actor, seal=seal, given={"public_text": public_text}) as step:
        end(step, Outcome.JUDICIAL, public_text)
    return step.complaint


def withdraw(complaint: Complaint, *, actor: Actor, seal: Seal = PLAIN, reason: str = "") -> Complaint:
    """T20: the complainant stops; the reason is theirs to give or not."""
    with move(complaint, "withdraw", actor, seal=seal) as step:
        end_requests(step)
        step.internal_text = reason
        step.close(Outcome.WITHDRAWN)
        step.tell(notices.Withdrawn())
    return step.complaint
