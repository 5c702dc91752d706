"""The dates of one caseworker as a calendar that a calendar program reads (RFC 5545; docs/calendar.md).

Who has the address reads it without a login: it holds references, what is due and when, and nothing about a person."""

import hashlib
import secrets
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.actors import Actor, person
from accounts.models import User
from complaints.casework.models import CalendarFeed
from complaints.casework.queue import DUE_DAY
from complaints.models import Complaint
from complaints.permissions import workable_complaints
from complaints.workflow.errors import NotAllowed

MOST = 500  # dates, the nearest first
FOLD = 75  # bytes of a line, its end not counted (RFC 5545, 3.1)


# --- the secret address ---


@transaction.atomic
def make_feed(*, actor: Actor) -> str:
    """A new secret address in place of the last one; gives the token, which is kept nowhere."""
    if not actor.is_caseworker:
        raise NotAllowed(_("Only the institution's caseworkers may do this."))
    token = secrets.token_urlsafe(32)
    CalendarFeed.objects.update_or_create(
        user=actor.someone, defaults={"token_hash": hashed(token), "made_at": timezone.now()}
    )
    return token


def revoke_feed(*, actor: Actor) -> None:
    """From now on the address leads nowhere."""
    CalendarFeed.objects.filter(user=actor.user_id).delete()


def feed_of(actor: Actor) -> CalendarFeed | None:
    """This person's calendar, if there is one."""
    return CalendarFeed.objects.filter(user=actor.user_id).first()


def owner_of(token: str) -> User | None:
    """Whose calendar it is, while they work here."""
    row = CalendarFeed.objects.select_related("user").filter(token_hash=hashed(token)).first()
    return row.user if row and person(row.user).is_caseworker else None


def hashed(token: str) -> str:
    """256 random bits need no slow hash: nobody guesses them."""
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()


# --- what it says ---


def files_of(user: User) -> QuerySet[Complaint]:
    """The open files of this caseworker that have a date, the nearest first; read on `complaint_open_handler`."""
    files = workable_complaints(person(user)).filter(handler=user, closed_at=None, due_on__isnull=False)
    return files.only("reference", "state", "state_since", "due_on").order_by(DUE_DAY, "pk")[:MOST]


def calendar(user: User) -> str:
    """The whole calendar, in the language of its owner."""
    with translation.override(user.language or settings.LANGUAGE_CODE):
        return written(_events(files_of(user)), name=_("Deadlines of my files"))


def _events(files: Iterable[Complaint]) -> Iterator[list[tuple[str, str]]]:
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    for case in files:
        if case.due_on is None:
            continue
        yield [
            ("UID", f"{case.reference}@{host}"),
            ("DTSTAMP", moment(case.state_since)),
            ("DTSTART;VALUE=DATE", day(case.due_on)),
            ("DTEND;VALUE=DATE", day(case.due_on + timedelta(days=1))),
            ("SUMMARY", escaped(f"{case.reference} – {case.get_state_display()}")),
            ("URL", f"{settings.SITE_URL}{reverse('admin:complaints_complaint_change', args=[case.pk])}"),
            ("TRANSP", "TRANSPARENT"),
        ]


# --- how it is written ---


def written(events: Iterable[list[tuple[str, str]]], *, name: str) -> str:
    """The lines of RFC 5545, folded, each ended by CR LF. Texts come escaped."""
    head = [
        ("BEGIN", "VCALENDAR"), ("VERSION", "2.0"), ("PRODID", "-//Mediator//Desk//EN"), ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"), ("NAME", escaped(name)), ("X-WR-CALNAME", escaped(name)),
        ("REFRESH-INTERVAL;VALUE=DURATION", "PT1H"), ("X-PUBLISHED-TTL", "PT1H"),
    ]  # fmt: skip
    lines = list(head)
    for event in events:
        lines += [("BEGIN", "VEVENT"), *event, ("END", "VEVENT")]
    lines.append(("END", "VCALENDAR"))
    return "".join(f"{folded(f'{key}:{value}')}\r\n" for key, value in lines)


def escaped(text: str) -> str:
    """A value of type TEXT (3.3.11); other control characters are none of it."""
    for sign, written_as in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\n", "\\n"), ("\r", "\\n")):
        text = text.replace(sign, written_as)
    return "".join(letter for letter in text if letter == "\t" or (ord(letter) > 31 and ord(letter) != 127))


def folded(line: str) -> str:
    """A line of at most 75 bytes, gone on below after a space; no character is torn."""
    parts, part, size = [], "", 0
    for letter in line:
        width = len(letter.encode())
        if size + width > FOLD:
            parts.append(part)
            part, size = " ", 1
        part += letter
        size += width
    return "\r\n".join([*parts, part])


def day(value: date) -> str:
    """A day of type DATE."""
    return f"{value:%Y%m%d}"


def moment(value: datetime) -> str:
    """A moment of type DATE-TIME, in UTC."""
    return f"{value.astimezone(UTC):%Y%m%dT%H%M%SZ}"
