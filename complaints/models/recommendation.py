"""What the institution recommends (T16 to T18), and the sittings of the permanent commissions (T13)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from complaints.dealings import Reply, Sitting
from complaints.guide.models import Administration
from complaints.models.attachment import Attachment
from complaints.models.complaint import Complaint


class Recommendation(models.Model):
    """One recommendation to the administration of a case: grounds, the measure asked for, the answer, the execution.

    It is never deleted and its words never change: another view is another recommendation. Of one case one is open."""

    class Standing(models.TextChoices):
        """How it stands, as the register counts it."""

        PENDING = "pending", _("Pending")
        EXECUTED = "executed", _("Carried out")
        REFUSED = "refused", pgettext_lazy("recommendation", "Refused for good")
        DROPPED = "dropped", _("Ended with the file")

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="recommendations")
    administration = models.ForeignKey(Administration, models.PROTECT, related_name="recommendations")
    number = models.CharField(_("number"), max_length=40, unique=True)
    grounds = models.TextField(_("grounds"), max_length=20000)
    measure = models.TextField(_("measure asked for"), max_length=5000)
    language = models.CharField(_("language"), max_length=10)
    issued_at = models.DateTimeField(_("issued"))
    issued_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    due_on = models.DateField(_("answer by"))
    reply = models.CharField(_("answer of the administration"), max_length=8, choices=Reply, blank=True)
    reply_text = models.TextField(_("its words"), max_length=20000, blank=True)
    replied_on = models.DateField(_("answered"), null=True, blank=True)
    standing = models.CharField(_("standing"), max_length=8, choices=Standing, default=Standing.PENDING)
    escalated_at = models.DateTimeField(_("brought to the Head of Government"), null=True, blank=True)
    report_number = models.CharField(_("number of the report"), max_length=60, blank=True)
    executed_on = models.DateField(_("carried out"), null=True, blank=True)
    proof = models.TextField(_("proof"), max_length=5000, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    documents = models.ManyToManyField(Attachment, blank=True, related_name="recommendations")

    class Meta:
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")
        ordering = ["issued_at", "id"]
        constraints = [
            models.UniqueConstraint(
                "complaint",
                name="one_open_recommendation",
                condition=Q(ended_at=None),
                violation_error_message=_("A recommendation on this file is under way already."),
            ),
            models.CheckConstraint(
                condition=Q(standing="pending", ended_at=None) | (~Q(standing="pending") & Q(ended_at__isnull=False)),
                name="recommendation_ended_when_it_stands_so",
                violation_error_message=_(
                    "A recommendation that ended was carried out, refused, or ended with its file."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(standing="executed") | (Q(executed_on__isnull=False) & ~Q(proof="")),
                name="recommendation_executed_is_proved",
                violation_error_message=_("What was carried out has its day and its proof."),
            ),
        ]
        indexes = [
            models.Index(fields=["standing", "-issued_at", "-id"], name="recommendation_register"),
            models.Index(fields=["administration", "-issued_at"], name="recommendation_of_body"),
            models.Index(fields=["administration"], name="recommendation_open", condition=Q(ended_at=None)),
        ]

    def __str__(self) -> str:
        return self.number


class Commission(models.Model):
    """One sitting of the permanent commission of follow-up and coordination with an administration."""

    administration = models.ForeignKey(
        Administration, models.PROTECT, related_name="commissions", verbose_name=_("administration")
    )
    on = models.DateField(_("date"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("created"))
    minutes = models.TextField(_("minutes"), max_length=20000, blank=True)
    held_at = models.DateTimeField(_("minutes written"), null=True, blank=True)

    class Meta:
        verbose_name = _("commission")
        verbose_name_plural = _("commissions")
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes="", held_at=None) | (~Q(minutes="") & Q(held_at__isnull=False)),
                name="commission_held_has_minutes",
                violation_error_message=_("A commission that was held has minutes."),
            ),
            models.UniqueConstraint("administration", "on", name="one_sitting_a_day"),
        ]
        indexes = [models.Index(fields=["-on", "-id"], name="commission_register")]


class CommissionFile(models.Model):
    """One case in the bundle of a sitting, and what was agreed on it."""

    commission = models.ForeignKey(Commission, models.PROTECT, related_name="files")
    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="sittings")
    agreed = models.CharField(_("what was agreed"), max_length=10, choices=Sitting, blank=True)
    note = models.TextField(_("note"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("file of a commission")
        verbose_name_plural = _("files of a commission")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint("commission", "complaint", name="once_in_a_sitting")]
