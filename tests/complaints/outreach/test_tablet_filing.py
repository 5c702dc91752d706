"""A complaint typed at a stand: read back in the person's language, signed, declared, filed; the code is theirs alone."""

from io import BytesIO

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from complaints import codes
from complaints.audit.models import AccessEntry
from complaints.intake import account, actions, resume
from complaints.intake.models import Draft
from complaints.intake.steps import answers_of
from complaints.models import Complaint
from complaints.outreach.models import Helping, Visit
from complaints.outreach.tablet import access, signing
from tests.complaints.documents import document
from tests.complaints.intake.filing import DECLARATIONS, POSTS, consents
from tests.complaints.outreach import tabletop
from tests.complaints.outreach.fixtures_of_tablets import office, place, shift, tablet

__all__ = ["office", "place", "shift", "tablet"]
pytestmark = pytest.mark.django_db
AGENTS = (
    "/tablet/complaint/person/", "/tablet/complaint/story/", "/tablet/complaint/papers/", "/tablet/complaint/check/",
    "/tablet/turn/account/", "/tablet/turn/account.pdf", "/tablet/turn/sign/", "/tablet/turn/declare/",
    "/tablet/turn/code/", "/tablet/turn/receipt.pdf", "/tablet/turn/phone/", "/tablet/turn/qr.svg",
)  # fmt: skip


@pytest.fixture
def draft(office, shift, tablet):
    """A whole account, in Arabic."""
    tabletop.sit_down(tablet, "ar")
    return tabletop.type_in(tablet)


def filed(tablet, draft):
    assert tabletop.sign(tablet, draft)["Location"] == "/tablet/turn/declare/"
    answer = tabletop.file(tablet)
    assert answer["Location"] == "/tablet/turn/code/", answer.content.decode()[:2000]
    return Complaint.objects.get()


def test_it_becomes_a_file_of_the_stand_with_what_was_signed_and_when(office, shift, tablet, draft):
    digest = account.digest(draft)
    case = filed(tablet, draft)
    row = case.reception
    assert (case.channel, case.language, row.place, row.unit) == ("stand", "ar", "Port de Tanger Med", office.unit)
    assert (row.officer, row.read_back, row.signature, row.signed_digest) == (
        office.handler.user,
        True,
        "finger",
        digest,
    )
    assert row.signed_at
    assert case.complainant.user is None
    files = {file.name: file for file in case.attachments.all()}
    assert files.keys() == {"signature.png", "account.pdf"}
    assert {file.kind for file in files.values()} == {"transcript"}
    assert digest[:16] in files["account.pdf"].caption
    event = case.events.get(name="submit")
    assert (event.actor, event.actor_kind) == (office.handler.user, "stand")


def test_it_is_read_back_whole_in_the_persons_language_and_direction(office, shift, tablet, draft):
    page = tablet.get("/tablet/turn/account/").content.decode()
    assert 'lang="ar"' in page
    assert 'dir="rtl"' in page
    for said in (POSTS["happened"]["title"], POSTS["request"]["request"], "جماعة الناظور"):
        assert said in page
    assert "Which language" not in page
    assert tablet.get("/tablet/complaint/story/").content.decode().count('lang="en"')


@pytest.mark.parametrize("language", ["ar", "fr", "es", "en", "nl", "it", "de", "zgh"])
def test_the_account_on_paper_says_all_of_it_with_the_mark_of_its_text(office, shift, tablet, language):
    tabletop.sit_down(tablet, language)
    draft = tabletop.type_in(tablet, contact={**tabletop.CONTACT, "language": language})
    answer = tablet.get("/tablet/turn/account.pdf")
    assert answer["Content-Type"] == "application/pdf"
    paper = pypdf.PdfReader(BytesIO(answer.content))
    words = "".join(page.extract_text() for page in paper.pages)
    draft.refresh_from_db()
    assert account.digest(draft)[:16] in words
    assert paper.root_object["/Lang"].startswith(language)


def test_a_story_of_many_pages_is_printed_to_its_last_word(office, shift, tablet):
    tabletop.sit_down(tablet, "fr")
    story = "La commune ne répond pas.\n" * 180 + "Voilà la fin."
    draft = tabletop.type_in(tablet, happened={**POSTS["happened"], "description": story})
    paper = pypdf.PdfReader(BytesIO(signing.account_pdf(Helping.objects.get(), draft, line=True)))
    assert len(paper.pages) > 2
    assert "Voilà la fin." in " ".join("".join(page.extract_text() for page in paper.pages).split())


def test_signed_with_a_code_to_the_own_address_which_is_proved_by_it(office, shift, tablet):
    tabletop.sit_down(tablet, "fr")
    contact = {"email": "salma@example.org", "preferred_channel": "email", "language": "fr"}
    draft = tabletop.type_in(tablet, contact=contact)
    assert tablet.post("/tablet/turn/sign/figures/").status_code == 303
    draft.refresh_from_db()
    seen = account.digest(draft)
    wrong = tablet.post("/tablet/turn/sign/", {"way": "code", "code": "000000", "seen": seen})
    assert wrong.status_code == 422
    figures = resume.contact_code(draft, email="salma@example.org", number=1)
    assert tablet.post("/tablet/turn/sign/", {"way": "code", "code": figures, "seen": seen}).status_code == 303
    assert tabletop.file(tablet).status_code == 303
    case = Complaint.objects.get()
    assert (case.reception.signature, case.reception.signed_digest) == ("code", seen)
    assert case.complainant.email_verified_at


def test_signed_on_paper_and_photographed(office, shift, tablet, draft):
    draft.refresh_from_db()
    seen = account.digest(draft)
    nothing = tablet.post("/tablet/turn/sign/", {"way": "paper", "seen": seen})
    assert nothing.status_code == 422
    odd = SimpleUploadedFile("virus.exe", b"MZ")
    assert tablet.post("/tablet/turn/sign/", {"way": "paper", "seen": seen, "scan": odd}).status_code == 422
    done = tablet.post("/tablet/turn/sign/", {"way": "paper", "seen": seen, "scan": document("page.pdf")})
    assert done["Location"] == "/tablet/turn/declare/"
    assert tabletop.file(tablet).status_code == 303
    case = Complaint.objects.get()
    assert (case.reception.signature, case.reception.signed_digest) == ("paper", seen)
    assert [file.kind for file in case.attachments.all()] == ["transcript"]


def test_who_cannot_sign_says_why(office, shift, tablet, draft):
    seen = account.digest(draft)
    assert tablet.post("/tablet/turn/sign/", {"way": "refused", "seen": seen, "why": ""}).status_code == 422
    tablet.post("/tablet/turn/sign/", {"way": "refused", "seen": seen, "why": "ne sait pas écrire"})
    assert tabletop.file(tablet).status_code == 303
    row = Complaint.objects.get().reception
    assert (row.signature, row.refusal) == ("refused", "ne sait pas écrire")


@pytest.mark.parametrize(
    "picture",
    ["", "data:image/png;base64,", "data:image/png;base64,AAAA", "data:image/svg+xml;base64,PHN2Zz4=", "x" * 700_000,
     "data:image/png;base64,%%%", "\x00"],
)  # fmt: skip
def test_what_is_no_signature_is_none(office, shift, tablet, draft, picture):
    answer = tablet.post("/tablet/turn/sign/", {"way": "finger", "picture": picture, "seen": account.digest(draft)})
    assert answer.status_code == 422
    draft.refresh_from_db()
    assert draft.signed == {}


def test_an_empty_frame_is_no_signature(office, shift, tablet, draft):
    empty = {"way": "finger", "picture": tabletop.signature(strokes=False), "seen": account.digest(draft)}
    assert tablet.post("/tablet/turn/sign/", empty).status_code == 422


def test_what_is_changed_after_the_signature_is_signed_again(office, shift, tablet, draft):
    tabletop.sign(tablet, draft)
    posts = tabletop.steps(request={"request": "شيء آخر", "pressing": "no"})
    tablet.post("/tablet/complaint/request/", tabletop.body("request", posts))
    assert tablet.get("/tablet/turn/declare/")["Location"] == "/tablet/turn/sign/"
    draft.refresh_from_db()
    with pytest.raises(actions.Unsigned):
        actions.submit_draft(draft=draft, actor=access.actor_of(shift), declarations=consents(draft))
    assert not Complaint.objects.exists()
    filed(tablet, draft)


def test_an_account_that_changed_while_it_was_read_is_not_signed(office, shift, tablet, draft):
    answer = tablet.post("/tablet/turn/sign/", {"way": "finger", "picture": tabletop.signature(), "seen": "0" * 64})
    assert answer["Location"] == "/tablet/turn/account/"
    draft.refresh_from_db()
    assert draft.signed == {}


def test_nothing_is_read_back_while_an_answer_is_missing(office, shift, tablet):
    tabletop.sit_down(tablet, "ar")
    tablet.post("/tablet/complaint/")
    for path in ("/tablet/turn/account/", "/tablet/turn/sign/"):
        assert tablet.get(path)["Location"] == "/tablet/complaint/check/"
    assert "The subject" in tablet.get("/tablet/complaint/check/").content.decode()
    assert tablet.get("/tablet/turn/declare/")["Location"] == "/tablet/turn/sign/"


def test_pressed_twice_it_is_one_file(office, shift, tablet, draft):
    tabletop.sign(tablet, draft)
    seen = tablet.get("/tablet/turn/declare/").context["seen"]
    for _press in range(2):
        tablet.post("/tablet/turn/declare/", {**DECLARATIONS, "seen": seen})
    assert Complaint.objects.count() == 1


def test_nothing_declared_says_what_to_tick_and_files_nothing(office, shift, tablet, draft):
    tabletop.sign(tablet, draft)
    answer = tablet.post("/tablet/turn/declare/", {})
    assert answer.status_code == 422
    assert 'lang="ar"' in answer.content.decode()
    assert not Complaint.objects.exists()


def test_a_second_file_of_the_same_matter_is_asked_about_and_named_to_nobody(office, shift, tablet, draft):
    first = filed(tablet, draft)
    tablet.post("/tablet/person/finish/")
    tabletop.sit_down(tablet, "ar")
    tabletop.sign(tablet, tabletop.type_in(tablet))
    answer = tabletop.file(tablet)
    assert answer.status_code == 409
    assert first.reference not in answer.content.decode()
    page = tablet.get("/tablet/turn/declare/")
    tablet.post("/tablet/turn/declare/", {**DECLARATIONS, "seen": page.context["seen"], "anyway": "1"})
    assert Complaint.objects.count() == 2


def test_papers_are_photographed_read_and_taken_out_again(office, shift, tablet, draft):
    assert tablet.post("/tablet/complaint/papers/add/", {"file": document("acte.pdf")}).status_code == 303
    paper = draft.files.get()
    assert b"".join(tablet.get(f"/tablet/complaint/papers/{paper.pk}/").streaming_content).startswith(b"%PDF")
    assert "acte.pdf" in tablet.get("/tablet/turn/account/").content.decode()
    assert tablet.post("/tablet/complaint/papers/add/", {}).status_code == 422
    assert tablet.get("/tablet/complaint/papers/999999999999999999/").status_code == 404
    tablet.post(f"/tablet/complaint/papers/{paper.pk}/remove/")
    assert not draft.files.exists()


def test_two_windows_do_not_write_over_each_other(office, shift, tablet, draft):
    from complaints.intake import building

    old = building.digest(draft.answers["request"])
    posts = tabletop.steps(request={"request": "أولا", "pressing": "no"})
    tablet.post("/tablet/complaint/request/", {**tabletop.body("request", posts), "seen-request": old})
    late = tabletop.steps(request={"request": "ثانيا", "pressing": "no"})
    answer = tablet.post("/tablet/complaint/request/", {**tabletop.body("request", late), "seen-request": old})
    assert answer.status_code == 409
    assert "ثانيا" in answer.content.decode()


@pytest.mark.parametrize("typed", ["\x00", "\ud800", "x" * 1_000_000, "<script>alert(1)</script>"])
def test_odd_words_are_kept_or_explained_never_a_fault(office, shift, tablet, draft, typed):
    posts = tabletop.steps(
        request={"request": typed.encode("utf-8", "surrogatepass").decode("utf-8", "replace"), "pressing": "no"}
    )
    assert tablet.post("/tablet/complaint/request/", tabletop.body("request", posts)).status_code == 303
    assert tablet.get("/tablet/complaint/request/?check=1").status_code == 200
    assert "<script>alert" not in tablet.get("/tablet/complaint/request/").content.decode()


# --- the code ---


def test_who_opens_the_lock_is_shown_no_code_before_the_tablet_is_turned(office, shift, tablet, draft):
    case = filed(tablet, draft)
    code = tablet.get("/tablet/turn/code/").context["code"]
    tablet.post("/tablet/lock/")
    tablet.post("/tablet/unlock/", {"pin": tabletop.PIN})
    page = tablet.get("/tablet/person/", follow=True)
    assert "Turn the tablet to the person" in page.text
    assert code not in page.text
    for address in ("/tablet/turn/receipt.pdf", "/tablet/turn/qr.svg"):
        assert "Turn the tablet to the person" in tablet.get(address).text
    assert tablet.post("/tablet/turn/over/", follow=True).context["code"] == code
    assert AccessEntry.objects.filter(about=f"complaint:{case.pk}", what="code shown at a stand").exists()


def test_number_and_code_are_shown_to_the_person_and_gone_with_i_have_it(office, shift, tablet, draft):
    case = filed(tablet, draft)
    page = tablet.get("/tablet/turn/code/")
    code = page.context["code"]
    assert codes.matches(code, case.code_hash)
    assert 'lang="ar"' in page.content.decode()
    receipt = "".join(
        part.extract_text() for part in pypdf.PdfReader(BytesIO(tablet.get("/tablet/turn/receipt.pdf").content)).pages
    )
    assert code in receipt
    assert tablet.get("/tablet/turn/qr.svg").status_code == 200
    assert tablet.post("/tablet/person/finish/").status_code == 303
    visit = Visit.objects.get()
    assert (visit.outcome, visit.complaint, visit.language, visit.country_id) == ("filed", case, "ar", "FR")
    for path in AGENTS:
        answer = tablet.get(path)
        assert (answer.status_code, answer["Location"]) == (302, "/tablet/"), path
    citizen = Client(headers={"accept-language": "ar"})
    assert citizen.post("/follow/", {"reference": case.reference, "code": code}).status_code == 302


def test_not_even_the_desk_shows_the_agent_the_code_of_what_was_filed_at_a_stand(office, shift, tablet, draft):
    filed(tablet, draft)
    draft.refresh_from_db()
    assert draft.officer is None
    desk = Client(headers={"accept-language": "en"})
    desk.force_login(office.handler.user)
    for page in (
        f"done/{draft.key}/",
        f"done/{draft.key}/receipt.pdf",
        f"drafts/{draft.key}/person/",
        f"drafts/{draft.key}/check/",
    ):
        assert desk.get(f"/desk/reception/{page}").status_code == 404
    assert desk.post(f"/desk/reception/done/{draft.key}/handed-over/").status_code == 404


def test_the_lock_hides_the_code_too(office, shift, tablet, draft):
    filed(tablet, draft)
    tabletop.minutes_pass(shift, 3)
    for path in ("/tablet/turn/code/", "/tablet/turn/receipt.pdf", "/tablet/turn/qr.svg"):
        assert tablet.get(path)["Location"] == "/tablet/unlock/"


def test_once_it_is_filed_the_pages_of_writing_lead_to_the_code(office, shift, tablet, draft):
    filed(tablet, draft)
    for path in ("/tablet/complaint/person/", "/tablet/turn/account/", "/tablet/turn/sign/", "/tablet/turn/phone/"):
        assert tablet.get(path)["Location"] == "/tablet/person/"
    assert tablet.get("/tablet/person/")["Location"] == "/tablet/turn/code/"


def test_what_the_agent_reads_and_does_is_kept(office, shift, tablet, draft):
    tablet.get("/tablet/complaint/story/")
    tablet.get("/tablet/turn/account/")
    case = filed(tablet, draft)
    rows = set(AccessEntry.objects.filter(user=office.handler.user).values_list("about", "what"))
    assert {(f"draft:{draft.pk}", "typed at a stand"), (f"draft:{draft.pk}", "read back at a stand")} <= rows
    assert (f"complaint:{case.pk}", "filed at a stand") in rows


def test_a_draft_that_the_day_left_behind_is_found_at_the_desk(office, shift, tablet, draft):
    tablet.post("/tablet/end/")
    assert Draft.objects.filter(pk=draft.pk, officer=office.handler.user).exists()
    desk = Client(headers={"accept-language": "en"})
    desk.force_login(office.handler.user)
    assert desk.get(f"/desk/reception/drafts/{draft.key}/person/").status_code == 200


def test_a_signature_of_the_tablet_cannot_be_typed(office, shift, tablet, draft):
    form = answers_of(draft).form("reception", {"channel": ["stand"], "signature": ["finger"], "read_back": ["on"]})
    assert "signature" in form.errors
