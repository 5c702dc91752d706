"""The lists the form offers, in the reader's language and order (complaints/guide/selectors.py)."""

from functools import cache
from zoneinfo import available_timezones

from django.utils.translation import gettext_lazy as _

from complaints.asking.choices import FREQUENT, Choices, countries
from complaints.guide import selectors


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
