"""The usual way of a case to each state, as the history shows it: the names are those of complaints/workflow/table.py.

Made-up histories (tests, volume) follow these; the demo cases go through the real transitions instead."""

from dataclasses import dataclass

from complaints.enums import State


@dataclass(frozen=True, slots=True)
class Leg:
    """One step of a history; `by` is who makes it."""

    name: str
    source: State
    target: State
    by: str = "desk"  # or `citizen`, `system`


SUBMIT = Leg("submit", State.DRAFT, State.SUBMITTED, "citizen")
REGISTER = Leg("register", State.SUBMITTED, State.REGISTERED, "system")
START_REVIEW = Leg("start_review", State.REGISTERED, State.PRELIM_REVIEW)
ASK = Leg("request_information", State.PRELIM_REVIEW, State.AWAITING_CITIZEN)
COMPLETE = Leg("receive_information", State.AWAITING_CITIZEN, State.PRELIM_REVIEW, "citizen")
CLOSE_INCOMPLETE = Leg("close_incomplete", State.AWAITING_CITIZEN, State.CLOSED)
ORIENT = Leg("orient", State.PRELIM_REVIEW, State.ORIENTED)
REFUSE = Leg("declare_inadmissible", State.PRELIM_REVIEW, State.INADMISSIBLE)
JOIN = Leg("join", State.PRELIM_REVIEW, State.MERGED)
ADMIT = Leg("admit", State.PRELIM_REVIEW, State.ADMITTED)
SEND = Leg("send_to_administration", State.ADMITTED, State.AWAITING_ADMINISTRATION)
ANSWER = Leg("record_answer", State.AWAITING_ADMINISTRATION, State.CITIZEN_COMMENT)
INVESTIGATE = Leg("investigate", State.CITIZEN_COMMENT, State.INVESTIGATION)
MEDIATE = Leg("mediate", State.CITIZEN_COMMENT, State.MEDIATION)
COMMISSION = Leg("refer_to_commission", State.CITIZEN_COMMENT, State.COMMISSION)
RECOMMEND = Leg("recommend", State.INVESTIGATION, State.RECOMMENDATION)
FOLLOW_UP = Leg("follow_up", State.RECOMMENDATION, State.FOLLOWUP)
ESCALATE = Leg("escalate", State.FOLLOWUP, State.ESCALATED)
SETTLE = Leg("settle", State.CITIZEN_COMMENT, State.CLOSED)
CLOSE_UNFOUNDED = Leg("close_unfounded", State.CITIZEN_COMMENT, State.CLOSED)
CLOSE_JUDICIAL = Leg("close_judicial", State.PRELIM_REVIEW, State.CLOSED)
EXECUTED = Leg("close_executed", State.FOLLOWUP, State.CLOSED)
SUSPEND = Leg("suspend", State.ADMITTED, State.SUSPENDED)
WITHDRAW = Leg("withdraw", State.ADMITTED, State.WITHDRAWN, "citizen")
REVIEW = Leg("request_review", State.CLOSED, State.REVIEW, "citizen")

FILED = (SUBMIT, REGISTER)
STUDIED = (*FILED, START_REVIEW)
ADMITTED = (*STUDIED, ADMIT)
SENT = (*ADMITTED, SEND)
ANSWERED = (*SENT, ANSWER)
INVESTIGATED = (*ANSWERED, INVESTIGATE)
RECOMMENDED = (*INVESTIGATED, RECOMMEND)
FOLLOWED = (*RECOMMENDED, FOLLOW_UP)

PATHS: dict[State, tuple[Leg, ...]] = {
    State.DRAFT: (),
    State.SUBMITTED: (SUBMIT,),
    State.REGISTERED: FILED,
    State.PRELIM_REVIEW: STUDIED,
    State.AWAITING_CITIZEN: (*STUDIED, ASK),
    State.ORIENTED: (*STUDIED, ORIENT),
    State.INADMISSIBLE: (*STUDIED, ASK, COMPLETE, REFUSE),
    State.ADMITTED: ADMITTED,
    State.AWAITING_ADMINISTRATION: SENT,
    State.CITIZEN_COMMENT: ANSWERED,
    State.INVESTIGATION: INVESTIGATED,
    State.MEDIATION: (*ANSWERED, MEDIATE),
    State.COMMISSION: (*ANSWERED, COMMISSION),
    State.RECOMMENDATION: RECOMMENDED,
    State.FOLLOWUP: FOLLOWED,
    State.ESCALATED: (*FOLLOWED, ESCALATE),
    State.SUSPENDED: (*ADMITTED, SUSPEND),
    State.CLOSED: (*ANSWERED, SETTLE),
    State.REVIEW: (*ANSWERED, SETTLE, REVIEW),
    State.WITHDRAWN: (*ADMITTED, WITHDRAW),
    State.MERGED: (*STUDIED, JOIN),
}
