"""A form that comes too late shows what happened meanwhile and both versions; sent once more it is the newest version."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from complaints.casework import actions, meanwhile
from complaints.casework.forms import Admit
from complaints.models import Complaint
from complaints.workflow import transitions
from complaints.workflow.moves import Seal

pytestmark = pytest.mark.django_db


def url(case, name: str) -> str:
    return f"/desk/complaints/complaint/{case.pk}/do/{name}/"


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'type="hidden" name="(seen|seal)" value="([^"]*)"', page))


def opened(client, case, name: str) -> dict[str, str]:
    return hidden(client.get(url(case, name)).content.decode())


def rows(answer) -> dict[str, tuple[str, str]]:
    return {str(row.label): (row.now, row.typed) for row in answer.context["form"].both}


def test_two_messages_stand_side_by_side_and_both_are_sent(life, desk):
    case, client = life.in_study(), desk(life.head)
    start = opened(client, case, "message")
    actions.send_message(case, actor=life.handler, text="Nous avons écrit à la province.")
    late = client.post(url(case, "message"), {**start, "text": "Bonjour,\r\nrien de neuf."})
    shown = late.content.decode()
    assert late.status_code == 409
    assert "While you were writing" in shown
    assert rows(late) == {"Message to the complainant": ("Nous avons écrit à la province.", "Bonjour,\nrien de neuf.")}
    assert "rien de neuf.</textarea>" in shown
    again = client.post(url(case, "message"), {**hidden(shown), "text": "Bonjour,\r\nrien de neuf."})
    assert again.status_code == 200
    done = client.post(
        url(case, "message"), {**hidden(again.content.decode()), "text": "Bonjour,\r\nrien de neuf.", "confirm": "1"}
    )
    assert done.status_code == 302
    assert [row.text for row in case.messages.order_by("pk")] == [
        "Nous avons écrit à la province.",
        "Bonjour,\r\nrien de neuf.",
    ]


def test_two_letters(life, desk):
    case, client = life.with_administration(), desk(life.head)
    start = opened(client, case, "write_again")
    actions.write_again(
        case, actor=life.handler, purpose="reminder", language="ar", subject="تذكير", body="نذكركم", documents=()
    )
    typed = {
        "purpose": "head",
        "language": "fr",
        "subject": "Au directeur",
        "body": "Monsieur le Directeur,",
        "unnamed": "on",
    }
    late = client.post(url(case, "write_again"), {**start, **typed})
    assert late.status_code == 409
    found = rows(late)
    assert found["Subject of the letter"] == ("تذكير", "Au directeur")
    assert found["Text of the letter"] == ("نذكركم", "Monsieur le Directeur,")
    assert found["What the letter is for"][0] == "Reminder"
    assert case.letters.count() == 2


def test_what_the_file_says_by_now_stands_beside_what_was_chosen(life, desk):
    case, client = life.in_study(), desk(life.head)
    start = opened(client, case, "assign")
    other = life.actor("handler", life.unit)
    actions.assign(case, actor=life.handler, handler=other.user)
    form = Admit(
        {"subject": life.subject.pk, "administration": life.other_administration.pk},
        complaint=Complaint.objects.get(pk=case.pk),
        actor=life.head,
    )
    assert form.is_valid()
    found = {
        str(row.label): (row.now, row.typed) for row in meanwhile.both_versions(form, case, seen=int(start["seen"]))
    }
    assert found == {"Administration": (str(life.administration.name), str(life.other_administration.name))}


def test_a_proposal_of_a_colleague_is_shown_field_by_field(life, desk):
    case = life.heard()
    client = desk(life.handler)
    start = opened(client, case, "settle")
    data = {"outcome": "settled_full", "remedies": ["payment"], "proof": "Virement 1", "public_text": "Tout est payé."}
    actions.propose(case, "settle", actor=life.head, data=data)
    typed = {
        "outcome": "settled_partial",
        "remedies": ["document"],
        "proof": "Virement 1",
        "public_text": "La moitié est payée.",
    }
    late = client.post(url(case, "settle"), {**start, **typed, "seal": "x", "confirm": "1"})
    assert late.status_code == 409
    found = rows(late)
    assert found["Reasons for the complainant"] == ("Tout est payé.", "La moitié est payée.")
    assert found["What the complainant obtained"][0] == "A payment was made"
    assert "La moitié est payée.</textarea>" in late.content.decode()


def test_a_move_that_is_no_longer_possible_loses_nothing_and_says_what_happened(life, desk):
    case, client = life.in_study(), desk(life.head)
    start = opened(client, case, "request_information")
    transitions.admit(case, actor=life.handler, subject=life.subject)
    late = client.post(
        url(case, "request_information"), {**start, "items": "Passeport", "text": "Il manque le passeport."}
    )
    shown = late.content.decode()
    assert late.status_code == 409
    assert "Admitted" in shown.split("While you were writing")[1]
    assert "Il manque le passeport.</textarea>" in shown


def test_what_was_wrong_for_another_reason_says_nothing_of_others(life, desk):
    case, client = life.with_administration(), desk(life.handler)
    start = opened(client, case, "grant_extension")
    answer = client.post(
        url(case, "grant_extension"), {**start, "day_0": "1", "day_1": "1", "day_2": "2031", "public_text": "x"}
    )
    assert answer.status_code == 422
    assert "While you were writing" not in answer.content.decode()


def test_an_internal_note_of_a_colleague_is_shown_and_stays_internal(life, desk):
    case, client = life.in_study(), desk(life.head)
    start = opened(client, case, "message")
    actions.add_note(case, actor=life.handler, text="À appeler lundi")
    late = client.post(url(case, "message"), {**start, "text": "Bonjour"})
    assert "À appeler lundi" in late.content.decode()
    assert rows(late) == {}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(theirs=st.text(min_size=1, max_size=60), mine=st.text(min_size=1, max_size=60))
def test_whatever_both_wrote_neither_is_lost(life, desk, theirs, mine):
    case = life.in_study()
    client = desk(life.head)
    start = opened(client, case, "note")
    seen = case.events.last().pk
    try:
        actions.send_message(
            case, actor=life.handler, text=theirs.replace("\0", "").encode(errors="ignore").decode() or "x"
        )
    except Exception:
        return
    late = client.post(url(case, "message"), {**start, "seen": seen, "text": mine})
    assert late.status_code in {409, 422}
    if late.status_code == 409:
        assert late.context["form"]["text"].value().strip() or not mine.strip()
    assert case.messages.count() == 1


def test_a_seal_of_another_time_is_still_refused_below(life):
    case = life.in_study()
    seen = case.events.last().pk
    actions.add_note(case, actor=life.handler, text="x")
    with pytest.raises(Exception, match="changed this file"):
        actions.send_message(case, actor=life.head, text="y", seal=Seal(seen=seen))
