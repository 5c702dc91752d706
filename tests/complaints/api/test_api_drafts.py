"""A complaint written and filed by a program (issue 5, section 2)."""

import uuid

import pytest
from django.utils import timezone

from complaints import files
from complaints.api.paging import cursor
from complaints.api.serializers.drafts import Submission
from complaints.files import pieces
from complaints.intake import actions
from complaints.intake.declarations import DeclarationsForm
from complaints.intake.models import Draft, DraftFile
from complaints.intake.views import common
from complaints.intake.views.common import POSTS_A_DRAFT
from complaints.models import Attachment, Complaint
from tests.complaints.api.calls import SUBMISSION, Caller, Writer, problem
from tests.complaints.api.conftest import token_of
from tests.complaints.documents import PDF
from tests.complaints.intake.filing import directories
from tests.factories import DraftFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer() -> Writer:
    directories()
    return Writer()


def test_a_complaint_is_written_and_filed(writer, storage):
    writer.write()
    data = PDF + b"\n% one"
    key = writer.announce(data).json_body["key"]
    assert writer.piece(key, 0, data).json_body["done"]
    shown = writer.get(writer.draft).json_body
    assert shown["ready"]
    answer = writer.submit(digest=shown["digest"])
    assert answer.status_code == 201, answer.content
    case = Complaint.objects.get(reference=answer.json_body["reference"])
    assert case.submission_key == writer.key
    assert case.attachments.get().source == Attachment.Source.CITIZEN
    opened = Caller().post("complaints/open/", {"reference": case.reference, "code": answer.json_body["code"]})
    assert opened.status_code == 200


def test_the_same_key_and_body_answer_the_same(writer):
    writer.write()
    first, second = writer.submit(), writer.submit()
    assert first.content == second.content
    assert first.status_code == second.status_code == 201
    assert Complaint.objects.count() == 1


def test_the_same_key_with_another_body_is_refused(writer):
    writer.write()
    writer.submit()
    problem(writer.submit(share="no", share_reason="Je crains pour ma famille"), 422, "other-body")
    assert Complaint.objects.count() == 1


def test_the_code_is_shown_until_it_was_kept(writer):
    writer.write()
    assert writer.submit().json_body["code"]
    assert writer.post(f"{writer.draft}code-kept/").status_code == 204
    assert writer.submit().json_body["code"] == ""


def test_a_put_is_repeated_without_harm(writer):
    assert writer.begin().status_code == 201
    assert writer.begin().status_code == 200
    assert Draft.objects.count() == 1


@pytest.mark.parametrize("method", ["GET", "DELETE", "PUT"])
def test_another_secret_finds_nothing_like_another_key(writer, method):
    writer.write()
    stranger = Writer()
    wrong = stranger.call(method, writer.draft, {} if method == "PUT" else None)
    body = problem(wrong, 404, "not-found")
    if method != "PUT":
        unknown = stranger.call(method, f"drafts/{uuid.uuid4()}/")
        assert unknown.json_body == body
    assert Draft.objects.filter(pk=writer.key).exists()


KEY = "4bea52d9-2e9f-4b3a-abf6-d628d58013e8"
CLOSED = [
    ("GET", "steps/name/", None),
    ("PATCH", "steps/name/", {"first_name": "X"}),
    ("PUT", "steps/name/", {"first_name": "X"}),
    ("POST", "contact-code/", {}),
    ("POST", "contact-proof/", {"code": "123456"}),
    ("GET", "files/", None),
    ("POST", "files/", {"key": KEY, "name": "x.pdf", "size": 5}),
    ("GET", f"files/{KEY}/", None),
    ("DELETE", f"files/{KEY}/", None),
    ("POST", "submit/", SUBMISSION),
    ("POST", "code-kept/", {}),
]


@pytest.mark.parametrize(("method", "part", "body"), CLOSED)
def test_nothing_of_a_draft_opens_to_another_secret(writer, life, as_user, method, part, body):
    writer.write()
    before = Draft.objects.values().get()
    for stranger in (Writer(), as_user(life.handler.user, Draft_Secret=Writer().secret), Caller()):
        problem(stranger.call(method, writer.draft + part, body), 404, "not-found")
    assert Draft.objects.values().get() == before
    assert not Complaint.objects.exists()


def test_a_draft_of_the_desk_opens_to_no_secret(writer, life):
    """What an officer types for somebody else has no secret, and none opens it."""
    row = actions.create_desk_draft(actor=life.head)
    for secret in (writer.secret, "", "A" * 43):
        problem(Caller(Draft_Secret=secret).get(f"drafts/{row.key}/"), 404, "not-found")


@pytest.mark.parametrize("secret", ["", "short", "x" * 44, "\u00e9" * 43])
def test_what_is_no_secret_begins_nothing(writer, secret):
    answer = problem(writer.put(writer.draft, Draft_Secret=secret), 422, "invalid")
    assert answer["errors"][0]["header"] == "Draft-Secret"


def test_a_step_that_needs_mending_is_kept_and_says_how(writer):
    writer.begin()
    answer = writer.patch(f"{writer.draft}steps/happened/", {"title": "", "description": "Depuis janvier"})
    assert answer.status_code == 200
    assert not answer.json_body["ok"]
    assert "#/act_kind" in {slip["pointer"] for slip in answer.json_body["errors"]}
    assert writer.get(f"{writer.draft}steps/happened/").json_body["values"]["description"] == "Depuis janvier"


def test_answers_that_are_not_named_stay_and_null_empties(writer):
    writer.write()
    step = f"{writer.draft}steps/happened/"
    writer.patch(step, {"title": "Autre titre", "amount": None})
    values = writer.get(step).json_body["values"]
    assert values["title"] == "Autre titre"
    assert values["description"]
    assert "amount" not in values


def test_a_whole_step_takes_the_place_of_the_one_before(writer):
    """As the form without a line sends it: names of the page, lists, and nothing for a box that is not ticked."""
    writer.begin()
    step = f"{writer.draft}steps/dates/"
    writer.put(
        step, {"act_date_0": ["3"], "act_date_1": ["2"], "act_date_2": ["2025"], "court": ["no"], "court_name": ["X"]}
    )
    assert writer.get(step).json_body["values"]["act_date"] == "2025-02-03"
    tag = writer.get(step)["ETag"]
    assert writer.put(step, {"court": ["no"]}, If_Match=tag).json_body["values"] == {"court": "no"}
    problem(writer.put(step, {"court": ["judged"]}, If_Match=tag), 412, "changed")
    writer.put(f"{writer.draft}steps/contact/", {"whatsapp": ["on"], "phone": ["+33612345678"]})
    writer.put(f"{writer.draft}steps/contact/", {"phone": ["+33612345678"]})
    assert "whatsapp" not in writer.get(f"{writer.draft}steps/contact/").json_body["values"]


def test_dates_and_ticks_are_written_as_programs_write_them(writer):
    writer.begin()
    answer = writer.patch(f"{writer.draft}steps/dates/", {"act_date": "2025-02-03", "court": "no"})
    assert answer.json_body["values"]["act_date"] == "2025-02-03"
    assert answer.json_body["ok"]
    wrong = writer.patch(f"{writer.draft}steps/dates/", {"act_date": "hier"})
    assert "#/act_date" in {slip["pointer"] for slip in wrong.json_body["errors"]}


def test_an_unknown_question_is_named(writer):
    writer.begin()
    answer = problem(writer.patch(f"{writer.draft}steps/name/", {"nick/name": "x"}), 422, "invalid")
    assert answer["errors"][0]["pointer"] == "#/nick~1name"


def test_a_step_that_changed_meanwhile_comes_back_in_both_versions(writer):
    writer.write()
    step = f"{writer.draft}steps/happened/"
    tag = writer.get(step)["ETag"]
    writer.patch(step, {"title": "Elsewhere"})
    answer = problem(writer.patch(step, {"title": "Here"}, If_Match=tag), 412, "changed")
    assert (answer["stored"]["title"], answer["yours"]["title"]) == ("Elsewhere", "Here")
    fresh = writer.get(step)["ETag"]
    assert writer.patch(step, {"title": "Here"}, If_Match=fresh).json_body["values"]["title"] == "Here"


def test_a_step_that_asks_other_things_or_leads_elsewhere_has_another_tag(writer):
    writer.write()
    step = f"{writer.draft}steps/name/"
    before = writer.get(step)
    writer.patch(f"{writer.draft}steps/who/", {"who": "association"})
    after = writer.get(step, If_None_Match=before["ETag"])
    assert after.status_code == 200
    assert (before.json_body["next"], after.json_body["next"]) == ("address", "mandate")
    kept = writer.patch(step, {"first_name": "Salma"}, If_Match=before["ETag"])
    assert kept.status_code == 200, "its own answers are those that were read"
    assert writer.get(step, If_None_Match=writer.get(step)["ETag"]).status_code == 304


def test_an_unfinished_draft_says_what_is_missing(writer):
    writer.begin()
    writer.patch(f"{writer.draft}steps/who/", {"who": "self"})
    answer = problem(writer.submit(), 422, "invalid")
    assert "name" in answer["steps"]
    assert Complaint.objects.count() == 0


def test_answers_that_changed_since_they_were_shown_are_not_sent(writer):
    writer.write()
    digest = writer.get(writer.draft).json_body["digest"]
    writer.patch(f"{writer.draft}steps/request/", {"request": "Autre chose"})
    problem(writer.submit(digest=digest), 412, "changed")


def test_declarations_are_asked_for_in_the_words_of_the_page(writer):
    writer.write()
    answer = problem(writer.submit(truth=False), 422, "invalid")
    assert answer["errors"][0] == {
        "pointer": "#/truth",
        "detail": "Tick that what you have written is true.",
        "code": "required",
    }


def test_after_the_sending_nothing_can_be_written(writer):
    writer.write()
    reference = writer.submit().json_body["reference"]
    problem(writer.patch(f"{writer.draft}steps/request/", {"request": "x"}), 410, "gone")
    problem(writer.call("DELETE", writer.draft), 410, "gone")
    assert writer.get(writer.draft).json_body["reference"] == reference


def test_a_draft_is_deleted_with_its_files(writer, storage):
    writer.write()
    data = PDF + b"\n% gone"
    writer.piece(writer.announce(data).json_body["key"], 0, data)
    assert writer.call("DELETE", writer.draft).status_code == 204
    assert not Draft.objects.exists()
    assert not DraftFile.objects.exists()


# --- files ---


def test_a_file_goes_on_where_it_stopped(writer, storage):
    writer.begin()
    data = PDF + b"\n% in pieces"
    announced = writer.announce(data)
    key = announced.json_body["key"]
    assert announced.status_code == 201
    assert announced["Location"].endswith(f"/files/{key}/")
    writer.piece(key, 0, data[:100])
    head = writer.call("HEAD", f"{writer.draft}files/{key}/")
    assert (head.status_code, head["Upload-Offset"], head["Upload-Length"]) == (200, "100", str(len(data)))
    wrong = writer.piece(key, 50, data[50:])
    assert problem(wrong, 409, "offset")["offset"] == 100
    assert wrong["Upload-Offset"] == "100"
    assert writer.piece(key, 100, data[100:]).json_body["done"]
    assert writer.get(f"{writer.draft}files/").json_body["files"][0]["name"] == "carte.pdf"


def test_a_key_that_is_used_for_another_file_costs_neither(writer, storage):
    writer.begin()
    data = PDF + b"\n% in pieces"
    key = uuid.UUID(writer.announce(data).json_body["key"])
    writer.piece(str(key), 0, data[:100])
    problem(writer.announce(data + b"more", key=key), 409, "conflict")
    assert writer.announce(data, key=key).json_body["offset"] == 100
    assert writer.piece(str(key), 100, data[100:]).json_body["done"]
    problem(writer.announce(PDF, key=key), 409, "conflict")
    assert writer.get(f"{writer.draft}files/").json_body["uploads"] == []
    assert writer.submit().status_code == 422, "unfinished, but no file is missing"


def test_a_file_that_cannot_be_taken_says_why(writer, storage):
    writer.begin()
    data = b"MZ this is a program"
    key = writer.announce(data, "letter.pdf").json_body["key"]
    answer = problem(writer.piece(key, 0, data), 422, "invalid")
    assert "PDF" in answer["detail"]
    big = problem(
        writer.post(f"{writer.draft}files/", {"key": str(uuid.uuid4()), "name": "x.pdf", "size": 10**8}), 422, "invalid"
    )
    assert big["errors"][0]["pointer"] == "#/size"


def test_a_piece_is_at_most_a_megabyte(writer):
    writer.begin()
    key = writer.announce(b"x" * 2_000_000).json_body["key"]
    problem(writer.piece(key, 0, b"x" * 1_100_000), 413, "too-large")


def test_the_smallest_pieces_of_the_largest_filing_are_not_too_many(writer):
    """Over the weakest line a file comes in many pieces; those are not counted as answers."""
    assert pieces.PIECES_AN_HOUR >= files.MAX_TOTAL // (16 * 1024)
    assert pieces.PIECES_AN_HOUR > POSTS_A_DRAFT


def test_a_draft_found_again_is_no_new_draft_of_this_network(writer, monkeypatch):
    monkeypatch.setattr(common, "DRAFTS_A_NETWORK", 1)
    for _number in range(4):
        assert writer.begin().status_code in (200, 201)
    problem(Writer().begin(), 429, "too-many")


def test_a_complaint_does_not_leave_without_files_on_their_way(writer, storage):
    writer.write()
    data = PDF + b"\n% late"
    key = writer.announce(data).json_body["key"]
    writer.piece(key, 0, data[:10])
    assert problem(writer.submit(), 409, "conflict")["uploads"] == [key]
    assert writer.call("DELETE", f"{writer.draft}files/{key}/").status_code == 204
    assert writer.submit().status_code == 201


def test_the_form_describes_itself(writer):
    steps = {step["step"]: step for step in Caller(language="fr").get("form/").json_body["steps"]}
    questions = {one["name"]: one for one in steps["dates"]["questions"]}
    assert questions["act_date"]["kind"] == "date"
    assert questions["court"]["required"]
    country = {one["name"]: one for one in steps["address"]["questions"]}["country"]
    assert (country["list"], country["choices"]) == ("countries", [])


def test_submission_matches_what_the_page_declares():
    """A declaration that the form gains is one that the API must take."""
    assert set(Submission().fields) - {"digest", "anyway"} == set(DeclarationsForm.base_fields) - {"website"}
    assert set(SUBMISSION) <= set(Submission().fields)


def test_the_drafts_of_an_account_come_page_by_page(life):
    """Two of the very same moment too; each once, the newest first."""
    user = life.citizen.user
    keys = [DraftFactory(user=user).pk for _number in range(5)]
    same = timezone.now()
    Draft.objects.filter(pk__in=keys[:3]).update(saved_at=same)
    caller, path, seen = Caller(X_Session_Token=token_of(user)), "drafts/?limit=2", []
    while path:
        page = caller.get(path).json_body
        seen += [row["key"] for row in page["results"]]
        path = page["next"] and f"drafts/?limit=2&cursor={page['next']}"
        assert len(seen) <= 5
    assert sorted(seen) == sorted(map(str, keys))
    problem(caller.get(f"drafts/?cursor={cursor(same.isoformat(), 'no key')}"), 422, "invalid")
