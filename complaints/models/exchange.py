"""What is said about a case: messages with the complainant, requests to them, and the administration's answers."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from complaints.enums import AnswerPosition, AnswerQuality
from complaints.guide.models import Administration
from complaints.models.attachment import Attachment
from complaints.models.complaint import Complaint
from complaints.models.erasure import erased_words
from complaints.models.sharing import Share


class Message(models.Model):
    """What the complainant and the institution write to each other."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="messages")
    from_citizen = models.BooleanField(_("from the complainant"))
    author = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    share = models.ForeignKey(
        Share,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who wrote, when a share of the file did.",
    )
    text = models.TextField(_("text"), max_length=20000)
    language = models.CharField(_("language"), max_length=10, blank=True)
    at = models.DateTimeField(_("when"))
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True, editable=False)
    attachments = models.ManyToManyField(Attachment, blank=True, related_name="messages")
    by_mail = models.BooleanField(_("by e-mail"), default=False, db_default=False)
    left_out = models.JSONField(
        _("attachments that could not be taken"), default=list, db_default=[], blank=True, help_text="Their names."
    )
    key = models.UUIDField(
        null=True, unique=True, editable=False, help_text="The form it came from: sent twice, kept once."
    )

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["at", "id"]

    @property
    def shown(self) -> str:
        """Its text, or that it was erased."""
        return erased_words(self.erased_at) if self.erased_at else self.text


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


class Answer(models.Model):
    """What the administration answered (T9), qualified by the caseworker."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="answers")
    administration = models.ForeignKey(Administration, models.PROTECT, related_name="+")
    position = models.CharField(_("position"), max_length=18, choices=AnswerPosition)
    quality = models.CharField(_("quality"), max_length=12, choices=AnswerQuality, blank=True)
    text = models.TextField(_("answer"), max_length=20000)
    received_on = models.DateField(_("received"))
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("recorded"))
    attachments = models.ManyToManyField(Attachment, blank=True, related_name="answers")

    class Meta:
        verbose_name = _("answer of the administration")
        verbose_name_plural = _("answers of administrations")
        ordering = ["recorded_at", "id"]
        indexes = [
            models.Index(fields=["administration", "received_on"], name="answer_of_body"),
            models.Index("received_on", name="answer_judged", condition=~models.Q(quality="")),
        ]
