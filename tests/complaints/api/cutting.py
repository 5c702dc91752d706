"""A line that is cut: a proxy that hands bytes on in both directions and breaks off where a test says so."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

RESET = struct.pack("ii", 1, 0)  # SO_LINGER: the connection ends at once, as when a telephone loses its network


@dataclass(slots=True)
class Cut:
    """Breaks the line once: in a request that holds `at`, after so many bytes sent (`up`) or received (not `up`)."""

    at: bytes
    after: int
    up: bool = True
    done: bool = False


class Line:
    """The proxy. `address` is where the client calls."""

    def __init__(self, port: int, cuts: list[Cut]) -> None:
        self.target, self.cuts = port, cuts
        self.guard = threading.Lock()
        self.door = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.door.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                caller, _from = self.door.accept()
                threading.Thread(target=self._carry, args=(caller,), daemon=True).start()

    def _carry(self, caller: socket.socket) -> None:
        """One connection, which brings one request."""
        with caller, socket.create_connection(("127.0.0.1", self.target)) as site:
            head = bytearray()
            back = threading.Thread(target=self._down, args=(site, caller, head), daemon=True)
            back.start()
            self._up(caller, site, head)
            back.join(30)

    def _up(self, caller: socket.socket, site: socket.socket, head: bytearray) -> None:
        sent = 0
        with suppress(OSError):
            while data := caller.recv(16_384):
                if len(head) < 2000:
                    head += data[:2000]
                if (cut := self._due(head, up=True)) and sent + len(data) >= cut.after:
                    site.sendall(data[: max(cut.after - sent, 0)])
                    self._break(cut, caller, site)
                    return
                site.sendall(data)
                sent += len(data)
            site.shutdown(socket.SHUT_WR)

    def _down(self, site: socket.socket, caller: socket.socket, head: bytearray) -> None:
        got = 0
        with suppress(OSError):
            while data := site.recv(16_384):
                got += len(data)
                if (cut := self._due(head, up=False)) and got >= cut.after:
                    self._break(cut, caller, site)
                    return
                caller.sendall(data)
            caller.shutdown(socket.SHUT_WR)

    def _due(self, head: bytearray, *, up: bool) -> Cut | None:
        """The next cut of this request in this direction."""
        with self.guard:
            return next((cut for cut in self.cuts if not cut.done and cut.up is up and cut.at in head), None)

    def _break(self, cut: Cut, *ends: socket.socket) -> None:
        cut.done = True
        for end in ends:
            with suppress(OSError):
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
                end.shutdown(socket.SHUT_RDWR)  # wakes the thread that waits for bytes here; else nothing is closed yet
                end.close()


@contextmanager
def cut_line(port: int, cuts: list[Cut]) -> Iterator[Line]:
    """The line to a site on this machine, while a test lasts."""
    line = Line(port, cuts)
    try:
        yield line
    finally:
        line.door.close()
