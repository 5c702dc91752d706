"""From a question into the form: its words, address, language and country need not be typed again.

No step counts as answered by it: each is confirmed on its own page. The draft knows the question; the question learns nothing."""

from django.db import transaction
from django.utils.text import Truncator

from accounts.actors import Actor
from complaints.intake import actions
from complaints.intake.models import Draft
from complaints.intake.steps.base import PREFILLED
from complaints.knowledge.models import Question

TITLE = 100  # characters: the first line of the question, to be mended by the person


def prefilled(question: Question) -> dict[str, dict[str, str]]:
    """What the question says to the steps of the form: {step: {field: text}}; what is empty is left out."""
    first_line = question.text.strip().splitlines()[0]
    found = {
        "happened": {"title": Truncator(first_line).chars(TITLE), "description": question.text},
        "contact": {"email": question.email, "language": question.language if question.email else ""},
        "address": {"country": question.country_id or ""},
    }
    return {
        slug: kept for slug, fields in found.items() if (kept := {name: text for name, text in fields.items() if text})
    }


@transaction.atomic
def begin(*, question: Question, actor: Actor, language: str) -> Draft:
    """A new draft with the question in it."""
    draft = actions.create_draft(actor=actor, language=language, question=question)
    for slug, fields in prefilled(question).items():
        raw = {**{name: [text] for name, text in fields.items()}, PREFILLED: ["1"]}
        draft = actions.save_step(draft=draft, slug=slug, raw=raw, valid=True, actor=actor)
    return draft
