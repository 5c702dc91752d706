"""T10: the administration asks, is given more time once, is written to again, and is reminded by the clock."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actors import code_holder
from complaints.casework import actions, queue
from complaints.casework.chasing import chase_administrations
from complaints.dealings import Chase, Purpose
from complaints.enums import AnswerPosition, State
from complaints.follow_up import actions as citizen
from complaints.follow_up import selectors
from complaints.models import Complaint
from complaints.notifications.models import OutboxMessage
from complaints.workflow import chasing, deadlines, transitions
from complaints.workflow.errors import Incomplete

pytestmark = pytest.mark.django_db


def told(case, kind):
    return set(
        OutboxMessage.objects.filter(about=f"complaint:{case.pk}", channel="email", kind=kind).values_list(
            "recipient", flat=True
        )
    )


def test_a_request_for_time_is_no_answer(life):
    case = life.with_administration()
    due_on = case.due_on
    case = transitions.record_request(
        case, actor=life.handler, position=AnswerPosition.ASKS_DELAY, text="Nous demandons un mois."
    )
    assert (case.state, case.due_on, case.answered_at) == (State.AWAITING_ADMINISTRATION, due_on, None)
    assert case.answers.get().position == AnswerPosition.ASKS_DELAY
    assert told(case, "complaint_administration_asks") == {f"complaint:{case.pk}:citizen"}


@pytest.mark.parametrize(
    ("move", "position"),
    [("record_answer", AnswerPosition.ASKS_DELAY), ("record_request", AnswerPosition.ACCEPTS)],
)
def test_an_answer_and_a_request_are_not_mistaken_for_each_other(life, move, position):
    with pytest.raises(Incomplete):
        transitions.perform(move, life.with_administration(), actor=life.handler, position=position, text="…")


def test_more_time_is_given_once_with_a_reason_and_both_sides_are_told(life):
    case = life.with_administration()
    before, since = case.answer_due_on, case.state_since
    day = deadlines.longest_extension(before)
    case = transitions.grant_extension(case, actor=life.handler, day=day, public_text="Le dossier est aux archives.")
    assert before < case.answer_due_on == case.due_on
    assert case.state_since == since  # it stays where it is
    assert told(case, "complaint_extended")
    assert told(case, "administration_extension") == {f"user:{life.liaison.user_id}"}
    with pytest.raises(Incomplete, match="once"):
        transitions.grant_extension(case, actor=life.handler, day=day + timedelta(days=1), public_text="…")


@pytest.mark.parametrize("days", [-1, 0, 40])
def test_more_time_is_later_than_the_date_and_a_month_at_most(life, days):
    case = life.with_administration()
    with pytest.raises(Incomplete, match="month"):
        transitions.grant_extension(
            case, actor=life.handler, day=case.answer_due_on + timedelta(days=days), public_text="…"
        )


def test_a_second_letter_is_numbered_and_resets_no_clock(life):
    case = life.with_administration()
    due_on = case.due_on
    letter = actions.write_again(
        case, actor=life.handler, purpose=Purpose.REMINDER, language="fr", subject="Rappel", body="Madame, Monsieur,"
    )
    case.refresh_from_db()
    assert letter.number.endswith("-000002")
    assert (letter.purpose, case.due_on) == (Purpose.REMINDER, due_on)
    assert told(case, "administration_letter") == {f"user:{life.liaison.user_id}"}
    assert told(case, "complaint_written_again")


def test_a_second_letter_says_what_it_is_for(life):
    with pytest.raises(Incomplete):
        actions.write_again(
            life.with_administration(), actor=life.handler, purpose=Purpose.FIRST, language="fr", subject="a", body="b"
        )


def steps(case):
    return [event.data["step"] for event in case.events.filter(name="administration_reminded").order_by("pk")]


def test_the_clock_takes_the_five_steps_each_on_its_day(life):
    case = life.with_administration()
    planned = chasing.days(case)
    assert case.chase_on == planned[0]
    taken = []
    day = timezone.localdate()
    while day <= planned[-1] + timedelta(days=3):
        if chase_administrations(today=day):
            taken.append(day)
            assert chase_administrations(today=day) == 0  # a second run of the same day
        day += timedelta(days=1)
    assert taken == list(planned)
    assert steps(case) == [step.value for step in Chase]
    case.refresh_from_db()
    assert (case.chase_on, case.chased) == (None, 5)


def test_who_hears_of_which_step(life):
    case = life.with_administration()
    planned = chasing.days(case)
    chase_administrations(today=planned[0])
    assert told(case, "administration_reminder") == {f"user:{life.liaison.user_id}"}
    assert not told(case, "complaint_administration_reminded")  # nothing is late yet
    chase_administrations(today=planned[2])
    assert told(case, "complaint_administration_reminded")
    assert told(case, "desk_chase") == {f"user:{life.handler.user_id}"}
    assert not told(case, "desk_silence")
    chase_administrations(today=planned[3])
    overseers = {f"user:{life.head.user_id}", f"user:{life.supervisor.user_id}"}
    assert told(case, "desk_silence") == overseers


def test_after_a_pause_of_the_clock_only_the_newest_step_writes(life):
    case = life.with_administration()
    assert chase_administrations(today=chasing.days(case)[4] + timedelta(days=20)) == 1
    assert steps(case) == [Chase.REPORT]
    assert OutboxMessage.objects.filter(kind="administration_reminder", channel="email").count() == 1


def test_an_answer_ends_the_chase(life):
    case = life.commented()
    assert case.chase_on is None
    assert chase_administrations(today=timezone.localdate() + timedelta(days=200)) == 0


def test_more_time_puts_off_what_comes_after_the_date_alone(life):
    case = life.with_administration()
    planned = chasing.days(case)
    case = transitions.grant_extension(
        case, actor=life.handler, day=deadlines.longest_extension(case.answer_due_on), public_text="…"
    )
    moved = chasing.days(case)
    assert moved[:2] == planned[:2]
    assert all(later > earlier for later, earlier in zip(moved[2:], planned[2:], strict=True))
    assert moved[2] > case.answer_due_on


def test_an_urgent_file_is_chased_in_half_the_time(life):
    usual, urgent = life.with_administration(), life.with_administration(urgent=True)
    Complaint.objects.filter(pk=urgent.pk).update(urgent=True)
    urgent.refresh_from_db()
    assert chasing.days(urgent)[0] < chasing.days(usual)[0]


def in_view(view, actor):
    return set(queue.complaints_in(view, actor=actor, today=timezone.localdate()))


def test_a_silent_administration_stands_in_a_list_until_it_answers(life):
    case = life.with_administration()
    assert not in_view(queue.View.SILENT, life.handler)
    chase_administrations(today=chasing.days(case)[2])
    assert in_view(queue.View.SILENT, life.handler) == {case}
    assert not in_view(queue.View.SILENT, life.neighbour)
    case.refresh_from_db()
    transitions.record_answer(case, actor=life.handler, position="accepts", quality="formal", text="Oui.")
    assert not in_view(queue.View.SILENT, life.handler)


def test_who_writes_after_the_end_stands_in_a_list_of_its_own(life):
    open_file, closed = life.heard(), life.settled()
    for case in (open_file, closed):
        citizen.write_message(case, actor=code_holder(case.pk), text="Et maintenant ?")
    assert in_view(queue.View.AFTER, life.handler) == {closed}
    assert in_view(queue.View.REPLIES, life.handler) == {open_file, closed}


def test_the_complainant_reads_that_a_request_is_no_answer(life):
    case = life.with_administration()
    transitions.record_request(case, actor=life.handler, position=AnswerPosition.ASKS_DELAY, text="Un mois.")
    titles = [str(entry.title) for entry in selectors.timeline(case) if entry.kind == "answer"]
    assert titles == ["The administration asks for something."]


@pytest.mark.parametrize(
    ("stage", "awaited"),
    [("with_administration", "answer"), ("heard", None), ("recommended", "reply"), ("followed", None)],
)
def test_a_further_letter_names_the_date_that_is_waited_for_if_there_is_one(life, stage, awaited):
    case = getattr(life, stage)()
    OutboxMessage.objects.filter(kind="administration_letter").delete()
    actions.write_again(case, actor=life.handler, purpose=Purpose.INFORMATION, language="fr", subject="a", body="b")
    row = OutboxMessage.objects.filter(kind="administration_letter", channel="email").get()
    made = case.recommendations.first()
    expected = {"answer": case.answer_due_on, "reply": made and made.due_on, None: None}[awaited]
    assert row.context.get("due_on") == (expected.isoformat() if expected else None)
