"""The table of regulations as people read it: a page for staff, a diagram, and the part of docs/workflow.md that is made of it.

Made from `table.py` alone, so that none of them can differ from it (`tests/complaints/workflow/test_regulations.py`)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from complaints import permissions
from complaints.enums import Outcome, State
from complaints.workflow.table import ADMITTED, DECIDABLE, JOINABLE, NEEDS, RULES, UNDER_WAY, Rule, Who

PEOPLE: Mapping[Who, Promise | str] = {
    permissions.may_file: _("anybody"),
    permissions.is_system: _("the system"),
    permissions.is_complainant: _("the complainant, or who acts for them"),
    permissions.can_complete: _("the complainant, or the desk for what came by post"),
    permissions.can_start_review: _("the unit's intake officer, caseworker or head; a supervisor"),
    permissions.can_request_information: _(
        "the unit's intake officer, caseworker or head; after two rounds a head or a supervisor"
    ),
    permissions.can_decide: _("the unit's caseworker or head, the intake officer until the admission; a supervisor"),
    permissions.can_validate: _("the head of the unit, or a supervisor"),
    permissions.can_sign: _("a supervisor, for the Médiateur"),
    permissions.can_sign_by_order: _(
        "a supervisor, for the Médiateur; the head of the unit by an order of the Médiateur"
    ),
    permissions.can_review: _("a caseworker who had no hand in the decision"),
    permissions.can_decide_review: _("a head or a supervisor who had no hand in the decision"),
}


class Group(StrEnum):
    """States from which a move is drawn once: most of its sources are these, or all but the one that it leads to."""

    OPEN = "any_open_file"
    ADMITTED = "any_admitted_file"
    DECIDABLE = "ready_for_a_decision"
    JOINABLE = "not_yet_sent"


MEMBERS: dict[Group, frozenset[State]] = {
    Group.OPEN: UNDER_WAY,
    Group.ADMITTED: ADMITTED,
    Group.DECIDABLE: DECIDABLE,
    Group.JOINABLE: JOINABLE,
}
GROUPS: dict[Group, Promise | str] = {
    Group.OPEN: _("Any open file"),
    Group.ADMITTED: _("Any admitted file"),
    Group.DECIDABLE: _("Ready for a decision"),
    Group.JOINABLE: _("Not yet sent"),
}
Place = State | Group


@dataclass(frozen=True, slots=True)
class Article:
    """One row of the page. Empty `targets`: the file stays where it is."""

    rule: Rule
    sources: tuple[State, ...]
    targets: tuple[State, ...]
    who: Promise | str
    validator: Promise | str
    needs: tuple[Promise | str, ...]
    outcomes: tuple[Outcome, ...]
    mended_by: tuple[Rule, ...]


def articles() -> list[Article]:
    """Every row of the table, in its order; states in the order of their declaration."""
    return [
        Article(
            rule=rule,
            sources=tuple(state for state in State if state in rule.sources),
            targets=rule.targets,
            who=PEOPLE[rule.who],
            validator=PEOPLE[rule.validator] if rule.validator else "",
            needs=tuple(NEEDS[need] for need in rule.needs),
            outcomes=rule.outcomes,
            mended_by=tuple(RULES[name] for name in rule.mended_by),
        )
        for rule in RULES.values()
    ]


@dataclass(frozen=True, slots=True)
class Arrow:
    """From a state, or from the states of a group, to another; `numbers` are the rows that lead there (T14, T15 ...)."""

    source: Place
    target: State
    numbers: tuple[str, ...]

    @property
    def sources(self) -> frozenset[State]:
        """The states that it stands for."""
        return MEMBERS[self.source] - {self.target} if isinstance(self.source, Group) else frozenset({self.source})


def arrows() -> list[Arrow]:
    """The diagram's arrows, those between two places joined; a file that stays draws none."""
    found: dict[tuple[Place, State], list[str]] = defaultdict(list)
    for rule in RULES.values():
        for source, target in _drawn(rule):
            if rule.number not in found[source, target]:
                found[source, target].append(rule.number)
    return [Arrow(source, target, tuple(numbers)) for (source, target), numbers in found.items()]


def _drawn(rule: Rule) -> Iterator[tuple[Place, State]]:
    for target in rule.targets:
        left = rule.sources
        for group, members in MEMBERS.items():
            if members - {target} <= left:
                yield group, target
                left -= members
        yield from ((state, target) for state in State if state in left)


def mermaid() -> str:
    """The diagram in the notation that code hosts draw; states by their codes, arrows by the rows' numbers."""
    lines = ["stateDiagram-v2", "    [*] --> draft"]
    for arrow in arrows():
        lines.append(f"    {arrow.source.value} --> {arrow.target.value}: {', '.join(arrow.numbers)}")
    return "\n".join(lines)


def markdown() -> str:
    """The table for docs/workflow.md, by codes and in English as the code says it."""
    rows = ["| # | move | from | to | two people | can be taken back | needs |", "|---|---|---|---|---|---|---|"]
    for article in articles():
        rule = article.rule
        sources = ", ".join(f"`{state.value}`" for state in article.sources)
        targets = ", ".join(f"`{state.value}`" for state in article.targets) or "stays"
        two = "yes" if rule.validator else ""
        grace = "yes" if rule.grace else ""
        needs = ", ".join(f"`{need}`" for need in rule.needs)
        rows.append(f"| {rule.number} | `{rule.name}` | {sources} | {targets} | {two} | {grace} | {needs} |")
    return "\n".join(rows)
