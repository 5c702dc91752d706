"""A kind of message of our own, and short leases and waits."""

from collections.abc import Iterator
from typing import Any

import pytest

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
        return Envelope(address=self.address, name=self.name, language=self.language, context=self.extra)

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
        app.pool.force_close_all()
        app._pool = None
        app.amqp._producer_pool = None

    yield use
    use(was)
