"""The pages of the answers: what they show, in which language, and that an opinion counts once."""

import pytest
from django.test import Client
from django.urls import reverse

from complaints.knowledge.models import Article, ArticleText, Usefulness
from complaints.knowledge.views import answers

pytestmark = pytest.mark.django_db
ANSWERS = reverse("knowledge:answers")


def page(slug: str) -> str:
    return reverse("knowledge:article", args=[slug])


def reader(language: str) -> Client:
    return Client(headers={"accept-language": language})


@pytest.mark.parametrize("language", ["ar", "fr", "en", "es"])
def test_the_shelves_open_in_every_language(shelf, language):
    shelf()
    answer = reader(language).get(ANSWERS)
    assert answer.status_code == 200
    assert page("mediator") in answer.text


def test_a_shelf_shows_its_first_articles_and_leads_to_all(shelf):
    shelf()
    for number in range(30):
        row = Article.objects.create(slug=f"more-{number}", topic="before", position=50 + number)
        ArticleText.objects.create(article=row, language="en", title=f"More {number}", body="x")
    first = reader("en").get(ANSWERS).text
    assert page("more-0") in first
    assert page("more-9") not in first
    assert "All answers: 33" in first
    assert page("more-29") in reader("en").get(ANSWERS, {"topic": "before", "page": "2"}).text
    assert reader("en").get(ANSWERS, {"topic": "before", "page": "zzz"}).status_code == 200
    assert reader("en").get(ANSWERS, {"topic": "no-such"}).status_code == 200


def test_an_article_is_read_in_ones_language(shelf):
    shelf()
    shown = reader("es").get(page("how-long")).text
    assert "¿Cuánto tiempo tarda?" in shown
    assert "25 de noviembre de 2026" in shown
    assert "not in your language" not in shown


def test_an_article_in_another_language_says_so_and_keeps_its_direction(shelf):
    shelf()
    shown = reader("en").get(page("lawyer")).text
    assert "This answer is not in your language yet." in shown
    assert '<article class="article" lang="fr" dir="ltr">' in shown
    ArticleText.objects.filter(article__slug="lawyer", language="fr").delete()
    assert '<article class="article" lang="ar" dir="rtl">' in reader("en").get(page("lawyer")).text


def test_a_search_that_only_another_language_answers_says_so(shelf):
    shelf()
    shown = reader("es").get(ANSWERS, {"q": "avocat"}, headers={"accept-language": "es"})
    assert shown.context["found"].others
    assert 'lang="fr"' in shown.text
    nothing = reader("en").get(ANSWERS, {"q": "<b>zzzzzz"}).text
    assert "We found no answer with the words “<bdi>&lt;b&gt;zzzzzz</bdi>”" in nothing
    assert reverse("knowledge:ask") in nothing


def test_what_is_not_there_or_not_published_is_a_404(shelf):
    shelf()
    Article.objects.filter(slug="lawyer").update(active=False)
    assert reader("fr").get(page("lawyer")).status_code == 404
    missing = reader("en").get(page("never"))
    assert missing.status_code == 404
    assert f'href="{ANSWERS}"' in missing.text  # the way on


def test_an_opinion_counts_once_a_session(shelf, client):
    shelf()
    for useful in ("yes", "yes", "no"):
        assert client.post(page("mediator"), {"useful": useful, "comment": "merci"}).status_code == 302
    assert list(Usefulness.objects.values_list("useful", "comment")) == [(True, "merci")]
    assert (
        "You told us whether this answer is useful."
        in client.get(page("mediator"), headers={"accept-language": "en"}).text
    )
    client.post(page("how-long"), {"useful": "no"})
    Client().post(page("mediator"), {"useful": "no"})
    assert Usefulness.objects.count() == 3


def test_two_presses_at_once_are_one_opinion(shelf, client):
    shelf()
    client.post(page("mediator"), {"useful": "yes"})
    session = client.session  # as the second of two requests found it
    session["useful"] = []
    session.save()
    assert client.post(page("mediator"), {"useful": "no"}).status_code == 302
    assert Usefulness.objects.get().useful


def test_an_opinion_holds_nothing_of_its_author(shelf, client):
    shelf()
    client.post(page("mediator"), {"useful": "yes"}, REMOTE_ADDR="203.0.113.7")
    opinion = Usefulness.objects.get()
    assert client.session.session_key not in opinion.once
    assert {field.name for field in Usefulness._meta.fields} == {"id", "text", "useful", "comment", "at", "once"}


@pytest.mark.parametrize(
    "data", [{}, {"useful": "perhaps"}, {"useful": "yes", "comment": "x" * 501}, {"useful": "\x00"}]
)
def test_an_opinion_that_cannot_be_counted_says_why_and_keeps_the_words(shelf, client, data):
    shelf()
    answer = client.post(page("mediator"), data)
    assert answer.status_code == 422
    assert data.get("comment", "") in answer.text
    assert not Usefulness.objects.exists()


def test_opinions_and_searches_are_limited_by_network(shelf, client, monkeypatch):
    shelf()
    monkeypatch.setattr(answers, "OPINIONS_A_NETWORK", 1)
    monkeypatch.setattr(answers, "SEARCHES_A_NETWORK", 1)
    assert [Client().post(page("mediator"), {"useful": "yes"}).status_code for _time in range(2)] == [302, 429]
    assert [Client().get(ANSWERS, {"q": "avocat"}).status_code for _time in range(2)] == [200, 429]


def test_the_pages_cost_the_same_whatever_there_is(shelf, client, django_assert_max_num_queries):
    shelf()
    text = ArticleText.objects.get(article__slug="mediator", language="fr")

    def add(number: int) -> None:
        row = Article.objects.create(slug=f"more-{number}", topic="before")
        ArticleText.objects.create(article=row, language="fr", title=f"Médiateur {number}", body="plaintes")
        Usefulness.objects.create(text=text, useful=True, once=str(number))

    add(0)
    with django_assert_max_num_queries(8) as few:
        client.get(page("mediator"))
    for number in range(1, 30):
        add(number)
    with django_assert_max_num_queries(8) as many:
        client.get(page("mediator"))
    assert len(many) == len(few)
