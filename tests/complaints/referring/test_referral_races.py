"""Two people at one moment, each on a connection of their own: taken back while it is opened, answered twice."""

import threading
import uuid
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from accounts.actors import body_holder
from complaints.models import Event, Referral
from complaints.models.referral import Standing
from complaints.referring import actions, answering, links
from complaints.workflow.errors import Refused
from tests.complaints.referring import referred
from tests.complaints.referring.referred import holder, newest_link
from tests.complaints.workflow.life import Life

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def life():
    with transaction.atomic():
        return Life()


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Runs the acts on threads released together; tells how each ended, in their order."""
    barrier, ends = threading.Barrier(len(acts)), ["" for _act in acts]

    def run(place: int, act: Callable[[], object]) -> None:
        try:
            barrier.wait(10)
            act()
            ends[place] = "done"
        except Refused:
            ends[place] = "refused"
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return ends


@pytest.mark.parametrize("_round", range(4))
def test_taken_back_while_it_is_opened(life, _round):
    """Either it was opened first, and that is said, or nothing was read and nothing is kept."""
    row = referred.agreed(life)
    link = newest_link(row)
    answering.ask_for_figures(link)
    link.refresh_from_db()
    figures = links.figures_of(link)
    ends = at_once(lambda: answering.open_by_link(link, figures), lambda: actions.stop(row, actor=holder(row)))
    row.refresh_from_db()
    assert (ends[1], row.standing) == ("done", Standing.TAKEN_BACK)
    assert (ends[0] == "done") is (row.opened_at is not None) is bool(row.given)


@pytest.mark.parametrize("_round", range(4))
def test_answered_twice_at_once_is_answered_once(life, _round):
    row = referred.opened(life)
    actor = body_holder(row.pk)
    ends = at_once(
        lambda: answering.answer(row, actor=actor, text="Ja.", key=uuid.uuid4()),
        lambda: answering.refuse(row, actor=actor, text="Nein.", key=uuid.uuid4()),
    )
    assert sorted(ends) == ["done", "refused"]
    names = ["referral_answered", "referral_refused"]
    assert Event.objects.filter(complaint=row.complaint, name__in=names).count() == 1
    assert Referral.objects.get(pk=row.pk).reply == ("Ja." if ends[0] == "done" else "Nein.")


@pytest.mark.parametrize("_round", range(4))
def test_agreed_and_declined_at_once(life, _round):
    row = referred.asked(life)
    actor = holder(row)
    ends = at_once(lambda: actions.agree(row, actor=actor, items=["story"]), lambda: actions.decline(row, actor=actor))
    assert sorted(ends) == ["done", "refused"]
    row.refresh_from_db()
    assert (row.sent_at is not None) is (ends[0] == "done")


@pytest.mark.parametrize("_round", range(3))
def test_two_new_links_at_once_leave_one_alive(life, _round):
    row = referred.agreed(life)
    assert at_once(lambda: answering.link_anew(row), lambda: answering.link_anew(row)) == ["done", "done"]
    assert row.links.filter(opened_at=None, dead_at=None).count() == 1
