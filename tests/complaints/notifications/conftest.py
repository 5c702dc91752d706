"""A kind of message of our own, and short leases and waits."""

import email
import email.policy
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings as django_settings
from django.db import connection

from complaints.notifications import registry
from complaints.notifications.registry import Envelope

SOURCE = """{reference}: we have received your complaint

There is nothing you need to do now. Call +33 6 12 34 56 78 if it is urgent.

- We study it.
- We write to you.

[Open my file](http://localhost:8000/follow/{reference}?lang=fr)
"""


class Post:
    """Where the test messages go; a test changes it as people change their addresses."""

    def __init__(self) -> None:
        self.address = "citizen@example.org"
        self.name = "Amina Test"
        self.language = ""
        self.gone = False
        self.source = SOURCE
        self.extra: dict[str, Any] = {}

    def resolve(self, message: Any) -> Envelope | None:
        if self.gone:
            return None
        return Envelope(address=self.address, name=self.name, language=self.language, context=self.extra, devices=True)

    def write(self, message: Any, _envelope: Envelope) -> str:
        return self.source.format(reference=message.context.get("reference", "IMR-2026-TEST000-0"))


@pytest.fixture
def post() -> Iterator[Post]:
    """The kind `test_notice`, to one citizen."""
    post = Post()
    registry.register("test_notice", post.resolve, source=post.write)
    yield post
    del registry.KINDS["test_notice"]


@pytest.fixture
def put(post: Post) -> Any:
    """Puts test messages in a transaction of their own."""
    from django.db import transaction

    from complaints.notifications import outbox

    def put(event: str = "event:1", **given: Any) -> list[Any]:
        facts = {
            "recipient": "complaint:1:citizen",
            "about": "complaint:1",
            "context": {"reference": "IMR-2026-7K3M9QX-4"},
            "language": "fr",
            "channels": ["email"],
        }
        with transaction.atomic():
            return outbox.put("test_notice", event=event, **{**facts, **given})

    return put


@pytest.fixture
def broker() -> Iterator[Any]:
    """Points the bell at another Redis for one test."""
    from mediator.celery import app

    was = app.conf.broker_url

    def use(url: str) -> None:
        app.conf.broker_url = url

    yield use
    use(was)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Sink:
    """A mail server that keeps what it takes; `answer` is what it says to each message, `died` and `back` are its outage."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.answer = "250 2.0.0 Ok: queued as 4F2A"
        self.on_data: Callable[[], None] = lambda: None
        self.port = free_port()
        self.back()

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self.on_data()
        if self.answer.startswith("250"):
            self.mails.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return self.answer

    def died(self) -> None:
        self.controller.stop()

    def back(self) -> None:
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    @property
    def ids(self) -> list[str]:
        return [mail["Message-ID"] for mail in self.mails]


@pytest.fixture
def sink(settings: Any) -> Iterator[Sink]:
    """A real SMTP server on a free port, and our mailers pointed at it."""
    from mediator import env

    sink = Sink()
    settings.MAILERS = env.mailers(f"smtp://127.0.0.1:{sink.port}")
    yield sink
    if sink.controller.server is not None:
        sink.died()


@pytest.fixture
def mailbox(settings: Any) -> None:
    """No mail server: what is sent goes to the mailbox page."""
    from mediator import env

    settings.MAILERS = env.mailers("")


class Worker:
    """A real Celery worker on the test's database and queue."""

    def __init__(self, sink: Sink, log: Path) -> None:
        self.sink = sink
        self.log = log
        self.processes: list[subprocess.Popen[bytes]] = []

    def start(self, *arguments: str, redis: str = "", **environment: str) -> subprocess.Popen[bytes]:
        """`celery -A mediator <arguments>`, by default one worker process that dies as a whole."""
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "celery",
                    "-A",
                    "tests.complaints.notifications.worker",
                    *self._command(arguments),
                ],
                env={
                    **os.environ,
                    "DJANGO_SETTINGS_MODULE": "mediator.settings.test",
                    "DATABASE_URL": self.database(),
                    "EMAIL_URL": f"smtp://127.0.0.1:{self.sink.port}",
                    "OUTBOX_LEASE": "2",
                    **({"REDIS_URL": redis} if redis else {}),
                    **environment,
                },
                cwd=django_settings.ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self.processes.append(process)
        return process

    @staticmethod
    def _command(arguments: tuple[str, ...]) -> tuple[str, ...]:
        return arguments or ("worker", "--pool=solo", "--without-mingle", "--without-gossip", "--loglevel=INFO")

    @staticmethod
    def database() -> str:
        facts = connection.settings_dict
        return f"postgresql://{facts['USER']}@/{facts['NAME']}?host={facts['HOST']}"

    def stop(self) -> None:
        for process in self.processes:
            if process.poll() is None:
                process.kill()
            process.wait(10)
        self.processes.clear()


@pytest.fixture
def worker(sink: Sink, tmp_path: Path) -> Iterator[Worker]:
    """Starts and kills workers; all are gone after the test."""
    worker = Worker(sink, tmp_path / "worker.log")
    yield worker
    worker.stop()


def until(true: Callable[[], Any], *, seconds: float = 150) -> None:
    """Waits until something is so; fails loudly when it never is."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)
