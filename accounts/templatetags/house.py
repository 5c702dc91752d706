"""Template filters of the house, built in everywhere."""

from datetime import date, datetime

from django import template
from django.utils.html import conditional_escape, format_html

from accounts import dates

register = template.Library()


@register.filter
def ltr(value: object) -> str:
    """A reference, telephone number, address or amount that keeps its own direction and stays on one line (A31)."""
    return format_html('<bdi dir="ltr" class="ltr">{}</bdi>', conditional_escape(value))


@register.filter
def long_date(value: date | datetime | None) -> str:
    """A date in words, in the active language (A35); a time is taken in Rabat."""
    return dates.long_date(value) if value else ""


@register.filter
def long_time(value: datetime | None, zone: str | None = None) -> str:
    """Date and time in words, in Rabat or in the zone given."""
    return dates.long_time(value, zone) if value else ""
