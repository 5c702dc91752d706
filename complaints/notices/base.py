"""A notice: its audience, and the facts that its template gets."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar


class Audience(StrEnum):
    """Who hears of it."""

    CITIZEN = "citizen"
    COLLEAGUE = "colleague"
    HANDLER = "handler"
    INTERLOCUTOR = "interlocutor"
    OVERSEER = "overseer"
    REPRESENTATIVE = "representative"


@dataclass(frozen=True)
class Notice:
    """`kind` names the template `templates/email/<kind>.txt`; the fields are its context, dates as ISO text."""

    kind: ClassVar[str]
    audience: ClassVar[Audience] = Audience.CITIZEN
    shared: ClassVar[bool] = True  # whether those with whom the file is shared are told that something is new

    def context(self) -> dict[str, Any]:
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in vars(self).items()
            if value is not None
        }
