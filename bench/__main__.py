"""`python -m bench [--files N] [--rounds 3] [--seconds 5]`: starts servers of its own, fills them, measures, cleans up.

Floor and site alternate in the same rounds, on the same machine; each figure is the median of the rounds. Absolute figures
move from machine to machine: the ratios are what to compare (docs/performance.md). BENCH_DATABASE_URL names a database that
is filled already."""

import argparse
import json
import os
import platform
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from functools import partial
from pathlib import Path

import psutil
import psycopg

from bench.client import Act, Sample, UsedUp, closed_loop
from mediator.env import ROOT
from mediator.local import catalogues
from mediator.local.checks import production
from mediator.local.postgres import Postgres
from mediator.local.redis import Redis

PUBLIC, STAFF = 8, 5  # clients
IDENTITY_KEYS = (
    "dev:ZGV2ZWxvcG1lbnQta2V5LW5vdC1mb3ItcHJvZHVjdC4="  # a developer's, so that a filled database can be read
)
FILES_A_ROUND = 400  # new files that status changes may use up


def main() -> int:
    options = arguments()
    with servers():
        prepare(options.files)
        result = measure(options)
    print(as_table(result))
    keep("bench.json", result)
    return 0


@contextmanager
def servers() -> Iterator[None]:
    """Postgres and Redis of our own, named in the environment, and nothing left of them afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="mediator-bench-"))
    folder.chmod(0o755)
    postgres, redis = Postgres(folder / "postgres"), Redis(folder / "redis")
    try:
        for server in (postgres, redis):
            server.start()
        os.environ |= environment(folder, postgres.url, redis.url)
        yield
    finally:
        for server in (redis, postgres):
            server.remove()
        shutil.rmtree(folder, ignore_errors=True)


def keep(name: str, result: object) -> None:
    """What was measured, in `var/`."""
    (ROOT / "var").mkdir(exist_ok=True)
    (ROOT / "var" / name).write_text(json.dumps(result, indent=2) + "\n")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--files", type=int, default=100_000, help="how many made-up complaints the register holds")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=5.0, help="of each window")
    parser.add_argument("--only", default="", help="measure only what has this in its name")
    return parser.parse_args()


def environment(folder: Path, database: str, redis: str) -> dict[str, str]:
    return {
        **production(),
        "IDENTITY_KEYS": IDENTITY_KEYS,
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "DATABASE_URL": os.environ.get("BENCH_DATABASE_URL", database),
        "FLOOR_URL": database.replace("/mediator?", "/floor?"),
        "REDIS_URL": redis,
        "STORAGE_URL": f"file://{folder}/files",
        "VAR_DIR": str(folder),
    }


def prepare(files: int) -> None:
    """Tables, directories, accounts, files, figures; and the floor's own three tables."""
    catalogues.compile_all()
    with psycopg.connect(os.environ["FLOOR_URL"].replace("/floor?", "/postgres?"), autocommit=True) as connection:
        connection.execute("CREATE DATABASE floor")
    run([sys.executable, "-c", "from bench import floor; floor.make_tables()"])
    manage("migrate", "--noinput", "-v0")
    if "BENCH_DATABASE_URL" not in os.environ:
        manage("generate_complaints", str(files))
    manage("shell", "--no-imports", "-c", "from mediator.demo.accounts import make_accounts; make_accounts()")
    manage("refresh_figures", "--whole")


def manage(*arguments: str) -> None:
    run([sys.executable, "manage.py", *arguments])


def run(command: list[str]) -> None:
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


@contextmanager
def served(application: str) -> Iterator[tuple[int, psutil.Process]]:
    """The application behind gunicorn with two workers, its port and its master."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}", "--workers", "2"]
    command += ["--threads", "4", "--preload", "--no-control-socket", "--log-level", "error"]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL)
    try:
        wait(f"http://127.0.0.1:{port}/")
        yield port, psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(30)


def wait(url: str) -> None:
    end = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


def measure(options: argparse.Namespace) -> dict[str, object]:
    with served("bench.floor:application") as (floor, _master), served("mediator.wsgi:application") as (site, master):
        os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
        import django

        django.setup()
        acts = {name: made for name, made in plan(floor, site).items() if options.only in name}
        rounds: dict[str, list[Sample]] = {name: [] for name in acts}
        for _round in range(options.rounds):
            for name, (make, port, clients) in acts.items():
                with suppress(UsedUp):  # the rounds before have worked on every file there was
                    sample = closed_loop(partial(make, port), clients=clients, seconds=options.seconds)
                    rounds[name].append(sample)
        memory = [child.memory_info().rss / 2**20 for child in master.children()]
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        (files,) = connection.execute("SELECT count(*) FROM complaints_complaint").fetchone() or (0,)
    return {
        "files": files,
        "machine": f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}",
        "rounds": options.rounds,
        "seconds": options.seconds,
        "memory_of_a_worker_mb": round(max(memory), 1),
        "figures": {name: asdict(median(samples)) for name, samples in rounds.items() if samples},
    }


def plan(floor: int, site: int) -> dict[str, tuple[Callable[[int], Act], int, int]]:
    """Each measure by its name: who acts, against which port, how many at once."""
    from bench import scenarios as acts  # after django.setup

    files = acts.new_files(site, FILES_A_ROUND)
    queue = acts.QUEUE
    return {
        "floor: form page": (acts.floor_page, floor, PUBLIC),
        "site: first form page": (acts.first_form_page, site, PUBLIC),
        "floor: filing": (acts.floor_filing, floor, PUBLIC),
        "site: filing": (acts.filing, site, PUBLIC),
        "queue: first page": (acts.staff_page(f"{queue}?view=open"), site, STAFF),
        "queue: filtered": (acts.staff_page(f"{queue}?view=open&state=prelim_review&language=ar"), site, STAFF),
        "queue: next pages": (acts.next_pages, site, STAFF),
        "search: a common word": (acts.staff_page(f"{queue}?view=all&q=indemnit%C3%A9"), site, STAFF),
        "search: a rare word": (acts.staff_page(f"{queue}?view=all&q=zzyzx"), site, STAFF),
        "dashboard": (acts.staff_page("/figures/"), site, STAFF),
        "status change (GET + POST)": (acts.status_change(files), site, STAFF),
    }


def median(samples: list[Sample]) -> Sample:
    def middle(name: str) -> float:
        return round(statistics.median(getattr(sample, name) for sample in samples), 2)

    return Sample(middle("per_second"), middle("p50"), middle("p95"), middle("requests"))


def as_table(result: dict[str, object]) -> str:
    figures: dict[str, dict[str, float]] = result["figures"]  # type: ignore[assignment]
    lines = [f"{result['files']} files, {result['machine']}, worker {result['memory_of_a_worker_mb']} MB"]
    lines += [
        f"{name:30} {row['per_second']:9.1f}/s  p50 {row['p50']:8.1f} ms  p95 {row['p95']:8.1f} ms"
        f"  {row['requests']:.0f} requests"
        for name, row in figures.items()
    ]
    lines += [f"{name:30} {value:.2f}" for name, value in ratios(figures).items()]
    return "\n".join(lines)


def ratios(figures: dict[str, dict[str, float]]) -> dict[str, float]:
    """Ours over the floor's: form pages a second, and requests a second while filing."""
    found = {}
    for label, ours, floor in (
        ("ratio: form page", "site: first form page", "floor: form page"),
        ("ratio: filing", "site: filing", "floor: filing"),
    ):
        if ours in figures and floor in figures:
            requests = [figures[name]["per_second"] * figures[name]["requests"] for name in (ours, floor)]
            found[label] = requests[0] / requests[1]
    return found


if __name__ == "__main__":
    sys.exit(main())
