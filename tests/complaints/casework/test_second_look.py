"""What the second person is shown, and what two people together cannot get past."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.actors import code_holder
from complaints.casework import actions
from complaints.casework.letters.facts import Source
from complaints.casework.queue import View, complaints_in
from complaints.workflow import deadlines, transitions
from complaints.workflow.deadlines import Clock
from complaints.workflow.errors import Incomplete
from tests.complaints.casework.test_desk_acts import go, hidden, url

pytestmark = pytest.mark.django_db


def waiting(actor) -> list[int]:
    files = complaints_in(View.VALIDATE, actor=actor, today=timezone.localdate())
    return list(files.values_list("pk", flat=True))


def test_the_proposal_of_a_review_waits_for_who_had_no_hand_in_the_file(life, desk):
    case = life.contested()  # the handler proposed it, the head validated it
    row = actions.propose(case, "confirm_closing", actor=life.other_head(), data={"public_text": "Rien de neuf."})
    fresh = life.actor("supervisor", None)
    assert waiting(fresh) == [case.pk]
    assert waiting(life.head) == []
    page = desk(life.head).get(f"{url(case)}proposals/{row.pk}/").content.decode()
    assert "Another person than those who decided first decides a review." in page
    assert 'name="validate"' not in page
    assert 'name="validate"' in desk(fresh).get(f"{url(case)}proposals/{row.pk}/").content.decode()


def test_what_is_signed_for_the_mediateur_waits_in_no_heads_list(life, desk):
    case = life.followed(reply="refuses")
    told = {"not_followed": "Refus.", "public_text": "La province refuse.", "waiting": None}
    actions.propose(case, "close_refused", actor=life.handler, data=told)
    assert (waiting(life.head), waiting(life.supervisor)) == ([], [case.pk])
    assert "a supervisor signs it for the Médiateur" in desk(life.handler).get(url(case, "close_refused")).text
    assert "a supervisor signs it" not in desk(life.handler).get(url(case, "close_executed")).text


@pytest.mark.parametrize("order", ["", "DS 3/2026"])
@pytest.mark.parametrize("name", ["recommend", "investigate"])
def test_it_waits_for_a_head_when_it_names_the_order_that_lets_them_sign(life, desk, name, order):
    case = life.heard()
    facts = {"grounds": "a", "measure": "b"} if name == "recommend" else {"mission": "Sur place."}
    facts |= {"public_text": "c", "special_order": order}
    row = actions.propose(case, name, actor=life.handler, data=facts)
    assert (waiting(life.head), waiting(life.supervisor)) == ([case.pk] if order else [], [case.pk])
    page = desk(life.head).get(f"{url(case)}proposals/{row.pk}/").text
    assert ("or leave it to a supervisor" in page) is (order == "")
    assert "by the order that you name" in desk(life.supervisor).get(url(case, name)).text


@pytest.mark.parametrize("end", ["taken back", "returned"])
def test_what_comes_back_is_mended_and_not_typed_anew(life, desk, end):
    case = life.heard()
    facts = {"mission": "Sur place, à Nador.", "special_order": "", "public_text": "Nous allons voir."}
    row = actions.propose(case, "investigate", actor=life.handler, data=facts)
    if end == "returned":
        actions.send_back(row, actor=life.supervisor, reason="Quel ordre ?")
    else:
        actions.take_back(row, actor=life.handler)
    page = desk(life.handler).get(url(case, "investigate"))
    assert page.status_code == 200
    assert "Sur place, à Nador." in page.text
    assert "error-summary" not in page.text
    assert "Sur place, à Nador." not in desk(life.head).get(url(case, "investigate")).text, "whose words they are"


def test_a_recommendation_begins_in_the_language_of_the_last_letter(life, desk):
    case = life.heard()
    assert desk(life.handler).get(url(case, "recommend")).context["form"]["language"].value() == "fr"


def test_the_preview_of_a_recommendation_shows_the_mail_to_the_administration(life, desk):
    case, client = life.commented(), desk(life.handler)
    address = url(case, "recommend")
    facts = {"language": "fr", "grounds": "Motifs.", "measure": "Payer.", "days": "60", "public_text": "Parce que."}
    page = client.post(address, {**hidden(client.get(address).text), **facts})
    assert page.status_code == 200
    letters = reverse("casework:letters")
    assert [letters in str(row["message"].blocks) for row in page.context["preview"]["others"]] == [True]


def test_a_day_is_written_in_words_on_the_page_of_the_second_person(life, desk):
    case, today = life.followed(), timezone.localdate()
    facts = {
        "day": today.isoformat(),
        "proof": "Virement 12",
        "documents": [],
        "remedies": ["payment"],
        "waiting": None,
    }
    row = actions.propose(case, "close_executed", actor=life.handler, data={**facts, "public_text": "C’est payé."})
    page = desk(life.supervisor).get(f"{url(case)}proposals/{row.pk}/").content.decode()
    assert today.isoformat() not in page.split("</dl>")[1]
    assert str(today.year) in page


def test_nothing_was_carried_out_before_it_was_recommended(life):
    case = life.followed()
    day = (timezone.localdate() - timedelta(days=1)).isoformat()
    facts = {"day": day, "proof": "Virement 12", "remedies": ["payment"], "public_text": "C’est payé."}
    with pytest.raises(Incomplete, match="before it was recommended"):
        transitions.close_executed(case, actor=life.supervisor, seal=life.two(), **facts)


@pytest.mark.parametrize(
    ("language", "text", "warned"),
    [("ar", "Bonjour.", True), ("ar", "سلام IMR-2026", False), ("fr", "سلام تام", True), ("fr", "Bonjour.", False)],
)
def test_a_text_in_other_letters_than_its_readers_is_pointed_out(life, desk, language, text, warned):
    case = life.in_study(language=language)
    previewed, _done = go(desk(life.handler), case, "message", text=text)
    assert ("stands in other letters" in previewed.content.decode()) is warned


def test_what_is_typed_days_after_it_came_is_promised_no_day_that_has_passed():
    clocks = (Clock.ACKNOWLEDGEMENT, Clock.PRELIMINARY_STUDY)
    dates = {"received": date(2026, 11, 3), "registered": date(2026, 11, 30), "holidays": ()}
    assert [deadlines.promised(clock, **dates) for clock in clocks] == [date(2026, 12, 2), date(2026, 12, 2)]
    dates["received"] = date(2026, 11, 27)
    assert [deadlines.promised(clock, **dates) for clock in clocks] == [date(2026, 12, 2), date(2026, 12, 14)]


def test_the_second_person_sees_that_a_text_stands_in_other_letters(life, desk):
    case = life.settled(language="ar")
    case = transitions.request_review(case, actor=code_holder(case.pk), ground="error", text="لم يؤد شيء.")
    row = actions.propose(case, "confirm_closing", actor=life.other_head(), data={"public_text": "Rien de neuf."})
    page = desk(life.actor("supervisor", None)).get(f"{url(case)}proposals/{row.pk}/").content.decode()
    assert "stands in other letters" in page


def test_the_town_stands_once_in_an_address(life):
    case = life.in_study()
    lines = [
        Source(case, "fr").addressee().splitlines()
        for case.complainant.city, case.complainant.address in (
            ("Lille", "12 rue des Lilas\n59000 LILLE"),
            ("Lille", "12 rue des Lilas"),
        )
    ]
    assert [sum("lille" in line.lower() for line in each) for each in lines] == [1, 1]
