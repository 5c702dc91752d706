"""Two people in one file see each other, until they leave or are silent."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from complaints.audit.models import AccessEntry
from complaints.casework import presence
from complaints.casework.models import Presence
from complaints.casework.tasks import watch_deadlines

pytestmark = pytest.mark.django_db


def url(case, rest: str = "") -> str:
    return f"/desk/complaints/complaint/{case.pk}/{rest}"


def test_who_opens_a_file_sees_who_has_it_open(life, desk):
    case = life.in_study()
    first, second = desk(life.handler), desk(life.head)
    assert "has this file open" not in first.get(url(case)).content.decode()
    shown = second.get(url(case)).content.decode()
    assert "handler" in shown
    assert "has this file open since" in shown
    assert "writing" not in shown.split('class="here"')[1].split("</form>")[0]
    first.get(url(case, "do/note/"))
    for tab in ("", "?tab=facts", "?tab=decision", "do/message/"):
        assert ", writing." in second.get(url(case, tab)).content.decode(), tab


def test_nobody_sees_themselves_and_nobody_sees_the_file_next_door(life, desk):
    case, other = life.in_study(), life.in_study()
    desk(life.handler).get(url(case))
    assert "has this file open" not in desk(life.handler).get(url(case)).content.decode()
    assert "has this file open" not in desk(life.head).get(url(other)).content.decode()


def test_since_stays_while_they_stay_and_begins_anew_after_they_left(life):
    case = life.in_study()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        presence.enter(case, actor=life.handler, writing=False)
        (first,) = presence.others(case, actor=life.head)
        clock.shift(60)
        presence.enter(case, actor=life.handler, writing=True, lasts=presence.SIGN)
        (again,) = presence.others(case, actor=life.head)
        assert (again.since, again.writing) == (first.since, True)
        presence.leave(case, actor=life.handler)
        clock.shift(5)
        presence.enter(case, actor=life.handler, writing=False)  # the next page of the same file
        assert presence.others(case, actor=life.head)[0].since == first.since
        presence.leave(case, actor=life.handler)
        clock.shift(20)
        assert presence.others(case, actor=life.head) == []
        presence.enter(case, actor=life.handler, writing=False)
        assert presence.others(case, actor=life.head)[0].since > first.since
        clock.shift(presence.PAGE + timedelta(seconds=1))
        assert presence.others(case, actor=life.head) == []


def test_the_sign_of_life_of_a_page_gives_the_others_and_keeps_no_reading(life, desk):
    case = life.in_study()
    presence.enter(case, actor=life.head, writing=True)
    client = desk(life.handler)
    before = AccessEntry.objects.count()
    answer = client.post(url(case, "here/"), {"writing": "1"})
    assert ", writing." in answer.content.decode()
    assert "<html" not in answer.content.decode()
    assert AccessEntry.objects.count() == before
    assert Presence.objects.get(user=life.handler.user).writing
    assert client.post(url(case, "here/"), {"leave": "1"}).status_code == 204
    assert client.get(url(case, "here/")).status_code == 405


def test_a_page_that_speaks_by_itself_keeps_nobody_logged_in(life, desk, settings):
    case, client = life.in_study(), desk(life.handler)
    client.get(url(case))
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _sign in range(14):
            clock.shift(timedelta(minutes=5))
            answer = client.post(url(case, "here/"), headers={"X-By-Itself": "1"})
        assert answer.status_code != 200
        assert client.get(url(case)).status_code == 302


def test_two_pages_of_one_person_at_once_are_one_presence(life):
    case = life.in_study()
    for _page in range(3):
        presence.enter(case, actor=life.handler, writing=False)
    assert Presence.objects.count() == 1


def test_what_is_over_is_swept(life):
    case = life.in_study()
    presence.enter(case, actor=life.handler, writing=False)
    Presence.objects.update(until=timezone.now() - timedelta(hours=2))
    presence.enter(case, actor=life.head, writing=False)
    watch_deadlines()
    assert [row.user for row in Presence.objects.all()] == [life.head.user]


def test_a_name_is_text(life, desk):
    case = life.in_study()
    life.handler.user.name = "<b>Zaynab</b>"
    life.handler.user.save()
    presence.enter(case, actor=life.handler, writing=False)
    shown = desk(life.head).post(url(case, "here/")).content.decode()
    assert "&lt;b&gt;Zaynab" in shown
