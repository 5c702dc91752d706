"""What people are told about a case: one class a notice, each with its audience (docs/outbox.md).

A notice carries dates and counts, never names or the story: those are read behind the login (domain section 19)."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

from django.db.models import Q

from accounts.models import User
from accounts.roles import Role
from complaints.models import Complaint, Event, Share
from complaints.notifications import outbox
from complaints.permissions import own_people

NOT_KEPT = {"interlocutors", "without"}  # they choose the recipients, and no template needs them
CITIZEN_CHANNELS = ("in_app", "email")


class Audience(StrEnum):
    """Who hears of it."""

    CITIZEN = "citizen"
    HANDLER = "handler"
    INTERLOCUTOR = "interlocutor"
    OVERSEER = "overseer"
    REPRESENTATIVE = "representative"


@dataclass(frozen=True)
class Notice:
    """`kind` names the template `templates/email/<kind>.txt`; the fields are its context, dates as ISO text."""

    kind: ClassVar[str]
    audience: ClassVar[Audience] = Audience.CITIZEN
    shared: ClassVar[bool] = True  # whether those with whom the file is shared are told that something is new

    def context(self) -> dict[str, Any]:
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in vars(self).items()
            if value is not None
        }


@dataclass(frozen=True)
class Registered(Notice):
    kind = "complaint_registered"
    shared = False  # nobody shares a file that has just come
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
class Resumed(Notice):
    kind = "complaint_resumed"
    due_on: date


@dataclass(frozen=True)
class Extended(Notice):
    """The administration was given more time."""

    kind = "complaint_extended"
    due_on: date


@dataclass(frozen=True)
class WrittenAgain(Notice):
    kind = "complaint_written_again"


@dataclass(frozen=True)
class AdministrationAsks(Notice):
    """It asks for time or for information, which is no answer."""

    kind = "complaint_administration_asks"


@dataclass(frozen=True)
class Chased(Notice):
    """We reminded the administration by ourselves after its date."""

    kind = "complaint_administration_reminded"
    due_on: date


@dataclass(frozen=True)
class Investigated(Notice):
    kind = "complaint_investigated"
    due_on: date


@dataclass(frozen=True)
class Mediated(Notice):
    kind = "complaint_mediation"
    meets_on: date


@dataclass(frozen=True)
class BeforeCommission(Notice):
    kind = "complaint_commission"
    meets_on: date


@dataclass(frozen=True)
class Recommended(Notice):
    kind = "complaint_recommended"
    due_on: date


@dataclass(frozen=True)
class FollowedUp(Notice):
    kind = "complaint_followed_up"
    due_on: date


@dataclass(frozen=True)
class Escalated(Notice):
    kind = "complaint_escalated"
    due_on: date


@dataclass(frozen=True)
class Moved(Notice):
    """Another unit has the file now."""

    kind = "complaint_moved"


@dataclass(frozen=True)
class Withdrawn(Notice):
    kind = "complaint_withdrawn"


@dataclass(frozen=True)
class ReviewAsked(Notice):
    kind = "complaint_review_asked"
    due_on: date


@dataclass(frozen=True)
class Reopened(Notice):
    kind = "complaint_reopened"
    due_on: date


@dataclass(frozen=True)
class ReviewConfirmed(Notice):
    kind = "complaint_review_confirmed"
    review_until: date


@dataclass(frozen=True)
class PromiseMissed(Notice):
    """`late` is who is late: `institution` or `administration`."""

    kind = "complaint_promise_missed"
    due_on: date
    late: str


@dataclass(frozen=True)
class NewPromise(Notice):
    kind = "complaint_new_promise"
    due_on: date


@dataclass(frozen=True)
class Survey(Notice):
    """`closing` is the event that closed the file: the link speaks of that closing alone."""

    kind = "complaint_survey"
    shared = False
    closing: int
    open_until: date


@dataclass(frozen=True)
class DetailsChanged(Notice):
    """Told to the complainant too: whoever holds the code could have changed them."""

    kind = "complaint_details_changed"
    shared = False


@dataclass(frozen=True)
class MessageFromInstitution(Notice):
    kind = "complaint_message"


@dataclass(frozen=True)
class MessageReceived(Notice):
    kind = "complaint_message_received"
    shared = False  # a receipt


@dataclass(frozen=True)
class SharingChanged(Notice):
    """Who can see the file has changed (docs/together.md)."""

    kind = "complaint_sharing"
    shared = False


@dataclass(frozen=True)
class MandateEnding(Notice):
    kind = "complaint_mandate_ending"
    shared = False
    ends_on: date


@dataclass(frozen=True)
class MandateEnded(Notice):
    """To who acts: what they can still do. The person represented is told by `tell_represented`."""

    kind = "complaint_mandate_ended"
    audience = Audience.REPRESENTATIVE
    ends_on: date


@dataclass(frozen=True)
class MandateRevoked(Notice):
    """To the representative, who sees the file no more."""

    kind = "complaint_mandate_revoked"
    audience = Audience.REPRESENTATIVE


@dataclass(frozen=True)
class DeskMandate(Notice):
    kind = "desk_mandate"
    audience = Audience.HANDLER


@dataclass(frozen=True)
class CodeRenewed(Notice):
    kind = "complaint_code_renewed"
    shared = False


@dataclass(frozen=True)
class RecoveryAsked(Notice):
    """Somebody who knows two facts wants a new code: the old address hears of it first, and can stop it."""

    kind = "complaint_recovery"
    shared = False
    recovery: int


@dataclass(frozen=True)
class AccountLinked(Notice):
    kind = "complaint_account_linked"
    shared = False


@dataclass(frozen=True)
class DataRequestReceived(Notice):
    kind = "complaint_data_request"
    shared = False
    due_on: date


@dataclass(frozen=True)
class DataRequestAnswered(Notice):
    kind = "complaint_data_answered"
    shared = False


@dataclass(frozen=True)
class DataChanged(Notice):
    """The desk corrected or erased something about the person: the file says what."""

    kind = "complaint_data_changed"
    shared = False


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
class LetterForAdministration(Notice):
    """Without a date where the letter asks for no answer by one."""

    kind = "administration_letter"
    audience = Audience.INTERLOCUTOR
    due_on: date | None
    interlocutors: tuple[int, ...] = field(default=())


@dataclass(frozen=True)
class ChaseForAdministration(Notice):
    """`late` is whether the date has passed."""

    kind = "administration_reminder"
    audience = Audience.INTERLOCUTOR
    due_on: date
    late: bool
    interlocutors: tuple[int, ...] = field(default=())


@dataclass(frozen=True)
class ExtensionForAdministration(Notice):
    kind = "administration_extension"
    audience = Audience.INTERLOCUTOR
    due_on: date
    interlocutors: tuple[int, ...] = field(default=())


@dataclass(frozen=True)
class RecommendationForAdministration(Notice):
    kind = "administration_recommendation"
    audience = Audience.INTERLOCUTOR
    due_on: date
    interlocutors: tuple[int, ...] = field(default=())


def recipients(complaint: Complaint, notice: Notice) -> list[str]:
    """The outbox keys of those who must hear of it."""
    if notice.audience is Audience.CITIZEN:
        return [f"complaint:{complaint.pk}:citizen"]
    if notice.audience is Audience.REPRESENTATIVE:
        return [f"complaint:{complaint.pk}:representative"]
    if notice.audience is Audience.HANDLER:
        return [f"user:{pk}" for pk in keepers(complaint, without=getattr(notice, "without", ()))]
    if notice.audience is Audience.OVERSEER:
        return [f"user:{pk}" for pk in overseers(complaint)]
    return [f"user:{pk}" for pk in getattr(notice, "interlocutors", ())]


def keepers(complaint: Complaint, *, without: Collection[int] = ()) -> list[int]:
    """Who hears of it at the desk: the caseworker; where there is none or he left, the unit's heads, else the supervisors.

    Never the complainant or who acts for them, who may work here: the file is closed to them, and would have nobody. Nor
    those `without` whom it must be done."""
    others = own_people(complaint) | set(without)
    if complaint.handler is not None and complaint.handler.is_active and complaint.handler.pk not in others:
        return [complaint.handler.pk]
    staff = User.objects.filter(is_active=True).exclude(pk__in=others).order_by("pk").values_list("pk", flat=True)
    units = [complaint.unit_id, complaint.unit.parent_id] if complaint.unit else []
    return list(staff.filter(role=Role.HEAD, unit__in=units)) or list(staff.filter(role=Role.SUPERVISOR))


def overseers(complaint: Complaint) -> list[int]:
    """The heads of the file's unit and the supervisors; never the complainant or who acts for them."""
    units = [complaint.unit_id, complaint.unit.parent_id] if complaint.unit else []
    heads = Q(role=Role.HEAD, unit__in=units) | Q(role=Role.SUPERVISOR)
    people = User.objects.filter(heads, is_active=True).exclude(pk__in=own_people(complaint))
    return list(people.order_by("pk").values_list("pk", flat=True))


def tell(complaint: Complaint, event: Event, notice: Notice) -> None:
    """Writes the outbox rows of a notice in the transaction of its event; they leave after the commit."""
    context = {name: value for name, value in notice.context().items() if name not in NOT_KEPT}
    for recipient in recipients(complaint, notice):
        outbox.put(
            notice.kind,
            event=f"event:{event.pk}",
            recipient=recipient,
            about=f"complaint:{complaint.pk}",
            context=context,
            language=complaint.language if notice.audience is Audience.CITIZEN else "",
            channels=CITIZEN_CHANNELS if notice.audience is not Audience.REPRESENTATIVE else ("email",),
        )
    if notice.audience is Audience.CITIZEN and notice.shared:
        _tell_shares(complaint, event)


def _tell_shares(complaint: Complaint, event: Event) -> None:
    """Who was given this right hears that something is new in the file, and nothing more."""
    for share in complaint.shares.live().filter(receives=True):
        _mail_share("share_news", share, event)


def invite(share: Share, event: Event) -> None:
    """The mail by which a share is accepted, in the transaction of the event."""
    _mail_share("share_represented" if share.represented else "share_invitation", share, event)


def tell_represented(complaint: Complaint, event: Event, *, ends_on: date) -> None:
    """The mandate's last day has passed: the person represented hears it at their own address, if one is known."""
    for share in complaint.shares.standing().filter(represented=True):
        _mail_share("share_mandate_ended", share, event, ends_on=ends_on.isoformat())


def _mail_share(kind: str, share: Share, event: Event, **facts: str) -> None:
    outbox.put(
        kind,
        event=f"event:{event.pk}",
        recipient=f"share:{share.pk}",
        about=f"complaint:{share.complaint_id}",
        context=facts,
        language=share.language,
        channels=("email",),
    )
