"""Filing in every capacity: who is the complainant, who acts, what is asked and what is refused (docs/together.md)."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.actors import NOBODY, person
from complaints import files
from complaints.enums import Capacity, Residence, Sex
from complaints.intake import actions, known
from complaints.intake.models import Draft
from complaints.intake.steps import answers_of
from complaints.models import Attachment, Complaint, Representation, Share
from complaints.notifications import outbox
from complaints.notifications.models import OutboxMessage
from complaints.permissions import is_complainant
from complaints.receipts import receipt_data
from tests.complaints.documents import document
from tests.complaints.intake.filing import POSTS, complete_draft, consents, directories, errors_of, walk
from tests.factories import UserFactory
from tests.factories.drafts import DraftFactory, DraftFileFactory

pytestmark = pytest.mark.django_db
MOTHER = {"first_name": "Zohra", "last_name": "Bennani", "sex": "f", "id_kind": "cnie", "id_number": "CD778899"}
HOME = {**POSTS["address"], "city": "Nador", "country": "MA", "residence": "resident", "own_email": "Zohra@example.org"}
DAUGHTER = {"first_name": "Salma", "last_name": "Bennani"}
OFFICE = {"country": "FR", "city": "Lille", "address": "1 rue A"}
SEAT = {
    "organisation": "Amal Nador",
    "nature": "association",
    "position": "présidente",
    "registration": "W59",
    **OFFICE,
}
GROUP = {"by_lawyer": "no", "rows": "2", "first_name_0": "Karim", "last_name_0": "Amrani", "country_0": "france",
         "id_number_0": "ab 12", "first_name_1": "مريم", "last_name_1": "العلوي", "country_1": "MA"}  # fmt: skip
APART = {"represented": MOTHER, "represented-home": HOME, "name": DAUGHTER, "address": OFFICE}
WAYS = {
    Capacity.MANDATE: APART,
    Capacity.LAWYER: APART,
    Capacity.GUARDIAN: APART,
    Capacity.HEIR: {"deceased": {"deceased": "Ahmed Bennani"}},
    Capacity.ASSOCIATION: {"organisation": SEAT, "name": DAUGHTER},
    Capacity.COMPANY: {"organisation": SEAT, "name": DAUGHTER},
    Capacity.GROUP: {"group": GROUP},
}
PROVED = set(WAYS) - {Capacity.LAWYER}


@pytest.fixture(autouse=True)
def _rows(db):
    directories()


def drafted(capacity, *, mandate=True, actor=NOBODY, **changes):
    draft = actions.create_draft(actor=actor, language="fr")
    if mandate and capacity in PROVED:
        DraftFileFactory(draft=draft, kind="mandate")
    posts = {**POSTS, **WAYS.get(capacity, {}), "who": {"who": capacity}, "mandate": {"mandate_until_2": ""}, **changes}
    for slug, post in posts.items():
        raw = {name: [value] for name, value in post.items()}
        valid = answers_of(draft).form(slug, raw).is_valid()
        draft = actions.save_step(draft=draft, slug=slug, raw=raw, valid=valid, actor=actor)
    return draft


def filed(capacity, *, actor=NOBODY, **changes):
    draft = drafted(capacity, actor=actor, **changes)
    return actions.submit_draft(draft=draft, actor=actor, declarations=consents(draft)).complaint


@pytest.mark.parametrize("capacity", WAYS)
def test_each_capacity_is_filed_and_kept(capacity):
    case = Complaint.objects.get(pk=filed(capacity).pk)
    acts = case.representation
    assert acts.capacity == capacity
    assert (acts.mandate is not None) is (capacity in PROVED)
    if acts.mandate:
        assert acts.mandate.kind == Attachment.Kind.MANDATE
        assert acts.mandate.complaint == case
    assert acts.by_lawyer is (capacity == Capacity.LAWYER)
    assert case.form_version == 2


def test_who_files_for_himself_has_no_representation():
    case = filed(Capacity.SELF)
    assert not Representation.objects.exists()
    assert is_complainant(NOBODY, case).reason


@pytest.mark.parametrize("capacity", [Capacity.MANDATE, Capacity.LAWYER, Capacity.GUARDIAN])
def test_the_person_represented_is_the_complainant(capacity):
    user = UserFactory(email="salma@example.org")
    case = filed(capacity, actor=person(user))
    mother, acts = case.complainant, case.representation
    assert (mother.name, mother.city, mother.id_number, mother.user) == ("Zohra Bennani", "Nador", "CD778899", None)
    assert case.country.code == "MA"
    assert (acts.name, acts.city, acts.user) == ("Salma Bennani", "Lille", user)
    assert mother.email == acts.email == "salma@example.org", "notices are read by who acts"
    assert acts.own_email == "zohra@example.org"
    assert is_complainant(person(user), case)


def test_what_who_files_says_of_safe_contact_holds_for_both_until_the_other_says_otherwise():
    said = {"contact_rule": "careful", "contact_from": "9", "contact_until": "11"}
    case = filed(Capacity.MANDATE, contact={**POSTS["contact"], **said})
    assert case.complainant.contact_hours == case.representation.contact_hours == (9, 11)


def test_the_person_represented_is_told_and_can_see_the_file():
    case = filed(Capacity.MANDATE)
    share = Share.objects.get(complaint=case)
    assert (share.email, share.represented, share.accepted_at) == ("zohra@example.org", True, None)
    row = OutboxMessage.objects.get(recipient=f"share:{share.pk}")
    mail = outbox.render(row)
    assert "Salma" not in mail.text
    assert case.title not in mail.text


def test_without_an_address_nobody_else_is_written_to():
    filed(Capacity.MANDATE, **{"represented-home": {**HOME, "own_email": ""}})
    assert not Share.objects.exists()


def test_an_organisation_is_the_complainant_at_its_seat():
    case = filed(Capacity.ASSOCIATION)
    body, acts = case.complainant, case.representation
    assert (body.name, body.city, body.sex, body.residence) == ("Amal Nador", "Lille", Sex.UNSAID, Residence.ABROAD)
    assert (acts.name, acts.position, acts.nature, acts.registration) == (
        "Salma Bennani",
        "présidente",
        "association",
        "W59",
    )


def test_a_telephone_is_read_where_who_files_dials_it():
    """Read as Moroccan, `06 12 34 56 78` is the number of somebody else."""
    seat = filed(Capacity.COMPANY, address={})
    assert str(seat.complainant.phone) == "+33 6 12 34 56 78"
    moved = filed(
        Capacity.COMPANY, address={**POSTS["address"], "country": "MA"}
    )  # answered before the company was chosen
    assert str(moved.complainant.phone) == "+33 6 12 34 56 78"
    together = filed(Capacity.GUARDIAN, **{"represented-home": {**HOME, "country": "FR"}, "address": {"same": "on"}})
    assert str(together.representation.phone) == "+33 6 12 34 56 78"


def test_a_home_given_before_an_organisation_was_chosen_goes_nowhere():
    """The page that showed it is not asked any more, so nobody reads it before sending."""
    assert filed(Capacity.ASSOCIATION, address=OFFICE).representation.address == ""


def test_an_heir_and_who_speaks_for_a_group_complain_themselves():
    heir, speaker = filed(Capacity.HEIR), filed(Capacity.GROUP)
    for case in (heir, speaker):
        assert case.complainant.last_name == POSTS["name"]["last_name"]
        assert case.representation.first_name == ""
    assert heir.representation.deceased == "Ahmed Bennani"
    members = list(speaker.representation.members.order_by("pk"))
    assert [(row.name, row.country_id, row.id_number) for row in members] == [
        ("Karim Amrani", "FR", "AB 12"),
        ("مريم العلوي", "MA", ""),
    ]


def test_the_lawyer_of_a_group_needs_no_mandate():
    case = filed(Capacity.GROUP, mandate=False, group={**GROUP, "by_lawyer": "yes"})
    assert (case.representation.by_lawyer, case.representation.mandate) == (True, None)


@pytest.mark.parametrize("capacity", sorted(PROVED))
def test_without_the_document_nothing_is_sent(capacity):
    draft = drafted(capacity, mandate=False)
    with pytest.raises(actions.Unfinished) as unfinished:
        actions.submit_draft(draft=draft, actor=NOBODY, declarations=consents(draft))
    assert [step.slug for step in unfinished.value.steps] == ["mandate"]


def test_the_receipt_names_the_complainant_and_who_acts():
    rows = {row["label"]: row["value"] for row in receipt_data(filed(Capacity.MANDATE))["rows"]}
    assert rows["Name"] == "Zohra Bennani"
    assert rows["Represented by"] == "Salma Bennani"
    rows = {row["label"]: row["value"] for row in receipt_data(filed(Capacity.SELF))["rows"]}
    assert "Represented by" not in rows


def test_a_changed_mind_leaves_no_trace_of_the_other_capacity():
    draft = drafted(Capacity.MANDATE)
    raw = {"who": ["self"]}
    draft = actions.save_step(draft=draft, slug="who", raw=raw, valid=True, actor=NOBODY)
    for slug in ("name", "address"):
        raw = {name: [value] for name, value in POSTS[slug].items()}
        draft = actions.save_step(draft=draft, slug=slug, raw=raw, valid=True, actor=NOBODY)
    case = actions.submit_draft(draft=draft, actor=NOBODY, declarations=consents(draft)).complaint
    assert case.complainant.last_name == POSTS["name"]["last_name"]
    assert not Representation.objects.exists()


def test_the_same_address_is_not_typed_twice():
    case = filed(Capacity.MANDATE, address={"same": "on", "city": "left over"})
    assert (case.representation.city, case.representation.country_id) == ("Nador", "MA")


def test_what_the_account_said_before_is_offered_and_not_saved():
    user = UserFactory(email="salma@example.org")
    filed(Capacity.LAWYER, actor=person(user))
    draft = DraftFactory(user=user, answers={"who": {"who": ["lawyer"]}})
    answers = answers_of(draft, email=user.email, remember=lambda: known.known_answers(person(user)))
    assert answers.form("name")["last_name"].value() == "Bennani"
    assert answers.form("address")["city"].value() == "Lille"
    assert answers.form("contact")["preferred_channel"].value() == "email"
    assert answers.form("represented")["last_name"].value() is None, "another client is another person"
    assert set(Draft.objects.get(pk=draft.pk).answers) == {"who"}
    assert known.known_answers(person(UserFactory())) == {"name": {}, "address": {}, "contact": {}}


# The pages


def walked(client, capacity):
    posts = {"who": {"who": capacity}, **WAYS[capacity]}
    for slug, post in posts.items():
        answer = client.post(f"/file/{slug}/", post)
        assert answer.status_code == 303, slug
        assert "check=1" not in answer["Location"], (slug, errors_of(client, slug))
    return answer


def test_every_page_of_the_draft_says_for_whom_one_acts(client):
    client.cookies["language"] = "en"
    walked(client, Capacity.MANDATE)
    for path in ("who", "name", "mandate", "files", "check", "saved", "delete", "subject"):
        assert "You act for \u2068Zohra Bennani\u2069." in client.get(f"/file/{path}/").content.decode(), path
    assert "You act for" in client.get("/file/").content.decode()
    assert "You act for" not in client.get("/help/").content.decode()


def test_so_does_the_confirmation(client):
    client.cookies["language"] = "en"
    walked(client, Capacity.MANDATE)
    here, whole = Draft.objects.get(), drafted(Capacity.MANDATE)
    whole.files.update(draft=here)
    Draft.objects.filter(pk=here.pk).update(answers=whole.answers, problems=[])
    here.refresh_from_db()
    actions.submit_draft(draft=here, actor=NOBODY, declarations=consents(here))
    page = client.get("/file/sent/").content.decode()
    assert "secret-code" in page
    assert "You act for \u2068Zohra Bennani\u2069." in page


def test_the_mandate_is_asked_for_with_its_days_and_a_refused_file_keeps_them(client, storage):
    answer = walked(client, Capacity.MANDATE)
    assert answer["Location"] == "/file/mandate/"
    days = {"mandate_until_0": "1", "mandate_until_1": "2", "mandate_until_2": str(timezone.now().year + 2)}
    without = client.post("/file/mandate/", days)
    assert without["Location"] == "/file/mandate/?check=1"
    assert errors_of(client, "mandate").keys() == {"file"}
    refused = client.post("/file/mandate/", {**days, "file": document("mandat.exe")})
    assert refused.status_code == 422
    assert f'value="{days["mandate_until_2"]}"' in refused.content.decode()
    taken = client.post("/file/mandate/", {**days, "file": document("mandat.pdf")})
    assert taken["Location"] == "/file/contact/"
    again = client.post("/file/mandate/", {**days, "file": document("autre.pdf")})
    assert again.status_code == 303
    assert [row.name for row in Draft.objects.get().files.all()] == ["autre.pdf"]
    assert "autre.pdf" not in client.get("/file/files/").content.decode()


def test_a_mandate_that_ended_is_not_taken(client, storage):
    walked(client, Capacity.MANDATE)
    gone = timezone.localdate() - timedelta(days=2)
    days = {"mandate_until_0": gone.day, "mandate_until_1": gone.month, "mandate_until_2": gone.year}
    client.post("/file/mandate/", {**days, "file": document()})
    assert errors_of(client, "mandate").keys() == {"mandate_until"}


def test_an_old_draft_for_somebody_else_is_asked_again(client):
    client.post("/file/who/", {"who": "other"})
    assert errors_of(client, "who").keys() == {"who"}


@pytest.mark.parametrize("capacity", [Capacity.MANDATE, Capacity.GROUP, Capacity.ASSOCIATION])
@pytest.mark.parametrize("value", ["\0", "x" * 10**5, "١٢", "😀"])
def test_nonsense_gives_a_sentence(client, capacity, value):
    client.post("/file/who/", {"who": capacity})
    for slug, post in {**WAYS[capacity], "mandate": {"mandate_until_2": ""}}.items():
        assert client.post(f"/file/{slug}/", dict.fromkeys(post, value)).status_code == 303
        assert client.get(f"/file/{slug}/?check=1").status_code == 200


def test_the_way_for_oneself_is_as_long_as_before(client):
    walk(client, until="name")
    assert client.post("/file/name/", POSTS["name"])["Location"] == "/file/address/"
    assert client.post("/file/address/", POSTS["address"])["Location"] == "/file/contact/"


def test_the_mandate_goes_when_the_draft_goes(client, storage):
    walked(client, Capacity.MANDATE)
    client.post("/file/mandate/", {"file": document()})
    assert Client().get("/file/mandate/").status_code == 200
    assert files.MAX_FILE
    client.post("/file/delete/")
    assert not Draft.objects.exists()


def test_a_complete_draft_of_before_is_unchanged():
    assert complete_draft().problems == []
