"""What letters are for: to whom each goes, after what it may be written, and which move takes it along.

A letter that says "settled" is not written on a file that was not: each purpose asks the file first."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from complaints.casework.letters.facts import Source
from complaints.dealings import Addressee, Purpose
from complaints.enums import SETTLED, Outcome, State
from complaints.models import InformationRequest


@dataclass(frozen=True, slots=True)
class Kind:
    """`after` says when such a letter may be written, `there` whether that is so; `events` are those it follows.

    `move` is the act of the desk that takes the letter along: it is written there and nowhere else."""

    purpose: Purpose
    to: Addressee
    after: Promise | str
    there: Callable[[Source], bool]
    events: tuple[str, ...] = ()
    move: str = ""


def _since(name: str, *states: State) -> Callable[[Source], bool]:
    """After this act, as long as the file is in one of these states; in any open one where none is named."""
    return lambda of: name in of.events and (of.case.state in states if states else not of.case.is_closed)


def _ended(*outcomes: Outcome) -> Callable[[Source], bool]:
    return lambda of: of.case.outcome in outcomes


def _asked(kind: str) -> Callable[[Source], bool]:
    return lambda of: of.request is not None and of.request.kind == kind and of.request.answered_at is None


def _always(of: Source) -> bool:
    return True


CITIZEN, OFFICE = Addressee.CITIZEN, Addressee.ADMINISTRATION
ITEMS, STEP = InformationRequest.Kind.MISSING_ITEMS, InformationRequest.Kind.PRIOR_STEP
MEDIATED = _("While a mediation is under way.")
WITH_IT = _("While the file is with an administration.")
KINDS: dict[str, Kind] = {
    kind.purpose: kind
    for kind in (
        Kind(Purpose.RECEIPT, CITIZEN, "", _always, ("register",)),
        Kind(Purpose.COMPLEMENT, CITIZEN, _("While missing items are asked for."), _asked(ITEMS), ("request_information",)),
        Kind(Purpose.PRIOR_STEP, CITIZEN, _("While a first step is waited for."), _asked(STEP), ("await_prior_step",)),
        Kind(
            Purpose.ORIENTATION, CITIZEN, _("After the file was oriented to another body."),
            _ended(Outcome.ORIENTED, Outcome.TRANSFERRED, Outcome.INCOMPETENT), ("orient",),
        ),
        Kind(
            Purpose.INADMISSIBLE, CITIZEN, _("After the complaint was declared inadmissible."),
            _ended(Outcome.INADMISSIBLE), ("declare_inadmissible",),
        ),
        Kind(
            Purpose.NOT_COMPLETED, CITIZEN, _("After the file was closed because items did not come."),
            _ended(Outcome.NOT_COMPLETED, Outcome.OUT_OF_REACH), ("close_incomplete",),
        ),
        Kind(
            Purpose.ADMISSION, CITIZEN, _("After the complaint was admitted, until it is closed."),
            lambda of: of.case.admitted_at is not None and not of.case.is_closed, ("admit",),
        ),
        Kind(
            Purpose.ANSWER, CITIZEN, _("While the complainant may comment on the answer."),
            lambda of: of.case.state == State.CITIZEN_COMMENT and of.answer is not None, ("record_answer",),
        ),
        Kind(Purpose.MEDIATION, CITIZEN, MEDIATED, _since("mediate", State.MEDIATION), ("mediate",)),
        Kind(Purpose.SETTLED, CITIZEN, _("After the file was closed as settled."), _ended(*SETTLED), ("settle",)),
        Kind(
            Purpose.UNFOUNDED, CITIZEN, _("After the file was closed as not founded."), _ended(Outcome.UNFOUNDED),
            ("close_unfounded",),
        ),
        Kind(
            Purpose.EXECUTED, CITIZEN, _("After the recommendation was carried out."),
            _ended(Outcome.RECOMMENDATION_EXECUTED), ("close_executed",),
        ),
        Kind(
            Purpose.REFUSED, CITIZEN, _("After the recommendation was brought to the Head of Government, or refused."),
            lambda of: of.made is not None
            and (of.case.outcome == Outcome.RECOMMENDATION_REFUSED or (of.made.escalated_at is not None and not of.case.outcome)),
            ("escalate", "close_refused"),
        ),
        Kind(
            Purpose.COURT, CITIZEN, _("While a court has the matter."),
            lambda of: of.case.state == State.SUSPENDED or of.case.outcome == Outcome.JUDICIAL,
            ("suspend", "close_judicial"),
        ),
        Kind(
            Purpose.REVIEW, CITIZEN, _("After a review that changed nothing."),
            lambda of: of.case.is_closed and "confirm_closing" in of.events, ("confirm_closing",),
        ),
        Kind(
            Purpose.REOPENED, CITIZEN, _("After a review that opened the file again."),
            lambda of: not of.case.is_closed and "reopen" in of.events, ("reopen",),
        ),
        Kind(
            Purpose.MOVED, CITIZEN, _("After the file went to another unit, until it is closed."), _since("change_unit"),
            ("change_unit",),
        ),
        Kind(Purpose.OTHER, CITIZEN, "", _always),
        Kind(Purpose.FIRST, OFFICE, _("After the complaint was admitted."), _always, move="send_to_administration"),
        *(
            Kind(purpose, OFFICE, WITH_IT, _always, move="write_again")
            for purpose in (Purpose.REMINDER, Purpose.HEAD, Purpose.INFORMATION)
        ),
        Kind(
            Purpose.EXTENSION, OFFICE, _("After more time was given, while the answer is waited for."),
            _since("grant_extension", State.AWAITING_ADMINISTRATION), ("grant_extension",),
        ),
        Kind(Purpose.MEETING, OFFICE, MEDIATED, _since("mediate", State.MEDIATION), ("mediate",)),
        Kind(
            Purpose.COMMISSION, OFFICE, _("After the file was brought before a permanent commission."),
            lambda of: of.sitting is not None and not of.case.is_closed, ("refer_to_commission",),
        ),
        Kind(
            Purpose.RECOMMENDATION, OFFICE, _("After a recommendation was issued, until it is closed."),
            lambda of: of.made is not None and of.made.ended_at is None, ("recommend",),
        ),
        Kind(
            Purpose.REPORT, Addressee.GOVERNMENT, _("After the file was brought to the Head of Government."),
            lambda of: of.made is not None and of.made.escalated_at is not None and not of.case.is_closed, ("escalate",),
        ),
        Kind(
            Purpose.MISSION, Addressee.MISSION, _("While an investigation is under way."),
            _since("investigate", State.INVESTIGATION), ("investigate",),
        ),
    )
}  # fmt: skip


def to_whom(purpose: str) -> Addressee:
    """To whom letters for this purpose go."""
    return KINDS[purpose].to


def fits(kind: Kind, source: Source) -> bool:
    """Whether such a letter goes with the last move of the file."""
    moves = [row for row in source.events.values() if row.to_state or row.name in {"change_unit", "grant_extension"}]
    return bool(moves) and max(moves, key=lambda row: row.pk).name in kind.events
