"""A file on which each letter may be written, brought there by the real moves."""

from complaints.dealings import Purpose
from complaints.models import Complaint
from complaints.workflow import transitions
from complaints.workflow.moves import Seal
from tests.complaints.workflow.life import Life
from tests.complaints.workflow.moving import FACTS, at_stage

# Purpose -> the stage it begins at, and the moves from there
COURSES: dict[str, tuple[str, tuple[str, ...]]] = {
    Purpose.RECEIPT: ("registered", ()),
    Purpose.COMPLEMENT: ("waiting", ()),
    Purpose.PRIOR_STEP: ("in_study", ("await_prior_step",)),
    Purpose.ORIENTATION: ("in_study", ("orient",)),
    Purpose.INADMISSIBLE: ("completed", ("declare_inadmissible",)),
    Purpose.NOT_COMPLETED: ("long_waiting", ("close_incomplete",)),
    Purpose.ADMISSION: ("admitted", ()),
    Purpose.ANSWER: ("commented", ()),
    Purpose.MEDIATION: ("mediated", ()),
    Purpose.SETTLED: ("settled", ()),
    Purpose.UNFOUNDED: ("heard", ("close_unfounded",)),
    Purpose.EXECUTED: ("followed", ("close_executed",)),
    Purpose.REFUSED: ("escalated", ()),
    Purpose.COURT: ("suspended", ()),
    Purpose.REVIEW: ("contested", ("confirm_closing",)),
    Purpose.REOPENED: ("contested", ("reopen",)),
    Purpose.MOVED: ("in_study", ("change_unit",)),
    Purpose.OTHER: ("in_study", ()),
    Purpose.FIRST: ("admitted", ()),
    Purpose.REMINDER: ("with_administration", ()),
    Purpose.HEAD: ("with_administration", ()),
    Purpose.INFORMATION: ("with_administration", ()),
    Purpose.EXTENSION: ("with_administration", ("grant_extension",)),
    Purpose.MEETING: ("mediated", ()),
    Purpose.COMMISSION: ("before_commission", ()),
    Purpose.RECOMMENDATION: ("recommended", ()),
    Purpose.REPORT: ("escalated", ()),
    Purpose.MISSION: ("investigated", ()),
}


def ready(life: Life, purpose: str) -> Complaint:
    """A new file on which a letter for this purpose may be written."""
    stage, moves = COURSES[purpose]
    case = at_stage(life, stage)
    for name in moves:
        seal = Seal(proposed_by=life.actor("head", life.unit).user)
        supervisor = life.actor("supervisor", None)
        transitions.perform(name, case, actor=supervisor, seal=seal, **FACTS[name](life, case))
    return Complaint.objects.get(pk=case.pk)
