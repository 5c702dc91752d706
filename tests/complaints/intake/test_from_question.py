"""From one's own question to a draft, in one press."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actors import NOBODY
from complaints.intake.models import Draft
from complaints.intake.steps import answers_of
from complaints.knowledge import actions, numbers
from complaints.knowledge.actions import Asked
from complaints.knowledge.models import Question
from tests.factories import CountryFactory, UserFactory

pytestmark = pytest.mark.django_db
PRESS = reverse("intake:from_question")


@pytest.fixture
def question() -> Question:
    CountryFactory(code="FR")
    asked = Asked(text="La commune se tait.\nDepuis un an.", language="ar", email="salma@example.org", country="FR")
    return actions.ask(asked, actor=NOBODY)


def opened(question: Question, client: Client) -> Client:
    typed = {"number": question.number, "code": numbers.code_of(question)}
    assert client.post(reverse("knowledge:door"), typed).status_code == 302
    return client


def test_the_draft_takes_over_what_was_asked_and_leads_back(question, client):
    answer = opened(question, client).post(PRESS, {"number": question.number})
    assert (answer.status_code, answer.url) == (303, reverse("intake:step", args=["who"]))
    draft = Draft.objects.get()
    answers = answers_of(draft)
    assert answers.typed("happened", "title") == "La commune se tait."
    assert answers.typed("happened", "description") == question.text
    assert answers.typed("contact", "email") == "salma@example.org"
    assert answers.typed("contact", "language") == "ar"
    assert answers.typed("address", "country") == "FR"
    assert draft.question == question
    assert reverse("knowledge:question", args=[question.number]) in client.get(reverse("intake:tasks")).text


def test_what_was_taken_over_waits_for_the_person(question, client):
    opened(question, client).post(PRESS, {"number": question.number})
    answers = answers_of(Draft.objects.get())
    assert not any(answers.has(slug) for slug in ("happened", "contact", "address"))
    assert {step.slug for step in answers.unfinished()} >= {"happened", "contact", "address"}
    step = client.get(reverse("intake:step", args=["happened"]))
    assert "La commune se tait." in step.text
    assert not step.context["form"].errors
    client.post(
        reverse("intake:step", args=["happened"]), {"title": "x", "description": question.text, "act_kind": "silence"}
    )
    assert answers_of(Draft.objects.get()).has("happened")


def test_pressed_again_it_is_the_same_draft(question, client):
    opened(question, client)
    client.post(PRESS, {"number": question.number})
    answer = client.post(PRESS, {"number": question.number})
    assert answer.url == reverse("intake:tasks")
    assert Draft.objects.count() == 1


def test_an_account_finds_its_draft_on_another_device(question, client):
    user = UserFactory()
    Question.objects.update(user=user)
    for device in (client, Client()):
        device.force_login(user)
        device.post(PRESS, {"number": question.number})
    assert Draft.objects.get().user == user


def test_another_draft_of_this_device_is_kept_and_its_code_shown(question, client):
    client.post(reverse("intake:step", args=["who"]), {"who": "self"})
    answer = opened(question, client).post(PRESS, {"number": question.number})
    assert answer.status_code == 200
    assert answer.context["code"] in answer.text
    assert Draft.objects.count() == 2
    assert question.number in client.get(reverse("intake:tasks")).text


@pytest.mark.parametrize("number", ["", "\x00", "Q-00000000", "x" * 10**5])
def test_a_strangers_question_is_a_404(question, client, number):
    assert client.post(PRESS, {"number": question.number}).status_code == 404
    assert opened(question, client).post(PRESS, {"number": number}).status_code == 404
    assert not Draft.objects.exists()


def test_the_question_learns_nothing_of_the_draft(question, client):
    before = Question.objects.values().get()
    opened(question, client).post(PRESS, {"number": question.number})
    assert Question.objects.values().get() == before
    question.delete()
    assert Draft.objects.get().question is None
