"""What permanent interlocutors are told; `interlocutors` are their accounts."""

from dataclasses import dataclass, field
from datetime import date

from complaints.notices.base import Audience, Notice


@dataclass(frozen=True)
class LetterForAdministration(Notice):
    """Without a date where the letter asks for no answer by one."""

    kind = "administration_letter"
    audience = Audience.INTERLOCUTOR
    due_on: date | None
    interlocutors: tuple[int, ...] = field(default=())


@dataclass(frozen=True)
class ChaseForAdministration(Notice):
    """`late` is whether the date has passed."""

    kind = "administration_reminder"
    audience = Audience.INTERLOCUTOR
    due_on: date
    late: bool
    interlocutors: tuple[int, ...] = field(default=())


@dataclass(frozen=True)
class ExtensionForAdministration(Notice):
    kind = "administration_extension"
    audience = Audience.INTERLOCUTOR
    due_on: date
    interlocutors: tuple[int, ...] = field(default=())


@dataclass(frozen=True)
class RecommendationForAdministration(Notice):
    kind = "administration_recommendation"
    audience = Audience.INTERLOCUTOR
    due_on: date
    interlocutors: tuple[int, ...] = field(default=())


@dataclass(frozen=True)
class ExecutionForAdministration(Notice):
    """No proof came yet that a recommendation was carried out."""

    kind = "administration_execution"
    audience = Audience.INTERLOCUTOR
    interlocutors: tuple[int, ...] = field(default=())


@dataclass(frozen=True)
class ReplyReturned(Notice):
    """What the administration sent came back to it."""

    kind = "administration_returned"
    audience = Audience.INTERLOCUTOR
    interlocutors: tuple[int, ...] = field(default=())
