"""The regulations: what can happen to a case, who may do it, what it needs, and on what legal ground.

It reads as a page of regulations (domain section 6, T1 to T24); the effects are in `transitions/`, one function a row.
Anything that is not here is refused."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from complaints import permissions
from complaints.enums import SETTLED, Outcome, State
from complaints.models import Complaint
from complaints.permissions import Decision

Who = Callable[[Actor, Complaint], Decision]

UNDER_WAY = frozenset({
    State.REGISTERED, State.PRELIM_REVIEW, State.AWAITING_CITIZEN, State.ADMITTED, State.AWAITING_ADMINISTRATION,
    State.CITIZEN_COMMENT, State.INVESTIGATION, State.MEDIATION, State.COMMISSION, State.RECOMMENDATION, State.FOLLOWUP,
    State.ESCALATED, State.SUSPENDED,
})  # fmt: skip
ADMITTED = frozenset({
    State.ADMITTED, State.AWAITING_ADMINISTRATION, State.CITIZEN_COMMENT, State.INVESTIGATION, State.MEDIATION, State.COMMISSION,
})  # fmt: skip
RECOMMENDED = frozenset({State.RECOMMENDATION, State.FOLLOWUP, State.ESCALATED})
REVIEWABLE = frozenset({State.CLOSED, State.ORIENTED, State.INADMISSIBLE})
REVIEWED = tuple(outcome for outcome in Outcome if outcome not in {Outcome.WITHDRAWN, Outcome.DUPLICATE_MERGED})
# Before the administration was written to: its letters and answers belong to one file.
JOINABLE = frozenset({State.REGISTERED, State.PRELIM_REVIEW, State.AWAITING_CITIZEN, State.ADMITTED})
DECIDABLE = frozenset({State.CITIZEN_COMMENT, State.INVESTIGATION, State.MEDIATION, State.COMMISSION})

NEEDS: dict[str, Promise | str] = {
    "administration": _("Choose the administration from the list first."),
    "subject": _("Choose the subject first."),
    "unit": _("Choose the unit that will work on the file."),
    "handler": _("Choose the caseworker who will work on the file."),
    "items": _("Write at least one missing item, for example: a copy of the decision."),
    "public_text": _("Write the reasons for the complainant."),
    "ground": _("Choose the ground, from X1 to X10."),
    "bodies": _("Choose at least one body that can help."),
    "special_order": _(
        "Name the special order by which the Médiateur lets the head of the delegation sign, or leave it to a supervisor."
    ),
    "delegation": _(
        "Name the delegation of signature by which the Médiateur lets the head of the delegation sign, or leave it to a"
        " supervisor."
    ),
    "outcome": _("Choose how the file was settled."),
    "remedies": _("Choose what the complainant obtained."),
    "text": _("Write the text."),
    "position": _("Choose the administration's position."),
    "letter": _("Write the letter first."),
    "comments": _(
        "The complainant may still comment on the answer: wait for the comments or for the end of the period."
    ),
    "date_passed": _("Wait until the date given to the complainant has passed."),
    "reminder": _("Wait until the complainant was reminded: the reminder leaves by itself."),
    "review_ground": _("Choose why you ask for a review."),
    "no_review": _("No review of this file is under way."),
    "unread": _("The complainant wrote to us: read the message first, then mark it as read."),
    "complement": _("Ask the complainant for the missing items first."),
    "reason": _("Write the reason."),
    "day": _("Choose the day."),
    "mission": _("Write the mission order: what is looked into, where and by whom."),
    "agreed": _("Both parties must agree to a mediation."),
    "commission": _("Choose the sitting of the commission."),
    "grounds": _("Write the grounds of the recommendation."),
    "measure": _("Write the measure that is asked for."),
    "reply": _("Choose what the administration answered."),
    "proof": _("Write what proves that it was carried out."),
    "basis": _("Write the legal basis of the decision."),
    "formal_ground": _("Choose what the complaint lacks."),
    "report": _("Write the number of the report."),
    "complainant": _("Nobody complained here: the institution acts on its own initiative."),
    "into": _("Choose the file that goes on."),
    "source": _("Say what showed that something is wrong."),
    "waiting": _("This answer was dealt with already. Look at the file again."),
    "not_followed": _(
        "The administration accepted the recommendation: follow its execution, or wait until its date has passed."
    ),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One row. `who` may do it; with `validator` it takes two people: one who may proposes, another who may validates.

    Without a `target` the file stays where it is; `others` are where it may lead besides, by what the file is.
    `needs` names facts that must be given; `outcomes` is filled for moves that close the case. `complainant`: it takes
    one, and is not there for a file on the institution's own initiative. What has `grace` is told outside after some
    minutes, in which it can be taken back (docs/undo.md); after them `mended_by` corrects it."""

    number: str
    name: str
    sources: frozenset[State]
    target: State | None
    who: Who
    label: Promise | str
    ground: Promise | str
    needs: tuple[str, ...] = ()
    validator: Who | None = None
    outcomes: tuple[Outcome, ...] = field(default=())
    others: tuple[State, ...] = ()
    complainant: bool = False
    grace: bool = False
    mended_by: tuple[str, ...] = ()

    @property
    def targets(self) -> tuple[State, ...]:
        """Every state it may lead to; none when the file stays."""
        return (self.target, *self.others) if self.target else ()


def rules(*rows: Rule) -> dict[str, Rule]:
    """The rows by name; a name stands once."""
    table = {row.name: row for row in rows}
    if len(table) != len(rows):
        raise ValueError("a transition is named twice")
    return table


def _from(*states: State) -> frozenset[State]:
    return frozenset(states)


ART_12 = _("loi 14-16, article 12")
ART_31 = _("loi 14-16, articles 31 and 32")
FAQ = _("published conditions of admissibility")
PRACTICE = _("practice of the institution")
INQUIRY = _("loi 14-16, mission order")
MAX_TRANSFERS = 3  # T23, after the rule of CPGRAMS

RULES = rules(
    Rule("T1", "submit", _from(State.DRAFT), State.SUBMITTED, permissions.may_file, _("Send"), FAQ),
    Rule("T2", "register", _from(State.SUBMITTED), State.REGISTERED, permissions.is_system, _("Register"), PRACTICE),
    Rule(
        "T3", "start_review", _from(State.REGISTERED), State.PRELIM_REVIEW, permissions.can_start_review,
        _("Start the preliminary study"), _("loi 14-16, articles 29 and 30"), needs=("unit", "handler"),
        grace=True, mended_by=("change_unit",),
    ),
    Rule(
        "T4", "request_information", _from(State.PRELIM_REVIEW), State.AWAITING_CITIZEN, permissions.can_request_information,
        _("Ask for missing items"), PRACTICE, needs=("items",), complainant=True,
        grace=True, mended_by=("receive_information",),
    ),
    Rule(
        "T4", "receive_information", _from(State.AWAITING_CITIZEN), State.PRELIM_REVIEW, permissions.can_complete,
        _("Record the complainant's answer"), PRACTICE,
    ),
    Rule(
        "T4b", "close_incomplete", _from(State.AWAITING_CITIZEN), State.CLOSED, permissions.can_decide,
        _("Close: items not supplied"), PRACTICE, needs=("public_text",),
        validator=permissions.can_validate, outcomes=(Outcome.NOT_COMPLETED, Outcome.OUT_OF_REACH),
        grace=True, mended_by=("request_review",),
    ),
    Rule(
        "T5", "orient", _from(State.PRELIM_REVIEW), State.ORIENTED, permissions.can_decide,
        _("Orient to another body"), ART_12, needs=("ground", "bodies", "public_text"),
        validator=permissions.can_validate, outcomes=(Outcome.ORIENTED, Outcome.TRANSFERRED),
        grace=True, mended_by=("request_review",),
    ),
    Rule(
        "T5b", "await_prior_step", _from(State.PRELIM_REVIEW), State.AWAITING_CITIZEN, permissions.can_decide,
        _("Ask for a first step with the administration"), FAQ, complainant=True,
        grace=True, mended_by=("receive_information",),
    ),
    Rule(
        "T6", "declare_inadmissible", _from(State.PRELIM_REVIEW), State.INADMISSIBLE, permissions.can_decide,
        _("Declare inadmissible"), ART_12, needs=("formal_ground", "public_text", "complement"),
        validator=permissions.can_validate, outcomes=(Outcome.INADMISSIBLE,),
        grace=True, mended_by=("request_review",),
    ),
    Rule(
        "T7", "admit", _from(State.PRELIM_REVIEW), State.ADMITTED, permissions.can_decide,
        _("Admit"), _("loi 14-16"), needs=("subject", "administration"),
        grace=True,
    ),
    Rule(
        "T8", "send_to_administration", _from(State.ADMITTED), State.AWAITING_ADMINISTRATION, permissions.can_decide,
        _("Send to the administration"), ART_31, needs=("administration", "letter"),
        grace=True, mended_by=("write_again",),
    ),
    Rule(
        "T9", "record_answer", _from(State.AWAITING_ADMINISTRATION), State.CITIZEN_COMMENT, permissions.can_decide,
        _("Record the administration's answer"), ART_31, needs=("position", "text"), others=(State.INVESTIGATION,),
        grace=True, mended_by=("write_again",),
    ),
    Rule(
        "T10", "record_request", _from(State.AWAITING_ADMINISTRATION), None, permissions.can_decide,
        _("Record that the administration asks for something"), ART_31, needs=("position", "text"),
        grace=True, mended_by=("write_again",),
    ),
    Rule(
        "T10", "grant_extension", _from(State.AWAITING_ADMINISTRATION), None, permissions.can_decide,
        _("Give the administration more time"), PRACTICE, needs=("day", "public_text"),
        grace=True, mended_by=("write_again",),
    ),
    Rule(
        "T10", "write_again", (ADMITTED | RECOMMENDED) - {State.ADMITTED}, None, permissions.can_decide,
        _("Write to the administration again"), ART_31, needs=("administration", "letter"),
        grace=True, mended_by=("write_again",),
    ),
    Rule(
        "T11", "investigate", ADMITTED - {State.INVESTIGATION}, State.INVESTIGATION, permissions.can_decide,
        _("Investigate"), INQUIRY, needs=("mission", "public_text"), validator=permissions.can_sign_by_order,
        grace=True, mended_by=("mediate", "refer_to_commission"),
    ),
    Rule(
        "T12", "mediate", ADMITTED - {State.MEDIATION}, State.MEDIATION, permissions.can_decide,
        _("Mediate"), PRACTICE, needs=("agreed", "day", "public_text"), complainant=True,
        grace=True, mended_by=("investigate", "refer_to_commission"),
    ),
    Rule(
        "T13", "refer_to_commission", ADMITTED - {State.COMMISSION}, State.COMMISSION, permissions.can_validate,
        _("Bring before the permanent commission"), PRACTICE, needs=("commission",),
        grace=True, mended_by=("investigate", "mediate"),
    ),
    Rule(
        "T14", "settle", DECIDABLE, State.CLOSED, permissions.can_decide,
        _("Close: settled"), _("loi 14-16"), needs=("outcome", "remedies", "proof", "public_text"),
        validator=permissions.can_validate, outcomes=SETTLED,
        grace=True, mended_by=("request_review",),
    ),
    Rule(
        "T15", "close_unfounded", DECIDABLE, State.CLOSED, permissions.can_decide,
        _("Close: not founded"), _("loi 14-16"), needs=("basis", "public_text"),
        validator=permissions.can_validate, outcomes=(Outcome.UNFOUNDED,),
        grace=True, mended_by=("request_review",),
    ),
    Rule(
        "T16", "recommend", DECIDABLE, State.RECOMMENDATION, permissions.can_decide,
        _("Recommend"), _("loi 14-16"), needs=("administration", "grounds", "measure", "public_text"),
        validator=permissions.can_sign_by_order,
        grace=True, mended_by=("follow_up",),
    ),
    Rule(
        "T17", "follow_up", _from(State.RECOMMENDATION), State.FOLLOWUP, permissions.can_decide,
        _("Follow the execution"), _("loi 14-16"), needs=("reply",),
        grace=True, mended_by=("escalate", "write_again"),
    ),
    Rule(
        "T17", "close_executed", _from(State.FOLLOWUP, State.ESCALATED), State.CLOSED, permissions.can_decide,
        _("Close: recommendation carried out"), _("loi 14-16"), needs=("day", "proof", "remedies", "public_text"),
        validator=permissions.can_validate, outcomes=(Outcome.RECOMMENDATION_EXECUTED,),
        grace=True, mended_by=("request_review",),
    ),
    Rule(
        "T18", "escalate", _from(State.FOLLOWUP), State.ESCALATED, permissions.can_decide,
        _("Bring to the Head of Government"), _("loi 14-16"), needs=("not_followed", "report", "public_text"),
        validator=permissions.can_sign,
        grace=True, mended_by=("close_executed", "close_refused"),
    ),
    Rule(
        "T18", "close_refused", _from(State.FOLLOWUP, State.ESCALATED), State.CLOSED, permissions.can_decide,
        _("Close: recommendation refused"), _("loi 14-16"), needs=("not_followed", "public_text"),
        validator=permissions.can_sign, outcomes=(Outcome.RECOMMENDATION_REFUSED,),
        grace=True, mended_by=("request_review",),
    ),
    Rule(
        "T19", "suspend", UNDER_WAY - {State.SUSPENDED}, State.SUSPENDED, permissions.can_decide,
        _("Suspend: a court was seized"), _("exclusion X1"), needs=("public_text",),
        grace=True, mended_by=("resume",),
    ),
    Rule(
        "T19", "resume", _from(State.SUSPENDED), State.ADMITTED, permissions.can_decide,
        _("Take up again: no court has it any more"), _("exclusion X1"), needs=("public_text",),
        others=(State.PRELIM_REVIEW,),
        grace=True, mended_by=("suspend",),
    ),
    Rule(
        "T19", "close_judicial", UNDER_WAY, State.CLOSED, permissions.can_decide,
        _("Close: before a court, or judged"), _("exclusions X1 and X2"), needs=("public_text",),
        validator=permissions.can_validate, outcomes=(Outcome.JUDICIAL,),
        grace=True, mended_by=("request_review",),
    ),
    Rule(
        "T20", "withdraw", UNDER_WAY, State.WITHDRAWN, permissions.is_complainant,
        _("Withdraw my complaint"), PRACTICE, outcomes=(Outcome.WITHDRAWN,),
    ),
    Rule(
        "T21", "request_review", REVIEWABLE, State.REVIEW, permissions.is_complainant,
        _("Ask for a review"), PRACTICE, needs=("review_ground", "text"),
    ),
    Rule(
        "T22", "reopen", _from(State.REVIEW), State.ADMITTED, permissions.can_decide_review,
        _("Open the file again"), PRACTICE, needs=("subject", "administration", "public_text"),
        grace=True,
    ),
    Rule(
        "T22", "confirm_closing", _from(State.REVIEW), State.CLOSED, permissions.can_review,
        _("The decision stands: close again"), PRACTICE, needs=("public_text",),
        validator=permissions.can_decide_review, outcomes=REVIEWED, others=(State.ORIENTED, State.INADMISSIBLE),
        grace=True, mended_by=("request_review",),
    ),
    Rule(
        "T23", "change_unit", UNDER_WAY | {State.SUBMITTED, State.REVIEW}, None, permissions.can_validate,
        _("Move to another unit"), _("loi 14-16, articles 29 and 30"), needs=("unit", "reason"),
        grace=True, mended_by=("change_unit",),
    ),
    Rule(
        "T24", "open_own_initiative", _from(State.DRAFT), State.ADMITTED, permissions.can_validate,
        _("Open a file on our own initiative"), _("loi 14-16, own initiative"),
        needs=("administration", "subject", "unit", "source"),
    ),
    Rule(
        "T25", "join", JOINABLE, State.MERGED, permissions.can_decide,
        _("Join to another file"), PRACTICE, needs=("into",), outcomes=(Outcome.DUPLICATE_MERGED,), complainant=True,
        grace=True, mended_by=("separate",),
    ),
    Rule(
        "T25", "separate", _from(State.MERGED), State.PRELIM_REVIEW, permissions.can_validate,
        _("Separate again"), PRACTICE, needs=("public_text",), complainant=True,
        others=(State.ADMITTED,), grace=True, mended_by=("join",),
    ),
)  # fmt: skip


# What is done in the name of the Médiateur: a supervisor validates it, no head of delegation.
SIGNED = frozenset(name for name, rule in RULES.items() if rule.validator is permissions.can_sign)
# What a head signs too, who then names the order of the Médiateur that lets them.
BY_ORDER = frozenset(name for name, rule in RULES.items() if rule.validator is permissions.can_sign_by_order)


def closes(name: str) -> bool:
    """Whether what is called so ends a file."""
    return name in RULES and bool(RULES[name].outcomes)


def starting_from(state: str) -> Iterable[Rule]:
    """The rows that begin in `state`, in the table's order."""
    return (rule for rule in RULES.values() if state in rule.sources)
