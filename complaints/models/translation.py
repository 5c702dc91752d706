"""A text of the case in another language, beside the text itself (issue 3, the bilingual file)."""

import hashlib
from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from complaints.models.complaint import Complaint
from complaints.models.exchange import Answer, Message


class Translation(models.Model):
    """What a person typed, or a machine proposed, for one text and one language. Rows are only added: the newest counts."""

    class Of(models.TextChoices):
        """The text that is translated: a column of the case, a message, an administration's answer."""

        TITLE = "title", _("Title")
        DESCRIPTION = "description", _("What happened")
        HARM = "harm", _("Harm suffered")
        REQUEST = "request", _("What is asked for")
        MESSAGE = "message", _("Message")
        ANSWER = "answer", _("Answer of the administration")

    class Quality(models.TextChoices):
        MACHINE = "machine", _("Machine translation, not checked")
        CHECKED = "checked", _("Checked by a person")

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="translations")
    of = models.CharField(_("text"), max_length=12, choices=Of)
    message = models.ForeignKey(Message, models.PROTECT, null=True, blank=True, related_name="translations")
    answer = models.ForeignKey(Answer, models.PROTECT, null=True, blank=True, related_name="translations")
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
                condition=(models.Q(of="message") & models.Q(message__isnull=False) & models.Q(answer=None))
                | (models.Q(of="answer") & models.Q(answer__isnull=False) & models.Q(message=None))
                | (~models.Q(of__in=("message", "answer")) & models.Q(message=None) & models.Q(answer=None)),
                name="translation_names_its_text",
            )
        ]

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
