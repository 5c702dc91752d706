"""The search finds what people mean: stems, accents, the ways to write Arabic, slips; and says when another language answers."""

import pytest
from django.urls import reverse
from django.utils import translation

from complaints.knowledge import selectors
from complaints.knowledge.models import Article, ArticleText

pytestmark = pytest.mark.django_db

FOUND = [
    ("fr", "médiateur", "mediator"),
    ("fr", "mediateur", "mediator"),  # without its accent
    ("fr", "MÉDIATEURS", "mediator"),  # its stem
    ("fr", "mediateure", "mediator"),  # the slip of the published promise
    ("fr", "mediater", "mediator"),
    ("fr", "délais", "how-long"),
    ("fr", "l’avocat", "lawyer"),
    ("fr", "combien de temps", "how-long"),
    ("en", "complaint", "mediator"),  # the text says complaints
    ("en", "how long", "how-long"),
    ("en", "durations", "how-long"),
    ("en", "ombusdman", "mediator"),
    ("es", "quejas", "mediator"),
    ("es", "queja", "mediator"),
    ("es", "cuanto tarda", "how-long"),  # ¿Cuánto?
    ("es", "duracion", "how-long"),
    ("ar", "الشكاية", "mediator"),  # the text says الشكايات
    ("ar", "شكايه", "mediator"),  # ه for ة
    ("ar", "الاداره", "mediator"),  # ا for إ, ه for ة
    ("ar", "الْوَسِيطُ", "mediator"),  # with its vowels
    ("ar", "محام", "lawyer"),
    ("ar", "وسيط", "mediator"),  # without the article
]


@pytest.mark.parametrize(("language", "words", "slug"), FOUND)
def test_words_find_their_article(shelf, language, words, slug):
    shelf()
    with translation.override(language):
        found = selectors.search(words)
    assert [entry.article.slug for entry in found.own][:1] == [slug]
    assert found.own[0].text.language == language


def test_what_only_another_language_says_is_found_there(shelf):
    shelf()
    with translation.override("es"):
        found = selectors.search("avocat")
    assert not found.own
    assert [(entry.article.slug, entry.text.language, entry.elsewhere) for entry in found.others] == [
        ("lawyer", "fr", True)
    ]


def test_words_of_another_language_lead_to_the_article_in_ones_own(shelf):
    shelf()
    with translation.override("es"):
        found = selectors.search("ombudsman")
    assert [(entry.article.slug, entry.text.language) for entry in found.others] == [("mediator", "es")]


def test_every_word_counts_before_any(shelf):
    shelf()
    with translation.override("fr"):
        both = {entry.article.slug for entry in selectors.search("plaintes avocat").own}
        assert both == {"mediator", "lawyer"}  # no article has the two
        assert [entry.article.slug for entry in selectors.search("gratuit avocat").own] == ["lawyer"]


def test_what_is_not_published_is_not_found(shelf):
    articles = shelf()
    Article.objects.filter(pk=articles["mediator"].pk).update(active=False)
    with translation.override("en"):
        assert not selectors.search("ombudsman")
        assert selectors.entry("mediator") is None


@pytest.mark.parametrize(
    "words", ["", " ", "\x00", "'", "\\", "' | '", "& | !", "<>:*", "x" * 10_000, "\ud800", "٣٣", "the", "a:b & 'c"]
)
def test_nonsense_finds_nothing_and_breaks_nothing(shelf, client, words):
    shelf()
    assert client.get(reverse("knowledge:answers"), {"q": words.encode("utf-8", "replace")}).status_code in {200, 400}


def test_the_search_costs_the_same_whatever_there_is(shelf, django_assert_max_num_queries):
    shelf()
    with translation.override("fr"), django_assert_max_num_queries(20) as few:
        selectors.search("zzzzzz yyyyyy")
        selectors.shelves()
    for number in range(40):
        row = Article.objects.create(slug=f"more-{number}", topic="filing")
        ArticleText.objects.create(article=row, language="fr", title=f"Autre {number}", body="x")
    with translation.override("fr"), django_assert_max_num_queries(20) as many:
        selectors.search("zzzzzz yyyyyy")
        selectors.shelves()
    assert len(many) == len(few)


def test_a_question_finds_the_answers_that_are_like_it(shelf):
    shelf()
    with translation.override("fr"):
        found = selectors.similar("Bonjour, je voudrais savoir combien de temps dure l’examen de mon dossier, merci.")
        assert found[0].article.slug == "how-long"
        assert selectors.similar("?!") == []


def test_related_articles_leave_the_article_itself_out(shelf):
    shelf()
    with translation.override("fr"):
        entry = selectors.entry("lawyer")
        assert entry.article.pk not in {one.article.pk for one in selectors.related(entry)}
