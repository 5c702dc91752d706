"""A tablet is registered by the head of the delegation, opened once by a code, and can be shut from afar at any time.

Its cookie holds a key of 256 random bits; the row keeps the SHA-256 of it, as it does of the code. Whoever copies the table
opens nothing, and whoever copies the tablet's profile loses it with the next press of "Revoke"."""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Unit
from complaints import codes
from complaints.outreach.models import Device
from complaints.outreach.tablet import shifts
from complaints.outreach.tablet.access import can_keep_devices
from complaints.workflow.errors import demand

INVITED = timedelta(minutes=30)
SEEN_EVERY = timedelta(minutes=1)  # how exact "last seen" is; a page more often costs no write


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def register(*, actor: Actor, unit: Unit, label: str) -> Device:
    """A tablet that nobody has opened yet; `code_of` it opens it once. Raises NotAllowed."""
    demand(can_keep_devices(actor, unit))
    device = Device(
        unit=unit,
        label=label,
        key_hash=_hash(secrets.token_urlsafe(32)),
        registered_by=actor.someone,
        registered_at=timezone.now(),
    )
    _invite(device)
    return device


@transaction.atomic
def invite_again(device: Device, *, actor: Actor) -> bool:
    """Another code for a tablet that was not opened in time; False when it was, or is revoked. Raises NotAllowed."""
    row = Device.objects.select_for_update(of=("self",)).select_related("unit").get(pk=device.pk)
    demand(can_keep_devices(actor, row.unit))
    if row.opened_at or row.revoked_at:
        return False
    _invite(row)
    return True


def _invite(device: Device) -> None:
    device.invited_until = timezone.now() + INVITED
    device.save()
    device.invitation_hash = _hash(_code(device))
    device.save(update_fields=["invitation_hash"])


def _code(device: Device) -> str:
    """Computed, so that it is kept nowhere and the desk can show it until it was used."""
    until = device.invited_until.isoformat() if device.invited_until else ""
    return codes.computed_code("outreach", "tablet", str(device.pk), until)


def code_of(device: Device) -> str:
    """The code that opens this tablet, while it does; else nothing."""
    waits = device.invitation_hash and device.invited_until and device.invited_until > timezone.now()
    return _code(device) if waits and not device.revoked_at else ""


@transaction.atomic
def open_with(code: str) -> tuple[Device, str] | None:
    """The tablet of this code and its new key, once; None for a code that is wrong, used or too old."""
    normal = codes.normalise(code)
    if normal is None:
        return None
    found = Device.objects.select_for_update(of=("self",)).filter(
        invitation_hash=_hash(normal), invited_until__gt=timezone.now(), revoked_at=None
    )
    if (device := found.first()) is None:
        return None
    key = secrets.token_urlsafe(32)
    device.key_hash, device.invitation_hash, device.invited_until = _hash(key), None, None
    device.opened_at = device.last_seen_at = timezone.now()
    device.save()
    return device, key


@transaction.atomic
def revoke(device: Device, *, actor: Actor) -> bool:
    """Shuts it for good, with the day that is open on it; False when it was revoked before. Raises NotAllowed."""
    row = Device.objects.select_for_update(of=("self",)).select_related("unit").get(pk=device.pk)
    demand(can_keep_devices(actor, row.unit))
    if row.revoked_at:
        return False
    row.revoked_at, row.revoked_by, row.invitation_hash = timezone.now(), actor.someone, None
    row.save()
    shifts.end_all(row, at=row.revoked_at)
    return True


def of_key(key: str) -> Device | None:
    """The tablet that holds this key, revoked or not."""
    return Device.objects.select_related("unit").filter(key_hash=_hash(key), opened_at__isnull=False).first()


def seen(device: Device) -> None:
    """Notes that it was here, at most once a minute."""
    now = timezone.now()
    if device.last_seen_at is None or now - device.last_seen_at > SEEN_EVERY:
        Device.objects.filter(pk=device.pk).update(last_seen_at=now)


def keeps(device: Device) -> None:
    """From now on sealed visits may wait on it: nobody empties what its browser stores, but a revocation."""
    Device.objects.filter(pk=device.pk, keeps_since=None).update(keeps_since=timezone.now())
