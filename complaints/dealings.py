"""The words of what is done with an administration: staff and its interlocutors read them, complainants never."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reply(models.TextChoices):
    """What an administration says to a recommendation (T17)."""

    ACCEPTS = "accepts", _("Accepts the recommendation")
    PARTLY = "partly", _("Accepts it in part")
    REFUSES = "refuses", _("Refuses it")
    SILENT = "silent", _("Did not answer")


NOT_FOLLOWED = (Reply.PARTLY, Reply.REFUSES, Reply.SILENT)


class Source(models.TextChoices):
    """Where the institution learnt of what it looks into on its own initiative (T24)."""

    COMPLAINTS = "complaints", _("Several complaints that show the same")
    VISIT = "visit", _("A visit or an investigation")
    PRESS = "press", _("The press or the public")
    REPORT = "report", _("A report of another institution")
    ADMINISTRATION = "administration", _("What the administration told us itself")


class Chase(models.TextChoices):
    """The five steps with an administration that owes an answer (domain section 5), in their order."""

    NOTICE = "notice", _("Reminded half-way")
    WARNING = "warning", _("Warned that the time ends")
    REMINDER = "reminder", _("Reminded after the date")
    ESCALATION = "escalation", _("Brought to the heads")
    REPORT = "report", _("Candidate for the report to the Head of Government")


class Addressee(models.TextChoices):
    """To whom a letter goes."""

    CITIZEN = "citizen", _("The complainant")
    ADMINISTRATION = "administration", _("The administration")
    GOVERNMENT = "government", _("The Head of Government")
    MISSION = "mission", _("Who is sent on a mission")


class Way(models.TextChoices):
    """How a letter goes."""

    SITE = "site", _("On the site, with a notice")
    POST = "post", _("By post or by hand")


class Purpose(models.TextChoices):
    """What a letter is for; `casework/letters/purposes.py` says to whom each goes and when it may be written."""

    # To the administration
    FIRST = "first", _("First letter")
    REMINDER = "reminder", _("Reminder")
    HEAD = "head", _("Letter to the head of the administration")
    INFORMATION = "information", _("Information that was asked for")
    EXTENSION = "extension", _("More time given")
    MEETING = "meeting", _("Invitation of the administration to a mediation")
    COMMISSION = "commission", _("Convocation of a permanent commission")
    RECOMMENDATION = "recommendation", _("Recommendation")
    # To the complainant
    RECEIPT = "receipt", _("Acknowledgement of receipt")
    COMPLEMENT = "complement", _("Missing items")
    PRIOR_STEP = "prior_step", _("First step with the administration")
    ORIENTATION = "orientation", _("Orientation to another body")
    INADMISSIBLE = "inadmissible", _("Complaint not admissible")
    NOT_COMPLETED = "not_completed", _("Closed: items not supplied")
    ADMISSION = "admission", _("Complaint admitted")
    ANSWER = "answer", _("Answer of the administration, to be commented on")
    MEDIATION = "mediation", _("Invitation to a mediation")
    SETTLED = "settled", _("Closed: settled")
    UNFOUNDED = "unfounded", _("Closed: not founded")
    EXECUTED = "executed", _("Closed: recommendation carried out")
    REFUSED = "refused", _("Recommendation not followed")
    COURT = "court", _("Suspended or closed: a court has the matter")
    REVIEW = "review", _("The decision stands after a review")
    REOPENED = "reopened", _("Opened again after a review")
    MOVED = "moved", _("Another unit has the file")
    OTHER = "other", _("Another letter to the complainant")
    # To others
    REPORT = "report", _("Report to the Head of Government")
    MISSION = "mission", _("Mission order")


AGAIN = (Purpose.REMINDER, Purpose.HEAD, Purpose.INFORMATION)  # the further letters of T10


class Sitting(models.TextChoices):
    """What a permanent commission agreed on a file."""

    PROMISED = "promised", _("The administration promised a solution")
    DONE = "done", _("The matter was solved")
    REFUSED = "refused", _("The administration keeps its position")
    POSTPONED = "postponed", _("Put off to another sitting")
