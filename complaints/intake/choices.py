"""The lists the form offers, in the reader's language and order (complaints/guide/selectors.py)."""

from functools import cache
from zoneinfo import available_timezones

from django.utils.translation import gettext_lazy as _

from complaints.asking.choices import FREQUENT, Choices, countries
from complaints.guide import selectors
from complaints.guide.folding import words
from complaints.guide.models import Country


def nationalities() -> Choices:
    """Morocco before the frequent countries."""
    return countries(first=("MA", *FREQUENT))


def regions() -> Choices:
    """The twelve regions."""
    return [("", _("Choose a region")), *((region.code, region.name) for region in selectors.regions())]


def administrations() -> Choices:
    """All bodies, grouped by kind."""
    groups = [(label, [(body.code, body.name) for body in rows]) for label, rows in selectors.administrations_by_kind()]
    return [("", _("Choose from the list")), *groups]


def subjects() -> Choices:
    """The themes, grouped by nature, in the order of the list."""
    return [
        (label, [(subject.code, subject.name) for subject in rows]) for label, rows in selectors.subjects_by_nature()
    ]


@cache
def _time_zones() -> frozenset[str]:
    return frozenset(available_timezones())  # reads folders, so once


def is_time_zone(name: str) -> bool:
    """Whether the browser's zone is one we know."""
    return name in _time_zones()


def countries_as_typed() -> dict[str, Country]:
    """Every country by its two letters and by its names in all languages, folded: what somebody may type for it."""
    found = {}
    for row in selectors.countries():
        found |= {folded(name): row for name in (row.code, *row.names.values())}
    return found


def folded(text: str) -> str:
    """A name as it is compared: without accents, case or signs."""
    return " ".join(words(text[:100]))
