"""Each permission about referrals and its twin agree, for everybody and on the neighbour's too."""

import pytest

from accounts.actors import body_holder, code_holder, share_holder
from complaints import permissions
from complaints.models import Complaint, Referral, Share
from tests.complaints.referring import referred
from tests.factories import AttachmentFactory, RepresentationFactory, ShareFactory

pytestmark = pytest.mark.django_db
TWINS = [
    (permissions.can_read_referral, permissions.readable_referrals),
    (permissions.can_handle_referral, permissions.handled_referrals),
    (permissions.can_see_referral, permissions.seen_referrals),
    (permissions.can_agree, permissions.agreeable_referrals),
    (permissions.can_stop_referral, permissions.stoppable_referrals),
    (permissions.can_open_referral, permissions.opened_referrals),
]


def everybody(life, row):
    """Who might try, some of them from the neighbour's file."""
    case, other = row.complaint, referred.opened(life)
    shares = [ShareFactory(complaint=case, right=right) for right in Share.Right.values]
    return [
        code_holder(case.pk), code_holder(other.complaint_id), body_holder(row.pk), body_holder(other.pk), body_holder(0),
        life.intake, life.handler, life.head, life.supervisor, life.neighbour, life.administrator, life.liaison,
        life.citizen, *(share_holder(share.pk, case.pk) for share in shares),
    ]  # fmt: skip


@pytest.mark.parametrize("stage", referred.STAGES)
def test_every_predicate_agrees_with_its_twin(life, stage):
    row = referred.STAGES[stage](life)
    row = Referral.objects.get(pk=row.pk)
    for actor in everybody(life, row):
        for predicate, twin in TWINS:
            found = twin(actor).filter(pk=row.pk).exists()
            assert bool(predicate(actor, row)) is found, (predicate.__name__, actor)


@pytest.mark.parametrize("consent", [True, False])
def test_so_do_those_about_files(life, consent):
    row = referred.agreed(life)
    Complaint.objects.filter(pk=row.complaint_id).update(transfer_consent=consent)
    cases = [Complaint.objects.get(pk=row.complaint_id), life.in_study()]
    for actor in everybody(life, row):
        for case in cases:
            referable = permissions.referable_complaints(actor).filter(pk=case.pk).exists()
            assert bool(permissions.can_refer(actor, case)) is referable
            writable = permissions.writable_complaints(actor).filter(pk=case.pk).exists()
            assert bool(permissions.can_write_to_file(actor, case)) is writable


@pytest.mark.parametrize("mandate", ["stands", "ended", "revoked"])
@pytest.mark.parametrize("by", ["representative", "represented"])
def test_who_writes_for_others_hangs_on_the_mandate(life, mandate, by):
    case = referred.asked(life).complaint
    facts = {"stands": {}, "ended": {"mandate_until": "2020-01-01"}, "revoked": {"revoked_at": "2026-01-01T00:00Z"}}
    RepresentationFactory(complaint=case, user=life.citizen.user, **facts[mandate])
    shares = [
        ShareFactory(complaint=case, right="write", by_represented=by == "represented"),
        ShareFactory(complaint=case, right="write", represented=True),
    ]
    case = Complaint.objects.get(pk=case.pk)
    for actor in (life.citizen, code_holder(case.pk), *(share_holder(share.pk, case.pk) for share in shares)):
        writable = permissions.writable_complaints(actor).filter(pk=case.pk).exists()
        assert bool(permissions.can_write_to_file(actor, case)) is writable, actor


def test_a_body_downloads_what_was_agreed_to_and_nothing_else(life):
    row, other = referred.opened(life, documents=True), referred.opened(life, documents=True)
    mine, theirs = row.documents.get().attachment, other.documents.get().attachment
    hidden = AttachmentFactory(complaint=row.complaint)
    actor = body_holder(row.pk)
    assert list(permissions.referred_documents(actor)) == [mine]
    for file in (mine, theirs, hidden):
        assert bool(permissions.can_read_referred(actor, file)) is (file == mine)
    for stranger in (life.citizen, code_holder(row.complaint_id), life.liaison):
        assert not permissions.referred_documents(stranger).exists()


def test_a_body_is_no_way_into_the_case(life):
    row = referred.opened(life)
    actor = body_holder(row.pk)
    assert not permissions.visible_complaints(actor).exists()
    assert not permissions.readable_attachments(actor).exists()
    assert not permissions.can_follow(actor, row.complaint)
