"""The processes of a run: started in sessions of their own, kept alive, and found again after a crash."""

import os
import signal
import subprocess
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import psutil

MARK = "MEDIATOR_RUN"  # names the var/ folder in the environment of every process of a run
LARGEST_LOG = 10_000_000  # bytes; a larger one is put aside at the next start
SHORT_LIFE = 10.0  # seconds: who dies sooner is started again more slowly
LONGEST_PAUSE = 30.0


class Child:
    """One program that should always run; what it says goes to its log."""

    def __init__(self, name: str, command: Sequence[str], *, environment: Mapping[str, str], log: Path) -> None:
        self.name = name
        self.command = list(command)
        self.environment = dict(environment)
        self.log = log
        self.process: subprocess.Popen[bytes] | None = None
        self.started = 0.0
        self.pause = 0.0

    def start(self) -> None:
        """Starts it in a session of its own, so that Ctrl-C in the terminal is not for it."""
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".old.log"))
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.started = time.monotonic()

    def watch(self) -> None:
        """Starts it again if it died, more slowly each time that it dies young."""
        if self.process is None or self.process.poll() is None:
            return
        age = time.monotonic() - self.started
        if age > SHORT_LIFE + self.pause:
            self.pause = 0.0
        elif age < self.pause:
            return
        print(
            f"{self.name} ended (code {self.process.returncode}); its log is {self.log}. Starting it again.", flush=True
        )
        self.start()
        self.pause = min(max(1.0, self.pause * 2), LONGEST_PAUSE)


def stop(children: Iterable[Child], *, patience: float) -> None:
    """Asks all to end, and ends those that do not within `patience` seconds, with their own children."""
    running = [child.process for child in children if child.process and child.process.poll() is None]
    for process in running:
        process.terminate()
    give_up = time.monotonic() + patience
    for process in running:
        try:
            process.wait(max(0.0, give_up - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def left_behind(var: Path) -> list[psutil.Process]:
    """The processes of a run of this var/ folder, but for this process itself."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.pid != os.getpid() and process.environ().get(MARK) == str(var):
                found.append(process)
        except psutil.Error:  # another user's, or gone meanwhile
            continue
    return found


def end(processes: Sequence[psutil.Process], *, patience: float) -> None:
    """Ends processes that are not our children."""
    for send in (psutil.Process.terminate, psutil.Process.kill):
        for process in processes:
            try:
                send(process)
            except psutil.NoSuchProcess:
                continue
        _, processes = psutil.wait_procs(processes, patience)
