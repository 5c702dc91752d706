"""The account: all that a draft says, in words, as it is read back to the person at a stand and signed by them.

It stands in the person's language. Its digest is kept with the signature: whatever is changed afterwards is signed again."""

import hashlib
from dataclasses import dataclass

from django.utils.translation import override

from complaints.intake.models import Draft
from complaints.intake.steps import Answers, answers_of
from complaints.intake.steps.base import Line
from complaints.intake.steps.desk import ON_TABLET

NOT_SAID = frozenset({"reception", "files"})  # how it came is ours to say; papers speak for themselves
OURS = frozenset({("contact", "language")})  # asked of the officer


@dataclass(frozen=True, slots=True)
class Part:
    """One step: its title and what was answered."""

    slug: str
    title: str
    lines: tuple[Line, ...]


def of(draft: Draft) -> list[Part]:
    """The parts of the account, in the language of the draft."""
    with override(draft.language):
        answers = answers_of(draft)  # its own: the lists that forms show take the language in which they are made
        return [part for step in answers.path() if step.slug not in NOT_SAID for part in _part(answers, step.slug)]


def _part(answers: Answers, slug: str) -> list[Part]:
    form = answers.form(slug)
    if not form.is_bound or not answers.has(slug):
        return []
    form.is_valid()
    left_out = {str(form.fields[name].label) for step, name in OURS if step == slug and name in form.fields}
    lines = tuple(
        Line(str(line.label), str(line.value), ltr=line.ltr, long=line.long)
        for line in form.lines()
        if str(line.label) not in left_out
    )
    return [Part(slug, str(answers.steps[slug].title), lines)] if lines else []


def text(parts: list[Part]) -> str:
    """The account as one text: what is signed."""
    return "\n\n".join(
        "\n".join([part.title, *(f"{line.label}: {line.value}" for line in part.lines)]) for part in parts
    )


def digest(draft: Draft) -> str:
    """SHA-256 of the account."""
    return hashlib.sha256(text(of(draft)).encode()).hexdigest()


def is_signed(draft: Draft) -> bool:
    """Whether the account is signed as it stands now."""
    return bool(draft.signed) and draft.signed.get("digest") == digest(draft)


def still_signed(draft: Draft, answers: Answers) -> bool:
    """False for what was signed on a tablet and changed afterwards; papers and the desk's own files are another matter."""
    return answers.typed("reception", "signature") not in ON_TABLET or is_signed(draft)
