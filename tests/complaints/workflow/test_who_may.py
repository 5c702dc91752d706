"""Each move of the regulations by each kind of person, against the table that the office reads (data/moves_expected.csv).

Allowed is done and written; refused writes nothing. A move that takes two people is tried both ways: proposing, validating."""

import pytest

from complaints.models import Complaint, Event
from complaints.notifications.models import OutboxMessage
from complaints.workflow import transitions
from complaints.workflow.errors import NotAllowed
from complaints.workflow.moves import Seal, rehearse
from complaints.workflow.table import RULES
from tests.complaints.workflow.life import Life
from tests.complaints.workflow.moving import FACTS, ROWS, at_stage, people

pytestmark = pytest.mark.django_db
# Who is who else: the present caseworker, head and supervisor are allowed where the table says so for another one too.
ALSO = {"other_caseworker": "caseworker", "other_head": "head", "other_supervisor": "supervisor"}


def allowed(row: dict[str, str], column: str) -> set[str]:
    """The names in a cell; where it does not name the others, they may what the first may."""
    named = set(row[column].split())
    return named if named & set(ALSO) else named | {other for other, one in ALSO.items() if one in named}


def test_the_table_of_the_office_has_every_move_of_the_regulations():
    assert [(row["number"], row["name"]) for row in ROWS] == [
        (rule.number, rule.name)
        for rule in RULES.values()
        if rule.name not in {"submit", "register", "open_own_initiative"}
    ]
    assert {row["name"] for row in ROWS if row["validates"]} == {rule.name for rule in RULES.values() if rule.validator}
    assert set(FACTS) == {row["name"] for row in ROWS}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_each_person_may_do_what_the_table_says_and_nothing_else(life: Life, row: dict[str, str]):
    case = at_stage(life, row["stage"])
    assert case.state in RULES[row["name"]].sources
    for name, actor in people(life, case).items():
        before = written()
        act = lambda actor=actor: transitions.perform(  # noqa: E731
            row["name"],
            case,
            actor=actor,
            seal=Seal(rehearsing=bool(row["validates"])),
            **FACTS[row["name"]](life, case),
        )
        if name in allowed(row, "does"):
            assert rehearse(case, act).complaint is not None, name
        else:
            with pytest.raises(NotAllowed) as refused:
                act()
            assert str(refused.value.reason), name
        assert written() == before, name


@pytest.mark.parametrize("row", [row for row in ROWS if row["validates"]], ids=lambda row: row["name"])
def test_each_person_may_validate_what_the_table_says_and_nothing_else(life: Life, row: dict[str, str]):
    case = at_stage(life, row["stage"])
    proposer = life.actor("handler", life.unit).user
    for name, actor in people(life, case).items():
        seal = Seal(proposed_by=proposer)
        facts = FACTS[row["name"]](life, case)
        act = lambda actor=actor, seal=seal, facts=facts: transitions.perform(  # noqa: E731
            row["name"], case, actor=actor, seal=seal, **facts
        )
        if name in allowed(row, "validates"):
            assert rehearse(case, act).complaint is not None, name
        else:
            with pytest.raises(NotAllowed):
                act()


@pytest.mark.parametrize("row", [row for row in ROWS if row["validates"]], ids=lambda row: row["name"])
def test_nobody_validates_what_he_proposed(life: Life, row: dict[str, str]):
    case = at_stage(life, row["stage"])
    actor = people(life, case)[min(allowed(row, "validates"))]
    with pytest.raises(NotAllowed):
        transitions.perform(
            row["name"], case, actor=actor, seal=Seal(proposed_by=actor.user), **FACTS[row["name"]](life, case)
        )


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_each_move_leads_where_the_regulations_say(life: Life, row: dict[str, str]):
    rule = RULES[row["name"]]
    case = at_stage(life, row["stage"])
    doer = sorted(allowed(row, "validates") or allowed(row, "does"))[0]
    actor = people(life, case)[doer]
    seal = Seal(proposed_by=life.actor("handler", life.unit).user) if rule.validator else Seal()
    moved = transitions.perform(row["name"], case, actor=actor, seal=seal, **FACTS[row["name"]](life, case))
    kept = Complaint.objects.get(pk=case.pk)
    assert kept.state == moved.state
    assert kept.state in (rule.targets or (case.state,))
    event = kept.events.latest("pk")
    assert (event.name, event.from_state, event.to_state) == (rule.name, case.state, kept.state)
    assert bool(kept.outcome) == bool(rule.outcomes)
    assert not rule.outcomes or kept.outcome in rule.outcomes


def written() -> tuple[int, int]:
    """How many events and messages there are."""
    return Event.objects.count(), OutboxMessage.objects.count()
