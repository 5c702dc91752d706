"""A draft becomes a complaint once, whole, or not at all."""

import threading
import time
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import close_old_connections, connection
from django.utils import timezone, translation

from accounts.actors import NOBODY, person
from complaints import codes
from complaints.enums import State
from complaints.guide.selectors import holidays
from complaints.intake import actions, building, selectors
from complaints.intake.models import Draft
from complaints.intake.steps import answers_of
from complaints.intake.views import files as views
from complaints.models import Attachment, Complaint, Person
from complaints.notifications.models import OutboxMessage
from tests.complaints.intake.filing import POSTS, complete_draft, consents, directories
from tests.factories import UserFactory
from tests.factories.drafts import DraftFactory, DraftFileFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _rows(db):
    directories()


def test_a_complete_draft_becomes_a_registered_complaint():
    draft = complete_draft()
    DraftFileFactory(draft=draft, caption="lettre")
    with translation.override("ar"):
        done = actions.submit_draft(draft=draft, actor=NOBODY, declarations=consents(draft))
    case = Complaint.objects.get(pk=done.complaint.pk)
    assert case.state == State.REGISTERED
    assert case.submission_key == draft.key
    assert case.reference.startswith("IMR-")
    assert codes.matches(done.code, case.code_hash)
    assert case.amount == Decimal("1250.50")
    assert case.act_date.isoformat() == "2025-02-03"
    assert case.region.code == "oriental"
    assert case.unit is not None
    assert (case.language, case.channel, case.no_prior_steps) == ("ar", "web", False)
    assert [(step.body, step.answered) for step in case.prior_steps.all()] == [
        ("جماعة الناظور", False),
        ("chikaya.ma", None),
    ]
    file = Attachment.objects.get(complaint=case)
    assert (file.caption, file.source) == ("lettre", Attachment.Source.CITIZEN)
    assert not draft.files.exists()
    assert [event.name for event in case.events.all()] == ["submit", "register"]
    assert OutboxMessage.objects.filter(recipient=f"complaint:{case.pk}:citizen", kind="complaint_registered").exists()


def test_the_accounts_own_address_is_proved_and_another_is_not():
    user = UserFactory(email="salma@example.org")
    for email, proved in (("Salma@example.org", True), ("other@example.org", False)):
        contact = {**POSTS["contact"], "email": email}
        draft = complete_draft(actor=person(user), contact=contact)
        done = actions.submit_draft(draft=draft, actor=person(user), declarations=consents(draft))
        assert (done.complaint.complainant.email_verified_at is not None) is proved


def test_the_complainant_is_kept_as_typed_and_the_number_is_encrypted():
    done = actions.submit_draft(draft=(draft := complete_draft()), actor=NOBODY, declarations=consents(draft))
    who = done.complaint.complainant
    assert (who.first_name, who.last_name) == ("سلمى", "El-Mʼhamed")
    assert who.id_number == "AB 123456"
    assert str(who.phone) in ("+33612345678", "+33 6 12 34 56 78")
    assert (who.email, who.time_zone) == ("salma@example.org", "Europe/Paris")
    with connection.cursor() as cursor:
        cursor.execute("SELECT id_number FROM complaints_person WHERE id = %s", [who.pk])
        assert "123456" not in cursor.fetchone()[0]


def test_each_declaration_is_kept_in_the_words_and_language_that_were_read():
    draft = complete_draft()
    with translation.override("ar"):
        case = actions.submit_draft(draft=draft, actor=NOBODY, declarations=consents(draft)).complaint
    kept = {row.kind: row for row in case.declarations.all()}
    assert set(kept) == {"not_before_courts", "truth", "data", "share_identity", "transfer"}
    assert all(row.language == "ar" and row.version and len(row.text) > 20 for row in kept.values())
    assert (case.share_identity, case.transfer_consent, case.survey_consent) == (True, True, False)


def test_a_matter_before_a_court_is_not_sent_away_and_declares_what_is_true():
    draft = complete_draft(dates={"court": "pending", "court_name": "TA Rabat"})
    case = actions.submit_draft(draft=draft, actor=NOBODY, declarations=consents(draft)).complaint
    kinds = set(case.declarations.values_list("kind", flat=True))
    assert case.state == State.REGISTERED
    assert "about_courts" in kinds
    assert "not_before_courts" not in kinds


def test_no_prior_step_does_not_block():
    draft = complete_draft(steps={"taken": "no"})
    case = actions.submit_draft(draft=draft, actor=NOBODY, declarations=consents(draft)).complaint
    assert case.no_prior_steps
    assert not case.prior_steps.exists()


def test_who_does_not_know_the_administration_describes_it():
    words = {"administration": "unknown", "administration_text": "le bureau de l'état civil"}
    draft = complete_draft(authority=words, subject={"subject": "help"})
    case = actions.submit_draft(draft=draft, actor=NOBODY, declarations=consents(draft)).complaint
    assert case.administration is None
    assert case.subject is None
    assert case.administration_text == "le bureau de l'état civil"
    assert case.unit.code == "hq"


def test_sending_twice_gives_the_same_complaint_and_no_second_code():
    draft = complete_draft()
    agreed = consents(draft)
    first = actions.submit_draft(draft=draft, actor=NOBODY, declarations=agreed)
    second = actions.submit_draft(draft=draft, actor=NOBODY, declarations=agreed)
    assert second.complaint == first.complaint
    assert second.code is None


def test_after_sending_the_draft_keeps_nothing_but_the_link():
    draft = complete_draft()
    done = actions.submit_draft(draft=draft, actor=NOBODY, declarations=consents(draft))
    draft.refresh_from_db()
    assert draft.answers == {}
    assert draft.complaint == done.complaint
    assert done.code not in draft.sealed_code
    assert selectors.follow_up_code(draft) == done.code
    with pytest.raises(actions.AlreadySent):
        actions.save_step(draft=draft, slug="name", raw={}, valid=True, actor=NOBODY)


def test_the_code_can_be_shown_for_half_an_hour_and_until_it_is_noted():
    draft = complete_draft()
    done = actions.submit_draft(draft=draft, actor=NOBODY, declarations=consents(draft))
    draft.refresh_from_db()
    draft.complaint.submitted_at -= timedelta(minutes=31)
    assert selectors.follow_up_code(draft) == ""
    draft.complaint.submitted_at = timezone.now()
    actions.forget_code(draft=draft)
    draft.refresh_from_db()
    assert done.code
    assert selectors.follow_up_code(draft) == ""


def test_an_unfinished_draft_is_refused_with_the_steps_to_mend_and_writes_nothing():
    draft = complete_draft(name={"first_name": "", "last_name": "x", "sex": "u"})
    with pytest.raises(actions.Unfinished) as refused:
        actions.submit_draft(draft=draft, actor=NOBODY, declarations=consents(draft))
    assert [step.slug for step in refused.value.steps] == ["name"]
    assert not Complaint.objects.exists()
    assert not Person.objects.exists()


def test_answers_changed_in_another_window_are_not_sent_unseen():
    draft = complete_draft()
    with pytest.raises(actions.Changed):
        actions.submit_draft(draft=draft, actor=NOBODY, declarations=consents(draft), seen="another digest")


def test_two_windows_keep_each_others_steps():
    draft = actions.create_draft(actor=NOBODY, language="fr")
    stale = Draft.objects.get(pk=draft.pk)
    actions.save_step(draft=draft, slug="name", raw={"first_name": ["A"]}, valid=False, actor=NOBODY)
    actions.save_step(draft=stale, slug="contact", raw={"email": ["a@example.org"]}, valid=True, actor=NOBODY)
    draft.refresh_from_db()
    assert draft.answers == {"name": {"first_name": ["A"]}, "contact": {"email": ["a@example.org"]}}
    assert draft.problems == ["name"]


def test_an_account_owns_what_it_files():
    user = UserFactory()
    draft = complete_draft(actor=person(user))
    case = actions.submit_draft(draft=draft, actor=person(user), declarations=consents(draft)).complaint
    assert case.complainant.user == user


def test_a_deleted_draft_cannot_be_sent():
    draft = complete_draft()
    agreed = consents(draft)
    actions.delete_draft(draft=draft)
    with pytest.raises(actions.Gone):
        actions.submit_draft(draft=draft, actor=NOBODY, declarations=agreed)


def test_the_same_answers_give_the_same_digest():
    cases = []
    for _number in range(2):
        draft = complete_draft()
        cases.append(actions.submit_draft(draft=draft, actor=NOBODY, declarations=consents(draft)).complaint)
    assert cases[0].digest == cases[1].digest
    assert cases[0].reference != cases[1].reference


def test_the_right_figures_prove_the_address_and_a_new_address_needs_new_ones():
    draft = complete_draft()
    assert actions.send_contact_code(draft=draft)
    assert not actions.send_contact_code(draft=draft)  # within the minute
    draft.refresh_from_db()
    from complaints.intake import resume

    code = resume.contact_code(draft, email="salma@example.org", number=1)
    assert not actions.verify_contact(draft=draft, code="000000" if code != "000000" else "111111")
    assert actions.verify_contact(draft=draft, code=code)
    raw = {"email": ["other@example.org"], "preferred_channel": ["email"]}
    draft = actions.save_step(draft=draft, slug="contact", raw=raw, valid=True, actor=NOBODY)
    assert draft.contact_verified_at is None
    assert not actions.verify_contact(draft=draft, code=code)


def with_address(draft, email):
    contact = {name: [value] for name, value in POSTS["contact"].items()}
    raw = {**contact, "email": [email]}
    valid = answers_of(draft).form("contact", raw).is_valid()
    return actions.save_step(draft=draft, slug="contact", raw=raw, valid=valid, actor=NOBODY)


def test_two_addresses_in_turn_are_no_way_round_the_pause():
    draft = complete_draft()
    sent = []
    for number in range(6):
        draft = with_address(draft, ("a@example.org", "b@example.org")[number % 2])
        sent.append(actions.send_contact_code(draft=draft))
    assert sent == [True] + [False] * 5


def test_one_address_gets_few_mails_whichever_drafts_ask_for_them():
    drafts = [complete_draft() for _number in range(8)]
    assert sum(actions.send_contact_code(draft=draft) for draft in drafts) == 6
    with pytest.raises(actions.TooManyMails):
        actions.send_resume_code(draft=drafts[0])
    assert actions.send_contact_code(draft=with_address(complete_draft(), "other@example.org"))
    assert OutboxMessage.objects.count() == 7


@pytest.mark.parametrize("email", ["", "not an address", "a@b", "a@example.org, b@example.org"])
def test_nothing_is_sent_before_the_contact_step_is_valid(email):
    draft = with_address(complete_draft(), email)
    assert not actions.send_contact_code(draft=draft)
    if email:
        assert not actions.send_resume_code(draft=draft)
        assert not OutboxMessage.objects.exists()


def test_five_wrong_figures_close_the_door():
    draft = complete_draft()
    actions.send_contact_code(draft=draft)
    draft.refresh_from_db()
    from complaints.intake import resume

    code = resume.contact_code(draft, email="salma@example.org", number=1)
    wrong = "000000" if code != "000000" else "111111"
    for _try in range(5):
        assert not actions.verify_contact(draft=draft, code=wrong)
    assert not actions.verify_contact(draft=draft, code=code)


def test_the_final_sending_asks_the_database_little(django_assert_max_num_queries, directories_remembered):
    """Eleven statements between the two of the transaction, once the directories are remembered."""
    draft = complete_draft()
    agreed = consents(draft)
    building.unit_of(administration=None, region=None, on=date(2026, 11, 25))
    holidays()
    with django_assert_max_num_queries(13):
        actions.submit_draft(draft=draft, actor=NOBODY, declarations=agreed)


def test_expired_drafts_leave_with_their_files(settings, tmp_path, django_capture_on_commit_callbacks, monkeypatch):
    from complaints.intake import tasks

    discarded = []
    monkeypatch.setattr("complaints.files.discard", lambda stored: discarded.append(stored.original))
    old = DraftFactory(expires_at=timezone.now() - timedelta(minutes=1))
    file = DraftFileFactory(draft=old)
    fresh = DraftFactory()
    with django_capture_on_commit_callbacks(execute=True):
        assert tasks.remove_expired_drafts() == 1
    assert list(Draft.objects.all()) == [fresh]
    assert discarded == [file.original]


def test_codes_not_noted_in_time_are_wiped():
    from complaints.intake import tasks

    draft = complete_draft()
    actions.submit_draft(draft=draft, actor=NOBODY, declarations=consents(draft))
    Complaint.objects.update(submitted_at=timezone.now() - timedelta(minutes=31))
    tasks.remove_expired_drafts()
    draft.refresh_from_db()
    assert draft.sealed_code == ""
    assert answers_of(draft).raw == {}


@pytest.mark.django_db(transaction=True)
def test_twenty_simultaneous_sendings_give_one_complaint_and_one_code():
    draft = complete_draft()
    agreed = consents(draft)
    barrier = threading.Barrier(20)
    results: list[actions.Submitted] = []
    errors: list[BaseException] = []

    def send() -> None:
        try:
            barrier.wait(timeout=30)
            results.append(actions.submit_draft(draft=draft, actor=NOBODY, declarations=agreed))
        except BaseException as error:
            errors.append(error)
        finally:
            close_old_connections()
            connection.close()

    threads = [threading.Thread(target=send) for _number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert errors == []
    assert len(results) == 20
    assert Complaint.objects.count() == 1
    assert {result.complaint.reference for result in results} == {Complaint.objects.get().reference}
    assert len([result for result in results if result.code]) == 1


@pytest.mark.django_db(transaction=True)
def test_a_file_removed_in_one_window_while_another_sends_keeps_its_bytes(monkeypatch):
    draft = complete_draft()
    file, agreed = DraftFileFactory(draft=draft), consents(draft)
    sending, removing, discarded = threading.Event(), threading.Event(), []
    build = building.build_attachments

    def slowly(*args, **kwargs):
        sending.set()
        removing.wait(30)
        time.sleep(0.3)  # long enough for a removal that waits for nothing
        return build(*args, **kwargs)

    def remove() -> None:
        try:
            sending.wait(30)
            removing.set()
            views._remove(draft, str(file.pk))
        finally:
            connection.close()

    monkeypatch.setattr(building, "build_attachments", slowly)
    monkeypatch.setattr(views.files, "discard", discarded.append)
    other_window = threading.Thread(target=remove)
    other_window.start()
    case = actions.submit_draft(draft=draft, actor=NOBODY, declarations=agreed).complaint
    other_window.join(30)
    assert case.attachments.get().original == file.original
    assert discarded == []
