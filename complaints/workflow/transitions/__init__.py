"""The moves of a case: one function for each row of `table.py`. Only this package assigns `Complaint.state`.

Each function locks the case, asks the table, changes what the move changes, and writes the event and the notices
in one transaction. It returns the case as it then is, or raises `errors.Refused` with a reason to show."""

from collections.abc import Callable
from typing import Any

from accounts.actors import Actor
from complaints.models import Complaint
from complaints.permissions import Decision
from complaints.workflow.errors import Refused
from complaints.workflow.moves import PLAIN, Seal, check
from complaints.workflow.table import RULES, Rule, starting_from
from complaints.workflow.transitions.administration import (
    admit,
    grant_extension,
    record_answer,
    record_request,
    send_to_administration,
    write_again,
)
from complaints.workflow.transitions.contested import confirm_closing, reopen, request_review
from complaints.workflow.transitions.endings import close_judicial, close_unfounded, resume, settle, suspend, withdraw
from complaints.workflow.transitions.joining import join, separate
from complaints.workflow.transitions.means import investigate, mediate, refer_to_commission
from complaints.workflow.transitions.own_initiative import open_own_initiative
from complaints.workflow.transitions.recommendations import (
    close_executed,
    close_refused,
    escalate,
    follow_up,
    recommend,
)
from complaints.workflow.transitions.study import (
    await_prior_step,
    close_incomplete,
    declare_inadmissible,
    file_complaint,
    orient,
    receive_information,
    request_information,
    start_review,
)
from complaints.workflow.transitions.taking_back import (
    SENT,
    TakenBack,
    as_told,
    give_way,
    send_now,
    take_back,
    take_back_press,
)
from complaints.workflow.transitions.units import change_unit

__all__ = [
    "MOVES",
    "SENT",
    "TakenBack",
    "admit",
    "as_told",
    "available",
    "await_prior_step",
    "change_unit",
    "close_executed",
    "close_incomplete",
    "close_judicial",
    "close_refused",
    "close_unfounded",
    "confirm_closing",
    "declare_inadmissible",
    "escalate",
    "file_complaint",
    "follow_up",
    "give_way",
    "grant_extension",
    "investigate",
    "join",
    "may",
    "mediate",
    "open_own_initiative",
    "orient",
    "perform",
    "receive_information",
    "recommend",
    "record_answer",
    "record_request",
    "refer_to_commission",
    "reopen",
    "request_information",
    "request_review",
    "resume",
    "send_now",
    "send_to_administration",
    "separate",
    "settle",
    "start_review",
    "suspend",
    "take_back",
    "take_back_press",
    "withdraw",
    "write_again",
]

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
    "record_request": record_request,
    "grant_extension": grant_extension,
    "write_again": write_again,
    "investigate": investigate,
    "mediate": mediate,
    "refer_to_commission": refer_to_commission,
    "settle": settle,
    "close_unfounded": close_unfounded,
    "recommend": recommend,
    "follow_up": follow_up,
    "close_executed": close_executed,
    "escalate": escalate,
    "close_refused": close_refused,
    "suspend": suspend,
    "resume": resume,
    "close_judicial": close_judicial,
    "withdraw": withdraw,
    "request_review": request_review,
    "reopen": reopen,
    "confirm_closing": confirm_closing,
    "change_unit": change_unit,
    "join": join,
    "separate": separate,
}


def available(complaint: Complaint, actor: Actor) -> list[tuple[Rule, Decision]]:
    """The desk's moves from the case's state, each with whether this actor may make (or propose) it, and why not."""
    begun = starting_from(complaint.state)
    return [(rule, rule.who(actor, complaint)) for rule in begun if complaint.has_complainant or not rule.complainant]


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
