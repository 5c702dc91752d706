"""Questions at the desk: who opens them, how they are answered, put aside and published without their asker."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.actors import NOBODY
from complaints import permissions
from complaints.knowledge import actions, numbers
from complaints.knowledge.actions import Asked
from complaints.knowledge.models import Article, ArticleText, Question, Reply, Usefulness
from complaints.notifications.models import OutboxMessage

pytestmark = pytest.mark.django_db
LIST = "admin:questions"


@pytest.fixture
def question(life):
    asked = Asked(text="Faut-il un avocat ?\nSalma, +33 6 12 34 56 78", language="fr", email="salma@example.org")
    return actions.ask(asked, actor=NOBODY)


def page(question: Question, name: str = "question") -> str:
    return reverse(f"admin:{name}", args=[question.pk])


PUBLIC = {
    "topic": "before",
    "language": "fr",
    "title": "Faut-il un avocat ?",
    "summary": "Non.",
    "body": "Non. [Commencez](/file/who/).",
    "keywords": "frais",
    "sure": "on",
}


def test_caseworkers_answer_and_nobody_else(life, question):
    names = (
        "handler",
        "head",
        "intake",
        "supervisor",
        "neighbour",
        "administrator",
        "liaison",
        "citizen",
        "other_citizen",
    )
    actors = {name: getattr(life, name) for name in names}
    may = {name for name, actor in actors.items() if permissions.can_answer(actor, question)}
    assert may == {"handler", "head", "intake", "supervisor", "neighbour"}
    assert may == {name for name, actor in actors.items() if permissions.answerable_questions(actor).exists()}


def test_nobody_answers_ones_own_question(life, question, desk):
    Question.objects.filter(pk=question.pk).update(user=life.handler.user)
    question.refresh_from_db()
    assert not permissions.can_answer(life.handler, question)
    assert desk(life.handler).get(page(question)).status_code == 404
    assert desk(life.head).get(page(question)).status_code == 200


@pytest.mark.parametrize("name", ["question", "question_dismiss", "question_publish"])
def test_who_may_not_answer_finds_nothing(life, question, desk, name):
    client = desk(life.administrator)
    method = client.post if name == "question_dismiss" else client.get
    assert method(page(question, name)).status_code == 404
    assert question.number not in client.get(reverse(LIST)).text


def test_the_list_begins_with_what_waits_longest(life, question, desk):
    older = actions.ask(Asked(text="Plus ancienne", language="ar"), actor=NOBODY)
    Question.objects.filter(pk=older.pk).update(asked_at=timezone.now() - timedelta(days=12))
    shown = desk(life.handler).get(reverse(LIST)).text
    assert shown.index(older.number) < shown.index(question.number)
    assert "12 days" in shown
    assert "salma@example.org" not in shown


def test_the_list_costs_the_same_whatever_waits(life, question, desk, django_assert_max_num_queries):
    client = desk(life.handler)
    client.get(reverse(LIST))
    with django_assert_max_num_queries(12) as few:
        client.get(reverse(LIST))
    for number in range(30):
        actions.ask(Asked(text=f"q{number}", language="fr"), actor=NOBODY)
    with django_assert_max_num_queries(12) as many:
        assert client.get(reverse(LIST)).text.count("/desk/questions/") >= 25
    assert len(many) == len(few)
    assert client.get(reverse(LIST), {"page": "2", "view": "open"}).status_code == 200
    assert client.get(reverse(LIST), {"page": "x", "view": "\ud7ff"}).status_code == 200


def test_an_answer_is_kept_told_and_moves_the_question(life, question, desk):
    client = desk(life.handler)
    assert client.post(page(question), {"text": "", "seen": "0"}).status_code == 422
    assert client.post(page(question), {"text": "Non.", "seen": "0"}).status_code == 302
    assert client.post(page(question), {"text": "Non.", "seen": "0"}).status_code == 302  # pressed twice
    assert Reply.objects.get().author == life.handler.user
    assert OutboxMessage.objects.filter(kind="question_answered").count() == 1
    assert question.number not in client.get(reverse(LIST)).text
    assert question.number in client.get(reverse(LIST), {"view": "answered"}).text


def test_a_colleague_who_was_quicker_is_read_before_one_answers(life, question, desk):
    actions.answer(question, actor=life.head, text="Oui.", seen=0)
    answer = desk(life.handler).post(page(question), {"text": "Non.", "seen": "0"})
    assert answer.status_code == 422
    assert "Non." in answer.text
    assert "Oui." in answer.text
    assert Reply.objects.count() == 1
    seen = str(Reply.objects.get().pk)
    assert desk(life.handler).post(page(question), {"text": "Non.", "seen": seen}).status_code == 302


def test_what_is_no_question_is_put_aside_and_nobody_is_told(life, question, desk):
    client = desk(life.handler)
    for _press in range(2):
        assert client.post(page(question, "question_dismiss")).status_code == 302
    assert question.number in client.get(reverse(LIST), {"view": "dismissed"}).text
    assert not OutboxMessage.objects.filter(about=f"question:{question.pk}").exists()
    client.post(page(question), {"text": "Quand même.", "seen": "0"})  # an answer brings it back
    question.refresh_from_db()
    assert question.dismissed_at is None
    client.post(page(question, "question_dismiss"))
    question.refresh_from_db()
    assert question.dismissed_at is None


# Publishing


@pytest.fixture
def answered(life, question):
    actions.answer(question, actor=life.handler, text="Non, appelez-moi au 06 12 34 56 78.", seen=0)
    return question


def test_publishing_warns_of_what_may_name_the_asker(life, answered, desk):
    client = desk(life.handler)
    body = "Non. Écrivez à salma@example.org, dossier IMR-2026-7K4F2QXZ."
    answer = client.post(page(answered, "question_publish"), {**PUBLIC, "body": body})
    assert answer.status_code == 422
    pieces = ["salma@example.org", "IMR-2026-7K4F2QXZ"]
    assert [piece.text for piece in answer.context["remains"]] == pieces
    assert all(f'name="seen" value="{piece}"' in answer.text for piece in pieces)
    assert "checked" not in answer.text  # ticked before the places were shown
    assert not Article.objects.exists()
    shown = {**PUBLIC, "body": body, "seen": pieces}
    assert client.post(page(answered, "question_publish"), {**shown, "sure": ""}).status_code == 422
    assert client.post(page(answered, "question_publish"), {**shown, "seen": pieces[:1]}).status_code == 422
    assert client.post(page(answered, "question_publish"), shown).status_code == 302
    assert Article.objects.count() == 1


def test_the_words_of_the_asker_are_shown_and_never_begin_the_title(life, answered, desk):
    shown = desk(life.handler).get(page(answered, "question_publish"))
    assert shown.context["form"]["title"].value() is None
    assert "Faut-il un avocat ?" in shown.text
    assert [piece.text for piece in shown.context["remains"]] == ["06 12 34 56 78"]


def test_somebody_always_says_that_nothing_points_to_a_person(life, answered, desk):
    answer = desk(life.handler).post(page(answered, "question_publish"), {**PUBLIC, "sure": ""})
    assert answer.status_code == 422
    assert "or tick that nothing does." in answer.text
    assert not Article.objects.exists()


def test_the_askers_name_is_flagged_wherever_it_is_known_from(life, answered, desk):
    Question.objects.filter(pk=answered.pk).update(text="Je m’appelle Salma.", user=life.citizen.user)
    life.citizen.user.name = "Amina Benali"
    life.citizen.user.save()
    answer = desk(life.handler).post(
        page(answered, "question_publish"), {**PUBLIC, "title": "Salma demande", "summary": "Oui, madame Benali."}
    )
    assert answer.status_code == 422
    assert [piece.text for piece in answer.context["remains"]] == ["Salma", "Benali"]
    assert not Article.objects.exists()


def test_what_is_published_holds_nothing_of_the_asker(life, answered, desk, client):
    assert desk(life.handler).post(page(answered, "question_publish"), PUBLIC).status_code == 302
    answered.refresh_from_db()
    article = Article.objects.get()
    assert answered.article == article
    shown = client.get(reverse("knowledge:article", args=[article.slug]), headers={"accept-language": "fr"}).text
    assert "Faut-il un avocat ?" in shown
    assert '<a href="/file/who/">Commencez</a>' in shown
    for secret in ("Salma", "salma@example.org", answered.number, numbers.code_of(answered), "06 12 34 56 78"):
        assert secret not in shown
    assert answered.number.lower()[2:] not in article.slug


def test_a_published_answer_gets_further_languages_and_each_once(life, answered, desk):
    client = desk(life.handler)
    client.post(page(answered, "question_publish"), PUBLIC)
    assert client.post(page(answered, "question_publish"), PUBLIC).status_code == 422
    assert client.post(page(answered, "question_publish"), {**PUBLIC, "language": "ar"}).status_code == 302
    assert Article.objects.count() == 1
    assert set(ArticleText.objects.values_list("language", flat=True)) == {"fr", "ar"}


def test_a_dead_link_is_named_before_it_is_published(life, answered, desk):
    wrong = {**PUBLIC, "body": "Voyez [ici](/never/)."}
    answer = desk(life.handler).post(page(answered, "question_publish"), wrong)
    assert answer.status_code == 422
    assert "/never/" in answer.text


def test_an_answered_question_alone_can_be_published(life, question, desk):
    assert desk(life.handler).get(page(question, "question_publish")).url == page(question)


# The registers


def test_administrators_keep_the_articles(life, answered, desk):
    desk(life.handler).post(page(answered, "question_publish"), PUBLIC)
    text = ArticleText.objects.get()
    ArticleText.objects.update(updated_on=timezone.localdate() - timedelta(days=90))
    Usefulness.objects.create(text=text, useful=False, comment="Trop court", once="1")
    client = desk(life.administrator)
    change = reverse("admin:knowledge_articletext_change", args=[text.pk])
    given = {
        "article": text.article_id,
        "language": "fr",
        "title": "Mieux",
        "summary": "Non.",
        "body": "Non.",
        "keywords": "",
    }
    assert client.post(change, {**given, "body": "[x](/never/)"}).status_code == 200
    assert client.post(change, given).status_code == 302
    text.refresh_from_db()
    assert (text.title, text.updated_on) == ("Mieux", timezone.localdate())
    for name in ("article", "articletext", "usefulness"):
        assert client.get(reverse(f"admin:knowledge_{name}_changelist"), {"q": "mieux"}).status_code == 200
    assert "Trop court" in client.get(reverse("admin:knowledge_usefulness_changelist")).text
    assert client.get(reverse("admin:knowledge_usefulness_add")).status_code == 403
    assert desk(life.handler).get(change).status_code == 403
