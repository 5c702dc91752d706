"""Asks a clamd server about a file, when the office runs one (CLAMD_URL). Three answers: clean, infected, not known.

The protocol is INSTREAM of clamd(8): chunks, each after its length in four bytes, and an empty one at the end. Whatever
is not a plain yes or no (a limit, an error, silence) is "not known": such a file stays closed and is asked about again."""

import socket
import struct
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings

CHUNK = 64 * 1024
SECONDS = 15  # for each step of the conversation
LONGEST_ANSWER = 4096


class Answer(Enum):
    """What the scanner says."""

    CLEAN = "clean"
    INFECTED = "infected"
    UNKNOWN = "unknown"


def configured() -> bool:
    """Whether this installation has a scanner."""
    return bool(getattr(settings, "CLAMD_URL", ""))


def scan(path: Path) -> Answer:
    """Sends the whole file to the scanner."""
    try:
        with _connect(settings.CLAMD_URL) as connection:
            try:
                connection.sendall(b"zINSTREAM\0")
                for chunk in _chunks(path):
                    connection.sendall(struct.pack(">I", len(chunk)) + chunk)
                connection.sendall(struct.pack(">I", 0))
            except (BrokenPipeError, ConnectionResetError):
                pass  # a limit was met: the answer may be waiting still
            return read_answer(_receive(connection))
    except OSError:
        return Answer.UNKNOWN


def read_answer(answer: bytes) -> Answer:
    """`stream: OK`, `stream: NAME FOUND`, or anything else. A file beyond a limit of the scanner is reported as found
    although nothing was: that is "not known"."""
    text = answer.split(b"\0")[0].decode("utf-8", "replace").strip()
    if text == "stream: OK":
        return Answer.CLEAN
    if text.startswith("stream: ") and text.endswith(" FOUND"):
        name = text.removeprefix("stream: ").removesuffix(" FOUND")
        return Answer.UNKNOWN if "Limits.Exceeded" in name or name in {"", "(null)"} else Answer.INFECTED
    return Answer.UNKNOWN


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def _connect(url: str) -> socket.socket:
    """`tcp://host:3310` or `unix:///run/clamd.sock`."""
    parts = urlsplit(url)
    if parts.scheme == "unix":
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(SECONDS)
        try:
            connection.connect(unquote(parts.path))
        except OSError:
            connection.close()
            raise
        return connection
    return socket.create_connection((parts.hostname or "localhost", parts.port or 3310), timeout=SECONDS)


def _receive(connection: socket.socket) -> bytes:
    answer = b""
    while b"\0" not in answer and len(answer) < LONGEST_ANSWER:
        part = connection.recv(1024)
        if not part:
            break
        answer += part
    return answer
