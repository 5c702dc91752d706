"""What a tablet does on a day without a network, in Python: seals a visit to the key of the shift, and sends it in pieces."""

import base64
import json
import os
import uuid
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.test import Client
from django.utils import timezone

from complaints import codes, crockford
from complaints.outreach.models import Shift
from complaints.outreach.sealed import envelope, keys
from tests.complaints.intake.filing import DECLARATIONS
from tests.complaints.outreach import tabletop


def raw(posts: dict[str, dict[str, str]]) -> dict[str, dict[str, list[str]]]:
    return {slug: {name: [value] for name, value in values.items()} for slug, values in posts.items()}


def provisional() -> str:
    body = crockford.random_symbols(7)
    return f"P-{body}{crockford.check_symbol(body)}"


def visit(outcome: str = "listened", **more: Any) -> dict[str, Any]:
    """The facts of a visit."""
    return {"outcome": outcome, "language": "ar", "at": timezone.now().isoformat(), "files": [], **more}


def complaint(*, way: str = "refused", why: str = "ne sait pas écrire", finished: bool = True, **changes: Any) -> dict:
    """The facts of a complaint; `changes` replace whole steps."""
    answers = {slug: values for slug, values in raw(tabletop.steps(**changes)).items() if values}
    told = {
        "answers": answers, "declared": raw({"declare": DECLARATIONS})["declare"], "way": way, "why": why,
        "code": codes.new_code(), "provisional": provisional(), "finished": finished,
    }  # fmt: skip
    return visit("filed", complaint=told)


def frame(facts: dict[str, Any], files: list[bytes]) -> bytes:
    """Facts, files and zeros."""
    text = json.dumps(facts, ensure_ascii=False).encode()
    plain = len(text).to_bytes(4) + text + b"".join(files)
    return plain + bytes(-len(plain) % envelope.PADDING)


def seal_bytes(plain: bytes, *, public: bytes, shift: int, key: uuid.UUID) -> bytes:
    """As static/js/stand/seal.js does."""
    own = ec.generate_private_key(ec.SECP256R1())
    ephemeral = envelope.point(own.public_key())
    shared = own.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public))
    secret = HKDF(hashes.SHA256(), 32, salt=ephemeral + public, info=envelope.INFO).derive(shared)
    nonce = os.urandom(envelope.NONCE)
    sealed = AESGCM(secret).encrypt(nonce, plain, f"{shift}/{key}".encode())
    return envelope.MAGIC + ephemeral + nonce + sealed


def public_of(shift: Shift) -> bytes:
    text = keys.key_of(shift).public
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def seal(shift: Shift, key: uuid.UUID, facts: dict[str, Any], *files: tuple[str, str, bytes]) -> bytes:
    """`files` are (name, kind, bytes)."""
    told = [{"name": name, "kind": kind, "size": len(data)} for name, kind, data in files]
    plain = frame({**facts, "files": told}, [data for _name, _kind, data in files])
    return seal_bytes(plain, public=public_of(shift), shift=shift.pk, key=key)


def announce(client: Client, shift: Shift, key: uuid.UUID, body: bytes, *, number: int = 1, **more: Any) -> Any:
    told = {"key": key, "batch": uuid.UUID(int=7), "of": 1, "shift": shift.pk, "number": number, "size": len(body)}
    return client.post("/tablet/sealed/", {**told, **more})


def piece(client: Client, key: uuid.UUID, offset: int, data: bytes) -> Any:
    return client.post(
        f"/tablet/sealed/{key}/", data, content_type="application/offset+octet-stream",
        headers={"Upload-Offset": str(offset)},
    )  # fmt: skip


def send(client: Client, shift: Shift, key: uuid.UUID, body: bytes, **more: Any) -> dict[str, Any]:
    """All of it; gives the last answer."""
    answer = announce(client, shift, key, body, **more)
    assert answer.status_code == 200, answer.content.decode()
    state = answer.json()
    while not state["done"]:
        start = state["offset"]
        answer = piece(client, key, start, body[start : start + 1024 * 1024])
        assert answer.status_code == 200, answer.content.decode()
        state = answer.json()
    return state
