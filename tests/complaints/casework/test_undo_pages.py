"""The window of an act on the pages: at the desk with its buttons, outside not at all."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from complaints.casework import actions
from complaints.enums import State
from complaints.models import Complaint, Grace
from complaints.notifications.models import OutboxMessage
from complaints.workflow import transitions, undo
from complaints.workflow.moves import Seal
from tests.complaints.follow_up.opening import CODE, with_code

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard(life, settings):
    """A file ready for its decision, whose past was told long ago."""
    settings.UNDO_MINUTES = 0
    case = life.heard()
    settings.UNDO_MINUTES = 10
    return case


@pytest.fixture
def closed(life, heard):
    """Closed a moment ago."""
    transitions.settle(
        heard,
        actor=life.head,
        seal=life.two(),
        outcome="settled_full",
        remedies=["payment"],
        proof="Virement 123",
        public_text="Tout est payé.",
    )
    return Complaint.objects.get(pk=heard.pk)


def file_page(client, case):
    return client.get(reverse("admin:complaints_complaint_change", args=[case.pk])).content.decode()


def over(grace: Grace) -> None:
    Grace.objects.update(until=timezone.now())
    OutboxMessage.objects.filter(next_at__gt=timezone.now()).update(next_at=timezone.now())


def test_the_file_says_when_it_is_sent_and_one_press_takes_it_back(life, desk, closed):
    client = desk(life.head)
    page = file_page(client, closed)
    at = timezone.localtime(Grace.objects.get().until)
    assert re.search(rf"Will be sent at \D*{at:%H:%M}", page)
    assert "10 minutes left" in page
    address = reverse("admin:undo", args=[Grace.objects.get().press])
    assert f'action="{address}"' in page
    assert client.get(address).status_code == 405
    answer = client.post(address, follow=True)
    assert "the file is as it was" in answer.content.decode()
    assert Complaint.objects.get(pk=closed.pk).state == State.CITIZEN_COMMENT
    again = client.post(address, follow=True)
    assert again.status_code == 200
    assert closed.events.filter(name="undone").count() == 1
    history = client.get(reverse("admin:complaints_complaint_change", args=[closed.pk]) + "?tab=history")
    assert "Taken back: nobody outside was told" in history.content.decode()


def test_afterwards_it_says_what_corrects_it(life, desk, closed):
    over(Grace.objects.get())
    page = file_page(desk(life.head), closed)
    assert "can no longer be taken back" in page
    assert "Ask for a review" in page
    assert "Undo" not in page


def test_the_notices_of_the_file_say_that_they_wait(life, desk, closed):
    OutboxMessage.objects.exclude(event=undo.key(Grace.objects.get().event_id)).delete()
    client, address = desk(life.head), reverse("admin:complaints_complaint_change", args=[closed.pk]) + "?tab=exchanges"
    page = client.get(address).content.decode()
    row = page[page.index("Notices sent") :]
    assert row.count("Waiting") == 2
    transitions.take_back(Grace.objects.get(), actor=life.head)
    page = client.get(address).content.decode()
    assert page[page.index("Notices sent") :].count("Taken back") == 2


def test_what_corrects_an_act_stands_on_the_file_and_on_no_other_page(life, desk, heard, settings):
    settings.UNDO_MINUTES = 0
    words = "can no longer be taken back"
    client = desk(life.handler)
    for tab in ("", "exchanges", "history"):
        address = reverse("admin:complaints_complaint_change", args=[heard.pk]) + f"?tab={tab}"
        assert client.get(address).content.decode().count(words) == 1, tab  # the answer was recorded a moment ago
    actions.add_note(heard, actor=life.handler, text="…")
    actions.assign(heard, actor=life.head, handler=life.actor("handler", life.unit).user)
    form = {"public_text": "Voici.", "seen": heard.events.latest("pk").pk}
    preview = client.post(reverse("admin:case_act", args=[heard.pk, "suspend"]), form).content.decode()
    assert "Voici." in preview
    assert words not in preview


def test_it_can_be_sent_now(life, desk, closed):
    address = reverse("admin:send_now", args=[Grace.objects.get().press])
    desk(life.head).post(address)
    assert undo.running(closed) is None
    assert OutboxMessage.objects.filter(kind="complaint_closed", channel="email", next_at__lte=timezone.now()).exists()


def send_now(client, case) -> None:
    """By the button that the file shows, which says until when the act would wait."""
    page = file_page(client, case)
    grace = Grace.objects.filter(complaint=case).latest("pk")
    assert f"{timezone.localtime(grace.until):%H:%M}" in page
    address = reverse("admin:send_now", args=[grace.press])
    assert f'action="{address}"' in page
    client.post(address)


def test_the_administration_finds_a_letter_and_a_recommendation_when_they_are_sent_now(life, desk, settings):
    """Until then its inbox is empty, and the file says why: who walks through a case need not wait ten minutes."""
    settings.UNDO_MINUTES = 0
    case = life.admitted()
    settings.UNDO_MINUTES = 10
    actions.send_letter(case, actor=life.handler, language="fr", subject="Plainte", body="Monsieur,")
    inbox = desk(life.liaison)
    assert not inbox.get(reverse("casework:letters")).context["lines"]
    send_now(desk(life.handler), case)
    (line,) = inbox.get(reverse("casework:letters")).context["lines"]
    assert line.letter.complaint_id == case.pk
    settings.UNDO_MINUTES = 0
    heard = life.heard()
    settings.UNDO_MINUTES = 10
    transitions.recommend(
        heard,
        actor=life.supervisor,
        seal=life.two(),
        language="fr",
        grounds="Le titre est définitif.",
        measure="Payer.",
        public_text="Nous recommandons le paiement.",
    )
    made = reverse("casework:letters") + "?view=made"
    assert not inbox.get(made).context["lines"]
    send_now(desk(life.supervisor), heard)
    (line,) = inbox.get(made).context["lines"]
    assert line.made.complaint_id == heard.pk


def test_too_late_is_said_and_changes_nothing(life, desk, closed):
    press = Grace.objects.get().press
    over(Grace.objects.get())
    answer = desk(life.head).post(reverse("admin:undo", args=[press]), follow=True)
    assert "too late" in answer.content.decode()
    assert Complaint.objects.get(pk=closed.pk).state == State.CLOSED
    Grace.objects.all().delete()
    assert "too late" in desk(life.head).post(reverse("admin:undo", args=[press]), follow=True).content.decode()


@pytest.mark.parametrize("who", ["neighbour", "administrator", "liaison", "citizen"])
def test_a_stranger_takes_nothing_back(life, desk, closed, who):
    grace = Grace.objects.get()
    for name in ("undo", "send_now"):
        desk(getattr(life, who)).post(reverse(f"admin:{name}", args=[grace.press]))
    grace.refresh_from_db()
    assert grace.undone_at is None
    assert undo.running(closed) == grace


def test_a_file_that_left_the_unit_can_be_fetched_back_from_the_queue(life, desk, heard):
    client = desk(life.head)
    address = reverse("admin:case_act", args=[heard.pk, "change_unit"])
    form = {"unit": life.other_unit.pk, "reason": "Région", "seen": heard.events.latest("pk").pk}
    shown = client.post(address, form).content.decode()
    seal = re.search(r'name="seal" value="(\w+)"', shown)
    assert seal
    page = client.post(address, {**form, "confirm": "1", "seal": seal[1]}, follow=True).content.decode()
    assert Complaint.objects.get(pk=heard.pk).unit_id == life.other_unit.pk
    back = reverse("admin:undo", args=[Grace.objects.get().press])
    assert f'action="{back}"' in page
    client.post(back)
    assert Complaint.objects.get(pk=heard.pk).unit_id == life.unit.pk


def test_the_complainant_reads_the_file_as_it_was_until_the_window_is_over(client, life, closed):
    with_code(closed)
    client.post(reverse("follow_up:login"), {"reference": closed.reference, "code": CODE})
    address = reverse("follow_up:case", args=[closed.reference])
    before = client.get(address).content.decode()
    assert "Tout est payé." not in before
    assert "Your comments" in before or "commentaires" in before or "observations" in before
    assert client.get(reverse("follow_up:review", args=[closed.reference])).status_code in (302, 404, 200)
    data = client.get(reverse("follow_up:data_file", args=[closed.reference, "json"])).content.decode()
    assert "Tout est payé." not in data
    assert closed.events.filter(name="data_downloaded").exists()
    over(Grace.objects.get())
    assert "Tout est payé." in client.get(address).content.decode()


def test_what_was_taken_back_is_never_read_outside(client, life, closed):
    transitions.take_back(Grace.objects.get(), actor=life.head)
    with_code(closed)
    client.post(reverse("follow_up:login"), {"reference": closed.reference, "code": CODE})
    page = client.get(reverse("follow_up:case", args=[closed.reference])).content.decode()
    assert "Tout est payé." not in page
    data = client.get(reverse("follow_up:data_file", args=[closed.reference, "json"])).content.decode()
    assert "Tout est payé." not in data


def test_the_interlocutor_reads_no_letter_that_can_be_taken_back(life, desk, settings):
    settings.UNDO_MINUTES = 0
    case = life.admitted()
    settings.UNDO_MINUTES = 10
    letter = actions.send_letter(case, actor=life.handler, language="fr", subject="Plainte", body="Madame,")
    client = desk(life.liaison)
    address = reverse("casework:letter", args=[letter.pk])
    assert client.get(address).status_code == 404
    assert letter.number not in client.get(reverse("casework:letters")).content.decode()
    over(Grace.objects.get())
    assert client.get(address).status_code == 200


def test_the_interlocutor_reads_a_recommendation_as_it_stands_outside(life, desk, settings):
    settings.UNDO_MINUTES = 0
    case, other = life.recommended(), life.heard()
    settings.UNDO_MINUTES = 10
    (made,) = case.recommendations.all()
    transitions.follow_up(case, actor=life.handler, reply="refuses", text="Jamais de la vie.")
    client = desk(life.liaison)
    address = reverse("casework:recommendation", args=[made.pk])
    assert "Refuses it" not in client.get(address).content.decode()
    transitions.recommend(
        other,
        actor=life.supervisor,
        seal=Seal(proposed_by=life.handler.user),
        grounds="G",
        measure="M",
        public_text="…",
    )
    (new,) = other.recommendations.all()
    assert client.get(reverse("casework:recommendation", args=[new.pk])).status_code == 404
    over(Grace.objects.latest("pk"))
    assert "Refuses it" in client.get(address).content.decode()
    assert client.get(reverse("casework:recommendation", args=[new.pk])).status_code == 200


def test_what_was_typed_stands_in_the_form_again(life, desk, settings):
    settings.UNDO_MINUTES = 0
    case = life.admitted()
    settings.UNDO_MINUTES = 10
    client = desk(life.handler)
    address = reverse("admin:case_act", args=[case.pk, "send_to_administration"])
    form = {"language": "fr", "subject": "Plainte", "body": "Madame, un mot faux.", "seen": case.events.latest("pk").pk}
    seal = re.search(r'name="seal" value="(\w+)"', client.post(address, form).content.decode())
    assert seal
    client.post(address, {**form, "confirm": "1", "seal": seal[1]})
    page = client.post(reverse("admin:undo", args=[Grace.objects.get().press]), follow=True).content.decode()
    again = re.search(rf'href="({address}\?again=[\w-]+)"', page)
    assert again
    assert "Madame, un mot faux." in client.get(again[1]).content.decode()
    assert "Madame, un mot faux." not in desk(life.head).get(again[1]).content.decode()
    undo.forget(now=timezone.now() + timedelta(days=2))
    assert "Madame, un mot faux." not in client.get(again[1]).content.decode()
    assert client.get(f"{address}?again=nonsense").status_code == 200
