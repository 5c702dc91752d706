"""A promised date that is missed is owned up to by itself, once, and those who supervise see it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actors import code_holder
from complaints.casework import actions, queue
from complaints.casework.admin.look import TURNS
from complaints.follow_up import actions as citizen
from complaints.models import Complaint
from complaints.notifications import outbox
from complaints.notifications.models import OutboxMessage
from complaints.workflow.errors import Incomplete, NotAllowed, Repeated
from complaints.workflow.moves import Seal
from complaints.workflow.states import Turn

pytestmark = pytest.mark.django_db


def sorry(case) -> list[OutboxMessage]:
    rows = OutboxMessage.objects.filter(about=f"complaint:{case.pk}", kind="complaint_promise_missed", channel="email")
    return list(rows.order_by("pk"))


def watch(case, days: int = 1) -> None:
    case.refresh_from_db()
    actions.watch_deadlines(today=case.due_on + timedelta(days=days))


@pytest.mark.parametrize("stage", ["registered", "in_study", "admitted"])
def test_our_missed_date_is_owned_up_to_once(life, stage):
    case = getattr(life, stage)()
    watch(case, 0)
    assert sorry(case) == []  # the day itself still counts
    for days in (1, 1, 9):
        watch(case, days)
    (mail,) = sorry(case)
    assert mail.context == {"due_on": case.due_on.isoformat(), "late": "institution"}
    assert "late" in outbox.render(mail, language="en").subject


def test_the_administrations_missed_date_is_called_the_administrations(life):
    case = life.with_administration()
    watch(case)
    (mail,) = sorry(case)
    assert "administration" in outbox.render(mail, language="en").subject


@pytest.mark.parametrize("stage", ["waiting", "commented"])
def test_nobody_is_told_that_we_are_late_with_what_the_complainant_had_to_do(life, stage):
    case = getattr(life, stage)()
    watch(case)
    assert sorry(case) == []


def test_the_list_names_the_file_who_works_on_it_and_how_late_it_is(life, desk):
    case = life.in_study()
    Complaint.objects.filter(pk=case.pk).update(due_on=timezone.localdate() - timedelta(days=12))
    on_time, theirs = life.in_study(), life.waiting()
    Complaint.objects.filter(pk=theirs.pk).update(due_on=timezone.localdate() - timedelta(days=3))
    for actor in (life.supervisor, life.head):
        page = desk(actor).get("/desk/promises/")
        assert [row.case.pk for row in page.context["rows"]] == [case.pk]
        assert "12 days late" in page.text
        assert str(life.handler.user) in page.text
    assert on_time.reference not in page.text
    assert desk(life.supervisor).get("/desk/").context["missed"] == [(1, False)]
    assert desk(life.handler).get("/desk/").context["missed"] == []
    assert desk(life.handler).get("/desk/promises/").status_code == 403


def test_a_head_sees_no_other_unit(life):
    case = life.in_study(unit=life.unit)
    Complaint.objects.filter(pk=case.pk).update(due_on=timezone.localdate() - timedelta(days=2), unit=life.other_unit)
    today = timezone.localdate()
    assert not queue.missed_promises(life.head, today=today).exists()
    assert queue.missed_promises(life.supervisor, today=today).exists()


def test_the_lists_cost_does_not_grow(life, desk, django_assert_max_num_queries):
    for _file in range(5):
        case = life.in_study()
        Complaint.objects.filter(pk=case.pk).update(due_on=timezone.localdate() - timedelta(days=2))
    client = desk(life.supervisor)
    client.get("/desk/promises/")
    with django_assert_max_num_queries(8):
        client.get("/desk/promises/")


# --- a new date ---


def in_days(days: int):
    return timezone.localdate() + timedelta(days=days)


def test_a_new_date_is_told_with_its_reason_and_can_be_missed_again(life):
    case = life.in_study()
    watch(case)
    case = actions.promise(case, actor=life.handler, due_on=in_days(40), public_text="Nous attendons un avis.")
    assert not case.overdue
    assert case.due_on >= in_days(40)
    rows = OutboxMessage.objects.filter(about=f"complaint:{case.pk}", kind="complaint_new_promise", channel="email")
    assert rows.get().context == {"due_on": case.due_on.isoformat()}
    watch(case)
    assert len(sorry(case)) == 2


def test_the_preview_of_a_new_date_is_what_is_sent(life, desk):
    from tests.complaints.casework.test_desk_acts import go

    case, day = life.in_study(), in_days(40)
    parts = {"due_on_0": str(day.day), "due_on_1": str(day.month), "due_on_2": str(day.year)}
    previewed, done = go(desk(life.handler), case, "promise", public_text="Nous attendons un avis.", **parts)
    assert done.status_code == 302
    assert "Nous attendons un avis." in previewed.content.decode()
    assert case.events.filter(name="promised").count() == 1


def test_a_date_in_the_past_without_a_reason_or_for_the_complainant_is_none(life):
    case = life.in_study()
    for due_on, reason in ((in_days(0), "x"), (in_days(-3), "x"), (in_days(9), " ")):
        with pytest.raises(Incomplete):
            actions.promise(case, actor=life.handler, due_on=due_on, public_text=reason)
    for stage in ("waiting", "withdrawn"):
        with pytest.raises(NotAllowed):
            actions.promise(getattr(life, stage)(), actor=life.handler, due_on=in_days(9), public_text="x")
    with pytest.raises(NotAllowed):
        actions.promise(case, actor=life.neighbour, due_on=in_days(9), public_text="x")


def test_pressed_twice_it_is_one_promise(life):
    case, seal = life.in_study(), Seal(confirmed="the form")
    actions.promise(case, actor=life.handler, due_on=in_days(40), public_text="x", seal=seal)
    with pytest.raises(Repeated):
        actions.promise(case, actor=life.handler, due_on=in_days(40), public_text="x", seal=seal)


# --- a review at the desk ---


def test_a_review_is_decided_on_the_desk_by_another_with_its_preview(life, desk):
    from tests.complaints.casework.test_desk_acts import go, state
    from tests.complaints.workflow.test_reviews import contested

    case = contested(life)
    page = desk(life.handler).get(f"/desk/complaints/complaint/{case.pk}/")
    assert {act.name for _move, act in page.context["moves"]} == set()
    assert {move.rule.name for move in page.context["refused"]} == {"reopen", "confirm_closing", "change_unit"}
    facts = {"subject": str(life.subject.pk), "administration": str(life.administration.pk), "public_text": "Oui."}
    previewed, done = go(desk(life.supervisor), case, "reopen", **facts)
    assert done.status_code == 302
    (told,) = previewed.context["preview"]["citizen"]
    assert told["message"].language == "fr"
    assert state(case) == "admitted"


def test_that_the_decision_stands_is_proposed_by_one_and_validated_by_another(life, desk):
    from tests.complaints.casework.test_desk_acts import go, state
    from tests.complaints.workflow.test_reviews import contested

    case, other = contested(life), life.actor("handler", life.unit)
    _previewed, done = go(desk(other), case, "confirm_closing", public_text="Non.")
    assert done.status_code == 302
    proposal = case.proposals.get()
    address = f"/desk/complaints/complaint/{case.pk}/proposals/{proposal.pk}/"
    assert desk(life.supervisor).get(address).status_code == 200
    assert state(case) == "review"
    actions.approve(proposal, actor=life.supervisor)
    assert state(case) == "closed"


def test_after_the_comments_it_is_our_turn_on_the_desk_too(life, desk):
    case = life.commented()
    page = f"/desk/complaints/complaint/{case.pk}/"
    assert str(desk(life.handler).get(page).context["turn"]) == str(TURNS[Turn.CITIZEN])
    citizen.write_message(case, actor=code_holder(case.pk), text="Je ne suis pas d’accord.")
    assert str(desk(life.handler).get(page).context["turn"]) == str(TURNS[Turn.INSTITUTION])
