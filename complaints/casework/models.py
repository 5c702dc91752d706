"""The desk's own side of a case: notes, letters to the administration, decisions that wait for a second person, and who
has the file open now."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from complaints.dealings import Purpose
from complaints.guide.models import Administration
from complaints.models import Attachment, Complaint


class InternalNote(models.Model):
    """A note of the desk. The complainant and the administration never see it."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="notes")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    text = models.TextField(_("note"), max_length=20000)
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("internal note")
        verbose_name_plural = _("internal notes")
        ordering = ["at", "id"]


class Letter(models.Model):
    """A letter to an administration (T8, T10): its text as sent, and the documents that went with it."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="letters")
    administration = models.ForeignKey(Administration, models.PROTECT, related_name="+")
    number = models.CharField(_("number"), max_length=40, unique=True)
    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose, default=Purpose.FIRST, db_default="first")
    language = models.CharField(_("language"), max_length=10)
    subject = models.CharField(pgettext_lazy("letter", "subject"), max_length=300)
    body = models.TextField(_("text"), max_length=20000)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(_("sent"))
    attachments = models.ManyToManyField(Attachment, blank=True, related_name="letters")

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["sent_at", "id"]


class Proposal(models.Model):
    """A decision that waits for a second person (domain section 6: "validated by supervisor")."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting for validation")
        APPROVED = "approved", _("Validated")
        RETURNED = "returned", _("Returned")
        VOID = "void", _("No longer applicable")

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="proposals")
    transition = models.CharField(_("decision"), max_length=40)
    data = models.JSONField(_("details"), default=dict)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(_("proposed"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.WAITING)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    reason = models.TextField(_("reason"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("proposed decision")
        verbose_name_plural = _("proposed decisions")
        ordering = ["proposed_at", "id"]
        constraints = [
            models.UniqueConstraint(
                "complaint",
                name="one_waiting_proposal",
                condition=models.Q(status="waiting"),
                violation_error_message=_("A decision on this file is waiting for validation already."),
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("proposed_by")),
                name="proposal_second_person",
                violation_error_message=_("Another person than the one who proposed must validate."),
            ),
        ]


class Presence(models.Model):
    """That a colleague has a file open, until a moment that each page and each sign of life puts off.

    What is over is nobody's business: the row is written over at the next look, and swept by the clock of the desk."""

    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="presences")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(db_index=True)
    writing = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("file open at the desk")
        verbose_name_plural = _("files open at the desk")
        constraints = [models.UniqueConstraint("complaint", "user", name="present_once")]
