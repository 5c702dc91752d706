"""What nobody is looking at: the lists, who is responsible, absences."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.actors import code_holder
from complaints import addresses
from complaints.casework import handover, neglect
from complaints.casework.models import Absence
from complaints.casework.queue import NEGLECTED, View, complaints_in
from complaints.follow_up.actions import write_message
from complaints.models import Complaint, Conflict, Message, Person
from complaints.notifications.models import Delivery, OutboxMessage, Status
from complaints.workflow.errors import Refused
from tests.complaints.casework.crowd import crowd

pytestmark = pytest.mark.django_db
QUEUE = "/desk/complaints/complaint/"
ABSENCE = "/desk/absence/"


def today():
    return timezone.localdate()


def on(view: View, actor) -> set[int]:
    return set(complaints_in(view, actor=actor, today=today()).values_list("pk", flat=True))


def mail_of(case: Complaint) -> OutboxMessage:
    return OutboxMessage.objects.filter(recipient=f"complaint:{case.pk}:citizen", channel="email").latest("pk")


def test_a_message_that_waits_for_days_stands_on_the_list_until_somebody_reads_it(life):
    case, fresh = life.in_study(), life.in_study()
    for each in (case, fresh):
        write_message(each, actor=code_holder(each.pk), text="Bonjour ?")
    Message.objects.filter(complaint=case).update(at=timezone.now() - timedelta(days=9))
    assert on(View.UNANSWERED, life.handler) == {case.pk}
    Message.objects.filter(complaint=case).update(read_at=timezone.now())
    assert on(View.UNANSWERED, life.handler) == set()


def test_an_address_that_does_not_work_stands_there_until_a_mail_arrives(life):
    case, _other = life.in_study(), life.in_study()
    OutboxMessage.objects.filter(pk=mail_of(case).pk).update(status=Status.DEAD)
    assert on(View.DEAD, life.handler) == {case.pk}
    assert on(View.DEAD, life.neighbour) == set()
    write_message(case, actor=code_holder(case.pk), text="J’ai une nouvelle adresse")
    OutboxMessage.objects.filter(pk=mail_of(case).pk).update(status=Status.SENT, sent_at=timezone.now())
    assert on(View.DEAD, life.handler) == set()


def test_an_address_from_which_mails_come_back_stands_there_until_it_is_proved_or_believed(life):
    case, other = life.in_study(), life.in_study()
    for row in (case, other):
        letter = mail_of(row)
        OutboxMessage.objects.filter(pk=letter.pk).update(status=Status.DEAD)
        Delivery.objects.create(message=letter, attempt=1, outcome="returned", at=timezone.now() - timedelta(hours=1))
        Person.objects.filter(pk=row.complainant_id).update(
            returned_email=row.complainant.email.upper(), returned_at=timezone.now(), email_verified_at=None
        )
    assert on(View.DEAD, life.handler) == {case.pk, other.pk}
    assert addresses.believe_again(case, actor=life.handler)
    assert on(View.DEAD, life.handler) == {other.pk}
    Person.objects.filter(pk=other.complainant_id).update(email_verified_at=timezone.now())
    assert addresses.proved(other.complainant.email)
    assert on(View.DEAD, life.handler) == set()


def test_a_colleagues_dead_mail_is_not_the_complainants(life):
    life.in_study()
    OutboxMessage.objects.filter(recipient__startswith="user:").update(status=Status.DEAD)
    assert on(View.DEAD, life.handler) == set()


def test_the_files_of_who_is_away_or_has_left_stand_there(life):
    case = life.in_study()
    assert on(View.ABSENT, life.head) == set()
    handover.be_away(life.handler.user, actor=life.head, from_on=today(), until_on=today())
    assert on(View.ABSENT, life.head) == {case.pk}
    handover.be_away(
        life.handler.user, actor=life.head, from_on=today() + timedelta(1), until_on=today() + timedelta(3)
    )
    assert on(View.ABSENT, life.head) == set()
    life.handler.user.is_active = False
    life.handler.user.save()
    assert on(View.ABSENT, life.head) == {case.pk}


def test_a_file_has_somebody_who_is_responsible(life):
    case = Complaint.objects.select_related("unit", "complainant").get(pk=life.in_study().pk)

    def responsible():
        return neglect.owners([case], today=today())[case.pk]

    assert responsible() == [life.handler.user]
    handover.be_away(life.handler.user, actor=life.handler, from_on=today(), until_on=today())
    assert responsible() == [life.head.user]
    handover.be_away(life.head.user, actor=life.head, from_on=today(), until_on=today())
    assert responsible() == [life.supervisor.user]
    known = {"complaint": case, "user": life.supervisor.user, "set_by": life.supervisor.user, "at": timezone.now()}
    conflict = Conflict.objects.create(**known)  # nor for the file of somebody whom they know
    assert responsible() == []
    conflict.delete()
    case.complainant.user = life.supervisor.user  # nor for the own complaint
    assert responsible() == []


def test_the_first_page_counts_the_lists_and_names_who_owns_them(life, desk):
    case = life.in_study()
    Complaint.objects.filter(pk=case.pk).update(due_on=today() - timedelta(days=1))
    page = desk(life.handler).get("/desk/")
    counted = {view: number for view, number, _many in page.context["neglected"]}
    assert set(counted) == set(NEGLECTED)
    assert counted[View.OVERDUE] == 1
    assert page.context["list_owners"] == [life.head.user]


@pytest.mark.parametrize("view", NEGLECTED)
def test_each_list_opens_names_who_is_responsible_and_costs_the_same_for_many(life, desk, view, directories_remembered):
    client, costs = desk(life.supervisor), []

    def fill() -> None:
        case = life.withdrawn() if view == View.AFTER else life.with_administration()
        write_message(case, actor=code_holder(case.pk), text="Bonjour ?")
        Message.objects.filter(complaint=case).update(at=timezone.now() - timedelta(days=9))
        OutboxMessage.objects.filter(pk=mail_of(case).pk).update(status=Status.DEAD)
        gone = {"handler": None} if view == View.UNASSIGNED else {}
        Complaint.objects.filter(pk=case.pk).update(due_on=today() - timedelta(days=1), chased=3, **gone)

    handover.be_away(life.handler.user, actor=life.head, from_on=today(), until_on=today())
    for more in (1, 5):
        for _n in range(more):
            fill()
        client.get(f"{QUEUE}?view={view}")
        with CaptureQueriesContext(connection) as counted:
            page = client.get(f"{QUEUE}?view={view}")
        costs.append(len(counted))
    assert len(page.context["rows"]) == 6
    assert all(row.owners == (life.head.user,) for row in page.context["rows"])
    assert costs[0] == costs[1]


def test_overdue_files_are_counted_by_caseworker(life, desk):
    for case in (life.in_study(), life.in_study()):
        Complaint.objects.filter(pk=case.pk).update(due_on=today() - timedelta(days=1))
    page = desk(life.head).get(f"{QUEUE}?view=overdue")
    assert [(row["handler"], row["number"]) for row in page.context["by_handler"]] == [(life.handler.user_id, 2)]


def test_who_enters_whose_absence(life, desk):
    with pytest.raises(Refused):
        handover.be_away(life.head.user, actor=life.handler, from_on=today(), until_on=today())
    with pytest.raises(Refused):
        handover.be_away(life.neighbour.user, actor=life.head, from_on=today(), until_on=today())
    handover.be_away(life.neighbour.user, actor=life.supervisor, from_on=today(), until_on=today())
    assert desk(life.handler).get(f"{ABSENCE}{life.head.user_id}/").status_code == 404
    assert desk(life.administrator).get(ABSENCE).status_code == 403
    client = desk(life.handler)
    assert client.post(ABSENCE, {"from_on": today().isoformat(), "until_on": today().isoformat()}).status_code == 302
    assert client.post(ABSENCE, {"from_on": "", "until_on": ""}).status_code == 302
    assert not Absence.objects.filter(user=life.handler.user).exists()


@pytest.mark.parametrize(
    ("first", "last"),
    [("2026-11-30", "2026-11-01"), ("", "2026-11-01"), ("0001-01-01", "9999-12-31"), ("x", "\0"), ("2026-02-30", "")],
)
def test_days_that_do_not_fit_are_said(life, desk, first, last):
    answer = desk(life.handler).post(ABSENCE, {"from_on": first, "until_on": last})
    assert answer.status_code == 422
    assert not Absence.objects.exists()


def test_the_lists_use_their_indexes(life):
    crowd(life.in_study())
    handover.be_away(life.head.user, actor=life.head, from_on=today(), until_on=today())
    with connection.cursor() as cursor:
        cursor.execute(
            "SET LOCAL enable_seqscan = off"
        )  # the small tables beside them have whatever statistics they have
    indexes = {View.UNANSWERED: "complaint_new_reply", View.DEAD: "outbox_dead", View.ABSENT: "handler"}
    for view, index in indexes.items():
        plan = complaints_in(view, actor=life.supervisor, today=today()).order_by().values("pk").explain()
        assert index in plan, (view, plan)
        assert "Seq Scan on complaints_complaint" not in plan, (view, plan)
