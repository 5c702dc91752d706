"""The three moves that have no case before them (T1, T2, T24), by each kind of person, and on two connections at once."""

import threading
import uuid

import pytest
from django.db import connection, transaction

from complaints.casework.own_initiative import open_file
from complaints.enums import State
from complaints.models import Complaint, Event
from complaints.workflow.errors import NotAllowed, Refused
from complaints.workflow.table import RULES
from tests.complaints.workflow.life import Life
from tests.complaints.workflow.moving import ROWS, people

# Who begins what: anybody complains, the house registers by itself, heads and supervisors act on their own initiative.
EVERYBODY = {
    "complainant", "stranger", "citizen", "intake", "caseworker", "head", "supervisor", "neighbour", "neighbours_head",
    "other_caseworker", "other_head", "other_supervisor", "administrator", "liaison", "statistician", "auditor", "system",
}  # fmt: skip
MAY = {
    "submit": EVERYBODY,
    "register": {"system"},
    "open_own_initiative": {"head", "supervisor", "other_head", "other_supervisor"},
}


def facts(life: Life, **more: object) -> dict[str, object]:
    life._country("MA", "Africa/Casablanca")
    return {
        "source": "complaints", "details": "IMR-2026-1", "administration": life.administration, "subject": life.subject,
        "act_kind": "delay", "title": "Actes de naissance", "description": "Les retards se répètent.",
        "request": "Un délai affiché.", "urgent": False, "unit": life.unit, "handler": life.handler.user, **more,
    }  # fmt: skip


def test_with_those_of_the_offices_table_these_are_all_moves():
    assert {row["name"] for row in ROWS} | MAY.keys() == RULES.keys()


@pytest.mark.django_db
@pytest.mark.parametrize("name", MAY)
def test_each_person_may_begin_what_the_regulations_say(name: str):
    life = Life()
    for who, actor in people(life, life.registered()).items():
        fresh = Complaint(unit=life.unit, complainant=life.registered().complainant)
        assert bool(RULES[name].who(actor, fresh)) == (who in MAY[name]), who


@pytest.mark.django_db
def test_each_person_opens_a_file_on_the_offices_own_initiative_or_is_refused_and_nothing_is_written():
    life = Life()
    for who, actor in people(life, life.registered()).items():
        before = Complaint.objects.count(), Event.objects.count()
        if who in MAY["open_own_initiative"]:
            case = open_file(actor=actor, key=uuid.uuid4(), **facts(life))
            assert (case.state, case.events.get().name) == (State.ADMITTED, "open_own_initiative"), who
        else:
            with pytest.raises(NotAllowed):
                open_file(actor=actor, key=uuid.uuid4(), **facts(life))
            assert (Complaint.objects.count(), Event.objects.count()) == before, who


@pytest.mark.django_db
def test_filing_is_submitted_by_who_complains_and_registered_by_the_house():
    life = Life()
    case = life.registered()
    moved = case.events.filter(name__in=("submit", "register")).order_by("pk")
    assert [(row.name, row.from_state, row.to_state) for row in moved] == [
        ("submit", State.DRAFT, State.SUBMITTED),
        ("register", State.SUBMITTED, State.REGISTERED),
    ]
    assert [row.actor_kind for row in moved][1] == "system"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_round", range(5))
def test_two_presses_open_one_file(_round: int):
    with transaction.atomic():
        life = Life()
        given = facts(life, key=uuid.uuid4())
    barrier, ends = threading.Barrier(2), []

    def press() -> None:
        try:
            barrier.wait(10)
            ends.append(open_file(actor=life.head, **given).pk)
        except Refused as refused:
            ends.append(refused)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _one in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert ends[0] == ends[1]
    assert Complaint.objects.get().events.count() == 1
