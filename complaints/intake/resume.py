"""The codes of a draft: one that resumes it on another device, one that proves an e-mail address.

Both are computed from the draft's key under a key of their own and kept nowhere: the holder can be shown the same code
again, and a copy of the database opens nothing. The hash in `Draft.code_hash` is keyed too, so it can be looked up."""

import base64
import hashlib
import hmac

from django.conf import settings

from accounts.encryption import blind_index
from complaints import codes
from complaints.intake.models import Draft

FIGURES = 6


def _digest(purpose: str, *parts: str) -> bytes:
    key = base64.b64decode(settings.IDENTITY_INDEX_KEY)
    return hmac.digest(key, "\x1f".join(["intake", purpose, *parts]).encode(), hashlib.sha256)


def resume_code(draft: Draft) -> str:
    """The code of this draft, as it is shown: 80 bits and a check character, like the follow-up code."""
    return codes.from_digest(_digest("resume", str(draft.key)))


def index(code: str) -> str:
    """What is stored of a code; a person's slips of hand aside. `""` when it cannot be a code."""
    normal = codes.normalise(code)
    hashed = blind_index(f"intake resume {normal}") if normal else None
    return hashed.hex() if hashed else ""


def address_index(email: str) -> str:
    """A keyed hash of an e-mail address, to count what is sent to it."""
    return _digest("address", email.strip().lower()).hex()


def contact_code(draft: Draft, *, email: str, number: int) -> str:
    """The six figures of the `number`th message to this address."""
    value = int.from_bytes(_digest("contact", str(draft.key), email, str(number)), "big")
    return f"{value % 10**FIGURES:0{FIGURES}d}"
