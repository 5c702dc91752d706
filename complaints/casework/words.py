"""What an event is called at the desk, and the word on what was decided."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from complaints.dealings import Chase, Purpose, Reply, Sitting, Source
from complaints.enums import FormalGround, ReviewGround, Solved
from complaints.models import Event
from complaints.models.change import label_of
from complaints.models.erasure import erased_things
from complaints.workflow.table import RULES

WORDS: dict[str, Promise | str] = {
    "submit": _("The complaint was sent"),
    "register": _("Registered"),
    "start_review": _("Preliminary study begun"),
    "request_information": _("Missing items asked for"),
    "receive_information": _("The missing items came"),
    "close_incomplete": _("Closed: items not supplied"),
    "orient": _("Oriented to another body"),
    "await_prior_step": _("First step with the administration asked for"),
    "declare_inadmissible": _("Declared inadmissible"),
    "admit": _("Admitted"),
    "send_to_administration": _("Sent to the administration"),
    "record_answer": _("Answer of the administration recorded"),
    "settle": _("Closed: settled"),
    "close_unfounded": _("Closed: not founded"),
    "record_request": _("The administration asks for something"),
    "grant_extension": _("The administration was given more time"),
    "write_again": _("Another letter to the administration"),
    "administration_reminded": _("The administration was reminded by itself"),
    "execution_asked": _("The administration was asked what it has carried out"),
    "study_alert": _("The caseworker was told that the date of the study comes near"),
    "investigate": _("Investigation begun"),
    "mediate": _("Mediation begun"),
    "refer_to_commission": _("Brought before the permanent commission"),
    "recommend": _("Recommendation issued"),
    "follow_up": _("Answer to the recommendation recorded"),
    "close_executed": _("Closed: recommendation carried out"),
    "escalate": _("Brought to the Head of Government"),
    "close_refused": _("Closed: recommendation refused"),
    "suspend": _("Suspended: a court was seized"),
    "resume": _("Taken up again"),
    "change_unit": _("Moved to another unit"),
    "open_own_initiative": _("Opened on our own initiative"),
    "join": _("Joined to another file"),
    "joined": _("Another file was joined to this one"),
    "separate": _("Separated again"),
    "separated": _("A joined file was separated again"),
    "commission_held": _("The commission dealt with the file"),
    "close_judicial": _("Closed: before a court, or judged"),
    "withdraw": _("Withdrawn by the complainant"),
    "request_review": _("Review asked for"),
    "reopen": _("Opened again after a review"),
    "confirm_closing": _("Decision stands after a review"),
    "promised": _("New date promised"),
    "more_time_given": _("The complainant was given more time"),
    "corrected": _("Corrected by the complainant"),
    "survey_sent": _("Survey sent"),
    "voiced": _("The complainant says whether it is solved"),
    "judged": _("The complainant says how we treated them"),
    "proposed": _("Decision proposed"),
    "proposal_returned": _("Decision returned"),
    "proposal_taken_back": _("Proposed decision taken back"),
    "assigned": _("Given to a caseworker"),
    "unit_changed": _("Moved to another unit"),
    "note_added": _("Internal note"),
    "mail_filed": _("Mail put into the file"),
    "mails_return": _("Mails to the complainant come back"),
    "address_believed": _("Mails leave for the complainant's address again"),
    "message_sent": _("Message to the complainant"),
    "message_received": _("Message of the complainant"),
    "commented": _("Comments of the complainant"),
    "link_asked": _("The complainant asked for a link to the file"),
    "overdue": _("Deadline passed"),
    "reminded": _("The complainant was reminded"),
    "identity_shown": _("The identity number was shown"),
    "file_added": _("File added"),
    "code_renewed": _("A new follow-up code was given"),
    "recovery_asked": _("A new code was asked for by facts"),
    "recovery_stopped": _("The request for a new code was stopped"),
    "account_linked": _("The file joined the complainant's account"),
    "data_downloaded": _("The complainant downloaded the data of the file"),
    "data_requested": _("The complainant asked something about their data"),
    "data_answered": _("The request about data was answered"),
    "data_corrected": _("Data of the complainant corrected"),
    "data_erased": _("Data of the complainant erased"),
    "safe_contact_changed": _("The complainant said anew whether it is safe to write"),
    "shared": _("File shared by the complainant"),
    "invited_again": _("Invitation sent once more"),
    "share_accepted": _("Share accepted"),
    "share_ended": _("Share ended"),
    "mandate_renewed": _("New mandate sent"),
    "mandate_ending": _("Warned that the mandate ends"),
    "mandate_ended": _("Mandate ended"),
    "mandate_revoked": _("Mandate revoked"),
    "translated": _("Translation added"),
    "undone": _("Taken back: nobody outside was told"),
    "letter_written": _("Letter written"),
    "letter_corrected": _("Letter corrected"),
    "letter_posted": _("Letter posted"),
    "redacted": _("Redacted copy made"),
    "kept_out": _("A colleague is kept out of the file: conflict of interest"),
    "let_in": _("The file is open to the colleague again"),
    "referral_asked": _("The complainant was asked what may go to another body"),
    "referral_asked_again": _("The complainant was reminded of that question"),
    "referral_agreed": _("The complainant agreed to what may go to another body"),
    "referral_declined": _("The complainant lets nothing go to another body"),
    "referral_posted": _("The letter to the other body was posted"),
    "referral_link_sent": _("A new link was sent to the other body"),
    "referral_opened": _("The other body opened the file"),
    "referral_accepted": _("The other body takes the matter"),
    "referral_refused": _("The other body does not take the matter"),
    "referral_answered": _("The other body answered"),
    "referral_reminded": _("The other body was reminded"),
    "referral_late": _("The other body is late, and was reminded"),
    "referral_expired": _("The referral ended by its date"),
    "referral_stopped": _("The complainant took the agreement back"),
    "referral_taken_back": _("Taken back from the other body by the desk"),
    "reply_sent": _("The administration answered on the site; to be checked"),
    "reply_returned": _("Answer returned to the administration"),
    "reply_noted": _("Answer of the administration read and kept"),
    "consents_changed": _("The complainant said anew what the administration may see"),
}
FIELDS_NAMED = frozenset({"corrected", "data_corrected", "data_erased"})
JOINING = {"join": "into", "joined": "file", "separate": "from", "separated": "file"}  # where the other number stands
SAID = frozenset(
    {"request_review", "note_added", "message_sent", "message_received", "commented", "letter_written"}
)  # the text itself stands in the timeline


def event_label(name: str) -> Promise | str:
    """What an event is called at the desk; an unknown one keeps its name."""
    return WORDS.get(name, name)


def event_facts(row: Event) -> Promise | str:
    """A word on what was decided, from the event's data; and whether it was taken back."""
    grace = getattr(row, "grace", None)
    words = _facts(row)
    if grace is None or grace.undone_at is None:
        return words
    return f"{words} · {_('taken back')}" if words else _("taken back")


def _facts(row: Event) -> Promise | str:
    name = row.data.get("transition")
    if row.name in {"proposed", "proposal_returned", "proposal_taken_back"} and name in RULES:
        return RULES[name].label
    if row.name == "declare_inadmissible":
        return FormalGround(row.data["formal_ground"]).label if row.data.get("formal_ground") else ""
    if row.name == "request_review":
        return ReviewGround(row.data["ground"]).label
    if row.name == "administration_reminded":
        return Chase(row.data["step"]).label
    if row.name == "commission_held":
        return Sitting(row.data["agreed"]).label
    if row.name == "open_own_initiative":
        return Source(row.data["source"]).label
    if row.name in JOINING:
        return row.data[JOINING[row.name]]
    if row.name == "follow_up":
        return Reply(row.data["reply"]).label
    if row.name in {"write_again", "letter_written", "letter_corrected"}:
        return Purpose(row.data["purpose"]).label
    if row.name == "letter_posted":
        return row.data["number"]
    if row.name == "voiced":
        return Solved(row.data["solved"]).label
    if row.name == "judged":
        return f"{row.data['fairness']}/5"
    if row.name == "undone":
        return event_label(row.data["act"])
    if row.name in FIELDS_NAMED:
        return ", ".join([*erased_things(row.data), *(str(label_of(field)) for field in row.data["fields"])])
    return ""
