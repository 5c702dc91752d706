"""A change of the guide's rules, tried on last month's files before it goes live: which would have gone elsewhere.

The answers that a person would have given are read back from the file. Files that give the same answers are counted
together in the database, so that the cost grows with the kinds of files and not with their number."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import BooleanField, Case, Count, Q, QuerySet, Value, When

from complaints.guide import eligibility
from complaints.guide.eligibility import Finding, Line
from complaints.guide.questions import Answers, known, offered
from complaints.guide.selectors import CONSULATES
from complaints.models import Complaint

MONTH = timedelta(days=30)
OUTSIDE = {  # subjects outside competence: against whom, and the matter
    "HC-H2": ("private", "other"),
    "HC-H3": ("private", "fraud"),
    "HC-H4": ("private", "employer"),
    "HC-H5": ("private", "family"),
    "HC-H6": ("private", "shop"),
    "HC-H7": ("private", "bank"),
    "HC-H9": ("ask", "job"),
}
MATTERS = {
    **dict.fromkeys(("ADM-A1",), "civil_status"),
    **dict.fromkeys(("ADM-A2", "ADM-A3", "ADM-A5", "ADM-A6"), "identity"),
    **dict.fromkeys(("ADM-A7",), "driving"),
    **dict.fromkeys(("ADM-A18", "FIN-N4"), "customs"),
    **dict.fromkeys(("ADM-A12",), "school"),
    **dict.fromkeys(("ADM-A8",), "career"),
    **dict.fromkeys(("ADM-A13", "SOC-S4"), "health"),
    **dict.fromkeys(("SOC-S1", "SOC-S2", "SOC-S3", "SOC-S5", "SOC-S6"), "pension"),
    **dict.fromkeys(("FIN-N2", "FIN-N3", "FIN-N7"), "tax"),
    **dict.fromkeys(("ADM-A14", *(f"FON-F{number}" for number in range(1, 9))), "land"),
    **dict.fromkeys(("FIN-N1", "FIN-N5", "JUG-J1", "JUG-J5"), "money"),
    **dict.fromkeys(("ADM-A11",), "conduct"),
    **dict.fromkeys(("DRT-D2", "DRT-D3"), "rights"),
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What of a file answers the guide's questions."""

    subject: str
    named: bool  # an administration of the list
    consulate: bool
    court: str
    prior: bool
    urgent: bool


def answers_of(facts: Facts) -> Answers:
    """The answers that the person would have given."""
    against, matter = _about(facts)
    base = known({"against": against})
    fits = matter if matter in offered("matter", base) else "other"
    return known(
        {
            "against": against,
            "where": "abroad" if facts.subject == "HC-H8" else "morocco",
            "court": facts.court,
            "prior": "yes" if facts.prior else "no",
            "urgent": "yes" if facts.urgent else "no",
            "matter": fits,
        }
    )


def _about(facts: Facts) -> tuple[str, str]:
    if facts.subject == "HC-H1":
        return "justice", "judge" if facts.court == "no" else "decision"
    if facts.subject in OUTSIDE:
        return OUTSIDE[facts.subject]
    matter = MATTERS.get(facts.subject, "other")
    if facts.consulate:
        return "consulate", matter
    known_subject = bool(facts.subject) and facts.subject != "HC-H10"
    return ("administration" if facts.named or known_subject else "unsure"), matter


@dataclass(frozen=True, slots=True)
class Move:
    """So many files would have been told something else."""

    before: Finding
    after: Finding
    number: int

    @property
    def elsewhere(self) -> bool:
        """Whether they would now be sent elsewhere, or no longer."""
        return (self.before.result == eligibility.ELSEWHERE) != (self.after.result == eligibility.ELSEWHERE)


@dataclass(frozen=True, slots=True)
class Trial:
    """How two sets of rules judge the same files. `where`: the files that move, as a condition; None: no file moves."""

    total: int
    moves: Sequence[Move]
    where: Q | None

    @property
    def moved(self) -> int:
        return sum(move.number for move in self.moves)


def recent(files: QuerySet[Complaint], *, today: date) -> QuerySet[Complaint]:
    """Those received in the last thirty days."""
    return files.filter(received_on__gt=today - MONTH, received_on__lte=today)


def try_out(files: QuerySet[Complaint], *, now: Sequence[Line], then: Sequence[Line]) -> Trial:
    """Judges the files by both sets. One query, and a second one for who lists those that move."""
    total, conditions = 0, Q(pk__in=[])
    moved: Counter[tuple[str, str]] = Counter()
    findings: dict[tuple[str, str], tuple[Finding, Finding]] = {}
    for row in _kinds(files):
        total += row["n"]
        answers = answers_of(_facts(row))
        before, after = eligibility.judge(answers, now), eligibility.judge(answers, then)
        key = (_code(before), _code(after))
        if key[0] == key[1]:
            continue
        moved[key] += row["n"]
        findings[key] = before, after
        conditions |= _same(row)
    moves = [Move(*findings[key], number) for key, number in moved.most_common()]
    return Trial(total, moves, conditions if moves else None)


def _code(finding: Finding) -> str:
    return finding.line.code if finding.line else ""


def _kinds(files: QuerySet[Complaint]) -> Iterable[dict[str, Any]]:
    """The files that give the same answers, counted."""
    named, presses = Q(administration__isnull=False), Q(urgent_date__isnull=False)
    consulate = Q(administration__parent__code=CONSULATES)
    return (
        files.order_by()
        .annotate(named=_as_boolean(named), consulate=_as_boolean(consulate), presses=_as_boolean(presses))
        .values("subject__code", "named", "consulate", "court", "no_prior_steps", "presses")
        .annotate(n=Count("pk"))
    )


def _as_boolean(condition: Q) -> Any:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def _facts(row: dict[str, Any]) -> Facts:
    return Facts(
        subject=row["subject__code"] or "",
        named=row["named"],
        consulate=row["consulate"],
        court=row["court"],
        prior=not row["no_prior_steps"],
        urgent=row["presses"],
    )


def _same(row: dict[str, Any]) -> Q:
    """The files of one kind, as a condition."""
    subject = Q(subject__code=row["subject__code"]) if row["subject__code"] else Q(subject=None)
    return (
        subject
        & Q(
            court=row["court"],
            no_prior_steps=row["no_prior_steps"],
            urgent_date__isnull=not row["presses"],
            administration__isnull=not row["named"],
        )
        & (
            Q(administration__parent__code=CONSULATES)
            if row["consulate"]
            else ~Q(administration__parent__code=CONSULATES)
        )
    )


def judged(case: Complaint, lines: Sequence[Line]) -> Finding:
    """One file; its subject and administration are read already."""
    body = case.administration
    facts = Facts(
        subject=case.subject.code if case.subject else "",
        named=body is not None,
        consulate=bool(body and body.parent and body.parent.code == CONSULATES),
        court=case.court,
        prior=not case.no_prior_steps,
        urgent=case.urgent_date is not None,
    )
    return eligibility.judge(answers_of(facts), lines)
