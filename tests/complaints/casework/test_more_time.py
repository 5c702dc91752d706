"""More time for a complainant abroad: once, with the reason, told to them (domain section 5)."""

import csv
from datetime import date
from pathlib import Path

import pytest

from complaints.casework.more_time import give_more_time
from complaints.guide.selectors import holidays
from complaints.models import Complaint
from complaints.notifications.models import OutboxMessage
from complaints.workflow import deadlines
from complaints.workflow.errors import Refused

pytestmark = pytest.mark.django_db
with (Path(__file__).parents[2] / "data" / "more_time_expected.csv").open(encoding="utf-8", newline="") as lines:
    ROWS = list(csv.DictReader(lines))
REASON = {"public_text": "La poste met trois semaines."}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["due"])
def test_thirty_days_more_end_on_a_working_day(row):
    assert deadlines.more_time(date.fromisoformat(row["due"]), holidays=()) == date.fromisoformat(row["more"])


def test_both_clocks_move_and_the_complainant_is_told_why(life, desk):
    case = life.waiting()
    expected = deadlines.more_time(case.due_on, holidays=holidays())
    client = desk(life.handler)
    page = client.post(
        f"/desk/complaints/complaint/{case.pk}/do/more_time/", {**REASON, "seen": case.events.latest("pk").pk}
    )
    assert page.context["preview"]["citizen"]
    form = {**REASON, "seen": page.context["seen"], "seal": page.context["seal"], "confirm": "1"}
    assert client.post(f"/desk/complaints/complaint/{case.pk}/do/more_time/", form).status_code == 302
    case.refresh_from_db()
    assert case.due_on == case.information_requests.get().due_on == expected
    assert case.events.latest("pk").public_text == REASON["public_text"]
    told = OutboxMessage.objects.filter(kind="complaint_more_time", recipient=f"complaint:{case.pk}:citizen")
    assert {row.channel for row in told} == {"in_app", "email"}


def test_it_is_given_once_for_one_request(life):
    case = give_more_time(life.waiting(), actor=life.handler, **REASON)
    with pytest.raises(Refused, match="once"):
        give_more_time(case, actor=life.handler, **REASON)


def test_who_may_not_and_where_there_is_none(life):
    home = life.waiting()
    Complaint.objects.filter(pk=home.pk).update(country=life._country("MA", "Africa/Casablanca"))
    for case, actor in (
        (life.waiting(), life.neighbour),
        (life.in_study(), life.handler),
        (Complaint.objects.get(pk=home.pk), life.handler),
    ):
        with pytest.raises(Refused):
            give_more_time(case, actor=actor, **REASON)
    with pytest.raises(Refused):
        give_more_time(life.waiting(), actor=life.handler, public_text=" ")
