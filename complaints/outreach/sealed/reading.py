"""The facts of an envelope, judged before anything is done with them: what a tablet of ours cannot have written is refused."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.datastructures import MultiValueDict
from django.utils.dateparse import parse_datetime

from accounts.forms import clean_text
from complaints import codes, references
from complaints.enums import Ground
from complaints.guide.models import Country
from complaints.intake.declarations import DeclarationsForm
from complaints.intake.steps import DESK_STEPS
from complaints.intake.steps.base import Raw, collect
from complaints.knowledge.actions import Asked
from complaints.knowledge.forms import AskForm
from complaints.models import Reception, StoredFile
from complaints.outreach.models import Visit
from complaints.outreach.sealed.envelope import Damaged

Outcome = Visit.Outcome
Way = Reception.Signature
WAYS = frozenset({Way.FINGER, Way.PAPER, Way.REFUSED})
SIGNATURE = "signature"  # the kind of the picture of a finger's signature
KINDS = frozenset({"", SIGNATURE, StoredFile.Kind.TRANSCRIPT.value, StoredFile.Kind.MANDATE.value})
LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class Paper:
    """A file of the person, or the picture of the signature."""

    name: str
    kind: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A complaint: answers by step, as typed; what was declared; how it was signed. `finished` is false for one that broke off:
    nobody was given a code or a number for it."""

    answers: dict[str, Raw]
    declared: Raw
    way: str
    refusal: str
    code: str
    provisional: str
    finished: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """One person's visit."""

    outcome: str
    language: str
    at: datetime | None
    competent: bool | None = None
    ground: str = ""
    country: Country | None = None
    question: Asked | None = None
    complaint: Written | None = None
    papers: list[Paper] = field(default_factory=list)


def read(facts: dict[str, Any], files: list[bytes], *, key: uuid.UUID) -> Intake:
    """What the facts say. Raises Damaged."""
    try:
        outcome, language = Outcome(facts["outcome"]), str(facts["language"])
        if language not in dict(settings.LANGUAGES):
            raise Damaged("a language that we do not have")
        oriented = outcome == Outcome.ORIENTED
        competent = bool(facts["competent"]) if oriented else None
        return Intake(
            outcome=outcome,
            language=language,
            at=_moment(facts.get("at")),
            competent=competent,
            ground=Ground(facts["ground"]).value if competent is False else "",
            country=_country(facts.get("country")),
            question=_question(facts["question"], language, key) if outcome == Outcome.QUESTION else None,
            complaint=_complaint(facts["complaint"]) if outcome == Outcome.FILED else None,
            papers=[_paper(told, data) for told, data in zip(facts.get("files", []), files, strict=True)],
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Damaged(f"facts that no tablet of ours writes: {type(error).__name__}") from None


def _moment(told: Any) -> datetime | None:
    """The moment by the tablet's clock; none where it cannot be one."""
    try:
        found = parse_datetime(str(told))
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None


def _country(code: Any) -> Country | None:
    return Country.objects.filter(code=str(code)[:2]).first() if code and "\0" not in str(code) else None


def _question(told: dict[str, Any], language: str, key: uuid.UUID) -> Asked:
    given = {**{name: str(told.get(name, "")) for name in ("text", "email", "country")}, "language": language}
    form = AskForm(given)
    if not form.is_valid():  # an address with a slip of the hand: the question is kept, and the address beside it
        form = AskForm({"text": f"{given['text']}\n\n{given['email']}".strip(), "language": language})
    if not form.is_valid():
        raise Damaged("a question without its words")
    data = form.cleaned_data
    return Asked(text=data["text"], language=language, email=data["email"], country=data["country"])


def _values(told: Any) -> MultiValueDict:
    return MultiValueDict({str(name): [str(value) for value in values] for name, values in dict(told).items()})


def _complaint(told: dict[str, Any]) -> Written:
    answers = told["answers"]
    finished = bool(told["finished"])
    way = Way(told["way"]) if finished else Way.NOT_YET
    code, number = codes.normalise(str(told.get("code"))), references.provisional(str(told.get("provisional")))
    if finished and (code is None or number is None or way not in WAYS):
        raise Damaged("no code, no number or no signature")
    return Written(
        answers={slug: collect(step.form, _values(answers[slug])) for slug, step in DESK_STEPS.items() if slug in answers},
        declared=collect(DeclarationsForm, _values(told.get("declared", {}))),
        way=way,
        refusal=clean_text(str(told.get("why", "")))[:LONGEST_REASON],
        code=code if finished and code else "",
        provisional=number if finished and number else "",
        finished=finished,
    )  # fmt: skip


def _paper(told: dict[str, Any], data: bytes) -> Paper:
    kind = str(told.get("kind", ""))
    if kind not in KINDS:
        raise Damaged("a file of a kind that we do not have")
    return Paper(name=clean_text(str(told["name"]))[:200], kind=kind, data=data)
