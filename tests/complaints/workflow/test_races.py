"""Two people move one case at the same moment, each on a connection of their own: one wins, the other is told why."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from accounts.actors import code_holder
from complaints.casework import actions
from complaints.enums import Outcome, State
from complaints.models import Complaint, Event
from complaints.notifications.models import OutboxMessage
from complaints.workflow import transitions
from complaints.workflow.errors import Refused
from complaints.workflow.moves import Seal
from complaints.workflow.table import RULES
from tests.complaints.workflow.life import Life
from tests.complaints.workflow.moving import FACTS, ROWS, at_stage, people

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def life():
    with transaction.atomic():
        return Life()


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Runs the acts on threads released together; tells how each ended, sorted."""
    barrier, ends = threading.Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        try:
            barrier.wait(10)
            act()
            ends.append("done")
        except Refused:
            ends.append("refused")
        except Exception as error:  # what the test must see
            ends.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return sorted(ends)


def one_event(case: Complaint, *names: str) -> bool:
    return Event.objects.filter(complaint=case, name__in=names).count() == 1


@pytest.mark.parametrize("_round", range(5))
def test_the_same_move_twice_happens_once(life, _round):
    case = life.in_study()
    ends = at_once(*[lambda: transitions.admit(case, actor=life.handler, subject=life.subject)] * 2)
    assert ends == ["done", "refused"]
    assert one_event(case, "admit")
    assert (
        OutboxMessage.objects.filter(kind="complaint_admitted", channel="email", about=f"complaint:{case.pk}").count()
        == 1
    )


@pytest.mark.parametrize("_round", range(5))
def test_of_two_opposite_moves_one_wins_whole(life, _round):
    case = life.in_study()
    ends = at_once(
        lambda: transitions.request_information(case, actor=life.handler, items=["acte"]),
        lambda: transitions.admit(case, actor=life.head, subject=life.subject),
    )
    assert ends == ["done", "refused"]
    moved = Complaint.objects.get(pk=case.pk)
    assert one_event(case, "request_information", "admit")
    assert moved.information_requests.exists() == (moved.state == State.AWAITING_CITIZEN)


def test_a_withdrawal_and_a_decision_at_once_leave_one_end(life):
    case = life.heard()
    ends = at_once(
        lambda: transitions.withdraw(case, actor=code_holder(case.pk)),
        lambda: transitions.close_unfounded(
            case, actor=life.head, seal=Seal(proposed_by=life.handler.user), basis="loi 7-81", public_text="…"
        ),
    )
    assert ends == ["done", "refused"]
    assert Complaint.objects.get(pk=case.pk).outcome in {Outcome.WITHDRAWN, Outcome.UNFOUNDED}


def test_one_proposal_is_validated_once(life):
    case = life.heard()
    proposal = actions.propose(
        case, "close_unfounded", actor=life.handler, data={"basis": "loi 7-81", "public_text": "…"}
    )
    ends = at_once(
        *[lambda actor=actor: actions.approve(proposal, actor=actor) for actor in (life.head, life.supervisor)]
    )
    assert ends == ["done", "refused"]
    assert one_event(case, "close_unfounded")


def test_two_colleagues_cannot_propose_at_once(life):
    case = life.heard()
    ends = at_once(
        lambda: actions.propose(
            case, "close_unfounded", actor=life.handler, data={"basis": "loi 7-81", "public_text": "a"}
        ),
        lambda: actions.propose(
            case, "close_unfounded", actor=life.supervisor, data={"basis": "loi 7-81", "public_text": "b"}
        ),
    )
    assert ends == ["done", "refused"]
    assert case.proposals.count() == 1


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_every_move_from_two_places_at_once_happens_once(life, row):
    """Two colleagues who saw the same file press at the same moment: one acts, the other is told."""
    with transaction.atomic():
        case = at_stage(life, row["stage"])
        doers = sorted(set((row["validates"] or row["does"]).split()))
        actors = [people(life, case)[name] for name in (doers[0], doers[-1])]
        facts = FACTS[row["name"]](life, case)
        proposer = life.actor("handler", life.unit).user if row["validates"] else None
    before, state = case.events.count(), case.state
    seal = Seal(proposed_by=proposer, seen=case.events.latest("pk").pk)
    ends = at_once(
        *[
            lambda actor=actor: transitions.perform(row["name"], case, actor=actor, seal=seal, **facts)
            for actor in actors
        ]
    )
    assert ends == ["done", "refused"]
    assert case.events.count() == before + 1
    moved = Complaint.objects.get(pk=case.pk)
    assert moved.events.latest("pk").to_state == moved.state
    assert moved.state in (RULES[row["name"]].targets or (state,))


@pytest.mark.parametrize("_round", range(5))
def test_two_people_who_join_opposite_ways_at_once_end_well(life, _round):
    one = life.in_study()
    other = life.twin(one)
    ends = at_once(
        lambda: transitions.join(one, actor=life.handler, into=other),
        lambda: transitions.join(other, actor=life.head, into=one),
    )
    assert ends == ["done", "refused"]
    files = Complaint.objects.filter(pk__in=(one.pk, other.pk))
    left, goes_on = files.get(state=State.MERGED), files.exclude(state=State.MERGED).get()
    assert left.joined_to == goes_on
    assert goes_on.joined_to is None


@pytest.mark.parametrize("_round", range(3))
def test_three_files_joined_in_a_ring_at_once_leave_one(life, _round):
    files = [life.in_study()]
    files += [life.twin(files[0]), life.twin(files[0])]
    ring = list(zip(files, files[1:] + files[:1], strict=True))
    ends = at_once(*[lambda pair=pair: transitions.join(pair[0], actor=life.handler, into=pair[1]) for pair in ring])
    assert ends.count("done") == 2, ends
    left = Complaint.objects.filter(pk__in=[case.pk for case in files])
    goes_on = left.exclude(state=State.MERGED).get()
    assert set(goes_on.joined.all()) == set(left.filter(state=State.MERGED))
