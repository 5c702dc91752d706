"""`manage.py generate_complaints 100000`: believable volume to measure with."""

from argparse import ArgumentParser
from collections import Counter
from time import perf_counter
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from mediator.demo.volume.run import generate


class Command(BaseCommand):
    help = "Make up complaints with their histories through COPY. Refused where DEMO_ACCOUNTS is off."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("count", type=int, help="how many complaints")
        parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same cases")
        parser.add_argument("--years", type=int, default=5, help="over how many years they were filed")
        parser.add_argument("--processes", type=int, default=0, help="how many at once; 0 takes one a core")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO_ACCOUNTS:
            raise CommandError("Made-up complaints belong in no real register: DEMO_ACCOUNTS is off.")
        if options["count"] < 1 or options["years"] < 1:
            raise CommandError("Ask for at least one complaint and one year.")
        call_command("load_reference_data", stdout=self.stdout)
        started, rows = perf_counter(), Counter[str]()
        chunks = generate(
            options["count"], seed=options["seed"], years=options["years"], processes=options["processes"]
        )
        for number, counts in enumerate(chunks, start=1):
            rows.update(counts)
            if number % 20 == 0:
                self.stdout.write(f"{rows['complaints_complaint']} after {perf_counter() - started:.0f} s")
        for table, count in sorted(rows.items()):
            self.stdout.write(f"{table}: {count}")
        self.stdout.write(f"{perf_counter() - started:.1f} s")
