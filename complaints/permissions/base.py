"""What a permission answers."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Decision:
    """Yes, or no with the reason in the actor's language. True or false in a condition."""

    allowed: bool
    reason: str | Promise = ""

    def __bool__(self) -> bool:
        return self.allowed


YES = Decision(True)


def no(reason: str | Promise) -> Decision:
    return Decision(False, reason)
