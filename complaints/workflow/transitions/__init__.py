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
from complaints.workflow.transitions.administration import admit, record_answer, send_to_administration
from complaints.workflow.transitions.contested import confirm_closing, reopen, request_review
from complaints.workflow.transitions.endings import close_judicial, close_unfounded, settle, suspend, withdraw
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

__all__ = [
    "MOVES",
    "admit",
    "available",
    "await_prior_step",
    "close_incomplete",
    "close_judicial",
    "close_unfounded",
    "confirm_closing",
    "declare_inadmissible",
    "file_complaint",
    "may",
    "orient",
    "perform",
    "receive_information",
    "record_answer",
    "reopen",
    "request_information",
    "request_review",
    "send_to_administration",
    "settle",
    "start_review",
    "suspend",
    "withdraw",
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
    "settle": settle,
    "close_unfounded": close_unfounded,
    "suspend": suspend,
    "close_judicial": close_judicial,
    "withdraw": withdraw,
    "request_review": request_review,
    "reopen": reopen,
    "confirm_closing": confirm_closing,
}


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
