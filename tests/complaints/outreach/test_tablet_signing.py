"""A signature at a stand: a code to the own telephone, and what becomes of one that was given before."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from complaints.intake import account, phone_codes, resume
from complaints.models import Complaint
from complaints.notifications import registry, short
from complaints.notifications.models import OutboxMessage
from tests.complaints.documents import document
from tests.complaints.outreach import tabletop
from tests.complaints.outreach.fixtures_of_tablets import office, place, shift, tablet
from tests.complaints.outreach.test_tablet_filing import draft

__all__ = ["draft", "office", "place", "shift", "tablet"]
pytestmark = pytest.mark.django_db


def test_signed_with_a_code_to_the_own_telephone(office, shift, tablet, settings):
    settings.MAILBOX = True
    tabletop.sit_down(tablet, "ar")
    contact = {"phone": "+212 661 23 45 67", "preferred_channel": "phone", "language": "ar"}
    draft = tabletop.type_in(tablet, contact=contact)
    page = tablet.get("/tablet/turn/sign/").text
    assert "+212661234567" in page
    assert 'id="code"' not in page, "there is no address to send to"
    for _press in range(2):  # the second one comes too soon
        assert tablet.post("/tablet/turn/sign/figures/", {"by": "text"})["Location"] == "/tablet/turn/sign/#text"
    assert "ستة أرقام في طريقها إلى هاتفكم" in tablet.get("/tablet/turn/sign/").text
    message = OutboxMessage.objects.get(kind="draft_phone_code")
    assert (message.channel, message.context) == ("sms", {})
    draft.refresh_from_db()
    figures = resume.contact_code(draft, email="+212661234567", number=1)
    found = short.render(message, registry.resolve(message))
    assert figures in found.text
    assert "وسيط" not in found.text, "it names nobody"
    seen = account.digest(draft)
    assert tablet.post("/tablet/turn/sign/", {"way": "text", "code": "000000", "seen": seen}).status_code == 422
    assert tablet.post("/tablet/turn/sign/", {"way": "code", "code": figures, "seen": seen}).status_code == 422
    assert tablet.post("/tablet/turn/sign/", {"way": "text", "code": figures, "seen": seen}).status_code == 303
    assert tabletop.file(tablet).status_code == 303
    case = Complaint.objects.get()
    assert (case.reception.signature, case.reception.signed_digest) == ("code", seen)
    assert case.complainant.email_verified_at is None


@pytest.mark.parametrize("wrong", ["tries", "late", "another number"])
def test_figures_of_a_text_are_right_five_times_for_half_an_hour_and_for_that_number(
    office, shift, tablet, settings, wrong
):
    settings.MAILBOX = True
    tabletop.sit_down(tablet, "fr")
    contact = {"phone": "+212 661 23 45 67", "preferred_channel": "phone", "language": "fr"}
    draft = tabletop.type_in(tablet, contact=contact)
    assert phone_codes.send(draft=draft)
    figures = resume.contact_code(draft, email="+212661234567", number=1)
    if wrong == "tries":
        assert not any(phone_codes.is_right(draft=draft, code="000000") for _try in range(5))
    if wrong == "another number":
        changed = tabletop.steps(contact={**contact, "phone": "+212 661 23 45 68"})
        tablet.post("/tablet/complaint/home/", tabletop.body("home", changed))
    with time_machine.travel(timezone.now() + timedelta(minutes=31 if wrong == "late" else 0)):
        assert not phone_codes.is_right(draft=draft, code=figures)


@pytest.mark.parametrize("phone", ["+33 1 44 61 20 00", ""])
def test_who_has_no_mobile_telephone_is_offered_no_text(office, shift, tablet, settings, phone):
    settings.MAILBOX = True
    tabletop.sit_down(tablet, "fr")
    contact = {"email": "salma@example.org", "phone": phone, "preferred_channel": "email", "language": "fr"}
    draft = tabletop.type_in(tablet, contact=contact)
    assert 'id="text"' not in tablet.get("/tablet/turn/sign/").text
    assert not phone_codes.send(draft=draft)


def signed_files(draft):
    return sorted(draft.files.filter(kind="transcript").values_list("name", flat=True))


def test_what_was_signed_is_no_paper_to_take_out(office, shift, tablet, draft):
    tabletop.sign(tablet, draft)
    page = tablet.get("/tablet/complaint/papers/").content.decode()
    assert "signature.png" not in page
    for paper in draft.files.all():
        tablet.post(f"/tablet/complaint/papers/{paper.pk}/remove/")
    assert signed_files(draft) == ["account.pdf", "signature.png"]


@pytest.mark.parametrize("way", ["finger", "paper", "refused"])
def test_another_signature_or_a_no_takes_the_place_of_the_one_before(office, shift, tablet, draft, way):
    tabletop.sign(tablet, draft)
    old = set(draft.files.values_list("pk", flat=True))
    posts = tabletop.steps(request={"request": "شيء آخر", "pressing": "no"})
    tablet.post("/tablet/complaint/request/", tabletop.body("request", posts))
    draft.refresh_from_db()
    given = {"picture": tabletop.signature(), "scan": document("page.pdf"), "why": "ne sait pas écrire"}
    done = tablet.post("/tablet/turn/sign/", {"way": way, "seen": account.digest(draft), **given})
    assert done["Location"] == "/tablet/turn/declare/"
    left = {"finger": ["account.pdf", "signature.png"], "paper": ["page.pdf"], "refused": []}
    assert signed_files(draft) == left[way]
    assert not old & set(draft.files.values_list("pk", flat=True))
    assert tabletop.file(tablet)["Location"] == "/tablet/turn/code/"
    assert sorted(Complaint.objects.get().attachments.values_list("name", flat=True)) == left[way]
