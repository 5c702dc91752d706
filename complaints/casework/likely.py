"""The subjects that the caseworker may press when the complainant chose none: those that the words point at, and all of them."""

from collections import Counter
from collections.abc import Iterable

from django.utils.functional import Promise

from complaints.guide.folding import without_article, words
from complaints.guide.models import Subject
from complaints.guide.selectors import subjects_by_nature
from complaints.models import Complaint

SHOWN = 4
STEM = 5  # letters by which a word is known whatever its ending
SHORTEST = {True: 4, False: 5}  # in Arabic letters, in others: shorter words stand in every text


def in_competence() -> list[tuple[str | Promise, list[Subject]]]:
    """The subjects under their natures; who admits a file says that it lies within the competence."""
    return subjects_by_nature(outside=False)


def subjects_for(complaint: Complaint) -> list[Subject]:
    """The few subjects whose names, in any language, share words with the complaint, the nearest first.

    A word counts the less the more subjects have it. It is a hint to who reads the file: nothing is decided by it."""
    said = _stems([complaint.title, complaint.description, complaint.request])
    named = {subject: _stems(subject.names.values()) for _nature, rows in in_competence() for subject in rows}
    common = Counter(stem for stems in named.values() for stem in stems)
    near = {subject: sum(1 / common[stem] for stem in stems & said) for subject, stems in named.items()}
    found = sorted((subject for subject, nearness in near.items() if nearness), key=lambda subject: -near[subject])
    return found[:SHOWN]


def _stems(texts: Iterable[str]) -> set[str]:
    bare = (without_article(word) for text in texts for word in words(text))
    return {word[:STEM] for word in bare if len(word) >= SHORTEST[word[:1] > "\u05ff"]}
