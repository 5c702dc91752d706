"""The demonstration's cases take the real way, reach the states and units they should, and are loaded once."""

from collections import Counter
from contextlib import suppress
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from accounts.actors import person
from accounts.models import User
from complaints import permissions
from complaints.casework.models import InternalNote, Proposal
from complaints.enums import State
from complaints.intake.models import Draft
from complaints.models import Complaint, Event
from complaints.notifications.models import OutboxMessage
from mediator.demo.accounts import ACCOUNTS
from mediator.demo.clock import as_of
from mediator.demo.samples import samples

pytestmark = [pytest.mark.slow, pytest.mark.django_db]  # without the second no database is made for the fixture
# What domain section 15 expects: (unit, state)
EXPECTED = {
    "01-expropriation-nador": ("oujda", State.AWAITING_ADMINISTRATION),
    "02-etat-civil-bruxelles": ("hq", State.CITIZEN_COMMENT),
    "03-survivor-pension-london": ("casablanca", State.AWAITING_CITIZEN),
    "04-permiso-murcia": ("hq", State.CLOSED),
    "05-fausse-procuration-driouch": ("oujda", State.ORIENTED),
    "06-bled-khenifra-milano": ("beni-mellal", State.REGISTERED),
    "07-jugement-montreal": ("hq", State.AWAITING_ADMINISTRATION),
    "08-divorce-toulouse": ("hq", State.ORIENTED),
    "09-auslaenderbehoerde-frankfurt": ("hq", State.PRELIM_REVIEW),
    "10-soulaliyates-al-hoceima": ("tanger", State.SUSPENDED),
    "11-radiation-boston": ("casablanca", State.CLOSED),
    "12-aduana-tanger": ("tanger", State.AWAITING_ADMINISTRATION),
    "13-equivalence-abidjan": ("fes", State.ADMITTED),
    "14-anonymous-dubai": ("hq", State.INADMISSIBLE),
    "15-taxe-belgique": ("casablanca", State.AWAITING_CITIZEN),
    "16-taxe-belgique-encore": ("casablanca", State.WITHDRAWN),
    "17-acte-de-naissance-nador": ("oujda", State.CLOSED),
    "18-droits-casablanca": ("casablanca", State.RECOMMENDATION),
}


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """Loaded once for the module, and taken back at its end."""
    storage = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    storages = override_settings(STORAGES=settings.STORAGES | {"default": storage})
    with storages, django_db_blocker.unblock(), transaction.atomic():
        out = StringIO()
        call_command("load_demo", stdout=out)
        yield out.getvalue()
        transaction.set_rollback(True)


def user(name):
    return person(User.objects.get(email=f"{name}@demo.example"), strong=True)


def test_every_sample_is_where_it_should_be(loaded):
    found = {sample.name: sample.existing() for sample in samples()}
    assert {name: (case.unit.code, case.state) for name, case in found.items()} == EXPECTED
    assert found["01-expropriation-nador"].overdue
    assert not found["07-jugement-montreal"].overdue
    assert found["04-permiso-murcia"].urgent
    again = Event.objects.get(complaint=found["16-taxe-belgique-encore"], name="register")
    assert again.data["similar"] == [found["15-taxe-belgique"].reference]


def test_histories_are_whole_and_in_the_past(loaded):
    now = timezone.now()
    for case in Complaint.objects.all():
        events = list(case.events.all())
        assert [event.name for event in events[:2]] == ["submit", "register"]
        assert all(event.at <= now for event in events)
        moves = [event for event in events if event.to_state]
        assert moves[-1].to_state == case.state
        for row in OutboxMessage.objects.filter(about=f"complaint:{case.pk}", channel="in_app"):
            assert row.created_at in {event.at for event in events}
    assert InternalNote.objects.count() >= 6
    assert Proposal.objects.filter(status=Proposal.Status.WAITING).count() == 1


def test_a_second_load_changes_nothing(loaded):
    before = Counter((case.reference, case.state) for case in Complaint.objects.all())
    events = Event.objects.count()
    out = StringIO()
    call_command("load_demo", stdout=out)
    assert "0 sample complaints filed" in out.getvalue()
    assert Counter((case.reference, case.state) for case in Complaint.objects.all()) == before
    assert Event.objects.count() == events
    assert Draft.objects.filter(user__email="citizen@demo.example", complaint=None).count() == 1


def test_each_account_has_something_to_look_at(loaded):
    assert permissions.own_complaints(user("citizen")).count() == 2
    assert permissions.visible_complaints(user("caseworker")).count() >= 6
    assert permissions.visible_complaints(user("head")).count() == 2
    assert permissions.visible_complaints(user("supervisor")).count() == len(EXPECTED)
    assert permissions.addressed_complaints(user("liaison")).count() == 2
    first = next(sample.existing() for sample in samples() if sample.name.startswith("01-"))
    for name in ("oujda", "fes", "supervisor"):  # those who bring sample 1 to its end, beside its interlocutor
        assert permissions.workable_complaints(user(name)).filter(pk=first.pk).exists(), name
    assert first in permissions.addressed_complaints(user("prefectures"))
    assert not permissions.visible_complaints(user("administrator")).exists()
    assert all(account.email in loaded and account.password in loaded for account in ACCOUNTS)


def test_the_clock_is_put_right_again():
    before, seen = timezone.now(), []
    with suppress(RuntimeError), as_of(before.replace(year=2020)):
        seen.append(timezone.now().year)
        raise RuntimeError
    assert seen == [2020]
    assert timezone.now() >= before
