"""A complaint that came by another way is typed here and becomes a file like any other, with the same receipt and code."""

from datetime import date, timedelta
from io import BytesIO

import pypdf
import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from complaints import codes
from complaints.guide.selectors import holidays
from complaints.intake import actions
from complaints.intake.models import Draft
from complaints.intake.steps import answers_of
from complaints.models import Complaint, Reception
from complaints.notifications import registry
from complaints.notifications.models import OutboxMessage
from complaints.workflow import deadlines, transitions
from complaints.workflow.deadlines import Clock
from tests.complaints.intake.filing import consents
from tests.complaints.reception import counter
from tests.factories import ComplaintFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(office, desk):
    return desk(office.intake)


def registered(client, office, **changes):
    draft = counter.type_in(client, office.unit, **changes)
    answer = counter.register(client, draft)
    assert answer.status_code == 303, answer.content.decode()
    draft.refresh_from_db()
    return draft, Complaint.objects.get(draft=draft)


def test_a_letter_becomes_a_file_with_what_the_regulations_ask_to_record(client, office):
    _draft, case = registered(client, office)
    row = case.reception
    assert (case.channel, case.received_on, case.state) == ("post", date(2026, 2, 3), "registered")
    assert (row.officer, row.unit, row.signature) == (office.intake.user, office.unit, "paper")
    assert case.complainant.user is None
    assert case.language == "ar"
    assert [file.kind for file in case.attachments.all()] == ["letter"]
    filed = case.events.get(name="submit")
    assert filed.actor == office.intake.user


def test_the_clocks_count_from_the_day_of_receipt(client, office):
    _draft, case = registered(client, office)  # typed months after it came: two working days are left of each
    free, today = holidays(), timezone.localdate()
    soonest = deadlines.due(Clock.ACKNOWLEDGEMENT, today, holidays=free)
    assert case.due_on == soonest
    received = today - timedelta(days=3)
    Complaint.objects.filter(pk=case.pk).update(received_on=received)
    case.refresh_from_db()
    case = transitions.start_review(case, actor=office.supervisor, unit=office.unit, handler=office.handler.user)
    assert case.due_on == deadlines.due(Clock.PRELIMINARY_STUDY, received, holidays=free) > soonest


def test_who_has_neither_mail_nor_telephone_is_reached_by_post(client, office):
    draft, case = registered(client, office)
    person = case.complainant
    assert (person.email, str(person.phone), person.preferred_channel) == ("", "", "post")
    page = client.get(f"/desk/reception/done/{draft.key}/").content.decode()
    assert "send the receipt to the postal address" in page


def test_the_citizens_own_form_still_asks_for_a_way_to_reach_them(office):
    draft = Draft.objects.create(code_hash="x", language="fr")
    assert not answers_of(draft).form("contact", {"preferred_channel": ["post"]}).is_valid()


def test_the_code_is_given_once_on_paper_in_the_language_of_the_complainant_and_kept_nowhere(client, office):
    draft, case = registered(client, office)
    done = f"/desk/reception/done/{draft.key}/"
    code = client.get(done).context["code"]
    assert codes.matches(code, case.code_hash)
    paper = client.get(f"{done}receipt.pdf")
    text = "".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(paper.content)).pages)
    assert code in text
    assert "2026" in text
    assert str(timezone.localdate().day) + " نونبر" not in text  # the day of the postmark, not of the typing
    assert pypdf.PdfReader(BytesIO(paper.content)).root_object["/Lang"].startswith("ar")
    client.post(f"{done}handed-over/")
    draft.refresh_from_db()
    assert draft.sealed_code == ""
    assert code not in client.get(done).content.decode()
    assert not client.get(done).context["code"]


def test_the_code_opens_the_file_as_every_code_does(client, office, csrf_client):
    draft, case = registered(client, office)
    code = client.get(f"/desk/reception/done/{draft.key}/").context["code"]
    citizen = type(client)(headers={"accept-language": "ar"})
    answer = citizen.post("/follow/", {"reference": case.reference, "code": code})
    assert answer.status_code in (302, 303)
    assert case.reference in answer["Location"]


def test_after_half_an_hour_nobody_sees_the_code(client, office):
    draft, case = registered(client, office)
    Complaint.objects.filter(pk=case.pk).update(submitted_at=timezone.now() - timezone.timedelta(minutes=31))
    assert not client.get(f"/desk/reception/done/{draft.key}/").context["code"]


@pytest.mark.parametrize("who", ["neighbour", "supervisor", "administrator", "citizen", "liaison"])
def test_a_draft_its_code_and_its_receipt_are_the_officers_alone(client, office, desk, who):
    draft, _case = registered(client, office)
    other = counter.begin(client)
    stranger = desk(getattr(office, who))
    for path in (
        f"done/{draft.key}/",
        f"done/{draft.key}/receipt.pdf",
        f"drafts/{other.key}/person/",
        f"drafts/{other.key}/check/",
    ):
        assert stranger.get(f"/desk/reception/{path}").status_code in (302, 403, 404)
    for path in (f"drafts/{other.key}/drop/", f"drafts/{other.key}/papers/add/", f"done/{draft.key}/handed-over/"):
        assert stranger.post(f"/desk/reception/{path}").status_code in (302, 403, 404)
    assert Draft.objects.filter(pk=other.pk).exists()
    draft.refresh_from_db()
    assert draft.sealed_code


def test_it_is_no_draft_of_the_officers_own_account(client, office):
    counter.begin(client)
    own = client.get("/my-complaints/").content.decode()
    assert "continue" not in own.lower()
    with pytest.raises(IntegrityError), transaction.atomic():
        Draft.objects.filter(officer__isnull=False).update(user=office.intake.user)


def test_the_officers_own_address_proves_nothing_of_somebody_else(client, office):
    mine = {**counter.CONTACT, "email": office.intake.user.email, "preferred_channel": "email"}
    _draft, case = registered(client, office, contact=mine)
    assert case.complainant.email_verified_at is None


def test_an_address_is_proved_while_the_person_is_there_and_then_the_code_may_be_mailed(client, office):
    said = {**counter.CONTACT, "email": "fatima@example.org", "preferred_channel": "email", "language": "es"}
    draft = counter.type_in(client, office.unit, contact=said)
    path = counter.address(draft, "address")
    client.post(f"{path}send/")
    mail = OutboxMessage.objects.get(kind="draft_contact_code")
    figures = registry.resolve(mail).context["code"]
    assert mail.language == "es"
    client.post(path, {"code": "000000" if figures != "000000" else "111111"})
    draft.refresh_from_db()
    assert draft.contact_verified_at is None
    client.post(path, {"code": figures})
    counter.register(client, draft)
    case = Complaint.objects.get()
    assert case.complainant.email_verified_at
    client.post(f"/desk/reception/done/{draft.key}/mail/")
    row = OutboxMessage.objects.get(kind="complaint_code")
    assert registry.resolve(row).address == "fatima@example.org"


def test_no_code_is_mailed_to_an_address_that_nobody_proved(client, office):
    said = {**counter.CONTACT, "email": "fatima@example.org", "preferred_channel": "email"}
    draft, _case = registered(client, office, contact=said)
    client.post(f"/desk/reception/done/{draft.key}/mail/")
    assert not OutboxMessage.objects.filter(kind="complaint_code").exists()


def test_who_acts_for_another_brings_the_mandate_and_owns_no_account_by_it(client, office):
    steps = {
        "who": {"who": "mandate"},
        "represented": {"first_name": "Zohra", "last_name": "El Idrissi", "sex": "f"},
        "represented-home": {
            "residence": "mre",
            "country": "FR",
            "city": "Lille",
            "address": "1 rue X",
            "nationality": "MA",
        },
        "name": {"first_name": "Salma", "last_name": "Amrani"},
        "address": {"country": "FR", "city": "Lille", "address": "2 rue Y"},
        "mandate": {},
    }
    draft, posts = counter.begin(client), counter.posts(office.unit, **steps)
    client.post(counter.address(draft, "received"), counter.body("received", posts))
    client.post(counter.address(draft, "person"), counter.body("person", posts, "represented", "represented-home"))
    client.post(counter.address(draft, "matter"), counter.body("matter", posts))
    counter.add_scan(client, draft)
    counter.add_scan(client, draft, "mandate")
    client.post(counter.address(draft, "papers"), counter.body("papers", posts, "mandate"))
    assert counter.register(client, draft).status_code == 303
    case = Complaint.objects.get()
    assert case.complainant.first_name == "Zohra"
    assert (case.representation.first_name, case.representation.user) == ("Salma", None)
    assert case.representation.mandate.kind == "mandate"


# What was said aloud


def oral(office, **changes):
    return counter.received(office.unit, channel="oral", **changes)


def test_what_was_said_aloud_is_read_back_and_signed(client, office):
    draft = counter.begin(client)
    client.post(counter.address(draft, "received"), counter.body("received", {"reception": oral(office)}))
    assert "read_back" in counter.errors_of(client, draft, "received")["reception"]
    _draft, case = registered(client, office, reception=oral(office, read_back="on"), kind="transcript")
    assert (case.channel, case.reception.read_back, case.reception.signature) == ("oral", True, "paper")
    assert case.attachments.get().kind == "transcript"


def test_a_transcript_that_is_signed_needs_its_scan(client, office):
    draft = counter.type_in(client, office.unit, reception=oral(office, read_back="on"), kind="")
    assert "Add the scan of the signed transcript." in str(counter.errors_of(client, draft, "papers"))
    assert counter.register(client, draft).status_code == 422
    assert not Complaint.objects.exists()


def test_who_will_not_sign_is_recorded_with_the_reason(client, office):
    said = oral(office, read_back="on", signature="refused")
    draft = counter.begin(client)
    client.post(counter.address(draft, "received"), counter.body("received", {"reception": said}))
    assert "refusal" in counter.errors_of(client, draft, "received")["reception"]
    said["refusal"] = "Ne sait pas écrire; deux agents présents."
    _draft, case = registered(client, office, reception=said, kind="")
    assert case.reception.refusal.startswith("Ne sait pas")


def test_an_oral_statement_cannot_be_left_unsigned_for_later(client, office):
    draft = counter.begin(client)
    said = oral(office, read_back="on", signature="not_yet")
    client.post(counter.address(draft, "received"), counter.body("received", {"reception": said}))
    assert "signature" in counter.errors_of(client, draft, "received")["reception"]


def test_the_database_holds_what_a_reception_must_say(client, office):
    _draft, case = registered(client, office)
    for wrong in ({"signature": "refused"}, {"read_back": True, "signature": "not_yet"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Reception.objects.filter(complaint=case).update(**wrong)


def test_a_letter_without_its_scan_is_not_registered(client, office):
    draft = counter.type_in(client, office.unit, kind="")
    assert "Add the scan of the letter." in str(counter.errors_of(client, draft, "papers"))


def test_a_day_that_is_still_to_come_is_no_day_of_receipt(client, office):
    draft = counter.begin(client)
    said = counter.received(office.unit, received_on_2="2031")
    client.post(counter.address(draft, "received"), counter.body("received", {"reception": said}))
    assert "received_on" in counter.errors_of(client, draft, "received")["reception"]


def test_a_consulate_is_named(client, office):
    draft = counter.begin(client)
    said = counter.received(office.unit, channel="consulate")
    client.post(counter.address(draft, "received"), counter.body("received", {"reception": said}))
    assert "place" in counter.errors_of(client, draft, "received")["reception"]


# Nothing typed is lost, nothing is made twice


def test_what_is_wrong_is_kept_and_said_beside_its_field(client, office):
    draft, steps = counter.begin(client), counter.posts(office.unit, name={"first_name": "Salma", "last_name": ""})
    answer = client.post(counter.address(draft, "person"), counter.body("person", steps))
    assert answer["Location"].endswith("?check=1")
    page = client.get(answer["Location"]).content.decode()
    assert 'value="Salma"' in page
    assert "12 rue des Lilas" in page
    assert "Enter your last name" in page


def test_a_draft_is_continued_later_from_the_list(client, office):
    draft, steps = counter.begin(client), counter.posts(office.unit)
    client.post(counter.address(draft, "matter"), {**counter.body("matter", steps), "save": "1"})
    page = client.get("/desk/reception/").content.decode()
    assert steps["happened"]["title"] in page
    assert counter.address(draft, "received") in page


def test_questions_that_come_up_are_asked_on_the_same_page(client, office):
    draft, steps = counter.begin(client), counter.posts(office.unit, who={"who": "mandate"})
    answer = client.post(counter.address(draft, "person"), counter.body("person", steps))
    assert answer["Location"].endswith("#step-represented")
    assert "The person for whom you act" in client.get(counter.address(draft, "person")).content.decode()


def test_rows_come_and_go_without_losing_the_others(client, office):
    draft, steps = counter.begin(client), counter.posts(office.unit)
    typed = counter.body("matter", steps)
    client.post(counter.address(draft, "matter"), {**typed, "add": "steps"})
    draft.refresh_from_db()
    assert draft.answers["steps"]["rows"] == ["3"]
    client.post(counter.address(draft, "matter"), {**typed, "remove": "steps:0"})
    draft.refresh_from_db()
    assert draft.answers["steps"]["body_0"] == ["chikaya.ma"]
    assert draft.answers["happened"]["title"] == [steps["happened"]["title"]]


def test_another_window_is_not_written_over(client, office):
    draft, steps = counter.begin(client), counter.posts(office.unit)
    typed = counter.body("person", steps)
    client.post(counter.address(draft, "person"), typed)
    old = {**typed, "seen-name": "0" * 64, "name-first_name": "Autre"}
    answer = client.post(counter.address(draft, "person"), old)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert 'value="Autre"' in page
    draft.refresh_from_db()
    assert draft.answers["name"]["first_name"] == [steps["name"]["first_name"]]


def test_a_double_press_makes_one_file(client, office):
    draft = counter.type_in(client, office.unit)
    first, second = counter.register(client, draft), None
    second = client.post(counter.address(draft, "check"), {"seen": "x"})
    assert first["Location"] == second["Location"] == f"/desk/reception/done/{draft.key}/"
    assert Complaint.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_make_one_file(client, office):
    import threading

    draft = counter.type_in(client, office.unit)
    given, made = consents(draft), []

    def press():
        try:
            made.append(actions.submit_draft(draft=draft, actor=office.intake, declarations=given))
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _each in range(3)]
    [thread.start() for thread in threads]
    [thread.join(30) for thread in threads]
    assert len({one.complaint.pk for one in made}) == 1
    assert sorted(bool(one.code) for one in made) == [False, False, True]


def test_a_colleague_does_not_register_it(client, office):
    draft = counter.type_in(client, office.unit)
    with pytest.raises(actions.Gone):
        actions.submit_draft(draft=draft, actor=office.head, declarations=consents(draft))


def test_a_thrown_away_draft_is_gone_with_its_scans(client, office, storage):
    draft = counter.type_in(client, office.unit)
    client.post(counter.address(draft, "drop"))
    assert not Draft.objects.filter(pk=draft.pk).exists()


@pytest.mark.parametrize("nonsense", ["\x00", "x" * 1_000_000, "٣"])
def test_nonsense_is_no_error_of_the_server(client, office, nonsense):
    draft = counter.begin(client)
    fields = {
        "reception-channel": nonsense,
        "reception-received_on_0": nonsense,
        "reception-unit": nonsense[:100],
        "step": "reception",
    }
    assert client.post(counter.address(draft, "received"), fields).status_code in (303, 400, 413)
    lone = b"step=reception&reception-channel=%ED%A0%80&reception-place=%ED%A0%80"
    form = "application/x-www-form-urlencoded"
    assert client.post(counter.address(draft, "received"), lone, content_type=form).status_code in (303, 400)
    assert client.get(counter.address(draft, "received") + "?check=1").status_code == 200


# Duplicates


def test_a_file_of_the_same_matter_is_shown_before_it_is_registered_again(client, office):
    _first, case = registered(client, office)
    Complaint.objects.filter(pk=case.pk).update(unit=office.unit)
    draft = counter.type_in(client, office.unit)
    answer = counter.register(client, draft)
    assert answer.status_code == 409
    assert case.reference in answer.content.decode()
    assert Complaint.objects.count() == 1
    assert counter.register(client, draft, anyway="1").status_code == 303
    second = Complaint.objects.latest("pk")
    assert second.possible_duplicate


def test_of_a_file_of_another_unit_only_the_number_is_said(client, office):
    _first, case = registered(client, office)
    Complaint.objects.filter(pk=case.pk).update(unit=office.other_unit)
    page = counter.register(client, counter.type_in(client, office.unit)).content.decode()
    assert "1 file in another unit" in page
    assert case.reference not in page


def test_the_queries_of_the_list_do_not_grow(client, office, django_assert_max_num_queries):
    counter.begin(client)
    with CaptureQueriesContext(connection) as few:
        client.get("/desk/reception/")
    number = len(few)
    for _each in range(5):
        counter.begin(client)
    with django_assert_max_num_queries(number):
        client.get("/desk/reception/")


def test_the_file_says_how_it_came(client, office, desk):
    _draft, case = registered(client, office)
    page = desk(office.supervisor).get(f"/desk/complaints/complaint/{case.pk}/?tab=facts").content.decode()
    assert "How it came" in page
    assert str(office.intake.user) in page


def test_other_channels_still_come_by_the_form(office):
    assert ComplaintFactory().channel == "web"
