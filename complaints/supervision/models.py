"""Summaries of the figures: counts only, no case and no person. `actions.refresh_figures` is their only writer.

The dashboard reads these tables alone, so that its cost does not grow with the number of files (docs/figures.md)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Unit


class FlowCount(models.Model):
    """What happened on a day or in a month, by unit: `n` files of `measure` whose `dimension` is `key`.

    Dimensions: `total` (key empty), `country`, `language`, `channel` (received), `outcome`, `days` (closed: whole days from
    receipt to closing), `voice` (closed: the outcome, a colon, and what the complainant says of it or nothing), `fairness`
    (closed: the answer to the survey, 0 where it was not answered, nothing where it was not sent), `stage` (closed: how far a
    settled file had come, nothing for the others), `administration`
    (answered late: its id), `quality` (answers judged: the administration's id, a colon, and the quality)."""

    class Grain(models.TextChoices):
        DAY = "d", _("Day")
        MONTH = "m", _("Month")

    class Measure(models.TextChoices):
        RECEIVED = "received", pgettext_lazy("complaints", "Received")
        CLOSED = "closed", pgettext_lazy("complaints", "Closed")
        ANSWERED_LATE = "answered_late", _("Answered late")
        JUDGED = "judged", _("Answers judged")

    grain = models.CharField(max_length=1, choices=Grain)
    start = models.DateField(help_text="The day, or the first day of the month, in Rabat.")
    unit = models.ForeignKey(Unit, models.CASCADE, null=True, related_name="+")
    measure = models.CharField(max_length=14, choices=Measure)
    dimension = models.CharField(max_length=16)
    key = models.CharField(max_length=40, blank=True)
    n = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("count of a day or month")
        verbose_name_plural = _("counts of days and months")
        indexes = [models.Index("grain", "start", "dimension", name="flow_period")]


class StockCount(models.Model):
    """The open files now, by unit. Dimensions: `state`, `age` (band), `overdue` (key empty), `late` (administration id)."""

    unit = models.ForeignKey(Unit, models.CASCADE, null=True, related_name="+")
    dimension = models.CharField(max_length=8)
    key = models.CharField(max_length=40, blank=True)
    n = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("count of open files")
        verbose_name_plural = _("counts of open files")


class StockDay(models.Model):
    """How many files of a unit were overdue at the end of a day. Deadlines move, so the past is kept, never recomputed."""

    day = models.DateField()
    unit = models.ForeignKey(Unit, models.CASCADE, null=True, related_name="+")
    overdue = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("overdue files of a day")
        verbose_name_plural = _("overdue files by day")
        constraints = [models.UniqueConstraint("day", "unit", name="stock_day_once", nulls_distinct=False)]


class Refresh(models.Model):
    """One counting: when, and up to which event of the history the days are known to be right."""

    at = models.DateTimeField()
    settled_event = models.BigIntegerField(help_text="Events up to this one need no second look.")
    days = models.PositiveIntegerField(null=True, help_text="Days counted anew; empty: all.")

    class Meta:
        verbose_name = _("counting")
        verbose_name_plural = _("countings")
        ordering = ["-pk"]
