"""The articles as reviewed files: `data/articles/<topic>/<slug>.<language>.md` (docs/answers.md).

Loading inserts and updates, all or nothing; it never deletes. What somebody changed in the registers stays: a row is only written
over while it still says what was loaded."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from complaints.guide.reference_data import Counts
from complaints.knowledge.models import Article, ArticleText, Topic, digest

DATA = Path(__file__).parent / "data" / "articles"
FENCE = "---"
HEADS = ("title", "summary", "keywords", "order", "updated")


class Unreadable(ValueError):
    """A file that is not an article; the text names the file and what to mend."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file."""

    slug: str
    topic: str
    language: str
    order: int
    updated: date
    texts: dict[str, str]


@transaction.atomic
def load(folder: Path = DATA) -> Counts:
    """Brings the database to the files, and says how many texts that changed. Two loads at once wait for each other.

    Four queries, and the writes. Raises Unreadable."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('load_reference_data'))")
    sources = list(read(folder))
    articles = _articles(sources)
    stored = {
        (text.article_id, text.language): text for text in ArticleText.objects.defer("search", "words").order_by("pk")
    }
    counts, new, changed = Counts(), list[ArticleText](), list[ArticleText]()
    for source in sources:
        text = stored.pop((articles[source.slug], source.language), None)
        loaded = digest(source.texts)
        if text is None:
            text = ArticleText(article_id=articles[source.slug], language=source.language)
            new.append(_filled(text, source, loaded))
        elif text.loaded_digest == loaded and text.digest == loaded and text.updated_on == source.updated:
            counts.unchanged += 1
        elif text.digest == text.loaded_digest:
            changed.append(_filled(text, source, loaded))
        else:  # somebody wrote it otherwise in the register
            counts.kept += 1
    ArticleText.objects.bulk_create(new)
    if changed:
        ArticleText.objects.bulk_update(changed, [*ArticleText.TEXTS, "updated_on", "loaded_digest"])
    counts.inserted, counts.updated, counts.kept = len(new), len(changed), counts.kept + len(stored)
    return counts


def _filled(text: ArticleText, source: Source, loaded: str) -> ArticleText:
    for name, value in source.texts.items():
        setattr(text, name, value)
    text.updated_on, text.loaded_digest = source.updated, loaded
    return text


def _articles(sources: list[Source]) -> dict[str, int]:
    """The articles of the files: slug -> key. Topic and place follow the files until somebody moves the article."""
    known = {article.slug: article for article in Article.objects.all()}
    places = {source.slug: (source.topic, source.order) for source in sources}
    new = [
        Article(slug=slug, topic=topic, position=order, loaded_place=_place(topic, order))
        for slug, (topic, order) in places.items()
        if slug not in known
    ]
    moved = []
    for slug, (topic, order) in places.items():
        article = known.get(slug)
        untouched = article is not None and _place(article.topic, article.position) == article.loaded_place
        if article is not None and untouched and article.loaded_place != _place(topic, order):
            article.topic, article.position, article.loaded_place = topic, order, _place(topic, order)
            moved.append(article)
    Article.objects.bulk_create(new)
    if moved:
        Article.objects.bulk_update(moved, ["topic", "position", "loaded_place"])
    return {article.slug: article.pk for article in (*known.values(), *new)}


def _place(topic: str, order: int) -> str:
    return f"{topic}/{order}"


def read(folder: Path = DATA) -> Iterator[Source]:
    """Every file below the folder, in a fixed order; raises Unreadable."""
    topics: dict[str, str] = {}
    for path in sorted(folder.glob("*/*.md")):
        source = read_one(path)
        if topics.setdefault(source.slug, source.topic) != source.topic:
            raise Unreadable(f"{path}: another topic has an article of this name")
        yield source


def read_one(path: Path) -> Source:
    """One file; raises Unreadable."""
    slug, _dot, language = path.stem.rpartition(".")
    if path.parent.name not in Topic or language not in dict(settings.LANGUAGES) or not slug:
        raise Unreadable(f"{path}: no such topic or language")
    opening, *rest = path.read_text(encoding="utf-8").split(f"{FENCE}\n", 2)
    if opening.strip() or len(rest) != 2:
        raise Unreadable(f"{path}: its head must stand between two lines of ---")
    head = dict(_line(path, line) for line in rest[0].splitlines() if line.strip())
    if set(head) != set(HEADS) or not head["title"] or not rest[1].strip():
        raise Unreadable(f"{path}: its head must hold {', '.join(HEADS)}, and a text must follow")
    try:
        order, updated = int(head["order"]), date.fromisoformat(head["updated"])
    except ValueError:
        raise Unreadable(f"{path}: order is a number and updated a date like 2026-11-25") from None
    texts = {name: head[name] for name in ("title", "summary", "keywords")} | {"body": rest[1].strip()}
    return Source(slug, path.parent.name, language, order, updated, texts)


def _line(path: Path, line: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    if not colon:
        raise Unreadable(f"{path}: {line!r} is no `name: value`")
    return name.strip(), value.strip()
