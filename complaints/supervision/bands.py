"""The age bands of open files (domain section 14)."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Band:
    """Days from receipt to today, both ends included; `upto` None: no end. `key` is the value of `age` in a queue's address."""

    key: str
    since: int
    upto: int | None
    label: str | Promise

    def received(self, today: date) -> tuple[date | None, date]:
        """The days of receipt, first (None: any) and last, of files in this band today."""
        return None if self.upto is None else today - timedelta(self.upto), today - timedelta(self.since)


BANDS = (
    Band("0-30", 0, 30, _("0 to 30 days")),
    Band("31-60", 31, 60, _("31 to 60 days")),
    Band("61-90", 61, 90, _("61 to 90 days")),
    Band("91-180", 91, 180, _("91 to 180 days")),
    Band("180+", 181, None, _("More than 180 days")),
)
BY_KEY = {band.key: band for band in BANDS}
