"""What the institution answers to everybody (articles), and what one person asked (questions). docs/answers.md"""

import hashlib
import uuid
from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.encryption import EncryptedTextField
from accounts.localized import FALLBACKS
from accounts.models import User
from complaints.guide.models import Country
from complaints.knowledge.searching import folded, lexemes


class Topic(models.TextChoices):
    """The shelves of the answers, in the order of the page; a folder of `data/articles` each."""

    BEFORE = "before", _("Before you complain")
    FILING = "filing", _("File a complaint")
    FOLLOWING = "following", _("Follow your file")
    DECISION = "decision", _("Results and reviews")
    PRIVACY = "privacy", _("Privacy and safety")
    ELSEWHERE = "elsewhere", _("Who else can help")
    LANGUAGE = "language", _("Languages and assistance")


class Article(models.Model):
    """One answer, in as many languages as somebody wrote it. Its address is its slug, the same in all of them."""

    slug = models.SlugField(_("address"), max_length=80, unique=True, help_text=_("Latin letters, figures and dashes."))
    topic = models.CharField(_("topic"), max_length=12, choices=Topic)
    position = models.PositiveSmallIntegerField(_("position"), default=100)
    active = models.BooleanField(_("published"), default=True)
    loaded_place = models.CharField(
        max_length=40, blank=True, editable=False, help_text="Topic and position as loaded from the files."
    )

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["topic", "position", "slug"]

    def __str__(self) -> str:
        """The title in the reader's language, or in one of those that exist; lists prefetch `texts`."""
        titles = {text.language: text.title for text in self.texts.all()}
        wanted = ((get_language() or FALLBACKS[0]), *FALLBACKS, *titles)
        return next((titles[code] for code in wanted if code in titles), self.slug)


class ArticleText(models.Model):
    """An article in one language. `body` is the small language of `bodies.py`, never HTML.

    `loaded_digest` is what the files gave: while the row still says the same, the files may change it (loading.py)."""

    TEXTS: ClassVar = ("title", "summary", "body", "keywords")

    article = models.ForeignKey(Article, models.CASCADE, related_name="texts", verbose_name=_("article"))
    language = models.CharField(_("language"), max_length=10)
    title = models.CharField(_("title"), max_length=200)
    summary = models.CharField(_("summary"), max_length=400, blank=True)
    body = models.TextField(_("text"))
    keywords = models.TextField(
        _("words for the search"), blank=True, help_text=_("Other words for it, frequent misspellings. Not shown.")
    )
    updated_on = models.DateField(_("last updated"), default=timezone.localdate)
    loaded_digest = models.CharField(max_length=64, blank=True, editable=False)
    search = models.GeneratedField(
        expression=lexemes({"A": ("title", "keywords"), "B": ("summary",), "C": ("body",)}),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    words = models.GeneratedField(
        expression=folded("title", "keywords", "summary"), output_field=models.TextField(), db_persist=True
    )

    class Meta:
        verbose_name = _("text of an article")
        verbose_name_plural = _("texts of articles")
        ordering = ["article", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "language"],
                name="article_once_a_language",
                violation_error_message=_("This article already has a text in this language: change that one."),
            )
        ]
        indexes = [GinIndex(fields=["search"], name="article_text_search")]

    def __str__(self) -> str:
        return self.title

    @property
    def digest(self) -> str:
        """What this text says, for comparison with what was loaded."""
        return digest({name: getattr(self, name) for name in self.TEXTS})


def digest(texts: dict[str, str]) -> str:
    """SHA-256 of the four texts of an article."""
    joined = "\x1f".join(texts[name] for name in ArticleText.TEXTS)
    return hashlib.sha256(joined.encode()).hexdigest()


class Usefulness(models.Model):
    """One press on "Was this useful?". `once` is a keyed hash of session and article: it counts once and names nobody."""

    text = models.ForeignKey(ArticleText, models.CASCADE, related_name="opinions", verbose_name=_("article"))
    useful = models.BooleanField(_("useful"))
    comment = models.CharField(_("comment"), max_length=500, blank=True)
    at = models.DateTimeField(_("when"), default=timezone.now)
    once = models.CharField(max_length=64, unique=True, editable=False)

    class Meta:
        verbose_name = _("opinion on an article")
        verbose_name_plural = _("opinions on articles")
        ordering = ["-at"]

    def __str__(self) -> str:
        return str(self.text)


class Question(models.Model):
    """What somebody asked without filing a complaint. Of the asker it knows an address, an account, a country, at most.

    Twelve months after the answer address and account go (tasks.py). The code is computed from `key` (numbers.py)."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(_("number"), max_length=12, unique=True)
    user = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="questions")
    email = EncryptedTextField(_("e-mail address"), purpose="question.email", blank=True, default="")
    language = models.CharField(_("language"), max_length=10)
    country = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("country of residence")
    )
    text = models.TextField(_("question"))
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    dismissed_at = models.DateTimeField(_("put aside"), null=True, blank=True)
    article = models.ForeignKey(
        Article, models.SET_NULL, null=True, blank=True, related_name="questions", verbose_name=_("published as")
    )

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["asked_at", "pk"]
        indexes = [
            models.Index(
                "asked_at",
                name="question_open",
                condition=models.Q(answered_at__isnull=True, dismissed_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.answered_at is None and self.dismissed_at is None

    @property
    def will_be_told(self) -> bool:
        """Whether there is an address to tell of the answer."""
        return bool(self.email or self.user_id)


class Reply(models.Model):
    """An answer to a question; a correction is a further one, nothing is written over."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="replies", verbose_name=_("question"))
    text = models.TextField(_("answer"))
    author = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("answered by"))
    at = models.DateTimeField(_("answered"), default=timezone.now)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["at", "pk"]
