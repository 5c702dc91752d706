"""Mails that came to our mailbox (docs/channels.md)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from complaints.models.attachment import StoredFile
from complaints.models.complaint import Complaint
from complaints.models.exchange import Message
from complaints.models.person import ROOM


class MailboxMark(models.Model):
    """How far one mailbox was read. Written with each mail that is kept, so that none is fetched twice."""

    mailbox = models.CharField(max_length=200, primary_key=True)
    uid_validity = models.BigIntegerField(default=0)
    uid = models.BigIntegerField(default=0)
    read_at = models.DateTimeField(_("last read"), null=True, blank=True)
    trouble = models.CharField(_("why it cannot be read"), max_length=200, blank=True)


class IncomingMail(models.Model):
    """One mail. `raw` is what the server gave, until it was sorted; of a shredded mail only that it came remains.

    `digest` is the SHA-256 of all its bytes: the same mail is kept once, also after the server numbered its mails anew.
    `complaint` is the file it is in, or, while it is to be checked, the file it names."""

    # What it says is kept here while somebody has to look at it, and for good when it became a complaint.

    class Status(models.TextChoices):
        KEPT = "kept", _("Just arrived")
        TO_REGISTER = "to_register", _("To be registered")
        TO_CHECK = "to_check", _("To be checked")
        FILED = "filed", pgettext_lazy("mail", "In a file")
        REGISTERED = "registered", _("Registered as a complaint")
        ASKED = "asked", _("Answered as a question")
        DISCARDED = "discarded", _("Set aside")
        AUTOMATIC = "automatic", _("Automatic mail")
        RETURNED = "returned", _("Returned mail")

    class Reason(models.TextChoices):
        """Why somebody has to look, or why nobody has to."""

        SENDER = "sender", _("It names this file, but the sender is not the file's proved address.")
        ORIGIN = "origin", _("It names this file, but nothing proves that it was sent from the address it shows.")
        SEVERAL = "several", _("It names several files.")
        REFUSED = "refused", _("The file takes no message from this person now.")
        OFTEN = "often", _("Many mails to this file came within an hour.")
        LARGE = "large", _("It was too large: only its head was kept. The whole mail lies in the mailbox.")
        LONG = "long", _("Its text is too long to go to a file by itself.")
        UNREADABLE = "unreadable", _("It could not be read. The whole mail lies in the mailbox.")
        COPY = "copy", _("It came before, word for word.")

    mailbox = models.CharField(max_length=200)
    uid_validity = models.BigIntegerField()
    uid = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    message_key = models.CharField(max_length=64, blank=True, help_text="SHA-256 of its Message-ID.")
    size = models.PositiveIntegerField(_("size in bytes"))
    arrived_at = models.DateTimeField(_("arrived"))
    kept_at = models.DateTimeField(auto_now_add=True)
    raw = models.BinaryField(null=True, editable=False)
    tries = models.PositiveSmallIntegerField(default=0, help_text="How often its sorting began.")

    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.KEPT)
    reason = models.CharField(_("reason"), max_length=10, choices=Reason, blank=True)
    sender = models.EmailField(_("sender"), max_length=254, blank=True)
    sender_name = models.CharField(_("name of the sender"), max_length=200, blank=True)
    subject = models.CharField(_("subject"), max_length=500, blank=True)
    text = models.TextField(_("text"), blank=True)
    left_out = models.JSONField(default=list, blank=True, help_text="Attachments that were not taken: [name, why].")

    complaint = models.ForeignKey(
        Complaint, models.PROTECT, null=True, blank=True, related_name="mails", verbose_name=_("file")
    )
    message = models.OneToOneField(Message, models.PROTECT, null=True, blank=True, related_name="mail")
    handled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    handled_at = models.DateTimeField(_("dealt with"), null=True, blank=True)
    why = models.CharField(_("why it was set aside"), max_length=300 * ROOM, blank=True)
    shredded_at = models.DateTimeField(_("shredded"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("incoming mail")
        verbose_name_plural = _("incoming mails")
        ordering = ["arrived_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["mailbox", "uid_validity", "uid"], name="mail_fetched_once"),
            models.UniqueConstraint(fields=["mailbox", "digest"], name="mail_kept_once"),
            models.CheckConstraint(
                condition=~Q(status="kept") | Q(raw__isnull=False), name="mail_kept_until_it_was_sorted"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=("filed", "registered")) | Q(complaint__isnull=False),
                name="mail_in_a_file_names_it",
            ),
            models.CheckConstraint(
                condition=Q(shredded_at=None)
                | Q(raw=None, sender="", sender_name="", subject="", text="", why="", left_out=[]),
                name="mail_shredded_says_nothing",
            ),
        ]
        indexes = [
            models.Index("status", "arrived_at", "id", name="mail_list"),
            models.Index("kept_at", name="mail_to_shred", condition=Q(shredded_at=None)),
            models.Index("message_key", name="mail_message_key", condition=~Q(message_key="")),
        ]

    def __str__(self) -> str:
        return f"{self.mailbox} {self.uid_validity}/{self.uid}"

    @property
    def waits(self) -> bool:
        """Whether somebody has to do something with it."""
        return self.status in WAITING


WAITING = (IncomingMail.Status.TO_REGISTER, IncomingMail.Status.TO_CHECK)


class IncomingFile(StoredFile):
    """An attachment of a mail, inspected like every other file. A file of a case or a draft may name the same bytes."""

    mail = models.ForeignKey(IncomingMail, models.CASCADE, related_name="files")

    class Meta:
        verbose_name = _("attachment of a mail")
        verbose_name_plural = _("attachments of mails")
        ordering = ["id"]
        indexes = [models.Index("copy", name="incoming_file_copy")]
