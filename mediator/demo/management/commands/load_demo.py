"""`manage.py load_demo`: accounts and cases to look at, as often as you like."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from mediator.demo import stands, stories
from mediator.demo.accounts import ACCOUNTS, make_accounts


class Command(BaseCommand):
    help = "Make the demonstration's accounts and cases. Their password is public: refused where DEMO_ACCOUNTS is off."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO_ACCOUNTS:
            raise CommandError("These accounts have a public password: DEMO_ACCOUNTS is off, so they are not made.")
        call_command("load_reference_data", stdout=self.stdout)
        make_accounts()
        new = stories.load(say=self.stdout.write)
        announced = stands.load(say=self.stdout.write)
        call_command("refresh_figures", "--whole", stdout=self.stdout)
        self.stdout.write(f"{new} sample complaints filed, {announced} stands planned")
        for account in ACCOUNTS:
            self.stdout.write(f"{account.email}  {account.password}  {account.tries}")
