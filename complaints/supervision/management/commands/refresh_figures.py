from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from complaints.supervision import actions


class Command(BaseCommand):
    help = "Counts the files into the tables that the dashboard reads."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--whole", action="store_true", help="Count every day anew, not only those that changed.")

    def handle(self, *args: Any, **options: Any) -> None:
        done = actions.refresh_figures(whole=options["whole"])
        if done is None:
            self.stdout.write("Another process is counting just now; nothing to do.")
        else:
            self.stdout.write(f"Counted {'all days' if done.days is None else f'{done.days} days'}.")
