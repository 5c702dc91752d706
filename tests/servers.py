"""A private Postgres and Redis for the run, stopped at its end.

A plugin (`-p tests.servers` in pyproject.toml) and not a conftest: Django reads its settings before any conftest."""

import os
import shutil
import tempfile
from pathlib import Path

import psutil
import pytest

from mediator.local import catalogues
from mediator.local.postgres import Postgres
from mediator.local.redis import Redis

PREFIX = "mediator-test-"
# The browser's driver keeps an event loop in its process, where Django would refuse every query; ours are synchronous.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def start_servers() -> list[Postgres | Redis]:
    """Starts what the environment does not name; xdist's workers inherit the addresses."""
    catalogues.compile_all()  # else a first run would speak English everywhere, and a second one French
    wanted = [server for name, server in (("DATABASE_URL", Postgres), ("REDIS_URL", Redis)) if name not in os.environ]
    if not wanted:
        return []
    remove_forgotten()
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
    folder.chmod(0o755)
    started: list[Postgres | Redis] = []
    if Postgres in wanted:
        started.append(Postgres(folder / "postgres", durable=False))
        os.environ["DATABASE_URL"] = started[-1].url
    if Redis in wanted:
        started.append(Redis(folder / "redis"))
        os.environ["REDIS_URL"] = started[-1].url
    for server in started:
        server.start()
    return started


def remove_forgotten() -> None:
    """Stops and removes what killed runs left behind."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*-*"):
        owner = folder.name.removeprefix(PREFIX).split("-")[0]
        if owner.isdigit() and not psutil.pid_exists(int(owner)) and os.access(folder, os.W_OK):
            remove([Postgres(folder / "postgres"), Redis(folder / "redis")])
            shutil.rmtree(folder, ignore_errors=True)


def remove(servers: list[Postgres | Redis]) -> None:
    """Leaves no process and no file behind."""
    for server in servers:
        server.remove()
        if server.folder.parent.exists() and not any(server.folder.parent.iterdir()):
            server.folder.parent.rmdir()


_started = start_servers()


def pytest_unconfigure(config: pytest.Config) -> None:
    """At the end of the run."""
    remove(_started)
