"""What a complainant typed on a filed case survives an ended session, a second press and another language."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from complaints import codes, references
from complaints.enums import State
from complaints.workflow import transitions
from tests.complaints.documents import document
from tests.complaints.follow_up.opening import CODE, address, with_code

pytestmark = pytest.mark.django_db
STORY = "Ma mère attend sa pension depuis deux ans."
OURS = {"origin": "http://testserver"}


@pytest.mark.parametrize("name", ["write", "answer", "withdraw"])
def test_a_form_sent_after_the_session_ended_gives_the_words_back_and_asks_for_the_code(life, client, name):
    case = life.waiting()
    answer = client.post(address(name, case), {"text": STORY, "sure": "on"}, headers=OURS)
    assert answer.status_code == 401
    assert STORY in answer.text
    assert '<input type="hidden" name="sure" value="on">' in answer.text
    assert {"reference", "code"} == set(answer.context["form"].fields)


def test_the_page_of_an_ended_session_does_not_tell_whether_the_file_exists(life, client):
    case = life.in_study()
    other = references.new_reference(2026)
    known, unknown = (
        client.post(f"/follow/{reference}/write/", {"text": STORY}, headers=OURS)
        for reference in (case.reference, other)
    )
    assert known.status_code == unknown.status_code == 401
    plain = [
        [line for line in answer.text.replace(reference, "X").splitlines() if "csrf" not in line]
        for answer, reference in ((known, case.reference), (unknown, other))
    ]
    assert plain[0] == plain[1]


def test_number_and_code_lead_back_to_the_page_with_the_words_unsent(life, client):
    case = with_code(life.in_study())
    typed = {"text": STORY, "reference": case.reference, "code": CODE}
    answer = client.post(address("write", case), typed, headers=OURS)
    assert answer.status_code == 200
    assert answer.context["form"]["text"].value() == STORY
    assert not case.messages.exists()
    assert client.post(address("write", case), {"text": STORY}).status_code == 302
    assert case.messages.get().text == STORY


@pytest.mark.parametrize("wrong", ["another code", "another file"])
def test_a_wrong_code_keeps_the_words_too(life, client, wrong):
    case, other = with_code(life.in_study()), with_code(life.in_study())
    typed = {"reference": other.reference, "code": CODE} if wrong == "another file" else {
        "reference": case.reference, "code": codes.new_code(),
    }  # fmt: skip
    answer = client.post(address("write", case), {"text": STORY, **typed}, headers=OURS)
    assert answer.status_code == 422
    assert STORY in answer.text
    assert client.get(address("case", case)).status_code == client.get(address("case", other)).status_code == 404


def test_the_page_of_an_ended_session_changes_its_language_with_the_words(life, client):
    case = life.in_study()
    answer = client.post(address("write", case), {"text": STORY, "code": "", "switch_language": "ar"}, headers=OURS)
    assert answer.status_code == 401
    assert STORY in answer.text
    assert 'dir="rtl"' in answer.text
    assert not answer.context["form"].errors


def test_a_stay_keeps_the_file_open_and_tells_a_stranger_nothing(life, client, opened):
    assert client.get(reverse("follow_up:stay")).status_code == 204
    case = life.in_study()
    assert 'id="session-dialog"' in opened(case).get(address("write", case)).text


def test_two_presses_of_send_are_one_message(life, opened):
    case = life.in_study()
    client = opened(case)
    key = client.get(address("write", case)).context["form"]["key"].value()
    for _press in range(2):
        answer = client.post(address("write", case), {"text": "Bonjour", "key": str(key)})
        assert answer.status_code == 302
    assert case.messages.count() == case.events.filter(name="message_received").count() == 1


def test_other_words_in_a_form_that_was_sent_already_are_a_message_of_their_own(life, opened):
    case = life.in_study()
    client = opened(case)
    key = str(client.get(address("write", case)).context["form"]["key"].value())
    for text in ("Bonjour", "Encore ceci", "Bonjour"):
        client.post(address("write", case), {"text": text, "key": key})
    assert [message.text for message in case.messages.all()] == ["Bonjour", "Encore ceci"]


@pytest.mark.parametrize("key", ["", "nonsense", "\x00"])
def test_a_message_without_a_real_key_is_a_message(life, opened, key):
    case = life.in_study()
    client = opened(case)
    assert client.post(address("write", case), {"text": "Bonjour", "key": key}).status_code == 302
    assert case.messages.get().key is None


def test_a_key_of_another_file_takes_no_message_away(life, opened):
    key = str(uuid.uuid4())
    for case in (life.in_study(), life.in_study()):
        opened(case).post(address("write", case), {"text": "Bonjour", "key": key})
        assert case.messages.count() == 1


@pytest.mark.parametrize("name", ["write", "answer", "withdraw"])
def test_another_language_shows_the_same_page_with_the_words_and_no_errors(life, opened, name):
    case = life.waiting()
    client = opened(case)
    field = "reason" if name == "withdraw" else "text"
    assert 'form="main-form" formnovalidate' in client.get(address(name, case)).text
    answer = client.post(address(name, case), {field: STORY, "switch_language": "ar"})
    assert answer.status_code == 200
    assert 'dir="rtl"' in answer.text
    assert answer.context["form"][field].value() == STORY
    assert not answer.context["form"].errors
    assert answer.cookies["language"].value == "ar"
    case.refresh_from_db()
    assert case.state == State.AWAITING_CITIZEN
    assert not case.messages.exists()


def test_what_was_done_is_said_on_the_file(life, opened):
    case = life.waiting()
    case.complainant.email_verified_at = None  # nobody to mail figures to: the tick withdraws
    case.complainant.save()
    client = opened(case)
    item = case.information_requests.get().items.get()
    sendings = [("answer", {f"answer_{item.pk}": "voici"}), ("write", {"text": "Merci"}), ("withdraw", {"sure": "on"})]
    for name, typed in sendings:
        shown = client.post(address(name, case), typed, follow=True)
        assert [message.level_tag for message in shown.context["messages"]] == ["success"]


def test_ones_answers_can_be_read_again_item_by_item_with_their_files(life, opened, storage):
    case = life.waiting()
    client = opened(case)
    item = case.information_requests.get().items.get()
    typed = {f"answer_{item.pk}": "Le numéro est 4711.", f"file_{item.pk}": document()}
    assert client.post(address("answer", case), typed).status_code == 302
    shown = client.get(address("case", case))
    story = shown.text.split('class="timeline"')[1].split("</ol>")[0]
    assert "Le numéro est 4711." in story
    assert "acte.pdf" in story


def test_a_refused_file_is_named_at_its_own_field_and_the_others_are_asked_for_again(life, opened):
    case = transitions.request_information(life.in_study(), actor=life.handler, items=["Acte", "Décision"])
    client = opened(case)
    first, second = case.information_requests.get().items.all()
    typed = {
        f"file_{first.pk}": document("a.pdf"),
        f"file_{second.pk}": SimpleUploadedFile("b.jpg", b"no"),
    }
    errors = client.post(address("answer", case), typed, headers={"accept-language": "en"}).context["form"].errors
    assert set(errors) == {f"file_{first.pk}", f"file_{second.pk}"}
    assert "could not be kept" in errors[f"file_{first.pk}"][0]
    assert "choose the document again" in errors[f"file_{second.pk}"][0]


def test_an_empty_answer_says_that_one_item_or_a_document_is_enough(life, opened):
    case = life.waiting()
    client = opened(case)
    errors = (
        client.post(address("answer", case), {}, headers={"accept-language": "en"}).context["form"].non_field_errors()
    )
    assert errors == ["Answer at least one item, or add a document."]


def test_a_complaint_that_waited_for_a_first_step_is_taken_up_again_with_one_press(life, opened):
    case = transitions.await_prior_step(life.in_study(), actor=life.handler)
    client = opened(case)
    shown = client.get(address("case", case)).text
    assert f'<form method="post" action="{address("answer", case)}"' in shown
    assert client.post(address("answer", case), {}).status_code == 302
    case.refresh_from_db()
    assert case.state == State.PRELIM_REVIEW


def test_another_file_opened_in_another_window_costs_no_word(life, client, opened):
    case, other = with_code(life.in_study()), life.in_study()
    client = opened(other)
    answer = client.post(address("write", case), {"text": STORY}, headers=OURS)
    assert (answer.status_code, STORY in answer.text) == (401, True)
    typed = {"text": STORY, "reference": case.reference, "code": CODE}
    assert STORY in client.post(address("write", case), typed, headers=OURS).text


def test_an_answer_to_what_is_not_asked_any_more_becomes_a_message(life, opened):
    case = life.waiting()
    client = opened(case)
    item = case.information_requests.get().items.first()
    mine = {f"answer_{item.pk}": "Le jugement est du 3 mai.", "text": STORY}
    client.post(address("answer", case), {f"answer_{item.pk}": "Autre", "text": ""})
    late = client.post(address("answer", case), mine)
    assert late.status_code == 200
    assert late.context["form"]["text"].value() == f"Le jugement est du 3 mai.\n\n{STORY}"
    assert f'action="{address("write", case)}"' in late.text
    again = client.post(address("answer", case), {f"answer_{item.pk}": "Autre", "text": ""})
    assert again.status_code == 302, "pressed twice"


def test_words_for_an_earlier_request_stand_in_the_form_of_the_next_one(life, opened):
    case = life.waiting()
    client = opened(case)
    first = case.information_requests.get().items.first()
    client.post(address("answer", case), {f"answer_{first.pk}": "Autre", "text": ""})
    transitions.request_information(case, actor=life.handler, items=["Passeport"], text="Encore ceci.")
    answer = client.post(address("answer", case), {f"answer_{first.pk}": "Voici tout.", "text": STORY})
    assert answer.status_code == 200
    assert answer.context["form"]["text"].value() == f"Voici tout.\n\n{STORY}"
    assert case.information_requests.filter(answered_at=None).exists()


def test_a_message_holds_something_to_read(life, opened):
    case = life.in_study()
    client = opened(case)
    assert client.post(address("write", case), {"text": "\u200b\u200b"}, follow=True).context["form"].errors["text"]
    assert client.post(address("write", case), {"text": "a\x01b\x1bc\nd"}).status_code == 302
    assert case.messages.get().text == "abc\nd"


def test_a_message_with_an_error_is_read_again_by_back_and_reload(life, opened):
    case = life.in_study()
    client, long = opened(case), "x" * 5001
    answer = client.post(address("write", case), {"text": long}, follow=True)
    assert answer.redirect_chain == [(f"{address('write', case)}?check=1", 303)]
    assert answer.context["form"].errors["text"]
    assert long not in str(dict(client.session))
    back = client.get(address("write", case))
    assert back.context["form"]["text"].value() == long
    assert not back.context["form"].errors
    assert client.post(address("write", case), {"text": STORY}).status_code == 302
    assert not client.get(address("write", case)).context["form"]["text"].value()


def test_a_message_with_an_error_waits_for_its_own_file_on_its_own_device(life, opened, client):
    case, other = life.registered(user=life.citizen.user), life.registered(user=life.citizen.user)
    client.force_login(life.citizen.user)
    client.post(address("write", case), {"text": "x" * 5001})
    assert not client.get(address("write", other)).context["form"]["text"].value()
    assert client.get(address("write", case)).context["form"]["text"].value()
    client.post(reverse("follow_up:leave"))
    assert not client.get(address("write", case)).context["form"]["text"].value()
