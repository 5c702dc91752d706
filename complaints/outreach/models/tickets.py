"""Who waits at a stand: numbers, on paper and on a screen, in one queue."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints.outreach.models.stands import Stand, StandDesk

MOST_NUMBERS = 999  # of a day: what fits on a ticket and on the screen


class Ticket(models.Model):
    """A number of one day. A printed one lies on paper and waits for nobody until it is handed out; `drawn_at` is empty
    where it was called from paper that nobody noted, and then no waiting time is known."""

    class Standing(models.TextChoices):
        PRINTED = "printed", pgettext_lazy("ticket", "Printed")
        WAITING = "waiting", pgettext_lazy("ticket", "Waiting")
        CALLED = "called", pgettext_lazy("ticket", "Called")
        SERVED = "served", pgettext_lazy("ticket", "Served")
        LEFT = "left", pgettext_lazy("ticket", "Left")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="Of the press that drew it.")
    stand = models.ForeignKey(Stand, models.PROTECT, related_name="tickets", verbose_name=_("stand"))
    day = models.DateField(_("day"))
    number = models.PositiveSmallIntegerField(_("number"))
    language = models.CharField(_("language"), max_length=10, blank=True)
    desk = models.ForeignKey(
        StandDesk, models.SET_NULL, null=True, blank=True, related_name="tickets", verbose_name=_("desk")
    )
    standing = models.CharField(_("standing"), max_length=8, choices=Standing, default=Standing.WAITING)
    drawn_at = models.DateTimeField(_("handed out"), null=True, blank=True)
    called_at = models.DateTimeField(pgettext_lazy("ticket", "called"), null=True, blank=True)
    ended_at = models.DateTimeField(pgettext_lazy("ticket", "ended"), null=True, blank=True)

    class Meta:
        verbose_name = _("ticket")
        verbose_name_plural = _("tickets")
        ordering = ["day", "number"]
        constraints = [
            models.UniqueConstraint("stand", "day", "number", name="ticket_once_a_day"),
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=MOST_NUMBERS), name="ticket_number"),
            models.CheckConstraint(
                condition=Q(standing="printed", drawn_at=None, called_at=None, ended_at=None)
                | Q(standing="waiting", drawn_at__isnull=False, called_at=None, ended_at=None)
                | Q(standing="called", called_at__isnull=False, ended_at=None)
                | Q(standing="served", called_at__isnull=False, ended_at__isnull=False)
                | Q(standing="left", ended_at__isnull=False),
                name="ticket_times_fit_its_standing",
            ),
        ]
        indexes = [
            models.Index("stand", "day", "number", name="ticket_waiting", condition=Q(standing="waiting")),
            models.Index(
                fields=["stand", "day", "-called_at"], name="ticket_called", condition=Q(standing="called")
            ),  # the screen
        ]

    def __str__(self) -> str:
        return str(self.number)

    @property
    def wait(self) -> int | None:
        """Whole minutes from ticket to call, where both are known."""
        if self.drawn_at is None or self.called_at is None:
            return None
        return max(0, int((self.called_at - self.drawn_at).total_seconds()) // 60)
