"""The result of the guide by e-mail: to an address that is kept sealed until the mail has left, and nowhere else."""

import json
import uuid

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import limits
from complaints.guide import cards, rules
from complaints.guide.eligibility import HELP
from complaints.guide.models import ReferralBody
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
            "helps": found.result == HELP,
            "subject_line": found.title,
            "explanation": found.explanation,
            "bodies": [(body.name, facts_of(body, found)) for body in found.bodies],
            "posts": [post.name for post in found.posts],
            "country": found.country.name if found.country else "",
            "url": cards.address_of(found),
        }
    return Envelope(address=sealed["to"], language=message.language, context=context)


def facts_of(body: ReferralBody, found: rules.Advice) -> list[str]:
    """What the page of the result says of a body (templates/guide/_body.html), a line each, in the active language."""
    at_home = found.country is not None and found.country.code == "MA"
    known = (
        (_("How to reach it"), " ".join(way for way in (body.way, "" if at_home else body.way_from_abroad) if way)),
        (_("What to prepare"), body.to_prepare),
        (_("Website"), body.website),
        (_("Telephone"), body.phone),
        (_("Address"), body.address),
        (_("Languages"), body.spoken),
    )
    lines = [_("%(what)s: %(words)s") % {"what": what, "words": words} for what, words in known if words]
    return [*lines, cards.verified(body)]
