"""`manage.py push_keys`: makes the key with which this house signs its notices to browsers (docs/push.md)."""

import base64
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Prints a new key for the environment. Kept nowhere; with another key every browser has to be asked anew."""

    help = "Makes a key for VAPID_PRIVATE_KEY."
    requires_system_checks: list[str] = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
        key = base64.urlsafe_b64encode(number.to_bytes(32, "big")).decode().rstrip("=")
        self.stdout.write(f"VAPID_PRIVATE_KEY={key}")
