"""How Postgres searches the articles: words folded as `guide/folding.py` folds them, then the stems of each language.

The expressions fill generated columns, so every function in them is immutable: a row cannot disagree with its index."""

from collections.abc import Iterable

from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db import models
from django.db.models import F, Func, Value

from complaints.guide import folding

CONFIGS = {
    "ar": "arabic",
    "fr": "french",
    "en": "english",
    "es": "spanish",
    "it": "italian",
    "nl": "dutch",
    "de": "german",
}
OTHER = "simple"  # a language that Postgres has no stems for
PREFIX_FROM = 4  # letters: a shorter word is looked for as it stands
MOST_WORDS = 12

# Accents and Arabic vowels go, and the letters that Arabic writes in several ways become one.
FOLDED = (
    r"translate(lower(regexp_replace(normalize(%(expressions)s, NFKD), '[\u0300-\u036f\u064b-\u065f\u0670]', '', 'g')), "
    "'ىةٱـ', 'يها')"
)
CONFIG = (
    "(CASE %(expressions)s "
    + " ".join(f"WHEN '{code}' THEN '{name}'::regconfig" for code, name in CONFIGS.items())
    + f" ELSE '{OTHER}'::regconfig END)"
)


def folded(*fields: str) -> Func:
    """These columns as one folded text."""
    parts = [part for name in fields for part in (F(name), Value(" "))][:-1]
    joined = Func(*parts, template="(%(expressions)s)", arg_joiner=" || ", output_field=models.TextField())
    return Func(joined, template=FOLDED, output_field=models.TextField())


def lexemes(weights: dict[str, tuple[str, ...]]) -> Func:
    """The search vector of a row with a `language`: `{"A": ("title",), …}`, A counts most."""
    config = Func(F("language"), template=CONFIG, output_field=models.TextField())
    parts = [
        Func(
            config,
            folded(*fields),
            template=f"setweight(to_tsvector(%(expressions)s), '{weight}')",
            output_field=SearchVectorField(),
        )
        for weight, fields in weights.items()
    ]
    return Func(*parts, template="(%(expressions)s)", arg_joiner=" || ", output_field=SearchVectorField())


def words_of(text: str, *, most: int = MOST_WORDS) -> list[str]:
    """The words to look for, folded, each once."""
    return list(dict.fromkeys(folding.words(text)))[:most]


def query(words: Iterable[str], *, language: str, every: bool) -> SearchQuery:
    """A search for every word, or for any. A longer word finds those that begin with it."""
    parts = [f"'{word}':*" if len(word) >= PREFIX_FROM else f"'{word}'" for word in words]
    joined = (" & " if every else " | ").join(parts)
    return SearchQuery(joined, config=CONFIGS.get(language, OTHER), search_type="raw")
