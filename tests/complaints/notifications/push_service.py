"""A push service on this machine and the browsers behind it: what arrives is decrypted as a browser does it."""

import base64
import json
import threading
import uuid
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from complaints.notifications import devices
from complaints.notifications.models import PushSubscription


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def unb64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Browser:
    """One browser: its keys, and its address at a push service."""

    def __init__(self, origin: str) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.secret = uuid.uuid4().bytes
        self.path = f"/send/{uuid.uuid4().hex}"
        self.endpoint = origin + self.path

    @property
    def facts(self) -> dict[str, str]:
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"endpoint": self.endpoint, "p256dh": b64(point), "auth": b64(self.secret)}

    def asks(self, recipient: str = "complaint:1:citizen", language: str = "ar") -> PushSubscription:
        return devices.subscribe(recipient=recipient, language=language, **self.facts)

    def reads(self, body: bytes) -> dict[str, Any]:
        said = http_ece.decrypt(body, private_key=self.key, auth_secret=self.secret, version="aes128gcm")
        return dict(json.loads(said))


class Arrived:
    """One request that the service took or refused."""

    def __init__(self, path: str, headers: dict[str, str], body: bytes) -> None:
        self.path, self.headers, self.body = path, headers, body

    def claims(self) -> dict[str, Any]:
        """What the signature of the sender says (RFC 8292), once it was verified with the key beside it."""
        scheme, _, parts = self.headers["authorization"].partition(" ")
        assert scheme == "vapid"
        named = dict(part.strip().split("=", 1) for part in parts.split(","))
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), unb64(named["k"]))
        signed, _, signature = named["t"].rpartition(".")
        raw = unb64(signature)
        pair = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
        key.verify(pair, signed.encode(), ec.ECDSA(SHA256()))
        return {**json.loads(unb64(signed.split(".")[1])), "key": named["k"]}


class HttpServer:
    """A real server on a free port. `answers` says per path what it answers: a status, with headers and text if wanted."""

    def __init__(self) -> None:
        self.arrived: list[Arrived] = []
        self.answers: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.default: tuple[int, dict[str, str], bytes] = (201, {}, b"")
        self.before: Callable[[Arrived], None] = lambda _arrived: None
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                size = int(self.headers.get("Content-Length", 0))
                headers = {name.lower(): value for name, value in self.headers.items()}
                arrived = Arrived(self.path, headers, self.rfile.read(size))
                outer.arrived.append(arrived)
                outer.before(arrived)
                status, more, text = outer.answers.get(self.path, outer.default)
                self.send_response(status)
                for name, value in more.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            do_GET = do_PUT = do_POST  # noqa: N815

            def log_message(self, *_args: Any) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.origin = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def answer(self, browser: Browser, status: int, headers: dict[str, str] | None = None, text: bytes = b"") -> None:
        self.answers[browser.path] = (status, headers or {}, text)

    def at(self, browser: Browser) -> list[Arrived]:
        return [one for one in self.arrived if one.path == browser.path]

    def browser(self) -> Browser:
        return Browser(self.origin)

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
