"""Desk work on a case: messages, notes, requests for missing items, letters to the administration and its answers."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from complaints.enums import AnswerPosition, AnswerQuality
from complaints.guide.models import Administration
from complaints.models import Attachment, Complaint


class Message(models.Model):
    """What the complainant and the institution write to each other."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="messages")
    from_citizen = models.BooleanField(_("from the complainant"))
    author = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField(_("text"), max_length=20000)
    language = models.CharField(_("language"), max_length=10, blank=True)
    at = models.DateTimeField(_("when"))
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    attachments = models.ManyToManyField(Attachment, blank=True, related_name="messages")

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["at", "id"]


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


class InformationRequest(models.Model):
    """What the complainant is asked to supply (T4), or the wait for a first step with the administration (T5b)."""

    class Kind(models.TextChoices):
        MISSING_ITEMS = "missing_items", _("Missing items")
        PRIOR_STEP = "prior_step", _("First step with the administration")

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="information_requests")
    kind = models.CharField(_("kind"), max_length=14, choices=Kind, default=Kind.MISSING_ITEMS)
    text = models.TextField(_("message to the complainant"), max_length=5000, blank=True)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked"))
    due_on = models.DateField(_("answer by"))
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        verbose_name = _("request to the complainant")
        verbose_name_plural = _("requests to the complainant")
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                "complaint",
                name="one_open_request",
                condition=models.Q(answered_at=None),
                violation_error_message=_("The complainant has not answered the last request yet."),
            )
        ]


class RequestedItem(models.Model):
    """One missing thing, so that the complainant can answer it by itself."""

    request = models.ForeignKey(InformationRequest, models.PROTECT, related_name="items")
    label = models.CharField(_("what is missing"), max_length=300)
    answer = models.TextField(_("answer"), max_length=5000, blank=True)
    attachment = models.ForeignKey(Attachment, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("requested item")
        verbose_name_plural = _("requested items")
        ordering = ["pk"]


class Letter(models.Model):
    """A letter to an administration (T8): its text as sent, and the documents that went with it."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="letters")
    administration = models.ForeignKey(Administration, models.PROTECT, related_name="+")
    number = models.CharField(_("number"), max_length=40, unique=True)
    language = models.CharField(_("language"), max_length=10)
    subject = models.CharField(_("subject"), max_length=300)
    body = models.TextField(_("text"), max_length=20000)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(_("sent"))
    attachments = models.ManyToManyField(Attachment, blank=True, related_name="letters")

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["sent_at", "id"]


class Answer(models.Model):
    """What the administration answered (T9), qualified by the caseworker."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="answers")
    administration = models.ForeignKey(Administration, models.PROTECT, related_name="+")
    position = models.CharField(_("position"), max_length=18, choices=AnswerPosition)
    quality = models.CharField(_("quality"), max_length=12, choices=AnswerQuality)
    text = models.TextField(_("answer"), max_length=20000)
    received_on = models.DateField(_("received"))
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("recorded"))
    attachments = models.ManyToManyField(Attachment, blank=True, related_name="answers")

    class Meta:
        verbose_name = _("answer of the administration")
        verbose_name_plural = _("answers of administrations")
        ordering = ["recorded_at", "id"]


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
