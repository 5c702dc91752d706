"""The directories in memory: each process reads a list once in `DIRECTORY_SECONDS`, since every page of the form names some.

What an administrator changes is seen everywhere after that time at the latest. Rows are shared by all threads: they are read,
never changed. 0 seconds remembers nothing (tests)."""

from collections.abc import Callable
from functools import wraps
from time import monotonic
from typing import Any

from django.conf import settings

_kept: dict[Callable[..., Any], tuple[float, Any]] = {}


def remembered[Found](read: Callable[[], Found]) -> Callable[[], Found]:
    """Keeps what `read` gave for a while. Two threads may read at once; that costs a query and nothing else."""

    @wraps(read)
    def recalled() -> Found:
        until, found = _kept.get(read, (0.0, None))
        if monotonic() < until:
            return found  # type: ignore[return-value]
        fresh = read()
        if settings.DIRECTORY_SECONDS:
            _kept[read] = (monotonic() + settings.DIRECTORY_SECONDS, fresh)
        return fresh

    return recalled


def forget() -> None:
    """Reads everything anew from now on, in this process."""
    _kept.clear()
