"""A complaint being written: one row a draft, one JSON object a step, one row a file (docs/filing.md)."""

import uuid
from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from complaints.knowledge.models import Question
from complaints.models import Complaint, IncomingMail, StoredFile

LIFETIME = timedelta(days=30)


def expiry() -> timezone.datetime:
    """When a draft made now will be removed."""
    return timezone.now() + LIFETIME


class Draft(models.Model):
    """`key` names the draft and, once sent, the complaint: a repeated submission finds the same file (docs/filing.md).

    `answers` holds `{step: {field: raw text}}` as typed, valid or not; `problems` the steps to look at again."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code_hash = models.CharField(
        max_length=128,
        unique=True,
        editable=False,
        help_text="Keyed hash of the code that resumes on another device (complaints/intake/resume.py).",
    )
    user = models.ForeignKey(User, models.CASCADE, null=True, blank=True, related_name="drafts")
    language = models.CharField(max_length=10)
    answers = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    saved_at = models.DateTimeField(auto_now=True)
    expires_at = models.DateTimeField(default=expiry)
    verification = models.JSONField(
        default=dict, help_text="The last code sent: to which address, when, how often tried."
    )
    contact_verified_at = models.DateTimeField(null=True, blank=True)
    complaint = models.OneToOneField(Complaint, models.PROTECT, null=True, blank=True, related_name="draft")
    question = models.ForeignKey(
        Question,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="drafts",
        help_text="The question that this draft began as.",
    )
    officer = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who types it here for somebody else (docs/channels.md); it is then no draft of an account.",
    )
    mail = models.ForeignKey(
        IncomingMail,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="drafts",
        help_text="The mail that this draft began as.",
    )
    sealed_code = models.TextField(
        blank=True,
        editable=False,
        help_text="The follow-up code, encrypted, until it was noted or half an hour is over.",
    )

    code_kept = models.CharField(
        max_length=8, blank=True, default="", editable=False, help_text="How the follow-up code was kept (keeping.py)."
    )
    ease_said = models.BooleanField(
        default=False, editable=False, help_text="Whether the question on the confirmation was answered (ease.py)."
    )

    secret_hash = models.CharField(
        max_length=64,
        blank=True,
        default="",
        editable=False,
        help_text="SHA-256 of the secret of the telephone that made the key (phones.py).",
    )
    phone_code = models.TextField(
        blank=True,
        default="",
        editable=False,
        help_text="The follow-up code, sealed under the telephone's own secret: nobody else can open it (phones.py).",
    )
    sent_body = models.CharField(
        max_length=64, blank=True, default="", editable=False, help_text="SHA-256 of what was sent (phones.py)."
    )
    code_shown_at = models.DateTimeField(
        null=True,
        editable=False,
        help_text="When the code was shown anew on a page, if not at the sending (phones.py).",
    )
    offered_at = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text="When it was offered to the person's own phone (handing_over.py).",
    )
    taken_at = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text="When the person's own phone took it; from then on it has another code than the tablet showed.",
    )
    taken_by = models.CharField(
        max_length=64,
        blank=True,
        default="",
        db_default="",
        editable=False,
        help_text="SHA-256 of the token of the browser that took it: its repeat is answered, nobody else's.",
    )
    signed = models.JSONField(
        default=dict,
        db_default={},
        editable=False,
        help_text="How and when the account was signed at a stand, and the digest of its words (account.py).",
    )
    given_code_hash = models.CharField(
        max_length=128,
        blank=True,
        default="",
        db_default="",
        editable=False,
        help_text="Hash of the follow-up code that a tablet without a network has given the person already.",
    )
    provisional = models.CharField(
        max_length=10,
        null=True,
        blank=True,
        unique=True,
        editable=False,
        help_text="The number that it gave them, until they have the reference.",
    )

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        ordering = ["-saved_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(officer=None) | models.Q(user=None), name="draft_of_the_desk_has_no_account"
            )
        ]
        indexes = [
            models.Index("expires_at", name="draft_expiry"),
            models.Index(
                "officer",
                models.F("saved_at").desc(),
                name="draft_of_officer",
                condition=models.Q(officer__isnull=False, complaint__isnull=True),
            ),
        ]


class Ease(models.Model):
    """How easy somebody found it to file. It knows a day and a language, and neither the draft nor the person (ease.py)."""

    class Grade(models.IntegerChoices):
        VERY_EASY = 5, _("Very easy")
        EASY = 4, _("Easy")
        BETWEEN = 3, _("Neither easy nor difficult")
        DIFFICULT = 2, _("Difficult")
        VERY_DIFFICULT = 1, _("Very difficult")

    day = models.DateField(_("day"))
    grade = models.PositiveSmallIntegerField(_("answer"), choices=Grade)
    comment = models.CharField(_("comment"), max_length=1200, blank=True)
    language = models.CharField(_("language"), max_length=10)

    class Meta:
        verbose_name = _("opinion on filing")
        verbose_name_plural = _("opinions on filing")
        ordering = ["-day", "grade"]  # not the order in which they came
        constraints = [models.CheckConstraint(condition=models.Q(grade__range=(1, 5)), name="ease_is_1_to_5")]
        indexes = [models.Index("day", name="ease_day")]

    def __str__(self) -> str:
        return str(self.get_grade_display())


class DraftFile(StoredFile):
    """A file sent with a draft; on submission it becomes the case's Attachment."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="files")
    sent_as = models.UUIDField(
        null=True, editable=False, help_text="The key of the upload that it came by (uploads.py)."
    )

    class Meta:
        verbose_name = _("file of a draft")
        verbose_name_plural = _("files of drafts")
        ordering = ["sent_at", "id"]
        constraints = [
            models.UniqueConstraint("draft", "sent_as", name="one_file_an_upload"),
        ]
        indexes = [models.Index("copy", name="draft_file_copy")]


class DraftUpload(models.Model):
    """A file on its way: it may come in pieces, over a line that breaks (uploads.py)."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="uploads")
    key = models.UUIDField(
        editable=False, help_text="Made where the file is: the same key goes on, and begins nothing new."
    )
    name = models.CharField(max_length=255)
    caption = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=10, choices=StoredFile.Kind, blank=True)
    size = models.PositiveIntegerField(help_text="Bytes, as announced.")
    offset = models.PositiveIntegerField(default=0, help_text="Bytes that are here.")
    refusal = models.CharField(
        max_length=500, blank=True, help_text="Why the whole file was not taken, as it was said."
    )
    finished_at = models.DateTimeField(null=True)
    touched_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("file on its way")
        verbose_name_plural = _("files on their way")
        constraints = [
            models.UniqueConstraint("draft", "key", name="one_upload_a_key"),
            models.CheckConstraint(condition=models.Q(offset__lte=models.F("size")), name="upload_within_its_size"),
        ]
        indexes = [models.Index("touched_at", name="upload_touched")]


class UploadPart(models.Model):
    """A piece of a file on its way, in Postgres: what was acknowledged is committed, whatever stores the whole files."""

    upload = models.ForeignKey(DraftUpload, models.CASCADE, related_name="parts")
    offset = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        ordering = ["offset"]
        constraints = [models.UniqueConstraint("upload", "offset", name="one_part_a_place")]
