"""The open files of a colleague who leaves go to another one in one action."""

import pytest
from django.utils import timezone

from complaints.casework import handover
from complaints.models import Complaint
from complaints.notifications.models import OutboxMessage
from complaints.workflow.errors import NotAllowed

pytestmark = pytest.mark.django_db


def test_all_open_files_go_in_one_step_with_an_event_each_and_one_mail(life, desk):
    files, other = [life.in_study(), life.heard()], life.actor("handler", life.unit).user
    closed = life.settled()
    life.handler.user.is_active = False  # who left
    life.handler.user.save()
    page = f"/desk/colleagues/{life.handler.user_id}/"
    shown = desk(life.head).get(page)
    assert {case for case, ticked in shown.context["files"] if ticked} == set(files)
    answer = desk(life.head).post(page, {"files": [case.pk for case in files], "to": other.pk})
    assert answer.status_code == 302
    for case in files:
        case.refresh_from_db()
        assert case.handler == other
        assert case.events.latest("pk").name == "assigned"
    closed.refresh_from_db()
    assert closed.handler == life.handler.user
    mails = OutboxMessage.objects.filter(recipient=f"user:{other.pk}", channel="email")
    assert [(mail.kind, mail.context) for mail in mails] == [("desk_handed_over", {"files": 2})]
    assert desk(life.head).get(page).status_code == 404  # nothing is left there
    again = desk(life.head).post(page, {"files": [case.pk for case in files], "to": other.pk})  # pressed twice
    assert (again.status_code, again.headers["Location"]) == (302, "/desk/colleagues/")


def test_what_was_not_ticked_stays_and_nobody_chosen_keeps_the_ticks(life, desk):
    first, second = life.in_study(), life.in_study()
    page = f"/desk/colleagues/{life.handler.user_id}/"
    refused = desk(life.head).post(page, {"files": [first.pk], "to": ""})
    assert refused.status_code == 422
    assert [ticked for case, ticked in refused.context["files"] if case == second] == [False]
    other = life.actor("handler", life.unit).user
    desk(life.head).post(page, {"files": [first.pk], "to": other.pk})
    assert Complaint.objects.get(pk=second.pk).handler == life.handler.user


def test_a_head_sees_the_own_unit_and_a_caseworker_nothing(life, desk):
    life.in_study()
    late = life.heard()
    today = timezone.localdate()
    assert [(row.load, row.late) for row in handover.colleagues(life.head, today=today)] == [(2, 1)]
    assert late.due_on < today
    assert not handover.colleagues(life.actor("head", life.other_unit), today=today)
    assert desk(life.handler).get("/desk/colleagues/").status_code == 403
    assert desk(life.handler).get(f"/desk/colleagues/{life.handler.user_id}/").status_code == 404
    with pytest.raises(NotAllowed):
        handover.hand_over([], actor=life.handler, to=life.handler.user)


def test_a_review_does_not_go_to_who_decided_first(life):
    case = life.contested()
    Complaint.objects.filter(pk=case.pk).update(handler=life.actor("handler", life.unit).user)
    refused = handover.hand_over([case], actor=life.actor("head", life.unit), to=life.handler.user)
    assert [one for one, _reason in refused] == [case]


def test_another_units_people_are_not_offered(life):
    assert life.neighbour.user not in handover.receivers(life.head, life.handler.user)
