"""The address of a stand's screen. It is signed, so that nobody finds the screens of others by counting; it shows numbers alone.

The screen hangs in a hall and logs nobody in. Whoever reads the address from it sees what hangs there."""

from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from complaints.outreach.models import Stand

LENGTH = 24  # hex digits: 96 bits


def token_of(stand: Stand) -> str:
    """The signature in the address."""
    return salted_hmac("stand.screen", str(stand.key), algorithm="sha256").hexdigest()[:LENGTH]


def opens(stand: Stand, token: str) -> bool:
    """Whether this address was given for this stand."""
    return constant_time_compare(token, token_of(stand))


def address_of_screen(stand: Stand) -> str:
    """Where a big display finds the numbers of today."""
    return reverse("stands:screen", args=[stand.pk, token_of(stand)])
