"""What people are told about a case: one class a notice, each with its audience (docs/outbox.md).

A notice carries dates and counts, never names or the story: those are read behind the login (domain section 19)."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

from accounts.models import User
from accounts.roles import Role
from complaints.models import Complaint, Event
from complaints.notifications import outbox

CITIZEN_CHANNELS = ("in_app", "email")


class Audience(StrEnum):
    """Who hears of it."""

    CITIZEN = "citizen"
    HANDLER = "handler"
    INTERLOCUTOR = "interlocutor"


@dataclass(frozen=True)
class Notice:
    """`kind` names the template `templates/email/<kind>.txt`; the fields are its context, dates as ISO text."""

    kind: ClassVar[str]
    audience: ClassVar[Audience] = Audience.CITIZEN

    def context(self) -> dict[str, Any]:
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in vars(self).items()
            if value is not None
        }


@dataclass(frozen=True)
class Registered(Notice):
    kind = "complaint_registered"
    acknowledged_by: date


@dataclass(frozen=True)
class UnderStudy(Notice):
    kind = "complaint_under_study"
    due_on: date


@dataclass(frozen=True)
class InformationRequested(Notice):
    kind = "complaint_information_requested"
    items: int
    due_on: date


@dataclass(frozen=True)
class InformationReminder(Notice):
    kind = "complaint_information_reminder"
    due_on: date


@dataclass(frozen=True)
class InformationReceived(Notice):
    kind = "complaint_information_received"


@dataclass(frozen=True)
class PriorStepAsked(Notice):
    kind = "complaint_prior_step"
    due_on: date


@dataclass(frozen=True)
class Oriented(Notice):
    kind = "complaint_oriented"
    review_until: date


@dataclass(frozen=True)
class Inadmissible(Notice):
    kind = "complaint_inadmissible"
    review_until: date


@dataclass(frozen=True)
class Admitted(Notice):
    kind = "complaint_admitted"


@dataclass(frozen=True)
class WithAdministration(Notice):
    kind = "complaint_with_administration"
    due_on: date


@dataclass(frozen=True)
class Answered(Notice):
    kind = "complaint_answered"
    due_on: date


@dataclass(frozen=True)
class Closed(Notice):
    """One kind for each way of closing, so that a file closed unsettled never reads as settled (peers 2D)."""

    kind = "complaint_closed"
    outcome: str
    review_until: date


@dataclass(frozen=True)
class Suspended(Notice):
    kind = "complaint_suspended"


@dataclass(frozen=True)
class Withdrawn(Notice):
    kind = "complaint_withdrawn"


@dataclass(frozen=True)
class MessageFromInstitution(Notice):
    kind = "complaint_message"


@dataclass(frozen=True)
class MessageReceived(Notice):
    kind = "complaint_message_received"


@dataclass(frozen=True)
class CodeRenewed(Notice):
    kind = "complaint_code_renewed"


@dataclass(frozen=True)
class RecoveryAsked(Notice):
    """Somebody who knows two facts wants a new code: the old address hears of it first, and can stop it."""

    kind = "complaint_recovery"
    recovery: int


@dataclass(frozen=True)
class AccountLinked(Notice):
    kind = "complaint_account_linked"


@dataclass(frozen=True)
class DataRequestReceived(Notice):
    kind = "complaint_data_request"
    due_on: date


@dataclass(frozen=True)
class DataRequestAnswered(Notice):
    kind = "complaint_data_answered"


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
class DeskAssigned(Notice):
    kind = "desk_assigned"
    audience = Audience.HANDLER


@dataclass(frozen=True)
class DeskOverdue(Notice):
    kind = "desk_overdue"
    audience = Audience.HANDLER
    due_on: date


@dataclass(frozen=True)
class LetterForAdministration(Notice):
    kind = "administration_letter"
    audience = Audience.INTERLOCUTOR
    due_on: date
    interlocutors: tuple[int, ...] = field(default=())


def recipients(complaint: Complaint, notice: Notice) -> list[str]:
    """The outbox keys of those who must hear of it."""
    if notice.audience is Audience.CITIZEN:
        return [f"complaint:{complaint.pk}:citizen"]
    if notice.audience is Audience.HANDLER:
        return [f"user:{pk}" for pk in keepers(complaint)]
    return [f"user:{pk}" for pk in getattr(notice, "interlocutors", ())]


def keepers(complaint: Complaint) -> list[int]:
    """Who hears of it at the desk: the caseworker; where there is none or he left, the unit's heads, else the supervisors.

    Never the complainant, who may work here: the file is closed to them, and would have nobody."""
    own = complaint.complainant.user_id
    if complaint.handler is not None and complaint.handler.is_active and complaint.handler.pk != own:
        return [complaint.handler.pk]
    staff = User.objects.filter(is_active=True).exclude(pk=own).order_by("pk").values_list("pk", flat=True)
    units = [complaint.unit_id, complaint.unit.parent_id] if complaint.unit else []
    return list(staff.filter(role=Role.HEAD, unit__in=units)) or list(staff.filter(role=Role.SUPERVISOR))


def tell(complaint: Complaint, event: Event, notice: Notice) -> None:
    """Writes the outbox rows of a notice in the transaction of its event; they leave after the commit."""
    context = {name: value for name, value in notice.context().items() if name != "interlocutors"}
    for recipient in recipients(complaint, notice):
        outbox.put(
            notice.kind,
            event=f"event:{event.pk}",
            recipient=recipient,
            about=f"complaint:{complaint.pk}",
            context=context,
            language=complaint.language if notice.audience is Audience.CITIZEN else "",
            channels=CITIZEN_CHANNELS,
        )
