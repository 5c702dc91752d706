"""Why a move was refused, in words for the one who asked."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from complaints.permissions import Decision


class Refused(Exception):
    """A transition that may not happen now. `reason` is a sentence in the actor's language."""

    def __init__(self, reason: str | Promise) -> None:
        self.reason = reason
        super().__init__(str(reason))


class WrongState(Refused):
    """The case is in a state from which this is not possible."""


class NotAllowed(Refused):
    """This actor may not do this."""


class Incomplete(Refused):
    """A fact that the regulations ask for is missing."""


class Repeated(Refused):
    """The actor did this very thing just now: the button was pressed twice."""

    def __init__(self) -> None:
        super().__init__(_("This was done already."))


class Stale(Refused):
    """The case changed since the actor looked at it."""

    def __init__(self) -> None:
        super().__init__(_("Somebody changed this file while you were working. Look at it again, then decide."))


def demand(decision: Decision) -> None:
    """Goes on when a permission says yes, and raises NotAllowed with its reason when it says no."""
    if not decision:
        raise NotAllowed(decision.reason)
