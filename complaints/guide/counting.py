"""How many people got which result: a count for each day, ground and country, of nobody in particular.

The last answer of the guide begins a look: a random number in the address of the result. For a day the cache knows in which
count this look stands, so that a page reloaded or read in another language counts once, and a country added later moves the
count. The browser keeps nothing, and the number says nothing of a person. A result opened without one (from paper, from a
mail, from a link) is looked up again and counts nothing."""

import uuid
from dataclasses import astuple, dataclass
from datetime import date

from django.core.cache import cache
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from accounts import limits
from complaints.guide.models import Orientation as Count
from complaints.guide.rules import Advice

LOOK = "look"  # the part of the address
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


def new_look() -> str:
    """A number for one walk through the guide."""
    return uuid.uuid4().hex


def look_of(request: HttpRequest) -> str:
    """The number in this address; empty where there is none, or something else."""
    try:
        return uuid.UUID(hex=request.GET.get(LOOK, "")[:32]).hex
    except ValueError:
        return ""


def count(request: HttpRequest, found: Advice) -> None:
    """Counts the result that is about to be shown, unless this look stands in that count already today."""
    look = look_of(request)
    if request.method != "GET" or not look:
        return
    today = timezone.localdate().isoformat()
    place = Place(today, found.result, found.ground, found.country.code if found.country else "")
    before = _counted(look)
    if before == place or not limits.within("guide-count", limits.network(request), limit=COUNTS_A_NETWORK):
        return
    if before is not None:
        cache.set(_key(look), astuple(place), timeout=DAY)
    elif not cache.add(_key(look), astuple(place), timeout=DAY):
        return  # the same page was asked for twice at once
    moves = before is not None and (before.day, before.result, before.ground) == (today, place.result, place.ground)
    add(place, instead_of=before if moves else None)


@transaction.atomic
def add(place: Place, *, instead_of: Place | None = None) -> None:
    """One more there, and one less where the same person was counted before."""
    Count.objects.get_or_create(**place.row)
    Count.objects.filter(**place.row).update(n=F("n") + 1)
    if instead_of:
        Count.objects.filter(**instead_of.row, n__gt=0).update(n=F("n") - 1)


def _key(look: str) -> str:
    return f"guide-look:{look}"


def _counted(look: str) -> Place | None:
    parts = cache.get(_key(look))
    return Place(*parts) if parts else None
