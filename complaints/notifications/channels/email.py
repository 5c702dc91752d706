"""E-mail: a text and an HTML part of one message, sent through the `wire` mailer."""

import re
import smtplib
from email.headerregistry import Address
from email.utils import formataddr, parseaddr
from types import TracebackType
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, mailers

from accounts import institution
from complaints.notifications import rendering, returns
from complaints.notifications.channels import Answer, Gone, Refused, Unreachable
from complaints.notifications.models import OutboxMessage
from complaints.notifications.registry import Envelope

ADDRESS = re.compile(r"[^\s<>()\[\]:;,\"]+@[^\s<>()\[\]:;,\"]+")

POLICY = re.compile(r"\b5\.7\.\d+\b|relay", re.IGNORECASE)


class Mail(EmailMultiAlternatives):
    """An e-mail that remembers its rendering, for the mailbox page of development."""

    rendered: rendering.Rendered


class Post:
    """One connection to the mail server for one drain; opened by the first message, closed quietly at the end."""

    def __init__(self) -> None:
        self.wire: Any = None

    def __enter__(self) -> "Post":
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def send(self, message: OutboxMessage, envelope: Envelope) -> Answer:
        """Hands the message to the mail server; raises Gone, Refused, Unreachable or what went wrong."""
        if not envelope.address:
            raise Gone("no e-mail address, or e-mail is not wanted")
        mail = compose(message, envelope)
        reused = self.wire is not None
        try:
            self._hand_over(mail)
        except smtplib.SMTPServerDisconnected as error:
            self.close()
            if not reused:
                raise Unreachable(describe(error)) from error
            return self.send(message, envelope)  # servers hang up after a while or a number of messages
        except smtplib.SMTPRecipientsRefused as error:
            self.close()
            self._refuse(*next(iter(error.recipients.values())), error)
        except smtplib.SMTPDataError as error:
            self.close()
            self._refuse(error.smtp_code, error.smtp_error, error)
        except OSError as error:  # sockets, TLS, a refused password: a server that takes nobody's mail
            self.close()
            raise Unreachable(describe(error)) from error
        return Answer(clean(getattr(self.wire, "answer", "")))

    def _hand_over(self, mail: Mail) -> None:
        if self.wire is None:
            self.wire = mailers["wire"]
            self.wire.open()
        try:
            self.wire.send_messages([mail])
        except smtplib.SMTPNotSupportedError as error:  # letters beyond ASCII in the address, and a server without them
            raise Refused("the mail server cannot take this address", describe(error)) from error

    def close(self) -> None:
        """Hangs up. What the server says to that changes nothing: the messages are with it."""
        wire, self.wire = self.wire, None
        if wire is not None:
            try:
                wire.close()
            except (OSError, smtplib.SMTPException):
                return

    @staticmethod
    def _refuse(code: int, text: bytes | str, error: Exception) -> None:
        said = clean(f"{code} {text.decode(errors='replace') if isinstance(text, bytes) else text}")
        # 5.7.x is the server's policy (relaying, block lists): somebody mends that, and the message can still go.
        if 500 <= code < 600 and not POLICY.search(said):
            raise Refused("the mail server refuses this message", said, nobody=returns.is_dead(said)) from error
        raise RuntimeError(said) from error


def compose(message: OutboxMessage, envelope: Envelope) -> Mail:
    """The e-mail of a message: subject, text, HTML, Message-ID of the row."""
    rendered = rendering.render(message, envelope=envelope)
    headers = {
        "Message-ID": message.message_id,
        "Content-Language": rendered.language,
        "Auto-Submitted": "auto-generated",  # RFC 3834: no out-of-office replies
        "X-Auto-Response-Suppress": "All",
    }
    try:
        to = str(Address(display_name=display_name(envelope.name), addr_spec=envelope.address.strip()))
    except (ValueError, IndexError) as error:
        raise Refused("the e-mail address cannot be read") from error
    sender = settings.NEUTRAL_FROM_EMAIL if envelope.neutral else sender_in(rendered.language)
    if not envelope.neutral:  # a mail that may not say who writes names none of our addresses
        if path := returns.path(message, envelope.address):
            headers["From"], sender = sender, path
        if settings.REPLY_ADDRESS and message.recipient.endswith(":citizen"):
            headers["Reply-To"] = settings.REPLY_ADDRESS
    mail = Mail(subject=rendered.subject, body=rendered.text, from_email=sender, to=[to], headers=headers)
    mail.attach_alternative(rendered.html, "text/html")
    mail.rendered = rendered
    return mail


def sender_in(language: str) -> str:
    """Who sends it, by its name in the reader's language; another name that was set for this house stays as it is."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    if name not in institution.NAMES.values():
        return settings.DEFAULT_FROM_EMAIL
    return formataddr((institution.NAMES.get(language, name), address))


def display_name(name: str) -> str:
    """A name that is only a name: no line ends, no address, no link in it; at most 60 characters."""
    plain = " ".join("".join(c if c.isprintable() else " " for c in name).split())
    return "" if re.search(r"[@/<>\"\\]|www\.", plain) else plain[:60]


def clean(text: str) -> str:
    """One line without addresses: these details are read by staff and kept."""
    return ADDRESS.sub("(address)", " ".join(text.split()))[:300]


def describe(error: BaseException) -> str:
    """What went wrong, for the list of attempts."""
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error.decode(errors="replace") if isinstance(error.smtp_error, bytes) else error.smtp_error
        return clean(f"{type(error).__name__}: {error.smtp_code} {said}")
    return clean(f"{type(error).__name__}: {error}")
