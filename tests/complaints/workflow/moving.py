"""What each move of the regulations needs to be made: the stage it begins at, and the facts that it is given."""

import csv
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from accounts.actors import SYSTEM, Actor, code_holder
from complaints.models import Complaint
from complaints.workflow import deadlines, transitions
from tests.complaints.workflow.life import Life

with (Path(__file__).parents[2] / "data" / "moves_expected.csv").open(encoding="utf-8", newline="") as lines:
    ROWS = list(csv.DictReader(lines))
WORDS = {"public_text": "Voici pourquoi."}
Facts = Callable[[Life, Complaint], dict[str, Any]]

FACTS: dict[str, Facts] = {
    "start_review": lambda life, case: {"unit": life.unit, "handler": life.handler.user},
    "request_information": lambda life, case: {"items": ["Copie de la décision"]},
    "receive_information": lambda life, case: {"text": "Voilà"},
    "close_incomplete": lambda life, case: WORDS,
    "orient": lambda life, case: {"ground": "X7", "bodies": [life.body.pk], **WORDS},
    "await_prior_step": lambda life, case: {"text": "Écrivez d’abord à la commune."},
    "declare_inadmissible": lambda life, case: {"formal_ground": "identity", **WORDS},
    "admit": lambda life, case: {"subject": life.subject, "administration": life.administration},
    "send_to_administration": lambda life, case: {"letter": f"{case.reference}/L1"},
    "record_answer": lambda life, case: {"position": "partly", "quality": "formal", "text": "Nous paierons."},
    "record_request": lambda life, case: {"position": "asks_delay", "text": "Un mois de plus."},
    "grant_extension": lambda life, case: {"day": deadlines.longest_extension(case.answer_due_on or case.received_on), **WORDS},
    "write_again": lambda life, case: {"letter": f"{case.reference}/L2", "purpose": "reminder"},
    "investigate": lambda life, case: {"mission": "Sur place, à Nador.", "special_order": "OS 12/2026", **WORDS},
    "mediate": lambda life, case: {"agreed": True, "day": timezone.localdate() + timedelta(days=7), **WORDS},
    "refer_to_commission": lambda life, case: {"commission": life.sitting()},
    "settle": lambda life, case: {"outcome": "settled_full", "remedies": ["payment"], "proof": "Virement 123", **WORDS},
    "close_unfounded": lambda life, case: {"basis": "loi 7-81", **WORDS},
    "recommend": lambda life, case: {
        "grounds": "L’indemnité est due.", "measure": "La verser.", "special_order": "DS 3/2026", **WORDS,
    },
    "follow_up": lambda life, case: {"reply": "refuses", "text": "Nous refusons."},
    "close_executed": lambda life, case: {
        "day": timezone.localdate().isoformat(), "proof": "Virement 123", "remedies": ["payment"], **WORDS,
    },
    "escalate": lambda life, case: {"report": "RS-2026-4", **WORDS},
    "close_refused": lambda life, case: WORDS,
    "suspend": lambda life, case: WORDS,
    "resume": lambda life, case: WORDS,
    "close_judicial": lambda life, case: WORDS,
    "withdraw": lambda life, case: {"reason": "réglé"},
    "request_review": lambda life, case: {"ground": "error", "text": "Rien n’est payé."},
    "reopen": lambda life, case: {"subject": life.subject, "administration": life.administration, **WORDS},
    "confirm_closing": lambda life, case: WORDS,
    "change_unit": lambda life, case: {
        "unit": life.other_unit if case.unit_id == life.unit.pk else life.unit, "reason": "Région voisine",
    },
    "join": lambda life, case: {"into": getattr(case, "twin", None) or life.twin(case)},
    "separate": lambda life, case: WORDS,
}  # fmt: skip


def at_stage(life: Life, stage: str) -> Complaint:
    """A new case at a stage of `moves_expected.csv`."""
    if stage == "long_waiting":
        case = life.waiting()
        past = timezone.localdate() - timedelta(days=2)
        case.information_requests.update(due_on=past, reminded_at=timezone.now())
        return case
    if stage == "completed":
        case = life.waiting()
        return transitions.receive_information(case, actor=code_holder(case.pk), text="Je n’ai rien d’autre.")
    if stage == "refused":
        return life.followed(reply="refuses")
    case = getattr(life, stage)()
    assert isinstance(case, Complaint)
    return case


def people(life: Life, case: Complaint) -> dict[str, Actor]:
    """Everybody who might try, by the name that the table uses."""
    return {
        "complainant": code_holder(case.pk), "stranger": code_holder(case.pk + 1), "citizen": life.other_citizen,
        "intake": life.intake, "caseworker": life.handler, "head": life.head, "supervisor": life.supervisor,
        "neighbour": life.neighbour, "neighbours_head": life.actor("head", life.other_unit),
        "other_caseworker": life.actor("handler", life.unit), "other_head": life.actor("head", life.unit),
        "other_supervisor": life.actor("supervisor", None),
        "administrator": life.administrator, "liaison": life.liaison, "statistician": life.actor("statistician", None),
        "auditor": life.actor("auditor", None), "system": SYSTEM,
    }  # fmt: skip
