"""From a number to the files behind it: addresses of the desk's queue (docs/figures.md lists the names)."""

from dataclasses import dataclass
from urllib.parse import urlencode

from accounts.actors import Actor
from complaints.supervision.periods import Period

QUEUE = "/desk/complaints/complaint/"
FILTERS = (
    "view",  # `open`, `closed` or `all`
    "state",
    "unit",  # the unit's code, or `none`
    "handler",
    "administration",  # its code
    "country",  # ISO 3166, two letters
    "language",
    "channel",
    "outcome",  # an outcome, or a published class
    "overdue",  # 1: open, and the deadline is past
    "age",  # a band: 0-30 ... 180+
    "received_from",  # days in Rabat, both ends included
    "received_to",
    "closed_from",
    "closed_to",
    "answered_from",
    "answered_to",
    "answered_late",  # 1: the answer came after its due date
)


@dataclass(frozen=True, slots=True)
class Links:
    """Writes addresses that keep the dashboard's unit. `open`: whether this person may enter the queue at all."""

    open: bool
    unit: str = ""

    def queue(self, **filters: str | int | None) -> str | None:
        """The queue with these filters; None for those who may not enter it, and when a filter has no value to name."""
        unknown = set(filters) - set(FILTERS)
        if unknown:
            raise ValueError(f"The queue knows no filter {sorted(unknown)}.")
        if not self.open or None in filters.values():
            return None
        if self.unit:
            filters = {"unit": self.unit} | filters
        return f"{QUEUE}?{urlencode(filters)}"

    def received(self, period: Period, **filters: str | int | None) -> str | None:
        return self.queue(received_from=str(period.start), received_to=str(period.end), **filters)

    def closed(self, period: Period, **filters: str | int | None) -> str | None:
        return self.queue(closed_from=str(period.start), closed_to=str(period.end), **filters)


def links_for(actor: Actor, unit: str = "") -> Links:
    """Caseworkers may enter the queue; statistics officers read plain numbers."""
    return Links(open=actor.is_caseworker, unit=unit)
