"""Six figures that prove an address (actions.py) or sign from a telephone (phone_codes.py): how often, how long, how many tries.

What was sent last is `{"number", "sent_at", "tries"}` beside where it went, in `Draft.verification`."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

AGAIN = timedelta(seconds=60)
LIFE = timedelta(minutes=30)
TRIES = 5
A_DRAFT = 10


def next_number(last: Mapping[str, Any]) -> int:
    """The number of the message that may go now; 0 when it is too soon or there were enough.

    A pause of the draft, not of the address: two addresses in turn are no way round it."""
    number = int(last.get("number", 0)) + 1
    soon = "sent_at" in last and timezone.now() - datetime.fromisoformat(last["sent_at"]) < AGAIN
    return 0 if soon or number > A_DRAFT else number


def sent(number: int) -> dict[str, Any]:
    """What is kept of a message that goes now."""
    return {"number": number, "sent_at": timezone.now().isoformat(), "tries": 0}


def may_try(last: Mapping[str, Any]) -> bool:
    """Whether the figures of the last message can still be right."""
    if not last or last.get("tries", TRIES) >= TRIES:
        return False
    return timezone.now() - datetime.fromisoformat(last["sent_at"]) <= LIFE
