"""A stand: where a delegation listens for some days, at which desks, and who sits there."""

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.localized import Localized, pick
from accounts.models import Region, Unit, User
from complaints.outreach.words import Event, Why

MOST_DESKS = 99


class Stand(Localized):
    """Some days in one place. The public sees it once it is published; a cancelled one stays to be seen, with its reason.

    Event and reason are words of the code, in every language; name, directions and words about a cancellation are the
    delegation's own, in the languages it writes. `revision` counts the changes: a stale form is told by it, and a calendar
    program too. `key` is the form it was planned with: sent twice, planned once."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="stands", verbose_name=_("delegation"))
    region = models.ForeignKey(Region, models.PROTECT, related_name="stands", verbose_name=_("region"))
    event = models.CharField(_("event"), max_length=12, choices=Event)
    place = models.CharField(_("place"), max_length=200)
    address = models.TextField(_("address"), max_length=500, blank=True)
    directions = models.JSONField(_("how to get there"), default=dict, blank=True)
    begins_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    revision = models.PositiveIntegerField(default=0, editable=False)
    planned_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    planned_at = models.DateTimeField(_("planned"), editable=False)
    changed_at = models.DateTimeField(_("last change"), editable=False)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    why_cancelled = models.CharField(_("why it does not take place"), max_length=8, choices=Why, blank=True)
    words_cancelled = models.JSONField(_("words about it"), default=dict, blank=True)

    class Meta:
        verbose_name = _("stand")
        verbose_name_plural = _("stands")
        ordering = ["begins_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("begins_on")),
                name="stand_ends_after_it_begins",
                violation_error_message=_("The last day is the first day or a later one."),
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None, why_cancelled="")
                | (Q(cancelled_at__isnull=False) & ~Q(why_cancelled="")),
                name="stand_cancelled_with_a_reason",
                violation_error_message=_("A stand that does not take place says why."),
            ),
        ]
        indexes = [
            models.Index(
                "ends_on", "begins_on", "id", name="stand_public", condition=Q(published_at__isnull=False)
            ),  # coming stands; the calendar
            models.Index(fields=["unit", "-begins_on", "-id"], name="stand_of_unit"),
            models.Index(fields=["-begins_on", "-id"], name="stand_newest"),
        ]

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def way(self) -> str:
        """How to get there, in the reader's language or the nearest there is."""
        return pick(self.directions)


class StandHours(models.Model):
    """When it is open on a day, in the time of Morocco; a pause at noon makes two rows."""

    stand = models.ForeignKey(Stand, models.CASCADE, related_name="hours", verbose_name=_("stand"))
    day = models.DateField(_("day"))
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"))

    class Meta:
        verbose_name = _("hours of a stand")
        verbose_name_plural = _("hours of a stand")
        ordering = ["day", "opens"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")),
                name="stand_closes_after_it_opens",
                violation_error_message=_("The stand closes after it opens."),
            ),
            models.UniqueConstraint(
                "stand",
                "day",
                "opens",
                name="stand_opens_once",
                violation_error_message=_("These hours are there already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.span}"

    @property
    def span(self) -> str:
        """`09:00–12:30`, which reads from left to right in every language."""
        return f"{self.opens:%H:%M}–{self.closes:%H:%M}"


class StandDesk(models.Model):
    """A table at which one agent sits; its number is called and stands on the screen."""

    stand = models.ForeignKey(Stand, models.CASCADE, related_name="desks", verbose_name=_("stand"))
    number = models.PositiveSmallIntegerField(
        _("number"), validators=[MinValueValidator(1), MaxValueValidator(MOST_DESKS)]
    )
    label = models.CharField(_("what it is for"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("desk of a stand")
        verbose_name_plural = _("desks of a stand")
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=MOST_DESKS),
                name="stand_desk_number",
                violation_error_message=_("Desks are numbered from 1 to 99."),
            ),
            models.UniqueConstraint(
                "stand",
                "number",
                name="stand_desk_once",
                violation_error_message=_("Two desks cannot have the same number."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.label}".strip()


class StandAgent(models.Model):
    """Who works at the stand, and at which desk if that is settled."""

    stand = models.ForeignKey(Stand, models.CASCADE, related_name="agents", verbose_name=_("stand"))
    user = models.ForeignKey(User, models.PROTECT, related_name="stands", verbose_name=_("agent"))
    desk = models.ForeignKey(
        StandDesk, models.SET_NULL, null=True, blank=True, related_name="agents", verbose_name=_("desk")
    )

    class Meta:
        verbose_name = _("agent of a stand")
        verbose_name_plural = _("agents of a stand")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                "stand",
                "user",
                name="stand_agent_once",
                violation_error_message=_("This person is at the stand already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.user)
