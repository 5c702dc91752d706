"""The ledger of messages: what is to be told, to whom, and every attempt to tell it (docs/outbox.md).

These tables know no complaint: only a recipient's key, a kind, a few facts without identity, and what it is about."""

import hashlib
import uuid
from urllib.parse import urlsplit

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.encryption import EncryptedTextField
from complaints.notifications.blocks import Run, runs


class Channel(models.TextChoices):
    """The ways a message goes."""

    IN_APP = "in_app", _("On the site")
    EMAIL = "email", _("E-mail")
    PUSH = "push", _("Notice on a device")
    SMS = "sms", pgettext_lazy("how we reach you", "SMS")
    WHATSAPP = "whatsapp", pgettext_lazy("how we reach you", "WhatsApp")


class Status(models.TextChoices):
    """Where a message stands. `pending`, `claimed` and `retry` are open; the others are ends."""

    PENDING = "pending", _("Waiting")
    CLAIMED = "claimed", _("Being sent")
    RETRY = "retry", _("Will be tried again")
    SENT = "sent", _("Sent")
    DEAD = "dead", _("Given up")
    VOID = "void", _("Not needed")
    RECALLED = "recalled", _("Taken back")


TEXTS = (Channel.SMS, Channel.WHATSAPP)  # short texts to a telephone number (channels/text.py)
OPEN = (Status.PENDING, Status.CLAIMED, Status.RETRY)


class OutboxMessage(models.Model):
    """One message on one channel. Only `outbox` writes the status; Postgres' clock tells the times."""

    kind = models.CharField(_("kind"), max_length=60)
    event = models.CharField(_("event"), max_length=100)
    recipient = models.CharField(_("recipient"), max_length=100)
    channel = models.CharField(_("channel"), max_length=12, choices=Channel)
    about = models.CharField(_("about"), max_length=100, blank=True)
    language = models.CharField(_("language"), max_length=10)
    context = models.JSONField(_("facts"), default=dict, blank=True, encoder=DjangoJSONEncoder)
    # Mails of accounts carry login codes: encrypted here, and wiped when the message was sent or is not needed.
    sealed = EncryptedTextField(purpose="outbox", blank=True, default="", editable=False)

    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.PENDING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_at = models.DateTimeField(_("next attempt"), db_default=Now())
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)
    token = models.UUIDField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("written"), db_default=Now())
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    last_error = models.CharField(_("last error"), max_length=300, blank=True)
    mail_key = models.UUIDField(
        null=True,
        editable=False,
        help_text="The first half of its Message-ID, once it was sent: answers and returns name it.",
    )

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "recipient", "channel"],
                name="outbox_told_once",
                violation_error_message=_("This person was already told this on this channel."),
            ),
            models.CheckConstraint(
                condition=~models.Q(status=Status.CLAIMED) | models.Q(token__isnull=False, lease_until__isnull=False),
                name="outbox_claim_has_token_and_lease",
            ),
            models.CheckConstraint(
                condition=~models.Q(status=Status.SENT) | models.Q(sent_at__isnull=False),
                name="outbox_sent_has_time",
            ),
        ]
        indexes = [
            models.Index("next_at", name="outbox_due", condition=models.Q(status__in=[*OPEN])),
            models.Index(models.F("id").desc(), name="outbox_dead", condition=models.Q(status=Status.DEAD)),
            models.Index(
                "recipient", models.F("id").desc(), name="outbox_inbox", condition=models.Q(channel=Channel.IN_APP)
            ),
            models.Index("about", "id", name="outbox_about"),
            models.Index("mail_key", name="outbox_mail_key", condition=models.Q(mail_key__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.channel} {self.about}".strip()

    @property
    def shown_status(self) -> Status:
        """Where it stands, in a word: on the site a notice that is held waits, although its row needs nobody to send it."""
        waits = self.status == Status.SENT and self.next_at > timezone.now() and self.channel == Channel.IN_APP
        return Status.PENDING if waits else Status(self.status)

    @property
    def message_id(self) -> str:
        """The e-mail's Message-ID: the same at every attempt, so that a repeat is recognised as one."""
        return f"<{self._digest[:40]}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}>"

    @property
    def key_of_mail(self) -> uuid.UUID:
        """What `mail_key` is: nobody who never had the mail can foresee it."""
        return uuid.UUID(self._digest[:32])

    @property
    def _digest(self) -> str:
        parts = (self.event, self.recipient, self.channel, self.created_at.isoformat())
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


class Outcome(models.TextChoices):
    """How one attempt ended."""

    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
    REFUSED = "refused", _("Refused for good")
    VOID = "void", _("Not needed")
    LATE = "late", _("Ended after its lease")
    RESENT = "resent", _("Put back by hand")
    RETURNED = "returned", _("Came back")


class Delivery(models.Model):
    """One attempt, never changed: why a message was or was not delivered. Holds no address."""

    message = models.ForeignKey(OutboxMessage, models.CASCADE, related_name="deliveries", verbose_name=_("message"))
    at = models.DateTimeField(_("when"), db_default=Now())
    attempt = models.PositiveSmallIntegerField(_("attempt"))
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome)
    detail = models.CharField(_("detail"), max_length=300, blank=True)
    answer = models.CharField(_("answer of the mail server"), max_length=300, blank=True)
    device = models.BigIntegerField(
        null=True,
        editable=False,
        help_text="Of a notice on devices: the number of the subscription that this attempt was for.",
    )

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["message", "device"],
                name="device_reached_once",
                condition=models.Q(outcome=Outcome.SENT, device__isnull=False),
            ),
        ]


class PushSubscription(models.Model):
    """A browser that wants to hear when there is news for one recipient, and nothing more (docs/push.md).

    It knows no file and no person: only the recipient's key, and what the browser's push service needs."""

    recipient = models.CharField(_("recipient"), max_length=100)
    endpoint = models.CharField(max_length=1000)
    p256dh = models.CharField(max_length=90)
    auth = models.CharField(max_length=30)
    language = models.CharField(_("language"), max_length=10)
    created_at = models.DateTimeField(_("switched on"), db_default=Now())
    last_ok = models.DateTimeField(_("last reached"), null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["recipient", "endpoint"], name="device_told_once")]
        indexes = [models.Index("endpoint", name="push_endpoint")]

    @property
    def mark(self) -> str:
        """By this the page finds out whether it is shown on this very device; it tells nothing about the address."""
        return hashlib.sha256(self.endpoint.encode()).hexdigest()


class Heartbeat(models.Model):
    """Written by a task that travelled through the queue: proof that the worker hears its bell."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField(db_default=Now())


class SentMail(models.Model):
    """What left the house in development, where no mail server is set (the page /mailbox/). Empty in production."""

    at = models.DateTimeField(db_default=Now())
    sender = models.CharField(max_length=320)
    to = models.CharField(max_length=320)
    subject = models.CharField(max_length=500)
    message_id = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=10, blank=True)
    direction = models.CharField(max_length=3, default="ltr")
    blocks = models.JSONField(default=list)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index("to", models.F("id").desc(), name="sentmail_address")]

    @property
    def subject_runs(self) -> tuple[Run, ...]:
        """The subject with its left-to-right pieces apart, for our own pages."""
        return runs(self.subject)
