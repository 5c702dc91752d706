"""The rules in force, and what they say to a person: heading, explanation, who helps and how they are reached from there."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import cached_property

from accounts.localized import pick
from complaints.guide import eligibility, selectors
from complaints.guide.eligibility import Finding
from complaints.guide.models import Administration, Country, ReferralBody, Rule
from complaints.guide.questions import shorten
from complaints.guide.remembered import remembered


@remembered
def live_rules() -> tuple[Rule, ...]:
    """The rules in force, in the order in which they are judged."""
    return tuple(Rule.objects.filter(stage=Rule.Stage.LIVE))


def find(answers: Mapping[str, str]) -> Finding:
    """What the rules in force say to these answers."""
    return eligibility.judge(answers, [rule.line for rule in live_rules()])


def next_question(answers: Mapping[str, str]) -> str | None:
    """What to ask next; None when the result stands."""
    return eligibility.next_question(answers, [rule.line for rule in live_rules()])


@dataclass(frozen=True)
class Advice:
    """What a person is told. `country` is where they live, if they said so."""

    answers: Mapping[str, str]
    rule: Rule | None
    country: Country | None

    @property
    def code(self) -> str:
        """The answers and the country as one piece of an address."""
        return shorten(self.answers, self.country.code if self.country else "")

    @property
    def result(self) -> str:
        return self.rule.result if self.rule else eligibility.UNSURE

    @property
    def ground(self) -> str:
        return self.rule.ground if self.rule else ""

    @property
    def title(self) -> str:
        return self.rule.name if self.rule else ""

    @property
    def explanation(self) -> str:
        return pick(self.rule.explanation) if self.rule else ""

    @property
    def asks_country(self) -> bool:
        """Whether we need to know where the person lives before we can name who helps."""
        return bool(self.rule and self.rule.by_country and self.country is None)

    @cached_property
    def bodies(self) -> list[ReferralBody]:
        """Who helps, the nearest first; one that was switched off is left out."""
        return bodies_of(self.rule, self.country.code if self.country else "") if self.rule else []

    @cached_property
    def posts(self) -> list[Administration]:
        """The Moroccan consulates where the person lives: they help to reach a body in Morocco from there."""
        there = self.country.code if self.country else ""
        if not there or not any(body.country == "MA" for body in self.bodies):
            return []
        return selectors.consulates(there)


def advice(answers: Mapping[str, str], *, country: str = "") -> Advice:
    """The result for these answers, as far as they go."""
    line = find(answers).line
    rule = next((rule for rule in live_rules() if line and rule.code == line.code), None)
    return Advice(answers, rule, selectors.country(country))


def bodies_of(rule: Rule, country: str) -> list[ReferralBody]:
    """The bodies that a rule names; where it says so, those of the person's country for the rule's ground before them."""
    active = {body.code: body for body in selectors.active_bodies()}
    near = [
        body
        for body in active.values()
        if rule.by_country and country not in ("", "MA") and body.country == country and rule.ground in body.grounds
    ]
    return near + [active[code] for code in rule.bodies if code in active and active[code] not in near]
