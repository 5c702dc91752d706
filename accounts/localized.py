"""Names in several languages, kept beside the row: `{"fr": "…", "ar": "…"}`."""

from django.db import models
from django.utils.translation import get_language

FALLBACKS = (
    "fr",
    "ar",
    "en",
    "es",
)  # a body of Morocco without a name in one's language goes by the one on its own papers


def found_in(names: dict[str, str], language: str | None = None) -> str:
    """The language in which a name is found for `language` (default: the active one); empty when there is none at all."""
    wanted = (language or get_language() or "fr").split("-")[0]
    return next((code for code in (wanted, *FALLBACKS) if names.get(code)), "")


def pick(names: dict[str, str], language: str | None = None) -> str:
    """The name in `language` (default: the active one), else the nearest language that has one."""
    return names.get(found_in(names, language), "")


class Localized(models.Model):
    """A row with a name in each interface language."""

    names = models.JSONField(default=dict)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return pick(self.names)
