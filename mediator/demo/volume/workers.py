"""The other processes. This module knows no models, so that a fresh process can read it before Django is ready."""

import pickle
from typing import Any

_job: Any = None


def set_up(pickled: bytes) -> None:
    """Readies Django in a fresh process, then reads the job, which points at models."""
    import django

    django.setup()
    global _job
    _job = pickle.loads(pickled)  # noqa: S301 (written by our own parent process)


def fill(chunk: int) -> dict[str, int]:
    """One chunk of the job."""
    from mediator.demo.volume import run

    return run.fill(_job, chunk)
