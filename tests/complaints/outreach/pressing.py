"""Several people press at the same moment."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection

from complaints.workflow.errors import Refused


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Runs the acts on threads released together, each on a connection of its own; what each gave, or the refusal."""
    barrier, ends = threading.Barrier(len(acts)), []

    def run(act: Callable[[], Any]) -> None:
        try:
            barrier.wait(10)
            ends.append(act())
        except Refused as refused:
            ends.append(refused)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return ends
