"""The messages about a draft, and of the code that follows it; a draft's codes are computed when they leave (docs/outbox.md)."""

import uuid

from django.conf import settings
from django.urls import reverse

from complaints.intake import keeping, resume
from complaints.intake.models import Draft
from complaints.notifications import registry
from complaints.notifications.models import OutboxMessage
from complaints.notifications.registry import Envelope


def register_notices() -> None:
    """Called once when the app is ready."""
    registry.register("draft_saved", resolve_saved, keys=())
    registry.register(keeping.KIND, keeping.resolve, keys=())
    registry.register("draft_contact_code", resolve_contact_code, keys=())


def _draft(message: OutboxMessage) -> Draft | None:
    key = uuid.UUID(message.about.removeprefix("draft:"))
    return Draft.objects.filter(pk=key, complaint=None).first()


def resolve_saved(message: OutboxMessage) -> Envelope | None:
    """Link and code of a draft, to the address that the draft gives now."""
    draft = _draft(message)
    email = (draft.answers.get("contact", {}).get("email") or [""])[-1].strip().lower() if draft else ""
    if draft is None or not email or "contact" in draft.problems:
        return None
    code = resume.resume_code(draft)
    context = {
        # Behind the "#" the code stays in the browser and reaches no log; resume.js puts it into the form.
        "url": f"{settings.SITE_URL}{reverse('intake:resume')}#{code}",
        "code": code,
        "expires_on": draft.expires_at,
    }
    return Envelope(address=email, language=draft.language, context=context, neutral=_neutral(draft, "neutral/draft"))


def resolve_contact_code(message: OutboxMessage) -> Envelope | None:
    """The six figures of the last message asked for; an earlier one is not sent any more."""
    draft = _draft(message)
    sent = draft.verification if draft else {}
    if draft is None or "number" not in sent or not message.event.endswith(f":contact:{sent['number']}"):
        return None
    code = resume.contact_code(draft, email=sent["email"], number=sent["number"])
    return Envelope(
        address=sent["email"], language=draft.language, context={"code": code}, neutral=_neutral(draft, "neutral/code")
    )


def _neutral(draft: Draft, template: str) -> str:
    """The template without our name, where the draft asks for that; both messages are asked for, so no hour is too late."""
    said = draft.answers.get("contact", {})
    return template if (said.get("neutral_subject") or [""])[-1] else ""
