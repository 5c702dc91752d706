"""Template filters of the house, built in everywhere."""

from django import template
from django.utils.html import conditional_escape, format_html

register = template.Library()


@register.filter
def ltr(value: object) -> str:
    """A reference, telephone number, address or amount that keeps its own direction and stays on one line (A31)."""
    return format_html('<bdi dir="ltr" class="ltr">{}</bdi>', conditional_escape(value))
