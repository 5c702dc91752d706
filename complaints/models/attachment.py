"""A file of a case: the original as it came, sealed by its SHA-256, and a copy without hidden data."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from complaints.enums import Verdict
from complaints.models.complaint import Complaint
from complaints.models.erasure import erased_words


class StoredFile(models.Model):
    """What a draft's file and a case's file have in common. Both names are random; the person's own name is only text."""

    class Kind(models.TextChoices):
        MANDATE = "mandate", _("Mandate or proof of capacity")
        LETTER = "letter", _("The complaint as it came on paper")
        TRANSCRIPT = "transcript", _("Transcript, signed")

    name = models.CharField(_("name"), max_length=255)
    kind = models.CharField(_("kind of document"), max_length=10, choices=Kind, blank=True, db_default="")
    caption = models.CharField(_("caption"), max_length=200, blank=True)
    content_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256 of the original"), max_length=64)
    original = models.CharField(max_length=100, unique=True, editable=False)
    copy = models.CharField(max_length=100, blank=True, editable=False, help_text="Without EXIF, GPS and the like.")
    verdict = models.CharField(_("inspection"), max_length=10, choices=Verdict, default=Verdict.PENDING)
    scanned_at = models.DateTimeField(null=True, editable=False, help_text="When the scanner was last asked again.")
    sent_at = models.DateTimeField(_("sent"))

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class Attachment(StoredFile):
    """A file of a filed case. `internal` ones are the desk's own and are never shown to the complainant.

    `redacted_from` is the file of which this one is a copy with areas painted out (docs/redaction.md).

    Of an erased one the row alone stays, with type, size and sum, so that a receipt on paper can still be compared."""

    class Source(models.TextChoices):
        CITIZEN = "citizen", _("Complainant")
        INSTITUTION = "institution", _("Institution")
        ADMINISTRATION = "administration", _("Administration")
        BODY = "body", _("Other body")

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="attachments")
    source = models.CharField(_("from"), max_length=14, choices=Source, default=Source.CITIZEN)
    uploaded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    internal = models.BooleanField(_("internal"), default=False)
    shared_with_administration = models.BooleanField(_("sent to the administration"), default=False)
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True, editable=False)
    redacted_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="redactions"
    )

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["sent_at", "id"]
        indexes = [models.Index("copy", name="attachment_copy")]  # the sweeper looks for rows by both names

    @property
    def shown(self) -> str:
        """Its name, or that it was erased."""
        return erased_words(self.erased_at) if self.erased_at else self.name
