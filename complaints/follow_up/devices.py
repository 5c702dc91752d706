"""Notices on a device, for one file: who may switch them on, for whom, and what the page shows (docs/push.md)."""

from dataclasses import dataclass

from accounts.actors import Actor
from complaints.follow_up import safe_contact
from complaints.models import Complaint
from complaints.notifications import devices
from complaints.notifications.channels import webpush
from complaints.notifications.models import PushSubscription
from complaints.permissions import is_complainant
from complaints.sharing.selectors import represented_apart, share_of


@dataclass(frozen=True, slots=True)
class Offer:
    """What the section of the page needs."""

    key: str  # what a browser subscribes with
    tag: str  # of the notices that belong to this file
    safe: bool  # whether this person let us tell them in this way
    mine: bool  # whether this person may change what is safe
    told: list[PushSubscription]


def recipient_of(actor: Actor, complaint: Complaint) -> str:
    """Under which key this actor hears of the file; empty for who is told of nothing.

    Whoever reads by a share hangs on that share: with its end the devices are told no more."""
    if is_complainant(actor, complaint) and represented_apart(actor, complaint) is None:
        return f"complaint:{complaint.pk}:citizen"
    share = share_of(actor, complaint)
    return f"share:{share.pk}" if share is not None and share.receives else ""


def offer(complaint: Complaint, actor: Actor) -> Offer | None:
    """None where this house has no keys for it, or this actor is told of nothing."""
    if not webpush.is_on() or not (recipient := recipient_of(actor, complaint)):
        return None
    told = list(devices.of(recipient)[: devices.MOST + 1])
    mine = bool(is_complainant(actor, complaint))
    safe = safe_contact.rules_of(complaint, actor=actor).reachable_by("push") if mine else True
    return Offer(webpush.public_key(), webpush.tag(recipient), safe, mine, told)


def switch_on(
    complaint: Complaint, *, actor: Actor, endpoint: str, p256dh: str, auth: str, language: str
) -> PushSubscription | None:
    """Tells this browser of the file's news from now on; None for who is told of nothing, or wants it in other ways only.

    Raises devices.Unusable and devices.TooMany with words for the person."""
    found = offer(complaint, actor)
    if found is None or not found.safe:
        return None
    return devices.subscribe(
        recipient=recipient_of(actor, complaint), endpoint=endpoint, p256dh=p256dh, auth=auth, language=language
    )


def switch_off(complaint: Complaint, device: int, *, actor: Actor) -> None:
    """One of this actor's devices is told no more; twice changes nothing."""
    if recipient := recipient_of(actor, complaint):
        devices.of(recipient).filter(pk=device).delete()
