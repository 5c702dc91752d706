"""A question from asking to its answer: what is kept, who opens it, who is told, and when the asker is forgotten."""

import re
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.core import signing
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor, person
from complaints.knowledge import access, actions, numbers
from complaints.knowledge.models import Question
from complaints.knowledge.notices import OPEN_LINK
from complaints.knowledge.tasks import KEPT, forget_askers
from complaints.knowledge.views import questions
from complaints.models import Person
from complaints.notifications import outbox
from complaints.notifications.models import OutboxMessage
from tests.factories import ComplaintFactory, CountryFactory, UserFactory

pytestmark = pytest.mark.django_db
ASK, DOOR = reverse("knowledge:ask"), reverse("knowledge:door")
TEXT = "Faut-il un avocat ?\nJe vis à Lille."


def page(question: Question) -> str:
    return reverse("knowledge:question", args=[question.number])


def data(**more: str) -> dict[str, str]:
    return {"text": TEXT, "email": "Salma@Example.org", "language": "fr", "key": str(uuid.uuid4()), **more}


def send(client: Client, **more: str) -> Question:
    """The second press."""
    answer = client.post(ASK, data(send="1", **more))
    assert answer.status_code == 303
    return Question.objects.get(number=answer.url.rstrip("/").rsplit("/", 1)[-1])


# Asking


def test_the_first_press_shows_what_is_answered_and_sends_nothing(shelf, client):
    shelf()
    answer = client.post(ASK, data(), follow=True)
    assert answer.redirect_chain == [(f"{ASK}?look=1", 303)]
    assert reverse("knowledge:article", args=["lawyer"]) in answer.text
    assert TEXT.splitlines()[0] in answer.text
    assert "salma@example.org" in answer.text
    assert not Question.objects.exists()


def test_the_second_press_sends_it(client):
    CountryFactory(code="FR")
    question = send(client, country="FR")
    assert (question.text.replace("\r", ""), question.email, question.language) == (TEXT, "salma@example.org", "fr")
    assert question.country_id == "FR"
    assert question.is_open


AGAIN = "Est-ce que votre service demande de payer ?"


def look(client: Client, text: str = AGAIN) -> list[Question]:
    """The own questions that the first press proposes."""
    answer = client.post(ASK, data(text=text), follow=True)
    assert answer.status_code == 200
    return list(answer.context["own"])


def test_who_asked_something_like_it_is_shown_the_own_question_with_its_state(client):
    client.cookies["language"] = "en"
    first = send(client, text="Faut-il payer vos services ?", key=str(uuid.uuid4()))
    assert look(client) == [first]
    assert "Waits for our answer" in client.post(ASK, data(text=AGAIN), follow=True).text
    answered(first)
    shown = client.post(ASK, data(text=AGAIN), follow=True).text
    assert "Waits for our answer" not in shown
    assert "Answered" in shown
    assert page(first) in shown
    assert look(client, "Ma pension n’est pas versée depuis janvier.") == []


def test_an_account_is_shown_its_questions_on_every_device(client, django_assert_max_num_queries):
    user = UserFactory()
    client.force_login(user)
    asked = [send(client, text=f"Faut-il payer vos services, guichet {n} ?", key=str(uuid.uuid4())) for n in range(7)]
    other = Client()
    other.force_login(user)
    assert look(other) == asked[:1:-1]  # five, the newest first
    with django_assert_max_num_queries(12):
        look(other)


def test_a_neighbours_question_is_never_proposed(client):
    send(client, text="Faut-il payer vos services ?", key=str(uuid.uuid4()))
    stranger = Client()
    assert look(stranger) == []
    stranger.force_login(UserFactory())
    assert look(stranger) == []
    client.post("/questions/leave/")
    assert look(client) == []


@pytest.mark.parametrize("text", ["؟؟؟ !!!", "x" * 3000, "\u202e\u2066", "الشكاية بالقنصلية"])
def test_odd_words_propose_without_a_fault(client, text):
    send(client, text="شكاية القنصلية", key=str(uuid.uuid4()))
    assert client.post(ASK, data(text=text), follow=True).status_code == 200


def test_pressed_twice_it_is_one_question_and_other_words_are_another(client):
    key = str(uuid.uuid4())
    first = send(client, key=key)
    assert send(client, key=key) == first
    assert send(client, key=key, text="Autre chose") != first
    mended = send(client, key=key, email="mended@example.org")
    assert (mended == first, mended.email) == (False, "mended@example.org")
    assert send(client, key="nonsense") != send(client, key="nonsense")


def test_the_address_is_encrypted_at_rest(client):
    question = send(client)
    with connection.cursor() as cursor:
        cursor.execute("SELECT email FROM knowledge_question WHERE id = %s", [question.pk])
        stored = cursor.fetchone()[0]
    assert "salma" not in stored
    assert stored


def test_an_account_is_told_at_its_own_address(client):
    user = UserFactory()
    client.force_login(user)
    assert "email" not in client.get(ASK).context["form"].fields
    question = send(client)
    assert (question.user, question.email) == (user, "")
    assert question.number in client.get(reverse("intake:mine")).text


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": ""},
        {"text": "x" * 3001},
        {"text": "\x00"},
        {"email": "nobody"},
        {"email": "x" * 10**5 + "@example.org"},
        {"language": "xx"},
        {"country": "ZZ"},
        {"website": "https://spam.example"},
    ],
)
def test_what_cannot_be_sent_comes_back_with_its_words(client, wrong):
    answer = client.post(ASK, data(send="1", **wrong), follow=True)
    assert answer.redirect_chain == [(f"{ASK}?check=1", 303)]
    assert answer.context["form"].errors
    assert "Salma@Example.org" in answer.text or "email" in wrong
    assert not Question.objects.exists()


def test_the_trap_shows_itself_to_who_fell_into_it(client):
    answer = client.post(ASK, data(send="1", website="x"), headers={"accept-language": "en"}, follow=True)
    assert "Empty the last field of this page" in answer.text
    assert 'class="honeypot"' not in answer.text


def test_switching_the_language_keeps_what_was_typed(client):
    answer = client.post(ASK, data(switch_language="ar", text="سؤالي"), follow=True)
    assert answer.redirect_chain == [(ASK, 303)]
    assert 'lang="ar"' in answer.text
    assert "سؤالي" in answer.text
    assert not answer.context["form"].errors


def test_back_and_reload_show_the_question_and_send_nothing(shelf, client):
    shelf()
    client.post(ASK, data())
    looked = client.get(f"{ASK}?look=1")
    assert looked.context["similar"]
    for address in (ASK, f"{ASK}?look=1", f"{ASK}?check=1"):
        shown = client.get(address)
        assert shown.context["form"]["text"].value() == TEXT
        assert not shown.context["form"].errors
        assert "no-store" in shown.headers["Cache-Control"]
    assert not Question.objects.exists()


@pytest.mark.parametrize("press", [{"send": "1"}, {"found": "1"}])
def test_what_was_typed_is_kept_no_longer_than_needed(client, press):
    client.post(ASK, data())
    assert TEXT.splitlines()[0] not in str(dict(client.session))
    client.post(ASK, data(**press))
    for address in (ASK, f"{ASK}?look=1"):
        assert not client.get(address).context["form"]["text"].value()


def test_a_question_left_unsent_is_forgotten_with_time_and_with_the_device(client):
    client.post(ASK, data())
    with time_machine.travel(timezone.now() + timedelta(minutes=31), tick=False):
        assert TEXT.splitlines()[0] not in client.get(f"{ASK}?look=1").text
    client.post(ASK, data())
    client.post(reverse("knowledge:leave"))
    assert TEXT.splitlines()[0] not in client.get(ASK).text


def test_a_network_asks_a_bounded_number_of_questions(client, monkeypatch):
    monkeypatch.setattr(questions, "ASKED_A_NETWORK", 2)
    assert [client.post(ASK, data(send="1")).status_code for _time in range(3)] == [303, 303, 429]
    assert Question.objects.count() == 2


def test_words_of_the_search_go_into_the_form(client):
    assert "mon avocat" in client.get(ASK, {"q": "mon avocat"}).text


# Opening


def test_who_asked_sees_number_and_code_for_half_an_hour(client):
    question = send(client)
    code = numbers.code_of(question)
    assert code in client.get(page(question)).text
    with time_machine.travel(timezone.now() + timedelta(minutes=31), tick=False):
        shown = client.get(page(question))
        assert shown.status_code == 200
        assert code not in shown.text


def test_number_and_code_open_it_elsewhere_typed_carelessly(client):
    question = send(client)
    other = Client()
    typed = {
        "number": question.number.lower().replace("-", " "),
        "code": numbers.code_of(question).lower().replace("-", ""),
    }
    assert other.get(page(question)).status_code == 404
    assert other.post(DOOR, typed).status_code == 302
    shown = other.get(page(question))
    assert "Faut-il un avocat" in shown.text
    assert numbers.code_of(question) not in shown.text


def test_a_wrong_code_and_an_unknown_number_look_alike(client):
    question, stranger = send(client), send(Client(), text="Autre")
    errors = []
    for number in (question.number, numbers.new_number()):
        answer = Client().post(DOOR, {"number": number, "code": numbers.code_of(stranger)})
        assert answer.status_code == 422
        errors.append(answer.context["form"].errors.as_text())
    assert errors[0] == errors[1]


@pytest.mark.parametrize("value", ["\x00", "x" * 10**5, "٠١٢", "'; --", ""])
def test_nonsense_opens_nothing(client, value):
    assert client.post(DOOR, {"number": value, "code": value}).status_code == 422


def test_after_too_many_wrong_codes_no_code_is_looked_at(client, monkeypatch):
    monkeypatch.setattr(access, "TRIES", 1)
    question = send(Client())
    client.post(DOOR, {"number": question.number, "code": "0000"})
    assert client.post(DOOR, {"number": question.number, "code": numbers.code_of(question)}).status_code == 422


def test_a_neighbours_question_is_a_404_like_one_that_does_not_exist(client):
    mine, other = send(client), send(Client(), text="Autre")
    assert client.get(page(mine)).status_code == 200
    assert client.get(page(other)).status_code == 404
    assert client.get(reverse("knowledge:question", args=[numbers.new_number()])).status_code == 404
    user, stranger = UserFactory(), UserFactory()
    Question.objects.filter(pk=other.pk).update(user=user)
    client.force_login(stranger)
    assert client.get(page(other)).status_code == 404
    client.force_login(user)
    assert client.get(page(other)).status_code == 200


def test_closing_it_closes_it_and_so_does_time(client, settings):
    question = send(client)
    with time_machine.travel(timezone.now() + timedelta(minutes=settings.SESSION_IDLE_MINUTES + 2), tick=False):
        assert client.get(page(question)).status_code == 404
    again = send(client)
    client.post(reverse("knowledge:leave"))
    assert client.get(page(again)).status_code == 404


def test_the_link_of_the_mail_opens_on_a_press_and_grows_old(client):
    question = send(Client())
    url = reverse("knowledge:open", args=[signing.dumps(question.pk, salt=OPEN_LINK)])
    assert client.get(url).status_code == 200
    assert client.get(page(question)).status_code == 404
    assert client.post(url).status_code == 302
    assert client.get(page(question)).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(days=31), tick=False):
        assert client.post(url).status_code == 410
    assert client.post(reverse("knowledge:open", args=["nonsense"])).status_code == 410


# The answer


def answered(question: Question, text: str = "Non, c’est gratuit.") -> None:
    last = question.replies.order_by("-pk").first()
    actor = _staff()
    actions.answer(question, actor=actor, text=text, seen=last.pk if last else 0)
    question.refresh_from_db()


def _staff() -> Actor:
    return person(UserFactory(role="supervisor"))


def test_the_asker_is_told_by_a_mail_that_holds_a_link_and_no_word(client):
    question = send(client)
    answered(question)
    message = OutboxMessage.objects.get(kind="question_answered")
    assert message.context == {}
    rendered = outbox.render(message)
    assert question.number in rendered.subject
    assert "avocat" not in rendered.text + rendered.subject
    assert "gratuit." not in rendered.text.split("Institution")[0]
    link = re.search(r"http://\S+/questions/open/(\S+)/", rendered.text)
    assert signing.loads(link[1], salt=OPEN_LINK) == question.pk
    assert "Non, c’est gratuit." in client.get(page(question)).text


@pytest.mark.parametrize("language", ["ar", "fr", "en", "es"])
def test_the_mail_is_in_the_language_of_the_question(client, language):
    question = send(client, language=language)
    answered(question)
    assert outbox.render(OutboxMessage.objects.get(kind="question_answered")).language == language


def test_the_mail_comes_by_day_where_the_asker_lives(client, settings):
    settings.QUIET_HOURS = (21, 8)
    CountryFactory(code="CA", time_zone="America/Toronto")
    question = send(client, country="CA")
    answered(question)
    found = outbox.registry.resolve(OutboxMessage.objects.get(kind="question_answered"))
    assert (found.hours, found.time_zone, found.neutral) == ((8, 21), "America/Toronto", "")


def test_an_account_is_told_as_it_said_in_its_last_file(client):
    user = UserFactory(email="salma@example.org")
    ComplaintFactory(history=False, complainant__user=user)
    latest = ComplaintFactory(
        history=False, complainant__user=user, complainant__contact_rule="careful", complainant__contact_from=18,
        complainant__contact_until=20, complainant__neutral_subject=True,
    ).complainant  # fmt: skip
    client.force_login(user)
    question = send(client)
    answered(question)
    message = OutboxMessage.objects.get(kind="question_answered")
    assert outbox.registry.resolve(message).hours == (18, 20)
    mail = outbox.render(message)
    assert not [word for word in (question.number, "Médiateur", "Mediator") if word in mail.subject + mail.text]
    Person.objects.filter(pk=latest.pk).update(contact_rule="file_only")
    assert outbox.registry.resolve(message) is None


def test_without_an_address_nobody_is_mailed(client):
    question = send(client, email="")
    answered(question)
    assert not OutboxMessage.objects.filter(kind="question_answered").exists()
    assert "Non, c’est gratuit." in client.get(page(question)).text


def test_a_correction_stands_below_and_is_told_too(client):
    question = send(client)
    answered(question)
    answered(question, "Pardon : oui, parfois.")
    shown = client.get(page(question)).text
    assert shown.index("Non, c’est gratuit.") < shown.index("Pardon : oui, parfois.")
    assert OutboxMessage.objects.filter(kind="question_answered").count() == 2


# Forgetting


def test_twelve_months_after_the_answer_the_asker_is_forgotten(client):
    user = UserFactory()
    by_address, waiting, corrected = send(client), send(Client(), text="b"), send(Client(), text="c")
    client.force_login(user)
    by_account = send(client, text="d")
    for question in (by_address, by_account, corrected):
        answered(question)
    later = timezone.now() + KEPT
    with time_machine.travel(later - timedelta(days=2), tick=False):
        answered(corrected, "Encore")
        assert forget_askers() == 0
    with time_machine.travel(later + timedelta(days=1), tick=False):
        assert forget_askers() == 2
        assert forget_askers() == 0
    for question in (by_address, by_account, waiting, corrected):
        question.refresh_from_db()
    assert not by_address.will_be_told
    assert not by_account.will_be_told
    assert waiting.will_be_told
    assert corrected.will_be_told
    assert Client().post(DOOR, {"number": by_address.number, "code": numbers.code_of(by_address)}).status_code == 302


def test_a_mail_that_waited_longer_than_the_address_goes_to_nobody(client):
    question = send(client)
    answered(question)
    Question.objects.filter(pk=question.pk).update(email="")
    with pytest.raises(outbox.Nobody):
        outbox.render(OutboxMessage.objects.get(kind="question_answered"))
