"""A mail that comes back for good marks the address: shown at the desk, told in the file, and nothing more leaves for it."""

import pytest
from django.test import Client
from django.utils import timezone

from complaints import addresses, codes
from complaints.enums import ContactRule
from complaints.follow_up import editing
from complaints.models import Complaint, Person
from complaints.notifications import outbox, returns
from complaints.notifications.models import Delivery, OutboxMessage
from complaints.reception import sorting
from tests.complaints.notifications.conftest import sink
from tests.complaints.reception.postbox import kept, report

__all__ = ["sink"]
pytestmark = pytest.mark.django_db(transaction=True)
RETURN = "retour@mediateur.example"


@pytest.fixture
def case(life):
    """A file whose first mail was sent through the mail server."""
    return life.registered()


@pytest.fixture
def sent(case, sink, settings):
    """The mail as it left, with the address it came from on the wire."""
    settings.RETURN_ADDRESS, settings.QUIET_HOURS = RETURN, None
    paths = []
    taken = type(sink).handle_DATA

    async def watched(self, server, session, envelope):
        paths.append(envelope.mail_from)
        return await taken(self, server, session, envelope)

    type(sink).handle_DATA = watched
    outbox.drain()
    type(sink).handle_DATA = taken
    assert sink.mails
    return sink.mails[0], paths[0]


def came(raw: bytes) -> str:
    return sorting.sort(kept(raw).pk)


def person(case) -> Person:
    return Person.objects.get(pk=case.complainant_id)


def test_each_mail_has_a_return_path_of_its_own_and_the_sender_stays(case, sent):
    mail, path = sent
    local, _at, domain = path.partition("@")
    assert (local.split("+")[0], domain) == ("retour", "mediateur.example")
    assert "ne-pas-repondre@" in mail["From"]
    assert case.complainant.email not in path


def test_a_mail_that_comes_back_marks_the_address(case, sent):
    mail, path = sent
    assert came(report(mail["Message-ID"], recipient=case.complainant.email, to=path)) == "returned"
    assert person(case).mails_return
    row = OutboxMessage.objects.get(kind="complaint_registered", channel="email")
    assert row.status == "dead"
    assert Delivery.objects.filter(message=row, outcome="returned").exists()
    assert case.complainant.email not in row.last_error
    assert case.events.filter(name="mails_return").exists()


def test_it_is_known_by_its_message_id_where_the_path_is_lost(case, sent):
    mail, _path = sent
    came(report(mail["Message-ID"], recipient=case.complainant.email))
    assert person(case).mails_return


def test_the_desk_and_the_complainant_are_told_and_nothing_more_leaves(case, sent, sink):
    mail, path = sent
    came(report(mail["Message-ID"], recipient=case.complainant.email, to=path))
    before = len(sink.mails)
    outbox.drain()
    assert OutboxMessage.objects.get(kind="complaint_mails_return", channel="in_app").status == "sent"
    assert OutboxMessage.objects.get(kind="complaint_mails_return", channel="email").status == "void"
    assert OutboxMessage.objects.filter(kind="desk_mails_return").exists()
    assert not [one for one in sink.mails[before:] if case.complainant.email in one["To"]]


def test_the_same_report_twice_tells_once(case, sent):
    mail, path = sent
    raw = report(mail["Message-ID"], recipient=case.complainant.email, to=path)
    came(raw)
    came(raw.replace(b"Undelivered", b"undelivered"))
    assert case.events.filter(name="mails_return").count() == 1


@pytest.mark.parametrize(
    ("status", "action"),
    [("4.4.1", "delayed"), ("5.2.2", "failed"), ("5.7.1", "failed"), ("2.0.0", "delivered"), ("4.2.2", "failed")],
)
def test_a_full_mailbox_a_delay_or_a_policy_does_not_make_an_address_dead(case, sent, status, action):
    mail, path = sent
    came(report(mail["Message-ID"], recipient=case.complainant.email, to=path, status=status, action=action))
    assert not person(case).mails_return


@pytest.mark.parametrize("status", ["5.1.1", "5.1.2", "5.1.10", "5.2.1", "5.4.4"])
def test_what_says_that_there_is_no_such_address(status):
    assert returns.is_dead(f"smtp; 550 {status} nobody")


def test_a_report_about_an_address_that_was_changed_meanwhile_marks_nothing(case, sent):
    mail, path = sent
    old = case.complainant.email
    Person.objects.filter(pk=case.complainant_id).update(email="new@example.org")
    came(report(mail["Message-ID"], recipient=old, to=path))
    came(report(mail["Message-ID"], recipient=old))
    assert not person(case).mails_return


def test_a_report_that_was_made_up_marks_nothing(case, sent):
    _mail, path = sent
    forged = path.replace(path.split("+")[1][:32], "0" * 32)
    came(report(f"<{'a' * 40}@localhost>", recipient=case.complainant.email, to=forged))
    assert not person(case).mails_return


def test_who_got_a_mail_cannot_bury_the_address_of_another(case, sent, life):
    other = life.registered()
    mail, path = sent
    came(
        report(
            mail["Message-ID"], recipient=other.complainant.email, to=path.replace(path.split(".")[1][:12], "0" * 12)
        )
    )
    assert not person(other).mails_return
    assert not person(case).mails_return


def test_a_mail_server_that_knows_no_such_address_at_once_says_the_same(case, sink, settings):
    settings.QUIET_HOURS = None
    sink.answer = "550 5.1.1 no such user"
    outbox.drain()
    assert person(case).mails_return


def test_every_file_of_the_address_is_marked(case, sent, life):
    other = life.registered()
    Person.objects.filter(pk=other.complainant_id).update(email=case.complainant.email.upper())
    mail, path = sent
    came(report(mail["Message-ID"], recipient=case.complainant.email, to=path))
    assert person(other).mails_return


def test_a_new_proof_of_the_address_ends_it_everywhere(case, life):
    other = life.registered()
    for row in (case, other):
        Person.objects.filter(pk=row.complainant_id).update(
            email="one@example.org", returned_email="one@example.org", returned_at=timezone.now()
        )
    fresh = Complaint.objects.get(pk=case.pk)
    from accounts.actors import code_holder

    waiting = editing.ask_for_proof(fresh, actor=code_holder(case.pk), email="one@example.org")
    assert editing.prove(fresh, actor=code_holder(case.pk), code=editing.figures_of(waiting))
    assert not person(case).mails_return
    assert not person(other).mails_return


def test_another_address_is_never_dead_by_it(case):
    Person.objects.filter(pk=case.complainant_id).update(returned_email="old@example.org", returned_at=timezone.now())
    assert not person(case).mails_return
    assert person(case).reachable_by("email")


def test_the_desk_sees_it_and_may_write_again(case, life, desk):
    Person.objects.filter(pk=case.complainant_id).update(
        returned_email=case.complainant.email, returned_at=timezone.now()
    )
    client = desk(life.handler)
    facts = f"/desk/complaints/complaint/{case.pk}/?tab=facts"
    assert "Mails come back" in client.get(facts).content.decode()
    assert desk(life.neighbour).post(f"/desk/reception/files/{case.pk}/address/").status_code == 404
    client.post(f"/desk/reception/files/{case.pk}/address/")
    assert not person(case).mails_return
    assert "Mails come back" not in client.get(facts).content.decode()
    assert case.events.get(name="address_believed").actor == life.handler.user
    assert addresses.believe_again(case, actor=life.handler) is False


def test_the_complainant_is_asked_for_another_address_in_the_file(case):
    code = codes.new_code()
    Complaint.objects.filter(pk=case.pk).update(code_hash=codes.hash_code(code))
    Person.objects.filter(pk=case.complainant_id).update(
        returned_email=case.complainant.email, returned_at=timezone.now()
    )
    client = Client(headers={"accept-language": "en"})
    client.post("/follow/", {"reference": case.reference, "code": code})
    page = client.get(f"/follow/{case.reference}/").content.decode()
    assert "Our mails to you come back" in page
    assert f"/follow/{case.reference}/email/" in page


def test_a_mail_that_must_not_say_who_writes_has_no_path_of_ours(life, sink, settings):
    settings.RETURN_ADDRESS, settings.REPLY_ADDRESS, settings.QUIET_HOURS = RETURN, "plaintes@mediateur.example", None
    case = life.registered()
    Person.objects.filter(pk=case.complainant_id).update(contact_rule=ContactRule.CAREFUL, neutral_subject=True)
    outbox.drain()
    mail = next(one for one in sink.mails if case.complainant.email in one["To"])
    assert mail["Reply-To"] is None
    assert "retour" not in str(mail["From"])


def test_a_mail_to_the_complainant_may_be_answered(case, sink, settings):
    settings.REPLY_ADDRESS, settings.QUIET_HOURS = "plaintes@mediateur.example", None
    outbox.drain()
    mail = next(one for one in sink.mails if case.complainant.email in one["To"])
    assert mail["Reply-To"] == "plaintes@mediateur.example"
