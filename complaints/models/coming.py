"""A document for a filed case on its way: it may come in pieces, over a line that breaks (complaints/files/coming.py)."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from complaints.models.complaint import Complaint


class ComingFile(models.Model):
    """What has arrived of a document. It becomes the file's when the message is sent that names its key."""

    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="coming_files")
    sender = models.CharField(
        max_length=40, editable=False, help_text="Who sends it: the same person goes on, nobody else."
    )
    key = models.UUIDField(
        editable=False, help_text="Made where the file is: the same key goes on, and begins nothing new."
    )
    name = models.CharField(max_length=255)
    size = models.PositiveIntegerField(help_text="Bytes, as announced.")
    offset = models.PositiveIntegerField(default=0, help_text="Bytes that are here.")
    touched_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True, help_text="When it was sent with a message.")

    class Meta:
        verbose_name = _("file on its way")
        verbose_name_plural = _("files on their way")
        constraints = [
            models.UniqueConstraint("complaint", "sender", "key", name="one_coming_file_a_key"),
            models.CheckConstraint(
                condition=models.Q(offset__lte=models.F("size")), name="coming_file_within_its_size"
            ),
        ]
        indexes = [models.Index("touched_at", name="coming_file_touched")]


class ComingPiece(models.Model):
    """A piece of such a document, in Postgres: what was acknowledged is committed, whatever stores the whole files."""

    upload = models.ForeignKey(ComingFile, models.CASCADE, related_name="parts")
    offset = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        ordering = ["offset"]
        constraints = [models.UniqueConstraint("upload", "offset", name="one_coming_piece_a_place")]
