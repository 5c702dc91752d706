"""How often one network, one draft or one case may do a thing. Redis counts; without Redis everybody may (docs/filing.md)."""

import ipaddress
import time
from collections.abc import Sequence

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from accounts.encryption import blind_index

HOUR = 3600


def network(request: HttpRequest) -> str:
    """The visitor's address: of the proxies' list only what our own proxies wrote (`PROXY_HOPS`); IPv6 by its /64."""
    address = request.META.get("REMOTE_ADDR", "")
    hops = settings.PROXY_HOPS
    if hops:
        chain = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
        address = chain[-hops] if len(chain) >= hops and chain[-hops] else address
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if parsed.version == 6:
        return str(ipaddress.ip_network(f"{parsed}/64", strict=False).network_address)
    return str(parsed)


def within(what: str, who: str, *, limit: int, seconds: int = HOUR) -> bool:
    """Counts one more `what` of `who` in the present window; False when there were more than `limit` of them."""
    key = _key(what, who, seconds)
    cache.add(key, 0, timeout=seconds + 60)
    try:
        return cache.incr(key) <= limit
    except ValueError:  # the key went away between the two calls
        return True


def mailed_enough(what: str, email: str, rates: Sequence[tuple[int, int]]) -> bool:
    """Counts a mail to this address by its keyed hash, which is no list of addresses; whether it had enough by now.

    `rates`: at most so many in so many seconds, each counted."""
    who = (blind_index(f"{what} {email.strip().lower()}") or b"").hex()
    counted = [within(f"{what}-{life}", who, limit=most, seconds=life) for most, life in rates]
    return not all(counted)


def used_up(what: str, who: str, *, limit: int, seconds: int = HOUR) -> bool:
    """Whether `limit` of them were counted in the present window; counts nothing."""
    return int(cache.get(_key(what, who, seconds), 0)) >= limit


def _key(what: str, who: str, seconds: int) -> str:
    return f"limit:{what}:{who}:{int(time.time()) // seconds}"
