"""The table of regulations as people read it: a page for staff, a diagram, and the part of docs/workflow.md that is made of it.

Made from `table.py` alone, so that none of them can differ from it (`tests/complaints/workflow/test_regulations.py`)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from complaints import permissions
from complaints.enums import OPEN_STATES, Outcome, State
from complaints.workflow.table import NEEDS, RULES, Rule, Who

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
    permissions.can_review: _("a caseworker who had no hand in the decision"),
    permissions.can_decide_review: _("a head or a supervisor who had no hand in the decision"),
}
ANYWHERE = 10  # a move from so many states is drawn once, from "any open file"


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
        )
        for rule in RULES.values()
    ]


@dataclass(frozen=True, slots=True)
class Arrow:
    """From a state, or from any open file (None), to another; `numbers` are the rows that lead there (T14, T15 ...)."""

    source: State | None
    target: State
    numbers: tuple[str, ...]


def arrows() -> list[Arrow]:
    """The diagram's arrows, those between two states joined; a file that stays draws none."""
    found: dict[tuple[State | None, State], list[str]] = defaultdict(list)
    for rule in RULES.values():
        for source, target in _drawn(rule):
            if rule.number not in found[source, target]:
                found[source, target].append(rule.number)
    return [Arrow(source, target, tuple(numbers)) for (source, target), numbers in found.items()]


def _drawn(rule: Rule) -> Iterator[tuple[State | None, State]]:
    sources: list[State | None] = [state for state in State if state in rule.sources]
    if len(rule.sources & OPEN_STATES) >= ANYWHERE:
        sources = [None]
    for target in rule.targets:
        for source in sources:
            yield source, target


def mermaid() -> str:
    """The diagram in the notation that code hosts draw; states by their codes, arrows by the rows' numbers."""
    lines = ["stateDiagram-v2", "    [*] --> draft"]
    for arrow in arrows():
        source = arrow.source.value if arrow.source else "any_open_file"
        lines.append(f"    {source} --> {arrow.target.value}: {', '.join(arrow.numbers)}")
    return "\n".join(lines)


def markdown() -> str:
    """The table for docs/workflow.md, by codes and in English as the code says it."""
    rows = ["| # | move | from | to | two people | needs |", "|---|---|---|---|---|---|"]
    for article in articles():
        rule = article.rule
        sources = ", ".join(f"`{state.value}`" for state in article.sources)
        targets = ", ".join(f"`{state.value}`" for state in article.targets) or "stays"
        two = "yes" if rule.validator else ""
        needs = ", ".join(f"`{need}`" for need in rule.needs)
        rows.append(f"| {rule.number} | `{rule.name}` | {sources} | {targets} | {two} | {needs} |")
    return "\n".join(rows)
