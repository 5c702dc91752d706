"""Secret codes that open a complaint, a share, a question or a draft without an account: `K7F2-9QXM-4TB6-WH8Z3`.

Sixteen random characters (80 bits) and a check character: short enough to copy by hand. Below 112 bits a code is kept
like a password (ASVS 6.5.2), so it is hashed with argon2id: 19 MiB, two passes, one lane (the OWASP minimum), about 20 ms.
The code of a complaint is shown once and cannot be read back; what `computed_code` gives is kept nowhere. A code travels in
the body of a POST, never in an address."""

import base64
import hashlib
import hmac
from functools import cache

from argon2 import PasswordHasher, Type
from argon2.exceptions import Argon2Error, InvalidHashError
from django.conf import settings

from accounts.forms import western_digits
from complaints import crockford

RANDOM = 16
LENGTH = RANDOM + 1
GROUP = 4
FIGURES = 6
STRENGTH = {"time_cost": 2, "memory_cost": 19 * 1024, "parallelism": 1}
HASHER = PasswordHasher(**STRENGTH, type=Type.ID)


def new_code() -> str:
    """A fresh code as it is shown: groups of four, the check character at the end of the last."""
    symbols = crockford.random_symbols(RANDOM)
    return _written(symbols + crockford.check_symbol(symbols))


def normalise(text: str) -> str | None:
    """The code that a person typed, as it was shown; None when a character is wrong or missing.

    Case, spaces and dashes do not matter; O is read as 0, I and L as 1, Arabic digits as Western ones."""
    symbols = crockford.mend(crockford.clean(text))
    if symbols is None or len(symbols) != LENGTH or not crockford.is_sound(symbols):
        return None
    return _written(symbols)


def hash_code(code: str) -> str:
    """What is stored: a salted argon2id hash of at most 128 characters. Raises ValueError for what is no code."""
    normal = normalise(code)
    if normal is None:
        raise ValueError("only a whole code can be hashed")
    return HASHER.hash(normal)


def matches(code: str, hashed: str) -> bool:
    """Whether `code`, as typed, is the one behind `hashed`.

    With `hashed=""` (there is no such complaint) it takes as long and gives False, so that the time it takes does not tell
    whether a reference exists. A code with a slip in it is refused at once: that tells nothing about any complaint."""
    normal = normalise(code)
    if normal is None:
        return False
    try:
        return HASHER.verify(hashed or _nobodys_hash(), normal) and bool(hashed)
    except (Argon2Error, InvalidHashError):
        return False


@cache
def _nobodys_hash() -> str:
    """A hash that no code matches."""
    return HASHER.hash("")


def _written(symbols: str) -> str:
    """Groups of four; what is left over joins the last group."""
    starts = range(0, RANDOM, GROUP)
    return "-".join(symbols[start : start + GROUP if start + 2 * GROUP <= LENGTH else LENGTH] for start in starts)


def computed_code(purpose: str, *parts: str) -> str:
    """The code of a thing that has a key: computed under a secret of our own, so that it is kept nowhere."""
    bits = _bits(purpose, *parts)
    symbols = "".join(crockford.ALPHABET[(bits >> (5 * place)) & 31] for place in range(RANDOM))
    return _written(symbols + crockford.check_symbol(symbols))


def same(typed: str, code: str) -> bool:
    """Whether `typed` is this code, slips of hand aside; how long it takes does not tell how much of it is right."""
    normal = normalise(typed)
    return normal is not None and hmac.compare_digest(normal, code)


def figures(purpose: str, *parts: str) -> str:
    """Six figures for one message to one address: computed under a secret of our own, so that they are kept nowhere."""
    return f"{_bits(purpose, *parts) % 10**FIGURES:0{FIGURES}d}"


def _bits(purpose: str, *parts: str) -> int:
    """The 256 bits of a keyed digest of these texts."""
    secret = base64.b64decode(settings.IDENTITY_INDEX_KEY)
    return int.from_bytes(hmac.digest(secret, "\x1f".join([purpose, *parts]).encode(), hashlib.sha256), "big")


def typed_figures(text: str) -> str | None:
    """The six figures that a person typed, in any digits and with any spaces; None when they are not six."""
    found = "".join(character for character in western_digits(text) if character.isdecimal())
    return found if len(found) == FIGURES and found.isascii() else None
