"""The result of the guide by e-mail: to an address that is kept sealed until the mail has left, and nowhere else."""

import json
import uuid

from django.db import transaction
from django.utils import translation

from accounts import limits
from complaints.guide import cards, rules
from complaints.guide.questions import lengthen
from complaints.notifications import outbox, registry
from complaints.notifications.models import OutboxMessage
from complaints.notifications.registry import Envelope

KIND = "guide_result"
# Anybody may type anybody's address: a stranger gets few mails from us.
MAILS_AN_ADDRESS = ((3, 3600), (6, 24 * 3600))


class TooManyMails(Exception):
    """This address was sent enough for now."""


def register_notices() -> None:
    """Called once when the app is ready."""
    registry.register(KIND, resolve, keys=("result",))


def send(found: rules.Advice, *, email: str, key: uuid.UUID, language: str) -> None:
    """Sends the result once for each `key` of a form; raises TooManyMails. The address is counted by its keyed hash."""
    if limits.mailed_enough("guide-mail", email, MAILS_AN_ADDRESS):
        raise TooManyMails
    with transaction.atomic():
        outbox.put(
            KIND,
            event=f"guide:{key}",
            recipient="guide",
            about="",
            context={"result": found.code},
            language=language,
            channels=("email",),
            sealed=json.dumps({"to": email}),
        )


def resolve(message: OutboxMessage) -> Envelope | None:
    """What the directory says at the moment of sending; None once the address is wiped."""
    sealed = json.loads(message.sealed or "{}")
    if not sealed:
        return None
    answers, country = lengthen(message.context["result"])
    with translation.override(message.language):
        found = rules.advice(answers, country=country)
        context = {
            "heading": cards.heading(found.result),
            "subject_line": found.title,
            "explanation": found.explanation,
            "bodies": [
                " ".join(part for part in (body.name + ":", body.way, body.website) if part) for body in found.bodies
            ],
            "url": cards.address_of(found),
        }
    return Envelope(address=sealed["to"], language=message.language, context=context)
