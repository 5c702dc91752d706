"""Reads of the answers: the shelves, one article, the search, what is like it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.contrib.postgres.search import SearchRank, TrigramWordSimilarity
from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, F, FloatField, Prefetch, Q, QuerySet, Value, When, Window
from django.db.models.functions import Greatest, RowNumber
from django.utils.translation import get_language

from accounts.localized import FALLBACKS
from complaints.guide import folding
from complaints.knowledge.models import Article, ArticleText, Question, Topic
from complaints.knowledge.searching import query, words_of

ON_A_SHELF = 5  # articles of a topic on the first page
ON_A_PAGE = 20
MOST_FOUND = 20
SIMILAR = 5
RELATED = 4
LIKE = 0.4  # how near a misspelt word must come (pg_trgm, 0 to 1)
TYPED_FROM = 4  # letters of a word that may be misspelt
ENDING = 2  # letters that one word may have more than another and still be the same
OWN_LOOKED_AT = 50  # of one's own questions
LONGEST_READ = 2000  # letters of a text that are looked at
LONG_WORDS = 16  # of a longer text, so many of its longest words look for articles like it
WEIGHTS = [0.0, 0.05, 0.5, 1.0]  # of text, text, summary, title: what an article is about counts, not what it mentions

Steps = Sequence[tuple[Q, Case]]


@dataclass(frozen=True, slots=True)
class Entry:
    """An article in the language in which it will be read."""

    article: Article
    text: ArticleText

    @property
    def elsewhere(self) -> bool:
        """Whether there is nothing in the reader's language, so that the page must say so."""
        return self.text.language != _language()

    @property
    def direction(self) -> str:
        return "rtl" if self.text.language == "ar" else "ltr"


@dataclass(frozen=True, slots=True)
class Shelf:
    """A topic with its first articles; `more` says how many there are in all when not all are shown."""

    topic: Topic
    entries: list[Entry]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gave: by words of the reader's language, and by those of others.

    `others_first`: another language has every word, the reader's only some of them."""

    own: list[Entry] = field(default_factory=list)
    others: list[Entry] = field(default_factory=list)
    others_first: bool = False

    def __bool__(self) -> bool:
        return bool(self.own or self.others)


def _language() -> str:
    return (get_language() or "fr").split("-")[0]


def _texts() -> QuerySet[ArticleText]:
    """The texts without what only the search reads."""
    return ArticleText.objects.defer("search", "words", "keywords")


def articles() -> QuerySet[Article]:
    """What everybody may read."""
    return Article.objects.filter(active=True)


def _entries(rows: Iterable[Article]) -> list[Entry]:
    """Articles whose texts were fetched, each in the nearest language; one without a text is left out."""
    found = []
    for row in rows:
        by_language = {text.language: text for text in row.texts.all()}
        text = next((by_language[code] for code in (_language(), *FALLBACKS) if code in by_language), None)
        text = text or next(iter(by_language.values()), None)
        if text is not None:
            found.append(Entry(row, text))
    return found


def shelves() -> list[Shelf]:
    """Every topic that has articles, with the first of them; three queries."""
    counts = dict(articles().order_by().values_list("topic").annotate(Count("pk")))
    place = Window(RowNumber(), partition_by=F("topic"), order_by=["position", "pk"])
    first = articles().annotate(place=place).filter(place__lte=ON_A_SHELF)
    entries = _entries(first.prefetch_related(Prefetch("texts", _texts().defer("body"))))
    return [
        Shelf(topic, rows, counts[topic] if counts[topic] > len(rows) else 0)
        for topic in Topic
        if (rows := [entry for entry in entries if entry.article.topic == topic])
    ]


def shelf(topic: Topic, number: str) -> tuple[list[Entry], Page]:
    """One topic, a page of it."""
    rows = articles().filter(topic=topic).prefetch_related(Prefetch("texts", _texts().defer("body")))
    page = Paginator(rows, ON_A_PAGE).get_page(number)
    return _entries(page.object_list), page


Place = tuple[str, int, int]


def after(topic: str, place: Place | None, size: int) -> tuple[list[Entry], Place | None]:
    """So many articles of a topic, or of all (`""`), after this place in their order, and the place to go on from."""
    rows = articles().filter(topic=topic) if topic else articles()
    if place is not None:
        shelf, position, key = place
        here = Q(topic=shelf, position__gt=position) | Q(topic=shelf, position=position, pk__gt=key)
        rows = rows.filter(Q(topic__gt=shelf) | here)
    rows = rows.order_by("topic", "position", "pk").prefetch_related(Prefetch("texts", _texts().defer("body")))
    found = list(rows[: size + 1])
    last = found[size - 1] if len(found) > size else None
    return _entries(found[:size]), (last.topic, last.position, last.pk) if last else None


def entry(slug: str) -> Entry | None:
    """One article to read; None when there is none, or it is not published."""
    rows = articles().filter(slug=slug).prefetch_related(Prefetch("texts", _texts()))
    return next(iter(_entries(rows)), None)


# --- the search ---


def search(text: str) -> Found:
    """Articles with these words: every word in the reader's language, else any, else what is nearly spelt so; then the same in
    the other languages. A bounded number of queries."""
    words, own = words_of(text), [_language()]
    if not words:
        return Found()
    others = [code for code in _languages() if code not in own]
    if exact := _matching(_by_words(words, own, every=True)):
        return Found(own=exact)
    elsewhere = _matching(_by_words(words, others, every=True))
    near = _matching(_by_words(words, own, every=False)) or _matching(_nearly(words, own))
    if not near and not elsewhere:
        elsewhere = _matching(_by_words(words, others, every=False)) or _matching(_nearly(words, others))
        return Found(others=elsewhere)
    shown = {one.article.pk for one in elsewhere}
    return Found([one for one in near if one.article.pk not in shown], elsewhere, others_first=bool(elsewhere))


def _languages() -> list[str]:
    return list(ArticleText.objects.order_by("language").values_list("language", flat=True).distinct())


def _by_words(words: Sequence[str], languages: Sequence[str], *, every: bool) -> QuerySet[ArticleText]:
    """The texts that hold every word, or any, each searched by the stems of its own language."""
    condition, ranks = Q(pk__in=[]), []
    for code in languages:
        asked = query(words, language=code, every=every)
        condition |= Q(language=code, search=asked)
        ranks.append(When(language=code, then=SearchRank(F("search"), asked, weights=WEIGHTS)))
    rank = Case(*ranks, default=0.0, output_field=FloatField()) if ranks else F("pk") * 0.0
    return ArticleText.objects.filter(condition).annotate(rank=rank)


def _nearly(words: Sequence[str], languages: Sequence[str]) -> QuerySet[ArticleText]:
    """The texts with a word that is nearly one of these: `mediateure` finds `médiateur`."""
    likely = [TrigramWordSimilarity(word, "words") for word in words if len(word) >= TYPED_FROM]
    if not likely:
        return ArticleText.objects.annotate(rank=Value(0.0)).none()
    rank = Greatest(*likely) if len(likely) > 1 else likely[0]
    return ArticleText.objects.filter(language__in=languages).annotate(rank=rank).filter(rank__gte=LIKE)


def _matching(texts: QuerySet[ArticleText], *, most: int = MOST_FOUND, without: int = 0) -> list[Entry]:
    """The articles of these texts, best first, each once and in the reader's language where it has it; three queries."""
    rows = texts.filter(article__active=True).exclude(article=without)
    keys = list(
        rows.order_by(F("rank").desc(), "article__topic", "article__position", "pk").values_list("article", flat=True)[
            : most * 4
        ]
    )
    wanted = list(dict.fromkeys(keys))[:most]
    if not wanted:
        return []
    found = Article.objects.filter(pk__in=wanted).prefetch_related(Prefetch("texts", _texts().defer("body")))
    by_key = {one.article.pk: one for one in _entries(found)}
    return [by_key[key] for key in wanted if key in by_key]


def similar(text: str) -> list[Entry]:
    """Answers that may do for a question written in the reader's language, or in any other."""
    words = _longest(text)
    if not words:
        return []
    own = _matching(_by_words(words, [_language()], every=False), most=SIMILAR)
    return own or _matching(_by_words(words, _languages(), every=False), most=SIMILAR)


def own_alike(text: str, questions: QuerySet[Question]) -> list[Question]:
    """Of one's own questions (`access.own_questions`), the newest fifty, those about the same, the nearest first.

    About the same: two of the longest words of the new text, or its only one, begin a word of the old one or are begun by one."""
    wanted = _longest(text)
    needed = min(2, len(wanted))
    ranked = []
    rows = questions.order_by("-asked_at", "-pk").select_related("article")[:OWN_LOOKED_AT]
    for place, row in enumerate(rows):
        there = [word for word in words_of(row.text[:LONGEST_READ], most=200) if len(word) >= TYPED_FROM]
        shared = sum(any(_same(word, other) for other in there) for word in wanted)
        if needed and shared >= needed:
            ranked.append((-shared, place, row))
    return [row for _shared, _place, row in sorted(ranked, key=lambda entry: entry[:2])[:SIMILAR]]


def _same(word: str, other: str) -> bool:
    """The same word, or one with another ending."""
    short, long = sorted((folding.without_article(word), folding.without_article(other)), key=len)
    return long.startswith(short) and len(long) - len(short) <= ENDING


def _longest(text: str) -> list[str]:
    """The longest words of a text, which carry its matter."""
    words = [word for word in words_of(text[:LONGEST_READ], most=200) if len(word) >= TYPED_FROM]
    return sorted(words, key=len, reverse=True)[:LONG_WORDS]


def related(one: Entry) -> list[Entry]:
    """Other articles about nearly the same, in the language of this one."""
    words = _longest(f"{one.text.title} {one.text.summary}")
    if not words:
        return []
    return _matching(_by_words(words, [one.text.language], every=False), most=RELATED, without=one.article.pk)
