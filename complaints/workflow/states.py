"""The two names of a state: the desk's (complaints/enums.py State) and the citizen's seven steps (domain section 6)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.enums import State


class Step(models.TextChoices):
    """What the complainant sees: Déposée, Étude, Complément, Chez l'administration, Vos observations, Décision, Suivi/Close."""

    FILED = "filed", _("Filed")
    STUDY = "study", _("Being studied")
    COMPLEMENT = "complement", _("Waiting for you")
    ADMINISTRATION = "administration", _("With the administration")
    COMMENTS = "comments", _("Your comments")
    DECISION = "decision", _("Decision")
    CLOSED = "closed", _("Follow-up and end")


class Turn(models.TextChoices):
    """Who has to do something now."""

    CITIZEN = "citizen", _("You")
    INSTITUTION = "institution", _("The institution")
    ADMINISTRATION = "administration", _("The administration")
    NOBODY = "nobody", _("Nobody: the file is closed")


PUBLIC: dict[State, tuple[Step, Turn]] = {
    State.DRAFT: (Step.FILED, Turn.CITIZEN),
    State.SUBMITTED: (Step.FILED, Turn.INSTITUTION),
    State.REGISTERED: (Step.FILED, Turn.INSTITUTION),
    State.PRELIM_REVIEW: (Step.STUDY, Turn.INSTITUTION),
    State.AWAITING_CITIZEN: (Step.COMPLEMENT, Turn.CITIZEN),
    State.ORIENTED: (Step.CLOSED, Turn.NOBODY),
    State.INADMISSIBLE: (Step.CLOSED, Turn.NOBODY),
    State.ADMITTED: (Step.STUDY, Turn.INSTITUTION),
    State.AWAITING_ADMINISTRATION: (Step.ADMINISTRATION, Turn.ADMINISTRATION),
    State.CITIZEN_COMMENT: (Step.COMMENTS, Turn.CITIZEN),
    State.INVESTIGATION: (Step.DECISION, Turn.INSTITUTION),
    State.MEDIATION: (Step.DECISION, Turn.INSTITUTION),
    State.COMMISSION: (Step.DECISION, Turn.INSTITUTION),
    State.RECOMMENDATION: (Step.CLOSED, Turn.ADMINISTRATION),
    State.FOLLOWUP: (Step.CLOSED, Turn.ADMINISTRATION),
    State.ESCALATED: (Step.CLOSED, Turn.INSTITUTION),
    State.SUSPENDED: (Step.STUDY, Turn.CITIZEN),
    State.CLOSED: (Step.CLOSED, Turn.NOBODY),
    State.REVIEW: (Step.STUDY, Turn.INSTITUTION),
    State.WITHDRAWN: (Step.CLOSED, Turn.NOBODY),
    State.MERGED: (Step.CLOSED, Turn.NOBODY),
}


def step(state: str) -> Step:
    """The citizen's step for a state."""
    return PUBLIC[State(state)][0]


def turn(state: str) -> Turn:
    """Whose turn it is."""
    return PUBLIC[State(state)][1]


def journey(state: str) -> list[dict[str, str]]:
    """The seven steps with their place in time, for the citizen's page: `past`, `now` or `next`."""
    steps = list(Step)
    now = steps.index(step(state))
    return [
        {"label": str(each.label), "tone": "past" if place < now else "now" if place == now else "next"}
        for place, each in enumerate(steps)
    ]
