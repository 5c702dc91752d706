"""The key of a shift, made when the tablet is prepared, and destroyed when nothing can arrive for it any more."""

import base64
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric import ec

from complaints.outreach.models import Shift, ShiftKey
from complaints.outreach.sealed import envelope


def key_of(shift: Shift) -> ShiftKey:
    """The key of this shift, made now if there is none yet; asked twice at once, it is one key."""
    if found := ShiftKey.objects.filter(shift=shift).first():
        return found
    secret = ec.generate_private_key(ec.SECP256R1())
    public = base64.urlsafe_b64encode(envelope.point(secret.public_key())).decode().rstrip("=")
    made = ShiftKey(shift=shift, public=public, secret=f"{secret.private_numbers().private_value:064x}")
    ShiftKey.objects.bulk_create([made], ignore_conflicts=True)
    return ShiftKey.objects.get(shift=shift)


def destroy_old(*, before: datetime) -> int:
    """Empties the keys of shifts that ended before: what was sealed for them opens for nobody, here either."""
    keys = ShiftKey.objects.filter(shift__ends_at__lt=before).exclude(secret="")
    return keys.update(secret="")
