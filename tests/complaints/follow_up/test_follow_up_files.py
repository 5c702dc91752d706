"""What a complainant may still send to a filed case, whatever the case holds already."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from accounts.actors import code_holder
from complaints import files
from complaints.enums import State
from complaints.files import receiving
from complaints.follow_up import actions
from complaints.inspection.problems import Problem
from complaints.models import Attachment, Complaint
from complaints.sharing import selectors as sharing
from tests.complaints.documents import PDF, document
from tests.factories import ShareFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("storage")]


def hold(case: Complaint, size: int, **facts: object) -> None:
    """A file that the case has already."""
    Attachment.objects.create(
        complaint=case, name="x.pdf", content_type="application/pdf", size=size, sha256="0" * 64, verdict="clean",
        original=f"2026/01/{case.attachments.count():032x}", sent_at=timezone.now(), **facts,
    )  # fmt: skip


def test_a_request_is_answered_with_a_document_after_a_filing_of_sixty_megabytes(life):
    case = life.waiting()
    hold(case, files.MAX_TOTAL)
    item = case.information_requests.get().items.get()
    actions.answer_request(case, actor=code_holder(case.pk), answers={}, uploads={item.pk: document()})
    case.refresh_from_db()
    assert case.state == State.PRELIM_REVIEW
    assert case.attachments.count() == 2


def test_one_sending_holds_sixty_megabytes_and_the_refusal_names_the_next_one(life, monkeypatch):
    case = life.in_study()
    monkeypatch.setattr(files, "SENDING", receiving.Limit(2 * len(PDF), Problem.SENDING))
    me = code_holder(case.pk)
    actions.write_message(case, actor=me, text="", uploads=[document(), document()])
    with pytest.raises(files.Refused, match="the others afterwards in a message") as refused:
        actions.write_message(case, actor=me, text="", uploads=[document(), document(), document()])
    assert refused.value.problem == Problem.SENDING
    assert case.attachments.count() == 2


def test_a_case_full_of_ones_own_files_takes_words_and_says_so(life):
    case = life.in_study()
    hold(case, files.MAX_CASE - len(PDF))
    me = code_holder(case.pk)
    actions.write_message(case, actor=me, text="", uploads=[document()])
    with pytest.raises(files.Refused, match="Write to us, without a document"):
        actions.write_message(case, actor=me, text="", uploads=[document()])
    assert actions.write_message(case, actor=me, text="J'ai encore un plan.").pk


@pytest.mark.parametrize(
    "facts",
    [{"source": "administration"}, {"source": "institution"}, {"source": "citizen", "internal": True}],
    ids=["the administration's", "the institution's", "the desk's own"],
)
def test_files_of_others_take_nothing_of_the_complainants_allowance(life, facts):
    case = life.in_study()
    hold(case, files.MAX_CASE, **facts)
    actions.write_message(case, actor=code_holder(case.pk), text="", uploads=[document()])
    assert case.attachments.count() == 2


def test_only_who_sent_a_photo_gets_it_back_with_what_it_hides(life, opened):
    photo = jpeg_with_place()
    case = life.in_study()
    actions.write_message(case, actor=code_holder(case.pk), text="", uploads=[SimpleUploadedFile("photo.jpg", photo)])
    url = reverse("follow_up:file", args=[case.reference, case.attachments.get().pk])
    share = ShareFactory(complaint=case, right="read")
    brother = Client()
    brother.post(reverse("follow_up:login"), {"reference": case.reference, "code": sharing.code_of(share)})
    theirs, mine = (b"".join(visitor.get(url).streaming_content) for visitor in (brother, opened(case)))
    assert mine == photo
    assert b"Exif" in photo
    assert b"Exif" not in theirs


def jpeg_with_place() -> bytes:
    """A photo whose hidden data say where it was taken."""
    hidden = Image.Exif()
    hidden[0x8825] = {1: "N", 2: (35.0, 10.0, 0.0), 3: "W", 4: (2.0, 55.0, 0.0)}
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "beige").save(out, "JPEG", exif=hidden)
    return out.getvalue()
