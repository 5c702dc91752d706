"""Messages to addresses that are not, or no longer, the file's own: looked up when they leave (docs/outbox.md)."""

from django.utils import timezone

from complaints.envelopes import link
from complaints.follow_up.editing import CODE_LIFE, figures_of
from complaints.models import Change, NewAddress
from complaints.notifications import registry
from complaints.notifications.models import OutboxMessage
from complaints.notifications.registry import Envelope


def register_notices() -> None:
    """Called once when the app is ready."""
    registry.register("complaint_email_code", resolve_code, keys=("number",))
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
    """The address before, once more: if somebody else changed it, its owner hears of it here. Not where no mail is safe."""
    rows = Change.objects.filter(pk=message.context["change"]).select_related(
        "complaint__unit", "complaint__complainant"
    )
    row = rows.first()
    if row is None or not row.before or not row.complaint.complainant.reachable_by("email"):
        return None
    context = {"reference": row.complaint.reference, "unit": row.complaint.unit, "url": link("accounts:help")}
    neutral = "neutral/news" if row.complaint.complainant.wants_no_name else ""
    return Envelope(address=row.before, language=row.complaint.language, context=context, neutral=neutral)
