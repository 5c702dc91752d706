"""Identity numbers at rest: AES-256-GCM, the key's name in the text, the purpose bound to it (docs/encryption.md)."""

import base64
import hashlib
import hmac
import os
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models

NONCE = 12  # bytes, as NIST SP 800-38D recommends


class Unreadable(ValueError):
    """The text was not written with any key at hand; it is never shown in place of the value."""


@cache
def _keys(setting: str) -> dict[str, bytes]:
    keys = {}
    for entry in setting.split(","):
        name, _, encoded = entry.strip().partition(":")
        key = base64.b64decode(encoded) if encoded else b""
        if len(key) != 32:
            raise ImproperlyConfigured("IDENTITY_KEYS must be id:base64 pairs of 32-byte keys.")
        keys[name] = key
    return keys


def encrypt(text: str, *, purpose: str) -> str:
    """`key:base64(nonce + ciphertext)` with the first key; `""` stays `""`."""
    if not text:
        return ""
    name, key = next(iter(_keys(settings.IDENTITY_KEYS).items()))
    nonce = os.urandom(NONCE)
    sealed = AESGCM(key).encrypt(nonce, text.encode(), purpose.encode())
    return f"{name}:{base64.b64encode(nonce + sealed).decode()}"


def decrypt(sealed: str, *, purpose: str) -> str:
    """The text again; raises Unreadable when the key is gone or the text was moved or changed."""
    if not sealed:
        return ""
    name, _, encoded = sealed.partition(":")
    key = _keys(settings.IDENTITY_KEYS).get(name)
    if key is None:
        raise Unreadable(f"no key {name!r}")
    raw = base64.b64decode(encoded)
    try:
        return AESGCM(key).decrypt(raw[:NONCE], raw[NONCE:], purpose.encode()).decode()
    except InvalidTag:
        raise Unreadable("the text was changed or belongs elsewhere") from None


def blind_index(text: str) -> bytes | None:
    """A keyed hash of an identity number, spaces and case aside, to find a second file of the same person."""
    plain = "".join(text.split()).upper()
    if not plain:
        return None
    return hmac.digest(base64.b64decode(settings.IDENTITY_INDEX_KEY), plain.encode(), hashlib.sha256)


class EncryptedTextField(models.TextField):
    """A text that is encrypted on its way into the database. It cannot be searched or ordered by."""

    def __init__(self, *args: object, purpose: str = "", **kwargs: object) -> None:
        self.purpose = purpose
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]

    def deconstruct(self):  # type: ignore[no-untyped-def]
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "purpose": self.purpose}

    def from_db_value(self, value: str | None, _expression: object, _connection: object) -> str | None:
        return decrypt(value, purpose=self.purpose) if value else value

    def get_prep_value(self, value: object) -> object:
        return encrypt(str(value), purpose=self.purpose) if value else ""
