"""Six figures to the telephone that a draft gives: with them a person signs the account at a stand (docs/stand-tablet.md).

Computed as those to the address are (resume.py) and kept nowhere. The text names nobody: somebody else may hold the telephone."""

import uuid

from django.db import transaction

from accounts import limits
from complaints.asking.fields import is_landline
from complaints.intake import figures, resume
from complaints.intake.actions import MAILS_AN_ADDRESS, locked
from complaints.intake.models import Draft
from complaints.intake.steps import answers_of
from complaints.notifications import outbox, registry
from complaints.notifications.channels import text
from complaints.notifications.models import Channel, OutboxMessage
from complaints.notifications.registry import Envelope

KIND = "draft_phone_code"


def number_of(row: Draft) -> str:
    """The number that hears a text, in E.164; empty where there is none, or nobody carries texts here."""
    number: str = answers_of(row).cleaned("contact").get("phone") or ""
    return number if number and text.gateway(Channel.SMS) and not is_landline(number) else ""


@transaction.atomic
def send(*, draft: Draft) -> bool:
    """Sends six figures to the draft's telephone; False when it is too soon or too often, or no number to send to."""
    row = locked(draft)
    number, phone = figures.next_number(row.verification.get("phone", {})), "" if row.complaint_id else number_of(row)
    if not number or not phone or limits.mailed_enough("draft-text", phone, MAILS_AN_ADDRESS):
        return False
    row.verification["phone"] = {"to": phone, **figures.sent(number)}
    row.save(update_fields=["verification", "saved_at"])
    key = f"draft:{row.key}"
    outbox.put(
        KIND, event=f"{key}:phone:{number}", recipient=key, about=key, context={}, language=row.language,
        channels=(Channel.SMS,),
    )  # fmt: skip
    return True


@transaction.atomic
def is_right(*, draft: Draft, code: str) -> bool:
    """Whether these are the six figures of the last text to the number that stands there now; five tries, half an hour."""
    row = locked(draft)
    sent = row.verification.get("phone", {})
    if not figures.may_try(sent) or sent["to"] != number_of(row):
        return False
    row.verification["phone"] = {**sent, "tries": sent["tries"] + 1}
    row.save(update_fields=["verification", "saved_at"])
    return resume.contact_code(row, email=sent["to"], number=sent["number"]) == code


def resolve(message: OutboxMessage) -> Envelope | None:
    """The figures of the last text asked for; an earlier one is not sent any more."""
    key = uuid.UUID(message.about.removeprefix("draft:"))
    draft = Draft.objects.filter(pk=key, complaint=None).first()
    sent = draft.verification.get("phone", {}) if draft else {}
    if draft is None or not sent or not message.event.endswith(f":phone:{sent['number']}"):
        return None
    code = resume.contact_code(draft, email=sent["to"], number=sent["number"])
    return Envelope(address="", phone=sent["to"], language=draft.language, context={"code": code})


def register_phone_codes() -> None:
    """Called once when the app is ready."""
    registry.register(KIND, resolve, keys=(), short="code")
