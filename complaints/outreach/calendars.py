"""Stands for calendar programs (RFC 5545): one, or all that were published. Written as the desk's calendar (docs/calendar.md).

One entry for each opening. Its name stays when the hours change, so that the program moves it instead of showing it twice."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.dates import RABAT
from accounts.localized import pick
from complaints.casework.feeds import escaped, moment, written
from complaints.outreach.announced import days_of
from complaints.outreach.models import Stand


def calendar(stands: Iterable[Stand], *, name: str) -> str:
    """The calendar of these stands, in the active language."""
    return written((event for stand in stands for event in _events(stand)), name=name)


def _events(stand: Stand) -> Iterator[list[tuple[str, str]]]:
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    where = ", ".join(part for part in (stand.place, " ".join(stand.address.split()), pick(stand.region.names)) if part)
    about = [_("Stand of the Mediator of the Kingdom"), str(stand.get_event_display()), pick(stand.directions)]
    if stand.is_cancelled:
        about.insert(0, _("This stand does not take place: %(why)s") % {"why": stand.get_why_cancelled_display()})
    address = settings.SITE_URL.rstrip("/") + reverse("stands:stand", args=[stand.pk])
    for day in days_of(stand):
        for number, row in enumerate(day.hours, start=1):
            yield [
                ("UID", f"{stand.key}-{day.day:%Y%m%d}-{number}@{host}"),
                ("DTSTAMP", moment(stand.changed_at)),
                ("LAST-MODIFIED", moment(stand.changed_at)),
                ("SEQUENCE", str(stand.revision)),
                ("DTSTART", moment(datetime.combine(day.day, row.opens, RABAT))),
                ("DTEND", moment(datetime.combine(day.day, row.closes, RABAT))),
                ("SUMMARY", escaped(stand.name)),
                ("LOCATION", escaped(where)),
                ("DESCRIPTION", escaped("\n".join(part for part in about if part))),
                ("URL", address),
                ("STATUS", "CANCELLED" if stand.is_cancelled else "CONFIRMED"),
                ("TRANSP", "TRANSPARENT"),
            ]
