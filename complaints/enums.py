"""The words of a case: choices that tables, forms and figures share (domain sections 6 to 8)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints.guide.grounds import Ground as Ground  # the guide knows them before there is a case


class State(models.TextChoices):
    """The 21 states as the desk names them; `complaints/workflow/states.py` gives the citizen's seven steps."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    REGISTERED = "registered", _("Registered")
    PRELIM_REVIEW = "prelim_review", _("Preliminary study")
    AWAITING_CITIZEN = "awaiting_citizen", _("Waiting for the complainant")
    ORIENTED = "oriented", _("Oriented, outside competence")
    INADMISSIBLE = "inadmissible", _("Inadmissible")
    ADMITTED = "admitted", _("Admitted and assigned")
    AWAITING_ADMINISTRATION = "awaiting_administration", _("With the administration")
    CITIZEN_COMMENT = "citizen_comment", _("Complainant's comments")
    INVESTIGATION = "investigation", _("Investigation")
    MEDIATION = "mediation", _("Mediation")
    COMMISSION = "commission", _("Before the permanent commission")
    RECOMMENDATION = "recommendation", _("Recommendation issued")
    FOLLOWUP = "followup", _("Follow-up of execution")
    ESCALATED = "escalated", _("Brought to the Head of Government")
    SUSPENDED = "suspended", _("Suspended, court seized")
    CLOSED = "closed", _("Closed")
    REVIEW = "review", _("Review requested")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    MERGED = "merged", _("Joined to another file")


CLOSED_STATES = frozenset({State.ORIENTED, State.INADMISSIBLE, State.CLOSED, State.WITHDRAWN, State.MERGED})
OPEN_STATES = frozenset(State) - CLOSED_STATES - {State.DRAFT}


class Outcome(models.TextChoices):
    """How a case ended (domain section 8); `IMR_CLASS` gives the class the institution publishes."""

    SETTLED_FULL = "settled_full", _("Fully settled")
    SETTLED_PARTIAL = "settled_partial", _("Partly settled")
    SETTLED_BY_EXPLANATION = "settled_by_explanation", _("Settled by an explanation")
    RECOMMENDATION_EXECUTED = "recommendation_executed", _("Recommendation carried out")
    RECOMMENDATION_REFUSED = "recommendation_refused", _("Recommendation refused")
    UNFOUNDED = "unfounded", _("Not founded")
    NOT_COMPLETED = "not_completed", _("Missing items not supplied")
    JUDICIAL = "judicial", _("Before a court, or judged")
    INCOMPETENT = "incompetent", _("Outside competence")
    INADMISSIBLE = "inadmissible", pgettext_lazy("outcome", "Inadmissible")
    ORIENTED = "oriented", pgettext_lazy("outcome", "Oriented to another body")
    TRANSFERRED = "transferred", _("Passed on with consent")
    WITHDRAWN = "withdrawn", pgettext_lazy("outcome", "Withdrawn")
    DUPLICATE_MERGED = "duplicate_merged", _("Joined to an earlier file")
    OUT_OF_REACH = "out_of_reach", _("Complainant not reachable")


SETTLED = (Outcome.SETTLED_FULL, Outcome.SETTLED_PARTIAL, Outcome.SETTLED_BY_EXPLANATION)


class SettledStage(models.TextChoices):
    """How far a file had come when it was settled (domain section 8, grounds of closing at the second level)."""

    BEFORE_LETTER = "before_letter", _("Before a letter to the administration")
    AFTER_LETTER = "after_letter", _("After the letter to the administration")
    INVESTIGATION = "investigation", _("After an investigation")
    MEDIATION = "mediation", _("After a mediation")
    COMMISSION = "commission", _("In the permanent commission")


class PublishedClass(models.TextChoices):
    """The classes under which the institution publishes how files ended."""

    SETTLED = "reglement", _("Settled")
    RECOMMENDATION = "recommandation", _("Recommendation")
    NO_ACTION = "classement", _("Filed without further action")
    NOT_COMPETENT = "incompetence", _("Not competent")
    INADMISSIBLE = "irrecevabilite", pgettext_lazy("outcome", "Inadmissible")
    ORIENTED = "orientation", pgettext_lazy("outcome", "Oriented to another body")


IMR_CLASS = {
    Outcome.SETTLED_FULL: "reglement",
    Outcome.SETTLED_PARTIAL: "reglement",
    Outcome.SETTLED_BY_EXPLANATION: "reglement",
    Outcome.RECOMMENDATION_EXECUTED: "recommandation",
    Outcome.RECOMMENDATION_REFUSED: "recommandation",
    Outcome.UNFOUNDED: "classement",
    Outcome.NOT_COMPLETED: "classement",
    Outcome.JUDICIAL: "incompetence",
    Outcome.INCOMPETENT: "incompetence",
    Outcome.INADMISSIBLE: "irrecevabilite",
    Outcome.ORIENTED: "orientation",
    Outcome.TRANSFERRED: "orientation",
    Outcome.WITHDRAWN: "classement",
    Outcome.DUPLICATE_MERGED: "classement",
    Outcome.OUT_OF_REACH: "classement",
}


class FormalGround(models.TextChoices):
    """What a complaint lacks that is declared inadmissible (T6; loi 14-16, article 12)."""

    IDENTITY = "identity", _("The complainant's identity")
    SIGNATURE = "signature", _("The signature")
    MANDATE = "mandate", _("The mandate of who acts for somebody else")
    ADMINISTRATION = "administration", _("The administration that it is about")
    ANONYMOUS = "anonymous", _("It is anonymous")
    VAGUE = "vague", _("It is too vague to be looked into")


class ReviewGround(models.TextChoices):
    """Why a complainant asks for a review (T21). After a review that changed nothing, only a new fact opens another one."""

    NEW_FACT = "new_fact", _("There is something new that you did not know")
    ERROR = "error", _("There is a mistake in your decision")
    PROMISE = "promise", _("The administration did not do what it promised")
    DISSATISFIED = "dissatisfied", _("I am not satisfied with the result")


class ReviewResult(models.TextChoices):
    """How a review ended (T22)."""

    REOPENED = "reopened", _("The file was opened again")
    CONFIRMED = "confirmed", _("The decision stands")


class Solved(models.TextChoices):
    """Whether the problem is solved, as the complainant says it."""

    YES = "yes", _("Yes, it is solved")
    PARTLY = "partly", _("Partly")
    NO = "no", _("No, it is not solved")


class Remedy(models.TextChoices):
    """What the complainant obtained (domain section 8); a case may have several."""

    DOCUMENT = "document", _("A document was issued")
    DECISION_CHANGED = "decision_changed", _("A decision was withdrawn or changed")
    PAYMENT = "payment", _("A payment was made")
    DELAY = "delay", _("A delay was ended")
    RECORD = "record", _("A record was corrected")
    EXPLANATION = "explanation", _("An apology or an explanation was given")
    ACCESS = "access", _("Access was given")
    PROCEDURE = "procedure", _("A procedure was changed for all")


class Channel(models.TextChoices):
    WEB = "web", _("Website")
    APP = "app", _("Application")
    EMAIL = "email", pgettext_lazy("channel of filing", "E-mail")
    POST = "post", _("Post")
    CONSULATE = "consulate", _("Consulate")
    ORAL = "oral", _("Oral statement")
    DELEGATION = "delegation", _("Delegation")
    STAND = "stand", _("Stand")


# What one of us types for somebody else (docs/channels.md)
RECEIVED_BY_US = frozenset(
    {Channel.EMAIL, Channel.POST, Channel.CONSULATE, Channel.ORAL, Channel.DELEGATION, Channel.STAND}
)


class FileType(models.TextChoices):
    """The four types of the annual statistics."""

    COMPLAINT = "complaint", _("Complaint")
    ORIENTATION = "orientation", _("Orientation file")
    SETTLEMENT = "settlement", _("Request for settlement")
    OWN_INITIATIVE = "own_initiative", _("Own-initiative file")


class ActKind(models.TextChoices):
    REFUSAL = "refusal", _("Refusal")
    SILENCE = "silence", _("No answer")
    DELAY = "delay", _("Delay")
    ERROR = "error", _("Error")
    ABUSE = "abuse", _("Abuse of power")
    RECEPTION = "reception", _("Bad reception")
    INFORMATION = "information", _("Lack of information")
    NON_EXECUTION = "non_execution", _("Decision or judgment not carried out")


class Residence(models.TextChoices):
    ABROAD = "mre", _("Moroccan living abroad")
    RESIDENT = "resident", _("Living in Morocco")
    RETURNED = "returned", _("Returned to Morocco")
    FOREIGNER = "foreigner", _("Foreign national")


class Sex(models.TextChoices):
    FEMALE = "f", _("Woman")
    MALE = "m", _("Man")
    UNSAID = "u", _("I prefer not to say")


class Capacity(models.TextChoices):
    """In which quality somebody files (domain section 7, admissibility A2 to A4)."""

    SELF = "self", _("For myself")
    MANDATE = "mandate", _("For someone who gave me a mandate")
    LAWYER = "lawyer", _("As a lawyer, for a client")
    GUARDIAN = "guardian", _("As legal guardian, for a child or an adult under guardianship")
    HEIR = "heir", _("As an heir of someone who has died")
    GROUP = "group", _("For a group of people with the same interest")
    ASSOCIATION = "association", _("For an association")
    COMPANY = "company", _("For a company")


REPRESENTING = frozenset({Capacity.MANDATE, Capacity.LAWYER, Capacity.GUARDIAN})  # another person is the complainant
ORGANISATIONS = frozenset({Capacity.ASSOCIATION, Capacity.COMPANY})  # a legal person is the complainant


class IdentityDocument(models.TextChoices):
    CNIE = "cnie", _("National identity card (CNIE)")
    PASSPORT = "passport", _("Passport")
    RESIDENCE_CARD = "residence", _("Residence card")
    CONSULAR = "consular", _("Consular registration")


class Vulnerability(models.TextChoices):
    """Counted social categories; nobody has to answer."""

    DETAINED = "detained", _("In detention")
    DISABLED = "disabled", _("Living with a disability")
    ELDERLY = "elderly", _("Elderly or retired")
    MINOR = "minor", _("A child")
    WOMAN = "woman", _("A woman in a vulnerable situation")


class ContactRule(models.TextChoices):
    """Whether it is safe to write to a person (docs/safe-contact.md)."""

    FREE = "", _("Yes, in every way I gave")
    CAREFUL = "careful", _("Yes, but with care")
    FILE_ONLY = "file_only", _("No: I look into my file myself")


class Court(models.TextChoices):
    """Where the matter stands before the courts (A8, X1, X2)."""

    NO = "no", _("No, it has never been before a court")
    PENDING = "pending", _("Yes, a court is dealing with it now")
    JUDGED = "judged", _("Yes, a court has decided")
    NOT_EXECUTED = "not_executed", _("A court decided for me and the administration does not carry it out")


class AnswerPosition(models.TextChoices):
    """What an administration says when it answers (T9)."""

    ACCEPTS = "accepts", _("Accepts the request")
    PARTLY = "partly", _("Accepts it in part")
    REFUSES = "refuses", _("Refuses, with grounds")
    ASKS_DELAY = "asks_delay", _("Asks for more time")
    ASKS_INFORMATION = "asks_information", _("Asks for information")
    NOT_COMPETENT = "not_competent", _("Says it is not competent")


class AnswerQuality(models.TextChoices):
    SUBSTANTIVE = "substantive", _("Answers the substance")
    FORMAL = "formal", _("Formal only")
    SILENT = "silent", _("No answer")


FINAL_POSITIONS = (AnswerPosition.ACCEPTS, AnswerPosition.PARTLY, AnswerPosition.REFUSES, AnswerPosition.NOT_COMPETENT)
REQUESTS = (AnswerPosition.ASKS_DELAY, AnswerPosition.ASKS_INFORMATION)  # these leave the file with the administration


class Verdict(models.TextChoices):
    """What the inspection of a file found (docs/attachments.md)."""

    CLEAN = "clean", _("Checked")
    PENDING = "pending", _("Being checked")
    REJECTED = "rejected", _("Refused")
