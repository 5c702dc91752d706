"""`manage.py load_reference_data`: the directories and the articles from their reviewed files, as often as you like."""

from typing import Any

from django.core.management.base import BaseCommand

from complaints.guide import reference_data
from complaints.knowledge import loading


class Command(BaseCommand):
    help = (
        "Load regions, units, subjects, administrations, referral bodies, countries, holidays and articles "
        "from reviewed files."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        for name, counts in {**reference_data.load(), "articles": loading.load()}.items():
            self.stdout.write(
                f"{name}: {counts.inserted} inserted, {counts.updated} updated, "
                f"{counts.unchanged} unchanged, {counts.kept} only in the database"
            )
