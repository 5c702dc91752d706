"""How many people got which result: a count for each day, ground and country, of nobody in particular.

A result is a page that is asked for again: reloaded, read in another language, with the country added. The browser is
told which count it stands in (a signed cookie of a day), so that one look counts once and a country added later moves it."""

from dataclasses import astuple, dataclass
from datetime import date

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts import limits
from accounts.dates import RABAT
from complaints.guide.models import Orientation as Count
from complaints.guide.rules import Advice

COOKIE = "guide"
SALT = "complaints.guide.counting"
DAY = 24 * 3600
COUNTS_A_NETWORK = 1000  # an hour; a consulate shares one address


@dataclass(frozen=True, slots=True)
class Place:
    """Where a result is counted."""

    day: str
    result: str
    ground: str
    country: str

    @property
    def row(self) -> dict[str, str | date]:
        return {
            "day": date.fromisoformat(self.day),
            "result": self.result,
            "ground": self.ground,
            "country": self.country,
        }


def count(request: HttpRequest, response: HttpResponse, found: Advice) -> None:
    """Counts the result that this response shows, unless this browser stands in that count already today."""
    if request.method != "GET":
        return
    today = timezone.now().astimezone(RABAT).date().isoformat()
    place = Place(today, found.result, found.ground, found.country.code if found.country else "")
    before = _counted(request)
    if before == place or not limits.within("guide-count", limits.network(request), limit=COUNTS_A_NETWORK):
        return
    moves = before is not None and (before.day, before.result, before.ground) == (today, place.result, place.ground)
    add(place, instead_of=before if moves else None)
    response.set_signed_cookie(
        COOKIE,
        "|".join(astuple(place)),
        salt=SALT,
        max_age=DAY,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


@transaction.atomic
def add(place: Place, *, instead_of: Place | None = None) -> None:
    """One more there, and one less where the same person was counted before."""
    Count.objects.get_or_create(**place.row)
    Count.objects.filter(**place.row).update(n=F("n") + 1)
    if instead_of:
        Count.objects.filter(**instead_of.row, n__gt=0).update(n=F("n") - 1)


def _counted(request: HttpRequest) -> Place | None:
    parts = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=DAY).split("|")
    return Place(*parts) if len(parts) == 4 else None
