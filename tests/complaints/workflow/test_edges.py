"""What a reviewer found at the edges of the regulations."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from accounts.actors import person
from complaints import permissions
from complaints.casework import actions
from complaints.guide.models import Interlocutor
from complaints.models import Attachment, Complaint
from complaints.notifications.models import OutboxMessage
from complaints.workflow import transitions
from complaints.workflow.errors import NotAllowed
from complaints.workflow.moves import Seal

pytestmark = pytest.mark.django_db


def test_nobody_works_on_his_own_complaint(life):
    case = life.registered(user=life.handler.user)
    assert not permissions.can_work(life.handler, case)
    assert case not in permissions.workable_complaints(life.handler)
    with pytest.raises(NotAllowed):
        transitions.start_review(case, actor=life.handler, handler=life.handler.user)
    assert permissions.can_work(life.head, case)


def test_a_suspended_file_waits_for_nothing_and_reminds_nobody(life):
    case = transitions.suspend(life.waiting(), actor=life.handler, public_text="…")
    assert not case.information_requests.filter(answered_at=None).exists()
    assert actions.watch_deadlines(today=timezone.localdate() + timedelta(days=40))["reminded"] == 0


def test_a_closed_file_is_not_given_to_anybody(life):
    with pytest.raises(NotAllowed):
        actions.assign(life.withdrawn(), actor=life.head, handler=life.handler.user)


def test_an_answer_counts_from_the_day_it_was_received(life):
    case = life.with_administration()
    received = timezone.localdate() - timedelta(days=3)
    case = transitions.record_answer(
        case, actor=life.handler, position="accepts", quality="formal", text="Oui.", received_on=received
    )
    assert case.answered_at.date() == received


def test_the_complainant_sees_the_answers_file_with_the_answer_and_not_before(life):
    case = life.with_administration()
    file = Attachment.objects.create(
        complaint=case, name="a.pdf", content_type="application/pdf", size=1, sha256="0", original="x/y", internal=True,
        source=Attachment.Source.ADMINISTRATION, verdict="clean", sent_at=timezone.now(),
    )  # fmt: skip
    transitions.record_answer(
        case, actor=life.handler, position="accepts", quality="formal", text="Oui.", attachments=[file]
    )
    file.refresh_from_db()
    assert not file.internal


@pytest.mark.parametrize(
    ("since", "until", "sees"), [(-9, None, True), (-9, 1, True), (-9, -1, False), (1, None, False)]
)
def test_an_interlocutor_reads_during_his_term(life, since, until, sees):
    case = life.with_administration()
    today = timezone.localdate()
    Interlocutor.objects.filter(user=life.liaison.user).update(
        since=today + timedelta(days=since), until=until and today + timedelta(days=until)
    )
    assert (case in permissions.addressed_complaints(life.liaison)) == sees


@pytest.mark.parametrize(
    ("since", "until", "role", "told"),
    [(-9, None, "liaison", True), (-9, 90, "liaison", True), (-9, -1, "liaison", False), (1, None, "liaison", False),
     (-9, None, "citizen", False)],
)  # fmt: skip
def test_exactly_those_who_can_open_the_letter_are_told_of_it(life, since, until, role, told):
    today = timezone.localdate()
    Interlocutor.objects.filter(user=life.liaison.user).update(
        since=today + timedelta(days=since), until=until and today + timedelta(days=until)
    )
    life.liaison.user.role = role
    life.liaison.user.save()
    case = life.with_administration()
    letters = OutboxMessage.objects.filter(kind="administration_letter", channel="email")
    assert letters.filter(recipient=f"user:{life.liaison.user_id}").exists() == told
    assert bool(permissions.is_addressee(life.liaison, case)) == told


def test_the_legal_ground_is_kept_in_one_language(life):
    with translation.override("ar"):
        case = life.in_study()
    assert case.events.get(name="start_review").ground == "loi 14-16, articles 29 and 30"


def test_a_waiting_request_ends_with_the_file(life):
    case = transitions.close_judicial(
        life.waiting(), actor=life.head, seal=Seal(proposed_by=life.handler.user), public_text="…"
    )
    assert not Complaint.objects.get(pk=case.pk).information_requests.filter(answered_at=None).exists()
    assert person(life.handler.user).is_caseworker
