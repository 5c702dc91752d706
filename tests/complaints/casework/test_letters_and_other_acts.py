"""A letter speaks of the move that it follows: not of what was taken back, not of what happened beside it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actors import code_holder
from complaints.casework import actions, decisions
from complaints.casework.letters import offers, sending
from complaints.casework.letters.composing import words_of
from complaints.dealings import Purpose
from complaints.models import Complaint
from complaints.sharing import actions as sharing
from complaints.workflow import transitions, undo
from complaints.workflow.errors import NotAllowed
from complaints.workflow.moves import Seal
from tests.complaints.casework.letter_cases import ready
from tests.complaints.workflow.moving import FACTS, at_stage

pytestmark = pytest.mark.django_db


def offered(case, life):
    """The letters that may be written now, by what they are called."""
    case = Complaint.objects.get(pk=case.pk)
    return {str(offer.label) for offer in offers.offers(case, actor=life.handler) if offer.languages}


def test_the_name_of_who_may_read_along_is_no_reason(life):
    case = at_stage(life, "heard")
    case = transitions.close_unfounded(
        case, actor=life.head, seal=life.two(), basis="Article 5", public_text="Les vrais motifs."
    )
    sharing.share(case, actor=code_holder(case.pk), name="Ma sœur Fatima", email="f@example.org", right="read")
    body = words_of(case, Purpose.UNFOUNDED, "fr").body
    assert "Les vrais motifs." in body
    assert "Fatima" not in body


def test_nor_is_what_was_said_of_a_later_date(life):
    case = ready(life, Purpose.REOPENED)
    event = case.events.filter(name="reopen").latest("pk")
    actions.promise(
        case, actor=life.handler, due_on=timezone.localdate() + timedelta(days=20), public_text="Notre collègue est malade."
    )  # fmt: skip
    body = words_of(case, Purpose.REOPENED, "fr").body
    assert event.public_text in body
    assert "malade" not in body


TAKEN_BACK = [
    ("with_administration", "grant_extension", Purpose.EXTENSION),
    ("contested", "reopen", Purpose.REOPENED),
    ("contested", "confirm_closing", Purpose.REVIEW),
    ("in_study", "change_unit", Purpose.MOVED),
    ("heard", "mediate", Purpose.MEDIATION),
    ("heard", "mediate", Purpose.MEETING),
    ("heard", "investigate", Purpose.MISSION),
    ("heard", "refer_to_commission", Purpose.COMMISSION),
    ("heard", "recommend", Purpose.RECOMMENDATION),
    ("heard", "close_unfounded", Purpose.UNFOUNDED),
    ("in_study", "orient", Purpose.ORIENTATION),
]


@pytest.mark.parametrize(("stage", "move", "purpose"), TAKEN_BACK, ids=[row[2].value for row in TAKEN_BACK])
def test_of_an_act_that_was_taken_back_no_letter_is_written(life, settings, stage, move, purpose):
    case = at_stage(life, stage)
    settings.UNDO_MINUTES = 10
    supervisor, seal = life.actor("supervisor", None), Seal(proposed_by=life.actor("head", life.unit).user)
    before = offered(case, life)
    done = transitions.perform(move, case, actor=supervisor, seal=seal, **FACTS[move](life, case))
    assert str(purpose.label) in offered(case, life) - before
    transitions.take_back(undo.running(done), actor=supervisor)
    assert offered(case, life) == before
    assert move not in {row.event.name for row in decisions.decided(case)["decisions"]}
    with pytest.raises(NotAllowed):
        sending.write_letter(
            Complaint.objects.get(pk=case.pk), actor=life.handler, purpose=purpose, language="fr", subject="x", body="x"
        )


def test_a_letter_about_a_court_gives_no_reasons_that_were_taken_back(life, settings):
    case = at_stage(life, "suspended")
    settings.UNDO_MINUTES = 10
    done = transitions.close_judicial(case, actor=life.head, seal=life.two(), public_text="Le tribunal a tranché.")
    transitions.take_back(undo.running(done), actor=life.head)
    assert "tranché" not in words_of(Complaint.objects.get(pk=case.pk), Purpose.COURT, "fr").body


@pytest.mark.parametrize("purpose", [Purpose.MEDIATION, Purpose.MEETING])
def test_nobody_is_invited_to_a_mediation_that_is_over(life, purpose):
    case = at_stage(life, "mediated")
    assert str(purpose.label) in offered(case, life)
    transitions.perform("settle", case, actor=life.head, seal=life.two(), **FACTS["settle"](life, case))
    assert str(purpose.label) not in offered(case, life)
