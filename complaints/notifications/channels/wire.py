"""One request to a server that is not ours: push services, providers of SMS and WhatsApp. Nothing is followed anywhere."""

import ipaddress
import re
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

LONGEST = 2000  # bytes of an answer that are read
CONNECT = 3.0  # seconds
NUMBER = re.compile(r"\+?\d[\d\s().\-]{5,}\d")
ADDRESS = re.compile(r"https?://\S+|[^\s<>()\[\]:;,\"]+@[^\s<>()\[\]:;,\"]+")


class NoAnswer(Exception):
    """The server was not reached, or did not answer in time; the words name no address."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: the beginning of its text, and how long it asks us to wait."""

    status: int
    text: str = ""
    wait: float = 0

    @property
    def said(self) -> str:
        """For the list of attempts: without numbers, addresses or links."""
        return clean(f"{self.status} {self.text}".strip())


def ask(url: str, *, body: bytes, headers: Mapping[str, str], timeout: float, method: str = "POST") -> Reply:
    """Sends the request once; raises NoAnswer. A redirect is an answer like any other: nobody goes there."""
    import requests  # only who sends needs it

    with requests.Session() as session:
        session.trust_env = False  # neither .netrc nor the environment says with whom we speak
        if settings.OUTGOING_PROXY:
            session.proxies = {"https": settings.OUTGOING_PROXY, "http": settings.OUTGOING_PROXY}
        try:
            with session.request(
                method, url, data=body, headers=dict(headers), timeout=(CONNECT, timeout), allow_redirects=False,
                stream=True,
            ) as answer:  # fmt: skip
                text = _beginning(answer.raw, until=time.monotonic() + timeout)
                wait = seconds_of(answer.headers.get("Retry-After", ""))
                return Reply(answer.status_code, text.decode(errors="replace"), wait)
        except (requests.RequestException, OSError, ValueError) as error:
            raise NoAnswer(type(error).__name__) from error
        except Exception as error:  # the library below raises its own kinds while the body is read
            if type(error).__module__.startswith("urllib3"):
                raise NoAnswer(type(error).__name__) from error
            raise


def _beginning(raw: Any, *, until: float) -> bytes:
    """The first bytes of an answer; whoever sends them drop by drop is not listened to for longer than the timeout."""
    text = b""
    while len(text) < LONGEST and time.monotonic() < until and (more := raw.read1(LONGEST, decode_content=True)):
        text += more
    return text[:LONGEST]


def seconds_of(text: str) -> float:
    """`Retry-After`, as seconds or as a date; 0 for nonsense."""
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        return max((parsedate_to_datetime(text) - timezone.now()).total_seconds(), 0.0)
    except (TypeError, ValueError):
        return 0.0


def clean(text: str) -> str:
    """One line without telephone numbers, addresses and links: these details are read by staff and kept."""
    plain = ADDRESS.sub("(address)", " ".join(text.replace("\0", " ").split()))
    return NUMBER.sub("(number)", plain)[:300]


def is_public(host: str) -> bool:
    """Whether every address of this name lies on the internet; False when it has none."""
    try:
        found = {entry[4][0] for entry in socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError):
        return False
    return bool(found) and all(ipaddress.ip_address(str(one).split("%")[0]).is_global for one in found)
