"""What complainants are told of their file: one class for each message."""

from dataclasses import dataclass
from datetime import date

from complaints.notices.base import Notice


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
    """`asks`: the complainant is asked what of the file may be passed on."""

    kind = "complaint_oriented"
    review_until: date
    asks: bool = False


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
class MoreTime(Notice):
    """Who was asked for something has more time for it."""

    kind = "complaint_more_time"
    due_on: date


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
class LetterForCitizen(Notice):
    """A letter waits in the file; `corrected`: it takes the place of one that was sent before."""

    kind = "complaint_letter"
    corrected: bool


@dataclass(frozen=True)
class MessageFromInstitution(Notice):
    kind = "complaint_message"


@dataclass(frozen=True)
class MessageReceived(Notice):
    kind = "complaint_message_received"
    shared = False  # a receipt


@dataclass(frozen=True)
class MailsReturn(Notice):
    """Mails to the complainant's address come back: said in the file, for no mail would arrive."""

    kind = "complaint_mails_return"
    shared = False


@dataclass(frozen=True)
class Joined(Notice):
    """`into` is the number of the file that goes on: the same person's."""

    kind = "complaint_joined"
    into: str


@dataclass(frozen=True)
class Separated(Notice):
    kind = "complaint_separated"
    due_on: date
