"""The period that a dashboard shows, and the equal one before it."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

WEEK = timedelta(7)
DAY = timedelta(1)


class Preset(models.TextChoices):
    DAYS_30 = "30d", _("The last 30 days")
    WEEKS_12 = "12w", _("The last 12 weeks")
    YEAR = "year", _("This year")
    OTHER = "other", _("Other dates")


@dataclass(frozen=True, slots=True)
class Period:
    """Days in Rabat, both ends included."""

    start: date
    end: date

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    @property
    def before(self) -> "Period":
        """The same number of days, just before."""
        return Period(self.start - timedelta(self.days), self.start - DAY)

    @property
    def weeks(self) -> list["Period"]:
        """Seven days each, counted back from the end so that the last one is whole; the first may be shorter."""
        weeks = []
        end = self.end
        while end >= self.start:
            weeks.append(Period(max(end - WEEK + DAY, self.start), end))
            end -= WEEK
        return weeks[::-1]


def preset(name: str, today: date) -> Period:
    """The days of a preset that end today."""
    starts = {
        Preset.DAYS_30: today - timedelta(29),
        Preset.WEEKS_12: today - timedelta(83),
        Preset.YEAR: today.replace(month=1, day=1),
    }
    return Period(starts[Preset(name)], today)
