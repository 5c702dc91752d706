"""Wakes the worker. A lost ring costs seconds (the sweep finds everything), so nobody ever waits for it.

The ring is published by a thread of its own: with Redis stopped, frozen or unreachable, the request that
wrote the message is answered at once (celery#4296: `delay()` hangs when the broker is down)."""

import logging
import os
import threading

log = logging.getLogger(__name__)

_lock = threading.Lock()
_bell: "_Bell | None" = None


def ring() -> None:
    """Asks for a drain, now or a little later; never fails, never waits."""
    global _bell
    with _lock:
        if _bell is None or _bell.pid != os.getpid():  # threads do not survive a fork
            _bell = _Bell()
            _bell.start()
    _bell.asked.set()


class _Bell(threading.Thread):
    """Publishes once for all the rings that came while it was busy."""

    def __init__(self) -> None:
        super().__init__(name="doorbell", daemon=True)
        self.pid = os.getpid()
        self.asked = threading.Event()

    def run(self) -> None:
        while True:
            self.asked.wait()
            self.asked.clear()
            publish()


def publish() -> None:
    """One message to the worker, at most one attempt."""
    from complaints.notifications import tasks

    try:
        # A connection of its own: nothing is inherited through a fork or kept from before an outage.
        with tasks.drain.app.connection_for_write() as connection:
            tasks.drain.apply_async(connection=connection, retry=False, expires=300)
    except Exception as error:
        # Whatever the broker's client raises, the message stands in Postgres.
        log.warning("doorbell not heard: %s", type(error).__name__)
