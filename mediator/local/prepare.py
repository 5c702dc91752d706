"""`python -m mediator.local.prepare`: brings the database of a run up to date and lists who can log in.

One process for all of it: most of the time goes into starting Django.
"""

import io
import sys
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from mediator.local.addresses import digest


def migrate() -> None:
    """Applies the migrations; they say something only when they fail."""
    call_command("migrate", verbosity=0, interactive=False)


def load_demo() -> None:
    """Loads the demo once in each database, never among real accounts; a load that was interrupted is taken up again."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT oid FROM pg_database WHERE datname = current_database()")
        (oid,) = cursor.fetchone()
    done = Path(settings.VAR) / "run" / f"demo-{digest(Path(str(settings.DATABASES['default'])))}-{oid}"
    if not done.exists() and not somebody_else_is_here():
        call_command("load_demo", stdout=io.StringIO())
        done.touch()


def somebody_else_is_here() -> bool:
    """Whether the database (named by DATABASE_URL) holds accounts that are not the demonstration's, whose password is public."""
    return get_user_model().objects.exclude(email__endswith=".example").exists()


def accounts() -> list[str]:
    """The demo's accounts, one line each; none where the demo was not loaded."""
    from mediator.demo.accounts import ACCOUNTS

    if not get_user_model().objects.filter(email=ACCOUNTS[0].email).exists():
        return ["The demonstration is not loaded: this database has accounts of its own."]
    width = max(len(account.email) for account in ACCOUNTS)
    return [f"{account.email:{width}}  {account.tries}" for account in ACCOUNTS] + [f"Password: {ACCOUNTS[0].password}"]


def main() -> int:
    """Does it all; the reason goes to standard error."""
    django.setup()
    try:
        migrate()
        call_command("load_reference_data", stdout=io.StringIO())  # the files change with the code
        if settings.DEMO_ACCOUNTS and apps.is_installed("mediator.demo"):
            load_demo()
            print("\n".join(accounts()))
    except CommandError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
