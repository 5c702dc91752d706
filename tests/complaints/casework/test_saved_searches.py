"""Saved searches: who finds them, what they show to whom, and the mails that leave once and no more."""

import threading
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.dates import RABAT
from complaints.casework import searches
from complaints.casework.models import SavedSearch, SearchAlert
from complaints.casework.searches import next_moment, ring
from complaints.notifications import outbox, registry
from complaints.notifications.models import OutboxMessage
from complaints.workflow.errors import Refused
from tests.complaints.workflow.life import Life

pytestmark = pytest.mark.django_db
QUEUE = "/desk/complaints/complaint/"
LIST = "/desk/searches/"
MINE = {"view": "open"}


def saved(actor, name="À rappeler", reach="own", **asked):
    return searches.save_search(actor=actor, name=name, reach=reach, asked={**MINE, **asked})


def due(alert: SearchAlert) -> SearchAlert:
    SearchAlert.objects.filter(pk=alert.pk).update(next_at=timezone.now() - timedelta(minutes=1))
    alert.refresh_from_db()
    return alert


def mails(actor) -> list[dict]:
    rows = OutboxMessage.objects.filter(kind="desk_search_alert", recipient=f"user:{actor.user_id}").order_by("pk")
    return [row.context for row in rows]


def posted(**more):
    return {"name": "Espagne", "reach": "own", "cadence": "", "hour": "8", "weekday": "0", "threshold": "", **more}


# --- what it shows ---


def test_the_queues_filters_are_saved_and_opened_again(life, desk):
    case, _other = life.in_study(language="ar"), life.in_study()
    client = desk(life.handler)
    page = client.get(f"{QUEUE}?view=open&language=ar")
    assert client.get(page.context["saved_as"]).status_code == 200
    answer = client.post(page.context["saved_as"], posted(name="En arabe"))
    assert answer.status_code == 302
    row = SavedSearch.objects.get()
    assert row.asked == {"view": "open", "language": "ar"}
    shown = client.get(f"{LIST}{row.pk}/", follow=True)
    assert [each.case.pk for each in shown.context["rows"]] == [case.pk]
    assert "En arabe" in client.get(QUEUE).content.decode()


def test_a_shared_search_shows_each_reader_their_own_files(life, desk):
    case = life.in_study()
    row = saved(life.supervisor, reach="all")
    assert [each.case.pk for each in desk(life.handler).get(f"{LIST}{row.pk}/", follow=True).context["rows"]] == [
        case.pk
    ]
    assert desk(life.neighbour).get(f"{LIST}{row.pk}/", follow=True).context["rows"] == []


def test_who_finds_which_search(life, desk):
    own, of_unit, of_all = saved(life.handler), saved(life.head, reach="unit"), saved(life.supervisor, reach="all")
    expected = {
        life.handler: {own, of_unit, of_all}, life.head: {of_unit, of_all}, life.neighbour: {of_all},
        life.supervisor: {of_all}, life.administrator: set(), life.citizen: set(),
    }  # fmt: skip
    for actor, rows in expected.items():
        assert set(searches.readable_searches(actor)) == rows, actor.role
    for row in (own, of_unit):
        for path in ("", "change/"):
            assert desk(life.neighbour).get(f"{LIST}{row.pk}/{path}").status_code == 404
    assert desk(life.administrator).get(LIST).status_code == 403


def test_who_may_share_and_take_away(life):
    for actor, reach in ((life.handler, "unit"), (life.handler, "all"), (life.head, "all"), (life.supervisor, "unit")):
        with pytest.raises(Refused):
            saved(actor, reach=reach)
    mine, of_unit, of_all = saved(life.handler), saved(life.head, reach="unit"), saved(life.supervisor, reach="all")
    for row, actor in ((mine, life.head), (of_unit, life.handler), (of_all, life.head), (mine, life.supervisor)):
        with pytest.raises(Refused):
            searches.delete_search(row, actor=actor)
    other = life.other_head()
    searches.delete_search(of_unit, actor=other)
    searches.delete_search(of_all, actor=life.supervisor)
    assert set(SavedSearch.objects.all()) == {mine}


def test_a_name_stands_once_for_one_person_and_the_form_says_how_to_mend_it(life, desk):
    saved(life.handler, name="Retards")
    saved(life.head, name="Retards")
    answer = desk(life.handler).post(f"{LIST}save/?view=open", posted(name="Retards"))
    assert answer.status_code == 422
    assert "Choose another name" in answer.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"name": "\0 \u200b"}, {"name": "x" * 10_000}, {"reach": "all"}, {"cadence": "hourly"}, {"hour": "25"},
     {"cadence": "above"}, {"cadence": "above", "threshold": "-1"}, {"cadence": "above", "threshold": "1001"},
     {"weekday": "x"}, {"hour": "٩٩"}],
)  # fmt: skip
def test_what_does_not_fit_is_said_and_nothing_is_kept(life, desk, wrong):
    answer = desk(life.handler).post(f"{LIST}save/?view=open", posted(**wrong))
    assert answer.status_code == 422
    assert not SavedSearch.objects.exists()


def test_deleting_twice_is_no_error(life, desk):
    row = saved(life.handler)
    client = desk(life.handler)
    for _press in range(2):
        assert client.post(f"{LIST}{row.pk}/delete/").status_code == 302
    assert client.get(f"{LIST}{row.pk}/delete/").status_code == 405


def test_a_search_whose_unit_is_gone_counts_nothing_rather_than_everything(life):
    life.in_study()
    asked = {**MINE, "unit": "no-such-unit"}
    assert searches.files_of(asked, actor=life.supervisor, today=timezone.localdate()) is None
    assert searches.files_of({"view": "nonsense"}, actor=life.supervisor, today=timezone.localdate()) is None


# --- the mails ---


def test_a_mail_says_a_number_and_nothing_about_the_files(life):
    case = life.in_study(title="Secret")
    row = saved(life.handler, name="Dossier Amrani", q="Amrani")
    due(searches.set_alert(row, actor=life.handler, cadence="daily"))
    assert ring() == 1
    message = OutboxMessage.objects.get(kind="desk_search_alert")
    assert message.context == {"files": 1, "above": None}
    mail = outbox.render(message, envelope=registry.resolve(message))
    for word in ("Amrani", "Secret", case.reference):
        assert word not in mail.subject + mail.text + mail.html
    assert f"{LIST}{row.pk}/" in mail.text


def test_each_counts_their_own_files(life):
    life.in_study()
    row = saved(life.supervisor, reach="all")
    for actor in (life.handler, life.neighbour):
        due(searches.set_alert(row, actor=actor, cadence="daily"))
    assert ring() == 1
    assert mails(life.handler) == [{"files": 1, "above": None}]
    assert mails(life.neighbour) == []  # no file, no news


def test_a_due_moment_is_told_once_and_the_next_is_tomorrow(life):
    life.in_study()
    alert = due(searches.set_alert(saved(life.handler), actor=life.handler, cadence="daily", hour=9))
    now = timezone.now()
    assert [ring(now=now), ring(now=now)] == [1, 0]
    alert.refresh_from_db()
    assert now < alert.next_at <= now + timedelta(days=1, hours=1)
    assert len(mails(life.handler)) == 1


def test_weeks_without_a_worker_are_made_up_for_by_one_mail(life):
    life.in_study()
    alert = searches.set_alert(saved(life.handler), actor=life.handler, cadence="daily")
    SearchAlert.objects.filter(pk=alert.pk).update(next_at=timezone.now() - timedelta(days=20))
    assert [ring(), ring()] == [1, 0]


def test_a_threshold_is_told_when_it_is_passed_and_again_after_it_was_not(life):
    row = saved(life.handler)
    alert = searches.set_alert(row, actor=life.handler, cadence="above", threshold=1)
    one, two = life.in_study(), life.in_study()

    def look() -> int:
        due(alert)
        return ring()

    assert [look(), look()] == [1, 0]
    type(two).objects.filter(pk=two.pk).update(unit=life.other_unit)
    assert look() == 0
    type(one).objects.filter(pk=two.pk).update(unit=life.unit)
    assert look() == 1
    assert mails(life.handler) == [{"files": 2, "above": 1}] * 2


def test_who_has_left_or_lost_the_search_is_told_nothing(life):
    life.in_study()
    row = saved(life.supervisor, reach="all")
    due(searches.set_alert(row, actor=life.handler, cadence="daily"))
    life.handler.user.is_active = False
    life.handler.user.save()
    assert ring() == 0
    life.handler.user.is_active = True
    life.handler.user.save()
    searches.save_search(actor=life.supervisor, name="x", reach="own", asked=MINE, search=row)
    assert ring() == 0
    assert mails(life.handler) == []


def test_a_mail_that_waits_is_not_sent_to_who_left_meanwhile(life):
    life.in_study()
    due(searches.set_alert(saved(life.handler), actor=life.handler, cadence="daily"))
    ring()
    life.handler.user.is_active = False
    life.handler.user.save()
    assert registry.resolve(OutboxMessage.objects.get(kind="desk_search_alert")) is None


@pytest.mark.parametrize(
    ("cadence", "weekday", "after", "expected"),
    [
        ("daily", 0, (2026, 11, 26, 7, 59), (2026, 11, 26)),
        ("daily", 0, (2026, 11, 26, 8, 0), (2026, 11, 27)),  # its moment is over
        ("weekly", 0, (2026, 11, 26, 8, 0), (2026, 11, 30)),  # a Monday
        ("weekly", 3, (2026, 11, 26, 7, 0), (2026, 11, 26)),  # this Thursday
        ("weekly", 3, (2026, 11, 26, 9, 0), (2026, 12, 3)),
        ("daily", 0, (2026, 2, 14, 23, 30), (2026, 2, 15)),
    ],
)
def test_the_hour_is_rabats_whatever_its_clock_does(cadence, weekday, after, expected):
    moment = next_moment(SearchAlert(cadence=cadence, weekday=weekday, hour=8), after=datetime(*after, tzinfo=RABAT))
    assert moment == datetime(*expected, 8, tzinfo=RABAT)


def test_the_list_costs_the_same_for_few_and_for_many(life, desk):
    client = desk(life.handler)
    costs = []
    for more in (2, 10):
        for number in range(more):
            row = saved(life.handler, name=f"{more} {number}")
            searches.set_alert(row, actor=life.handler, cadence="daily")
        client.get(LIST)
        with CaptureQueriesContext(connection) as counted:
            client.get(LIST)
        costs.append(len(counted))
    assert costs[0] == costs[1]


def test_the_clock_finds_what_is_due_on_its_index():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "search_alert_due" in SearchAlert.objects.filter(next_at__lte=timezone.now()).explain()


@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once_send_one_mail():
    life = Life()
    life.in_study()
    due(searches.set_alert(saved(life.handler), actor=life.handler, cadence="daily"))
    start, done = threading.Barrier(2), []

    def look() -> None:
        start.wait()
        done.append(ring())
        connection.close()

    clocks = [threading.Thread(target=look) for _n in range(2)]
    for clock in clocks:
        clock.start()
    for clock in clocks:
        clock.join()
    assert sorted(done) == [0, 1]
    assert len(mails(life.handler)) == 1
