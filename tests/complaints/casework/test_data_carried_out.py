"""What a complainant asked about their data is carried out: corrected on paper, erased for good, and told."""

import json
import uuid
from html import unescape

import pytest
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.actors import code_holder
from accounts.encryption import blind_index
from complaints import files, permissions
from complaints.casework import actions, care, corrections, erasures
from complaints.casework.translations import text_of, texts, write_translation
from complaints.files import storing, upkeep
from complaints.follow_up import actions as citizen
from complaints.follow_up import data_requests, holdings
from complaints.follow_up import selectors as followed
from complaints.models import Attachment, Change, Complaint, Event, Message, Person
from complaints.notifications import registry
from complaints.notifications.models import OutboxMessage
from complaints.receipts import receipt_pdf
from complaints.selectors import similar_complaints
from complaints.workflow.errors import Incomplete, NotAllowed, Refused, Stale
from complaints.workflow.moves import Seal
from tests.complaints.casework.test_desk_acts import go, hidden, url
from tests.complaints.documents import document
from tests.complaints.follow_up.opening import CODE, with_code
from tests.factories import RepresentationFactory

pytestmark = pytest.mark.django_db
NUMBER = "AB123456"
TYPED = {"basis": "wish", "reason": "Lettre du 3 mars."}


@pytest.fixture
def case(life, storage) -> Complaint:
    """A file sent to the administration, of a person with a document and all optional data, and a message with a file."""
    case = life.with_administration()
    Person.objects.filter(pk=case.complainant_id).update(
        id_kind="cnie", id_index=blind_index(NUMBER), phone="+33612345678", first_name_ar="سلمى", last_name_ar="عمراني",
        consulate="Lille", accessibility="Gros caractères", vulnerability="elderly", contact_in_morocco="Ali, 0612",
        stay_from="2026-12-01", stay_to="2026-12-20", contact_rule="careful", contact_from=9, contact_until=17,
        time_zone="Europe/Paris",
    )  # fmt: skip
    person = Person.objects.get(pk=case.complainant_id)
    person.id_number = NUMBER
    person.save()
    citizen.write_message(
        case, actor=code_holder(case.pk, language="fr"), text="Mon fils est malade.", uploads=[document("carte.pdf")]
    )
    return Complaint.objects.get(pk=case.pk)


@pytest.fixture
def opened_by(client):
    """`opened_by(case)` is the complainant's browser, in English."""

    def enter(case: Complaint):
        with_code(case)
        client.cookies["language"] = "en"
        assert client.post(reverse("follow_up:login"), {"reference": case.reference, "code": CODE}).status_code == 302
        return client

    return enter


def form_of(case: Complaint, **changes: str) -> dict[str, str]:
    """The whole form as a browser sends it, with some answers changed."""
    person = Person.objects.get(pk=case.complainant_id)
    names = (
        "first_name",
        "last_name",
        "first_name_ar",
        "last_name_ar",
        "sex",
        "residence",
        "id_kind",
        "city",
        "address",
    )
    values = {name: getattr(person, name) for name in names}
    others = {
        "nationality": person.nationality.code, "country": person.country.code, "phone": str(person.phone),
        "email": person.email, "id_number": "",
    }  # fmt: skip
    return {**values, **others, **TYPED, **changes}


def correct(case, actor, **values):
    return corrections.correct_data(case, actor=actor, values=values, **TYPED)


def erase(case, actor, *, documents=(), columns=(), messages=(), **more):
    return erasures.erase_data(
        case, actor=actor, documents=documents, columns=columns, messages=messages, ground="Demande du 3 mars.", **more
    )


def person_of(case: Complaint) -> Person:
    return Person.objects.get(pk=case.complainant_id)


def bytes_of(file: Attachment) -> list[str]:
    return [name for name in (file.original, file.copy) if default_storage.exists(name)]


# --- correcting ---


def test_the_desk_corrects_after_sending_and_the_complainant_is_told(life, desk, case):
    previewed, done = go(desk(life.handler), case, "correct_data", **form_of(case, first_name="Selma", city="Roubaix"))
    assert done.status_code == 302, done.content.decode()
    person = person_of(case)
    assert (person.first_name, person.city, person.id_number) == ("Selma", "Roubaix", NUMBER)
    assert case.reference in previewed.context["preview"]["citizen"][0]["message"].subject
    assert [(str(row.label), row.now, row.typed) for row in previewed.context["form"].differences()] == [
        ("First name", "Salma", "Selma"),
        ("City or village", "Lille", "Roubaix"),
    ]
    event = Event.objects.get(complaint=case, name="data_corrected")
    assert event.data["fields"] == ["first_name", "city"]
    assert event.internal_text == "Lettre du 3 mars."
    assert "Salma" not in json.dumps(event.data)
    assert dict(Change.objects.filter(event=event).values_list("field", "before")) == {
        "first_name": "Salma",
        "city": "Lille",
    }
    assert OutboxMessage.objects.filter(kind="complaint_data_changed", event=f"event:{event.pk}").count() == 2
    page = desk(life.handler).get(url(case) + "?tab=facts").content.decode()
    assert "Salma" in page
    assert "The desk" in page


def test_it_works_on_a_closed_file_too(life, storage):
    case = life.withdrawn()
    assert case.is_closed
    correct(case, life.handler, last_name="El Amrani")
    assert person_of(case).last_name == "El Amrani"


def test_a_number_before_is_kept_encrypted_and_the_index_follows(life, case):
    correct(case, life.handler, id_kind="passport", id_number="XY99887")
    person = person_of(case)
    assert person.id_index == blind_index("XY99887")
    change = Change.objects.get(complaint=case, field="id_number")
    assert (change.before, change.was) == ("", NUMBER)
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM complaints_change WHERE id = %s", [change.pk])
        assert NUMBER not in cursor.fetchone()[0]
    with pytest.raises(DatabaseError), transaction.atomic():
        Change.objects.create(
            complaint=case, event=change.event, block="person", field="id_number", before="AB1", at=timezone.now()
        )


def test_the_number_is_shown_on_no_page(life, desk, case):
    client = desk(life.handler)
    assert NUMBER not in client.get(url(case, "correct_data")).content.decode()
    correct(case, life.handler, id_number="XY99887")
    page = client.get(url(case) + "?tab=facts").content.decode()
    assert NUMBER not in page
    assert "••••••56" in page
    other = desk(life.handler).post(url(case, "correct_data"), {"seen": "1", **form_of(case, id_number="ZZ55443")})
    assert NUMBER not in other.content.decode()


def test_a_corrected_number_shows_a_second_file_of_the_same_person(life, case):
    other = life.registered()
    Person.objects.filter(pk=other.complainant_id).update(id_index=blind_index("XY99887"))
    assert similar_complaints(case) == []
    correct(case, life.handler, id_number="XY99887")
    case = Complaint.objects.get(pk=case.pk)
    assert similar_complaints(case) == [other.reference]
    assert case.possible_duplicate


def test_search_follows_the_name(life, desk, case):
    correct(case, life.handler, last_name="Zerhouni")
    queue = reverse("admin:complaints_complaint_changelist")
    client = desk(life.supervisor)
    assert case.reference in client.get(queue, {"q": "zerhouni", "view": "all"}).content.decode()
    assert case.reference not in client.get(queue, {"q": "amrani", "view": "all"}).content.decode()


def test_the_country_takes_the_file_and_the_clock_with_it(life, case):
    spain = life._country("ES", "Europe/Madrid")
    correct(case, life.handler, country=spain)
    case = Complaint.objects.get(pk=case.pk)
    assert case.country == spain
    assert case.complainant.time_zone == "Europe/Madrid"


def test_a_new_address_is_unproved_and_the_old_one_is_told(life, case):
    old = case.complainant.email
    correct(case, life.handler, email="neuve@example.org")
    person = person_of(case)
    assert (person.email, person.email_verified_at) == ("neuve@example.org", None)
    row = OutboxMessage.objects.get(kind="complaint_email_changed")
    envelope = registry.resolve(row)
    assert envelope is not None
    assert envelope.address == old
    assert old not in json.dumps(row.context)


def test_an_address_typed_in_capitals_is_the_same_address(life, desk, case):
    typed = form_of(case, email=case.complainant.email.upper(), city="Roubaix")
    go(desk(life.handler), case, "correct_data", **typed)
    assert person_of(case).email_verified_at is not None


def test_what_cannot_be_reached_any_more_gives_way(life, case):
    Person.objects.filter(pk=case.complainant_id).update(preferred_channel="whatsapp", whatsapp=True)
    correct(case, life.handler, phone="")
    person = person_of(case)
    assert (person.whatsapp, person.preferred_channel) == (False, "email")
    assert Change.objects.filter(field="preferred_channel", before="whatsapp").exists()


def test_the_address_of_who_acts_is_not_the_complainants(life, desk, case):
    RepresentationFactory(complaint=case)
    case = Complaint.objects.get(pk=case.pk)
    page = desk(life.handler).get(url(case, "correct_data")).content.decode()
    assert 'name="email"' not in page
    with pytest.raises(Incomplete):
        correct(case, life.handler, email="autre@example.org")


def test_nothing_different_and_no_reason_are_said(life, desk, case):
    with pytest.raises(Incomplete):
        correct(case, life.handler, city="Lille")
    answer = desk(life.handler).post(url(case, "correct_data"), {"seen": "", **form_of(case, city="X"), "reason": " "})
    assert answer.status_code == 422
    assert 'value="X"' in answer.content.decode()


@pytest.mark.parametrize(
    "changes",
    [
        {"first_name": "12345"},
        {"first_name": "a\x00b" + "c" * 130},
        {"city": "x" * 1_000_000},
        {"country": "ZZ"},
        {"country": "\x00"},
        {"sex": "Q"},
        {"birth_date_0": "31", "birth_date_1": "2", "birth_date_2": "1980"},
        {"id_number": "<script>", "id_kind": "cnie"},
        {"id_number": "AB1", "id_kind": ""},
        {"id_kind": "passport"},
        {"email": "nonsense"},
        {"phone": "call me"},
        {"basis": "whim"},
        {"last_name": b"\xed\xa0\x80"},
    ],
)
def test_nonsense_comes_back_with_what_was_typed(life, desk, case, changes):
    answer = desk(life.handler).post(
        url(case, "correct_data"), {"seen": "1", **form_of(case, address="12 rue Y", **changes)}
    )
    assert answer.status_code == 422
    assert "12 rue Y" in answer.content.decode()
    assert not Event.objects.filter(complaint=case, name="data_corrected").exists()


def test_a_stale_form_shows_both_versions_and_undoes_nothing(life, desk, case):
    client = desk(life.handler)
    start = hidden(client.get(url(case, "correct_data")).content.decode())
    typed = form_of(case, city="Roubaix", first_name="Selma")
    correct(case, life.head, city="Tourcoing", address="9 rue Z")
    answer = client.post(url(case, "correct_data"), {**start, **typed})
    assert answer.status_code == 409
    page = unescape(answer.content.decode())
    assert "Both versions" in page
    assert "Tourcoing" in page
    form = answer.context["form"]
    assert form["city"].value() == "Roubaix"  # typed, and shown beside what the file says
    assert form["address"].value() == "9 rue Z"  # nobody typed another one here: it is not undone
    assert form["first_name"].value() == "Selma"
    with pytest.raises(Stale):
        corrections.correct_data(
            case, actor=life.handler, values={"city": "X"}, **TYPED, seal=Seal(seen=int(start["seen"]))
        )


def test_a_telephone_erased_meanwhile_does_not_come_back(life, desk, case):
    client = desk(life.handler)
    start = hidden(client.get(url(case, "correct_data")).content.decode())
    typed = form_of(case, city="Roubaix")
    erase(case, life.head, columns=["phone"])
    answer = client.post(url(case, "correct_data"), {**start, **typed})
    assert answer.status_code == 409
    assert answer.context["form"]["phone"].value() == ""


def test_pressed_twice_it_happens_once(life, desk, case):
    client, typed = desk(life.handler), form_of(case, city="Roubaix")
    start = client.get(url(case, "correct_data")).content.decode()
    previewed = client.post(url(case, "correct_data"), {**hidden(start), **typed}).content.decode()
    confirmed = {**hidden(previewed), **typed, "confirm": "1"}
    assert client.post(url(case, "correct_data"), confirmed).status_code == 302
    again = client.post(url(case, "correct_data"), confirmed)
    assert again.status_code in (302, 409, 422)
    assert Event.objects.filter(complaint=case, name="data_corrected").count() == 1


# --- erasing ---


def test_an_erased_document_is_gone_and_its_line_says_so(life, case, opened_by, django_capture_on_commit_callbacks):
    file = case.attachments.get()
    assert len(bytes_of(file)) == 2
    with django_capture_on_commit_callbacks(execute=True):
        erase(case, life.head, documents=[file])
    gone = Attachment.objects.get(pk=file.pk)
    assert bytes_of(file) == []
    assert gone.name.startswith("erased-20")
    assert (gone.copy, gone.caption, gone.sha256) == ("", "", file.sha256)
    with pytest.raises(files.Unavailable, match="erased"):
        files.opened(gone, original=True)
    client = opened_by(case)
    page = client.get(reverse("follow_up:case", args=[case.reference])).content.decode()
    assert "carte.pdf" not in page
    assert "Erased on" in page
    answer = client.get(reverse("follow_up:file", args=[case.reference, file.pk]))
    assert answer.status_code == 404
    assert "erased at the request of the complainant" in answer.content.decode()
    assert receipt_pdf(case, language="ar").startswith(b"%PDF")
    assert "carte.pdf" not in holdings.as_json(case, actor=code_holder(case.pk))


def test_a_preview_erases_nothing(life, desk, case, django_capture_on_commit_callbacks):
    file, message = case.attachments.get(), case.messages.get()
    client = desk(life.head)
    facts = {"documents": [file.pk], "messages": [message.pk], "columns": ["phone"], "ground": "Lettre."}
    start = hidden(client.get(url(case, "erase_data")).content.decode())
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(url(case, "erase_data"), {**start, **facts})
    assert answer.status_code == 200
    assert "cannot be brought back" in answer.content.decode()
    assert len(bytes_of(Attachment.objects.get())) == 2
    assert Message.objects.get(pk=message.pk).text
    with django_capture_on_commit_callbacks(execute=True):
        _preview, done = go(client, case, "erase_data", **facts)
    assert done.status_code == 302
    assert bytes_of(file) == []


def test_a_crash_before_the_bytes_went_leaves_them_to_the_sweeper(life, case):
    file = case.attachments.get()
    erase(case, life.head, documents=[file])  # the test's transaction never commits: nothing was removed
    assert len(bytes_of(file)) == 2
    assert storing.needed([file.original, file.copy]) == set()
    later = timezone.now() + upkeep.ORPHAN_AGE * 2
    assert upkeep.sweep(now=later) >= 2
    assert bytes_of(file) == []


@pytest.mark.django_db(transaction=True)
def test_a_storage_that_fails_does_not_undo_the_decision(life, case, monkeypatch):
    def refuse(_name: str) -> None:
        raise OSError("the storage is away")

    file = case.attachments.get()
    with monkeypatch.context() as patched:
        patched.setattr(storing.default_storage, "delete", refuse, raising=False)
        erase(case, life.head, documents=[file])  # commits, and the refusal reaches nobody
    assert Attachment.objects.get(pk=file.pk).erased_at
    assert upkeep.sweep(now=timezone.now() + upkeep.ORPHAN_AGE * 2) >= 2
    assert bytes_of(file) == []


def test_what_went_with_a_letter_or_proves_a_mandate_stays(life, case):
    file = case.attachments.get()
    for change in ({"shared_with_administration": True}, {"kind": "mandate"}, {"source": "administration"}):
        before = {name: getattr(file, name) for name in change}
        Attachment.objects.filter(pk=file.pk).update(**change)
        with pytest.raises(NotAllowed):
            erase(case, life.head, documents=[file])
        Attachment.objects.filter(pk=file.pk).update(**before)


def test_optional_data_go_with_what_stood_there_before(life, case):
    correct(case, life.handler, phone="+33600000000")
    assert Change.objects.get(field="phone").before == "+33612345678"
    erase(case, life.head, columns=list(erasures.OPTIONAL))
    person = person_of(case)
    assert (str(person.phone), person.first_name_ar, person.last_name_ar, person.consulate) == ("", "", "", "")
    assert (person.accessibility, person.vulnerability, person.contact_in_morocco) == ("", "", "")
    assert (person.stay_from, person.stay_to, person.contact_from, person.contact_until) == (None,) * 4
    assert person.first_name == "Salma"
    change = Change.objects.get(field="phone")
    assert (change.before, change.sealed) == ("", "")
    assert change.erased_at
    assert erasures.erasable_columns(Complaint.objects.get(pk=case.pk)) == {}
    everything = holdings.as_json(case, actor=code_holder(case.pk))
    assert "612345678" not in everything
    assert "600000000" not in everything


def test_nobody_changes_the_words_before_in_another_way(life, case):
    correct(case, life.handler, city="Roubaix")
    rows = Change.objects.filter(field="city")
    for change in (
        {"before": "X"},
        {"field": "address"},
        {"before": "", "erased_at": timezone.now(), "block": "facts"},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.delete()


def test_an_erased_message_is_nothing_on_both_sides(life, desk, case, opened_by):
    message = case.messages.get()
    write_translation(
        case, actor=life.handler, text=text_of(case, "message", message.pk), language="ar", quality="checked", words="ابني"
    )  # fmt: skip
    erase(case, life.head, messages=[message])
    message.refresh_from_db()
    assert message.text == ""
    assert not case.translations.exists()
    assert not [text for text in texts(case) if text.of == "message"]
    client = desk(life.handler)
    pages = [client.get(url(case) + tab).content.decode() for tab in ("", "?tab=exchanges", "?tab=translations")]
    pages.append(opened_by(case).get(reverse("follow_up:case", args=[case.reference])).content.decode())
    assert not any("Mon fils" in page or "ابني" in page for page in pages)
    for page in (pages[0], pages[1], pages[3]):
        assert "at the request of the complainant" in page
    assert any("at the request" in entry.text for entry in followed.timeline(case))


def test_only_the_complainants_own_words_are_erased(life, case):
    ours = actions.send_message(case, actor=life.handler, text="Notre réponse.")
    with pytest.raises(NotAllowed):
        erase(case, life.head, messages=[ours])
    other = life.with_administration()
    theirs = citizen.write_message(other, actor=code_holder(other.pk, language="fr"), text="Autre dossier")
    with pytest.raises(NotAllowed):
        erase(case, life.head, messages=[theirs])


def test_erased_twice_or_nothing_ticked_is_said(life, desk, case):
    file = case.attachments.get()
    erase(case, life.head, documents=[file])
    with pytest.raises(NotAllowed):
        erase(case, life.head, documents=[file])
    with pytest.raises(Incomplete):
        erase(case, life.head)
    answer = desk(life.head).post(url(case, "erase_data"), {"seen": "1", "ground": "Parce que"})
    assert answer.status_code == 422
    assert "Parce que" in answer.content.decode()
    strange = {"documents": ["x", "999999"], "columns": ["first_name"], "messages": ["\x00"], "ground": "Parce que"}
    answer = desk(life.head).post(url(case, "erase_data"), {"seen": "1", **strange})
    assert answer.status_code == 422


def test_who_may(life, desk, case):
    for actor in (life.handler, life.intake, life.neighbour, life.administrator, code_holder(case.pk)):
        with pytest.raises(NotAllowed):
            erase(case, actor, columns=["phone"])
    for actor in (life.intake, life.neighbour, life.administrator, code_holder(case.pk)):
        with pytest.raises(NotAllowed):
            correct(case, actor, city="X")
    for name in ("correct_data", "erase_data"):
        assert desk(life.neighbour).get(url(case, name)).status_code == 404
        assert desk(life.neighbour).post(url(case, name), {"seen": "1", **TYPED}).status_code == 404
    page = desk(life.handler).get(url(case)).content.decode()
    assert "correct_data" in page
    assert "erase_data" not in page
    erase(case, life.supervisor, columns=["phone"])


# --- the request ---


@pytest.fixture
def asked(case):
    def ask(kind: str = "correction"):
        actor = code_holder(case.pk, language="fr")
        return data_requests.ask(case, actor=actor, kind=kind, text="Mon nom est Selma.", key=uuid.uuid4())

    return ask


def test_the_request_leads_to_the_act_and_back_and_shows_what_was_done(life, desk, case, asked):
    row, client = asked(), desk(life.handler)
    request = reverse("admin:data_request", args=[row.pk])
    page = client.get(request).content.decode()
    assert url(case, "correct_data") in page
    assert "Nothing yet." in page
    assert "Only a head of delegation or a supervisor may erase." in page
    _preview, done = go(client, case, "correct_data", **form_of(case, first_name="Selma"))
    assert done.url == request
    page = client.get(request).content.decode()
    assert "Data of the complainant corrected" in page
    assert 'name="otherwise"' not in page
    assert client.post(request, {"decision": "done", "answer": "C’est fait."}).status_code == 302


@pytest.mark.parametrize("decision", ["done", "partly"])
def test_done_is_not_said_by_mistake(life, desk, case, asked, decision):
    row, client = asked("erasure"), desk(life.head)
    request = reverse("admin:data_request", args=[row.pk])
    said = {"decision": decision, "answer": "C’est effacé."}
    answer = client.post(request, said)
    assert answer.status_code == 422
    assert "Nothing was corrected or erased" in answer.content.decode()
    assert client.post(request, {**said, "otherwise": "on"}).status_code == 422
    with pytest.raises(Refused):
        care.answer_data_request(row, actor=life.head, **said)
    done = client.post(request, {**said, "otherwise": "on", "other_way": "Dans un autre dossier."})
    assert done.status_code == 302
    row.refresh_from_db()
    assert (row.decision, row.other_way) == (decision, "Dans un autre dossier.")


def test_a_refusal_and_a_question_ask_for_nothing_more(life, desk, case, asked):
    for kind, decision in (("erasure", "refused"), ("question", "done")):
        request = reverse("admin:data_request", args=[asked(kind).pk])
        done = desk(life.head).post(request, {"decision": decision, "answer": "Voici pourquoi.", "otherwise": "on"})
        assert done.status_code == 302


def test_what_was_done_before_the_request_does_not_count(life, case, asked):
    correct(case, life.handler, first_name="Selma")
    row = asked()
    assert care.must_say_how(row, "done")
    correct(case, life.handler, first_name="Salma")
    assert not care.must_say_how(row, "done")
    assert not care.must_say_how(row, "refused")


def test_the_complainants_own_correction_is_named_and_does_not_count(life, case, asked):
    row = asked()
    Event.objects.create(
        complaint=case, name="corrected", at=timezone.now(), actor_kind="code", data={"block": "contact", "fields": ["city"]}
    )  # fmt: skip
    assert [event.name for event in care.done_since(row)] == ["corrected"]
    assert care.must_say_how(row, "done")


def test_a_share_does_not_see_what_became_of_the_data(life, case):
    correct(case, life.handler, first_name="Selma")
    titles = [str(entry.title) for entry in followed.timeline(case, own=False)]
    assert "We corrected what we hold about you." not in titles
    own = next(e for e in followed.timeline(case) if str(e.title) == "We corrected what we hold about you.")
    assert own.text == "first name"


def test_the_page_of_my_data_shows_the_corrected_name(life, case, opened_by):
    correct(case, life.handler, first_name="Selma")
    page = opened_by(case).get(reverse("follow_up:data", args=[case.reference])).content.decode()
    assert "Selma" in page
    assert NUMBER not in page


@pytest.mark.parametrize(("predicate", "twin"), [
    (permissions.can_correct_data, permissions.correctable_complaints),
    (permissions.can_erase, permissions.erasable_complaints),
])  # fmt: skip
def test_the_twins_agree(life, predicate, twin):
    cases = [life.registered(), life.admitted(), life.registered(unit=life.other_unit), life.registered(unit=None)]
    for actor in (
        life.handler,
        life.head,
        life.intake,
        life.supervisor,
        life.neighbour,
        life.administrator,
        life.citizen,
    ):
        allowed = {case.pk for case in cases if predicate(actor, case)}
        assert set(twin(actor).filter(pk__in=[case.pk for case in cases]).values_list("pk", flat=True)) == allowed
