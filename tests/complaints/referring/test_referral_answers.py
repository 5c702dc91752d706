"""The body accepts, refuses or answers; the complainant reads it at once; nothing is sent twice."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.actors import body_holder
from complaints.models import Attachment, Referral
from complaints.models.referral import Standing
from complaints.referring import answering
from complaints.workflow.errors import Incomplete, NotAllowed, Repeated
from tests.complaints.documents import PDF
from tests.complaints.follow_up.opening import address
from tests.complaints.referring import referred
from tests.complaints.referring.referred import enter, told

pytestmark = pytest.mark.django_db
FILE, ANSWER, REFUSE, ACCEPT = (reverse(f"referral:{name}") for name in ("file", "answer", "refuse", "accept"))


def test_accepting_gives_sixty_days_and_is_told(life):
    row = referred.accepted(life)
    assert row.standing == Standing.ACCEPTED
    assert (row.due_on - row.accepted_at.date()).days >= 59
    assert told(row.complaint, "complaint_referral_step", step="accepted")
    assert told(row.complaint, "desk_referral", step="accepted")
    with pytest.raises(Repeated):
        answering.accept(row, actor=body_holder(row.pk))


@pytest.mark.parametrize("stage", ["answered", "refused"])
def test_an_answer_ends_it_and_is_told_to_both(life, stage):
    row = referred.STAGES[stage](life)
    assert (row.standing, row.ended_by, row.due_on) == (stage, "body", None)
    assert told(row.complaint, "complaint_referral_step", step=stage)
    assert told(row.complaint, "desk_referral", step=stage)
    assert row.complaint.events.filter(name=f"referral_{stage}", actor_kind="body").count() == 1


def test_an_answer_has_words(life):
    row = referred.opened(life)
    with pytest.raises(Incomplete):
        answering.answer(row, actor=body_holder(row.pk), text="  ")


def test_one_form_sent_twice_is_one_answer_and_another_one_is_refused(life):
    row, key = referred.opened(life), uuid.uuid4()
    actor = body_holder(row.pk)
    answering.refuse(row, actor=actor, text="Nicht zuständig.", key=key)
    with pytest.raises(Repeated):
        answering.refuse(row, actor=actor, text="Nicht zuständig.", key=key)
    with pytest.raises(NotAllowed):
        answering.refuse(row, actor=actor, text="Doch.", key=uuid.uuid4())
    assert Referral.objects.get(pk=row.pk).reply == "Nicht zuständig."


def test_nobody_else_answers(life):
    row, other = referred.opened(life), referred.opened(life)
    for actor in (body_holder(other.pk), life.handler, referred.holder(row)):
        with pytest.raises(NotAllowed):
            answering.answer(row, actor=actor, text="…")
        with pytest.raises(NotAllowed):
            answering.accept(row, actor=actor)


def test_what_is_not_opened_is_not_answered_once_over(life):
    row = referred.answered(life)
    with pytest.raises(NotAllowed):
        answering.accept(row, actor=body_holder(row.pk))


# Pages


def test_the_body_accepts_answers_with_a_document_and_the_complainant_reads_it(life, client, storage, csrf_client):
    row = referred.agreed(life)
    enter(client, row)
    assert client.post(ACCEPT).status_code == 302
    assert client.post(ACCEPT).status_code == 302  # pressed twice
    form = client.get(ANSWER).context["form"]
    sent = {
        "text": "Die Karte liegt bereit.",
        "key": str(form.initial["key"]),
        "file_1": SimpleUploadedFile("bescheid.pdf", PDF),
    }
    assert client.post(ANSWER, sent).url == FILE
    again = client.post(ANSWER, {"text": sent["text"], "key": sent["key"]})
    assert again.status_code == 302  # pressed twice
    row.refresh_from_db()
    file = row.reply_files.get()
    assert (row.reply, file.source, file.internal) == (sent["text"], Attachment.Source.BODY, False)
    over = client.get(FILE).content.decode()
    assert "Salma" not in over


def test_the_complainant_downloads_what_the_body_sent(life, opened):
    row = referred.answered(life)
    client = opened(row.complaint)
    page = client.get(address("case", row.complaint)).content.decode()
    assert "Die Karte liegt bereit." in page


def test_a_refused_document_is_named_and_nothing_typed_is_lost(life, client, storage):
    enter(client, referred.agreed(life))
    sent = {"text": "Meine Antwort.", "file_2": SimpleUploadedFile("virus.exe", b"MZ" * 50)}
    answer = client.post(ANSWER, sent)
    assert answer.status_code == 422
    assert "file_2" in answer.context["form"].errors
    assert "Meine Antwort." in answer.content.decode()


def test_broken_letters_are_taken_as_well_as_they_can_be(life, client):
    enter(client, referred.agreed(life))
    assert referred.raw(client, REFUSE, "text", "Nein%ED%A0%80.").status_code == 302


@pytest.mark.parametrize("text", ["%00", "9" * 500_000, "%E2%80%8B", ""])
def test_nonsense_is_never_an_error_of_ours(life, client, text):
    enter(client, referred.agreed(life))
    for page in (ANSWER, REFUSE):
        assert referred.raw(client, page, "text", f"{text}&key=nonsense").status_code == 422


def test_another_language_keeps_what_was_typed(life, client):
    enter(client, referred.agreed(life))
    answer = client.post(ANSWER, {"text": "Halb geschrieben", "switch_language": "ar"})
    assert answer.status_code == 200
    assert 'dir="rtl"' in answer.content.decode()
    assert "Halb geschrieben" in answer.content.decode()


def test_the_first_download_is_kept(life, client, storage):
    row = referred.agreed(life, documents=True)
    document = row.documents.get()
    path = storage / document.attachment.copy
    path.parent.mkdir(parents=True)
    path.write_bytes(PDF)
    enter(client, row)
    answer = client.get(reverse("referral:document", args=[document.attachment_id]))
    assert b"".join(answer.streaming_content) == PDF
    document.refresh_from_db()
    assert document.read_at is not None


def test_the_pages_are_in_the_language_of_the_body(life, client):
    row = referred.agreed(life)
    enter(client, row)
    answer = client.get(f"{FILE}?lang=de")
    assert answer["Content-Language"] == "de"
    assert client.get(f"{reverse('referral:letter')}").content[:4] == b"%PDF"
