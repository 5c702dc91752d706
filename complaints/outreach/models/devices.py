"""The shared tablets of a delegation, and the day of an agent on one of them."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit, User
from complaints.outreach.models.stands import Stand, StandDesk


class Device(models.Model):
    """A tablet that the head of the delegation registered. It holds a key of which only the hash is here; a revoked one
    opens nothing any more."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="devices", verbose_name=_("delegation"))
    label = models.CharField(_("name of the device"), max_length=60)
    key_hash = models.CharField(max_length=64, unique=True, editable=False, help_text="SHA-256 of the device's key.")
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("registered by"))
    registered_at = models.DateTimeField(_("registered"))
    last_seen_at = models.DateTimeField(_("last seen"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("revoked by")
    )

    invitation_hash = models.CharField(
        max_length=64,
        unique=True,
        null=True,
        blank=True,
        editable=False,
        help_text="SHA-256 of the code that opens it once, until it was used (tablet/devices.py).",
    )
    invited_until = models.DateTimeField(null=True, blank=True, editable=False)
    opened_at = models.DateTimeField(_("set up"), null=True, blank=True, editable=False)
    keeps_since = models.DateTimeField(
        _("prepared for days without a network"),
        null=True,
        blank=True,
        editable=False,
        help_text="From then on no page of ours empties what the browser stores: sealed visits wait there (sealed/).",
    )

    class Meta:
        verbose_name = _("device of a stand")
        verbose_name_plural = _("devices of the stands")
        ordering = ["label", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None) | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="device_revoked_by_somebody",
                violation_error_message=_("A revoked device says who revoked it."),
            )
        ]
        indexes = [models.Index(fields=["unit", "label", "id"], name="device_of_unit")]

    def __str__(self) -> str:
        return self.label


class Shift(models.Model):
    """An agent's day on a device: it opens with the PIN that was chosen in the morning, until `ends_at` at the latest."""

    device = models.ForeignKey(Device, models.PROTECT, related_name="shifts", verbose_name=_("device"))
    stand = models.ForeignKey(Stand, models.PROTECT, related_name="shifts", verbose_name=_("stand"))
    desk = models.ForeignKey(
        StandDesk, models.SET_NULL, null=True, blank=True, related_name="shifts", verbose_name=_("desk")
    )
    agent = models.ForeignKey(User, models.PROTECT, related_name="shifts", verbose_name=_("agent"))
    pin_hash = models.CharField(max_length=256, editable=False)
    failed = models.PositiveSmallIntegerField(
        default=0, editable=False, help_text="Wrong PINs since the last right one."
    )
    touched_at = models.DateTimeField(
        _("last touch"), db_default=Now(), editable=False, help_text="Two minutes later it asks for the PIN."
    )
    locked_at = models.DateTimeField(_("locked"), null=True, blank=True, editable=False)
    begun_at = models.DateTimeField(_("begun"))
    ends_at = models.DateTimeField(_("ends at the latest"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        verbose_name = _("day of an agent on a device")
        verbose_name_plural = _("days of agents on devices")
        ordering = ["-begun_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("begun_at")), name="shift_ends_after_it_begins"),
            models.UniqueConstraint(
                "device",
                name="one_open_shift_on_a_device",
                condition=Q(ended_at=None),
                violation_error_message=_("Somebody else is signed in on this device."),
            ),
        ]
        indexes = [
            models.Index(fields=["stand", "-begun_at", "-id"], name="shift_of_stand"),
            models.Index(fields=["agent", "-begun_at", "-id"], name="shift_of_agent"),
        ]

    def __str__(self) -> str:
        return f"{self.agent} – {self.device}"
