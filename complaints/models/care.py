"""New follow-up codes, and what people ask about their own data (docs/recovery.md, docs/my-data.md)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from complaints.models.complaint import Complaint


class Recovery(models.Model):
    """A new follow-up code: given at once to who has the file open or stands before us, after a wait to who only knows facts."""

    class Way(models.TextChoices):
        FILE = "file", _("In the file")
        FACTS = "facts", _("By facts and a wait")
        DESK = "desk", _("At the desk")

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="recoveries")
    way = models.CharField(_("how"), max_length=5, choices=Way)
    ticket_hash = models.CharField(max_length=128, blank=True, editable=False, help_text="Hash of the ticket.")
    asked_at = models.DateTimeField(_("asked"))
    due_at = models.DateTimeField(_("may be used from"))
    stopped_at = models.DateTimeField(_("stopped"), null=True, blank=True)
    used_at = models.DateTimeField(_("used"), null=True, blank=True)
    sealed_code = models.TextField(blank=True, editable=False, help_text="The new code, encrypted, for half an hour.")

    class Meta:
        verbose_name = _("new code")
        verbose_name_plural = _("new codes")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["complaint"],
                name="recovery_one_waits",
                condition=models.Q(used_at=None, stopped_at=None),
                violation_error_message=_("A new code was asked for already."),
            ),
        ]
        indexes = [models.Index("used_at", name="recovery_shown", condition=~models.Q(sealed_code=""))]


class DataRequest(models.Model):
    """A wish about one's own data (law 09-08): people decide on it, within thirty days."""

    class Kind(models.TextChoices):
        CORRECTION = "correction", _("Correct something that is wrong")
        ERASURE = "erasure", _("Erase something, or all of it")
        QUESTION = "question", _("Ask what is done with my data")

    class Decision(models.TextChoices):
        DONE = "done", _("Done as asked")
        PARTLY = "partly", _("Done in part")
        REFUSED = "refused", _("Not done")

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="data_requests")
    key = models.UUIDField(
        unique=True, editable=False, help_text="Names the form, so that a second press is known as one."
    )
    kind = models.CharField(_("what is asked for"), max_length=10, choices=Kind)
    text = models.TextField(_("in their own words"), max_length=5000)
    language = models.CharField(max_length=10)
    asked_at = models.DateTimeField(_("asked"))
    due_on = models.DateField(_("answer due"))
    decision = models.CharField(_("decision"), max_length=7, choices=Decision, blank=True)
    answer = models.TextField(_("answer"), max_length=5000, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    other_way = models.TextField(
        _("done in another way"),
        max_length=2000,
        blank=True,
        db_default="",
        help_text="How it was carried out, when neither correction nor erasure at the desk did it.",
    )

    class Meta:
        verbose_name = _("request about data")
        verbose_name_plural = _("requests about data")
        ordering = ["asked_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decision="", answered_at=None)
                | (~models.Q(decision="") & ~models.Q(answered_at=None)),
                name="data_request_answered_when_decided",
            ),
        ]
        indexes = [models.Index("due_on", "id", name="data_request_open", condition=models.Q(answered_at=None))]
