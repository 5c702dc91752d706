"""A text of the case and its translations: side by side, marked, each for who may read it (issue 3, the bilingual file)."""

import re
import uuid

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import TextField
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.actors import code_holder
from complaints.casework import actions as desk_side
from complaints.casework import care, translations
from complaints.follow_up import actions as citizen_side
from complaints.follow_up import data_requests
from complaints.follow_up import selectors as citizen_reads
from complaints.models import Complaint, PriorStep, Recommendation, Translation, Voice
from complaints.sharing import actions as sharing
from complaints.workflow import transitions
from complaints.workflow.errors import Incomplete, NotAllowed, Stale
from complaints.workflow.moves import Seal
from tests.complaints.follow_up.opening import CODE, with_code
from tests.complaints.referring import referred


def write(
    case, actor, *, of="description", key=0, language="fr", words="Ce qui s'est passé", quality="checked", seen=0
):
    text = translations.text_of(case, of, key)
    return translations.write_translation(
        case, actor=actor, text=text, language=language, words=words, quality=quality, seen=seen
    )


def page_of(case, of="description", key=0):
    return f"/desk/complaints/complaint/{case.pk}/translate/{of}/{key}/"


def test_every_text_of_the_case_can_have_one(life):
    case = life.in_study()
    citizen_side.write_message(case, actor=code_holder(case.pk), text="Ik wacht nog steeds")
    found = {(text.of, text.by_citizen) for text in translations.texts(case)}
    assert {("title", True), ("description", True), ("harm", True), ("request", True), ("message", True)} <= found


# What a person wrote, or reads, by the kind of its translation.
BESIDE = {
    ("Complaint", "description"): "description", ("Complaint", "harm"): "harm", ("Complaint", "request"): "request",
    ("PriorStep", "answer"): "step", ("Event", "public_text"): "event", ("Event", "internal_text"): "withdrawal",
    ("Message", "text"): "message", ("InformationRequest", "text"): "asked", ("RequestedItem", "answer"): "supplied",
    ("Answer", "text"): "answer", ("Recommendation", "measure"): "measure", ("Recommendation", "reply_text"): "reply",
    ("Review", "text"): "review", ("Referral", "reply"): "body_answer", ("DataRequest", "text"): "data_wish",
    ("DataRequest", "answer"): "data_answer", ("Voice", "comment"): "comment",
}  # fmt: skip
# Texts without one, and why.
WITHOUT = {
    ("Declaration", "text"): "as it was read, in a language of the site",
    ("DataRequest", "other_way"): "how it was done, said beside the answer",
    ("Referral", "words"): "ours to the body, written in its language", ("Referral", "agreed_text"): "as it was agreed to",
    ("Referral", "given"): "data that went along",
    ("AdministrationReply", "text"): "becomes an Answer", ("AdministrationReply", "reason"): "between the desk and the office",
    ("IncomingMail", "text"): "becomes a Message", ("Recommendation", "grounds"): "read at the desk and by the administration",
    ("Recommendation", "proof"): "read at the desk", ("CommissionFile", "note"): "read at the desk",
    ("InternalNote", "text"): "read at the desk", ("Proposal", "reason"): "read at the desk",
    ("Conflict", "reason"): "read at the desk", ("Change", "before"): "replaced", ("Change", "sealed"): "encrypted",
    ("Recovery", "sealed_code"): "encrypted", ("Representation", "address"): "an address",
    ("GroupMember", "id_number"): "a number", ("Translation", "text"): "is one", ("Extract", "identity"): "data that went along",
    ("Letter", "recipient"): "an address", ("Letter", "body"): "written in each language (docs/letters.md)",
    ("Draft", "sealed_code"): "encrypted", ("Draft", "phone_code"): "encrypted",
}  # fmt: skip


def test_every_text_that_hangs_from_a_case_can_be_translated_or_is_named_as_one_that_cannot():
    hanging = {
        (model.__name__, field.name)
        for model in apps.get_models()
        if model is Complaint or any(_leads_to_a_case(field) for field in model._meta.fields)
        for field in model._meta.fields
        if isinstance(field, TextField)
    }
    assert hanging == BESIDE.keys() | WITHOUT.keys()
    assert set(BESIDE.values()) | {"title", "item"} == set(Translation.Of)


def _leads_to_a_case(field) -> bool:
    """Whether a row hangs from a case, or from a row that does."""
    model = field.related_model
    return model is Complaint or (
        field.is_relation and any(one.is_relation and one.related_model is Complaint for one in model._meta.fields)
    )


def test_a_recommendation_its_answer_an_earlier_step_and_a_withdrawal_are_texts_of_the_case(life):
    case = life.followed(reply="partly")
    PriorStep.objects.create(complaint=case, body="Commune de Fès", answer="Revenez demain")
    Recommendation.objects.filter(complaint=case).update(reply_text="Nous paierons la moitié.")
    row = Recommendation.objects.get(complaint=case)
    written = {(text.of, text.key): text.by_citizen for text in translations.texts(case)}
    assert written["measure", row.pk] is False
    assert written["reply", row.pk] is False
    assert written["step", case.prior_steps.get().pk] is True
    write(case, life.head, of="measure", key=row.pk, language="nl", words="Betaal het achterstallige.")
    write(case, life.head, of="reply", key=row.pk, language="nl", words="Wij betalen de helft.")
    shown = {entry.text: [one.text for one in entry.translations] for entry in citizen_reads.timeline(case)}
    assert shown[row.measure] == ["Betaal het achterstallige."]
    assert shown["Nous paierons la moitié."] == ["Wij betalen de helft."]
    transitions.withdraw(case, actor=code_holder(case.pk), reason="Het is opgelost")
    ended = case.events.get(name="withdraw")
    write(case, life.head, of="withdrawal", key=ended.pk, words="C'est réglé")
    told = [entry for entry in citizen_reads.timeline(case) if entry.at == ended.at]
    assert [entry.translations for entry in told if entry.mine] == [
        []
    ]  # for the desk: it is the complainant's own word


def test_another_bodys_answer_a_wish_about_data_and_words_on_the_end_are_texts_of_the_case(life, client):
    row = referred.answered(life)
    case, actor = row.complaint, code_holder(row.complaint_id, language="nl")
    wish = data_requests.ask(case, actor=actor, kind="question", text="Wie leest mijn gegevens?", key=uuid.uuid4())
    told = data_requests.ask(case, actor=actor, kind="question", text="Waar staan ze?", key=uuid.uuid4())
    care.answer_data_request(told, actor=life.head, decision="done", answer="À Rabat.")
    said = Voice.objects.create(complaint=case, closed_at=timezone.now(), comment="Goed geholpen")
    rows = {"body_answer": row.pk, "data_answer": told.pk, "data_wish": wish.pk, "comment": said.pk}
    for of, key in rows.items():
        write(case, life.handler, of=of, key=key, language="es", words=f"Traducido: {of}")
    own = {text.of for text in translations.texts(case) if text.by_citizen}
    assert own & rows.keys() == {"data_wish", "comment"}

    with_code(case)
    client.post(reverse("follow_up:login"), {"reference": case.reference, "code": CODE})
    assert "Traducido: body_answer" in client.get(reverse("follow_up:case", args=[case.reference])).content.decode()
    page = client.get(reverse("follow_up:data", args=[case.reference])).content.decode()
    assert "Traducido: data_answer" in page
    assert "Traducido: data_wish" not in page  # for the desk: it is the complainant's own word
    held = client.get(reverse("follow_up:data_file", args=[case.reference, "json"])).content.decode()
    assert {of for of in rows if f"Traducido: {of}" in held} == rows.keys()

    client.force_login(life.handler.user)
    assert "Traducido: data_wish" in client.get(reverse("admin:data_request", args=[wish.pk])).content.decode()
    assert "Traducido: body_answer" in client.get(reverse("admin:referral", args=[row.pk])).content.decode()


def test_the_newest_of_a_language_counts_and_no_row_is_changed(life):
    case = life.in_study()
    first = write(case, life.handler, words="Un essai", quality="machine")
    second = write(case, life.handler, words="La traduction", seen=first.pk)
    write(case, life.handler, language="en", words="The story")
    text = translations.text_of(case, "description", 0)
    assert [(row.language, row.text, row.quality) for row in text.found] == [
        ("en", "The story", "checked"),
        ("fr", "La traduction", "checked"),
    ]
    assert case.translations.count() == 3
    assert second.is_of(case.description)


def test_pressed_twice_it_is_kept_once_and_a_colleagues_is_not_written_over(life):
    case = life.in_study()
    first = write(case, life.handler)
    assert write(case, life.handler) == first
    with pytest.raises(Stale):
        write(case, life.head, words="Autrement dit")
    assert case.translations.count() == 1
    assert case.events.filter(name="translated").count() == 1


def test_a_neighbour_and_the_complainant_write_none(life):
    case = life.in_study()
    for actor in (life.neighbour, code_holder(case.pk)):
        with pytest.raises(NotAllowed):
            write(case, actor)
    with pytest.raises(Incomplete):
        write(case, life.handler, words="  ")


def test_a_translation_of_a_text_that_changed_since_says_so(life, desk):
    case = life.in_study()
    row = write(case, life.handler)
    Complaint.objects.filter(pk=case.pk).update(description="Tout autre chose")
    page = desk(life.handler).get(f"/desk/complaints/complaint/{case.pk}/?tab=translations").content.decode()
    assert "The text changed after this translation." in page
    assert not row.is_of("Tout autre chose")


def test_the_page_shows_both_with_their_own_direction(life, desk):
    case = life.in_study()
    Complaint.objects.filter(pk=case.pk).update(description="طلبت رسم الولادة")
    client = desk(life.handler)
    page = client.get(page_of(case)).content.decode()
    assert re.search(r'<div class="said" dir="auto"[^>]*><p>طلبت رسم الولادة</p></div>', page)
    answer = client.post(
        page_of(case), {"language": "fr", "words": "J'ai demandé l'acte", "quality": "machine", "seen": 0}
    )
    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert "Machine translation, not checked" in page
    assert re.search(r'<div class="said" lang="fr" dir="auto"><p>J&#x27;ai demandé l&#x27;acte</p>', page)
    assert "Translation added" in client.get(f"/desk/complaints/complaint/{case.pk}/?tab=history").content.decode()


@pytest.mark.parametrize("bad", [{"words": ""}, {"quality": ""}, {"language": "xx"}, {"words": "x" * 40_001}])
def test_nonsense_is_given_back_with_what_was_typed(life, desk, bad):
    case = life.in_study()
    sent = {"language": "fr", "words": "Une \x00phrase", "quality": "checked", "seen": "9" * 5000} | bad
    answer = desk(life.handler).post(page_of(case), sent)
    assert answer.status_code == 422
    assert (sent["words"].replace("\x00", "") or "error-summary") in answer.content.decode()
    assert not Translation.objects.exists()


def test_strangers_texts_and_files_do_not_exist(life, desk):
    case, other = life.in_study(), life.in_study()
    message = citizen_side.write_message(other, actor=code_holder(other.pk), text="D'une autre affaire")
    client = desk(life.handler)
    assert client.get(page_of(case, "message", message.pk)).status_code == 404
    assert client.get(page_of(case, "nothing", 0)).status_code == 404
    assert desk(life.neighbour).get(page_of(case)).status_code == 404


def test_the_complainant_reads_the_translation_of_our_message_and_none_of_their_own(life, client):
    case = life.in_study()
    mine = citizen_side.write_message(case, actor=code_holder(case.pk), text="Wanneer?")
    ours = desk_side.send_message(case, actor=life.handler, text="Nous étudions votre dossier.")
    write(case, life.handler, of="message", key=mine.pk, words="Quand ?")
    write(
        case,
        life.handler,
        of="message",
        key=ours.pk,
        language="nl",
        words="Wij bestuderen uw dossier.",
        quality="machine",
    )
    entries = {entry.text: entry.translations for entry in citizen_reads.timeline(case)}
    assert [row.text for row in entries["Nous étudions votre dossier."]] == ["Wij bestuderen uw dossier."]
    assert entries["Wanneer?"] == []


def test_the_tabs_queries_do_not_grow_with_the_texts(life, desk, django_assert_num_queries):
    case = life.in_study()
    citizen_side.write_message(case, actor=code_holder(case.pk), text="Bericht")
    client = desk(life.handler)
    address = f"/desk/complaints/complaint/{case.pk}/?tab=translations"
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(5):
        message = citizen_side.write_message(case, actor=code_holder(case.pk), text=f"Bericht {number}")
        write(case, life.handler, of="message", key=message.pk, words=f"Message {number}")
    with django_assert_num_queries(len(few)):
        client.get(address)


# --- a machine of the institution's own ---


def reversing(text: str, source: str, target: str) -> str:
    """A stand-in for a provider: it only has to be called as one."""
    return f"[{target}] {text[::-1]}"


def failing(text: str, source: str, target: str) -> str:
    raise TimeoutError("no answer: " + text)


def test_without_a_provider_no_machine_is_offered(life, desk):
    case = life.in_study()
    assert "Let the machine propose one" not in desk(life.handler).get(page_of(case)).content.decode()


def test_a_proposal_is_marked_and_kept_only_when_a_person_says_so(life, desk, settings):
    settings.TRANSLATION_PROVIDER = f"{__name__}.reversing"
    case = life.in_study()
    client = desk(life.handler)
    page = client.post(page_of(case), {"language": "es", "words": "", "quality": "checked", "propose": "1"})
    assert page.status_code == 200
    assert f"[es] {case.description[::-1]}"[:20] in page.content.decode()
    assert re.search(r'value="machine"[^>]*checked', page.content.decode())
    assert not Translation.objects.exists()


def test_a_provider_that_fails_loses_nothing_and_its_error_tells_no_story(life, desk, settings, caplog):
    settings.TRANSLATION_PROVIDER = f"{__name__}.failing"
    case = life.in_study()
    sent = {"language": "es", "words": "Wat ik typte", "quality": "checked", "propose": "1"}
    page = desk(life.handler).post(page_of(case), sent)
    assert page.status_code == 502
    assert "Wat ik typte" in page.content.decode()
    assert "The machine gave no translation" in page.content.decode()
    assert case.description not in caplog.text


# --- decisions, requests, items, reviews ---


def text_named(case, words):
    """The text of the case that says this."""
    return next(text for text in translations.texts(case) if text.text == words)


def write_of(case, actor, words, translation, **more):
    text = text_named(case, words)
    return write(case, actor, of=text.of, key=text.key, words=translation, **({"language": "nl"} | more))


def decided(life, **facts):
    """A file that was asked for an item, answered, and was then declared inadmissible."""
    case = transitions.request_information(
        life.in_study(language="nl", **facts),
        actor=life.handler,
        items=["Copie du jugement", "Reçu"],
        text="Il manque :",
    )
    first = case.information_requests.get().items.first()
    citizen_side.answer_request(
        Complaint.objects.get(pk=case.pk), actor=code_holder(case.pk), answers={first.pk: "Die heb ik niet"}, uploads={}
    )
    return transitions.declare_inadmissible(
        Complaint.objects.get(pk=case.pk), actor=life.head, seal=Seal(proposed_by=life.handler.user),
        formal_ground="identity", public_text="Une preuve manque toujours.",
    )  # fmt: skip


def test_decisions_requests_items_answers_and_reviews_can_have_one(life):
    case = decided(life)
    found = {(text.of, text.text): text.by_citizen for text in translations.texts(case)}
    asked = {("asked", "Il manque :"): False, ("item", "Copie du jugement"): False, ("item", "Reçu"): False}
    said = {("supplied", "Die heb ik niet"): True, ("event", "Une preuve manque toujours."): False}
    assert found.items() >= (asked | said).items()
    assert [text for of, text in found if of in {"event", "supplied"}] == [text for _of, text in said]


def test_a_review_can_have_one_and_it_is_the_complainants_own(life):
    case = decided(life)
    transitions.request_review(
        Complaint.objects.get(pk=case.pk), actor=code_holder(case.pk), ground="new_fact", text="Ik heb het bewijs"
    )
    text = text_named(case, "Ik heb het bewijs")
    assert (text.of, text.by_citizen) == ("review", True)
    write_of(case, life.supervisor, "Ik heb het bewijs", "J'ai la preuve", language="fr")
    assert text_named(case, "Ik heb het bewijs").found[0].text == "J'ai la preuve"
    entry = next(entry for entry in citizen_reads.timeline(case) if entry.kind == "review")
    assert entry.translations == []


def test_each_translation_points_to_its_own_text_and_no_other(life):
    case = decided(life)
    row = write_of(case, life.head, "Copie du jugement", "Kopie van het vonnis")
    supplied = write_of(case, life.head, "Die heb ik niet", "Je ne l'ai pas", language="fr")
    assert (row.item_id, row.of) == (supplied.item_id, "item")
    assert [one.text for one in text_named(case, "Copie du jugement").found] == ["Kopie van het vonnis"]
    assert [one.text for one in text_named(case, "Die heb ik niet").found] == ["Je ne l'ai pas"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Translation.objects.filter(pk=row.pk).update(of="event")


def test_the_names_in_the_history_are_no_texts_to_translate(life):
    case = life.in_study()
    sharing.share(case, actor=code_holder(case.pk), name="Yasmina", email="yasmina@example.org", right="read")
    assert "Yasmina" not in {text.text for text in translations.texts(case)}


def test_the_complainants_queries_do_not_grow_with_the_translations(life, django_assert_num_queries):
    case = decided(life)
    with CaptureQueriesContext(connection) as few:
        citizen_reads.timeline(case)
    for text in translations.texts(case):
        for language in ("nl", "de", "it"):
            write(case, life.head, of=text.of, key=text.key, language=language, words=f"{language} {text.text}")
    with django_assert_num_queries(len(few)):
        citizen_reads.timeline(case)
