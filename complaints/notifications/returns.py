"""Which of our mails came back, or is answered: by its return path and by its Message-ID (docs/channels.md).

The return path of a mail names its row and, by a keyed sum, the address it went to: `retour+<key>.<sum>@example.org`
(VERP). Nobody who never had the mail can make one up."""

import hmac
import re
import uuid
from collections.abc import Iterable

from django.conf import settings

from accounts.encryption import blind_index
from complaints.notifications.models import OutboxMessage

# What a mail server says when there is no such mailbox or no such domain, and never will be (RFC 3463).
DEAD = re.compile(r"\b5\.1\.(?:1|2|3|6|10)\b|\b5\.2\.1\b|\b5\.4\.4\b")
TOKEN = re.compile(r"\+([0-9a-f]{32})\.([0-9a-f]{12})@", re.IGNORECASE)
OURS = re.compile(r"<([0-9a-f]{40})@")


def is_dead(answer: str) -> bool:
    """Whether this answer of a mail server, with its enhanced code, says that the address does not exist."""
    return bool(DEAD.search(answer))


def path(message: OutboxMessage, address: str) -> str:
    """The return path of one mail to one address; empty where no address for returns is set."""
    local, at, domain = settings.RETURN_ADDRESS.rpartition("@")
    if not at:
        return ""
    return f"{local}+{message.key_of_mail.hex}.{_sum(message.key_of_mail, address)}@{domain}"


def _sum(key: uuid.UUID, address: str) -> str:
    return (blind_index(f"return path {key.hex} {address.strip().lower()}") or b"").hex()[:12]


def by_path(addresses: Iterable[str]) -> tuple[OutboxMessage, str] | None:
    """The mail whose return path is among these addresses, and the sum of the address it went to."""
    for one in addresses:
        if (found := TOKEN.search(one)) and (row := _row(found[1])):
            return row, found[2].lower()
    return None


def went_to(message: OutboxMessage, address: str, told: str) -> bool:
    """Whether the sum in a return path is that of this address."""
    return bool(address) and hmac.compare_digest(_sum(message.key_of_mail, address), told)


def by_message_id(text: str, *, most: int = 50) -> list[OutboxMessage]:
    """Our mails that are named in these headers, the newest first; at most one query."""
    keys = [uuid.UUID(digest[:32]) for digest in OURS.findall(text)[-most:]]
    rows = OutboxMessage.objects.filter(mail_key__in=keys).order_by("-pk") if keys else []
    return [row for row in rows if row.message_id in text]


def _row(hexadecimal: str) -> OutboxMessage | None:
    return OutboxMessage.objects.filter(mail_key=uuid.UUID(hexadecimal)).first()
