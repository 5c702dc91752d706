"""Words about a stand that everybody reads, in every language: the same in every delegation."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Event(models.TextChoices):
    """Why there is a stand."""

    MIGRANT_DAY = "migrant_day", _("National Migrant Day")
    SUMMER = "summer", _("Summer of the Moroccans living abroad")
    OPEN_DAY = "open_day", _("Open day")
    NEAR_YOU = "near_you", _("Visit near where people live")
    FAIR = "fair", _("Fair or meeting")


class Outcome(models.TextChoices):
    """The four ways in which a visit ends, each counted."""

    LISTENED = "listened", _("Listened to and informed")
    ORIENTED = "oriented", _("Oriented to the competent service")
    QUESTION = "question", _("Question taken")
    FILED = "filed", _("Complaint filed")


class Why(models.TextChoices):
    """Why it does not take place."""

    WEATHER = "weather", _("The weather")
    PLACE = "place", _("The place cannot be used")
    SAFETY = "safety", _("The safety of the visitors")
    STAFF = "staff", _("The team cannot come")
    MOVED = "moved", _("It takes place at another time or in another place")
