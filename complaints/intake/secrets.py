"""The secret of a telephone that writes a draft: made there, 256 bits, kept here as a hash (docs/offline.md).

A sum is enough for what nobody can guess (ASVS 6.5.2); the follow-up code that waits for the telephone is sealed under the
secret itself, so that a copy of the database opens nothing."""

import base64
import hashlib
import hmac
import os
import re

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SHAPE = re.compile(r"[A-Za-z0-9_-]{43}")  # 32 bytes in base64url, without "="
NONCE = 12


def is_secret(text: str) -> bool:
    """Whether this has the shape of a secret."""
    return SHAPE.fullmatch(text) is not None


def hash_secret(secret: str) -> str:
    """What is kept of it, 64 hexadecimal figures."""
    return hashlib.sha256(secret.encode()).hexdigest()


def matches(secret: str, kept: str) -> bool:
    """Whether this is the secret of that hash, in the same time for every wrong one."""
    return bool(kept) and is_secret(secret) and hmac.compare_digest(hash_secret(secret), kept)


def seal_code(code: str, *, secret: str) -> str:
    """The code as only the holder of the secret can read it."""
    nonce = os.urandom(NONCE)
    return base64.b64encode(nonce + AESGCM(_key(secret)).encrypt(nonce, code.encode(), None)).decode()


def open_code(sealed: str, *, secret: str) -> str:
    """The code again; `""` when there is none or the secret is another."""
    raw = base64.b64decode(sealed)
    try:
        return AESGCM(_key(secret)).decrypt(raw[:NONCE], raw[NONCE:], None).decode() if raw else ""
    except InvalidTag:
        return ""


def _key(secret: str) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt=None, info=b"intake follow-up code").derive(secret.encode())
