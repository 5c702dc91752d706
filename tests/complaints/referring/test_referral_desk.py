"""At the desk: the list without answer, one referral and its steps, both letters, and what the file's timeline says."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from complaints.casework import referrals as selectors
from complaints.casework.selectors import timeline
from complaints.models import Referral
from complaints.models.referral import Standing
from tests.complaints.casework.test_desk_acts import go
from tests.complaints.referring import referred
from tests.complaints.referring.referred import holder, newest_link

pytestmark = pytest.mark.django_db
LIST = "/desk/referrals/"
TODAY = timezone.localdate


def page(row: Referral) -> str:
    return f"{LIST}{row.pk}/"


def test_each_view_holds_what_its_name_says(life, desk):
    rows = {name: make(life) for name, make in referred.STAGES.items()}
    client = desk(life.handler)

    def shown(view: str) -> set[int]:
        return {row.pk for row, _late in client.get(f"{LIST}?view={view}").context["rows"]}

    assert shown("unanswered") == {rows[name].pk for name in ("agreed", "posted", "opened", "accepted")}
    assert shown("agreement") == {rows["asked"].pk}
    assert shown("over") == {rows[name].pk for name in ("answered", "refused", "declined")}
    assert not desk(life.neighbour).get(LIST).context["rows"]
    assert desk(life.administrator).get(LIST).status_code == 403


def test_a_page_leads_to_the_next_and_back(life):
    rows = [referred.agreed(life) for _each in range(5)]
    for days, row in enumerate(rows):
        Referral.objects.filter(pk=row.pk).update(due_on=TODAY() + timedelta(days=days // 2))
    found = selectors.listed(life.handler, view="unanswered")
    seen, after = [], ""
    for _page in range(3):
        part = selectors.page_of(found, view="unanswered", after=after, size=2)
        seen += [row.pk for row in part.rows]
        after = part.after
    assert seen == [row.pk for row in rows]
    assert after == ""
    back = selectors.page_of(found, view="unanswered", before=part.before, size=2)
    assert [row.pk for row in back.rows] == seen[2:4]


@pytest.mark.parametrize("view", selectors.VIEWS)
@pytest.mark.parametrize("cursor", ["x", "2026-01-01~", "~1", "2026-13-01~1", "2026-01-01~9999999999999999999999"])
def test_a_cursor_that_is_none_is_no_cursor(life, desk, view, cursor):
    referred.agreed(life)
    assert desk(life.handler).get(LIST, {"view": view, "after": cursor}).status_code == 200


def test_the_list_costs_the_same_for_one_and_for_many(life, desk):
    client = desk(life.handler)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(LIST).status_code == 200
        return len(queries)

    referred.agreed(life)
    cost()
    one = cost()
    for _each in range(4):
        referred.agreed(life)
    assert cost() == one


@pytest.mark.parametrize(
    ("view", "index"),
    [("unanswered", "referral_unanswered"), ("agreement", "referral_at_home"), ("over", "referral_over")],
)
def test_each_view_is_read_by_its_index(life, view, index):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
        rows = Referral.objects.filter(selectors.VIEWS[view][1])
        column, ascending = selectors.ORDERS[view]
        sign = "" if ascending else "-"
        plan = rows.order_by(f"{sign}{column}", f"{sign}pk")[:50].explain()
    assert index in plan


@pytest.mark.parametrize("stage", referred.STAGES)
def test_one_referral_at_each_stage(life, desk, stage):
    row = referred.STAGES[stage](life)
    client = desk(life.handler)
    assert client.get(page(row)).status_code == 200
    assert desk(life.neighbour).get(page(row)).status_code == 404
    for purpose in ("body", "complainant"):
        letter = client.get(f"{page(row)}letter-{purpose}.pdf")
        assert letter.status_code == (200 if row.agreed_at else 404)
    assert client.get(f"{page(row)}letter-x.pdf").status_code == 404
    assert client.get(f"/desk/complaints/complaint/{row.complaint_id}/?tab=administration").status_code == 200
    assert any("body" in str(entry.title) for entry in timeline(row.complaint)) or stage == "asked"


def test_the_letter_is_posted_on_a_day(life, desk):
    row = referred.agreed(life, address="")
    assert row.standing == Standing.READY
    client, today = desk(life.handler), TODAY()
    later = today + timedelta(days=1)
    form = {"do": "posted", "on_0": later.day, "on_1": later.month, "on_2": later.year}
    assert client.post(page(row), form).status_code == 422
    form |= {"on_0": today.day, "on_1": today.month, "on_2": today.year}
    assert client.post(page(row), form).status_code == 302
    assert client.post(page(row), form).status_code == 302  # pressed twice
    row.refresh_from_db()
    assert (row.standing, row.complaint.outcome) == (Standing.SENT, "transferred")
    assert row.complaint.events.filter(name="referral_posted").count() == 1


def test_a_wrong_address_is_mended_until_the_body_has_opened(life, desk):
    row = referred.agreed(life)
    old = newest_link(row)
    client = desk(life.handler)
    assert client.post(page(row), {"do": "link", "address": "right@land.example"}).status_code == 302
    row.refresh_from_db()
    old.refresh_from_db()
    assert (row.address, old.dead_at is not None) == ("right@land.example", True)
    Referral.objects.filter(pk=row.pk).update(standing="opened", opened_at=timezone.now())
    answer = client.post(page(row), {"do": "link", "address": "other@land.example"})
    assert answer.status_code == 422
    assert "other@land.example" in answer.content.decode()  # what was typed stays


def test_the_desk_takes_it_back_with_a_note(life, desk):
    row = referred.opened(life)
    client = desk(life.handler)
    assert client.post(page(row), {"do": "back", "text": ""}).status_code == 422
    assert client.post(page(row), {"do": "back", "text": "Parti à la mauvaise adresse."}).status_code == 302
    row.refresh_from_db()
    assert (row.standing, row.ended_by) == (Standing.TAKEN_BACK, "desk")
    assert not client.get(page(row)).context["forms"]


@pytest.mark.parametrize("do", ["", "nonsense", "posted", "link", "back"])
def test_nonsense_is_never_an_error_of_ours(life, desk, do):
    row = referred.agreed(life)
    rest = f"{do}&address=%00&text=%00&on_0={'x' * 10**5}"
    answer = referred.raw(desk(life.handler), page(row), "do", rest)
    assert answer.status_code in {200, 422}


def test_oriented_at_the_desk_with_a_body_to_pass_it_on_to(life, desk):
    body = referred.to(life)
    case = life.in_study(transfer_consent=True)
    facts = {"ground": "X7", "bodies": [], "to": body.pk, "public_text": "Voici.", "words": "Bitte prüfen."}
    _previewed, done = go(desk(life.handler), case, "orient", **facts)
    assert done.status_code == 302
    head, address = desk(life.head), f"/desk/complaints/complaint/{case.pk}/proposals/{case.proposals.get().pk}/"
    shown = head.get(address)
    assert body.name in shown.content.decode()
    answer = head.post(address, {"validate": "1", "seen": shown.context["seen"]})
    assert answer.status_code == 302
    row = case.referrals.get()
    assert (row.body, row.words, row.standing) == (body, "Bitte prüfen.", Standing.CONSENT)


def test_a_second_body_from_the_file(life, desk):
    row = referred.refused(life)
    _previewed, done = go(desk(life.handler), row.complaint, "refer", to=row.body_id, address="", words="")
    assert done.status_code == 302
    assert row.complaint.referrals.count() == 2
    assert holder(row).complaint_id == row.complaint_id
