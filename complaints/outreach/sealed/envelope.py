"""The envelope of one visit: ephemeral ECDH on P-256, HKDF-SHA-256, AES-256-GCM (docs/adr/0008; static/js/stand/seal.js).

    "MKS1" | ephemeral point (65 bytes) | nonce (12) | ciphertext with its tag

Shift and key of the visit are bound to it: under another name it does not open. Inside: the length of the facts (4 bytes, the
highest first), the facts as JSON, the files one after the other, as long as the facts say, then zeros up to a multiple of
4 KiB, so that a short visit looks like another."""

import json
import uuid
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"MKS1"
POINT, NONCE, TAG = 65, 12, 16
HEAD = len(MAGIC) + POINT + NONCE
INFO = b"mediator/stand/1"
PADDING = 4096
LENGTH = 4  # bytes that say how long the facts are
MOST_FILES = 64  # more than the page lets anybody add


class Damaged(ValueError):
    """This is no envelope of ours, was sealed for another shift or visit, or lost a bit on its way."""


def _derived(shared: bytes, ephemeral: bytes, public: bytes) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt=ephemeral + public, info=INFO).derive(shared)


def bound(*, shift: int, key: uuid.UUID) -> bytes:
    """What is bound to the envelope without standing in it."""
    return f"{shift}/{key}".encode()


def point(public: ec.EllipticCurvePublicKey) -> bytes:
    """The 65 bytes of a public key."""
    numbers = public.public_numbers()
    return b"\x04" + numbers.x.to_bytes(32) + numbers.y.to_bytes(32)


def open_envelope(body: bytes, *, secret: int, shift: int, key: uuid.UUID) -> tuple[dict[str, Any], list[bytes]]:
    """The facts and the files. `secret` is the number of the shift's key. Raises Damaged."""
    if len(body) < HEAD + TAG or not body.startswith(MAGIC):
        raise Damaged("no envelope")
    own = ec.derive_private_key(secret, ec.SECP256R1())
    ephemeral = body[len(MAGIC) : len(MAGIC) + POINT]
    try:
        other = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), ephemeral)
        shared = own.exchange(ec.ECDH(), other)
        sealing = _derived(shared, ephemeral, point(own.public_key()))
        plain = AESGCM(sealing).decrypt(body[HEAD - NONCE : HEAD], body[HEAD:], bound(shift=shift, key=key))
    except (ValueError, InvalidTag):
        raise Damaged("it does not open") from None
    return _unframed(plain)


def _unframed(plain: bytes) -> tuple[dict[str, Any], list[bytes]]:
    long = int.from_bytes(plain[:LENGTH])
    try:
        facts = json.loads(plain[LENGTH : LENGTH + long])
        sizes = [int(file["size"]) for file in facts.get("files", [])]
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
        raise Damaged("no facts") from None
    at = LENGTH + long
    if len(sizes) > MOST_FILES or min(sizes, default=0) < 0 or at + sum(sizes) > len(plain):
        raise Damaged("a file is cut off")
    found = []
    for size in sizes:
        found.append(plain[at : at + size])
        at += size
    return facts, found
