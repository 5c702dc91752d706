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


class Purpose(models.TextChoices):
    """What a letter to an administration is for."""

    FIRST = "first", _("First letter")
    REMINDER = "reminder", _("Reminder")
    HEAD = "head", _("Letter to the head of the administration")
    INFORMATION = "information", _("Information that was asked for")


class Sitting(models.TextChoices):
    """What a permanent commission agreed on a file."""

    PROMISED = "promised", _("The administration promised a solution")
    DONE = "done", _("The matter was solved")
    REFUSED = "refused", _("The administration keeps its position")
    POSTPONED = "postponed", _("Put off to another sitting")
