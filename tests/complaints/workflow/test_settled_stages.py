"""How far a file had come when it was settled: domain section 8, the grounds of closing at the second level."""

import pytest

from accounts.actors import code_holder
from complaints.enums import SettledStage
from complaints.models import Complaint
from complaints.supervision.actions import refresh_figures
from complaints.supervision.models import FlowCount
from complaints.workflow import transitions
from complaints.workflow.moves import Seal
from tests.complaints.workflow.life import Life

pytestmark = pytest.mark.django_db


def settle(life: Life, case: Complaint, **facts: object) -> Complaint:
    given = {"outcome": "settled_full", "remedies": ["payment"], "proof": "Virement", "public_text": "Payé.", **facts}
    return transitions.settle(case, actor=life.head, seal=Seal(proposed_by=life.handler.user), **given)


@pytest.mark.parametrize(
    ("stage", "said"),
    [
        ("heard", SettledStage.AFTER_LETTER),
        ("investigated", SettledStage.INVESTIGATION),
        ("mediated", SettledStage.MEDIATION),
        ("before_commission", SettledStage.COMMISSION),
    ],
)
def test_the_strongest_means_is_noted(life: Life, stage: str, said: SettledStage):
    case = settle(life, getattr(life, stage)())
    kept = Complaint.objects.get(pk=case.pk)
    assert kept.settled_stage == said
    assert kept.events.get(name="settle").data["stage"] == said


def test_without_a_letter_it_was_settled_before_one(life: Life):
    case = life.heard()
    Complaint.objects.filter(pk=case.pk).update(sent_at=None)
    assert settle(life, Complaint.objects.get(pk=case.pk)).settled_stage == SettledStage.BEFORE_LETTER


def test_another_end_has_none_and_a_file_that_was_opened_again_begins_anew(life: Life):
    other = transitions.close_unfounded(
        life.heard(), actor=life.head, seal=Seal(proposed_by=life.handler.user), basis="loi", public_text="Non."
    )
    assert other.settled_stage == ""
    case = settle(life, life.mediated())
    case = transitions.request_review(case, actor=code_holder(case.pk), ground="error", text="Rien n’est payé.")
    case = transitions.reopen(case, actor=life.supervisor, public_text="Oui.")
    assert Complaint.objects.get(pk=case.pk).settled_stage == ""


def test_the_figures_count_it(life: Life):
    for case in (life.heard(), life.mediated(), life.heard()):
        settle(life, case)
    refresh_figures(whole=True)
    counted = FlowCount.objects.filter(measure="closed", dimension="stage", grain="d").values_list("key", "n")
    assert dict(counted) == {"after_letter": 2, "mediation": 1}
