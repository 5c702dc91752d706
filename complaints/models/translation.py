"""A text of the case in another language, beside the text itself (issue 3, the bilingual file)."""

import hashlib
from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from complaints.models.care import DataRequest
from complaints.models.complaint import Complaint, PriorStep
from complaints.models.event import Event
from complaints.models.exchange import Answer, InformationRequest, Message, RequestedItem
from complaints.models.recommendation import Recommendation
from complaints.models.referral import Referral
from complaints.models.review import Review, Voice

# The row that holds the text, by what the text is; a text that is not here is a column of the case itself.
ROWS = {
    "message": "message", "answer": "answer", "event": "event", "asked": "information_request", "item": "item",
    "supplied": "item", "review": "review", "measure": "recommendation", "reply": "recommendation", "step": "prior_step",
    "withdrawal": "event", "body_answer": "referral", "data_wish": "data_request", "data_answer": "data_request",
    "comment": "voice",
}  # fmt: skip
KEYS = tuple(dict.fromkeys(ROWS.values()))


def names_its_row() -> models.Q:
    """That a translation points to the row of its text and to no other, as a condition of the database."""
    found = ~models.Q(of__in=sorted(ROWS)) & models.Q(**{f"{name}__isnull": True for name in KEYS})
    for key in KEYS:
        kinds = sorted(of for of, name in ROWS.items() if name == key)
        found |= models.Q(of__in=kinds) & models.Q(**{f"{name}__isnull": name != key for name in KEYS})
    return found


class Translation(models.Model):
    """What a person typed, or a machine proposed, for one text and one language. Rows are only added: the newest counts."""

    class Of(models.TextChoices):
        """The text that is translated: a column of the case, or what a row of ROWS says."""

        TITLE = "title", _("Title")
        DESCRIPTION = "description", _("What happened")
        HARM = "harm", _("Harm suffered")
        REQUEST = "request", _("What is asked for")
        MESSAGE = "message", _("Message")
        ANSWER = "answer", _("Answer of the administration")
        EVENT = "event", _("Reasons for the complainant")
        ASKED = "asked", _("Request to the complainant")
        ITEM = "item", _("Item asked for")
        SUPPLIED = "supplied", _("Answer to an item")
        REVIEW = "review", _("Review asked for")
        MEASURE = "measure", _("Measure recommended")
        REPLY = "reply", _("Answer to the recommendation")
        STEP = "step", _("Answer at an earlier step")
        WITHDRAWAL = "withdrawal", _("Reason of the withdrawal")
        BODY_ANSWER = "body_answer", _("Answer of another body")
        DATA_WISH = "data_wish", _("Request about data")
        DATA_ANSWER = "data_answer", _("Answer to a request about data")
        COMMENT = "comment", _("Comment on how it ended")

    class Quality(models.TextChoices):
        MACHINE = "machine", _("Machine translation, not checked")
        CHECKED = "checked", _("Checked by a person")

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="translations")
    of = models.CharField(_("text"), max_length=12, choices=Of)
    message = models.ForeignKey(Message, models.PROTECT, null=True, blank=True, related_name="translations")
    answer = models.ForeignKey(Answer, models.PROTECT, null=True, blank=True, related_name="translations")
    event = models.ForeignKey(Event, models.PROTECT, null=True, blank=True, related_name="translations")
    information_request = models.ForeignKey(
        InformationRequest, models.PROTECT, null=True, blank=True, related_name="translations"
    )
    item = models.ForeignKey(RequestedItem, models.PROTECT, null=True, blank=True, related_name="translations")
    review = models.ForeignKey(Review, models.PROTECT, null=True, blank=True, related_name="translations")
    recommendation = models.ForeignKey(
        Recommendation, models.PROTECT, null=True, blank=True, related_name="translations"
    )
    prior_step = models.ForeignKey(PriorStep, models.PROTECT, null=True, blank=True, related_name="translations")
    referral = models.ForeignKey(Referral, models.PROTECT, null=True, blank=True, related_name="translations")
    data_request = models.ForeignKey(DataRequest, models.PROTECT, null=True, blank=True, related_name="translations")
    voice = models.ForeignKey(Voice, models.PROTECT, null=True, blank=True, related_name="translations")
    language = models.CharField(_("language"), max_length=10)
    quality = models.CharField(_("how it was made"), max_length=8, choices=Quality)
    text = models.TextField(_("translation"), max_length=40000)
    source_digest = models.CharField(max_length=64, editable=False, help_text="SHA-256 of the text as it was then.")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=names_its_row(),
                name="translation_names_its_text",
            )
        ]

    @property
    def row(self) -> int:
        """The number of the row that holds the text; 0 for a column of the case."""
        return getattr(self, f"{ROWS[self.of]}_id") if self.of in ROWS else 0

    def is_of(self, source: str) -> bool:
        """Whether it was made from this very text; else the text changed since."""
        return self.source_digest == digest(source)


def digest(text: str) -> str:
    """Which text a translation was made from."""
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


def newest(rows: Iterable[Translation]) -> list[Translation]:
    """Of one text's translations the newest in each language, in the order of the languages' codes."""
    found: dict[str, Translation] = {}
    for row in rows:
        if row.language not in found or (row.at, row.pk) > (found[row.language].at, found[row.language].pk):
            found[row.language] = row
    return [found[code] for code in sorted(found)]
