"""The mailbox, read over IMAP (RFC 9051): every mail is kept in the database before anything is changed on the server.

What was read is known by UIDVALIDITY and UID; when the server numbers its mails anew, by the sum of each mail. Nothing is
deleted there: a kept mail is marked as read, and what becomes of it is for whoever looks after the mailbox."""

import hashlib
import imaplib
import re
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from complaints.models import IncomingMail, MailboxMark
from complaints.reception import crash

log = structlog.get_logger(__name__)

LARGEST = 40 * 1024 * 1024  # bytes of one mail: 25 MB of attachments grow by a third on their way
TIMEOUT = 20  # seconds for one answer of the server
A_RUN = 200  # mails
NOT_SEEN = "(UNSEEN UID 1:%d)"


class Unreachable(Exception):
    """The mailbox cannot be read now; the text says why, without a password."""


def name_of(inbox: dict[str, Any]) -> str:
    """What the mailbox is called in our tables."""
    return f"{inbox['user']}@{inbox['host']}/{inbox['folder']}"[:200]


def fetch(*, seconds: float = 30) -> int:
    """Keeps what is new in the mailbox; gives how many mails. Raises Unreachable; nothing at all where none is set."""
    inbox = settings.INBOX
    if inbox is None:
        return 0
    mailbox, end, kept = name_of(inbox), time.monotonic() + seconds, 0
    try:
        with _opened(inbox) as server:
            mark = _mark(mailbox, _validity(server))
            _flag_again(server, mark.uid)
            for uid in _after(server, mark.uid)[:A_RUN]:
                kept += _keep(server, mark, uid)
                crash.reach("mail_kept")
                server.uid("STORE", str(uid), "+FLAGS.SILENT", "(\\Seen)")
                crash.reach("mail_flagged")
                if time.monotonic() > end:
                    break
    except (imaplib.IMAP4.error, OSError) as error:
        reason = type(error).__name__
        MailboxMark.objects.update_or_create(mailbox=mailbox, defaults={"trouble": reason})
        raise Unreachable(reason) from error
    MailboxMark.objects.filter(mailbox=mailbox).update(read_at=timezone.now(), trouble="")
    return kept


@contextmanager
def _opened(inbox: dict[str, Any]) -> Iterator[imaplib.IMAP4]:
    host, port, scheme = inbox["host"], inbox["port"], inbox["scheme"]
    server: imaplib.IMAP4
    if scheme == "imaps":
        server = imaplib.IMAP4_SSL(host, port, ssl_context=ssl.create_default_context(), timeout=TIMEOUT)
    else:
        server = imaplib.IMAP4(host, port, timeout=TIMEOUT)
    try:
        if scheme == "imap+starttls":
            server.starttls(ssl.create_default_context())
        server.login(inbox["user"], inbox["password"])
        answer, said = server.select(_quoted(inbox["folder"]))
        if answer != "OK":
            raise imaplib.IMAP4.error(f"no folder: {said!r}")
        yield server
    finally:
        try:
            server.logout()
        except (imaplib.IMAP4.error, OSError):
            server.shutdown()


def _quoted(folder: str) -> str:
    escaped = folder.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _validity(server: imaplib.IMAP4) -> int:
    """The number under which the server counts its mails now."""
    _name, said = server.response("UIDVALIDITY")
    found = [int(one) for one in said if one is not None and one.isdigit()]
    if not found:
        raise imaplib.IMAP4.error("no UIDVALIDITY")
    return found[-1]


def _mark(mailbox: str, validity: int) -> MailboxMark:
    """How far this mailbox was read; from the beginning when its mails are numbered anew."""
    mark, _new = MailboxMark.objects.get_or_create(mailbox=mailbox, defaults={"uid_validity": validity})
    if mark.uid_validity != validity:
        log.warning("mailbox_numbered_anew")
        mark.uid_validity, mark.uid = validity, 0
        mark.save(update_fields=["uid_validity", "uid"])
    return mark


def _numbers(answer: tuple[str, list[Any]]) -> list[int]:
    said = b" ".join(part for part in answer[1] if isinstance(part, bytes))
    return sorted(int(one) for one in said.split() if one.isdigit())


def _after(server: imaplib.IMAP4, uid: int) -> list[int]:
    """The numbers of the mails after this one, in their order. `n:*` names the last mail also where it lies before n."""
    return [one for one in _numbers(server.uid("SEARCH", f"UID {uid + 1}:*")) if one > uid]


def _flag_again(server: imaplib.IMAP4, upto: int) -> None:
    """Marks what was kept by somebody who died before marking it. A mail that a person marked as unread is read to us."""
    if upto and (left := _numbers(server.uid("SEARCH", NOT_SEEN % upto))):
        server.uid("STORE", ",".join(map(str, left[:1000])), "+FLAGS.SILENT", "(\\Seen)")


def _keep(server: imaplib.IMAP4, mark: MailboxMark, uid: int) -> int:
    """Keeps one mail with the mark, in one transaction; 0 when it was here already, or is gone."""
    size, arrived = _facts(server, uid)
    large = size > LARGEST
    raw = _content(server, uid, "BODY.PEEK[HEADER]" if large else "BODY.PEEK[]")
    with transaction.atomic():
        made = bool(raw) and _insert(mark, uid, raw, size=size, arrived=arrived, large=large)
        MailboxMark.objects.filter(pk=mark.pk, uid_validity=mark.uid_validity, uid__lt=uid).update(uid=uid)
    return int(made)


def _insert(mark: MailboxMark, uid: int, raw: bytes, *, size: int, arrived: datetime, large: bool) -> bool:
    """Whether it is new. Two who read the mailbox at once may both think so; the constraints let one of them write."""
    digest = hashlib.sha256(raw + str(size).encode() if large else raw).hexdigest()
    if IncomingMail.objects.filter(mailbox=mark.mailbox, digest=digest).exists():
        return False
    row = IncomingMail(
        mailbox=mark.mailbox, uid_validity=mark.uid_validity, uid=uid, digest=digest, raw=raw, size=size,
        arrived_at=arrived, reason=IncomingMail.Reason.LARGE if large else "",
    )  # fmt: skip
    IncomingMail.objects.bulk_create([row], ignore_conflicts=True)
    return True


def _facts(server: imaplib.IMAP4, uid: int) -> tuple[int, datetime]:
    """Size, and when the server got it; a mail that is gone meanwhile has none."""
    said = _flat(server.uid("FETCH", str(uid), "(RFC822.SIZE INTERNALDATE)"))
    found = re.search(rb"RFC822\.SIZE (\d{1,12})", said)
    moment = imaplib.Internaldate2tuple(said)
    arrived = datetime.fromtimestamp(time.mktime(moment), UTC) if moment else timezone.now()
    return (int(found[1]) if found else 0), min(arrived, timezone.now())


def _content(server: imaplib.IMAP4, uid: int, what: str) -> bytes:
    """The bytes themselves; nothing for a mail that is gone meanwhile."""
    _answer, said = server.uid("FETCH", str(uid), f"({what})")
    found = [part[1] for part in said if isinstance(part, tuple) and len(part) > 1]
    return bytes(found[0]) if found else b""


def _flat(answer: tuple[str, list[Any]]) -> bytes:
    parts = [part for one in answer[1] if one is not None for part in (one if isinstance(one, tuple) else (one,))]
    return b" ".join(part for part in parts if isinstance(part, bytes))
