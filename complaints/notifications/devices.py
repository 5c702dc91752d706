"""The browsers that want to hear when there is news for one recipient: switched on, renewed, switched off (docs/push.md).

Who may do so for a recipient is for the page to know; these functions know only its key."""

import base64
import binascii
import hmac
import re
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from complaints.notifications.channels import webpush
from complaints.notifications.models import PushSubscription

MOST = 10  # devices of one recipient
KEPT = timedelta(days=400)
LONGEST = 1000
PRINTABLE = re.compile(r"[!-~]+")
# A plain name and nothing beside it: no two programs may read two different servers out of one address.
WHERE = re.compile(r"https://([A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)(?::443)?(?:/|$)")


class Unusable(ValueError):
    """What a browser sent is no subscription that we may use; the text says so to the person."""


class BadKeys(Unusable):
    """The address is sound, and notices to it could not be encrypted."""


class TooMany(ValueError):
    """This recipient has its ten devices."""


def subscribe(*, recipient: str, endpoint: str, p256dh: str, auth: str, language: str) -> PushSubscription:
    """Tells this browser from now on. The same one again changes its keys and its language. Raises Unusable, TooMany."""
    check_endpoint(endpoint)
    _check_keys(p256dh, auth)
    with transaction.atomic():
        rows = PushSubscription.objects.select_for_update().filter(recipient=recipient)
        others = [row for row in rows if row.endpoint != endpoint]
        if len(others) >= MOST:
            raise TooMany(_("Ten devices are told already. Switch one of them off first."))
        row, _new = PushSubscription.objects.update_or_create(
            recipient=recipient,
            endpoint=endpoint,
            defaults={"p256dh": p256dh, "auth": auth, "language": language},
        )
    return row


def renew(*, old: str, old_auth: str, endpoint: str, p256dh: str, auth: str) -> int:
    """The browser has changed its subscription by itself: the new one takes the place of the old one everywhere.

    Address and secret of the old one, which only that browser and we know, prove that it is the same. Returns how many."""
    check_endpoint(endpoint)
    _check_keys(p256dh, auth)
    changed = 0
    with transaction.atomic():
        for row in PushSubscription.objects.select_for_update().filter(endpoint=old):
            if not hmac.compare_digest(row.auth.encode(), old_auth.encode()):
                continue
            if PushSubscription.objects.filter(recipient=row.recipient, endpoint=endpoint).exclude(pk=row.pk).exists():
                row.delete()
            else:
                row.endpoint, row.p256dh, row.auth = endpoint, p256dh, auth
                row.save(update_fields=["endpoint", "p256dh", "auth"])
            changed += 1
    return changed


def of(recipient: str) -> QuerySet[PushSubscription]:
    """The devices of one recipient, the newest first; `alone` says that no other file uses the same browser."""
    others = PushSubscription.objects.filter(endpoint=OuterRef("endpoint")).exclude(pk=OuterRef("pk"))
    rows = PushSubscription.objects.filter(recipient=recipient)
    return rows.annotate(alone=~Exists(others)).order_by("-created_at", "-pk")


def any_of(recipient: str) -> bool:
    """Whether there is a device to tell, and keys to tell it with."""
    return webpush.is_on() and PushSubscription.objects.filter(recipient=recipient).exists()


def forget(*recipients: str) -> int:
    """Switches off all devices of these recipients: what they hung on (a code, a share) is no more."""
    return PushSubscription.objects.filter(recipient__in=recipients).delete()[0]


def forget_old() -> int:
    """Switches off what was not reached for more than a year: the file is long closed, or the browser long gone."""
    before = timezone.now() - KEPT
    rows = PushSubscription.objects.filter(created_at__lt=before).exclude(last_ok__gte=before)
    return rows.delete()[0]


# --- what may be used ---


def check_endpoint(endpoint: str) -> None:
    """Raises Unusable for anything but an https address at one of the push services of the settings (`PUSH_HOSTS`)."""
    if not (0 < len(endpoint) <= LONGEST and PRINTABLE.fullmatch(endpoint)):
        raise Unusable(_("Your browser gave no address that we can use."))
    if webpush.is_local(endpoint):
        return
    found = WHERE.match(endpoint)
    if not (found and _is_known(found[1].lower())):
        raise Unusable(_("We do not know the push service of your browser, so we cannot send notices to it."))


def _is_known(host: str) -> bool:
    """`.example.org` in the settings stands for all names below it."""
    return any(host == known or (known.startswith(".") and host.endswith(known)) for known in settings.PUSH_HOSTS)


def _check_keys(p256dh: str, auth: str) -> None:
    from cryptography.hazmat.primitives.asymmetric import ec

    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _bytes(p256dh, most=90))
        right = len(_bytes(auth, most=30)) == 16
    except ValueError:
        right = False
    if not right:
        raise BadKeys(_("Your browser gave no address that we can use."))


def _bytes(text: str, *, most: int) -> bytes:
    if len(text) > most or not re.fullmatch(r"[A-Za-z0-9_-]+=*", text):
        raise ValueError
    try:
        return base64.urlsafe_b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4))
    except binascii.Error as error:
        raise ValueError from error
