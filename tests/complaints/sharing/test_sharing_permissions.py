"""Who may read and write a file that somebody files for another or shares, on the neighbour's too (docs/together.md)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actors import code_holder, person, share_holder
from complaints import permissions
from complaints.models import Attachment, Complaint, Share
from complaints.workflow import transitions
from complaints.workflow.errors import NotAllowed
from tests.factories import RepresentationFactory, ShareFactory, UserFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
SHARES = {
    "reads": {"right": Share.Right.READ},
    "writes": {"right": Share.Right.WRITE},
    "writes until today": {"right": Share.Right.WRITE, "until": 0},
    "is told": {"right": Share.Right.RECEIVE},
    "is over": {"right": Share.Right.WRITE, "until": -1},
    "was ended": {"right": Share.Right.WRITE, "revoked_at": timezone.now()},
    "has not accepted": {"right": Share.Right.WRITE, "accepted_at": None},
}
READ = {"reads", "writes", "writes until today"}
WRITE = {"writes", "writes until today"}
TWINS = [
    (permissions.is_complainant, permissions.own_complaints),
    (permissions.can_follow, permissions.followed_complaints),
    (permissions.can_work, permissions.workable_complaints),
]


def made(case, name):
    facts = dict(SHARES[name])
    if "until" in facts:
        facts["until"] = TODAY() + timedelta(days=facts["until"])
    return ShareFactory(complaint=case, **facts)


@pytest.mark.parametrize("name", SHARES)
@pytest.mark.parametrize("way", ["code", "account"])
def test_a_share_gives_its_right_and_no_more(life, name, way):
    case, neighbours = life.in_study(), life.in_study()
    share = made(case, name)
    if way == "account":
        Share.objects.filter(pk=share.pk).update(user=life.citizen.user)
    actor = life.citizen if way == "account" else share_holder(share.pk, case.pk)
    file = Attachment.objects.create(
        complaint=case,
        name="a",
        content_type="application/pdf",
        size=1,
        sha256="0",
        original="a",
        sent_at=timezone.now(),
    )
    assert bool(permissions.can_follow(actor, case)) is (name in READ)
    assert permissions.readable_attachments(actor).filter(pk=file.pk).exists() is (name in READ)
    assert bool(permissions.can_write_to_file(actor, case)) is (name in WRITE)
    assert not permissions.is_complainant(actor, case)
    assert not transitions.may(case, "withdraw", actor)
    for predicate in (permissions.can_follow, permissions.can_write_to_file, permissions.is_complainant):
        assert not predicate(actor, neighbours)
        assert predicate(actor, neighbours).reason


def test_a_share_of_one_case_is_nothing_in_another(life):
    case, other = life.registered(), life.registered()
    share = made(case, "writes")
    forged = share_holder(share.pk, other.pk)
    assert not permissions.followed_complaints(forged).exists()
    assert not permissions.can_write_to_file(forged, other)


def test_only_the_right_to_write_answers_what_was_asked(life):
    case = life.waiting()
    reads, writes = (share_holder(made(case, name).pk, case.pk) for name in ("reads", "writes"))
    with pytest.raises(NotAllowed):
        transitions.receive_information(case, actor=reads, text="Voici.")
    case = transitions.receive_information(case, actor=writes, text="Voici.")
    message = case.messages.get()
    assert (message.share_id, message.from_citizen) == (writes.share_id, True)
    assert case.events.get(name="receive_information").data["by_share"] == writes.share_id


def test_the_representative_acts_while_the_mandate_stands_reads_after_its_end_and_nothing_when_it_is_revoked(life):
    case = life.in_study()
    acts = RepresentationFactory(complaint=case, user=life.citizen.user)
    for actor in (life.citizen, code_holder(case.pk)):
        assert permissions.is_complainant(actor, Complaint.objects.get(pk=case.pk))
    type(acts).objects.update(mandate_until=TODAY() - timedelta(days=1))
    for actor in (life.citizen, code_holder(case.pk)):
        refused = permissions.is_complainant(actor, fresh(case))
        assert not refused
        assert "ended" in str(refused.reason)
        assert permissions.can_follow(actor, fresh(case))
        assert permissions.can_renew_mandate(actor, fresh(case))
        assert not permissions.can_write_to_file(actor, fresh(case))
    type(acts).objects.update(mandate_until=None, revoked_at=timezone.now())
    for predicate in (permissions.is_complainant, permissions.can_follow, permissions.can_renew_mandate):
        assert not predicate(life.citizen, fresh(case))
        assert predicate(life.citizen, fresh(case)).reason
    # The code that they held died with the revocation: who holds one now is the complainant.
    assert permissions.is_complainant(code_holder(case.pk), fresh(case))
    assert not permissions.can_renew_mandate(code_holder(case.pk), fresh(case))


def fresh(case):
    return Complaint.objects.get(pk=case.pk)


def test_the_person_represented_has_every_right(life):
    case = life.in_study()
    RepresentationFactory(complaint=case)
    share = ShareFactory(complaint=case, right=Share.Right.WRITE, represented=True)
    mother = share_holder(share.pk, case.pk)
    assert permissions.is_complainant(mother, case)
    assert permissions.can_revoke_mandate(mother, case)
    assert transitions.may(case, "withdraw", mother)
    assert not permissions.can_revoke_mandate(share_holder(made(case, "writes").pk, case.pk), case)


def test_each_predicate_is_its_twin(life):
    plain, acted, ended, revoked, shared = (life.registered() for _each in range(5))
    yesterday, now = TODAY() - timedelta(days=1), timezone.now()
    RepresentationFactory(complaint=acted, user=life.citizen.user)
    RepresentationFactory(complaint=ended, user=life.citizen.user, mandate_until=yesterday)
    RepresentationFactory(complaint=revoked, user=life.citizen.user, revoked_at=now)
    share = ShareFactory(complaint=shared, user=life.citizen.user, represented=True)
    cases = [plain, acted, ended, revoked, shared]
    actors = [life.citizen, life.other_citizen, life.handler, share_holder(share.pk, shared.pk)]
    actors += [code_holder(case.pk) for case in cases]
    for predicate, twin in TWINS:
        for actor in actors:
            allowed = {case.pk for case in cases if predicate(actor, fresh(case))}
            assert set(twin(actor).values_list("pk", flat=True)) == allowed, (predicate.__name__, actor)


def test_nobody_works_at_the_desk_on_a_file_in_which_he_acts(life):
    case = life.in_study()
    RepresentationFactory(complaint=case, user=life.handler.user)
    assert not permissions.can_work(life.handler, fresh(case))
    assert case not in permissions.workable_complaints(life.handler)
    assert permissions.is_complainant(life.handler, fresh(case))


def test_an_account_finds_its_files_whatever_it_is_in_them(life):
    user = UserFactory()
    own, acted, shared, told = life.registered(user=user), life.registered(), life.registered(), life.registered()
    RepresentationFactory(complaint=acted, user=user)
    ShareFactory(complaint=shared, user=user)
    ShareFactory(complaint=told, user=user, right=Share.Right.RECEIVE)
    found = set(permissions.followed_complaints(person(user)).values_list("pk", flat=True))
    assert found == {own.pk, acted.pk, shared.pk}
