"""The registers of the answers: articles, their texts in each language, and what readers thought of them (docs/answers.md)."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.forms import clean_text
from accounts.localized import FALLBACKS
from complaints.casework.admin.lists import ListAdmin, yes_or_no
from complaints.knowledge.bodies import dead_links
from complaints.knowledge.models import Article, ArticleText, Usefulness

LINK, HTTPS = "\u2066[…](/help/)\u2069", "\u2066https://\u2069"  # isolated: they keep their order in Arabic
BODY_HELP = format_lazy(
    _(
        "Paragraphs, with an empty line between them. A line that begins with ## is a heading, one that begins with - an item "
        "of a list. A link is written {link}: to a page of this site, or to an address that begins with {https}"
    ),
    link=LINK,
    https=HTTPS,
)


TITLES = ArticleText.objects.only("article", "language", "title")


def checked_body(text: str) -> str:
    """A text of an article without dead links; raises ValidationError that names them."""
    text = clean_text(text)
    if dead := dead_links(text):
        words = _("Mend these links, they lead nowhere: %(links)s") % {"links": " ".join(dead[:5])}
        raise forms.ValidationError(words)
    return text


def in_its_language(text: ArticleText) -> str:
    """A title in a list, told apart from the language of the page."""
    return format_html('<bdi lang="{}">{}</bdi>', text.language, text.title)


@admin.register(Article)
class ArticleAdmin(ListAdmin):
    """Where an article stands; what is not published any more is switched off."""

    list_display = ("slug", "titled", "topic", "position", yes_or_no("active", _("published")))
    list_display_links = ("slug", "titled")
    list_filter = ("topic", "active")
    search_fields = ("slug", "texts__title")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        return super().get_queryset(request).prefetch_related(Prefetch("texts", TITLES))

    @admin.display(description=_("title"))
    def titled(self, row: Article) -> str:
        texts = {text.language: text for text in row.texts.all()}
        language = next((code for code in ((get_language() or "fr"), *FALLBACKS, *texts) if code in texts), "")
        return in_its_language(texts[language]) if language else "–"


class TextForm(forms.ModelForm):
    """A text in one language. Whoever changes it changes the day of its last update too."""

    language = forms.ChoiceField(label=_("language"), choices=settings.LANGUAGES)

    class Meta:
        model = ArticleText
        fields = ("article", "language", "title", "summary", "body", "keywords")
        help_texts = {"body": BODY_HELP}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["article"].queryset = Article.objects.prefetch_related(Prefetch("texts", TITLES))  # type: ignore[attr-defined]

    def clean_body(self) -> str:
        return checked_body(self.cleaned_data["body"])


@admin.register(ArticleText)
class ArticleTextAdmin(ListAdmin):
    """The texts, with how many found each of them useful."""

    form = TextForm
    list_display = ("titled", "language", "article", "updated_on", "found_useful", "not_useful")
    list_filter = ("language", "article__topic")
    list_select_related = ("article",)
    search_fields = ("title", "article__slug")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ArticleText]:
        useful = Count("opinions", filter=Q(opinions__useful=True))
        rest = Count("opinions", filter=Q(opinions__useful=False))
        rows = super().get_queryset(request).prefetch_related(Prefetch("article__texts", TITLES))
        return rows.defer("search", "words").annotate(useful=useful, rest=rest)

    @admin.display(description=_("title"), ordering="title")
    def titled(self, row: ArticleText) -> str:
        return in_its_language(row)

    @admin.display(description=_("useful: yes"))
    def found_useful(self, row: Any) -> int:
        return row.useful

    @admin.display(description=_("useful: no"))
    def not_useful(self, row: Any) -> int:
        return row.rest

    def save_model(self, request: HttpRequest, obj: ArticleText, form: Any, change: bool) -> None:
        if form.has_changed():
            obj.updated_on = timezone.localdate()
        super().save_model(request, obj, form, change)


@admin.register(Usefulness)
class UsefulnessAdmin(ListAdmin):
    """What readers said, newest first; only read."""

    list_display = ("at", "article", yes_or_no("useful", _("useful")), "words")
    list_filter = ("useful", "text__language")
    list_select_related = ("text",)
    list_display_links = None

    @admin.display(description=_("article"))
    def article(self, row: Usefulness) -> str:
        return in_its_language(row.text)

    @admin.display(description=_("comment"))
    def words(self, row: Usefulness) -> str:
        return format_html("<bdi>{}</bdi>", row.comment)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
