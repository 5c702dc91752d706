"""What a complainant writes is read by somebody, whatever became of the file or of its caseworker."""

import pytest
from django.db import connection
from django.utils import timezone

from accounts.actors import code_holder
from complaints.casework import queue
from complaints.casework.queue import View
from complaints.follow_up import actions as citizen_side
from complaints.notifications.models import OutboxMessage


def write(case):
    return citizen_side.write_message(case, actor=code_holder(case.pk), text="Rouvrez mon dossier")


def told(case) -> set[str]:
    rows = OutboxMessage.objects.filter(kind="desk_reply", about=f"complaint:{case.pk}", channel="email")
    return set(rows.values_list("recipient", flat=True))


@pytest.mark.parametrize("name", ["handler", "head", "supervisor"])
def test_a_reply_on_a_closed_file_stands_among_the_replies(life, name):
    case = life.withdrawn()
    write(case)
    numbers, _besides = queue.counts(getattr(life, name), today=timezone.localdate())
    assert numbers[View.REPLIES] == 1
    assert numbers[View.OPEN] == 0


def test_a_neighbour_reads_no_reply_of_ours(life):
    write(life.withdrawn())
    assert not queue.complaints_in(View.REPLIES, actor=life.neighbour, today=timezone.localdate()).exists()


def test_the_replies_are_counted_on_an_index_of_their_own(life):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # with this few rows every index loses
    for actor in (life.head, life.supervisor):
        files = queue.complaints_in(View.REPLIES, actor=actor, today=timezone.localdate())
        assert "complaint_new_reply" in files.order_by().values("pk").explain()


def test_the_handler_hears_of_a_reply(life):
    case = life.in_study()
    write(case)
    assert told(case) == {f"user:{life.handler.user_id}"}


def test_the_head_hears_of_a_reply_on_a_file_that_nobody_has(life):
    case = life.registered()
    write(case)
    assert told(case) == {f"user:{life.head.user_id}"}


def test_the_head_hears_of_a_reply_when_the_handler_has_left(life):
    case = life.in_study()
    life.handler.user.is_active = False
    life.handler.user.save()
    write(case)
    assert told(case) == {f"user:{life.head.user_id}"}


def test_without_a_head_the_unit_above_hears_of_a_reply_and_then_the_supervisors(life):
    case = life.registered(unit=life.other_unit)
    write(case)
    assert told(case) == {f"user:{life.supervisor.user_id}"}
    life.other_unit.parent = life.unit
    life.other_unit.save()
    other = life.registered(unit=life.other_unit)
    write(other)
    assert told(other) == {f"user:{life.head.user_id}"}


def test_a_head_hears_nothing_of_replies_on_his_own_complaint(life):
    case = life.registered(user=life.head.user)
    write(case)
    assert told(case) == {f"user:{life.supervisor.user_id}"}
