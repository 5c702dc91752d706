"""T11 to T13, T19 back and T23: what is tried before a decision, what goes on after a court, where a file goes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actors import code_holder
from accounts.models import Unit
from complaints.casework import actions, sittings
from complaints.dealings import Sitting
from complaints.enums import State
from complaints.models import CommissionFile, Complaint
from complaints.notifications.models import OutboxMessage
from complaints.permissions import workable_complaints
from complaints.workflow import transitions
from complaints.workflow.errors import Incomplete, NotAllowed, WrongState

pytestmark = pytest.mark.django_db


def told(case):
    rows = OutboxMessage.objects.filter(about=f"complaint:{case.pk}", channel="email")
    return list(rows.order_by("pk").values_list("kind", flat=True))


def test_an_investigation_takes_a_mission_order_and_two_people(life):
    case = life.heard()
    facts = {"mission": "Sur place", "public_text": "Nous allons voir le terrain."}
    with pytest.raises(NotAllowed):
        transitions.investigate(case, actor=life.handler, **facts)
    with pytest.raises(Incomplete):
        transitions.investigate(case, actor=life.head, seal=life.two(), mission=" ", public_text="…")
    with pytest.raises(Incomplete, match="special order"):
        transitions.investigate(case, actor=life.head, seal=life.two(), special_order=" ", **facts)
    case = transitions.investigate(case, actor=life.head, seal=life.two(), special_order="OS 12/2026", **facts)
    event = case.events.get(name="investigate")
    assert (case.state, event.internal_text, event.public_text) == (State.INVESTIGATION, *facts.values())
    assert event.data["special_order"] == "OS 12/2026"
    assert told(case)[-1] == "complaint_investigated"
    assert case.due_on > timezone.localdate()


def test_a_supervisor_signs_a_mission_order_for_the_mediateur_without_a_special_order(life):
    case = transitions.investigate(
        life.heard(), actor=life.supervisor, seal=life.two(), mission="Sur place", public_text="…"
    )
    assert case.state == State.INVESTIGATION


def test_who_proposes_an_inquiry_need_not_know_who_will_sign(life):
    row = actions.propose(life.heard(), "investigate", actor=life.handler, data={"mission": "a", "public_text": "b"})
    with pytest.raises(Incomplete, match="special order"):
        actions.approve(row, actor=life.head)
    assert actions.approve(row, actor=life.supervisor).state == State.INVESTIGATION


@pytest.mark.parametrize("stage", ["admitted", "with_administration", "commented", "mediated", "before_commission"])
def test_an_investigation_begins_wherever_the_admitted_file_is(life, stage):
    case = getattr(life, stage)()
    done = transitions.investigate(
        case, actor=life.head, seal=life.two(), mission="…", special_order="OS 1", public_text="…"
    )
    assert done.state == State.INVESTIGATION


def test_nothing_is_investigated_before_the_file_is_admitted(life):
    with pytest.raises(WrongState):
        transitions.investigate(
            life.in_study(), actor=life.head, seal=life.two(), mission="…", special_order="OS 1", public_text="…"
        )


def test_a_mediation_needs_both_parties_and_a_day_to_come(life):
    case, today = life.heard(), timezone.localdate()
    with pytest.raises(Incomplete, match="agree"):
        transitions.mediate(case, actor=life.handler, agreed=False, day=today, public_text="…")
    with pytest.raises(Incomplete, match="today"):
        transitions.mediate(case, actor=life.handler, agreed=True, day=today - timedelta(days=1), public_text="…")
    case = transitions.mediate(case, actor=life.handler, agreed=True, day=today, public_text="Par vidéo")
    assert (case.state, told(case)[-1]) == (State.MEDIATION, "complaint_mediation")


def test_a_bundle_of_files_goes_before_one_sitting(life):
    sitting = life.sitting()
    files = [life.heard(), life.with_administration()]
    assert sittings.add_files(sitting, files, actor=life.head) == []
    assert {row.complaint for row in sitting.files.all()} == set(files)
    assert set(Complaint.objects.filter(pk__in=[case.pk for case in files]).values_list("state", flat=True)) == {
        State.COMMISSION
    }
    assert told(files[0])[-1] == "complaint_commission"


def test_what_cannot_be_brought_before_it_is_named_and_the_rest_is(life):
    sitting, good, studied = life.sitting(), life.heard(), life.in_study()
    refused = sittings.add_files(sitting, [studied, good], actor=life.head)
    assert [case for case, _reason in refused] == [studied]
    assert sitting.files.get().complaint == good


def test_a_sitting_is_with_one_administration(life):
    sitting = life.sitting()
    other = life.heard(administration=life.other_administration)
    with pytest.raises(Incomplete, match="another administration"):
        transitions.refer_to_commission(other, actor=life.head, commission=sitting)


def test_a_caseworker_calls_no_sitting(life):
    with pytest.raises(NotAllowed):
        sittings.call(actor=life.handler, administration=life.administration, on=timezone.localdate())
    with pytest.raises(NotAllowed):
        transitions.refer_to_commission(life.heard(), actor=life.handler, commission=life.sitting())


def held(life):
    """A sitting of today with two files, and its rows."""
    sitting = life.sitting(days=0)
    sittings.add_files(sitting, [life.heard(), life.heard()], actor=life.head)
    return sitting, list(sitting.files.order_by("pk"))


def test_the_minutes_say_of_each_file_what_was_agreed_and_are_written_once(life):
    sitting, (first, second) = held(life)
    agreed = {first.pk: (Sitting.PROMISED, "Paiement en mai"), second.pk: (Sitting.REFUSED, "")}
    with pytest.raises(Incomplete, match="each file"):
        sittings.write_minutes(sitting, actor=life.head, minutes="PV", agreed={first.pk: agreed[first.pk]})
    assert not CommissionFile.objects.exclude(agreed="").exists()  # all or nothing
    sittings.write_minutes(sitting, actor=life.head, minutes="PV", agreed=agreed)
    first.refresh_from_db()
    assert (first.agreed, first.note) == (Sitting.PROMISED, "Paiement en mai")
    assert first.complaint.events.get(name="commission_held").data["agreed"] == Sitting.PROMISED
    with pytest.raises(NotAllowed):
        sittings.write_minutes(sitting, actor=life.head, minutes="PV", agreed=agreed)
    with pytest.raises(Incomplete, match="minutes"):
        transitions.refer_to_commission(life.heard(), actor=life.head, commission=sitting)


def test_no_minutes_before_the_day(life):
    with pytest.raises(Incomplete, match="not taken place"):
        sittings.write_minutes(life.sitting(days=1), actor=life.head, minutes="PV", agreed={})


@pytest.mark.parametrize(("stage", "back"), [("admitted", State.ADMITTED), ("in_study", State.PRELIM_REVIEW)])
def test_a_file_that_waited_for_a_court_goes_on_where_it_belongs(life, stage, back):
    case = transitions.suspend(getattr(life, stage)(), actor=life.handler, public_text="…")
    case = transitions.resume(case, actor=life.handler, public_text="L’action est retirée.")
    assert case.state == back
    assert case.due_on is not None
    assert told(case)[-1] == "complaint_resumed"


def test_a_file_changes_its_unit_three_times_at_most_and_keeps_its_clock(life):
    case = life.in_study()
    due_on = case.due_on
    units = [life.other_unit, life.unit, life.other_unit, life.unit]
    for place, unit in enumerate(units):
        assert case.unit != unit
        if place == 3:
            with pytest.raises(Incomplete, match="three times"):
                transitions.change_unit(case, actor=life.supervisor, unit=unit, reason="…")
            break
        case = transitions.change_unit(case, actor=life.supervisor, unit=unit, reason="…")
    assert (case.state, case.due_on, case.handler) == (State.PRELIM_REVIEW, due_on, None)
    assert told(case).count("complaint_moved") == 3


def test_who_moved_a_file_away_works_on_it_no_more(life):
    case = transitions.change_unit(life.in_study(), actor=life.head, unit=life.other_unit, reason="Région voisine")
    assert case not in workable_complaints(life.head)
    assert case in workable_complaints(life.neighbour)
    assert case.events.get(name="change_unit").internal_text == "Région voisine"
    assert case.events.get(name="change_unit").public_text == ""


def test_a_file_is_not_moved_to_where_it_is(life):
    case = life.in_study()
    with pytest.raises(Incomplete, match="another unit"):
        transitions.change_unit(case, actor=life.head, unit=Unit.objects.get(pk=case.unit_id), reason="…")


def test_a_decision_that_waits_is_void_once_the_file_has_moved_on(life):
    case = life.heard()
    actions.propose(case, "investigate", actor=life.handler, data={"mission": "a", "public_text": "b"})
    transitions.withdraw(case, actor=code_holder(case.pk))
    assert actions.void_proposals(case) == 1


def test_a_file_that_left_the_sitting_may_come_back_to_its_bundle(life):
    sitting = life.sitting()
    case = transitions.refer_to_commission(life.heard(), actor=life.head, commission=sitting)
    case = transitions.investigate(
        case, actor=life.head, seal=life.two(), mission="…", special_order="OS 1", public_text="…"
    )
    transitions.refer_to_commission(case, actor=life.head, commission=sitting)
    assert sitting.files.count() == 1


def test_a_sitting_that_is_called_twice_is_one(life):
    on = timezone.localdate() + timedelta(days=3)
    first, second = (sittings.call(actor=life.head, administration=life.administration, on=on) for _time in range(2))
    assert first == second
