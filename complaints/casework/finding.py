"""Words in the texts of a file: which files have them, and the place where they stand (docs/search.md).

Postgres keeps the words of every text in one table (`SearchText`); what is shown is read from the text itself, so that a page
never shows words that were erased."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any

from django.contrib.postgres.search import CombinedSearchQuery, SearchQuery
from django.db import connection, transaction
from django.db.models import Exists, F, Func, OuterRef, Q, QuerySet, TextField, Value
from django.utils.functional import Promise

from complaints.casework.models import InternalNote, Letter
from complaints.guide import folding
from complaints.knowledge.searching import PREFIX_FROM, words_of
from complaints.models import (
    Answer,
    Attachment,
    Complaint,
    Event,
    InformationRequest,
    Message,
    PriorStep,
    Recommendation,
    Referral,
    RequestedItem,
    Review,
    SearchText,
    Translation,
)

LATIN = ("french", "english", "spanish", "italian", "dutch", "german")
ARABIC = re.compile("[\u0600-\u06ff]")
HITS = 4  # texts of one file that are looked at for the best place
AROUND = 90  # characters shown on each side of the first word
Kind = SearchText.Kind
Query = SearchQuery | CombinedSearchQuery

# What is shown of each kind of text
TEXTS: Mapping[str, tuple[Callable[[], QuerySet[Any]], tuple[str, ...]]] = {
    Kind.FACTS: (Complaint.objects.all, ("description", "request", "harm", "title", "place", "service", "official")),
    Kind.STEP: (PriorStep.objects.all, ("body", "answer", "reference")),
    Kind.MESSAGE: (Message.objects.all, ("text",)),
    Kind.ASKED: (InformationRequest.objects.all, ("text",)),
    Kind.ITEM: (RequestedItem.objects.all, ("label", "answer")),
    Kind.ANSWER: (Answer.objects.all, ("text",)),
    Kind.LETTER: (Letter.objects.all, ("subject", "body", "number")),
    Kind.NOTE: (InternalNote.objects.all, ("text",)),
    Kind.FILE: (Attachment.objects.all, ("name", "caption")),
    Kind.EVENT: (Event.objects.all, ("public_text", "internal_text")),
    Kind.REVIEW: (Review.objects.all, ("text",)),
    Kind.RECOMMENDATION: (Recommendation.objects.all, ("measure", "grounds", "reply_text", "proof", "number")),
    Kind.TRANSLATION: (Translation.objects.all, ("text",)),
    Kind.REFERRAL: (Referral.objects.all, ("words", "reply")),
}


# --- which files ---


def query_of(typed: str) -> Query | None:
    """Every word, in any language: as it stands, by what begins with it, or by its stem. None when no word was typed."""
    words = words_of(typed)
    return reduce(and_, map(_any_language, words)) if words else None


def _any_language(word: str) -> Query:
    arabic = ARABIC.search(word)
    bare = folding.without_article(word) if arabic else word
    parts: list[Query] = [SearchQuery(_beginning(each), config="simple", search_type="raw") for each in {word, bare}]
    stems = ("arabic",) if arabic else LATIN
    parts += [SearchQuery(f"'{bare}'", config=config, search_type="raw") for config in stems]
    return reduce(or_, parts)


def _beginning(word: str) -> str:
    return f"'{word}':*" if len(word) >= PREFIX_FROM else f"'{word}'"


def with_words(typed: str, *, rare: int) -> Q:
    """The files of which one text has every word; no file when no word was typed.

    Up to `rare` hits become a list of keys; what is more common stays a condition, which the ordered list meets soon."""
    query = query_of(typed)
    if query is None:
        return Q(pk__in=[])
    hits = SearchText.objects.filter(vector=query)
    keys = by_index(hits.values_list("complaint", flat=True)[: rare + 1])
    return Q(pk__in=set(keys)) if len(keys) <= rare else Q(Exists(hits.filter(complaint=OuterRef("pk"))))


def by_index(rows: QuerySet[Any]) -> list[Any]:
    """The rows, found by an index: Postgres takes many words for much more common than they are, and reads the whole table."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        found = list(rows)
        cursor.execute("SET LOCAL enable_seqscan TO DEFAULT")
    return found


# --- the place where the words stand ---


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece of one text: its `parts` in order, each with whether it is a word that was looked for."""

    kind: Promise | str
    parts: tuple[tuple[str, bool], ...]


def excerpts(complaints: Sequence[int], typed: str) -> dict[int, Excerpt]:
    """For each of these files that has the words the place where they stand; two queries, whatever the number of files.

    The caller has chosen files that the reader may open."""
    query, words = query_of(typed), words_of(typed)
    if query is None or not complaints:
        return {}
    rows = SearchText.objects.filter(complaint__in=complaints, vector=query).order_by("complaint", "pk")
    found: dict[int, list[tuple[str, int]]] = {}
    for case, kind, row in rows.values_list("complaint", "kind", "row")[: HITS * len(complaints)]:
        found.setdefault(case, []).append((kind, row))
    chosen = {case: min(hits[:HITS], key=_usefulness) for case, hits in found.items()}
    texts = _texts(chosen.values())
    shown = {case: (hit[0], texts.get(hit, "")) for case, hit in chosen.items()}
    return {case: Excerpt(Kind(kind).label, marked(text, words)) for case, (kind, text) in shown.items() if text}


def _usefulness(hit: tuple[str, int]) -> int:
    """What the person wrote first, then what was written about it, a file's name last."""
    return list(TEXTS).index(hit[0])


def _texts(hits: Iterable[tuple[str, int]]) -> dict[tuple[str, int], str]:
    by_kind: dict[str, list[int]] = {}
    for kind, row in hits:
        by_kind.setdefault(kind, []).append(row)
    parts = []
    for kind, rows in by_kind.items():
        source, columns = TEXTS[kind]
        joined = Func(Value("\n"), *map(F, columns), function="concat_ws", output_field=TextField())
        named = source().filter(pk__in=rows).order_by()
        parts.append(named.values_list(Value(kind, output_field=TextField()), "pk", joined))
    if not parts:
        return {}
    first, *others = parts
    # In no order: a union takes up the order of its first model again, which has no such column here.
    return {(kind, row): text for kind, row, text in (first.union(*others, all=True).order_by() if others else first)}


WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f\u0640\u064b-\u065f\u0670])*")


def marked(text: str, words: Sequence[str]) -> tuple[tuple[str, bool], ...]:
    """The piece around the first word that was found, its words marked; the beginning when only a stem has it."""
    hits = [match.span() for match in WORD.finditer(text) if _is_one_of(match.group(), words)]
    begin = max(0, hits[0][0] - AROUND) if hits else 0
    end = (hits[0][1] if hits else 0) + AROUND
    begin, end = _whole_words(text, begin, end)
    parts: list[tuple[str, bool]] = [("… ", False)] if begin else []
    at = begin
    for start, stop in hits:
        if stop > end:
            break
        parts += [(text[at:start], False), (text[start:stop], True)]
        at = stop
    parts.append((text[at:end], False))
    if end < len(text):
        parts.append((" …", False))
    return tuple((part, hit) for part, hit in parts if part)


def _whole_words(text: str, begin: int, end: int) -> tuple[int, int]:
    """Moves both ends to a space nearby, so that no word is torn."""
    if begin and (space := text.find(" ", begin, begin + 20)) >= 0:
        begin = space + 1
    if end < len(text) and (space := text.rfind(" ", end - 20, end)) > begin:
        end = space
    return begin, end


def _is_one_of(word: str, words: Sequence[str]) -> bool:
    """Whether this word of a text is one that was looked for, or one of its forms as the stems see them, nearly."""
    plain = folding.fold(word)
    bare = folding.without_article(plain)
    return any(
        plain == each
        or (len(each) >= PREFIX_FROM and plain.startswith(each))
        or _same_stem(bare, folding.without_article(each))
        for each in words
    )


def _same_stem(one: str, other: str) -> bool:
    """Alike but for an ending of up to three letters."""
    common = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        common += 1
    return common >= PREFIX_FROM and common >= max(len(one), len(other)) - 3
