"""C28: the button is there while the time limit runs; afterwards the page says so and names what is left."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from complaints.enums import State
from complaints.models import Complaint
from complaints.notifications import outbox
from complaints.notifications.models import OutboxMessage
from complaints.workflow import transitions
from complaints.workflow.moves import Seal
from tests.complaints.follow_up.opening import CODE, address, with_code

pytestmark = pytest.mark.django_db
WORDS = {"ground": "error", "text": "Vous n'avez pas lu ma pièce 3."}


@pytest.fixture
def closed(life):
    """Closed as not founded; the code opens it."""
    two = Seal(proposed_by=life.handler.user)
    case = transitions.close_unfounded(
        life.heard(), actor=life.head, seal=two, basis="loi 7-81", public_text="Rien à redire."
    )
    return with_code(case)


def test_the_file_offers_the_review_with_its_last_day(closed, opened):
    page = opened(closed).get(address("case", closed))
    assert address("review", closed) in page.text
    assert page.context["chance"].until is not None


def test_a_review_is_asked_for_and_stands_in_the_story(closed, opened):
    client = opened(closed)
    answer = client.post(address("review", closed), WORDS)
    assert answer.status_code == 302
    case = Complaint.objects.get(pk=closed.pk)
    assert case.state == State.REVIEW
    page = client.get(address("case", closed))
    assert "Vous n&#x27;avez pas lu ma pièce 3." in page.text
    assert address("withdraw", closed) not in page.text
    assert "now" in {each["tone"] for each in page.context["journey"]}
    labels = [each["label"] for each in page.context["journey"] if each["tone"] == "past"]
    assert str(page.context["journey"][-1]["label"]) not in labels  # the end is not behind it


def test_pressed_twice_it_is_one_review(closed, opened):
    client = opened(closed)
    for _press in range(2):
        assert client.post(address("review", closed), WORDS).status_code == 302
    assert closed.reviews.count() == 1


def test_what_is_missing_is_said_and_what_was_typed_stays(closed, opened):
    answer = opened(closed).post(address("review", closed), {"text": "Ma pièce 3"})
    assert answer.status_code == 422
    assert "Ma pièce 3" in answer.text
    assert "ground" in answer.context["form"].errors


def test_nothing_typed_is_lost_when_the_session_ended(closed, client):
    answer = client.post(address("review", closed), WORDS)
    assert answer.status_code == 401
    assert "pièce 3" in answer.text
    answer = client.post(address("review", closed), {**WORDS, "reference": closed.reference, "code": CODE})
    assert "pièce 3" in answer.text
    assert answer.status_code == 200
    assert Complaint.objects.get(pk=closed.pk).state == State.CLOSED


@pytest.mark.parametrize("text", ["\x00", b"\xed\xa0\x80x", "x" * 10**6], ids=["NUL", "surrogate", "long"])
def test_nonsense_is_no_crash(closed, opened, text):
    answer = opened(closed).post(address("review", closed), {"ground": "error", "text": text})
    assert answer.status_code in (302, 422)


def test_after_the_last_day_the_page_says_so_and_names_what_is_left(closed, opened):
    with time_machine.travel(timezone.now() + timedelta(days=80), tick=False):
        client = opened(closed)
        case, review = client.get(address("case", closed)), client.get(address("review", closed))
        refused = client.post(address("review", closed), WORDS)
    for page in (case, review):
        assert page.status_code == 200
        assert str(page.context["chance"].decision.reason) in page.text
    assert address("review", closed) not in case.text
    assert '<form method="post" id="main-form"' not in review.text
    assert refused.status_code == 422
    assert Complaint.objects.get(pk=closed.pk).state == State.CLOSED


def test_a_strangers_file_is_not_there(closed, life, opened):
    other = life.registered()
    assert opened(other).get(address("review", closed)).status_code == 404


def test_who_comes_from_the_no_of_a_mail_is_led_to_the_review(closed, client):
    login = f"{reverse('follow_up:login')}?to=review"
    answer = client.post(login, {"reference": closed.reference, "code": CODE})
    assert answer.url == address("review", closed)
    elsewhere = client.post(
        f"{reverse('follow_up:login')}?to=//evil.example", {"reference": closed.reference, "code": CODE}
    )
    assert elsewhere.url == address("case", closed)


def test_the_pages_cost_does_not_grow_with_the_story(closed, opened, django_assert_max_num_queries, life):
    client = opened(closed)
    client.get(address("case", closed))
    for _round in range(3):
        client.post(address("write", closed), {"text": "encore"})
    with django_assert_max_num_queries(32):
        client.get(address("case", closed))


# --- the answer restarts the clock, whichever page it came from ---


def test_a_message_while_we_wait_for_items_counts_as_the_answer(life, opened):
    case = with_code(life.waiting())
    opened(case).post(address("write", case), {"text": "La copie est perdue, voici pourquoi."})
    now = Complaint.objects.get(pk=case.pk)
    assert (now.state, now.new_reply) == (State.PRELIM_REVIEW, True)
    assert now.due_on > timezone.localdate()
    assert not case.information_requests.filter(answered_at=None).exists()
    assert case.messages.count() == 1


def link_in(case, kind) -> str:
    """The page to which the newest mail of this kind leads, as its reader finds it."""
    mail = OutboxMessage.objects.filter(about=f"complaint:{case.pk}", kind=kind, channel="email").latest("pk")
    (url,) = re.findall(r"https?://\S+/follow/\S+", outbox.render(mail).text)
    return url.replace(settings.SITE_URL, "")


def test_a_reply_by_the_link_of_the_mail_restarts_it_too(life, client):
    case = life.waiting()
    page = link_in(case, "complaint_information_requested")
    assert client.get(page).status_code == 200
    assert not OutboxMessage.objects.filter(kind="complaint_open_link").exists(), "looking sends nothing"
    assert client.post(page).status_code == 200
    entered = client.post(link_in(case, "complaint_open_link"))
    assert entered.url == address("answer", case), "to what we wait for"
    item = case.information_requests.get().items.first()
    assert client.post(entered.url, {f"answer_{item.pk}": "La copie est perdue, voici pourquoi."}).status_code == 302
    now = Complaint.objects.get(pk=case.pk)
    assert (now.state, now.new_reply) == (State.PRELIM_REVIEW, True)
    assert now.due_on > timezone.localdate()
    assert client.get(page).url == address("case", case), "here the file is open already"


def test_who_wrote_is_not_closed_as_silent(life):
    """Waiting for a first step with the administration a message answers nothing, but somebody reads it first."""
    from accounts.actors import code_holder
    from complaints.follow_up import actions as citizen_side
    from complaints.workflow.errors import Incomplete

    case = transitions.await_prior_step(life.in_study(), actor=life.handler)
    citizen_side.write_message(case, actor=code_holder(case.pk), text="L'administration ne répond pas.")
    later = Seal(proposed_by=life.handler.user, at=timezone.now() + timedelta(days=90))
    with pytest.raises(Incomplete, match="read"):
        transitions.close_incomplete(case, actor=life.head, seal=later, public_text="…")


# --- the comment on the answer ---


def test_the_answer_stands_beside_the_box_for_comments(life, opened):
    case = with_code(life.commented())
    page = opened(case).get(address("write", case))
    assert "Nous paierons." in page.text
    assert page.context["deadline"] in page.text
    assert page.context["deadline"]


def test_after_the_comments_it_is_our_turn(life, opened):
    case = with_code(life.commented())
    client = opened(case)
    assert client.get(address("case", case)).context["turn"] == "citizen"
    client.post(address("write", case), {"text": "Ce n'est pas vrai."})
    page = client.get(address("case", case))
    assert page.context["turn"] == "institution"
    assert "We have your comments" in page.context["deadline"] or page.context["deadline"]


def test_who_lives_on_another_clock_reads_the_last_minute_on_both(life, opened):
    case = with_code(life.commented())
    person = case.complainant
    person.time_zone = "Asia/Tokyo"
    person.save()
    page = opened(case).get(address("case", case))
    assert page.context["zone"] == "Asia/Tokyo"
    assert "23:59" in page.text
