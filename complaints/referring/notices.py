"""The mails to a body: the link, the figures, that it is over. Their address is looked up when they leave (docs/outbox.md)."""

import json

from django.conf import settings
from django.utils import timezone

from complaints.envelopes import link as address_of
from complaints.models import Event, Referral, ReferralLink
from complaints.notifications import outbox, registry
from complaints.notifications.models import OutboxMessage
from complaints.notifications.registry import Envelope
from complaints.referring import links


def register_notices() -> None:
    """Called once when the app is ready."""
    registry.register("referral_link", resolve_link, keys=("link", "why", "due_on"))
    registry.register("referral_figures", resolve_figures, keys=("link", "number"))
    registry.register("referral_over", resolve_over, keys=())


def mail_link(referral: Referral, event: Event, *, why: str) -> ReferralLink:
    """A new link to the body's address, in the transaction of the event. The token lies encrypted in the row until it is sent.

    `why`: `first`, `again` (asked for), `reminder`, `late`."""
    link, token = links.make(referral, at=event.at)
    due_on = referral.due_on.isoformat() if referral.due_on else ""
    outbox.put(
        "referral_link", event=f"event:{event.pk}", recipient=f"referral:{referral.pk}",
        about=f"complaint:{referral.complaint_id}", context={"link": link.pk, "why": why, "due_on": due_on},
        language=referral.language, channels=("email",), sealed=json.dumps({"token": token}),
    )  # fmt: skip
    return link


def mail_figures(link: ReferralLink) -> None:
    """Six figures to the address to which the link was mailed. The button was pressed; it is no event of the file."""
    outbox.put(
        "referral_figures", event=f"referral-link:{link.pk}:{link.figures}", recipient=f"referral:{link.referral_id}",
        about=f"complaint:{link.referral.complaint_id}", context={"link": link.pk, "number": link.figures},
        language=link.referral.language, channels=("email",),
    )  # fmt: skip


def mail_over(referral: Referral, event: Event) -> None:
    """To the body: this matter was taken back, or waited for too long; nothing opens any more."""
    outbox.put(
        "referral_over", event=f"event:{event.pk}", recipient=f"referral:{referral.pk}",
        about=f"complaint:{referral.complaint_id}", context={}, language=referral.language, channels=("email",),
    )  # fmt: skip


def resolve_link(message: OutboxMessage) -> Envelope | None:
    """The body's address with the link, while that link still opens."""
    found = _link(message)
    token = json.loads(message.sealed or "{}").get("token", "")
    if found is None or not token or not links.alive(found, at=timezone.now()):
        return None
    page = address_of("referral:link", token=token)
    return _envelope(found.referral, url=f"{page}?lang={found.referral.language}", why=message.context["why"])


def resolve_figures(message: OutboxMessage) -> Envelope | None:
    """The figures, unless newer ones were asked for or these are too old."""
    found = _link(message)
    if found is None or found.figures != message.context["number"] or found.figures_at is None:
        return None
    fresh = timezone.now() - found.figures_at < links.FIGURES_LIFE
    return _envelope(found.referral, code=links.figures_of(found)) if fresh and found.referral.is_with_body else None


def resolve_over(message: OutboxMessage) -> Envelope | None:
    row = Referral.objects.filter(pk=message.recipient.removeprefix("referral:"))
    found = row.select_related("complaint__unit", "body").first()
    return _envelope(found) if found else None


def _link(message: OutboxMessage) -> ReferralLink | None:
    rows = ReferralLink.objects.select_related("referral__complaint__unit", "referral__body")
    return rows.filter(pk=message.context["link"]).first()


def _envelope(referral: Referral, **facts: str) -> Envelope:
    case = referral.complaint
    return Envelope(
        address=referral.address, name=referral.body.names.get(referral.language, ""), language=referral.language,
        time_zone=settings.TIME_ZONE, context={"reference": case.reference, "unit": case.unit, **facts},
    )  # fmt: skip
