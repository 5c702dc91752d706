"""From the guide into the form: what was answered there need not be answered again (C4).

Only what is empty is filled, and no step counts as answered by it: each is confirmed on its own page as always."""

from typing import Any

from django.db import transaction

from accounts.actors import Actor
from complaints.guide import selectors as guide
from complaints.guide.questions import Answers
from complaints.intake import actions
from complaints.intake.models import Draft
from complaints.intake.steps import answers_of
from complaints.intake.steps.base import PREFILLED

# The matters of the guide that are exactly one subject of the list.
SUBJECTS = {
    "civil_status": "ADM-A1",
    "customs": "ADM-A18",
    "school": "ADM-A12",
    "career": "ADM-A8",
    "tax": "FIN-N2",
    "bank": "HC-H7",
    "insurance": "HC-H7",
    "shop": "HC-H6",
    "employer": "HC-H4",
    "family": "HC-H5",
    "property": "HC-H2",
    "fraud": "HC-H3",
    "judge": "HC-H1",
    "decision": "HC-H1",
    "job": "HC-H9",
    "aid": "HC-H9",
    "licence": "HC-H9",
}
# One's own consulate is found by this word in whatever language the form is read (complaints/guide/data/administrations.csv).
CONSULATE = {"ar": "قنصلية", "es": "consulado", "en": "consulate"}


def prefilled(answers: Answers, *, country: str, language: str) -> dict[str, dict[str, str]]:
    """What the answers say to the steps of the form: {step: {field: text}}."""
    found: dict[str, dict[str, str]] = {}
    if guide.country(country):
        found["address"] = {"country": country}
    if answers.get("against") == "consulate":
        found["authority"] = {"q": CONSULATE.get(language, "consulat")}
    host = answers.get("where") == "abroad" and answers.get("against") != "private"
    subject = "HC-H8" if host else SUBJECTS.get(answers.get("matter", ""), "")
    if guide.subject(subject):
        found["subject"] = {"subject": subject}
    if "court" in answers:
        found["dates"] = {"court": answers["court"]}
    if "prior" in answers:
        found["steps"] = {"taken": answers["prior"], "rows": "1"}
    if "urgent" in answers:
        found["request"] = {"pressing": answers["urgent"]}
    return found


@transaction.atomic
def begin(*, draft: Draft | None, answers: Answers, country: str, actor: Actor, language: str) -> Draft:
    """The draft with the answers in it: the one given, or a new one. What was typed there already stays."""
    if draft is None:
        draft = actions.create_draft(actor=actor, language=language)
    for slug, fields in prefilled(answers, country=country, language=language).items():
        typed: dict[str, Any] = draft.answers.get(slug, {})
        missing = {name: [text] for name, text in fields.items() if not "".join(typed.get(name, [])).strip()}
        if not missing or (typed and slug == "authority"):
            continue
        raw = {**typed, **missing} if typed else {**missing, PREFILLED: ["1"]}
        valid = slug not in draft.problems or answers_of(draft).form(slug, raw).is_valid()
        draft = actions.save_step(draft=draft, slug=slug, raw=raw, valid=valid, actor=actor)
    return draft
