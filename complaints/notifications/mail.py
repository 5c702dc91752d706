"""Django's mail backends of the house (MAILERS): `default` writes outbox rows, `wire` takes them out."""

import json
import smtplib
import uuid
from collections.abc import Sequence
from datetime import timedelta
from email.header import decode_header, make_header
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend
from django.db import transaction
from django.utils import timezone, translation

from complaints.notifications import blocks
from complaints.notifications.models import Channel, OutboxMessage, SentMail
from complaints.notifications.registry import Envelope

KIND = "account_mail"
FRESH = timedelta(hours=1)  # a code is long dead after that; an invitation or a link of three days is not
KEPT = 500


class OutboxBackend(BaseEmailBackend):
    """Mails that Django or allauth send become outbox rows; what they say is encrypted and wiped once sent."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """One row per recipient, in the language of the page that sends; returns the number of messages."""
        from complaints.notifications import outbox

        with transaction.atomic():
            for message in email_messages:
                for address in message.recipients():
                    outbox.put(
                        KIND,
                        event=f"mail:{uuid.uuid4()}",
                        recipient="account",
                        about="",
                        context={},
                        language=translation.get_language() or "",
                        channels=[Channel.EMAIL],
                        sealed=json.dumps(
                            {
                                "to": str(address),
                                "subject": str(message.subject),
                                "text": str(message.body),
                                "code": getattr(message, "carries_code", False),
                            }
                        ),
                    )
        return len(email_messages)


def resolve(message: OutboxMessage) -> Envelope | None:
    """The envelope of an account's mail; None when it carries a code that is too old to be of use."""
    sealed = json.loads(message.sealed or "{}")
    if not sealed or (sealed.get("code") and timezone.now() - message.created_at > FRESH):
        return None
    return Envelope(address=sealed["to"], language=message.language)


def source(message: OutboxMessage, _envelope: Envelope) -> str:
    """What the account's mail says, as the source of a message."""
    sealed = json.loads(message.sealed)
    return " ".join(sealed["subject"].split()) + "\n\n" + sealed["text"]


class WireBackend(EmailBackend):
    """SMTP that keeps the server's answer to the last message (its queue number, for the postmaster)."""

    answer = ""

    def _send(self, email_message: EmailMessage) -> bool:
        sent = super()._send(email_message)  # type: ignore[misc]
        code, text = getattr(self.connection, "answer", (0, b""))
        self.answer = f"{code} {text.decode(errors='replace')}"
        return sent

    @property
    def connection_class(self) -> Any:
        return _AnsweringSSL if self.use_ssl else _Answering


class _Answering(smtplib.SMTP):
    def data(self, msg: Any) -> tuple[int, bytes]:
        self.answer = super().data(msg)
        return self.answer


class _AnsweringSSL(smtplib.SMTP_SSL):
    def data(self, msg: Any) -> tuple[int, bytes]:
        self.answer = super().data(msg)
        return self.answer


class MailboxBackend(BaseEmailBackend):
    """Development's mail server: a table with the last 500 mails, shown at /mailbox/."""

    answer = "250 kept in the mailbox of this machine"

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keeps the messages."""
        from dataclasses import asdict

        for message in email_messages:
            message.message()  # the headers are checked as on the wire
            rendered = getattr(message, "rendered", None)
            parts = rendered.blocks if rendered else blocks.parse(f"-\n\n{message.body}", site_url="").blocks
            html = next((part.content for part in getattr(message, "alternatives", [])), "")
            keep(
                SentMail(
                    sender=str(make_header(decode_header(str(message.extra_headers.get("From", message.from_email))))),
                    to=", ".join(message.recipients()),
                    subject=str(message.subject),
                    message_id=message.extra_headers.get("Message-ID", ""),
                    language=rendered.language if rendered else "",
                    direction=rendered.direction if rendered else "ltr",
                    blocks=[asdict(block) for block in parts],
                    text=str(message.body),
                    html=html,
                )
            )
        return len(email_messages)


def keep(row: SentMail) -> None:
    """One more on the mailbox page; the oldest goes."""
    row.save()
    SentMail.objects.filter(pk__lte=row.pk - KEPT).delete()
