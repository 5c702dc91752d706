"""Numbers of receipts, which anybody can check and nobody can make up: `7K4F-2QXZ-06F3-9GQ4-…`, six groups of four.

The number holds the last eight characters of the reference, the day of issue and a seal over both (HMAC-SHA-256, 60 bits),
then a check character. Nothing is looked up to check it, so the answer can tell nothing about a file; and as it begins
like the reference, whoever holds the paper sees that the two belong together (docs/receipts.md)."""

import base64
import hashlib
import hmac
from datetime import date, timedelta
from functools import cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from complaints import crockford

FIRST_DAY = date(2020, 1, 1)
FILE, DAY, SEAL = 8, 3, 12
LENGTH = FILE + DAY + SEAL + 1
GROUP = 4


def number(reference: str, *, on: date) -> str:
    """The number printed on the receipt of this file, issued on that day; the same for the same file and day."""
    days = (on - FIRST_DAY).days
    if not 0 <= days < 32**DAY:
        raise ValueError(f"{on} is no day of a receipt")
    body = reference[-FILE:] + _written(days, DAY)
    symbols = body + _seal(_keys(settings.RECEIPT_KEYS)[0], body)
    return shown(symbols + crockford.check_symbol(symbols))


def issued_on(text: str) -> date | None:
    """The day on which we issued the receipt of this number; None when we did not, or when it was mistyped."""
    symbols = crockford.mend(crockford.clean(text))
    if symbols is None or len(symbols) != LENGTH or not crockford.is_sound(symbols):
        return None
    body, seal = symbols[: FILE + DAY], symbols[FILE + DAY : -1]
    genuine = [hmac.compare_digest(_seal(key, body), seal) for key in _keys(settings.RECEIPT_KEYS)]
    return FIRST_DAY + timedelta(days=_read(body[FILE:])) if any(genuine) else None


def shown(symbols: str) -> str:
    """In groups of four."""
    return "-".join(symbols[start : start + GROUP] for start in range(0, len(symbols), GROUP))


@cache
def _keys(setting: str) -> tuple[bytes, ...]:
    """The first key seals, all of them are accepted: an old one stays as long as its receipts shall be confirmed."""
    keys = tuple(base64.b64decode(entry.strip().partition(":")[2]) for entry in setting.split(","))
    if any(len(key) != 32 for key in keys):
        raise ImproperlyConfigured("RECEIPT_KEYS must be id:base64 pairs of 32-byte keys.")
    return keys


def _seal(key: bytes, body: str) -> str:
    return _written(int.from_bytes(hmac.digest(key, f"receipt\x1f{body}".encode(), hashlib.sha256), "big"), SEAL)


def _written(value: int, length: int) -> str:
    return "".join(crockford.ALPHABET[(value >> (5 * place)) & 31] for place in reversed(range(length)))


def _read(symbols: str) -> int:
    value = 0
    for symbol in symbols:
        value = value * 32 + crockford.VALUES[symbol]
    return value
