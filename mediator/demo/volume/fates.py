"""What becomes of a case and when: whole lives, of which only the part before today has happened.

Shares and means follow the published figures where there are some (domain sections 0, 5 and 14): half of the diaspora's
files outside competence, study 16 days, first answer 69 days, half of the others settled, 646 days to carry out a
recommendation and 17 in 100 carried out."""

from collections.abc import Callable
from dataclasses import dataclass
from math import log
from random import Random

from complaints.enums import State
from mediator.demo import paths
from mediator.demo.paths import Leg

DAY = 86_400
SPREAD = 0.7  # of the logarithm of a duration
Life = list[tuple[Leg, float]]


def days(rng: Random, mean: float) -> float:
    """A duration in days around its mean, with a long tail."""
    return rng.lognormvariate(log(mean) - SPREAD * SPREAD / 2, SPREAD)


def life(rng: Random, *, outside: bool) -> Life:
    """The legs of a whole life, each with the days since the one before."""
    legs: Life = [(paths.SUBMIT, 0.0), (paths.REGISTER, 0.0)]
    draw: Callable[[], float] = rng.random
    legs.append((paths.START_REVIEW, days(rng, 1.5)))
    refused = not outside and draw() < 0.07
    if refused or draw() < 0.25:
        legs.append((paths.ASK, days(rng, 5)))
        if draw() < 0.1:
            return [*legs, (paths.CLOSE_INCOMPLETE, 45 + days(rng, 10))]
        legs.append((paths.COMPLETE, days(rng, 12)))
    if outside:
        return [*legs, (paths.ORIENT, days(rng, 13))]
    if refused:
        return [*legs, (paths.REFUSE, days(rng, 6))]
    if draw() < 0.02:
        return [*legs, (paths.CLOSE_JUDICIAL, days(rng, 14))]
    return _admitted(rng, [*legs, (paths.ADMIT, days(rng, 10))])


def _admitted(rng: Random, legs: Life) -> Life:
    fate = rng.random()
    if fate < 0.03:
        return [*legs, (paths.WITHDRAW, days(rng, 20))]
    if fate < 0.045:
        return [*legs, (paths.SUSPEND, days(rng, 20))]
    legs.append((paths.SEND, days(rng, 4)))
    if fate < 0.065:
        return legs  # the administration never answers
    return _answered(rng, [*legs, (paths.ANSWER, days(rng, 69))])


def _answered(rng: Random, legs: Life) -> Life:
    fate = rng.random()
    if fate < 0.05:
        legs.append((paths.INVESTIGATE, days(rng, 30)))
        if fate < 0.03:
            return _recommended(rng, [*legs, (paths.RECOMMEND, days(rng, 90))])
    elif fate < 0.08:
        legs.append((paths.MEDIATE, days(rng, 25)))
    elif fate < 0.15:
        legs.append((paths.COMMISSION, days(rng, 30)))
    settled = rng.random() < 0.51
    legs.append((paths.SETTLE if settled else paths.CLOSE_UNFOUNDED, days(rng, 80)))
    if not settled and rng.random() < 0.06:
        legs.append((paths.REVIEW, rng.uniform(5, 58)))
    return legs


def _recommended(rng: Random, legs: Life) -> Life:
    legs.append((paths.FOLLOW_UP, days(rng, 30)))
    fate = rng.random()
    if fate < 0.17:
        legs.append((paths.EXECUTED, days(rng, 646)))
    elif fate < 0.25:
        legs.append((paths.ESCALATE, days(rng, 300)))
    return legs


@dataclass(frozen=True, slots=True)
class Happened:
    """One leg that has happened: seconds since 1970, and the states it led from and to."""

    leg: Leg
    at: int
    source: State


def until(life: Life, *, start: int, now: int) -> list[Happened]:
    """The legs that have happened by `now`, the first at `start`."""
    happened: list[Happened] = []
    at, state = float(start), State.DRAFT
    for leg, wait in life:
        at += wait * DAY
        if at > now:
            break
        happened.append(Happened(leg, int(at), state))
        state = leg.target
    return happened
