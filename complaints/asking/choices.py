"""The lists that filing and a filed case both offer."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from complaints.guide import selectors

Choices = list[tuple[Any, Any]]
# Where most Moroccans abroad live; they stand first so that a thumb need not travel.
FREQUENT = ("FR", "ES", "IT", "BE", "NL", "DE", "US", "CA", "GB", "AE", "SA", "CH")


def countries(*, first: tuple[str, ...] = FREQUENT) -> Choices:
    """Codes and names: the frequent ones, then all."""
    rows = [(country.code, country.name) for country in selectors.countries()]
    names = dict(rows)
    frequent = [(code, names[code]) for code in first if code in names]
    return [("", _("Choose a country")), (_("Most chosen"), frequent), (_("All countries"), rows)]
