"""What colleagues are told: the caseworker, or the heads and supervisors."""

from dataclasses import dataclass, field
from datetime import date

from complaints.notices.base import Audience, Notice


@dataclass(frozen=True)
class DeskMandate(Notice):
    kind = "desk_mandate"
    audience = Audience.HANDLER


@dataclass(frozen=True)
class DeskDataRequest(Notice):
    kind = "desk_data_request"
    audience = Audience.HANDLER
    due_on: date


@dataclass(frozen=True)
class DeskReply(Notice):
    kind = "desk_reply"
    audience = Audience.HANDLER


@dataclass(frozen=True)
class DeskMailsReturn(Notice):
    kind = "desk_mails_return"
    audience = Audience.HANDLER


@dataclass(frozen=True)
class DeskAssigned(Notice):
    kind = "desk_assigned"
    audience = Audience.HANDLER


@dataclass(frozen=True)
class DeskUnassigned(Notice):
    """Who worked on it is kept out of it now: somebody else must take it."""

    kind = "desk_unassigned"
    audience = Audience.HANDLER


@dataclass(frozen=True)
class DeskHandedOver(Notice):
    """Several files of a colleague at once: one word for all of them."""

    kind = "desk_handed_over"
    audience = Audience.HANDLER
    files: int


@dataclass(frozen=True)
class DeskOverdue(Notice):
    kind = "desk_overdue"
    audience = Audience.HANDLER
    due_on: date


@dataclass(frozen=True)
class DeskDueSoon(Notice):
    """The date of a preliminary study comes near."""

    kind = "desk_due_soon"
    audience = Audience.HANDLER
    due_on: date


@dataclass(frozen=True)
class DeskChase(Notice):
    """The administration's date has passed: a letter of reminder is to be written."""

    kind = "desk_chase"
    audience = Audience.HANDLER
    due_on: date


@dataclass(frozen=True)
class DeskSilence(Notice):
    """Long past the date: to the heads and supervisors. `report`: it may go into the report to the Head of Government."""

    kind = "desk_silence"
    audience = Audience.OVERSEER
    due_on: date
    report: bool


@dataclass(frozen=True)
class DeskChanged(Notice):
    kind = "desk_changed"
    audience = Audience.HANDLER


@dataclass(frozen=True)
class DeskReview(Notice):
    """`without` are the accounts that may not decide it."""

    kind = "desk_review"
    audience = Audience.HANDLER
    due_on: date
    without: tuple[int, ...] = field(default=())


@dataclass(frozen=True)
class DeskReopened(Notice):
    kind = "desk_reopened"
    audience = Audience.HANDLER


@dataclass(frozen=True)
class DeskAnswer(Notice):
    """An administration's answer waits to be checked."""

    kind = "desk_answer"
    audience = Audience.HANDLER


@dataclass(frozen=True)
class DeskProposalReturned(Notice):
    """A second person did not validate what this colleague proposed; the reason stands in the file alone."""

    kind = "desk_proposal_returned"
    audience = Audience.COLLEAGUE
    colleagues: tuple[int, ...] = field(default=())
