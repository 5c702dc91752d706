"""The operator's command."""

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from complaints.notifications import tasks
from complaints.notifications.models import OutboxMessage, Status

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_sends_without_a_worker_and_tells_how_things_stand(put: Callable[..., Any], sink: Any) -> None:
    tasks.heartbeat()
    put()
    out = StringIO()
    call_command("outbox", "--drain", stdout=out)
    assert "handled: 1" in out.getvalue()
    assert "waiting: 0" in out.getvalue()
    assert len(sink.mails) == 1


def test_it_fails_when_something_is_wrong(put: Callable[..., Any]) -> None:
    put()
    OutboxMessage.objects.update(status=Status.DEAD)
    with pytest.raises(CommandError, match="dead, deaf"):
        call_command("outbox", stdout=StringIO())
