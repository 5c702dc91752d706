"""What a tablet kept during a day without a network: sealed there to a key of ours, opened here (docs/stand-tablet.md)."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.encryption import EncryptedTextField
from complaints.intake.models import Draft
from complaints.outreach.models.devices import Device, Shift
from complaints.outreach.models.visits import Batch, Visit

MOST_NUMBERS = 1000  # of a shift
LONGEST_WORDS = 500


class ShiftKey(models.Model):
    """The pair of keys of a shift (P-256). The tablet has the public one alone: what it seals, it cannot read again."""

    shift = models.OneToOneField(Shift, models.CASCADE, related_name="seal", verbose_name=_("day of the agent"))
    public = models.CharField(max_length=87, editable=False, help_text="The point, 65 bytes in base64url.")
    secret = EncryptedTextField(
        purpose="outreach.shift_key", blank=True, editable=False, help_text="The number, in hexadecimal, until it goes."
    )
    made_at = models.DateTimeField(_("made"), default=timezone.now)

    class Meta:
        verbose_name = _("key of a day without a network")
        verbose_name_plural = _("keys of days without a network")

    def __str__(self) -> str:
        return str(self.shift)


class SealedIntake(models.Model):
    """One person's visit as the tablet sealed it, on its way or arrived. `key` is the visit's and the draft's: sent again, it is
    the same. `number` is what the agent and the person call it; no name stands here."""

    class Standing(models.TextChoices):
        ARRIVING = "arriving", _("On its way")
        TAKEN = "taken", _("Taken")
        MEND = "mend", _("To be mended at the desk")
        REFUSED = "refused", _("Not taken")

    key = models.UUIDField(unique=True, editable=False)
    device = models.ForeignKey(Device, models.PROTECT, related_name="sealed", verbose_name=_("device"))
    shift = models.ForeignKey(Shift, models.PROTECT, related_name="sealed", verbose_name=_("day of the agent"))
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="sealed", verbose_name=_("sending"))
    number = models.PositiveSmallIntegerField(
        _("number"), validators=[MinValueValidator(1), MaxValueValidator(MOST_NUMBERS)]
    )
    size = models.PositiveIntegerField(help_text="Bytes, as announced.")
    offset = models.PositiveIntegerField(default=0, help_text="Bytes that are here.")
    standing = models.CharField(_("standing"), max_length=8, choices=Standing, default=Standing.ARRIVING)
    words = models.CharField(
        _("what the agent was told"),
        max_length=LONGEST_WORDS,
        blank=True,
        help_text="What must be mended, or why it was not taken; nothing of what the person said.",
    )
    visit = models.ForeignKey(Visit, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("visit"))
    draft = models.ForeignKey(Draft, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("draft"))
    touched_at = models.DateTimeField(_("last piece"), default=timezone.now)
    finished_at = models.DateTimeField(_("taken or refused"), null=True, blank=True)

    class Meta:
        verbose_name = _("sealed visit")
        verbose_name_plural = _("sealed visits")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(offset__lte=F("size")), name="sealed_within_its_size"),
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=MOST_NUMBERS), name="sealed_number"),
            models.CheckConstraint(
                condition=Q(standing="arriving", finished_at=None)
                | (~Q(standing="arriving") & Q(finished_at__isnull=False)),
                name="sealed_finished_or_on_its_way",
            ),
            models.CheckConstraint(
                condition=~Q(standing__in=["mend", "refused"]) | ~Q(words=""), name="sealed_says_why_not_taken"
            ),
        ]
        indexes = [
            models.Index(fields=["shift", "number", "id"], name="sealed_of_shift"),
            models.Index(
                "device", models.F("id").desc(), name="sealed_not_taken", condition=Q(standing__in=["mend", "refused"])
            ),
            models.Index("touched_at", name="sealed_touched", condition=Q(standing__in=["arriving", "refused"])),
        ]

    def __str__(self) -> str:
        return str(self.number)


class SealedPart(models.Model):
    """A piece of it. The pieces go when it was opened; those of one that was refused stay for a while."""

    intake = models.ForeignKey(SealedIntake, models.CASCADE, related_name="parts")
    offset = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        verbose_name = _("piece of a sealed visit")
        verbose_name_plural = _("pieces of sealed visits")
        ordering = ["offset"]
        constraints = [models.UniqueConstraint("intake", "offset", name="one_sealed_part_a_place")]
