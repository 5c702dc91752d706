"""A private Postgres and Redis for the run, stopped at its end.

A plugin (`-p tests.servers` in pyproject.toml) and not a conftest: Django reads its settings before any conftest."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from mediator.local.postgres import Postgres
from mediator.local.redis import Redis


def start_servers() -> list:
    """Starts what the environment does not name; xdist's workers inherit the addresses."""
    started: list = []
    if "DATABASE_URL" not in os.environ:
        folder = Path(tempfile.mkdtemp(prefix="mediator-test-"))
        folder.chmod(0o755)
        postgres = Postgres(folder / "postgres", durable=False)
        postgres.start()
        os.environ["DATABASE_URL"] = postgres.url
        started += [postgres, folder]
    if "REDIS_URL" not in os.environ:
        folder = Path(tempfile.mkdtemp(prefix="mediator-test-"))
        redis = Redis(folder)
        redis.start()
        os.environ["REDIS_URL"] = redis.url
        started += [redis, folder]
    return started


_started = start_servers()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leaves no process and no file behind."""
    for server in _started:
        if isinstance(server, Path):
            shutil.rmtree(server, ignore_errors=True)
        else:
            server.stop()
