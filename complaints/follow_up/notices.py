"""Messages to addresses that are not, or no longer, the file's own: looked up when they leave (docs/outbox.md)."""

from django.conf import settings
from django.utils import timezone

from complaints.enums import ContactRule
from complaints.envelopes import NEEDED, link
from complaints.follow_up import withdrawing
from complaints.follow_up.editing import CODE_LIFE, figures_of
from complaints.models import Change, NewAddress
from complaints.models.contact_rules import ContactRules
from complaints.notifications import registry
from complaints.notifications.models import OutboxMessage
from complaints.notifications.registry import Envelope
from complaints.permissions import representation_of


def register_notices() -> None:
    """Called once when the app is ready."""
    registry.register("complaint_email_code", resolve_code, keys=("number",))
    registry.register(withdrawing.KIND, withdrawing.resolve, keys=("slot", "share"))
    registry.register("complaint_email_changed", resolve_changed, keys=("change",))


def resolve_code(message: OutboxMessage) -> Envelope | None:
    """The figures of the last message asked for; an earlier one, or one that is too old, is not sent any more."""
    key = message.about.removeprefix("complaint:")
    rows = NewAddress.objects.filter(complaint=key, number=message.context["number"])
    row = rows.select_related("complaint__complainant").first()
    if row is None or timezone.now() - row.sent_at > CODE_LIFE:
        return None
    neutral = "neutral/code" if row.complaint.complainant.wants_no_name else ""
    return Envelope(
        address=row.email, language=row.complaint.language, context={"code": figures_of(row)}, neutral=neutral
    )


def resolve_changed(message: OutboxMessage) -> Envelope | None:
    """The address before, once more: if somebody else changed it, its owner hears of it here, in the hours they named.

    Only "I look into my file myself" keeps it back. Where mail is not among the ways that are safe it leaves all the same,
    without our name: a changed address is the last that this mailbox hears (docs/safe-contact.md)."""
    rows = Change.objects.filter(pk=message.context["change"])
    row = rows.select_related(*(f"complaint__{name}" for name in NEEDED)).first()
    if row is None or not row.before:
        return None
    case, rules = row.complaint, _rules_of_before(row)
    if rules.contact_rule == ContactRule.FILE_ONLY:
        return None
    unnamed = rules.wants_no_name or not rules.reachable_by("email")
    return Envelope(
        address=row.before, language=case.language,
        time_zone=case.complainant.time_zone or case.country.time_zone or settings.TIME_ZONE,
        context={"reference": case.reference, "unit": case.unit, "url": link("accounts:help")},
        hours=rules.contact_hours, neutral="neutral/news" if unnamed else "",
    )  # fmt: skip


def _rules_of_before(row: Change) -> ContactRules:
    """What was said by whose address it was; a representative's moved to their own row when the mandate was revoked."""
    acts = representation_of(row.complaint)
    return acts if acts and acts.revoked_at and row.at < acts.revoked_at else row.complaint.complainant
