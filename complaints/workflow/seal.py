"""What stands beside an act of the desk."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

from accounts.models import User


@dataclass(frozen=True, slots=True)
class Seal:
    """What stands beside the actor's own act.

    `proposed_by` is the colleague whose decision this actor validates; `seen` the last event the actor has seen;
    `at` when it happened, for files brought over from a register on paper (default: now);
    `rehearsing` lets a proposal be tried before the second person validates it; `confirmed` is the form with all its
    facts, kept with the event, so that a second press of its button is known as one. `press` is the same for all that one
    press did, so that one press takes it back; with `whole`, all of it or nothing (docs/undo.md). `typed` is the form as it
    was filled in, for who takes the act back to mend a word of it."""

    proposed_by: User | None = None
    seen: int | None = None
    at: datetime | None = None
    rehearsing: bool = False
    confirmed: str = ""
    press: uuid.UUID | None = None
    whole: bool = False
    typed: Mapping[str, Any] | None = None

    def kept(self) -> dict[str, Any]:
        """What the event keeps of it."""
        data: dict[str, Any] = {"confirmed": self.confirmed} if self.confirmed else {}
        data |= {"press": str(self.press)} if self.press else {}
        return data | ({"proposed_by": self.proposed_by.pk} if self.proposed_by else {})

    def over_several(self) -> Self:
        """The same for an act on several files, which is taken back on all of them or on none."""
        return replace(self, press=self.press or uuid.uuid4(), whole=True)


PLAIN = Seal()
