"""A day without a network: what the tablet sealed becomes what it would have been online, once, or waits with its words."""

import base64
import contextlib
import json
import threading
import uuid
from datetime import timedelta
from io import BytesIO

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import connection
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from complaints import codes
from complaints.audit.models import AccessEntry
from complaints.intake import account, actions
from complaints.intake.models import Draft
from complaints.intake.selectors import desk_drafts
from complaints.intake.tasks import remove_expired_drafts
from complaints.knowledge.models import Question
from complaints.models import Complaint
from complaints.outreach.models import Batch, SealedIntake, SealedPart, ShiftKey, Visit
from complaints.outreach.sealed import envelope, filing, kept, keys, reading, taking
from complaints.outreach.tablet import devices
from tests.complaints.documents import document
from tests.complaints.intake.filing import consents
from tests.complaints.outreach import sealing, tabletop
from tests.complaints.outreach.fixtures_of_tablets import office, place, shift, tablet
from tests.factories import UnitFactory

__all__ = ["office", "place", "shift", "tablet"]
pytestmark = pytest.mark.django_db


def paper(name: str) -> bytes:
    return document(name).read()


def picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (60, 40), "teal").save(out, "JPEG")
    return out.getvalue()


def signature() -> bytes:
    return base64.b64decode(tabletop.signature().split(",", 1)[1])


# --- the four outcomes ---


def test_who_was_listened_to_is_counted_as_on_the_day_and_nobody_twice(office, shift, tablet):
    key = uuid.uuid4()
    body = sealing.seal(shift, key, sealing.visit(country="FR"))
    for _again in range(3):
        assert sealing.send(tablet, shift, key, body)["state"] == "taken"
    row = Visit.objects.get()
    assert (row.key, row.outcome, row.language, row.offline, row.shift) == (key, "listened", "ar", True, shift)
    assert row.country.code == "FR"
    batch = Batch.objects.get()
    assert (batch.announced, batch.sent, batch.refused, row.batch) == (1, 1, 0, batch)
    assert not SealedPart.objects.exists()


def test_who_was_oriented_is_counted_with_the_ground(office, shift, tablet):
    for number, (competent, ground) in enumerate([(False, "X4"), (True, "")], start=1):
        key = uuid.uuid4()
        facts = sealing.visit("oriented", competent=competent, ground=ground)
        assert sealing.send(tablet, shift, key, sealing.seal(shift, key, facts), number=number)["state"] == "taken"
    assert {*Visit.objects.values_list("competent", "ground")} == {(False, "X4"), (True, "")}


def test_a_question_is_asked_once_in_nobodys_account(office, shift, tablet):
    key = uuid.uuid4()
    facts = sealing.visit(
        "question", question={"text": "Où légaliser ?", "email": "Salma@example.org", "country": "FR"}
    )
    body = sealing.seal(shift, key, facts)
    for _again in range(2):
        sealing.send(tablet, shift, key, body)
    question = Question.objects.get()
    assert (question.text, question.email, question.user, question.language) == (
        "Où légaliser ?", "salma@example.org", None, "ar",
    )  # fmt: skip
    assert Visit.objects.get().question == question


def test_a_complaint_is_filed_as_it_would_be_online_with_the_code_that_the_person_has(office, shift, tablet):
    key = uuid.uuid4()
    facts = sealing.complaint(way="finger", why="")
    given_code, number = facts["complaint"]["code"], facts["complaint"]["provisional"]
    papers = [("acte.pdf", "", paper("page.pdf")), ("photo.jpg", "", picture())]
    body = sealing.seal(shift, key, facts, *papers, ("signature.png", "signature", signature()))
    assert sealing.send(tablet, shift, key, body) == {"offset": len(body), "done": True, "state": "taken", "words": ""}
    case = Complaint.objects.get()
    assert (case.submission_key, case.channel, case.language, case.provisional) == (key, "stand", "ar", number)
    assert codes.matches(given_code, case.code_hash)
    row = case.reception
    assert (row.officer, row.signature, row.read_back, row.place) == (
        office.handler.user, "finger", True, "Port de Tanger Med",
    )  # fmt: skip
    assert row.signed_at
    assert len(row.signed_digest) == 64
    names = {file.name: file.kind for file in case.attachments.all()}
    assert names.keys() == {"acte.pdf", "photo.jpg", "signature.png", "account.pdf"}
    assert Visit.objects.get().complaint == case
    draft = case.draft
    assert (draft.officer, draft.sealed_code) == (None, "")
    event = case.events.get(name="submit")
    assert (event.actor, event.actor_kind) == (office.handler.user, "stand")


def test_signed_on_paper_or_not_at_all(office, shift, tablet):
    key = uuid.uuid4()
    body = sealing.seal(
        shift, key, sealing.complaint(way="paper", why=""), ("page.pdf", "transcript", paper("page.pdf"))
    )
    assert sealing.send(tablet, shift, key, body)["state"] == "taken"
    assert Complaint.objects.get().reception.signature == "paper"
    other = uuid.uuid4()
    body = sealing.seal(shift, other, sealing.complaint(happened=happened("autre chose")))
    assert sealing.send(tablet, shift, other, body, number=2)["state"] == "taken"
    assert Complaint.objects.get(submission_key=other).reception.refusal == "ne sait pas écrire"


def happened(title: str) -> dict[str, str]:
    return {**tabletop.steps()["happened"], "title": title}


# --- what cannot be filed as it stands ---


def no_country() -> dict[str, str]:
    return {**tabletop.steps()["address"], "country": ""}


def test_what_is_missing_waits_at_the_desk_and_the_tablet_says_which_number_and_why(office, shift, tablet):
    key = uuid.uuid4()
    facts = sealing.complaint(address=no_country())
    body = sealing.seal(shift, key, facts)
    state = sealing.send(tablet, shift, key, body, number=12)
    assert state["state"] == "mend"
    assert state["words"].startswith("No. 12: something is missing or must be changed: Where you live")
    assert "Begun here" in state["words"]
    assert "Lille" not in state["words"]
    assert sealing.send(tablet, shift, key, body, number=12) == state
    draft = Draft.objects.get()
    assert (draft.officer, draft.complaint, draft.problems) == (office.handler.user, None, ["address"])
    assert draft.answers["happened"]["title"] == [tabletop.steps()["happened"]["title"]]
    assert (Visit.objects.get().outcome, Visit.objects.get().complaint) == ("filed", None)


def test_what_is_mended_at_the_desk_keeps_number_and_code_of_the_person(office, shift, tablet, client):
    key = uuid.uuid4()
    facts = sealing.complaint(address=no_country())
    sealing.send(tablet, shift, key, sealing.seal(shift, key, facts))
    draft = Draft.objects.get()
    draft.answers["address"] = sealing.raw(tabletop.steps())["address"]
    draft.problems = []
    draft.save()
    done = actions.submit_draft(draft=draft, actor=office.handler, declarations=consents(draft))
    assert done.code is None
    assert codes.matches(facts["complaint"]["code"], done.complaint.code_hash)
    assert done.complaint.provisional == facts["complaint"]["provisional"]


@pytest.fixture
def promised(shift, tablet):
    """A complaint with number and code of the person, which waits to be mended; the row and what was sealed."""
    key = uuid.uuid4()
    facts = sealing.complaint(address=no_country())
    assert sealing.send(tablet, shift, key, sealing.seal(shift, key, facts))["state"] == "mend"
    return SealedIntake.objects.get(), facts["complaint"]


def as_head(actor):
    client = Client(headers={"accept-language": "en"})
    client.cookies["language"] = "en"
    client.force_login(actor.user)
    return client


def test_what_the_person_has_a_number_for_is_never_thrown_away(office, promised):
    row, _given = promised
    Draft.objects.update(expires_at=timezone.now() - timedelta(days=400))
    remove_expired_drafts()
    assert Draft.objects.get() == row.draft
    assert list(desk_drafts(office.handler)) == [row.draft]
    desk = as_head(office.handler)
    assert "Throw it away" not in desk.get(f"/desk/reception/drafts/{row.key}/person/").text
    desk.post(f"/desk/reception/drafts/{row.key}/drop/")
    with pytest.raises(actions.Promised):
        actions.delete_draft(draft=row.draft)
    assert Draft.objects.exists()


def test_following_it_up_says_that_it_arrived_to_who_has_the_code(client, promised):
    _row, given = promised

    def said(code):
        page = client.post("/follow/?lang=en", {"reference": given["provisional"], "code": code})
        return str(page.context["form"].errors["code"])

    assert "has arrived and is safe with us" in said(given["code"])
    assert "not arrived yet" in said(codes.new_code())


def test_the_head_takes_it_from_the_agent_and_registers_it(office, promised):
    row, given = promised
    address = f"/desk/tablets/{row.device_id}/"
    head, stranger = as_head(office.head), as_head(office.neighbour)
    assert "Take it over and mend it" in head.get(address).text
    assert stranger.post(f"{address}mend/{row.pk}/").status_code in (403, 404)
    assert head.post(f"{address}mend/{row.pk}/")["Location"] == f"/desk/reception/drafts/{row.key}/check/"
    assert "Take it over" not in head.get(address).text
    draft = Draft.objects.get()
    assert draft.officer == office.head.user
    assert AccessEntry.objects.filter(about=f"draft:{row.key}", what="taken over from a stand").exists()
    assert as_head(office.handler).get(f"/desk/reception/drafts/{row.key}/check/").status_code == 404
    draft.answers["address"] = sealing.raw(tabletop.steps())["address"]
    draft.problems = []
    draft.save()
    done = actions.submit_draft(draft=draft, actor=office.head, declarations=consents(draft))
    assert codes.matches(given["code"], done.complaint.code_hash)
    assert head.post(f"{address}mend/{row.pk}/")["Location"] == address


def test_what_broke_off_is_found_at_the_desk_and_counted_as_listened_to(office, shift, tablet):
    key = uuid.uuid4()
    facts = sealing.complaint(finished=False)
    del facts["complaint"]["answers"]["request"]
    state = sealing.send(tablet, shift, key, sealing.seal(shift, key, facts, ("acte.pdf", "", paper("page.pdf"))))
    assert (state["state"], "not finished" in state["words"]) == ("mend", True)
    assert Draft.objects.get().files.count() == 1
    assert Visit.objects.get().outcome == "listened"


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (("virus.exe", "", b"MZ nothing that we take"), "paper 1 was not taken"),
        (("signature.png", "signature", b"no picture"), "paper 1 was not taken"),
    ],
)
def test_a_paper_that_cannot_be_taken_is_said_and_nothing_is_filed_without_it(office, shift, tablet, file, words):
    key = uuid.uuid4()
    state = sealing.send(tablet, shift, key, sealing.seal(shift, key, sealing.complaint(), file))
    assert state["state"] == "mend"
    assert words in state["words"]
    assert not Complaint.objects.exists()


@pytest.mark.parametrize("left_out", ["declared", "signature"])
def test_nothing_is_filed_that_was_not_declared_or_signed(office, shift, tablet, left_out):
    key = uuid.uuid4()
    facts = sealing.complaint(way="finger", why="") if left_out == "signature" else sealing.complaint()
    if left_out == "declared":
        facts["complaint"]["declared"] = {"truth": ["on"]}
    state = sealing.send(tablet, shift, key, sealing.seal(shift, key, facts))
    assert state["state"] == "mend"
    assert not Complaint.objects.exists()


def test_a_number_that_another_file_has_is_said_and_does_not_open_that_file(office, shift, tablet):
    first, second = uuid.uuid4(), uuid.uuid4()
    facts = sealing.complaint()
    sealing.send(tablet, shift, first, sealing.seal(shift, first, facts))
    again = sealing.complaint(happened=happened("autre"))
    again["complaint"]["provisional"] = facts["complaint"]["provisional"]
    state = sealing.send(tablet, shift, second, sealing.seal(shift, second, again), number=2)
    assert (state["state"], "another person" in state["words"]) == ("mend", True)
    assert Complaint.objects.count() == 1
    draft = Draft.objects.get(pk=second)  # the account is not lost with the number
    assert (draft.provisional, draft.officer) == (None, office.handler.user)
    assert draft.answers["happened"]["title"] == [happened("autre")["title"]]


def test_a_paper_that_is_not_taken_costs_no_other_and_not_the_signature(office, shift, tablet):
    key = uuid.uuid4()
    facts = sealing.complaint(way="finger", why="")
    papers = [("un.jpg", "", picture()), ("faux.pdf", "", b"no document"), ("deux.pdf", "", paper("deux.pdf"))]
    body = sealing.seal(shift, key, facts, *papers, ("signature.png", "signature", signature()))
    state = sealing.send(tablet, shift, key, body)
    assert (state["state"], "paper 2" in state["words"]) == ("mend", True)
    names = {*Draft.objects.get(pk=key).files.values_list("name", flat=True)}
    assert names == {"un.jpg", "deux.pdf", "signature.png", "account.pdf"}
    row = SealedIntake.objects.get()
    assert b"".join(bytes(part.data) for part in row.parts.all()) == body  # what was not taken is nowhere else


@pytest.mark.parametrize("email", ["salma@gmail", "not an address"])
def test_a_question_with_a_slip_in_the_address_is_kept_with_it(office, shift, tablet, email):
    key = uuid.uuid4()
    facts = sealing.visit("question", question={"text": "Où légaliser ?", "email": email, "country": "XX"})
    assert sealing.send(tablet, shift, key, sealing.seal(shift, key, facts))["state"] == "taken"
    question = Question.objects.get()
    assert question.email == ""
    assert "Où légaliser ?" in question.text
    assert email in question.text


@pytest.mark.parametrize("facts", [
    {"files": [{"size": float("inf")}]}, {"files": [{"size": -1}]}, {"complaint": {"why": "\0\ud800"}},
])  # fmt: skip
def test_odd_numbers_and_letters_are_no_fault_of_ours(office, shift, tablet, facts):
    key = uuid.uuid4()
    whole = sealing.complaint()
    whole["complaint"].update(facts.pop("complaint", {}))
    text = json.dumps({**whole, **facts}).encode()  # with lone surrogates as the escapes that JSON allows
    plain = (len(text).to_bytes(4) + text).ljust(envelope.PADDING, b"\0")
    body = sealing.seal_bytes(plain, public=sealing.public_of(shift), shift=shift.pk, key=key)
    assert sealing.send(tablet, shift, key, body)["state"] in {"taken", "refused", "mend"}


# --- what is no envelope of ours ---


def foreign(shift, key):
    other = ec.generate_private_key(ec.SECP256R1())
    plain = sealing.frame(sealing.visit(), [])
    return sealing.seal_bytes(plain, public=envelope.point(other.public_key()), shift=shift.pk, key=key)


@pytest.mark.parametrize("how", ["foreign", "flipped", "short", "noise", "facts", "other key", "odd facts", "cut file"])
def test_what_does_not_open_is_refused_in_words_and_kept(office, shift, tablet, how):
    key = uuid.uuid4()
    good = sealing.seal(shift, key, sealing.visit())
    public = sealing.public_of(shift)

    def sealed(plain):
        return sealing.seal_bytes(plain, public=public, shift=shift.pk, key=key)

    body = {
        "foreign": foreign(shift, key),
        "flipped": good[:200] + bytes([good[200] ^ 1]) + good[201:],
        "short": good[:20],
        "noise": b"\x00" * 500,
        "facts": sealed(b"\xff\xff\xff\xff"),
        "other key": sealing.seal(shift, uuid.uuid4(), sealing.visit()),
        "odd facts": sealed(sealing.frame({"outcome": "stolen", "language": 7}, [])),
        "cut file": sealed(sealing.frame({**sealing.visit(), "files": [{"name": "x", "size": 10**9}]}, [])),
    }[how]
    state = sealing.send(tablet, shift, key, body, number=3)
    assert state["state"] == "refused"
    assert state["words"].startswith("No. 3: it cannot be opened")
    row = SealedIntake.objects.get()
    assert b"".join(bytes(part.data) for part in row.parts.all()) == body
    assert (Batch.objects.get().sent, Batch.objects.get().refused) == (0, 1)
    assert not Visit.objects.exists()


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(facts=st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["outcome", "language", "complaint", "answers", "declared", "question", "files", "code", "way", "who"]),
        inner, max_size=5,
    ), max_leaves=12,
), outcome=st.sampled_from(["listened", "oriented", "question", "filed", "x"]))  # fmt: skip
def test_no_facts_are_a_fault(db, facts, outcome):
    told = facts if isinstance(facts, dict) else {"complaint": facts, "question": facts}
    whole = {"language": "ar", **told, "outcome": outcome}
    with contextlib.suppress(envelope.Damaged):
        reading.read(whole, [], key=uuid.uuid4())


# --- a line that breaks, hands that press twice ---


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_lost_requests_and_lost_answers_lose_and_double_nothing(office, shift, tablet, data):
    SealedIntake.objects.all().delete()
    Visit.objects.all().delete()
    Batch.objects.all().delete()
    ids = [uuid.uuid4() for _each in range(3)]
    bodies = [sealing.seal(shift, key, sealing.visit()) for key in ids]
    for number, (key, body) in enumerate(zip(ids, bodies, strict=True), start=1):
        offset, done, known = 0, False, False
        while not done:
            fate = data.draw(st.sampled_from(["arrives", "request lost", "answer lost"]))
            if fate == "request lost":
                continue
            if not known:
                answer = sealing.announce(tablet, shift, key, body, number=number)
            else:
                size = data.draw(st.sampled_from([5000, 2000, 1500]))
                answer = sealing.piece(tablet, key, offset, body[offset : offset + size])
            if fate == "answer lost":
                continue
            known = True
            offset, done = answer.json()["offset"], answer.json().get("done", False)
            if answer.status_code == 409 and offset == len(body):
                done = sealing.announce(tablet, shift, key, body, number=number).json()["done"]
    assert {*Visit.objects.values_list("key", flat=True)} == {*ids}
    assert [*SealedIntake.objects.order_by("pk").values_list("number", "standing")] == [(n, "taken") for n in (1, 2, 3)]


@pytest.mark.parametrize("dies", ["before the papers", "after filing", "before the mark"])
def test_a_process_that_dies_leaves_nothing_undone_and_nothing_twice(office, shift, tablet, monkeypatch, dies):
    key = uuid.uuid4()
    body = sealing.seal(shift, key, sealing.complaint(), ("acte.pdf", "", paper("page.pdf")))

    class Killed(BaseException):
        pass

    def killed(*_a, **_k):
        raise Killed

    where = {
        "before the papers": (filing, "_attach"),
        "after filing": (filing, "record_reading"),
        "before the mark": (taking, "_mark"),
    }
    with monkeypatch.context() as patched:
        patched.setattr(*where[dies], killed)
        with pytest.raises(Killed):
            sealing.send(tablet, shift, key, body)
    assert SealedIntake.objects.get().standing == "arriving"
    assert sealing.announce(tablet, shift, key, body).json()["state"] == "taken"
    assert (Complaint.objects.count(), Visit.objects.count(), Visit.objects.get().complaint) == (
        1,
        1,
        Complaint.objects.get(),
    )
    assert Complaint.objects.get().attachments.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_windows_that_send_at_once_make_one_file(office, shift, tablet):
    key = uuid.uuid4()
    body = sealing.seal(shift, key, sealing.complaint(), ("acte.pdf", "", paper("page.pdf")))
    sealing.announce(tablet, shift, key, body)
    row = SealedIntake.objects.get()
    SealedPart.objects.create(intake=row, offset=0, data=body)
    SealedIntake.objects.update(offset=len(body))
    row.refresh_from_db()
    answers, barrier = [], threading.Barrier(2)

    def press():
        barrier.wait()
        try:
            answers.append(taking.take(SealedIntake.objects.get(pk=row.pk)).standing)
        finally:
            connection.close()

    hands = [threading.Thread(target=press) for _each in range(2)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert answers == ["taken", "taken"]
    assert (Complaint.objects.count(), Visit.objects.count(), Batch.objects.get().sent) == (1, 1, 1)
    assert Complaint.objects.get().attachments.count() == 1


# --- who may send ---


def test_a_revoked_tablet_sends_nothing_and_is_emptied(office, shift, tablet):
    key = uuid.uuid4()
    body = sealing.seal(shift, key, sealing.visit())
    devices.revoke(shift.device, actor=office.head)
    answer = sealing.announce(tablet, shift, key, body)
    assert answer.status_code == 403
    assert '"storage"' in answer["Clear-Site-Data"]
    assert answer["Tablet"] == "revoked"  # what send.js goes by
    assert not SealedIntake.objects.exists()


def test_a_tablet_that_was_registered_anew_sends_for_the_day_of_the_old_one_also_when_it_is_over(office, shift, tablet):
    key = uuid.uuid4()
    body = sealing.seal(shift, key, sealing.visit())
    devices.revoke(shift.device, actor=office.head)
    other, _device = tabletop.tablet(office)
    assert sealing.send(other, shift, key, body)["state"] == "taken"


def test_a_neighbours_tablet_sends_for_its_own_delegation_alone(office, shift, tablet, place):
    key = uuid.uuid4()
    body = sealing.seal(shift, key, sealing.visit())
    stranger, device = tabletop.tablet(office)
    device.unit = UnitFactory()
    device.save()
    answer = sealing.announce(stranger, shift, key, body, number=4)
    assert answer.status_code == 422
    assert answer.json()["error"].startswith("No. 4: this belongs to another delegation")
    sealing.announce(tablet, shift, key, body)
    assert sealing.piece(stranger, key, 0, body).status_code == 404
    assert stranger.get(f"/tablet/sealed/{key}/").status_code == 404


def test_a_browser_that_is_no_tablet_sends_nothing(office, shift, client):
    assert client.post("/tablet/sealed/", {}).status_code == 403
    assert client.get(f"/tablet/sealed/{uuid.uuid4()}/").status_code == 403


@pytest.mark.parametrize("odd", [
    {"key": "x"}, {"size": "-1"}, {"size": "999999999999"}, {"number": "0"}, {"number": "5000"}, {"shift": "99999999999999"},
    {"of": ""}, {"batch": "\x00"}, {"size": "0"}, {"shift": "0"},
])  # fmt: skip
def test_odd_announcements_are_answered_in_words_or_not_at_all(office, shift, tablet, odd):
    told = {"key": uuid.uuid4(), "batch": uuid.uuid4(), "of": 1, "shift": shift.pk, "number": 1, "size": 100}
    assert tablet.post("/tablet/sealed/", {**told, **odd}).status_code in (400, 422)


def test_the_same_key_with_another_size_or_shift_is_nobodys(office, shift, tablet):
    key = uuid.uuid4()
    sealing.announce(tablet, shift, key, b"x" * 100)
    assert sealing.announce(tablet, shift, key, b"x" * 101).status_code == 422
    assert sealing.piece(tablet, key, 0, b"x" * 200).status_code == 413
    assert sealing.piece(tablet, key, 5, b"x").json() == {"offset": 0}


# --- prepared ---


def test_it_is_prepared_with_the_pin_and_gets_the_public_key_alone(office, shift, tablet):
    assert tablet.post("/tablet/offline/", {"pin": "000001"}).status_code == 422
    answer = tablet.post("/tablet/offline/", {"pin": tabletop.PIN})
    facts = answer.json()
    key = ShiftKey.objects.get()
    assert (facts["shift"], facts["public"], facts["last"]) == (shift.pk, key.public, 0)
    assert key.secret not in answer.content.decode()
    assert tablet.post("/tablet/offline/", {"pin": tabletop.PIN}).json()["public"] == key.public
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM outreach_shiftkey")
        assert key.secret not in cursor.fetchone()[0]


def test_the_fifth_wrong_pin_ends_the_day(office, shift, tablet):
    states = [tablet.post("/tablet/offline/", {"pin": "000001"}).status_code for _each in range(5)]
    assert states == [422] * 4 + [403]
    shift.refresh_from_db()
    assert shift.ended_at


def test_between_people_a_prepared_tablet_keeps_what_waits_and_another_one_nothing(office, shift, tablet):
    tabletop.sit_down(tablet)
    assert '"storage"' in tablet.post("/tablet/person/finish/")["Clear-Site-Data"]
    tablet.post("/tablet/offline/", {"pin": tabletop.PIN})
    tabletop.sit_down(tablet)
    answer = tablet.post("/tablet/person/finish/")
    assert answer["Clear-Site-Data"] == '"cache"'
    assert "data-empties" in tablet.get("/tablet/person/left/").content.decode()


def test_the_page_knows_nobody_and_asks_what_the_tablet_asks_online(office, shift, tablet, client):
    page = client.get("/app/stand/?lang=fr")
    assert page.status_code == 200
    body = page.content.decode()
    assert str(shift.agent) not in body
    for slug in ("who", "name", "address", "contact", "authority", "subject", "happened", "dates", "steps", "request"):
        assert f'data-step="{slug}"' in body
    assert '"name": "stand"' in client.get("/sw.js").content.decode()


# --- how long ---


def test_what_never_opened_goes_after_ninety_days_with_the_key_of_its_day(office, shift, tablet):
    key = uuid.uuid4()
    sealing.send(tablet, shift, key, b"\x00" * 300)
    sealing.announce(tablet, shift, uuid.uuid4(), b"x" * 100, number=2)
    assert kept.forget_old() == 0
    old = timezone.now() - kept.KEPT * 1.01
    SealedIntake.objects.update(touched_at=old)
    keys.key_of(shift)
    type(shift).objects.update(begun_at=old - kept.KEPT, ends_at=old)
    kept.forget_old()
    assert not SealedIntake.objects.exists()
    assert ShiftKey.objects.get().secret == ""
    shift.refresh_from_db()
    late = sealing.seal_bytes(
        sealing.frame(sealing.visit(), []), public=sealing.public_of(shift), shift=shift.pk, key=key
    )
    assert sealing.send(tablet, shift, key, late)["state"] == "refused"


def test_more_visits_cost_no_query_more_each(office, shift, tablet, django_assert_max_num_queries):
    for number in range(1, 30):
        key = uuid.uuid4()
        sealing.send(tablet, shift, key, sealing.seal(shift, key, sealing.visit()), number=number, of=30)
    key = uuid.uuid4()
    body = sealing.seal(shift, key, sealing.visit())
    with django_assert_max_num_queries(60):
        sealing.send(tablet, shift, key, body, number=30, of=30)
    assert (Batch.objects.get().announced, Batch.objects.get().sent) == (30, 30)


def test_the_signed_account_is_the_one_that_was_read_back(office, shift, tablet, monkeypatch):
    seen = []
    original = filing._submit

    def submit(row, draft, written):
        seen.append(account.digest(draft))
        return original(row, draft, written)

    monkeypatch.setattr(filing, "_submit", submit)
    key = uuid.uuid4()
    body = sealing.seal(shift, key, sealing.complaint(way="finger", why=""), ("s.png", "signature", signature()))
    sealing.send(tablet, shift, key, body)
    assert Complaint.objects.get().reception.signed_digest == seen[0]


def test_the_head_sees_at_the_desk_what_came_and_what_could_not_be_opened(office, shift, tablet, client):
    for number, body in ((1, None), (2, b"\x00" * 300)):
        key = uuid.uuid4()
        body = body or sealing.seal(shift, key, sealing.complaint(address=no_country()))
        sealing.send(tablet, shift, key, body, number=number, of=2)
    tabletop.log_in(client, office.head)
    page = client.get(f"/desk/tablets/{shift.device_id}/").content.decode()
    assert "2" in page
    assert page.count("Nº 1") + page.count("N° 1") + page.count("No. 1") == 1
    assert "Lille" not in page
    tabletop.log_in(client, office.handler)
    assert client.get(f"/desk/tablets/{shift.device_id}/").status_code in (302, 403, 404)
