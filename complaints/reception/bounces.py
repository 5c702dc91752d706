"""Mails of ours that come back (RFC 3464): which one, from which address, and whether for good (docs/channels.md)."""

from dataclasses import dataclass
from email.message import Message

from django.db import transaction

from complaints.models import Complaint
from complaints.notifications import outbox, registry, returns
from complaints.notifications.channels.email import clean
from complaints.notifications.models import OutboxMessage
from complaints.reception import judging
from complaints.reception.reading import Letter, addresses, words


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a report says of one recipient: `failed`, with the code and the words of the mail server."""

    failed: bool
    answer: str
    recipients: tuple[str, ...]


def take(letter: Letter) -> bool:
    """Acts on a mail that came back; False when it is none of ours, or no end of it."""
    found = returns.by_path(judging.arrived_for(letter))
    ours = returns.by_message_id(letter.enclosed) if letter.enclosed and not found else []
    message = found[0] if found else next(iter(ours), None)
    verdict = _verdict(letter)
    if message is None or verdict is None or not verdict.failed:
        return False
    address = _present_address(message)
    with transaction.atomic():
        outbox.came_back(message, detail=clean(verdict.answer))
    mine = returns.went_to(message, address, found[1]) if found else address in verdict.recipients
    if mine and returns.is_dead(verdict.answer):
        registry.returned(message, address)
    return True


def _verdict(letter: Letter) -> Verdict | None:
    """The first recipient that failed, of the report's blocks; None where there is no report that a machine can read."""
    blocks = letter.report.get_payload() if letter.report is not None else None
    said = None
    for block in blocks if isinstance(blocks, list) else ():
        if not isinstance(block, Message) or "action" not in block:
            continue
        said = _of_block(block)
        if said.failed:
            return said
    return said


def _of_block(block: Message) -> Verdict:
    status, action = words(str(block.get("status", ""))), words(str(block.get("action", ""))).strip().lower()
    told = [words(str(block.get(name, ""))) for name in ("original-recipient", "final-recipient")]
    permanent = action == "failed" and status.strip().startswith("5")
    answer = f"{status} {words(str(block.get('diagnostic-code', '')))}"
    return Verdict(permanent, answer, tuple(one for line in told for one in addresses(line)))


def _present_address(message: OutboxMessage) -> str:
    """The complainant's address as the file has it now, in lower case; empty for mails to others."""
    key = message.about.removeprefix("complaint:")
    if not (message.recipient.endswith(":citizen") and key.isdecimal()):
        return ""
    return (Complaint.objects.filter(pk=key).values_list("complainant__email", flat=True).first() or "").lower()
