"""Where the embedded servers of a folder listen. Needs nothing but the standard library: the settings read it too."""

import hashlib
import re
import tempfile
from pathlib import Path

LONGEST = 80  # a socket's path ends at 107 bytes, and Postgres adds `/.s.PGSQL.5432`


def digest(path: Path) -> str:
    """A short name for a folder, the same at every start."""
    return hashlib.sha256(str(path).encode()).hexdigest()[:12]


def sockets(folder: Path) -> Path:
    """The folder of a server's socket: `folder/socket`, or a short one where that is too long or oddly written."""
    path = folder / "socket"
    if len(str(path)) <= LONGEST and re.fullmatch(r"[A-Za-z0-9_./-]+", str(path)):
        return path
    return Path(tempfile.gettempdir()) / f"mediator-{digest(folder)}"


def leave(folder: Path) -> None:
    """Takes the short folder of a server that stopped away again; one inside `folder` stays with it."""
    path = sockets(folder)
    if path.parent != folder and path.exists() and not any(path.iterdir()):
        path.rmdir()


def postgres_url(folder: Path) -> str:
    """The address for DATABASE_URL of the Postgres in `folder`."""
    return f"postgresql://mediator@/mediator?host={sockets(folder)}"


def redis_url(folder: Path) -> str:
    """The address for REDIS_URL of the Redis in `folder`."""
    return f"unix://{sockets(folder)}/redis.sock"
