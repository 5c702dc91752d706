"""Dates and times as people of each language write them: Western digits, Moroccan month names in Arabic (domain section 19)."""

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton, get_timezone_location
from django.utils import timezone
from django.utils.translation import get_language

RABAT = ZoneInfo("Africa/Casablanca")
LOCALES = {"ar": "ar_MA", "fr": "fr", "zgh": "zgh", "en": "en_GB", "es": "es", "nl": "nl", "it": "it", "de": "de"}


def locale(language: str | None = None) -> str:
    """The Babel locale for an interface language."""
    return LOCALES.get((language or get_language() or "fr").split("-")[0], "fr")


def long_date(value: date | datetime, language: str | None = None) -> str:
    """`15 novembre 2026`, `1er novembre 2026`, `15 نونبر 2026`. An aware time is taken in Rabat."""
    if isinstance(value, datetime):
        value = timezone.localdate(value)
    return _in_words(value, locale(language))


def long_day(value: date, language: str | None = None) -> str:
    """With its day of the week: `dimanche 15 novembre 2026`, `الأحد، 15 نونبر 2026`."""
    spoken = locale(language)
    text = format_date(value, "full", locale=spoken)
    return text.replace(" 1 ", " 1er ", 1) if spoken == "fr" else text


def long_month(value: date, language: str | None = None) -> str:
    """`novembre 2026`, `نونبر 2026`."""
    return str(format_skeleton("yMMMM", value, locale=locale(language)))


@lru_cache(maxsize=4096)  # a list shows the same days again and again
def _in_words(day: date, spoken: str) -> str:
    text = format_date(day, "long", locale=spoken)
    return text.replace("1 ", "1er ", 1) if spoken == "fr" and day.day == 1 else text


def long_time(value: datetime, zone: str | None = None, language: str | None = None) -> str:
    """Date and time in a zone (default: Rabat): `15 novembre 2026 à 14:30`, `15 de noviembre de 2026, 14:30`."""
    there, spoken = value.astimezone(ZoneInfo(zone) if zone else RABAT), locale(language)
    between = {"ar_MA": "،", "fr": " à"}.get(spoken, ",")
    return f"{_in_words(there.date(), spoken)}{between} {there:%H:%M}"


def zone_name(zone: str, language: str | None = None) -> str:
    """The zone as a place that people know: `Paris`, `باريس`."""
    return get_timezone_location(ZoneInfo(zone), locale=locale(language), return_city=True)


def other_zone(zone: str, at: datetime) -> str:
    """The zone when its clocks differ from Rabat's at that time, else nothing: one time need not be written twice."""
    if not zone:
        return ""
    return zone if at.astimezone(ZoneInfo(zone)).utcoffset() != at.astimezone(RABAT).utcoffset() else ""
