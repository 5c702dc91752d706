"""`make run` and `make reset`: the whole site on one machine (docs/local-servers.md)."""

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType
from typing import IO

from mediator import env
from mediator.local import catalogues, children
from mediator.local.children import Child
from mediator.local.postgres import Postgres
from mediator.local.redis import Redis

PYTHON = sys.executable
READY_WITHIN = 120.0  # seconds: a slow machine that does other things too
STOP_WITHIN = 10.0
EVERYWHERE = "0.0.0.0"  # noqa: S104  only when HOST asks for it
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Refused(Exception):
    """Why a run cannot start, in words for the person who typed the command."""


class Stopped(BaseException):
    """Somebody asked us to stop."""


class Stack:
    """Everything that one run starts, and the order in which it starts and stops."""

    def __init__(self, var: Path, *, host: str, port: int) -> None:
        self.var = var
        self.host = host
        self.port = port
        self.url = f"http://{'localhost' if host in {'127.0.0.1', EVERYWHERE} else host}:{port}"
        self.logs = var / "log"
        self.postgres = None if "DATABASE_URL" in os.environ else Postgres(var / "postgres")
        self.redis = None if "REDIS_URL" in os.environ else Redis(var / "redis")
        self.children: list[Child] = []
        self.environment = {**os.environ, **self._environment()}

    def _environment(self) -> dict[str, str]:
        values = {
            "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "mediator.settings.dev"),
            "PYTHONUNBUFFERED": "1",
            "SITE_URL": os.environ.get("SITE_URL", self.url),
            "VAR_DIR": str(self.var),
            children.MARK: str(self.var),
        }
        if self.postgres:
            values["DATABASE_URL"] = self.postgres.url
        if self.redis:
            values["REDIS_URL"] = self.redis.url
        return values

    def start(self) -> str:
        """Starts the servers, brings the database up to date, starts the site and waits until it answers.

        Returns who can log in, for the person at the terminal.
        """
        for server in (self.postgres, self.redis):
            if server:
                server.start()
        catalogues.compile_all()
        accounts = self.prepare()
        self.children = [self._web(), self._celery("worker"), self._celery("beat")]
        for child in self.children:
            child.start()
        self.wait_until_ready()
        return accounts

    def stop(self) -> None:
        """Stops everything, the servers last; what is left of our processes is ended."""
        children.stop(self.children, patience=STOP_WITHIN)
        children.end(children.left_behind(self.var), patience=STOP_WITHIN)
        for server in (self.redis, self.postgres):
            if server:
                server.stop()

    def recover(self) -> None:
        """Ends what a killed run left behind. A Postgres that still runs is taken over."""
        if orphans := children.left_behind(self.var):
            print("Ending what an earlier run left behind ...", flush=True)
            children.end(orphans, patience=STOP_WITHIN)
        if self.redis:
            self.redis.stop()

    def watch(self) -> None:
        """Keeps everything alive until somebody asks us to stop."""
        while True:
            for server in (self.postgres, self.redis):
                if server and not server.running():
                    print(f"{type(server).__name__} ended; its log is {server.log}. Starting it again.", flush=True)
                    server.start()
            for child in self.children:
                child.watch()
            time.sleep(0.5)

    def prepare(self) -> str:
        """Brings the database up to date in a process of its own and returns who can log in."""
        with (self.logs / "prepare.log").open("ab") as log:
            done = subprocess.run(
                [PYTHON, "-m", "mediator.local.prepare"],
                cwd=env.ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                start_new_session=True,
                check=False,
            )
        if done.returncode:
            raise Refused(f"The database could not be prepared; {self.logs}/prepare.log says why.")
        return done.stdout.decode()

    def wait_until_ready(self) -> None:
        """Returns when /ready answers yes."""
        give_up = time.monotonic() + READY_WITHIN
        address = f"http://{'127.0.0.1' if self.host == EVERYWHERE else self.host}:{self.port}/ready"
        while time.monotonic() < give_up:
            try:
                with urllib.request.urlopen(address, timeout=5) as answer:
                    if answer.status == 200:
                        return
            except (OSError, urllib.error.URLError):
                pass
            if any(child.process and child.process.poll() is not None for child in self.children):
                break
            time.sleep(0.1)
        raise Refused(f"The site does not come up; the logs are in {self.logs}.")

    def _web(self) -> Child:
        command = [
            PYTHON,
            "-m",
            "gunicorn",
            "mediator.wsgi",
            "--bind",
            f"{self.host}:{self.port}",
            "--workers",
            "2",
            "--preload",
        ]
        command += ["--threads", "4", "--graceful-timeout", "5", "--access-logfile", "-", "--no-control-socket"]
        return self._child("web", command)

    def _celery(self, name: str) -> Child:
        command = [PYTHON, "-m", "celery", "--app", "mediator", name, "--loglevel", "INFO"]
        if name == "worker":
            command += ["--concurrency", "2", "--without-gossip", "--without-mingle"]
        else:
            command += ["--schedule", str(self.var / "run" / "beat-schedule"), "--pidfile", ""]
        return self._child(name, command)

    def _child(self, name: str, command: list[str]) -> Child:
        return Child(name, command, environment=self.environment, log=self.logs / f"{name}.log")


def lock(var: Path) -> IO[str] | None:
    """Holds the folder for one run, until this process ends; None if another one holds it."""
    file = (var / "run" / "lock").open("a+")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    file.truncate(0)
    file.write(str(os.getpid()))
    file.flush()
    return file


def holder(var: Path) -> int:
    """The process that holds the folder."""
    return int((var / "run" / "lock").read_text() or 0)


def read_port() -> int:
    """PORT, checked."""
    port = env.integer("PORT", 8000)
    if not 1 <= port <= 65535:
        raise Refused(f"PORT={port} is not a port. Take one between 1024 and 65535, for example PORT=8001.")
    return port


def refuse_taken(host: str, port: int) -> None:
    """Says so when somebody else listens on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise Refused(f"Port {port} is kept for the administrator. Type `PORT=8001 make run`.") from None
        except OSError:
            raise Refused(
                f"Port {port} is taken. Choose another one, for example `make run PORT={port + 1}`."
            ) from None


def make_folders(var: Path) -> None:
    """Makes var/ and what belongs in it."""
    refused = Refused(f"{var} belongs to another user. Give it to yourself, or remove it as that user.")
    try:
        var.mkdir(parents=True, exist_ok=True)
        if var.stat().st_uid == os.geteuid():
            var.chmod(0o755)  # the database may run as another user
        for name in ("log", "run"):
            (var / name).mkdir(exist_ok=True)
            if not os.access(var / name, os.W_OK):
                raise refused
    except PermissionError:
        raise refused from None


def stop_on_signals() -> None:
    """Turns the first signal into `Stopped`; later ones are ignored, so that stopping is not interrupted."""

    def handle(_number: int, _frame: FrameType | None) -> None:
        ignore_signals()
        raise Stopped

    for number in SIGNALS:
        signal.signal(number, handle)


def ignore_signals() -> None:
    """From now on nothing interrupts the stopping."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)


def var_folder() -> Path:
    """VAR_DIR, else var/ in the checkout."""
    return Path(env.text("VAR_DIR", str(env.ROOT / "var"))).absolute()


def run() -> int:
    """Starts everything, says where it is, and stays until Ctrl-C or SIGTERM."""
    stop_on_signals()
    var, stack = var_folder(), None
    try:
        host, port = env.text("HOST", "127.0.0.1"), read_port()
        make_folders(var)
        held = lock(var)
        if held is None:
            raise Refused(f"It runs already (process {holder(var)}). Stop it with Ctrl-C there, or type `make reset`.")
        stack = Stack(var, host=host, port=port)
        stack.recover()
        refuse_taken(host, port)
        print("Starting ...", flush=True)
        print(welcome(stack, stack.start()), flush=True)
        stack.watch()
    except Stopped:
        print("\nStopping ...", flush=True)
        return 0
    except (Refused, RuntimeError, env.EnvironmentError) as error:
        print(error, file=sys.stderr, flush=True)
        return 1
    finally:
        ignore_signals()
        if stack:
            stack.stop()
    return 0


def reset() -> int:
    """Stops what runs from this folder and throws the folder away."""
    var = var_folder()
    try:
        return throw_away(var) if var.exists() else 0
    except OSError as error:
        print(f"{var} could not be thrown away: {error.strerror} ({error.filename or var}).", file=sys.stderr)
        print("Type the command as the user who made it.", file=sys.stderr)
        return 1


def throw_away(var: Path) -> int:
    """The same for a folder that is there; 1 when what runs there does not stop."""
    make_folders(var)
    give_up = time.monotonic() + 3 * STOP_WITHIN
    while (held := lock(var)) is None:
        if pid := holder(var):
            os.kill(pid, signal.SIGTERM)
        if time.monotonic() > give_up:
            print(f"Process {pid} does not stop. End it and type `make reset` again.", file=sys.stderr)
            return 1
        time.sleep(0.5)
    children.end(children.left_behind(var), patience=STOP_WITHIN)
    Redis(var / "redis").remove()
    Postgres(var / "postgres").remove()
    shutil.rmtree(var)
    held.close()
    return 0


def welcome(stack: Stack, accounts: str) -> str:
    """The address, and who can log in."""
    addresses = {"The site": "/", "The desk": "/desk/", "Sent mails": "/mailbox/"}
    lines = [f"{name:12}{stack.url}{path}" for name, path in addresses.items()]
    return "\n".join(
        [
            "",
            *lines,
            f"Logs        {stack.logs}",
            "",
            accounts,
            "Ctrl-C stops everything; `make reset` forgets everything.",
        ]
    )
