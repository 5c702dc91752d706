"""What the notices of the outbox are called at the desk, and to whom one went."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

NAMES: Mapping[str, Promise | str] = {
    "complaint_account_linked": _("File joined an account"),
    "complaint_administration_asks": _("The administration asks for something"),
    "complaint_administration_reminded": _("The administration was reminded"),
    "complaint_admitted": _("Admitted"),
    "complaint_answered": _("Answer of the administration"),
    "complaint_closed": _("File closed"),
    "complaint_code": _("Own code by e-mail"),
    "complaint_code_renewed": _("New code"),
    "complaint_commission": _("Brought before the commission"),
    "complaint_data_answered": _("Request about data answered"),
    "complaint_data_changed": _("Data corrected or erased"),
    "complaint_data_request": _("Request about data received"),
    "complaint_details_changed": _("Details changed"),
    "complaint_email_changed": _("E-mail address changed"),
    "complaint_email_code": _("Code for a new e-mail address"),
    "complaint_escalated": _("Brought to the Head of Government"),
    "complaint_extended": _("More time given to the administration"),
    "complaint_followed_up": _("Answer to the recommendation"),
    "complaint_inadmissible": _("Declared inadmissible"),
    "complaint_information_received": _("Missing items received"),
    "complaint_information_reminder": _("Reminder of the missing items"),
    "complaint_information_requested": _("Missing items asked for"),
    "complaint_investigated": _("Investigation begun"),
    "complaint_joined": _("Joined to another file"),
    "complaint_letter": _("Letter to the complainant"),
    "complaint_mails_return": _("Mails come back"),
    "complaint_mandate_ended": _("Mandate ended"),
    "complaint_mandate_ending": _("Mandate ends soon"),
    "complaint_mandate_revoked": _("Mandate revoked"),
    "complaint_mediation": _("Mediation begun"),
    "complaint_message": _("A message waits"),
    "complaint_message_received": _("Message received"),
    "complaint_more_time": _("More time given"),
    "complaint_moved": _("Moved to another unit"),
    "complaint_new_promise": _("New date given"),
    "complaint_open_link": _("Link to the file"),
    "complaint_oriented": _("Oriented to another body"),
    "complaint_prior_step": _("First step with the administration asked for"),
    "complaint_promise_missed": _("A date was not kept"),
    "complaint_recommended": _("Recommendation issued"),
    "complaint_recovery": _("New code asked for"),
    "complaint_referral_consent": _("Asked whether the file may be passed on"),
    "complaint_referral_step": _("Where the file is that was passed on"),
    "complaint_registered": _("Complaint registered"),
    "complaint_reopened": _("File opened again"),
    "complaint_resumed": _("Taken up again after a court"),
    "complaint_review_asked": _("Review asked for"),
    "complaint_review_confirmed": _("Decision stands after the review"),
    "complaint_separated": _("Separated again"),
    "complaint_sharing": _("Shares or mandate changed"),
    "complaint_survey": _("Survey"),
    "complaint_suspended": _("File suspended"),
    "complaint_under_study": _("Study begun"),
    "complaint_with_administration": _("Sent to the administration"),
    "complaint_withdraw_code": _("Figures to withdraw with"),
    "complaint_withdrawn": _("Complaint withdrawn"),
    "complaint_written_again": _("The administration was written to again"),
    "share_invitation": _("Invitation to share the file"),
    "share_mandate_ended": _("Mandate ended"),
    "share_news": _("News for whom the file is shared with"),
    "share_represented": _("Told the person represented"),
    "desk_answer": _("The administration answered"),
    "desk_assigned": _("File given to you"),
    "desk_changed": _("The complainant corrected the file"),
    "desk_chase": _("The administration is silent"),
    "desk_data_request": _("Request about data"),
    "desk_due_soon": _("The date of the study comes near"),
    "desk_handed_over": _("Files handed over"),
    "desk_mails_return": _("Mails to the complainant come back"),
    "desk_mandate": _("The mandate changed"),
    "desk_overdue": _("Deadline passed"),
    "desk_proposal_returned": _("Decision returned"),
    "desk_referral": _("News of a file that was passed on"),
    "desk_reopened": _("File opened again"),
    "desk_reply": _("The complainant replied"),
    "desk_review": _("Review to decide"),
    "desk_search_alert": _("Files of a saved search"),
    "desk_silence": _("The administration stays silent"),
    "desk_unassigned": _("File without a caseworker"),
    "administration_execution": _("Asked whether the recommendation was carried out"),
    "administration_extension": _("More time given to the administration"),
    "administration_letter": _("Letter to the administration"),
    "administration_recommendation": _("Recommendation to the administration"),
    "administration_reminder": _("Reminder to the administration"),
    "administration_returned": _("Answer sent back to the administration"),
    "referral_figures": _("Figures for the other body"),
    "referral_link": _("Link for the other body"),
    "referral_over": _("Told the other body that it is over"),
    "draft_contact_code": _("Figures that prove an address"),
    "draft_phone_code": _("Figures to sign with"),
    "draft_saved": _("Code of a draft"),
    "account_mail": _("Mail about an account"),
    "guide_result": _("Result of the guide"),
    "question_answered": _("Answer to a question"),
}
# By the beginning of a recipient; whoever else works at the desk or for an administration.
ADDRESSEES: Mapping[str, Promise | str] = {
    "complaint:": _("Complainant"),
    "draft:": _("Complainant"),
    "share:": _("Who shares the file"),
    "referral:": pgettext_lazy("who did it", "The other body"),
}


def name_of(kind: str) -> Promise | str:
    """The name of a kind of notice; its code where nobody named it."""
    return NAMES.get(kind, kind)


def addressee_of(recipient: str) -> Promise | str:
    """Who was told, without a name: a complainant, a colleague, an interlocutor, a body."""
    found = next((label for begins, label in ADDRESSEES.items() if recipient.startswith(begins)), None)
    return found or _("Staff or administration")
