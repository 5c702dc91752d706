"""Reads of the directories."""

from datetime import date

from complaints.guide.models import Holiday


def holidays() -> frozenset[date]:
    """The days that do not count as working days."""
    return frozenset(Holiday.objects.values_list("day", flat=True))
