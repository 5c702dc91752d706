"""The queue: its views, filters, search, pages, and what it costs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.actors import code_holder
from complaints import references
from complaints.casework import actions, queue
from complaints.casework.filters import QueueFilters
from complaints.casework.queue import Order, View, bounded_counts, complaints_in, find, page_of
from complaints.enums import State
from complaints.follow_up.actions import write_message
from complaints.models import Complaint
from complaints.notifications.models import OutboxMessage
from complaints.supervision.links import FILTERS

QUEUE = "/desk/complaints/complaint/"
TODAY = timezone.localdate


def shown(client, query: str) -> set[str]:
    """The references on a page of the queue."""
    answer = client.get(QUEUE + query)
    assert answer.status_code == 200
    return {row.case.reference for row in answer.context["rows"]}


def dated(case: Complaint, days: int) -> Complaint:
    Complaint.objects.filter(pk=case.pk).update(due_on=TODAY() + timedelta(days=days))
    return case


def test_each_view_holds_what_its_name_says(life, desk):
    new, mine, waiting = life.registered(), life.in_study(), life.waiting()
    late, soon = dated(life.in_study(), -2), dated(life.in_study(), 3)
    dated(mine, 40), dated(new, 40), dated(waiting, 40)
    replied = life.in_study()
    Complaint.objects.filter(pk=replied.pk).update(new_reply=True, due_on=TODAY() + timedelta(days=40))
    gone = life.withdrawn()
    client = desk(life.handler)
    assert shown(client, "?view=mine") == {case.reference for case in (mine, waiting, late, soon, replied)}
    assert shown(client, "?view=unassigned") == {new.reference}
    assert shown(client, "?view=overdue") == {late.reference}
    assert shown(client, "?view=soon") == {soon.reference}
    assert shown(client, "?view=waiting") == {waiting.reference}
    assert shown(client, "?view=replies") == {replied.reference}
    assert shown(client, "?view=closed") == {gone.reference}
    assert len(shown(client, "?view=open")) == 6
    assert len(shown(client, "?view=all")) == 7


def test_the_queue_begins_with_the_view_of_the_role(life, desk):
    new, mine = life.registered(), life.in_study()
    assert shown(desk(life.handler), "") == {mine.reference}
    assert shown(desk(life.intake), "") == {new.reference}
    assert shown(desk(life.supervisor), "") == {new.reference, mine.reference}


def test_the_queue_never_shows_a_neighbours_file(life, desk):
    case = life.in_study(title="Pension")
    client = desk(life.neighbour)
    for query in ("?view=all", "?view=open", f"?q={case.reference}", "?q=Pension", "?q=Amrani", "?country=FR"):
        assert shown(client, query) == set()


def test_a_head_finds_what_waits_for_validation_and_the_proposer_does_not(life, desk):
    case = life.waiting()
    Complaint.objects.filter(pk=case.pk).update(state=State.PRELIM_REVIEW)
    case.refresh_from_db()
    actions.propose(
        case, "declare_inadmissible", actor=life.handler, data={"formal_ground": "anonymous", "public_text": "No"}
    )
    assert shown(desk(life.head), "?view=validate") == {case.reference}
    assert shown(desk(life.handler), "?view=validate") == set()
    other = life.waiting()
    Complaint.objects.filter(pk=other.pk).update(state=State.PRELIM_REVIEW)
    other.refresh_from_db()
    actions.propose(
        other, "declare_inadmissible", actor=life.head, data={"formal_ground": "anonymous", "public_text": "No"}
    )
    assert shown(desk(life.head), "?view=validate") == {case.reference}
    assert shown(desk(life.supervisor), "?view=validate") == {case.reference, other.reference}


def test_filters_are_in_the_address(life, desk):
    spain = life._country("ES", "Europe/Madrid")
    one = life.in_study(language="ar")
    two = life.registered(country=spain, channel="post")
    client = desk(life.supervisor)
    both = {one.reference, two.reference}
    assert shown(client, "?state=registered") == {two.reference}
    assert shown(client, "?country=ES") == {two.reference}
    assert shown(client, "?language=ar") == {one.reference}
    assert shown(client, "?channel=post") == {two.reference}
    assert shown(client, f"?unit={life.unit.code}") == both
    assert shown(client, f"?unit={life.other_unit.code}") == set()
    assert shown(client, f"?handler={life.handler.user_id}") == {one.reference}
    assert shown(client, "?handler=none") == {two.reference}
    assert shown(client, f"?administration={life.administration.code}") == both
    assert shown(client, f"?received_from={TODAY().isoformat()}&received_to={TODAY().isoformat()}") == both
    assert shown(client, f"?received_to={(TODAY() - timedelta(days=1)).isoformat()}") == set()
    assert shown(client, "?age=0-30") == both
    assert shown(client, "?age=31-60") == set()
    dated(one, -1)
    assert shown(client, "?overdue=1") == {one.reference}


def test_every_filter_of_the_figures_is_understood(life, desk):
    given = {name: "" for name in FILTERS if name != "view"}
    assert set(given) <= set(QueueFilters.base_fields)
    unrouted = life.registered()
    Complaint.objects.filter(pk=unrouted.pk).update(unit=None)
    late, early = life.commented(), life.commented()
    Complaint.objects.filter(pk=late.pk).update(answer_due_on=TODAY() - timedelta(days=1))
    gone = life.withdrawn()
    client = desk(life.supervisor)
    today = TODAY().isoformat()
    assert shown(client, "?unit=none") == {unrouted.reference}
    assert shown(client, "?answered_late=1") == {late.reference}
    assert shown(client, f"?answered_from={today}&answered_to={today}") == {late.reference, early.reference}
    assert shown(client, f"?answered_to={(TODAY() - timedelta(days=1)).isoformat()}") == set()
    assert shown(client, f"?closed_from={today}&closed_to={today}") == {gone.reference}
    assert shown(client, "?outcome=withdrawn") == {gone.reference}
    assert shown(client, "?outcome=classement") == {gone.reference}
    assert shown(client, "?outcome=reglement") == set()


@pytest.mark.parametrize(
    "query",
    ["?state=nonsense", "?view=nonsense", "?received_from=tomorrow", "?handler=99999999999999999999", "?after=x~y",
     "?before=2026-13-01~1", "?after=2026-01-01~99999999999999999999", "?q=%ed%a0%80", "?q=" + "x" * 5000,
     "?q=" + "%27%26%7C!()*:", "?age=-1", "?overdue=maybe", "?closed_from=0001-01-01", "?closed_to=9999-12-31",
     "?view=all&after=2026-01-01T00:00:00%2B23:59:59.999999~1", "?view=all&after=0001-01-01T00:00:00%2B14:00~1",
     "?view=all&before=9999-12-31T23:59:59-14:00~1"],
)  # fmt: skip
def test_nonsense_in_the_address_is_no_error(life, desk, query):
    life.in_study()
    assert desk(life.handler).get(QUEUE + query).status_code == 200


def test_a_file_is_found_by_its_reference_in_any_spelling(life, desk):
    case, _other = life.in_study(), life.in_study()
    client = desk(life.handler)
    spelt = case.reference.lower().replace("-", " ")
    assert shown(client, f"?view=all&q={case.reference}") == {case.reference}
    assert shown(client, f"?view=all&q={spelt}") == {case.reference}


def test_a_file_is_found_by_name_in_either_script_and_without_accents(life, desk):
    case, _other = life.in_study(), life.in_study()
    person = case.complainant
    person.first_name, person.last_name = "Hélène", "El-Bouâzzaoui"
    person.first_name_ar, person.last_name_ar = "هيلين", "البوعزاوي الأندلسي"
    person.save()
    client = desk(life.handler)
    for words in ("helene", "Bouazz", "hélène bouâzzaoui", "البوعزاوي", "الاندلسى"):
        assert shown(client, f"?view=all&q={words}") == {case.reference}, words


def test_a_file_is_found_by_words_of_its_text(life, desk):
    case, _other = life.in_study(description="Expropriation sans indemnité à Nador"), life.in_study()
    assert shown(desk(life.handler), "?view=all&q=nador") == {case.reference}


def test_a_common_word_is_found_by_walking_the_list(life, desk, monkeypatch):
    monkeypatch.setattr(queue, "RARE", 1)
    cases = {life.in_study(description="Consulat").reference for _n in range(3)}
    life.in_study(description="Autre")
    assert shown(desk(life.handler), "?view=all&q=consulat") == cases


@pytest.mark.parametrize("order", [Order.DUE, Order.RECEIVED])
def test_pages_by_key_show_every_file_once_in_both_directions(life, order):
    cases = [life.registered() for _n in range(7)]
    for number, case in enumerate(cases):
        day = None if number == 3 else TODAY() + timedelta(days=number // 2)
        Complaint.objects.filter(pk=case.pk).update(due_on=day)
    files = Complaint.objects.all()
    pages, after = [], ""
    while True:
        page = page_of(files, order=order, after=after, size=3)
        pages.append([case.pk for case in page.rows])
        if not page.after:
            break
        after = page.after
    assert [len(rows) for rows in pages] == [3, 3, 1]
    assert sorted(pk for rows in pages for pk in rows) == sorted(case.pk for case in cases)
    back = page_of(files, order=order, before=page.before, size=3)
    assert [case.pk for case in back.rows] == pages[1]
    first = page_of(files, order=order, before=back.before, size=3)
    assert [case.pk for case in first.rows] == pages[0]
    assert first.before == ""
    assert first.after


def test_counts_stop_at_a_bound_and_take_one_query(life, django_assert_num_queries, monkeypatch):
    monkeypatch.setattr(queue, "BOUND", 2)
    for _n in range(4):
        life.registered()
    with django_assert_num_queries(1):
        assert bounded_counts([Complaint.objects.all(), Complaint.objects.none(), Complaint.objects.filter(pk=0)]) == [
            3,
            0,
            0,
        ]


def test_the_page_costs_the_same_for_5_and_for_60_files(life, desk, directories_remembered):
    client = desk(life.supervisor)
    client.get(QUEUE)
    costs = []
    for more in (5, 55):
        for _n in range(more):
            life.in_study()
        with CaptureQueriesContext(connection) as counted:
            client.get(f"{QUEUE}?view=open&q=salma&country=FR")
        costs.append(len(counted))
    assert costs[0] == costs[1]
    assert costs[0] <= 13  # two of them are the savepoint of this test's own transaction


def test_views_are_counted_above_the_queue(life, desk):
    life.registered(), life.in_study()
    links = {link["url"]: link["number"] for link in desk(life.head).get(QUEUE).context["views"]}
    assert links["?view=open"] == 2
    assert links["?view=unassigned"] == 1
    assert complaints_in(View.MINE, actor=life.handler, today=TODAY()).count() == 1


def test_a_colleagues_notices_wait_on_the_first_page_and_lead_to_the_files(life, desk):
    case = life.in_study()
    write_message(case, actor=code_holder(case.pk), text="Bonjour")
    client = desk(life.handler)
    page = client.get("/desk/")
    (notice, url), *_others = page.context["notices"]
    assert (notice.kind, notice.read) == ("desk_reply", False)
    assert f'href="{url}"' in page.content.decode()
    assert client.get(url).status_code == 200
    assert all(notice.read for notice, _url in client.get("/desk/").context["notices"])
    assert not desk(life.head).get("/desk/").context["notices"]


def test_a_notice_about_a_file_that_moved_away_is_not_shown(life, desk):
    case = life.in_study()
    write_message(case, actor=code_holder(case.pk), text="Bonjour")
    Complaint.objects.filter(pk=case.pk).update(unit=life.other_unit, handler=None)
    assert not desk(life.handler).get("/desk/").context["notices"]


def test_the_first_page_costs_the_same_for_one_notice_and_for_many(life, desk):
    client = desk(life.handler)
    client.get("/desk/")
    costs = []
    for more in (1, 4):
        for _n in range(more):
            case = life.in_study()
            write_message(case, actor=code_holder(case.pk), text="Bonjour")
        with CaptureQueriesContext(connection) as queries:
            client.get("/desk/")
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_a_word_on_a_closed_file_is_on_somebodys_list(life, desk):
    """It was acknowledged, so somebody must find it; without a caseworker the head hears of it."""
    case = life.withdrawn()
    Complaint.objects.filter(pk=case.pk).update(handler=None)
    write_message(case, actor=code_holder(case.pk), text="Je reviens sur ma décision.")
    found = complaints_in(View.REPLIES, actor=life.head, today=TODAY())
    assert [row.pk for row in found] == [case.pk]
    told = OutboxMessage.objects.filter(kind="desk_reply", about=f"complaint:{case.pk}")
    assert {row.recipient for row in told} == {f"user:{life.head.user_id}"}


def test_a_word_that_looks_like_a_reference_is_searched_as_a_word(life, desk):
    """One word of eight letters in eight has the right check character."""
    case = life.in_study(title="Le heritier demande son acte")
    assert references.normalise("heritier")
    assert [row.pk for row in find(Complaint.objects.all(), "heritier")] == [case.pk]
