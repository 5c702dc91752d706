"""An act of the desk can be taken back while nobody outside knows of it, and nothing is left of it but the history."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core import serializers
from django.db import transaction
from django.utils import timezone

from accounts.actors import code_holder, person
from complaints.casework import actions, joining
from complaints.casework.models import FreeNumber, Letter, LetterSeries, Proposal
from complaints.enums import State
from complaints.follow_up import actions as citizen
from complaints.models import Change, Complaint, Event, Grace, Message, Person, SearchText
from complaints.notifications import outbox
from complaints.notifications.models import OutboxMessage, Status
from complaints.notifications.selectors import shown
from complaints.workflow import reviews, transitions, undo
from complaints.workflow.errors import NotAllowed, Refused, Repeated
from complaints.workflow.moves import Seal
from complaints.workflow.table import RULES
from tests.complaints.workflow.life import Life
from tests.complaints.workflow.moving import FACTS, ROWS, at_stage, people
from tests.factories import AttachmentFactory

pytestmark = pytest.mark.django_db
HELD = [row for row in ROWS if RULES[row["name"]].grace]
# The history keeps what was done, and its words are found; the number of a letter that is gone waits for the next one.
KEPT_OUT = {Event, Change, Grace, SearchText, LetterSeries, FreeNumber}


@pytest.fixture(autouse=True)
def _grace(settings):
    settings.UNDO_MINUTES = 10


def image() -> list[dict[str, Any]]:
    """Every row of the case's tables, with its lists."""
    models = [
        model
        for name in ("complaints", "casework")
        for model in apps.get_app_config(name).get_models()
        if model not in KEPT_OUT
    ]
    return [row for model in models for row in serializers.serialize("python", model.objects.order_by("pk"))]


def at(life: Life, stage: str, settings: Any) -> Complaint:
    """A case whose past was told long ago."""
    settings.UNDO_MINUTES = 0
    case = at_stage(life, stage)
    settings.UNDO_MINUTES = 10
    case.refresh_from_db()
    return case


def moved(life: Life, row: dict[str, str], case: Complaint, **seal: Any) -> Grace:
    """The window of this move, made by whoever may."""
    who = people(life, case)[(row["validates"] or row["does"]).split()[0]]
    two = {"proposed_by": life.handler.user} if row["validates"] else {}
    transitions.perform(row["name"], case, actor=who, seal=Seal(**two, **seal), **FACTS[row["name"]](life, case))
    return Grace.objects.select_related("event__actor", "complaint").filter(complaint=case).latest("pk")


def past(grace: Grace) -> None:
    """The window is over."""
    ago = timezone.now() - timedelta(seconds=1)
    Grace.objects.filter(pk=grace.pk).update(until=ago)
    OutboxMessage.objects.filter(event=undo.key(grace.event_id), next_at__gt=ago).update(next_at=ago)


def leaving() -> set[str]:
    """The events whose mails leave now. (A sender's clock stands still in the transaction of a test.)"""
    rows = OutboxMessage.objects.filter(channel="email", status=Status.PENDING, next_at__lte=timezone.now())
    return set(rows.values_list("event", flat=True))


def test_every_move_of_the_desk_has_it_and_nobody_elses():
    without = {"submit", "register", "receive_information", "withdraw", "request_review", "open_own_initiative"}
    assert {rule.name for rule in RULES.values() if not rule.grace} == without
    for rule in RULES.values():
        reached = rule.targets or rule.sources
        for name in rule.mended_by:
            assert any(state in RULES[name].sources for state in reached), (rule.name, name)


@pytest.mark.parametrize("row", HELD, ids=lambda row: row["name"])
def test_a_move_taken_back_leaves_every_row_as_it_was(life, settings, row):
    case = at(life, row["stage"], settings)
    FACTS[row["name"]](life, case)  # a sitting is called before
    before, begun = image(), case.events.count()
    grace = moved(life, row, case)
    assert image() != before or row["name"] == "write_again"  # whose letter is the desk's
    told = OutboxMessage.objects.filter(event=undo.key(grace.event_id))
    assert told.exists()
    assert outbox.claim() is None or not told.filter(status=Status.CLAIMED).exists()
    back, *_others = transitions.take_back(grace, actor=person(grace.event.actor, strong=True))
    assert image() == before
    assert back.state == case.state
    assert set(told.values_list("status", flat=True)) == {Status.RECALLED}
    new = case.events.order_by("pk")[begun:]
    assert [event.name for event in new] == [row["name"], "undone"]
    assert new[1].data == {"event": grace.event_id, "act": row["name"]}


def test_a_letter_with_its_documents_is_gone_and_its_number_is_free(life, settings):
    case = at(life, "admitted", settings)
    file = AttachmentFactory(complaint=case)
    before = image()
    letter = actions.send_letter(
        case, actor=life.handler, language="fr", subject="Plainte", body="Madame,", documents=[file]
    )
    (grace,) = Grace.objects.all()
    transitions.take_back(grace, actor=life.handler)
    assert image() == before
    again = actions.send_letter(case, actor=life.handler, language="fr", subject="Plainte", body="Monsieur,")
    assert again.number == letter.number
    past(Grace.objects.get(undone_at=None))
    back = actions.write_again(case, actor=life.handler, purpose="reminder", language="fr", subject="R", body="R")
    assert back.number.endswith("-000002")
    transitions.take_back(Grace.objects.latest("pk"), actor=life.handler)
    assert Letter.objects.get().number == again.number


def test_a_decision_of_two_people_waits_for_its_validation_again(life, settings):
    case = at(life, "heard", settings)
    proposal = actions.propose(
        case, "close_unfounded", actor=life.handler, data={"basis": "loi 7-81", "public_text": "Rien."}
    )
    before = image()
    actions.approve(proposal, actor=life.head)
    transitions.take_back(Grace.objects.get(), actor=life.handler)  # who proposed it may stop it
    assert image() == before
    assert Proposal.objects.get().status == Proposal.Status.WAITING
    actions.approve(Proposal.objects.get(), actor=life.head)
    assert Complaint.objects.get(pk=case.pk).state == State.CLOSED


@pytest.mark.parametrize("kind", ["message", "promise", "assign"])
def test_other_acts_of_the_desk_are_taken_back_too(life, settings, kind):
    case = at(life, "in_study", settings)
    before = image()
    if kind == "message":
        actions.send_message(case, actor=life.handler, text="Bonjour", attachments=[])
    elif kind == "promise":
        actions.promise(
            case, actor=life.handler, due_on=timezone.localdate() + timedelta(days=40), public_text="Plus tard"
        )
    else:
        other = life.actor("handler", life.unit)
        actions.assign(case, actor=life.head, handler=other.user, seal=Seal(press=uuid.uuid4()))
    assert image() != before
    transitions.take_back(Grace.objects.get(), actor=life.head)
    assert image() == before


def test_dates_and_clocks_count_from_the_act_and_an_undone_letter_is_never_chased(life, settings):
    case = at(life, "admitted", settings)
    actions.send_letter(case, actor=life.handler, language="fr", subject="Plainte", body="Madame,")
    sent = Complaint.objects.get(pk=case.pk)
    assert timezone.localdate(sent.sent_at) == timezone.localdate()
    assert sent.chase_on
    transitions.take_back(Grace.objects.get(), actor=life.handler)
    back = Complaint.objects.get(pk=case.pk)
    assert (back.sent_at, back.answer_due_on, back.chase_on) == (None, None, None)


# --- who, and until when ---


def test_who_did_it_and_who_may_do_it_and_nobody_else(life, settings):
    row = next(row for row in HELD if row["name"] == "settle")
    case = at(life, row["stage"], settings)
    grace = moved(life, row, case)
    for name, actor in people(life, case).items():
        may = bool(undo.may_take_back(actor, grace, case))
        expected = name in {"caseworker", "head", "supervisor", "other_caseworker", "other_head", "other_supervisor"}
        assert may == expected, name
        found = undo.in_reach(actor).filter(pk=grace.pk).exists()
        assert found == (expected or name == "intake"), name


def test_who_moved_a_file_away_still_takes_that_back(life, settings):
    case = at(life, "in_study", settings)
    transitions.change_unit(case, actor=life.head, unit=life.other_unit, reason="Région")
    grace = Grace.objects.get()
    assert undo.in_reach(life.head).get() == grace
    assert transitions.take_back_press(grace.press, actor=life.head).cases[0].unit_id == life.unit.pk


@pytest.mark.parametrize("since", ["too_late", "colleague", "complainant", "system"])
def test_it_is_refused_with_a_sentence_when_time_is_over_or_something_happened_since(life, settings, since):
    row = next(row for row in HELD if row["name"] == "admit")
    case = at(life, row["stage"], settings)
    grace = moved(life, row, case)
    if since == "too_late":
        past(grace)
    elif since == "colleague":
        actions.assign(case, actor=life.head, handler=life.actor("handler", life.unit).user)
    elif since == "complainant":
        citizen.write_message(case, actor=code_holder(case.pk), text="Encore une chose.")
    else:
        Complaint.objects.filter(pk=case.pk).update(due_on=timezone.localdate() - timedelta(days=1))
        actions.watch_deadlines(today=timezone.localdate())
    before = image()
    with pytest.raises(NotAllowed) as refused:
        transitions.take_back(Grace.objects.get(pk=grace.pk), actor=life.handler)
    words = {"too_late": "too late", "complainant": "complainant"}.get(since, "Something else")
    assert words in str(refused.value.reason)
    assert image() == before


def test_a_note_or_a_look_at_the_identity_does_not_stand_in_the_way(life, settings):
    case = at(life, "in_study", settings)
    grace = moved(life, next(row for row in HELD if row["name"] == "admit"), case)
    actions.add_note(case, actor=life.handler, text="Vérifier demain")
    actions.show_identity(case, actor=life.handler)
    (back,) = transitions.take_back(grace, actor=life.handler)
    assert back.state == State.PRELIM_REVIEW
    assert back.notes.count() == 1


def test_pressed_twice_it_is_taken_back_once(life, settings):
    case = at(life, "in_study", settings)
    grace = moved(life, next(row for row in HELD if row["name"] == "admit"), case)
    transitions.take_back(grace, actor=life.handler)
    events = Event.objects.count()
    with pytest.raises(Repeated):
        transitions.take_back(grace, actor=life.handler)
    with pytest.raises(NotAllowed):
        transitions.take_back(grace, actor=life.head)
    assert transitions.take_back_press(grace.press, actor=life.handler).refused == []
    assert Event.objects.count() == events


def test_the_same_act_can_be_done_again_and_taken_back_again(life, settings):
    row = next(row for row in HELD if row["name"] == "settle")
    case = at(life, row["stage"], settings)
    before = image()
    for _time in range(3):
        transitions.take_back(moved(life, row, case), actor=life.head)
        assert image() == before


# --- many at once ---


def test_one_press_over_many_files_is_taken_back_by_one_and_says_which_it_could_not(life, settings):
    cases = [at(life, "in_study", settings) for _file in range(4)]
    press = uuid.uuid4()
    for case in cases:
        transitions.admit(case, actor=life.handler, subject=life.subject, seal=Seal(press=press))
    actions.assign(cases[2], actor=life.head, handler=life.actor("handler", life.unit).user)
    found = transitions.take_back_press(press, actor=life.handler)
    assert {case.pk for case in found.cases} == {case.pk for case in cases} - {cases[2].pk}
    ((refused, reason),) = found.refused
    assert refused == cases[2]
    assert "Something else" in str(reason)


def test_acts_that_stand_or_fall_together_are_taken_back_together_or_not_at_all(life, settings):
    first, second = at(life, "in_study", settings), at(life, "heard", settings)
    file = AttachmentFactory(complaint=second)
    before = image()
    seal = Seal(press=uuid.uuid4(), whole=True)

    def join() -> None:
        """What a merging does: one is closed, and its rows go to the other."""
        with transaction.atomic():
            for case, name in ((first, "joined"), (second, "left")):
                stood = undo.begin(case, seal=seal)
                event = Event.objects.create(
                    complaint=case, name=name, at=timezone.now(), actor_kind="person", actor=life.head.user,
                    data=seal.kept(),
                )  # fmt: skip
                undo.hold(stood, case, event, seal=seal)
            file.complaint = first
            file.save()

    join()
    found = transitions.take_back_press(seal.press, actor=life.head)
    assert len(found.cases) == 2
    assert image() == before
    seal = Seal(press=uuid.uuid4(), whole=True)
    join()
    actions.send_message(first, actor=life.handler, text="Bonjour")
    found = transitions.take_back_press(seal.press, actor=life.head)
    assert found.cases == []
    file.refresh_from_db()
    assert file.complaint == first


# --- what is told, and when ---


def test_nothing_leaves_before_the_window_is_over_and_everything_after_it(life, settings):
    case = at(life, "in_study", settings)
    OutboxMessage.objects.all().delete()
    grace = moved(life, next(row for row in HELD if row["name"] == "admit"), case)
    mine = f"complaint:{case.pk}:citizen"
    assert outbox.claim() is None
    assert not shown(mine).exists()
    past(grace)
    assert shown(mine).count() == 1
    assert outbox.claim() is not None
    with pytest.raises(NotAllowed):
        transitions.take_back(grace, actor=life.handler)


def test_who_goes_on_has_done_with_the_act_before(life, settings):
    case = at(life, "in_study", settings)
    OutboxMessage.objects.all().delete()
    first = moved(life, next(row for row in HELD if row["name"] == "admit"), case)
    actions.send_letter(case, actor=life.handler, language="fr", subject="Plainte", body="Madame,")
    assert Grace.objects.running().count() == 1
    assert leaving() == {undo.key(first.event_id)}
    transitions.take_back(Grace.objects.latest("pk"), actor=life.handler)
    assert Complaint.objects.get(pk=case.pk).state == State.ADMITTED
    with pytest.raises(NotAllowed):
        transitions.take_back(first, actor=life.handler)


def test_it_can_be_sent_at_once(life, settings):
    case = at(life, "in_study", settings)
    OutboxMessage.objects.all().delete()
    grace = moved(life, next(row for row in HELD if row["name"] == "admit"), case)
    transitions.send_now(grace, actor=life.handler)
    assert leaving() == {undo.key(grace.event_id)}
    assert undo.running(case) is None
    told = undo.newly_told(Complaint.objects.get(pk=case.pk), now=timezone.now())
    assert told is not None
    assert told.event.name == "admit"


@pytest.mark.parametrize("how", ["off", "paper"])
def test_there_is_no_window_where_it_is_switched_off_or_the_act_was_done_on_paper(life, settings, how):
    case = at(life, "in_study", settings)
    settings.UNDO_MINUTES = 0 if how == "off" else 10
    seal = Seal(at=timezone.now() - timedelta(days=1)) if how == "paper" else Seal()
    transitions.admit(case, actor=life.handler, subject=life.subject, seal=seal)
    assert not Grace.objects.exists()
    assert OutboxMessage.objects.filter(kind="complaint_admitted", next_at__lte=timezone.now()).exists()


def test_windows_that_are_over_are_forgotten_and_acts_taken_back_are_not(life, settings):
    case = at(life, "in_study", settings)
    row = next(row for row in HELD if row["name"] == "admit")
    transitions.take_back(moved(life, row, case), actor=life.handler)
    moved(life, row, case)
    undo.forget(now=timezone.now() + timedelta(hours=2))
    (left,) = Grace.objects.all()
    assert left.undone_at
    assert left.before == {}


# --- the other side ---


def test_outside_the_file_is_what_it_was(life, settings):
    row = next(row for row in HELD if row["name"] == "settle")
    case = at(life, row["stage"], settings)
    grace = moved(life, row, case)
    with transitions.as_told(case) as known:
        assert known.state == case.state
        assert not known.outcome
        assert not reviews.chance(known, today=timezone.localdate()).decision
    assert Complaint.objects.get(pk=case.pk).state == State.CLOSED
    (listed,) = [Complaint.objects.get(pk=case.pk)]
    undo.as_known_outside([listed])
    assert listed.state == case.state
    past(grace)
    with transitions.as_told(case):
        assert Complaint.objects.get(pk=case.pk).state == State.CLOSED


def test_nobody_asks_for_a_review_of_an_end_that_can_be_taken_back(life, settings):
    row = next(row for row in HELD if row["name"] == "settle")
    case = at(life, row["stage"], settings)
    grace = moved(life, row, case)
    asking = {"actor": code_holder(case.pk), "ground": "error", "text": "Rien n’est payé."}
    with pytest.raises(Refused):
        transitions.request_review(case, **asking)
    assert undo.running(case) is not None
    past(grace)
    assert transitions.request_review(Complaint.objects.get(pk=case.pk), **asking).state == State.REVIEW


def test_a_file_is_not_closed_while_its_complainant_writes(life, settings):
    row = next(row for row in HELD if row["name"] == "close_incomplete")
    case = at(life, row["stage"], settings)
    moved(life, row, case)
    citizen.write_message(case, actor=code_holder(case.pk), text="Voici la pièce.")
    back = Complaint.objects.get(pk=case.pk)
    assert back.state == State.PRELIM_REVIEW
    assert [event.name for event in back.events.order_by("pk")][-3:] == [
        "close_incomplete",
        "undone",
        "receive_information",
    ]
    assert not OutboxMessage.objects.filter(kind="complaint_closed").exclude(status=Status.RECALLED).exists()


def test_items_that_come_in_the_window_of_the_closing_are_taken(life, settings):
    row = next(row for row in HELD if row["name"] == "close_incomplete")
    case = at(life, row["stage"], settings)
    moved(life, row, case)
    item = case.information_requests.get().items.get()
    citizen.answer_request(case, actor=code_holder(case.pk), answers={item.pk: "Oui"}, uploads={})
    assert Complaint.objects.get(pk=case.pk).state == State.PRELIM_REVIEW


def test_what_was_not_asked_yet_is_not_answered(life, settings):
    case = at(life, "in_study", settings)
    grace = moved(life, next(row for row in HELD if row["name"] == "request_information"), case)
    citizen.write_message(case, actor=code_holder(case.pk), text="Bonjour")
    assert Complaint.objects.get(pk=case.pk).state == State.AWAITING_CITIZEN
    assert Message.objects.get().text == "Bonjour"
    assert undo.running(case) == grace


def test_a_withdrawal_goes_before_a_letter_that_has_not_left(life, settings):
    case = at(life, "admitted", settings)
    actions.send_letter(case, actor=life.handler, language="fr", subject="Plainte", body="Madame,")
    transitions.withdraw(case, actor=code_holder(case.pk))
    assert Complaint.objects.get(pk=case.pk).state == State.WITHDRAWN
    assert not Letter.objects.exists()


def test_a_refused_move_of_the_complainant_takes_nothing_back(life, settings):
    case = at(life, "in_study", settings)
    grace = moved(life, next(row for row in HELD if row["name"] == "request_information"), case)
    with pytest.raises(Refused):
        transitions.receive_information(case, actor=code_holder(case.pk), text="Voilà")
    assert undo.running(case) == grace
    assert Complaint.objects.get(pk=case.pk).state == State.AWAITING_CITIZEN


def test_counts_by_the_history_leave_out_what_was_taken_back(life, settings):
    case = at(life, "in_study", settings)
    for _time in range(5):
        transitions.change_unit(case, actor=life.supervisor, unit=life.other_unit, reason="Région")
        transitions.take_back(Grace.objects.latest("pk"), actor=life.supervisor)
    transitions.change_unit(case, actor=life.supervisor, unit=life.other_unit, reason="Région")
    assert Complaint.objects.get(pk=case.pk).unit_id == life.other_unit.pk


def test_files_that_were_joined_are_two_again_with_all_that_came_along(life, settings):
    case = at(life, "in_study", settings)
    other = life.twin(case, place="Nador")
    settings.UNDO_MINUTES = 0
    earlier = life.twin(case)
    transitions.join(earlier, actor=life.handler, into=case)
    settings.UNDO_MINUTES = 10
    case = Complaint.objects.get(pk=case.pk)
    before = image()
    for _time in range(2):
        transitions.join(case, actor=life.handler, into=other, takes=["place"])
        assert Complaint.objects.get(pk=earlier.pk).joined_to == other
        found = transitions.take_back_press(Grace.objects.latest("pk").press, actor=life.handler)
        assert {each.pk for each in found.cases} == {case.pk, other.pk}
        assert image() == before
    assert not Complaint.objects.get(pk=other.pk).changes.standing().exists()


def test_how_to_reach_the_person_stays_where_a_joining_is_taken_back(life, settings):
    case = at(life, "in_study", settings)
    settings.UNDO_MINUTES = 0
    other = life.twin(case)
    settings.UNDO_MINUTES = 10
    Person.objects.filter(pk=case.complainant_id).update(city="Roubaix")
    case.refresh_from_db()
    joining.join_files(case, actor=life.handler, into=other, contact=["city"])
    found = transitions.take_back_press(Grace.objects.latest("pk").press, actor=life.handler)
    assert not found.refused
    assert Complaint.objects.get(pk=case.pk).joined_to is None
    assert Complaint.objects.get(pk=other.pk).complainant.city == "Roubaix"


def test_joined_files_that_were_separated_are_joined_again(life, settings):
    case = at(life, "in_study", settings)
    settings.UNDO_MINUTES = 0
    other, earlier = life.twin(case), life.twin(case)
    transitions.join(earlier, actor=life.handler, into=case)
    transitions.join(Complaint.objects.get(pk=case.pk), actor=life.handler, into=other)
    settings.UNDO_MINUTES = 10
    before = image()
    transitions.separate(Complaint.objects.get(pk=case.pk), actor=life.head, public_text="Deux affaires.")
    assert image() != before
    transitions.take_back(Grace.objects.latest("pk"), actor=life.head)
    assert image() == before


def test_a_joining_stays_where_something_happened_to_the_file_that_goes_on(life, settings):
    case = at(life, "in_study", settings)
    settings.UNDO_MINUTES = 0
    other = life.twin(case)
    settings.UNDO_MINUTES = 10
    transitions.join(case, actor=life.handler, into=other)
    citizen.write_message(other, actor=code_holder(other.pk), text="Bonjour")
    found = transitions.take_back_press(Grace.objects.latest("pk").press, actor=life.handler)
    assert not found.cases
    assert "complainant" in str(found.refused[0][1])
    assert Complaint.objects.get(pk=case.pk).joined_to == other
