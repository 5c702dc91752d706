"""`make check`: every check but the tests, one after the other; all are run, and the failing ones named."""

import base64
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from mediator.env import ROOT
from mediator.local import catalogues
from mediator.local.postgres import Postgres

BIN = ROOT / ".venv" / "bin"
# The files where one part meets another: there types are strict (pyproject.toml, tool.mypy.overrides).
BOUNDARY = (
    "mediator/env.py",
    "complaints/permissions/*.py",
    "complaints/selectors.py",
    "complaints/*/selectors.py",
    "complaints/*/actions.py",
    "complaints/workflow/transitions/*.py",
    "complaints/workflow/deadlines.py",
    "complaints/workflow/routing.py",
    "complaints/notifications/outbox.py",
)


def tool(name: str, *arguments: str) -> list[str]:
    """The command line of a tool of the environment."""
    return [str(BIN / name), *arguments]


def production() -> dict[str, str]:
    """An environment that production settings accept; its secrets are thrown away."""
    return {
        "DJANGO_SETTINGS_MODULE": "mediator.settings.production",
        "SECRET_KEY": secrets.token_urlsafe(60),
        "IDENTITY_KEYS": "check:" + base64.b64encode(secrets.token_bytes(32)).decode(),
        "IDENTITY_INDEX_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
        "RECEIPT_KEYS": "check:" + base64.b64encode(secrets.token_bytes(32)).decode(),
        "ALLOWED_HOSTS": "mediator.example",
        "CSRF_TRUSTED_ORIGINS": "https://mediator.example",
        "SITE_URL": "https://mediator.example",
        "REDIS_URL": "redis://localhost",
        "EMAIL_URL": "smtp://localhost",
        "STORAGE_URL": "file:///srv/files",
        "VAR_DIR": tempfile.gettempdir(),
    }


def command(arguments: list[str], environment: dict[str, str] | None = None) -> Callable[[], str]:
    """A check that runs a command; it answers what the command said if it failed, else nothing."""

    def check() -> str:
        done = subprocess.run(
            arguments,
            cwd=ROOT,
            env={**os.environ, "PYTHONWARNINGS": "default", **(environment or {})},
            capture_output=True,
            text=True,
            check=False,
        )
        return (done.stdout + done.stderr).strip() or "It failed without a word." if done.returncode else ""

    return check


def django(*arguments: str) -> Callable[[], str]:
    """A check by Django with production settings, which asks the database what it can do."""

    def check() -> str:
        with passing_postgres() as url:
            return command(tool("python", "manage.py", *arguments), {**production(), "DATABASE_URL": url})()

    return check


@contextmanager
def passing_postgres() -> Iterator[str]:
    """The address of an empty Postgres that is gone afterwards; DATABASE_URL if it is set."""
    if named := os.environ.get("DATABASE_URL"):
        yield named
        return
    with tempfile.TemporaryDirectory(prefix="mediator-check-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        postgres = Postgres(folder / "postgres", durable=False)
        postgres.start()
        try:
            yield postgres.url
        finally:
            postgres.stop()


def boundary() -> list[str]:
    """The boundary files there are."""
    return sorted(str(path.relative_to(ROOT)) for pattern in BOUNDARY for path in ROOT.glob(pattern))


def checks() -> dict[str, Callable[[], str]]:
    """Every check by the name it is shown with."""
    return {
        "style (ruff)": command(tool("ruff", "check", "--quiet", ".")),
        "format (ruff; `make fix` mends it)": command(tool("ruff", "format", "--quiet", "--check", "--diff", ".")),
        "borders (import-linter)": command(tool("lint-imports", "--no-cache")),
        "types (mypy)": command(tool("mypy", *boundary())),
        "templates (djlint)": command(tool("djlint", "--lint", "--quiet", "templates")),
        "migrations": django("makemigrations", "--check", "--dry-run"),
        "deployment": django("check", "--deploy", "--fail-level", "WARNING"),
        "translations": lambda: "\n".join(catalogues.faults()),
    }


def main() -> int:
    """Runs them all; 1 if one failed."""
    failed = []
    for name, check in checks().items():
        said = check()
        print(f"{'failed' if said else 'ok':>8}  {name}", flush=True)
        if said:
            failed.append(name)
            print("\n".join(f"          {line}" for line in said.splitlines()), file=sys.stderr, flush=True)
    if failed:
        print(f"\n{len(failed)} of {len(checks())} checks failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0
