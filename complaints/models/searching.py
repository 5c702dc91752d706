"""What the full-text search of the desk reads: one row for each text of a case, filled by Postgres (docs/search.md).

The rows hold stems and no text: what is erased or corrected goes from here in the same statement."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.models.complaint import Complaint


class SearchText(models.Model):
    """The words of one text. Nobody writes here but the triggers that `complaints_watch_text` makes (migration 0002_triggers)."""

    class Kind(models.TextChoices):
        """Whose text it is: the table behind it is named in `casework/finding.py`."""

        FACTS = "facts", _("Complaint")
        STEP = "step", _("Step taken before")
        MESSAGE = "message", _("Message")
        ASKED = "asked", _("Request to the complainant")
        ITEM = "item", _("Item asked for")
        ANSWER = "answer", _("Answer of the administration")
        LETTER = "letter", _("Letter")
        NOTE = "note", _("Internal note")
        FILE = "file", _("File name")
        EVENT = "event", _("Reasons")
        REVIEW = "review", _("Review asked for")
        RECOMMENDATION = "recommendation", _("Recommendation")
        TRANSLATION = "translation", _("Translation")
        REFERRAL = "referral", _("Passed on to another body")

    complaint = models.ForeignKey(Complaint, models.DO_NOTHING, related_name="+")
    kind = models.CharField(max_length=14, choices=Kind)
    row = models.BigIntegerField(help_text="The number of the row that holds the text.")
    vector = SearchVectorField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "row"], name="search_text_once")]
        indexes = [GinIndex("vector", name="search_text_words")]
