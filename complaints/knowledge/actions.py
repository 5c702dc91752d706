"""What is done with answers and questions: say whether one was useful, ask, answer, put aside, publish (docs/answers.md)."""

import uuid
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actors import Actor
from accounts.encryption import blind_index
from complaints import crockford
from complaints.guide.models import Country
from complaints.knowledge import numbers
from complaints.knowledge.models import Article, ArticleText, Question, Reply, Topic, Usefulness
from complaints.notifications import outbox

ATTEMPTS = 3  # two of a million numbers may meet
LAST = 1000  # the place of what staff publish: after the articles of the files


class Changed(Exception):
    """A colleague answered meanwhile, or put the question aside."""


class Written(Exception):
    """The article has a text in this language already."""


# --- everybody ---


def count_opinion(text: ArticleText, *, visitor: str, useful: bool, comment: str = "") -> bool:
    """Counts one opinion of a session about an article; False when it was counted before. `visitor` is the session's key."""
    hashed = blind_index(f"useful {visitor} {text.article_id}")
    opinion = Usefulness(text=text, useful=useful, comment=comment, once=hashed.hex() if hashed else uuid.uuid4().hex)
    try:
        with transaction.atomic():
            opinion.save(force_insert=True)
    except IntegrityError:
        return False
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a question brings with it."""

    text: str
    language: str
    email: str = ""
    country: str = ""


def ask(asked: Asked, *, actor: Actor, key: uuid.UUID | None = None) -> Question:
    """Keeps a question. `key` names the form: the same words and address sent twice from one form are one question."""
    # "Back" brings a form that was sent already, key and all: other words or a mended address are a new question.
    own = uuid.uuid5(key, "\n".join((asked.email, asked.language, asked.country, asked.text))) if key else uuid.uuid4()
    for attempt in range(1, ATTEMPTS + 1):
        if first := Question.objects.filter(key=own).first():
            return first
        try:
            with transaction.atomic():
                return Question.objects.create(
                    key=own,
                    number=numbers.new_number(),
                    user=actor.user,
                    email="" if actor.user else asked.email,
                    language=asked.language,
                    country=Country.objects.filter(pk=asked.country).first() if asked.country else None,
                    text=asked.text,
                )
        except IntegrityError:
            if attempt == ATTEMPTS:
                raise
    raise AssertionError("the loop returns or raises")


# --- staff; the desk asked `permissions.can_answer` before ---


def _locked(question: Question) -> Question:
    return Question.objects.select_for_update().get(pk=question.pk)


@transaction.atomic
def answer(question: Question, *, actor: Actor, text: str, seen: int) -> Reply:
    """Answers, and tells the asker that the answer is there. `seen`: the newest reply that the form showed, 0 for none.

    Pressed twice it is one answer; raises Changed when a colleague answered meanwhile."""
    row = _locked(question)
    last = row.replies.order_by("-pk").first()
    if last is not None and (last.text, last.author_id) == (text, actor.user_id):
        return last
    if (last.pk if last else 0) != seen:
        raise Changed
    reply = Reply.objects.create(question=row, text=text, author=actor.someone)
    row.answered_at, row.dismissed_at = row.answered_at or reply.at, None
    row.save(update_fields=["answered_at", "dismissed_at"])
    if row.will_be_told:
        outbox.put(
            "question_answered",
            event=f"question-reply:{reply.pk}",
            recipient=f"question:{row.pk}:asker",
            about=f"question:{row.pk}",
            context={},
            language=row.language,
            channels=("email",),
        )
    return reply


@transaction.atomic
def dismiss(question: Question) -> None:
    """Puts aside what is no question, or nothing to answer; raises Changed when it was answered. An answer brings it back."""
    row = _locked(question)
    if row.answered_at is not None:
        raise Changed
    if row.dismissed_at is None:
        row.dismissed_at = timezone.now()
        row.save(update_fields=["dismissed_at"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What everybody will read: words of the staff, nothing of the asker."""

    topic: str
    language: str
    title: str
    summary: str
    body: str
    keywords: str = ""


@transaction.atomic
def publish(question: Question, published: Published) -> Article:
    """Makes an article of an answer, or adds a language to the one that was made of it. The article does not name the question.

    Raises Written when it has this language already; it is then changed in the register."""
    row = _locked(question)
    article = row.article
    if article is None:
        # The address says nothing about the question either.
        slug = f"answer-{crockford.random_symbols(6).lower()}"
        article = Article.objects.create(slug=slug, topic=Topic(published.topic), position=LAST)
        row.article = article
        row.save(update_fields=["article"])
    elif article.texts.filter(language=published.language).exists():
        raise Written
    ArticleText.objects.create(
        article=article,
        language=published.language,
        title=published.title,
        summary=published.summary,
        body=published.body,
        keywords=published.keywords,
    )
    return article
