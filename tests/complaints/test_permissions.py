"""Each permission on the neighbour's case, and each predicate beside its twin."""

import pytest

from accounts.actors import NOBODY, SYSTEM, code_holder
from complaints import permissions
from complaints.models import Attachment, Complaint
from complaints.workflow import transitions

pytestmark = pytest.mark.django_db
TWINS = [
    (permissions.can_work, permissions.workable_complaints),
    (permissions.is_complainant, permissions.own_complaints),
    (permissions.can_view, permissions.visible_complaints),
    (permissions.is_addressee, permissions.addressed_complaints),
]


def everybody(life, case):
    names = ("handler", "head", "intake", "supervisor", "neighbour", "administrator", "liaison", "other_liaison", "citizen",
             "other_citizen")  # fmt: skip
    yield from ((name, getattr(life, name)) for name in names)
    yield "code", code_holder(case.pk)
    yield "other code", code_holder(case.pk + 1_000_000)
    yield "nobody", NOBODY
    yield "system", SYSTEM


MAY = {
    permissions.can_work: {"handler", "head", "intake", "supervisor"},
    permissions.is_complainant: {"citizen", "code"},
    permissions.can_view: {"handler", "head", "intake", "supervisor", "citizen", "code"},
    permissions.is_addressee: {"liaison"},
    permissions.can_decide: {"handler", "head", "supervisor"},
    permissions.can_validate: {"head", "supervisor"},
    permissions.is_system: {"system"},
}


@pytest.mark.parametrize("predicate", MAY, ids=lambda predicate: predicate.__name__)
def test_who_may(life, predicate):
    case = life.with_administration(user=life.citizen.user)
    allowed = {name for name, actor in everybody(life, case) if predicate(actor, case)}
    assert allowed == MAY[predicate]


@pytest.mark.parametrize("predicate", MAY, ids=lambda predicate: predicate.__name__)
def test_a_refusal_says_why(life, predicate):
    case = life.with_administration(user=life.citizen.user)
    refusals = [predicate(actor, case) for _name, actor in everybody(life, case) if not predicate(actor, case)]
    assert refusals
    assert all(str(refusal.reason) for refusal in refusals)


@pytest.mark.parametrize(("predicate", "twin"), TWINS, ids=lambda part: part.__name__)
def test_the_twin_lists_exactly_what_the_predicate_allows(life, predicate, twin):
    cases = [life.with_administration(user=life.citizen.user), life.registered(user=life.other_citizen.user),
             life.registered(unit=life.other_unit), life.registered(unit=None)]  # fmt: skip
    for name, actor in everybody(life, cases[0]):
        allowed = {case.pk for case in cases if predicate(actor, Complaint.objects.get(pk=case.pk))}
        assert set(twin(actor).values_list("pk", flat=True)) == allowed, name


def test_a_head_sees_the_units_below_and_a_caseworker_does_not(life):
    life.other_unit.parent = life.unit
    life.other_unit.save()
    case = life.registered(unit=life.other_unit)
    assert permissions.can_work(life.head, case)
    assert not permissions.can_work(life.handler, case)
    assert case in permissions.workable_complaints(life.head)
    assert case not in permissions.workable_complaints(life.handler)


def test_a_disabled_account_loses_everything_at_once(life):
    case = life.registered()
    life.handler.user.is_active = False
    assert not permissions.can_work(life.handler, case)
    assert not permissions.workable_complaints(life.handler).exists()


def test_files(life):
    case = life.with_administration(user=life.citizen.user)

    def file(name, **facts):
        return Attachment.objects.create(
            complaint=case, name=name, content_type="application/pdf", size=1, sha256="0", original=name, verdict="clean",
            sent_at=case.submitted_at, **facts,
        )  # fmt: skip

    plain, internal = file("plain"), file("internal", internal=True)
    shared = file("shared", shared_with_administration=True)
    expected = {
        "handler": {plain, internal, shared}, "head": {plain, internal, shared}, "intake": {plain, internal, shared},
        "supervisor": {plain, internal, shared}, "citizen": {plain, shared}, "code": {plain, shared}, "liaison": {shared},
    }  # fmt: skip
    for name, actor in everybody(life, case):
        assert set(permissions.readable_attachments(actor)) == expected.get(name, set()), name
        allowed = {row for row in (plain, internal, shared) if permissions.can_read_attachment(actor, row)}
        assert allowed == expected.get(name, set()), name


@pytest.mark.parametrize("office", ["handler", "head", "intake", "supervisor", "liaison", "administrator"])
def test_an_office_takes_no_right_away_from_who_complains_and_gives_none(life, office):
    actor = getattr(life, office)
    case = life.waiting()
    case.complainant.user = actor.user
    case.complainant.save()
    plain, internal = (
        Attachment.objects.create(
            complaint=case, name=name, content_type="application/pdf", size=1, sha256="0", original=name, verdict="clean",
            sent_at=case.submitted_at, internal=name == "internal",
        )
        for name in ("plain", "internal")
    )  # fmt: skip
    assert permissions.can_view(actor, case)
    assert permissions.can_complete(actor, case)
    assert case in permissions.visible_complaints(actor)
    assert set(permissions.readable_attachments(actor)) == {plain}
    assert [bool(permissions.can_read_attachment(actor, row)) for row in (plain, internal)] == [True, False]
    assert not permissions.can_work(actor, case)
    assert case not in permissions.workable_complaints(actor)


def test_an_officers_answer_on_the_own_complaint_is_a_complainants_answer(life):
    case = life.waiting(user=life.intake.user)
    case = transitions.receive_information(case, actor=life.intake, text="Voici.")
    assert case.new_reply
    assert case.messages.get().text == "Voici."
    assert not case.events.exclude(internal_text="").exists()


def test_an_interlocutor_sees_nothing_before_it_was_sent(life):
    assert not permissions.addressed_complaints(life.liaison).exists()
    life.admitted()
    assert not permissions.addressed_complaints(life.liaison).exists()


def test_figures(life):
    case = life.registered(unit=life.other_unit)
    assert case in permissions.counted_complaints(life.supervisor)
    assert case not in permissions.counted_complaints(life.head)
    assert not permissions.can_see_figures(life.handler)
    assert not permissions.counted_complaints(life.handler).exists()
