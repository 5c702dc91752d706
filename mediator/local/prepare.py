"""`python -m mediator.local.prepare`: brings the database of a run up to date and lists who can log in.

One process for all of it: most of the time goes into starting Django.
"""

import io
import sys
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from mediator.local.addresses import digest


def migrate() -> None:
    """Applies the migrations; they say something only when they fail."""
    call_command("migrate", verbosity=0, interactive=False)


def load_demo() -> None:
    """Loads the demo once in each database; a load that was interrupted is taken up again."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT oid FROM pg_database WHERE datname = current_database()")
        (oid,) = cursor.fetchone()
    done = Path(settings.VAR) / "run" / f"demo-{digest(Path(str(settings.DATABASES['default'])))}-{oid}"
    if not done.exists():
        call_command("load_demo", stdout=io.StringIO())
        done.touch()


def accounts() -> list[str]:
    """The demo's accounts, one line each."""
    from mediator.demo.accounts import ACCOUNTS

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
