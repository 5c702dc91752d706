"""A person gets all that is held about them, and nothing of others; asks for a correction; sees who read the file."""

import io
import json
import uuid
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from pypdf import PdfReader

from accounts.actors import code_holder, share_holder
from accounts.held import as_object, as_read
from complaints.audit.log import record_reading
from complaints.casework import actions as desk
from complaints.casework import care, translations
from complaints.follow_up import actions, data_requests, holdings, readings
from complaints.models import Change, Complaint, DataRequest, Event, Person, RequestedItem, Translation, Voice
from complaints.notifications.models import OutboxMessage
from complaints.workflow import transitions
from complaints.workflow.errors import NotAllowed
from mediator.languages import CODES
from tests.complaints.documents import PDF, document
from tests.complaints.follow_up.opening import address
from tests.complaints.workflow.life import Life
from tests.factories import (
    AttachmentFactory,
    InformationRequestFactory,
    LetterFactory,
    RepresentationFactory,
    ShareFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
SECRET = "Only the desk knows this."


@pytest.fixture
def case(life: Life, storage: Any) -> Complaint:
    """A file with words of both sides, a document, and an internal note."""
    case = life.admitted()
    Person.objects.filter(pk=case.complainant_id).update(id_kind="cnie", id_number="AB123456", first_name="سلمى")
    case = Complaint.objects.get(pk=case.pk)
    desk.add_note(case, actor=life.handler, text=SECRET)
    desk.send_message(case, actor=life.handler, text="Nous étudions votre dossier.")
    actions.write_message(
        case, actor=code_holder(case.pk, language="fr"), text="Voici le reçu.", uploads=[document("دليل.pdf")]
    )
    record_reading(actor=life.handler, about=f"complaint:{case.pk}", what="case")
    return case


def get(client: Client, case: Complaint, kind: str) -> bytes:
    answer = client.get(reverse("follow_up:data_file", args=[case.reference, kind]))
    assert answer.status_code == 200
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_the_json_holds_person_words_documents_notices_and_readings(
    opened: Callable[..., Client], case: Complaint
) -> None:
    data = json.loads(get(opened(case), case, "json"))
    assert data["person"][0]["id_number"] == "AB123456"
    assert data["file"][0]["reference"] == case.reference
    assert data["file"][0]["description"] == case.description
    said = " ".join(row.get("text", "") for row in data["history"])
    assert "Nous étudions" in said
    assert "Voici le reçu." in said
    assert data["documents"][0]["name"] == "دليل.pdf"
    assert data["notices"]
    assert data["readings"]


def test_each_item_stands_with_its_own_answer(life: Life) -> None:
    case = life.in_study()
    case = transitions.request_information(case, actor=life.handler, items=["Le jugement", "Le reçu"], text="Il manque")
    second = case.information_requests.get().items.last()
    assert second is not None
    actions.answer_request(
        Complaint.objects.get(pk=case.pk), actor=code_holder(case.pk), answers={second.pk: "Je l’ai perdu"}, uploads={}
    )
    data = json.loads(holdings.as_json(case, actor=code_holder(case.pk)))
    (asked,) = [row for row in data["history"] if "items" in row]
    assert asked["items"] == [{"label": "Le jugement"}, {"label": "Le reçu", "answer": "Je l’ai perdu"}]
    (history,) = [one for one in holdings.held(case, actor=code_holder(case.pk)) if one.key == "history"]
    (read,) = [as_read(row) for row in history.rows if "items" in as_object(row)]
    told = [fact.shown for fact in read if fact.key in {"label", "answer"}]
    assert told == ["Le jugement", "Le reçu", "Je l’ai perdu"]


def test_the_reason_of_a_withdrawal_is_ones_own_word(life: Life) -> None:
    case = life.in_study()
    transitions.withdraw(case, actor=code_holder(case.pk), reason="La commune a payé.")
    data = json.loads(holdings.as_json(Complaint.objects.get(pk=case.pk), actor=code_holder(case.pk)))
    assert data["withdrawal"][0]["reason"] == "La commune a payé."


def test_a_letter_is_told_without_its_text(life: Life) -> None:
    case = life.with_administration()
    letter = case.letters.get()  # type: ignore[attr-defined]
    letter.attachments.set(
        [AttachmentFactory(complaint=case, name="reçu.pdf"), AttachmentFactory(complaint=case, internal=True)]
    )
    data = json.loads(holdings.as_json(case, actor=code_holder(case.pk)))
    (told,) = data["letters"]
    assert (told["administration"], told["subject"], told["number"]) == ("Ministère", "Plainte", letter.number)
    assert told["documents"] == ["reçu.pdf"]
    assert letter.body not in json.dumps(data, ensure_ascii=False)
    assert "the text of our letters" in data["note"]


def test_translations_of_ones_own_words_and_who_shares_the_file_are_in_it(life: Life, case: Complaint) -> None:
    text = translations.text_of(case, "description", 0)
    assert text is not None
    translations.write_translation(
        case, actor=life.handler, text=text, language="ar", quality="machine", words="منذ 2021"
    )
    ShareFactory(complaint=case, name="Karim", email="karim@example.org", right="write", until=date(2030, 1, 2))
    data = json.loads(holdings.as_json(case, actor=code_holder(case.pk)))
    (row,) = data["translations"]
    assert (row["of"], row["language"], row["quality"], row["text"]) == ("description", "ar", "machine", "منذ 2021")
    (share,) = data["shares"]
    assert (share["name"], share["email"], share["until"]) == ("Karim", "karim@example.org", "2030-01-02")
    assert life.handler.someone.email not in json.dumps(data)


def test_what_was_corrected_and_said_of_the_result_is_in_it(case: Complaint) -> None:
    event = Event.objects.filter(complaint=case).first()
    now = timezone.now()
    Change.objects.create(complaint=case, event=event, block="contact", field="city", before="Lille", at=now)
    Voice.objects.create(complaint=case, closed_at=now, solved="no", solved_at=now, comment="Rien n’a changé.")
    data = json.loads(holdings.as_json(case, actor=code_holder(case.pk)))
    assert data["changes"][0]["before"] == "Lille"
    assert data["voices"][0]["comment"] == "Rien n’a changé."


def test_nothing_of_the_desks_own_side_and_no_name_of_staff(
    opened: Callable[..., Client], life: Life, case: Complaint
) -> None:
    text = get(opened(case), case, "json").decode()
    assert SECRET not in text
    assert str(life.handler.user.email) not in text  # type: ignore[union-attr]
    with translation.override("fr"):
        assert json.loads(text)["note"] == holdings.note()


@pytest.mark.parametrize("language", CODES)
def test_the_pdf_reads_in_each_language(case: Complaint, language: str) -> None:
    pdf = PdfReader(io.BytesIO(holdings.as_pdf(case, actor=code_holder(case.pk), language=language)))
    words = " ".join(page.extract_text() for page in pdf.pages)
    assert pdf.trailer["/Root"]["/Lang"].split("-")[0] == language
    assert case.reference in words.replace("\u2011", "-")
    assert SECRET not in words
    with translation.override(language):
        title = str(translation.gettext("What we hold about you"))
    assert (title == "What we hold about you") == (language == "en")
    if language != "ar":  # joined letters come out of a PDF in another order
        assert "".join(title.split()) in "".join(words.split())


def test_the_zip_holds_the_documents_as_they_were_sent(opened: Callable[..., Client], case: Complaint) -> None:
    package = zipfile.ZipFile(io.BytesIO(get(opened(case), case, "zip")))
    names = package.namelist()
    assert {"data.json", "data.pdf", "documents/001-دليل.pdf"} <= set(names)
    assert package.read("documents/001-دليل.pdf") == PDF


def test_of_two_people_each_gets_their_own_address_and_rules(life: Life) -> None:
    case = life.in_study()
    Person.objects.filter(pk=case.complainant_id).update(email="salma@example.org", contact_rule="file_only")
    acts = RepresentationFactory(
        complaint=case, own_email="zohra@example.org", email="salma@example.org", city="Lille", no_voice_mail=True
    )
    share = ShareFactory(complaint=case, right="write", represented=True)
    event, now = Event.objects.filter(complaint=case).first(), timezone.now()
    Change.objects.create(complaint=case, event=event, block="contact", field="phone", before="+33611111111", at=now)
    Change.objects.create(complaint=case, event=event, block="contact", field="city", before="Oujda", at=now)
    case = Complaint.objects.get(pk=case.pk)
    hers = json.loads(holdings.as_json(case, actor=share_holder(share.pk, case.pk)))
    theirs = json.loads(holdings.as_json(case, actor=code_holder(case.pk)))
    assert (hers["person"][0]["own_email"], hers["person"][0]["no_voice_mail"]) == ("zohra@example.org", True)
    assert "salma@example.org" not in json.dumps(hers)
    assert [row["before"] for row in hers["changes"]] == ["Oujda"]
    assert {row["before"] for row in theirs["changes"]} == {"+33611111111", "Oujda"}
    acts.revoked_at = timezone.now()
    acts.save(update_fields=["revoked_at"])
    alone = json.loads(holdings.as_json(Complaint.objects.get(pk=case.pk), actor=code_holder(case.pk)))
    assert [row["before"] for row in alone["changes"]] == ["Oujda"]
    assert "Lille" not in json.dumps(hers["representation"])
    assert hers["representation"][0]["first_name"] == acts.first_name
    assert (theirs["person"][0]["email"], theirs["person"][0]["contact_rule"]) == ("salma@example.org", "file_only")
    assert theirs["representation"][0]["city"] == "Lille"
    assert "zohra@example.org" not in json.dumps(theirs)


def test_a_document_that_cannot_be_given_is_named_with_the_reason(case: Complaint) -> None:
    case.attachments.update(verdict="pending")
    with holdings.as_zip(case, actor=code_holder(case.pk), language="en") as out:
        package = zipfile.ZipFile(out)
        assert "دليل.pdf" in package.read(holdings.MISSING).decode()


def test_a_download_stands_in_the_history(opened: Callable[..., Client], case: Complaint) -> None:
    client = opened(case)
    get(client, case, "json")
    assert Event.objects.get(name="data_downloaded").data == {"as": "json"}


def test_its_cost_does_not_grow_with_the_file(life: Life, case: Complaint, django_assert_max_num_queries: Any) -> None:
    fill(life, case)
    with CaptureQueriesContext(connection) as few:
        holdings.as_json(case, actor=code_holder(case.pk))
    assert len(few) < 45
    for number in range(8):
        desk.send_message(case, actor=life.handler, text=f"{number}")
        fill(life, case)
    with django_assert_max_num_queries(len(few)):
        holdings.as_json(case, actor=code_holder(case.pk))


def fill(life: Life, case: Complaint) -> None:
    """One more of each thing that a file may have many of."""
    sent = AttachmentFactory(complaint=case)
    LetterFactory(complaint=case, administration=life.administration).attachments.add(sent)
    ShareFactory(complaint=case)
    request = InformationRequestFactory(complaint=case, answered_at=timezone.now())
    item = RequestedItem.objects.create(request=request, label="Copie", answer="La voici", attachment=sent)
    for of, row in (
        ("item", {"item": item}),
        ("supplied", {"item": item}),
        ("asked", {"information_request": request}),
    ):
        Translation.objects.create(
            complaint=case, of=of, language="nl", quality="checked", text="Kopie", source_digest="", at=timezone.now(),
            author=life.handler.someone, **row,
        )  # fmt: skip


def test_a_stranger_and_a_neighbour_get_nothing(opened: Callable[..., Client], life: Life) -> None:
    mine, other = life.admitted(), life.admitted()
    for path in ("data", "data_ask"):
        assert Client().get(address(path, other)).status_code == 404
        assert opened(mine).get(address(path, other)).status_code == 404
    for kind in ("json", "pdf", "zip", "exe"):
        assert opened(mine).get(f"/follow/{other.reference}/data/{kind}/").status_code == 404


@pytest.mark.parametrize("role", ["handler", "head", "supervisor", "administrator", "liaison"])
def test_who_works_here_reads_files_at_the_desk_and_downloads_nobodys_data(
    role: str, life: Life, client: Client
) -> None:
    case = life.with_administration()
    user = getattr(life, role).someone
    client.force_login(user)
    for path in ("data", "data_ask"):
        assert client.get(address(path, case)).status_code == 404
    for kind in ("json", "pdf", "zip"):
        assert client.get(f"/follow/{case.reference}/data/{kind}/").status_code == 404
    assert case.reference not in client.get(reverse("follow_up:account_data")).content.decode()
    assert not Event.objects.filter(name="data_downloaded").exists()
    Person.objects.filter(pk=case.complainant_id).update(user=user)  # one's own file is another matter
    assert client.get(f"/follow/{case.reference}/data/json/").status_code == 200


# Who read it


def test_a_reading_is_told_by_office_and_time_not_by_name(
    opened: Callable[..., Client], life: Life, case: Complaint
) -> None:
    page = opened(case).get(address("data", case) + "?lang=en").content.decode()
    assert life.unit.name in page
    assert "Caseworker" in page
    assert life.handler.user.email not in page  # type: ignore[union-attr]


def test_every_kind_of_reading_has_its_words(life: Life, case: Complaint) -> None:
    for what in ("identity", "file:1", "original:1"):
        record_reading(actor=life.handler, about=f"complaint:{case.pk}", what=what)
    assert len({str(row.what) for row in readings.of(case, limit=50)}) == 3


def test_many_readings_come_in_pages(opened: Callable[..., Client], life: Life, case: Complaint) -> None:
    for number in range(60):
        record_reading(actor=life.handler, about=f"complaint:{case.pk}", what=f"file:{number}")
    client = opened(case)
    assert "?page=2" in client.get(address("data", case)).content.decode()
    for text in ("2", "0", "x", "-1", "99999999"):
        assert client.get(address("data", case), {"page": text}).status_code == 200


# Correction and erasure


def asked(case: Complaint, life: Life, text: str = "Mon nom est mal écrit.") -> DataRequest:
    return data_requests.ask(
        case, actor=code_holder(case.pk, language="fr"), kind="correction", text=text, key=uuid.uuid4()
    )


def test_a_request_has_its_day_and_both_sides_are_told(opened: Callable[..., Client], life: Life) -> None:
    case = life.admitted()
    client = opened(case)
    form = {"kind": "erasure", "text": "Effacez mon ancienne adresse.", "key": "5d1c1c3e-8a5a-4c8e-9d53-0f6a4a6f6a11"}
    assert client.post(address("data_ask", case), form).status_code == 302
    client.post(address("data_ask", case), form)  # pressed twice
    row = DataRequest.objects.get()
    assert (row.due_on - timezone.localdate(row.asked_at)).days == 30
    told = set(OutboxMessage.objects.values_list("kind", flat=True))
    assert {"complaint_data_request", "desk_data_request"} <= told
    assert "Effacez" in client.get(address("data", case)).content.decode()
    assert "Effacez" not in str(list(OutboxMessage.objects.values_list("context", flat=True)))


def test_an_empty_request_comes_back(opened: Callable[..., Client], life: Life) -> None:
    case = life.admitted()
    answer = opened(case).post(address("data_ask", case), {"kind": "", "text": " "})
    assert answer.status_code == 422
    long = opened(case).post(address("data_ask", case), {"kind": "erasure", "text": "x" * 5001})
    assert long.status_code == 422
    assert "x" * 5001 in long.content.decode()


def test_the_desk_answers_it_once(client: Client, life: Life) -> None:
    case = life.admitted()
    row = asked(case, life)
    client.force_login(life.handler.user)  # type: ignore[arg-type]
    assert case.reference in client.get(reverse("admin:data_requests")).content.decode()
    url = reverse("admin:data_request", args=[row.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {}).status_code == 422
    done = {"decision": "partly", "answer": "Le nom est corrigé ; la plainte reste telle qu’elle est."}
    done |= {"otherwise": "on", "other_way": "Dans le registre des associations."}
    assert client.post(url, done).status_code == 302
    row.refresh_from_db()
    assert (row.decision, row.answered_by) == ("partly", life.handler.user)
    assert OutboxMessage.objects.filter(kind="complaint_data_answered").exists()
    assert client.get(url).url == reverse("admin:data_requests")
    assert client.post(url, done).status_code == 302  # pressed twice
    other = client.post(url, {"decision": "done", "answer": "Autre réponse d’une collègue."})
    assert other.status_code == 422
    assert "Autre réponse d’une collègue." in other.content.decode()
    with pytest.raises(NotAllowed):
        care.answer_data_request(row, actor=life.handler, decision="done", answer="x", other_way="y")


def test_who_may_not_decide_reads_why_and_gets_no_form(client: Client, life: Life) -> None:
    case = life.admitted()
    row = asked(case, life)
    client.force_login(UserFactory(intake=True, unit=case.unit))
    answer = client.get(reverse("admin:data_request", args=[row.pk]), {"lang": "en"}).content.decode()
    assert "Intake officers act only until the file is admitted." in answer
    assert 'name="answer"' not in answer


def test_another_unit_sees_and_answers_nothing(client: Client, life: Life) -> None:
    case = life.admitted()
    row = asked(case, life)
    client.force_login(UserFactory(handler=True, unit=life.other_unit))
    assert case.reference not in client.get(reverse("admin:data_requests")).content.decode()
    assert client.get(reverse("admin:data_request", args=[row.pk])).status_code == 404


def test_only_the_complainant_asks(life: Life) -> None:
    case, other = life.admitted(), life.admitted()
    for actor in (life.handler, code_holder(other.pk, language="fr")):
        with pytest.raises(NotAllowed):
            data_requests.ask(case, actor=actor, kind="erasure", text="x", key=uuid.uuid4())
