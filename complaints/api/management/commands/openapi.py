"""`manage.py openapi` keeps docs/openapi.json, the description of the API, beside its code (docs/api.md)."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from complaints.api import schema


class Command(BaseCommand):
    help = "Write docs/openapi.json anew from the code of the API."
    requires_system_checks: list[str] = []  # it asks no database

    def handle(self, *args: Any, **options: Any) -> None:
        (settings.ROOT / "docs" / "openapi.json").write_text(schema.as_text())
