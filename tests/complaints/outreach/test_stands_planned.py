"""A head plans stands for the own delegation; nothing is seen outside before it is published, nothing is planned twice."""

import uuid
from datetime import date, time, timedelta

import pytest
from django.utils import timezone

from complaints.outreach.models import Stand, StandAgent, StandHours
from complaints.outreach.planning import actions, selectors
from complaints.outreach.planning.actions import Facts, Opening
from complaints.workflow.errors import Incomplete, NotAllowed, Refused, WrongState
from tests.factories import RegionFactory, StandAgentFactory, StandFactory, TicketFactory, UserFactory

pytestmark = pytest.mark.django_db
NINE_TO_FIVE = [(time(9), time(17))]


def facts(delegation, **other) -> Facts:
    today = timezone.localdate()
    given = {
        "unit": delegation.unit, "region": RegionFactory(), "event": "summer", "names": {"fr": "Stand du port"},
        "place": "Port", "address": "", "directions": {}, "begins_on": today, "ends_on": today + timedelta(days=2),
        "desks": 2,
    }  # fmt: skip
    return Facts(**(given | other))


def posted(delegation, **other) -> dict:
    today = timezone.localdate() + timedelta(days=5)
    given = {
        "key": str(uuid.uuid4()), "unit": delegation.unit.pk, "event": "migrant_day", "names_fr": "Stand du port",
        "region": RegionFactory().pk, "place": "Port de Tanger Med", "begins_on_0": today.day, "begins_on_1": today.month,
        "begins_on_2": today.year, "ends_on_0": today.day, "ends_on_1": today.month, "ends_on_2": today.year,
        "opens": "9h30", "closes": "١٧:٠٠", "desks": "٢",
    }  # fmt: skip
    return given | other


def test_a_stand_is_planned_published_and_cancelled(delegation, desk, client):
    browser = desk(delegation.head)
    made = browser.post("/desk/stands/new/", posted(delegation))
    stand = Stand.objects.get()
    assert made.url == f"/desk/stands/{stand.pk}/"
    assert [row.span for row in stand.hours.all()] == ["09:30–17:00"]  # as people write hours, in any digits
    assert stand.desks.count() == 2
    assert client.get(f"/stands/{stand.pk}/").status_code == 404
    browser.post(f"/desk/stands/{stand.pk}/publish/", {"seen": stand.revision})
    assert "Port de Tanger Med" in client.get(f"/stands/{stand.pk}/").content.decode()
    cancel = f"/desk/stands/{stand.pk}/cancel/"
    assert "who looks for it reads this" in browser.post(cancel, {}).content.decode()
    browser.post(cancel, {"why": "weather", "words_en": "Back on Sunday."})
    page = client.get(f"/stands/{stand.pk}/?lang=en").content.decode()
    assert "The weather" in page
    assert "Back on Sunday." in page


def test_pressed_twice_it_is_planned_once(delegation, desk):
    browser, same = desk(delegation.head), posted(delegation)
    assert browser.post("/desk/stands/new/", same).url == browser.post("/desk/stands/new/", same).url
    assert Stand.objects.count() == 1


def test_what_is_wrong_is_said_and_what_was_typed_stays(delegation, desk):
    wrong = posted(delegation, opens="25:99", pause_from="12:00", ends_on_2="1999", place="", desks="0", names_fr="")
    answer = desk(delegation.head).post("/desk/stands/new/", wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Write the time like 09:30." in page
    assert "Write a number from 1 to 20." in page
    assert 'value="25:99"' in page
    assert Stand.objects.count() == 0
    longer = posted(delegation, ends_on_2=timezone.localdate().year + 1)
    assert "62 days" in desk(delegation.head).post("/desk/stands/new/", longer).content.decode()


@pytest.mark.parametrize(
    "nasty", ["\x00", "x" * 200_000, "<script>", "\u202e"], ids=["NUL", "long", "markup", "turned"]
)
def test_odd_words_give_no_server_error(delegation, desk, nasty):
    fields = dict.fromkeys(("names_fr", "place", "address", "directions_fr", "opens", "seen", "key"), nasty)
    answer = desk(delegation.head).post("/desk/stands/new/", posted(delegation, **fields))
    assert answer.status_code in {302, 422}


def test_the_neighbours_stand_does_not_exist(delegation, desk):
    stand = StandFactory(unit=delegation.other)
    browser = desk(delegation.head)
    for end in ("", "change/", "hours/", "team/", "cancel/", "tickets/", "report/", "report.pdf", "report.csv"):
        assert browser.get(f"/desk/stands/{stand.pk}/{end}").status_code == 404
    for end in ("publish/", "delete/", "tickets/end/"):
        assert browser.post(f"/desk/stands/{stand.pk}/{end}").status_code == 404
    with pytest.raises(Refused):
        actions.cancel(stand, actor=delegation.head, why="weather", words={})
    with pytest.raises(Refused):
        actions.plan(
            actor=delegation.head, key=uuid.uuid4(), facts=facts(delegation, unit=delegation.other), spans=NINE_TO_FIVE
        )


def test_a_head_plans_for_the_units_beneath_and_a_supervisor_for_all(delegation):
    for actor, unit in (
        (delegation.head, delegation.local),
        (delegation.supervisor, delegation.other),
    ):
        made = actions.plan(actor=actor, key=uuid.uuid4(), facts=facts(delegation, unit=unit), spans=NINE_TO_FIVE)
        assert made.hours.count() == 3


def test_an_agent_plans_nothing_but_sees_the_own_stand(delegation, desk):
    mine, other = StandFactory(unit=delegation.other), StandFactory(unit=delegation.unit)
    StandAgentFactory(stand=mine, user=delegation.agent.user)
    browser = desk(delegation.agent)
    assert browser.get("/desk/stands/new/").status_code == 403
    assert [stand for stand, _clash in browser.get("/desk/stands/").context["rows"]] == [mine]
    assert browser.get(f"/desk/stands/{mine.pk}/").status_code == 200
    assert browser.get(f"/desk/stands/{mine.pk}/tickets/").status_code == 200
    assert browser.get(f"/desk/stands/{mine.pk}/change/").status_code == 404
    assert browser.get(f"/desk/stands/{mine.pk}/report/").status_code == 404
    assert browser.get(f"/desk/stands/{other.pk}/").status_code == 404
    with pytest.raises(NotAllowed):
        actions.plan(actor=delegation.agent, key=uuid.uuid4(), facts=facts(delegation), spans=NINE_TO_FIVE)


def test_hours_are_set_day_by_day(delegation, desk):
    stand = StandFactory(unit=delegation.unit, ends_on=timezone.localdate() + timedelta(days=1))
    first, second = (f"{stand.begins_on + timedelta(days=n):%Y%m%d}" for n in (0, 1))
    address = f"/desk/stands/{stand.pk}/hours/"
    browser = desk(delegation.head)
    shown = browser.get(address).content.decode()
    assert f'name="opens_{first}" value="09:00"' in shown
    hours = {
        "seen": 0,
        f"opens_{first}": "9",
        f"pause_from_{first}": "12.30",
        f"pause_until_{first}": "14h",
        f"closes_{first}": "18:00",
    }
    assert browser.post(address, hours | {f"opens_{second}": "10"}).status_code == 422  # it never closes
    browser.post(address, hours)
    assert [str(row) for row in stand.hours.all()] == [
        f"{stand.begins_on} 09:00–12:30",
        f"{stand.begins_on} 14:00–18:00",
    ]
    assert "Closed" in browser.get(f"/stands/{stand.pk}/").content.decode()
    assert browser.post(address, {"seen": 1}).status_code == 422  # a published stand without any hours
    assert stand.hours.count() == 2


def test_who_saves_after_somebody_else_is_told_and_keeps_the_words(delegation, desk):
    stand = StandFactory(unit=delegation.unit)
    mine = posted(delegation, seen=0, place="Gare maritime") | {"unit": delegation.unit.pk, "region": stand.region_id}
    actions.set_hours(stand, actor=delegation.head, seen=0, openings=[Opening(stand.begins_on, time(8), time(12))])
    browser = desk(delegation.head)
    told = browser.post(f"/desk/stands/{stand.pk}/change/", mine)
    page = told.content.decode()
    assert told.status_code == 409
    assert "Somebody changed this stand" in page
    assert "08:00–12:00" in page  # what stands there now
    assert 'value="Gare maritime"' in page
    assert 'name="seen" value="1"' in page  # the next press knows it
    browser.post(f"/desk/stands/{stand.pk}/change/", mine | {"seen": 1})
    stand.refresh_from_db()
    assert stand.place == "Gare maritime"
    # The days are others now: they open as the first one did
    assert [str(row) for row in stand.hours.all()] == [f"{stand.begins_on} 08:00–12:00"]


def test_a_published_stand_says_when(delegation):
    stand = StandFactory(unit=delegation.unit, draft=True, hours=[])
    with pytest.raises(Incomplete):
        actions.publish(stand, actor=delegation.head, seen=0)
    over = StandFactory(unit=delegation.unit, draft=True, over=True)
    with pytest.raises(WrongState):
        actions.publish(over, actor=delegation.head, seen=0)


def test_what_is_over_or_cancelled_is_not_changed(delegation):
    for stand in (StandFactory(unit=delegation.unit, over=True), StandFactory(unit=delegation.unit, cancelled=True)):
        with pytest.raises(WrongState):
            actions.set_hours(stand, actor=delegation.head, seen=0, openings=[])
    with pytest.raises(WrongState):
        actions.cancel(StandFactory(unit=delegation.unit, over=True), actor=delegation.head, why="place", words={})


def test_a_plan_that_nobody_saw_may_go(delegation):
    draft, public = StandFactory(unit=delegation.unit, draft=True), StandFactory(unit=delegation.unit)
    with pytest.raises(WrongState):
        actions.drop(public, actor=delegation.head)
    actions.drop(draft, actor=delegation.head)
    assert list(Stand.objects.all()) == [public]


def test_days_and_desks_that_go_take_their_rows_along_but_nothing_that_was_used(delegation):
    stand = StandFactory(unit=delegation.unit, ends_on=timezone.localdate() + timedelta(days=2))
    given = facts(delegation, ends_on=stand.begins_on, desks=1)
    actions.change(stand, actor=delegation.head, seen=0, facts=given)
    assert stand.hours.count() == 1
    assert stand.desks.count() == 1
    actions.change(stand, actor=delegation.head, seen=1, facts=facts(delegation, desks=3))
    TicketFactory(stand=stand, desk=stand.desks.get(number=2))
    with pytest.raises(Refused, match="Desk 2"):
        actions.change(stand, actor=delegation.head, seen=2, facts=given)


def test_agents_are_named_with_their_desks(delegation, desk):
    stand, elsewhere = StandFactory(unit=delegation.unit), UserFactory(handler=True)
    address = f"/desk/stands/{stand.pk}/team/"
    browser = desk(delegation.head)
    agent = delegation.agent.user
    unknown = browser.post(address, {"seen": 0, "email": UserFactory().email})
    assert "No caseworker has an account" in unknown.content.decode()
    browser.post(address, {"seen": 0, f"user_{agent.pk}": "2", "email": elsewhere.email, "label_2": "Arabe"})
    assert "Desk 2: Arabe" in browser.get(f"/desk/stands/{stand.pk}/tickets/").content.decode()
    assert {post.user: post.desk and post.desk.number for post in stand.agents.all()} == {agent: 2, elsewhere: None}
    browser.post(address, {"seen": 1, f"user_{agent.pk}": "0", f"user_{elsewhere.pk}": ""})
    assert [(post.user, post.desk) for post in stand.agents.all()] == [(agent, None)]
    with pytest.raises(Refused):
        actions.set_team(stand, actor=delegation.head, seen=2, places={UserFactory(): None})


def test_an_agent_at_two_stands_on_one_day_is_said(delegation, desk):
    agent, today = delegation.agent.user, timezone.localdate()
    here = StandFactory(unit=delegation.unit, begins_on=today, ends_on=today + timedelta(days=1))
    there = StandFactory(unit=delegation.other, begins_on=today + timedelta(days=1))
    gone = StandFactory(begins_on=today, cancelled=True)
    for stand in (here, there, gone):
        StandAgentFactory(stand=stand, user=agent)
    found = selectors.clashes([here, gone])
    assert [(clash.day, clash.user, clash.other) for clash in found[here.pk]] == [(there.begins_on, agent, there)]
    assert gone.pk not in found
    page = desk(delegation.head).get(f"/desk/stands/{here.pk}/").content.decode()
    assert "Somebody is at two stands on one day" in page
    StandHours.objects.filter(stand=there).delete()  # closed that day
    assert selectors.clashes([here])[here.pk] == []


def test_the_list_asks_the_same_number_of_questions_however_long_it_is(delegation, desk, django_assert_max_num_queries):
    browser = desk(delegation.head)

    browser.get("/desk/stands/")  # the first look of a session writes it

    def look() -> int:
        with django_assert_max_num_queries(40) as asked:
            assert browser.get("/desk/stands/").status_code == 200
        return len(asked)

    for _n in range(2):
        StandAgentFactory(stand=StandFactory(unit=delegation.unit), user=delegation.agent.user)
    few = look()
    for _n in range(20):
        StandAgentFactory(stand=StandFactory(unit=delegation.unit), user=delegation.agent.user)
    assert look() == few


def test_the_list_turns_its_pages_by_key(delegation, desk):
    today = timezone.localdate()
    made = [StandFactory(unit=delegation.unit, begins_on=today + timedelta(days=n % 7)) for n in range(30)]
    browser, seen, address = desk(delegation.head), [], "/desk/stands/"
    while address:
        answer = browser.get(address)
        seen += [stand.pk for stand, _clash in answer.context["rows"]]
        link = answer.context["links"]["after"]
        address = f"/desk/stands/{link}" if link else ""
    assert seen == [stand.pk for stand in sorted(made, key=lambda one: (one.begins_on, one.pk))]
    assert browser.get("/desk/stands/?after=nonsense&view=nonsense").status_code == 200


def test_postgres_holds_what_must_hold(delegation):
    from django.db import IntegrityError, transaction

    stand, today = StandFactory(), timezone.localdate()
    for wrong in (
        lambda: StandFactory(begins_on=today, ends_on=today - timedelta(days=1), hours=[]),
        lambda: Stand.objects.filter(pk=stand.pk).update(cancelled_at=timezone.now()),
        lambda: StandHours.objects.create(stand=stand, day=date(2027, 8, 10), opens=time(12), closes=time(9)),
        lambda: [StandAgent.objects.create(stand=stand, user=delegation.agent.user) for _twice in range(2)],
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()
