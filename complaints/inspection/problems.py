"""Why a file cannot be taken. The sentences that people read are in `complaints/files/refusals.py`."""

from enum import StrEnum


class Problem(StrEnum):
    """One reason each; its value travels from the child process to the parent."""

    EMPTY = "empty"
    TOO_BIG = "too_big"
    TOTAL = "total"
    SENDING = "sending"
    CASE = "case"
    TYPE = "type"
    NAME = "name"
    HIDDEN = "hidden"
    BROKEN = "broken"
    PASSWORD = "password"  # noqa: S105 - the reason, not a secret
    PIXELS = "pixels"
    PAGES = "pages"
    ACTIVE = "active"
    UNPACKED = "unpacked"
    INFECTED = "infected"
    UNCHECKED = "unchecked"


class Unacceptable(Exception):
    """Raised by the inspection with the reason."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.value)
        self.problem = problem
