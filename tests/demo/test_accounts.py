"""The accounts of the demonstration work, and are made only where they may be."""

from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.management import CommandError, call_command

from accounts.models import User
from complaints.guide import reference_data
from mediator.demo.accounts import ACCOUNTS, COLLEAGUES, make_accounts

pytestmark = pytest.mark.django_db


def test_every_account_can_log_in_and_a_second_run_changes_nothing():
    reference_data.load()
    make_accounts()
    passwords = dict(User.objects.values_list("email", "password"))
    make_accounts()
    assert dict(User.objects.values_list("email", "password")) == passwords
    for account in (*ACCOUNTS, *COLLEAGUES):
        user = User.objects.get(email=account.email)
        assert user.check_password(account.password)
        assert EmailAddress.objects.get(user=user).verified
    for name, code in (("liaison", "adii"), ("prefectures", "prefectures-provinces")):
        assert User.objects.get(email=f"{name}@demo.example").interlocutor.administration.code == code


def test_a_password_changed_by_hand_is_brought_back():
    reference_data.load()
    make_accounts()
    changed, blocked = User.objects.filter(email__in=(ACCOUNTS[1].email, COLLEAGUES[0].email))
    changed.set_password("somebody's own")
    changed.save()
    blocked.set_unusable_password()
    blocked.save()
    make_accounts()
    for account in (ACCOUNTS[0], ACCOUNTS[1], COLLEAGUES[0]):
        assert User.objects.get(email=account.email).check_password(account.password)


def test_the_public_password_is_encoded_once(monkeypatch):
    """Eighteen encodings, and as many checks of accounts that have no password yet, were most of a load's beginning."""
    encoded = []
    monkeypatch.setattr(MD5PasswordHasher, "encode", counted(MD5PasswordHasher.encode, encoded))
    reference_data.load()
    make_accounts()
    assert len(encoded) == 1
    make_accounts()
    assert len(encoded) == 2  # the first account's is checked, the others have the same


def counted(encode, calls):
    """`encode`, which writes down each of its calls."""

    def counting(*arguments):
        calls.append(arguments)
        return encode(*arguments)

    return counting


def test_accounts_with_a_public_password_are_refused_in_production(settings):
    settings.DEMO_ACCOUNTS = False
    with pytest.raises(CommandError, match="public password"):
        call_command("load_demo", stdout=StringIO())
    assert not User.objects.exists()
