"""The queue of a stand: numbers on paper and on a screen in one row, called once each, waited for from ticket to call."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone
from pypdf import PdfReader

from complaints.outreach.models import StandDesk, Ticket
from complaints.outreach.waiting import actions
from complaints.workflow.errors import Refused, WrongState
from tests.complaints.outreach.pdf import text_of
from tests.complaints.outreach.pressing import at_once
from tests.factories import StandAgentFactory, StandFactory, TicketFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def stand(delegation):
    return StandFactory(unit=delegation.unit, names={"ar": "رواق الميناء", "fr": "Stand du port"})


def draw(stand, actor, language="ar", key=None) -> Ticket:
    return actions.draw(stand, actor=actor, key=key or uuid.uuid4(), language=language)


def desks(stand) -> list[StandDesk]:
    return list(stand.desks.all())


def test_numbers_follow_each_other_and_a_press_sent_twice_draws_once(stand, delegation):
    key = uuid.uuid4()
    assert [draw(stand, delegation.head).number for _n in range(3)] == [1, 2, 3]
    assert draw(stand, delegation.head, key=key).number == draw(stand, delegation.head, key=key).number == 4
    assert Ticket.objects.count() == 4


def test_each_day_begins_at_one(stand, delegation):
    stand.ends_on += timedelta(days=1)
    stand.save()
    draw(stand, delegation.head)
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert draw(stand, delegation.head).number == 1


def test_paper_and_screen_are_one_queue(stand, delegation):
    draw(stand, delegation.head)
    key = uuid.uuid4()
    assert actions.print_numbers(stand, actor=delegation.head, key=key, count=3) == (2, 4)
    assert actions.print_numbers(stand, actor=delegation.head, key=key, count=3) == (2, 4)  # pressed twice
    assert [draw(stand, delegation.head).number for _n in range(4)] == [2, 3, 4, 5]  # the paper first, then new ones
    assert Ticket.objects.filter(standing=Ticket.Standing.WAITING).count() == 5


def test_the_next_is_who_waits_longest_in_a_language_of_the_desk(stand, delegation):
    one, two = desks(stand)
    for language in ("fr", "ar", "fr"):
        draw(stand, delegation.head, language)
    arabic, _new = actions.call_next(stand, actor=delegation.head, desk=one, languages=["ar"])
    french, _new = actions.call_next(stand, actor=delegation.head, desk=two, languages=[])
    assert (arabic.number, french.number) == (2, 1)
    with pytest.raises(actions.NobodyWaits):
        actions.call_next(stand, actor=delegation.head, desk=one, languages=["es"], seen=2)


def test_calling_the_next_serves_the_one_before_and_a_second_press_calls_nobody(stand, delegation):
    desk = desks(stand)[0]
    first, second = draw(stand, delegation.head), draw(stand, delegation.head)
    actions.call_next(stand, actor=delegation.head, desk=desk, languages=[])
    again, new = actions.call_next(
        stand, actor=delegation.head, desk=desk, languages=[]
    )  # the same page, pressed again
    assert (again.pk, new) == (first.pk, False)
    called, new = actions.call_next(stand, actor=delegation.head, desk=desk, languages=[], seen=first.number)
    assert (called.pk, new) == (second.pk, True)
    first.refresh_from_db()
    assert first.standing == Ticket.Standing.SERVED


def test_a_certain_number_is_called_from_paper_that_nobody_noted(stand, delegation):
    one, two = desks(stand)
    actions.print_numbers(stand, actor=delegation.head, key=uuid.uuid4(), count=2)
    ticket = actions.call_number(stand, actor=delegation.head, desk=one, number=2)
    assert ticket.wait is None  # nobody knows since when
    assert actions.call_number(stand, actor=delegation.head, desk=one, number=2).pk == ticket.pk
    for wrong, words in ((2, "was called to desk 1"), (77, "not given out today")):
        with pytest.raises(Refused, match=words):
            actions.call_number(stand, actor=delegation.head, desk=two, number=wrong)
    actions.end(stand, actor=delegation.head, number=2, left=False)
    with pytest.raises(WrongState, match="over"):
        actions.call_number(stand, actor=delegation.head, desk=two, number=2)


def test_the_waiting_time_runs_from_ticket_to_call(stand, delegation):
    start = timezone.now().replace(hour=10, minute=0)
    with time_machine.travel(start, tick=False):
        draw(stand, delegation.head)
    with time_machine.travel(start + timedelta(minutes=17, seconds=59), tick=False):
        ticket, _new = actions.call_next(stand, actor=delegation.head, desk=desks(stand)[0], languages=[])
    assert ticket.wait == 17


def test_who_leaves_is_called_by_nobody(stand, delegation):
    draw(stand, delegation.head)
    actions.end(stand, actor=delegation.head, number=1, left=True)
    actions.end(stand, actor=delegation.head, number=1, left=True)  # said twice
    with pytest.raises(actions.NobodyWaits):
        actions.call_next(stand, actor=delegation.head, desk=desks(stand)[0], languages=[])
    draw(stand, delegation.head)
    with pytest.raises(WrongState, match="not called yet"):
        actions.end(stand, actor=delegation.head, number=2, left=False)


def test_there_is_a_queue_on_the_days_of_a_published_stand_for_who_works_there(delegation):
    for closed in (
        StandFactory(unit=delegation.unit, draft=True),
        StandFactory(unit=delegation.unit, over=True),
        StandFactory(unit=delegation.unit, cancelled=True),
    ):
        with pytest.raises(WrongState):
            draw(closed, delegation.head)
    stand = StandFactory(unit=delegation.unit)
    for stranger in (delegation.agent, delegation.other_head):
        with pytest.raises(Refused, match="do not work at this stand"):
            draw(stand, stranger)
    StandAgentFactory(stand=stand, user=delegation.agent.user)
    assert draw(stand, delegation.agent).number == 1


def test_a_day_has_999_numbers(stand, delegation):
    TicketFactory(stand=stand, number=998)
    with pytest.raises(Refused, match="999"):
        actions.print_numbers(stand, actor=delegation.head, key=uuid.uuid4(), count=2)
    draw(stand, delegation.head)
    with pytest.raises(Refused, match="999"):
        draw(stand, delegation.head)


def test_postgres_holds_the_times_of_a_number(stand):
    for wrong in ({"standing": "called"}, {"standing": "served"}, {"drawn_at": None}, {"number": 0}, {"number": 1000}):
        with pytest.raises(IntegrityError), transaction.atomic():
            TicketFactory(stand=stand, **wrong)


# --- the page ---


def test_the_page_hands_out_calls_and_ends(stand, delegation, desk):
    browser, address = desk(delegation.head), f"/desk/stands/{stand.pk}/tickets/"
    nothing = browser.post(address, {"do": "draw"})
    assert nothing.status_code == 422
    assert "Choose the language in which this person wants to speak." in nothing.content.decode()
    given = browser.post(address, {"do": "draw", "language": "ar", "key": uuid.uuid4()}, follow=True).content.decode()
    assert 'id="drawn"' in given
    browser.post(address, {"do": "next", "desk": "2", "languages": ["ar"], "seen": "0"})
    page = browser.get(address)
    assert page.context["at_desk"].number == 1  # the desk is remembered
    assert page.context["forms"]["next"].initial["languages"] == ["ar"]
    browser.post(f"{address}end/", {"number": "1", "how": "served"})
    assert Ticket.objects.get().standing == Ticket.Standing.SERVED
    nobody = browser.post(address, {"do": "next", "desk": "2"})
    assert "Nobody waits in these languages now." in nobody.content.decode()


@pytest.mark.parametrize(
    "nasty", ["\x00", "9" * 300, "-1", "١٢", "<b>"], ids=["NUL", "long", "minus", "arabic", "markup"]
)
def test_odd_numbers_give_no_server_error(stand, delegation, desk, nasty):
    browser, address = desk(delegation.head), f"/desk/stands/{stand.pk}/tickets/"
    for press in ("draw", "print", "next", "number", "nonsense"):
        fields = dict.fromkeys(("key", "count", "desk", "seen", "number", "language", "languages"), nasty)
        assert browser.post(address, {"do": press, **fields}).status_code in {200, 302, 422}
    for name in ("drawn", "first", "last"):
        if "\x00" not in nasty:
            assert browser.get(address, {name: nasty}).status_code == 200
    assert browser.post(f"{address}end/", {"number": nasty}).status_code == 302


def test_the_page_costs_the_same_however_many_wait(stand, delegation, desk, django_assert_max_num_queries):
    browser, address = desk(delegation.head), f"/desk/stands/{stand.pk}/tickets/"
    browser.get(address)

    def look() -> int:
        with django_assert_max_num_queries(40) as asked:
            browser.get(address)
        return len(asked)

    few = look()
    TicketFactory.create_batch(120, stand=stand)
    assert look() == few
    assert "and 70 more" in browser.get(address).content.decode()


def test_paper_tickets_are_read_in_arabic_and_french_whoever_prints_them(stand, delegation, desk):
    browser, address = desk(delegation.head), f"/desk/stands/{stand.pk}/tickets/"
    where = browser.post(address, {"do": "print", "count": "١٠", "key": uuid.uuid4()}).url
    assert where.endswith("?first=1&last=10")
    answer = browser.get(f"{address}paper.pdf?first=1&last=10")
    assert answer["Content-Type"] == "application/pdf"
    reader, text = text_of(answer.content)
    assert isinstance(reader, PdfReader)
    assert len(reader.pages) == 2  # eight on a sheet
    for words in ("Stand du port", "Votre numéro", "رقمكم", "الميناء", "10"):
        assert words in text
    assert browser.get(f"{address}paper.pdf?first=400&last=410").status_code == 302  # never printed


# --- two at once ---


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_round", range(3))
def test_two_desks_that_press_at_once_call_two_numbers(delegation, _round):
    stand = StandFactory(unit=delegation.unit, desks=4)
    for _n in range(4):
        draw(stand, delegation.head)
    called = at_once(
        *(
            lambda desk=desk: actions.call_next(stand, actor=delegation.head, desk=desk, languages=[])[0].number
            for desk in desks(stand)
        )
    )
    assert sorted(called) == [1, 2, 3, 4]


@pytest.mark.django_db(transaction=True)
def test_one_desk_pressed_twice_at_once_calls_one(delegation):
    stand = StandFactory(unit=delegation.unit)
    for _n in range(3):
        draw(stand, delegation.head)
    desk = desks(stand)[0]
    press = lambda: actions.call_next(stand, actor=delegation.head, desk=desk, languages=[])[0].number  # noqa: E731
    assert at_once(press, press) == [1, 1]
    assert Ticket.objects.filter(standing=Ticket.Standing.CALLED).count() == 1


@pytest.mark.django_db(transaction=True)
def test_numbers_drawn_at_once_are_all_different(delegation):
    stand = StandFactory(unit=delegation.unit)
    drawn = at_once(*([lambda: draw(stand, delegation.head).number] * 4))
    assert sorted(drawn) == [1, 2, 3, 4]
