"""`make run`: everything comes up, everything goes away, nothing is lost, whoever types it and however it ends."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest

from mediator.env import ROOT
from mediator.local import addresses, children
from mediator.local.postgres import Postgres
from mediator.local.redis import Redis

PATIENCE = 240  # seconds; a loaded machine takes its time
OTHER_SETTINGS = {"DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "EMAIL_URL", "STORAGE_URL", "SITE_URL"}
READ_THROUGH = "+dac_read_search"
ORDINARY = ("setpriv", "--clear-groups", f"--inh-caps={READ_THROUGH}", f"--ambient-caps={READ_THROUGH}")
# One run at a time: each starts a dozen processes.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("local")]


class Run:
    """`python -m mediator.local run` on a var/ folder and a port of its own."""

    def __init__(self, var: Path, port: int, *through: str) -> None:
        self.var, self.port, self.through = var, port, through
        self.said = var.parent / f"{var.name}.log"

    def start(self, command: str = "run") -> subprocess.Popen[bytes]:
        clean = {name: value for name, value in os.environ.items() if name not in OTHER_SETTINGS}
        with self.said.open("wb") as said:
            self.process = subprocess.Popen(
                [*self.through, sys.executable, "-m", "mediator.local", command],
                cwd=ROOT,
                env={**clean, "VAR_DIR": str(self.var), "PORT": str(self.port)},
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
        return self.process

    def text(self) -> str:
        return self.said.read_text()

    def until_it_runs(self) -> None:
        until(lambda: "Ctrl-C stops" in self.text() or self.process.poll() is not None)
        assert "Ctrl-C stops" in self.text(), self.text()

    def finish(self) -> int:
        return self.process.wait(PATIENCE)

    def get(self, path: str) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as answer:
            return answer.read().decode()

    def left(self) -> list[str]:
        """The processes that have anything to do with the folder."""
        found = []
        for process in psutil.process_iter():
            try:
                marked = process.environ().get(children.MARK) == str(self.var)
                if marked or str(self.var) in " ".join([process.cwd(), *process.cmdline()]):
                    found.append(process.name())
            except psutil.Error:
                continue
        return found

    def sql(self, statement: str) -> Any:
        with psycopg.connect(addresses.postgres_url(self.var / "postgres"), autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchone() if cursor.description else None


def until(true: Callable[[], Any]) -> None:
    give_up = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < give_up, "it did not happen in time"
        time.sleep(0.1)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def run() -> Iterator[Run]:
    """A run that is over, with its data gone, at the end."""
    with folder_of_its_own() as folder:
        yield from cleaned(Run(folder / "var", free_port()))


@pytest.fixture(scope="module")
def living() -> Iterator[Run]:
    """One that has come up, for tests that let it run on: a first start takes its time."""
    with folder_of_its_own() as folder:
        for run in cleaned(Run(folder / "var", free_port())):
            run.start()
            run.until_it_runs()
            yield run


@contextmanager
def folder_of_its_own() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="mediator-local-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def cleaned(run: Run) -> Iterator[Run]:
    yield run
    if hasattr(run, "process") and run.process.poll() is None:
        run.process.terminate()
        run.finish()
    run.start("reset")
    assert run.finish() == 0, run.text()
    assert run.left() == []
    assert not run.var.exists()


def test_a_life_from_the_first_start_over_a_crash_to_the_end(run):
    run.start()
    run.until_it_runs()
    assert f"http://localhost:{run.port}/" in run.text()
    assert "citizen@demo.example" in run.text()
    assert '"ready": true' in run.get("/ready")
    assert 'dir="' in run.get("/")
    assert run.sql("SELECT count(*) > 0 FROM accounts_user") == (True,)
    run.sql("CREATE TABLE kept (what text)")
    run.sql("INSERT INTO kept VALUES ('before the crash')")

    second = Run(run.var, free_port())
    second.said = run.said.with_suffix(".second")
    second.start()
    assert second.finish() == 1
    assert f"It runs already (process {run.process.pid})" in second.text()

    os.killpg(run.process.pid, signal.SIGKILL)
    run.finish()
    assert run.left() != []  # the orphans of a supervisor that could say nothing
    run.start()
    run.until_it_runs()
    assert run.sql("SELECT what FROM kept") == ("before the crash",)
    assert '"ready": true' in run.get("/ready")
    before = slow_work_done(run)

    run.process.terminate()
    assert run.finish() == 0
    assert run.left() == []

    run.start()
    run.until_it_runs()
    assert slow_work_done(run) == before  # what takes long is not done again: the second start is a quick one
    run.process.send_signal(signal.SIGINT)
    assert run.finish() == 0
    assert run.left() == []


def slow_work_done(run: Run) -> list[Any]:
    """When the first start did what takes long: the cluster, the migrations, the demonstration, the catalogues."""
    once = [
        run.var / "postgres" / "data" / "PG_VERSION",
        *(run.var / "run").glob("demo-*"),
        *ROOT.glob("locale/*/*/*.mo"),
    ]
    assert len(once) > 2
    written = [(str(file), file.stat().st_mtime_ns) for file in once]
    return [*sorted(written), run.sql("SELECT count(*), max(applied) FROM django_migrations")]


def test_the_crash_of_everything_at_once_loses_nothing(living):
    """Also the servers die, as when the power fails."""
    run = living
    run.sql("CREATE TABLE kept AS SELECT 1 AS one")
    postmaster = int((run.var / "postgres" / "data" / "postmaster.pid").read_text().split()[0])
    for pid in (run.process.pid, postmaster):
        kill_with_children(pid)
    run.finish()
    run.start()
    run.until_it_runs()
    assert run.sql("SELECT one FROM kept") == (1,)


def kill_with_children(pid: int) -> None:
    parent = psutil.Process(pid)
    for process in [parent, *parent.children(recursive=True)]:
        try:
            process.kill()
        except psutil.NoSuchProcess:
            continue  # it ended with its parent


def test_who_dies_is_started_again(living):
    run = living
    for name in ("redis-server", "gunicorn"):
        victims = [child for child in psutil.Process(run.process.pid).children() if name in " ".join(child.cmdline())]
        assert victims, name
        victims[0].kill()
        ended = "Redis" if name == "redis-server" else "web"
        until(lambda ended=ended: f"{ended} ended" in run.text())
    until(lambda: answers(run))


def answers(run: Run) -> bool:
    try:
        return '"ready": true' in run.get("/ready")
    except OSError:
        return False


def test_a_taken_port_is_refused_before_anything_starts(run):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", run.port))
        taken.listen()
        run.start()
        assert run.finish() == 1
    assert f"Port {run.port} is taken. Choose another one, for example `make run PORT={run.port + 1}`." in run.text()
    assert not (run.var / "postgres").exists()
    assert run.left() == []


def test_what_is_no_port_is_refused(run):
    run.port = "80a"  # type: ignore[assignment]
    run.start()
    assert run.finish() == 1
    assert "PORT='80a' is not a whole number" in run.text()
    run.port = 0
    run.start()
    assert run.finish() == 1
    assert "PORT=0 is not a port" in run.text()


@pytest.mark.skipif(os.geteuid() != 0, reason="the tests run as an ordinary user: the other tests show it")
def test_an_ordinary_user_can_run_it():
    """An ordinary user in everything but one: where root's environment is closed to others, he may read through."""
    nobody = pwd.getpwnam("nobody")
    folder = Path(tempfile.mkdtemp(prefix="mediator-local-"))
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    run = Run(folder / "var", free_port(), *ORDINARY, f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}")
    for _ in cleaned(run):
        run.start()
        run.until_it_runs()
        assert run.get("/ready")
        assert psutil.Process(run.process.pid).uids().effective == nobody.pw_uid
        assert {path.owner() for path in (run.var, run.var / "postgres" / "data")} == {"nobody"}
    shutil.rmtree(folder)


# The servers by themselves


@pytest.fixture
def folder() -> Iterator[Path]:
    with folder_of_its_own() as path:
        yield path


def test_a_long_or_odd_path_gets_a_short_socket(folder):
    deep = folder / ("x" * 90) / "a b'c"
    assert len(str(addresses.sockets(deep))) <= addresses.LONGEST
    server = Postgres(deep / "postgres", durable=False)
    cache = Redis(deep / "redis")
    try:
        server.start()
        cache.start()
        with psycopg.connect(server.url) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        assert cache.answers()
        server.stop()
        cache.stop()
        assert not server.sockets.exists()
        assert not cache.sockets.exists()
    finally:
        server.remove()
        cache.remove()
    assert not server.sockets.exists()
    assert not cache.sockets.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the database as somebody else")
def test_a_closed_checkout_of_root_keeps_its_data_elsewhere_and_says_where(folder):
    folder.chmod(0o700)
    server = Postgres(folder / "postgres", durable=False)
    try:
        server.start()
        assert server.running()
        assert str(server.outside) in (folder / "postgres" / "where.txt").read_text()
    finally:
        server.remove()
    assert not server.outside.exists()
    assert not server.running()


def test_the_process_number_of_a_stranger_is_not_taken_for_the_server(folder):
    server, cache = Postgres(folder / "postgres"), Redis(folder / "redis")
    (folder / "postgres" / "data").mkdir(parents=True)
    (folder / "postgres" / "data" / "postmaster.pid").write_text(f"{os.getpid()}\n")
    (folder / "redis").mkdir()
    (folder / "redis" / "redis.pid").write_text(str(os.getpid()))
    assert not server.running()
    assert not cache.running()
    cache.stop()  # ends nobody


def test_a_killed_initdb_is_begun_again(folder):
    (folder / "postgres" / "unfinished").mkdir(parents=True)
    (folder / "postgres" / "unfinished" / "PG_VERSION").write_text("18")
    server = Postgres(folder / "postgres", durable=False)
    try:
        server.start()
        assert server.running()
    finally:
        server.remove()
