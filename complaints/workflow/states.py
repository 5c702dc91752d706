"""The two names of a state: the desk's (complaints/enums.py State) and the citizen's seven steps (domain section 6)."""

from collections.abc import Collection, Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.enums import CLOSED_STATES, State


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
    BODY = "body", _("Another body")
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


# Moves that decide a file without the file ever resting in a state of the step "Decision".
DECIDING = frozenset({"settle", "close_unfounded", "recommend"})


def reached(events: Iterable[tuple[str, str]]) -> set[Step]:
    """The steps that a file really went through, from its events in order: the name of each and the state it led to.

    A review takes back the end that a file had reached."""
    steps = {Step.FILED}
    for name, state in events:
        steps |= {step(state)} if state else set()
        steps |= {Step.DECISION} if name in DECIDING else set()
        steps -= {Step.CLOSED} if state == State.REVIEW else set()
    return steps


def journey(state: str, been: Collection[Step]) -> list[dict[str, str]]:
    """The steps with their place in time, for the citizen's page: `past`, `now` or `next`.

    Past is only where the file has `been`: one that was withdrawn skipped most steps. Nothing comes after the end, and
    no waiting for the complainant is announced, since most files never need it."""
    steps = list(Step)
    now, over = step(state), state in CLOSED_STATES
    tones = {each: "past" for each in steps if each in been}
    if not over:
        tones |= {each: "next" for each in steps[steps.index(now) + 1 :] if each not in {*been, Step.COMPLEMENT}}
    tones[now] = "now"
    return [{"label": str(each.label), "tone": tones[each]} for each in steps if each in tones]
