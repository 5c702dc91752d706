"""A real IMAP server (pymap) on a free port, and mails to put into it."""

import imaplib
import socket
import subprocess
import sys
import time
from email.message import EmailMessage
from typing import Any

from tests.complaints.notifications.conftest import free_port, until


class Postbox:
    """Starts with an empty INBOX; a restart forgets everything and numbers its mails anew (UIDVALIDITY)."""

    def __init__(self) -> None:
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None
        self.start()

    @property
    def url(self) -> str:
        return f"imap://me%40example.org:pass@127.0.0.1:{self.port}/INBOX"

    def start(self) -> None:
        command = [
            sys.executable,
            "-c",
            "from pymap.main import main; main()",
            "--host",
            "127.0.0.1",
            "--port",
            str(self.port),
        ]
        options = ["--no-tls", "dict", "--demo-user", "me@example.org", "--demo-password", "pass"]
        self.process = subprocess.Popen([*command, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until(self._answers, seconds=60)

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=5) as probe:
                return probe.recv(4) == b"* OK"
        except OSError:
            return False

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait(10)

    def restart(self) -> None:
        self.stop()
        self.start()

    def _open(self) -> imaplib.IMAP4:
        server = imaplib.IMAP4("127.0.0.1", self.port, timeout=10)
        server.login("me@example.org", "pass")
        return server

    def put(self, *mails: bytes | EmailMessage) -> None:
        """Delivers mails, in their order."""
        server = self._open()
        for mail in mails:
            raw = mail if isinstance(mail, bytes) else mail.as_bytes()
            answer, _said = server.append("INBOX", "", imaplib.Time2Internaldate(time.time()), raw)  # type: ignore[arg-type]
            assert answer == "OK"
        server.logout()

    def unseen(self) -> int:
        """How many mails are not marked as read."""
        server = self._open()
        server.select("INBOX", readonly=True)
        _answer, said = server.search(None, "UNSEEN")
        server.logout()
        return len((said[0] or b"").split())

    def expunge(self) -> None:
        """Takes all mails out of the box."""
        server = self._open()
        server.select("INBOX")
        server.store("1:*", "+FLAGS", "\\Deleted")
        server.expunge()
        server.logout()


def letter(
    sender: str = "Salma Amrani <salma@example.org>", subject: str = "Plainte", text: str = "Bonjour", **heads: str
) -> EmailMessage:
    """A plain mail; `heads` are further headers, `_` for `-`."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, "plaintes@mediateur.example", subject
    mail["Message-ID"] = heads.pop("message_id", f"<{time.monotonic_ns()}@example.org>")
    for name, value in heads.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail


def report(
    original: str, *, recipient: str, status: str = "5.1.1", action: str = "failed", to: str = "", said: str = ""
) -> bytes:
    """A delivery status notification of another mail server (RFC 3464) about our mail with this Message-ID."""
    diagnostic = said or f"smtp; 550 {status} no such user"
    lines = [
        "From: Mail Delivery System <MAILER-DAEMON@mx.example.net>",
        f"To: {to or 'ne-pas-repondre@mediateur.example'}",
        "Subject: Undelivered Mail Returned to Sender",
        "Auto-Submitted: auto-replied",
        "MIME-Version: 1.0",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="B"',
        "",
        "--B", "Content-Type: text/plain", "", "Your mail could not be delivered.", "",
        "--B", "Content-Type: message/delivery-status", "",
        "Reporting-MTA: dns; mx.example.net", "",
        f"Final-Recipient: rfc822; {recipient}", f"Action: {action}", f"Status: {status}", f"Diagnostic-Code: {diagnostic}", "",
        "--B", "Content-Type: text/rfc822-headers", "",
        f"Message-ID: {original}", "Subject: votre dossier", "",
        "--B--", "",
    ]  # fmt: skip
    return "\r\n".join(lines).encode()


def kept(raw: bytes | EmailMessage, **given: Any) -> Any:
    """A mail as the reader of the mailbox keeps it, without a server."""
    import hashlib

    from django.utils import timezone

    from complaints.models import IncomingMail

    content = raw if isinstance(raw, bytes) else raw.as_bytes()
    values = {
        "mailbox": "box", "uid_validity": 1, "uid": IncomingMail.objects.count() + 1, "size": len(content), "raw": content,
        "digest": hashlib.sha256(content).hexdigest(), "arrived_at": timezone.now(),
    }  # fmt: skip
    return IncomingMail.objects.create(**{**values, **given})
