"""A draft whose key and secret were made on a telephone (issue 5; reliability 3.1)."""

import secrets
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actors import NOBODY, person
from complaints import codes
from complaints.intake import actions, phones, selectors
from complaints.intake.models import Draft
from complaints.intake.secrets import hash_secret, open_code, seal_code
from complaints.intake.tasks import remove_expired_drafts
from complaints.models import Complaint
from tests.complaints.intake.filing import complete_draft, consents, directories
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def new_secret() -> str:
    return secrets.token_urlsafe(32)


def opened(key, secret, actor=NOBODY):
    return phones.open_draft(key=key, secret=secret, actor=actor, language="ar")


def test_the_same_key_and_secret_find_the_same_draft():
    key, secret = uuid.uuid4(), new_secret()
    draft, made = opened(key, secret)
    again, made_again = opened(key, secret)
    assert (draft.key, again.key, made, made_again, Draft.objects.count()) == (key, key, True, False, 1)
    assert secret not in str(Draft.objects.values().get())


def test_another_secret_finds_nothing():
    key = uuid.uuid4()
    opened(key, new_secret())
    for wrong in (new_secret(), "", "x" * 43):
        with pytest.raises(phones.NoDraft):
            phones.find_draft(key=key, secret=wrong, actor=NOBODY)
    with pytest.raises(phones.NoDraft):
        opened(key, new_secret())
    with pytest.raises(ValueError, match="43"):
        opened(uuid.uuid4(), "too short")
    directories()
    with pytest.raises(phones.NoDraft):  # a draft of the pages has no secret, and an empty one does not open it
        phones.find_draft(key=complete_draft().key, secret="", actor=NOBODY)


def test_a_draft_of_an_account_waits_for_its_account():
    key, secret, owner = uuid.uuid4(), new_secret(), person(UserFactory())
    opened(key, secret, owner)
    for other in (NOBODY, person(UserFactory())):
        with pytest.raises(phones.Closed):
            phones.find_draft(key=key, secret=secret, actor=other)
    assert phones.find_draft(key=key, secret=secret, actor=owner).key == key


def sent(secret, *, body=""):
    directories()
    draft = complete_draft()
    draft.secret_hash = hash_secret(secret)
    draft.save()
    return draft, actions.submit_draft(
        draft=draft, actor=NOBODY, declarations=consents(draft), body=body, secret=secret
    )


def test_the_code_waits_for_the_telephone_that_lost_the_answer():
    """The line broke after the sending: days later the same telephone learns number and code; nobody else can."""
    secret = new_secret()
    draft, first = sent(secret)
    Complaint.objects.update(submitted_at=timezone.now() - timedelta(days=3))
    remove_expired_drafts()
    draft.refresh_from_db()
    assert selectors.follow_up_code(draft) == ""
    assert phones.code_of(draft, secret=secret) == first.code
    assert phones.code_of(draft, secret=new_secret()) == ""
    phones.show_code(draft, secret=secret)
    assert selectors.follow_up_code(draft) == first.code
    remove_expired_drafts()
    draft.refresh_from_db()
    assert selectors.follow_up_code(draft) == first.code  # shown for half an hour from now, not from the sending
    actions.forget_code(draft=draft)
    draft.refresh_from_db()
    assert phones.code_of(draft, secret=secret) == ""


def test_the_same_key_never_stands_for_two_complaints():
    secret = new_secret()
    draft, first = sent(secret, body="a" * 64)
    same = actions.submit_draft(draft=draft, actor=NOBODY, declarations=consents(draft), body="a" * 64, secret=secret)
    assert same.complaint == first.complaint
    with pytest.raises(actions.OtherBody):
        actions.submit_draft(draft=draft, actor=NOBODY, declarations=consents(draft), body="b" * 64, secret=secret)
    assert Complaint.objects.count() == 1


def test_a_key_whose_draft_is_gone_is_used():
    secret = new_secret()
    draft, _first = sent(secret)
    Draft.objects.all().delete()
    with pytest.raises(phones.Used):
        opened(draft.key, secret)


def test_the_sealed_code_opens_with_its_secret_alone():
    secret, code = new_secret(), codes.new_code()
    sealed = seal_code(code, secret=secret)
    assert open_code(sealed, secret=secret) == code
    assert open_code(sealed, secret=new_secret()) == ""
    assert code not in sealed
