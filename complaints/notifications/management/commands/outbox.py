"""`manage.py outbox`: how the outbox does; optionally sends without worker or Redis."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from complaints.notifications import outbox, selectors


class Command(BaseCommand):
    """Prints the state; ends with 1 when something is wrong, for whoever watches."""

    help = "Shows what waits and what could not be sent."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--retry", action="store_true", help="make everything that waits for a later attempt due now"
        )
        parser.add_argument("--drain", action="store_true", help="send what is due in this process")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["retry"]:
            self.stdout.write(f"due now: {outbox.wake()}")
        if options["drain"]:
            self.stdout.write(f"handled: {outbox.drain()}")
        health = selectors.health()
        self.stdout.write(f"waiting: {health.waiting} (oldest: {_seconds(health.oldest_waiting)})")
        self.stdout.write(f"dead letters: {health.dead}")
        self.stdout.write(f"worker heard: {_seconds(health.heartbeat)} ago")
        if health.troubles:
            raise CommandError("trouble: " + ", ".join(health.troubles), returncode=1)


def _seconds(age: float | None) -> str:
    return "never" if age is None else f"{age:.0f} s"
