"""A site of its own for a browser: started as `make run` starts it, with fresh data, stopped and forgotten afterwards."""

import ctypes
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
START = 240  # seconds: the first start of a cold machine makes the database, the directories and the demo cases
# Addresses of a developer's own servers: a site of its own has its own.
HIDDEN = {"DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "EMAIL_URL", "STORAGE_URL"}


def environment(folder: Path, **more: str) -> dict[str, str]:
    """What the processes of a site in this folder are given."""
    kept = {name: value for name, value in os.environ.items() if name not in HIDDEN}
    return {
        **kept,
        "VAR_DIR": str(folder),
        "UNDO_MINUTES": "0",
        **more,
    }  # told at once, but where a journey is about that


def manage(folder: Path, *arguments: str, **more: str) -> None:
    """A command of Django, with the data of the site in this folder; `more` joins its environment."""
    command = [sys.executable, "manage.py", *arguments]
    subprocess.run(command, cwd=ROOT, env=environment(folder, **more), check=True, stdout=subprocess.DEVNULL)


class Console:
    """Runs Python with the data of the site in a folder, in one process of Django for all: starting one takes seconds."""

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.browser.console"],
            cwd=ROOT,
            env=environment(folder),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            preexec_fn=die_with_us,
        )

    def run(self, lines: str) -> None:
        """Raises RuntimeError with the traceback of what went wrong there."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(lines) + "\n")
        self.process.stdin.flush()
        if wrong := json.loads(self.process.stdout.readline() or '"the console ended by itself"'):
            raise RuntimeError(wrong)

    def close(self) -> None:
        """Ends the process."""
        self.process.communicate()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def running(folder: Path, **more: str) -> Iterator[str]:
    """The address of a site whose data lie in `folder`; `more` joins its environment."""
    folder.chmod(0o755)
    port = free_port()
    log = (folder / "run.log").open("wb")
    process = subprocess.Popen(
        [sys.executable, "-m", "mediator.local", "run"],
        cwd=ROOT,
        env=environment(folder, PORT=str(port), **more),
        stdout=log,
        stderr=log,
        start_new_session=True,
        preexec_fn=die_with_us,
    )
    url = f"http://localhost:{port}"
    try:
        wait_until_ready(url, process, folder / "run.log")
        yield url
        if process.poll() is not None:
            raise RuntimeError(f"the stack ended by itself:\n{(folder / 'run.log').read_text()[-2000:]}")
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)
        log.close()
        shutil.rmtree(folder, ignore_errors=True)


def die_with_us() -> None:
    """For a child's `preexec_fn`: the kernel ends it (SIGTERM) when this run ends, be it by kill -9."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


def wait_until_ready(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Returns when /ready answers; says what the log says when it never does."""
    end = time.monotonic() + START
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/ready", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.5)
    raise RuntimeError(f"the stack did not start:\n{log.read_text()[-2000:]}")
