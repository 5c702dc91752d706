"""When the telephone is answered, in words: in Rabat's time, and as a pattern that the browser fills with the reader's own."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from babel import Locale
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.dates import RABAT, locale


@dataclass(frozen=True, slots=True)
class Opening:
    """Days of the week, 1 is Monday, and hours of each of them in Rabat."""

    first: int
    last: int
    begins: time
    ends: time

    @property
    def days(self) -> list[str]:
        """The names of the days from Monday on, in the active language."""
        named = Locale.parse(locale()).days["format"]["wide"]
        return [named[day] for day in range(7)]

    @property
    def in_rabat(self) -> str:
        """`Monday to Friday, 09:00 to 16:30`."""
        return self._words(self.days[self.first - 1], self.days[self.last - 1], self.opens_at, f"{self.ends:%H:%M}")

    @property
    def opens_at(self) -> str:
        return f"{self.begins:%H:%M}"

    @property
    def pattern(self) -> str:
        """The same words with `{first} {last} {begins} {ends}` to be filled (static/js/site.js)."""
        return self._words("{first}", "{last}", "{begins}", "{ends}")

    @property
    def moments(self) -> str:
        """The first opening of this week, its end, and the opening of the last day, as moments that every clock knows."""
        today = timezone.localdate()
        monday = today - timedelta(days=today.weekday())
        first, last = (monday + timedelta(days=day - 1) for day in (self.first, self.last))
        moments = ((first, self.begins), (first, self.ends), (last, self.begins))
        return " ".join(datetime.combine(day, hour, RABAT).isoformat() for day, hour in moments)

    def _words(self, first: str, last: str, begins: str, ends: str) -> str:
        said = {"first": first, "last": last, "begins": begins, "ends": ends}
        if self.first == self.last:
            return _("%(first)s, %(begins)s to %(ends)s") % said
        return _("%(first)s to %(last)s, %(begins)s to %(ends)s") % said
