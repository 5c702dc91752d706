"""The same person, administration and subject within 24 months: shown to whoever can prove it is theirs, else to the desk."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actors import NOBODY, person
from complaints.casework.admin import look
from complaints.intake import actions
from complaints.intake.models import Draft
from complaints.models import Complaint
from complaints.opened import MARK_KEY, SESSION_KEY, mark
from complaints.selectors import duplicates_of
from tests.complaints.intake.filing import DECLARATIONS, POSTS, complete_draft, consents, directories, walk
from tests.factories import AdministrationFactory, SubjectFactory, UserFactory

pytestmark = pytest.mark.django_db
OTHERS = {  # what is another matter or another person
    "another administration": {"authority": {"administration": "commune-tetouan", "region": "oriental"}},
    "another subject": {"subject": {"subject": "ADM-A2"}},
    "a brother who shares the mailbox": {"name": {"first_name": "Karim", "last_name": "El-Mʼhamed", "sex": "m"}},
}


@pytest.fixture(autouse=True)
def _rows(db):
    directories()
    AdministrationFactory(code="commune-tetouan")
    SubjectFactory(code="ADM-A2")


def filed(actor=NOBODY, **changes):
    draft = complete_draft(actor=actor, **changes)
    return actions.submit_draft(draft=draft, actor=actor, declarations=consents(draft)).complaint


def sent(client, **more):
    return client.post("/file/check/", {**DECLARATIONS, **more})


def logged_in(client, user):
    client.force_login(user)
    return client


def test_the_account_is_asked_first_and_may_send_all_the_same(client):
    user = UserFactory(email="salma@example.org")
    before = filed(person(user))
    walk(logged_in(client, user))
    answer = sent(client)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert before.reference in page
    assert f"/follow/{before.reference}/write/" in page
    assert Complaint.objects.count() == 1
    assert sent(client, anyway="1")["Location"] == "/file/sent/"
    again = Complaint.objects.exclude(pk=before.pk).get()
    assert again.possible_duplicate
    assert "Possible duplicate" in [str(flag.text) for flag in look.flags_of(again, None)]
    assert not before.possible_duplicate


def test_what_was_ticked_comes_along(client):
    user = UserFactory(email="salma@example.org")
    filed(person(user))
    walk(logged_in(client, user))
    page = sent(client, share="no", share_reason="Je crains").content.decode()
    for name, value in (("court", "on"), ("share", "no"), ("share_reason", "Je crains"), ("anyway", "1")):
        assert f'name="{name}" value="{value}"' in page


@pytest.mark.parametrize("other", OTHERS)
def test_another_matter_or_person_is_no_duplicate(client, other):
    user = UserFactory(email="salma@example.org")
    filed(person(user), **OTHERS[other])
    walk(logged_in(client, user))
    answer = sent(client)
    if other.startswith("a brother"):  # it is the same account: it may well be the same matter
        assert answer.status_code == 200
    else:
        assert answer["Location"] == "/file/sent/"


def test_after_two_years_it_is_a_new_matter(client):
    user = UserFactory(email="salma@example.org")
    Complaint.objects.filter(pk=filed(person(user)).pk).update(submitted_at=timezone.now() - timedelta(days=740))
    walk(logged_in(client, user))
    assert sent(client)["Location"] == "/file/sent/"


def test_a_stranger_who_types_the_same_learns_nothing_and_the_desk_is_told(client):
    before = filed()
    walk(client)
    answer = sent(client)
    assert answer["Location"] == "/file/sent/"
    assert before.reference not in client.get("/file/sent/").content.decode()
    assert Complaint.objects.exclude(pk=before.pk).get().possible_duplicate


def test_the_proved_address_of_the_file_shows_it_and_an_unproved_one_does_not(client):
    before = filed()
    walk(client)
    Draft.objects.filter(complaint=None).update(contact_verified_at=timezone.now())
    page = sent(client).content.decode()
    assert before.reference in page
    assert f"/follow/{before.reference}/write/" not in page, "the file is not open on this device"
    assert "/follow/" in page


def test_a_number_typed_by_a_stranger_proves_nothing_even_with_another_proved_address(client):
    before = filed()
    walk(client, contact={**POSTS["contact"], "email": "stranger@example.org"})
    Draft.objects.filter(complaint=None).update(contact_verified_at=timezone.now())
    assert sent(client)["Location"] == "/file/sent/"
    assert Complaint.objects.exclude(pk=before.pk).get().possible_duplicate


def test_the_code_that_opened_the_file_here_shows_it(client):
    before = filed(
        contact={**POSTS["contact"], "email": "other@example.org"},
        name={**POSTS["name"], "id_number": "", "id_kind": ""},
    )
    walk(client)
    session = client.session
    session[SESSION_KEY], session["follow_up_seen"] = before.pk, int(timezone.now().timestamp())
    session[MARK_KEY] = mark(before.code_hash)
    session.save()
    client.cookies["sessionid"] = session.session_key
    assert before.reference in sent(client).content.decode()


def test_by_number_by_account_or_by_address_and_name():
    user = UserFactory(email="salma@example.org")
    first = filed(person(user))
    same_number = filed(contact={**POSTS["contact"], "email": "x@example.org"})
    same_address = filed(name={**POSTS["name"], "id_number": "", "id_kind": ""})
    family = filed(name={"first_name": "Karim", "last_name": "X", "sex": "m"})
    assert set(duplicates_of(first)) == {same_number, same_address}
    assert not duplicates_of(family).exists()
