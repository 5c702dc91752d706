"""The scanner's answer is yes, no or not known; what is not known stays closed, and filing goes on."""

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import file_corpus as corpus
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from complaints import files
from complaints.files import antivirus
from complaints.files.antivirus import Answer
from complaints.inspection.problems import Problem


class Clamd:
    """Speaks clamd's INSTREAM; `answer` says what to reply to the bytes that came, or nothing at all."""

    def __init__(self, folder: Path, answer: Callable[[bytes], bytes | None], *, limit: int = 25_000_000) -> None:
        self.answer, self.limit, self.seen = answer, limit, b""
        self.path = folder / "clamd.sock"
        self.server = socket.socket(socket.AF_UNIX)
        self.server.bind(str(self.path))
        self.server.listen()
        self.done = threading.Event()
        self.thread = threading.Thread(target=self.serve)
        self.thread.start()

    def serve(self) -> None:
        while True:
            connection, _ = self.server.accept()
            with connection:
                if self.done.is_set():
                    return
                self.converse(connection)

    def converse(self, connection: socket.socket) -> None:
        stream = connection.makefile("rb")
        assert stream.read(10) == b"zINSTREAM\0"
        self.seen = b""
        while size := struct.unpack(">I", stream.read(4))[0]:
            self.seen += stream.read(size)
            if len(self.seen) > self.limit:
                connection.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                return
        reply = self.answer(self.seen)
        if reply is None:
            self.done.wait(5)
        else:
            connection.sendall(reply)

    def stop(self) -> None:
        self.done.set()
        with socket.socket(socket.AF_UNIX) as last:
            last.connect(str(self.path))
        self.thread.join()
        self.server.close()


@pytest.fixture
def clamd(settings: object, tmp_path_factory: pytest.TempPathFactory) -> Callable:
    @contextmanager
    def start(answer: Callable[[bytes], bytes | None], **options: int) -> Iterator[Clamd]:
        server = Clamd(tmp_path_factory.mktemp("av"), answer, **options)
        settings.CLAMD_URL = f"unix://{server.path}"
        try:
            yield server
        finally:
            server.stop()

    return start


def like_clamd(data: bytes) -> bytes:
    return b"stream: Win.Test.EICAR_HDB-1 FOUND\0" if corpus.EICAR in data else b"stream: OK\0"


def received(data: bytes, name: str = "photo.jpg") -> files.Received:
    return files.receive(SimpleUploadedFile(name, data), already=0)


def test_a_clean_file_is_seen_whole_and_taken(clamd: Callable) -> None:
    with clamd(like_clamd) as server:
        assert received(corpus.jpeg()).verdict == "clean"
        assert server.seen == corpus.jpeg()


def test_an_infected_file_is_refused_and_not_kept(clamd: Callable, storage: Path) -> None:
    with clamd(like_clamd), pytest.raises(files.Refused) as refused:
        received(corpus.jpeg() + corpus.EICAR)
    assert refused.value.problem is Problem.INFECTED
    assert [path for path in storage.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    "reply",
    [
        b"stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND\0",
        b"stream: (null) FOUND\0",
        b"INSTREAM size limit exceeded. ERROR\0",
        b"stream: Can't allocate memory ERROR\0",
        b"",
        b"stream: O",
        b"\xff\xfe\0",
        b"stream: OK and more\0",
        b"x" * 10_000,
    ],
)
def test_any_other_answer_keeps_the_file_closed(clamd: Callable, reply: bytes) -> None:
    with clamd(lambda data: reply):
        row = received(corpus.jpeg())
    assert row.verdict == "pending"
    with pytest.raises(files.Unavailable):
        files.download(row)


def test_a_limit_met_half_way_keeps_the_file_closed(clamd: Callable) -> None:
    with clamd(like_clamd, limit=1000):
        assert received(corpus.mp4(first=corpus.box(b"free", bytes(2_000_000))), "a.mp4").verdict == "pending"


def test_a_silent_scanner_is_not_waited_for(clamd: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(antivirus, "SECONDS", 0.2)
    with clamd(lambda data: None):
        assert received(corpus.jpeg()).verdict == "pending"


@pytest.mark.parametrize("url", ["unix:///nowhere/clamd.sock", "tcp://127.0.0.1:1"])
def test_filing_goes_on_without_the_scanner(settings: object, url: str) -> None:
    settings.CLAMD_URL = url
    assert received(corpus.jpeg()).verdict == "pending"


def test_answers() -> None:
    assert antivirus.read_answer(b"stream: OK\0") is Answer.CLEAN
    assert antivirus.read_answer(b"stream: Eicar-Test FOUND\0") is Answer.INFECTED
