"""What the complainant reads of an event and of a date, in whole sentences."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from complaints.dealings import Reply
from complaints.enums import Outcome, State

WORDS: dict[str, Promise | str] = {
    "submit": _("You sent your complaint."),
    "register": _("We registered your complaint."),
    "start_review": _("We began to study your file."),
    "receive_information": _("We received your answer."),
    "reminded": _("We reminded you that we are waiting for your answer."),
    "close_incomplete": _("We closed your file because the missing items did not come."),
    "orient": _("We oriented you to a body that can help."),
    "declare_inadmissible": _("We could not accept your complaint."),
    "admit": _("We accepted your complaint."),
    "send_to_administration": _("We wrote to the administration."),
    "grant_extension": _("We gave the administration more time."),
    "write_again": _("We wrote to the administration again."),
    "administration_reminded": _("We reminded the administration."),
    "execution_asked": _("We asked the administration what it has carried out."),
    "investigate": _("We began an investigation."),
    "mediate": _("You and the administration agreed to a mediation."),
    "refer_to_commission": _("We brought your file before a permanent commission with the administration."),
    "recommend": _("We made a recommendation to the administration."),
    "follow_up": _("We follow what the administration does with our recommendation."),
    "close_executed": _("We closed your file: the administration carried out our recommendation."),
    "escalate": _("We brought your file to the Head of Government."),
    "close_refused": _(
        "We closed your file: the administration refused our recommendation. The matter is not settled."
    ),
    "resume": _("We took up your file again: no court deals with the matter any more."),
    "change_unit": _("Another office of the institution has your file now."),
    "join": _("This file was joined to another file of yours: we work on both there."),
    "joined": _("We joined another file of yours to this one."),
    "separate": _("This file goes on by itself again."),
    "separated": _("We separated another file of yours from this one again."),
    "settle": _("We closed your file."),
    "close_unfounded": _("We closed your file: we found nothing that the administration must put right."),
    "suspend": _("We suspended your file because a court is dealing with the matter."),
    "close_judicial": _("We closed your file because a court is dealing with the matter or has decided it."),
    "withdraw": _("You withdrew your complaint."),
    "safe_contact_changed": _("You said how we may write to you."),
    "shared": _("You shared your file."),
    "invited_again": _("You had an invitation to your file sent once more."),
    "share_accepted": _("The invitation to your file was accepted."),
    "share_ended": _("A share of your file ended."),
    "mandate_renewed": _("A new mandate was sent."),
    "mandate_ending": _("We reminded you that the mandate ends."),
    "mandate_ended": _("The mandate ended."),
    "mandate_revoked": _("The mandate was revoked."),
    "code_renewed": _("A new code opens this file. The old one does not work any more."),
    "recovery_asked": _("Somebody asked for a new code with your date of birth and your identity number."),
    "recovery_stopped": _("The request for a new code was stopped."),
    "account_linked": _("The file joined an account."),
    "data_downloaded": _("You downloaded what we hold about you."),
    "data_requested": _("You asked us something about your data."),
    "data_answered": _("We answered what you asked about your data."),
    "data_corrected": _("We corrected what we hold about you."),
    "data_erased": _("We erased what you asked us to erase."),
    "reopen": _("Another person looked at your file and opened it again."),
    "confirm_closing": _("Another person looked at your file. The decision stands."),
    "corrected": _("You corrected your file."),
    "mails_return": _("Our mails to you came back. Give us another address."),
    "consents_changed": _("You said what the administration may see."),
    "overdue": _("We did not keep the date."),
    "promised": _("We gave you a new date."),
    "referral_asked": _("We asked you whether your file may go to another body."),
    "referral_asked_again": _("We reminded you of that question."),
    "referral_agreed": _("You agreed to what may go to the other body."),
    "referral_declined": _("You decided that nothing goes to the other body."),
    "referral_posted": _("We posted our letter to the other body."),
    "referral_opened": _("The other body opened your file."),
    "referral_accepted": _("The other body deals with your matter."),
    "referral_refused": _("The other body does not take the matter."),
    "referral_answered": _("The other body answered."),
    "referral_reminded": _("We reminded the other body."),
    "referral_late": _("The other body did not answer in time. We reminded it."),
    "referral_expired": _("The time for passing your file on is over."),
    "referral_stopped": _("You took your agreement back. Nothing opens at the other body any more."),
    "referral_taken_back": _("We took your file back from the other body."),
    "more_time_given": _("We gave you more time."),
}
# What "closed" means is said in full, so that no half of a solution reads as a whole one.
SETTLED: dict[str, Promise | str] = {
    Outcome.SETTLED_FULL: _("We closed your file: the matter is settled."),
    Outcome.SETTLED_PARTIAL: _("We closed your file: a part of the matter is settled, another part is not."),
    Outcome.SETTLED_BY_EXPLANATION: _("We closed your file: the administration has explained itself."),
}
# Whose date it was: nobody is told that we are late with what the complainant, or the administration, had to do.
MISSED: dict[str, Promise | str] = {
    "institution": _("We did not keep our date. We are late."),
    "administration": _("The administration did not answer in time."),
}


REPLIED: dict[Reply, Promise | str] = {
    Reply.ACCEPTS: _("The administration accepts our recommendation."),
    Reply.PARTLY: _("The administration accepts a part of our recommendation."),
    Reply.REFUSES: _("The administration refuses our recommendation."),
    Reply.SILENT: _("The administration did not answer our recommendation."),
}
FIELDS_NAMED = {"corrected", "data_corrected", "data_erased"}
# What the complainant did
MINE = {
    "submit", "withdraw", "corrected", "safe_contact_changed", "data_downloaded", "data_requested", "referral_agreed",
    "referral_declined", "referral_stopped", "consents_changed",
}  # fmt: skip


# What the complainant did, as those with whom the file is shared read it
THEIRS: dict[str, Promise | str] = {
    "submit": _("The complainant sent the complaint."),
    "withdraw": _("The complainant withdrew the complaint."),
    "corrected": _("The complainant corrected the file."),
    "referral_agreed": _("The complainant agreed to what may go to the other body."),
    "referral_declined": _("The complainant decided that nothing goes to the other body."),
    "referral_stopped": _("The complainant took the agreement back. Nothing opens at the other body any more."),
}
# What those with whom the file is shared do not see
PRIVATE = {
    "safe_contact_changed", "consents_changed", "shared", "invited_again", "share_accepted", "share_ended",
    "code_renewed", "recovery_asked",
    "recovery_stopped", "account_linked", "data_downloaded", "data_requested", "data_answered",
    "data_corrected", "data_erased", "mails_return",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Words:
    """What happens by a day, and what is true when the day has passed without it."""

    ahead: Promise | str
    late: Promise | str


ANSWER = Words(
    _("Answer us by %(day)s."),
    _("We asked for your answer by %(day)s. You can still send it as long as your file is open."),
)
NEWS = Words(
    _("You hear from us by %(day)s."),
    _("You should have heard from us by %(day)s. We are late; your file is not forgotten."),
)
DATES: dict[str, Words] = {
    State.REGISTERED: Words(
        _("One of our staff confirms your complaint by %(day)s."),
        _("One of our staff was to confirm your complaint by %(day)s. We are late; your file is not forgotten."),
    ),
    State.PRELIM_REVIEW: Words(
        _("We tell you by %(day)s whether we can deal with your complaint."),
        _(
            "We wanted to tell you by %(day)s whether we can deal with your complaint. We are late; we still study your file."
        ),
    ),
    State.AWAITING_CITIZEN: ANSWER,
    State.ADMITTED: Words(
        _("We write to the administration by %(day)s."),
        _("We wanted to write to the administration by %(day)s. We are late; your file is not forgotten."),
    ),
    State.AWAITING_ADMINISTRATION: Words(
        _("The administration should answer by %(day)s."),
        _(
            "The administration should have answered by %(day)s. It is late, and the person who works on your file knows."
        ),
    ),
    State.REVIEW: Words(
        _("We answer your request for a review by %(day)s."),
        _("We wanted to answer your request for a review by %(day)s. We are late; your file is not forgotten."),
    ),
    State.INVESTIGATION: NEWS,
    State.MEDIATION: NEWS,
    State.COMMISSION: NEWS,
    State.FOLLOWUP: NEWS,
    State.ESCALATED: NEWS,
    State.RECOMMENDATION: Words(
        _("The administration must answer our recommendation by %(day)s."),
        _(
            "The administration should have answered our recommendation by %(day)s. The person who works on your file knows."
        ),
    ),
    State.CITIZEN_COMMENT: Words(
        _("You can comment on the answer until %(day)s. After that we decide."),
        _("You could comment on the answer until %(day)s. We decide now."),
    ),
}
PRIOR_STEP = Words(
    _("You have until %(day)s to ask the administration first."),
    _("You had until %(day)s to ask the administration first. You can still take up your complaint again."),
)
COMMENTED = Words(
    _("We have your comments and decide now. You can add something until %(day)s."),
    _("We have your comments and decide now."),
)
OTHERWISE = Words(
    _("The next step is due by %(day)s."),
    _("The next step was due by %(day)s. We are late; your file is not forgotten."),
)
