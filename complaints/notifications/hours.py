"""When a mail may arrive: not in the recipient's night, and only in the hours that the recipient named (docs/safe-contact.md)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings

Hours = tuple[int, int]  # from, until; `(20, 6)` goes over midnight, 24 is the end of the day


def by_day() -> Hours | None:
    """The hours outside the night of the settings (`QUIET_HOURS`); None when there is no such night."""
    if settings.QUIET_HOURS is None:
        return None
    begins, ends = settings.QUIET_HOURS
    return ends, begins


def opening(hours: Hours | None, *, zone: str, now: datetime) -> datetime | None:
    """The next moment at which a mail may arrive; None when that is now. An unknown zone counts as the office's."""
    if hours is None or hours[0] % 24 == hours[1] % 24:
        return None
    there = now.astimezone(_zone(zone))
    begins, ends = hours
    within = begins <= there.hour < ends if begins < ends else there.hour >= begins or there.hour < ends
    if within:
        return None
    opens = there.replace(hour=begins % 24, minute=0, second=0, microsecond=0)
    # In UTC, where the hour that a change of the clock leaves out counts as the one after it.
    return (opens if opens > there else opens + timedelta(days=1)).astimezone(UTC)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name or settings.TIME_ZONE)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo(settings.TIME_ZONE)
