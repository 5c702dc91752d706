"""The lists the form offers, in the reader's language and order."""

import unicodedata
from typing import Any
from zoneinfo import available_timezones

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.dates import RABAT
from accounts.models import Region
from complaints.guide.models import Administration, Country, Subject

Choices = list[tuple[str, Any]]
# Where most Moroccans abroad live; they stand first so that a thumb need not travel.
FREQUENT = ("FR", "ES", "IT", "BE", "NL", "DE", "US", "CA", "GB", "AE", "SA", "CH")


def in_order(text: str) -> str:
    """A key that sorts names without regard to accents, hamza or case."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return plain.removeprefix("ال")


def countries(*, first: tuple[str, ...] = FREQUENT) -> Choices:
    """Codes and names: the frequent ones, then all."""
    names = {country.code: country.name for country in Country.objects.order_by("code")}
    rest = sorted(names.items(), key=lambda item: in_order(item[1]))
    frequent = [(code, names[code]) for code in first if code in names]
    return [("", _("Choose a country")), (_("Most chosen"), frequent), (_("All countries"), rest)]


def nationalities() -> Choices:
    """Morocco before the frequent countries."""
    return countries(first=("MA", *FREQUENT))


def regions() -> Choices:
    """The twelve regions."""
    rows = [(region.code, region.name) for region in Region.objects.order_by("code")]
    return [("", _("Choose a region")), *sorted(rows, key=lambda item: in_order(item[1]))]


def current_administrations() -> Any:
    """The bodies that exist today."""
    today = timezone.now().astimezone(RABAT).date()
    return Administration.objects.filter(
        Q(valid_from=None) | Q(valid_from__lte=today), Q(valid_to=None) | Q(valid_to__gt=today)
    )


def administrations() -> Choices:
    """All bodies, grouped by kind."""
    groups: dict[str, list[tuple[str, str]]] = {kind: [] for kind in Administration.Kind.values}
    for body in current_administrations().order_by("code"):
        groups[body.kind].append((body.code, body.name))
    labels = dict(Administration.Kind.choices)
    return [
        ("", _("Choose from the list")),
        *((labels[kind], sorted(rows, key=lambda item: in_order(item[1]))) for kind, rows in groups.items() if rows),
    ]


def subjects() -> Choices:
    """The themes, grouped by nature, in the order of the list."""
    groups: dict[str, list[tuple[str, str]]] = {nature: [] for nature in Subject.Nature.values}
    for subject in Subject.objects.filter(active=True).order_by("position", "code"):
        groups[subject.nature].append((subject.code, subject.name))
    labels = dict(Subject.Nature.choices)
    return [(labels[nature], rows) for nature, rows in groups.items() if rows]


def country(code: str) -> Country | None:
    """The country of an ISO code."""
    return Country.objects.filter(code=code).first()


def region(code: str) -> Region | None:
    """The region of a code."""
    return Region.objects.filter(code=code).first()


def administration(code: str) -> Administration | None:
    """The body of a code, if it exists today."""
    return current_administrations().filter(code=code).first()


def search(words: str, *, limit: int) -> list[Administration]:
    """The bodies whose name, in any language, holds the words."""
    from complaints.guide import selectors

    if found := getattr(selectors, "search_administrations", None):
        return list(found(words, limit=limit))
    wanted = in_order(words)
    rows = current_administrations().order_by("code")
    return [row for row in rows if any(wanted in in_order(name) for name in (*row.names.values(), row.search_words))][
        :limit
    ]


def subject(code: str) -> Subject | None:
    """The theme of a code."""
    return Subject.objects.filter(code=code, active=True).first()


def is_time_zone(name: str) -> bool:
    """Whether the browser's zone is one we know."""
    return name in available_timezones()
