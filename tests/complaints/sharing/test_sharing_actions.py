"""Shares and mandates: each change is in the history and told; mails name nobody (docs/together.md)."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.actors import NOBODY, code_holder, person, share_holder
from complaints import files, notices, recovery
from complaints.casework import care
from complaints.enums import ContactRule
from complaints.envelopes import open_token
from complaints.follow_up import actions as citizen
from complaints.follow_up import safe_contact
from complaints.follow_up import selectors as followed
from complaints.follow_up.access import open_with_code, read_link
from complaints.models import Attachment, Complaint, Person, Recovery, Representation, Share
from complaints.notifications import outbox
from complaints.notifications.models import OutboxMessage
from complaints.permissions import (
    can_renew_mandate,
    can_work,
    can_write_to_file,
    followed_complaints,
    is_complainant,
    own_complaints,
    workable_complaints,
)
from complaints.sharing import actions, selectors
from complaints.workflow import transitions
from complaints.workflow.errors import NotAllowed, Refused
from tests.complaints.documents import document
from tests.complaints.follow_up.opening import CODE, with_code
from tests.factories import RepresentationFactory, ShareFactory, UserFactory

pytestmark = pytest.mark.django_db


def today():
    return timezone.localdate()


def mails(**facts):
    return OutboxMessage.objects.filter(channel="email", **facts)


def shared(case, **facts):
    given = {"name": "mon frère Karim", "email": "karim@example.org", "right": Share.Right.WRITE, **facts}
    return actions.share(case, actor=code_holder(case.pk, language="fr"), **given)


def test_an_invitation_is_in_the_history_told_and_names_nobody(life):
    case = life.in_study()
    share = shared(case, until=today() + timedelta(days=30))
    assert case.events.get(name="shared").public_text == "mon frère Karim"
    assert mails(kind="complaint_sharing", recipient=f"complaint:{case.pk}:citizen").count() == 1
    row = mails(recipient=f"share:{share.pk}").get()
    said = outbox.render(row)
    for word in ("Karim", case.title, case.complainant.last_name, case.description):
        assert word not in said.text + said.subject
    assert row.context == {}
    assert share.accepted_at is None
    assert not Share.objects.live().exists()


def test_the_link_of_the_mail_opens_this_share_for_two_weeks(life):
    share = shared(life.in_study())
    url = outbox.registry.resolve(mails(recipient=f"share:{share.pk}").get()).context["url"]
    token = url.rstrip("/").rsplit("/", 1)[-1]
    assert selectors.read_link(token) == share
    assert selectors.read_link(token[:-2]) is None
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        assert selectors.read_link(token) is None
    actions.end_share(share, actor=code_holder(share.complaint_id))
    assert selectors.read_link(token) is None


def test_accepting_twice_is_accepting_once_and_a_colleagues_account_is_not_bound(life):
    case = life.in_study()
    user = UserFactory()
    share = shared(case)
    for _press in range(2):
        share = actions.accept(share, actor=person(user))
    assert share.user == user
    assert case.events.filter(name="share_accepted").count() == 1
    for other in (NOBODY, person(UserFactory())):  # the mail is read by another
        with pytest.raises(Refused, match="account"):
            actions.accept(share, actor=other)
    staff = actions.accept(shared(case, email="b@example.org"), actor=life.neighbour)
    assert staff.user is None
    assert staff.accepted_at


def test_the_same_invitation_twice_is_one_and_another_right_is_refused(life):
    case = life.in_study()
    assert shared(case) == shared(case)
    assert case.events.filter(name="shared").count() == 1
    with pytest.raises(Refused, match="already"):
        shared(case, right=Share.Right.READ)


def test_after_its_last_day_a_share_can_be_given_anew(life):
    case = life.in_study()
    ShareFactory(complaint=case, email="karim@example.org", until=today() - timedelta(days=1))
    assert shared(case).pk
    assert case.shares.standing().count() == 1


def test_ten_people_at_most(life):
    case = life.in_study()
    for number in range(actions.MOST_SHARES):
        shared(case, email=f"{number}@example.org")
    with pytest.raises(Refused, match="ten"):
        shared(case)


def test_who_may_share_and_end(life):
    case = life.in_study()
    first, second = ShareFactory(complaint=case, right="write"), ShareFactory(complaint=case)
    brother = share_holder(first.pk, case.pk)
    with pytest.raises(NotAllowed):
        actions.share(case, actor=brother, name="x", email="x@example.org", right="read")
    with pytest.raises(NotAllowed):
        actions.end_share(second, actor=brother)
    with pytest.raises(NotAllowed):
        actions.end_share(second, actor=NOBODY)
    actions.end_share(first, actor=brother)  # his own
    for _press in range(2):
        actions.end_share(second, actor=code_holder(case.pk))
    assert case.events.filter(name="share_ended").count() == 2


def test_an_ended_share_is_refused_at_the_next_word(life):
    case = life.in_study()
    share = ShareFactory(complaint=case, right="write")
    brother = share_holder(share.pk, case.pk)
    message = citizen.write_message(case, actor=brother, text="Bonjour")
    assert message.share == share
    actions.end_share(share, actor=code_holder(case.pk))
    with pytest.raises(NotAllowed):
        citizen.write_message(case, actor=brother, text="Encore")


def test_with_whom_it_is_shared_reads_who_did_and_wrote_what(life):
    """Nobody is told "you" of what somebody else did (issue 3, several relatives in one file)."""
    case = life.in_study()
    share, other = ShareFactory(complaint=case, right="write"), ShareFactory(complaint=case, right="write")
    citizen.write_message(case, actor=code_holder(case.pk), text="De moi")
    citizen.write_message(case, actor=share_holder(share.pk, case.pk), text="De mon frère")
    transitions.withdraw(case, actor=code_holder(case.pk), reason="Réglé")

    def titles(**reader):
        return {entry.text or str(entry.title): str(entry.title) for entry in followed.timeline(case, **reader)}

    own, his, hers = titles(), titles(own=False, share=share.pk), titles(own=False, share=other.pk)
    assert own["De moi"] == "You wrote to us"
    assert his["De moi"] == hers["De moi"] == "The complainant wrote to us"
    assert his["De mon frère"] == "You wrote to us"
    assert hers["De mon frère"] == "Somebody with whom the file is shared wrote to us"
    for reader in (his, hers):
        assert not [title for title in reader.values() if title.startswith("You ") and title != "You wrote to us"]
        assert "The complainant withdrew the complaint." in reader.values()


def test_news_go_to_whoever_receives_and_to_nobody_else(life):
    case = life.in_study()
    told = ShareFactory(complaint=case, right="receive", receives=True)
    for facts in ({}, {"receives": True, "accepted_at": None}, {"receives": True, "revoked_at": timezone.now()},
                  {"receives": True, "until": today() - timedelta(days=1)}):  # fmt: skip
        ShareFactory(complaint=case, **facts)
    ShareFactory(complaint=life.in_study(), receives=True)
    transitions.admit(case, actor=life.handler, subject=life.subject)
    row = mails(kind="share_news").get()
    assert row.recipient == f"share:{told.pk}"
    assert case.title not in outbox.render(row).text
    Share.objects.filter(pk=told.pk).update(revoked_at=timezone.now())
    assert outbox.registry.resolve(row) is None, "what has not left yet is not sent any more"


def test_what_the_person_represented_said_about_safe_contact_holds_for_their_own_mailbox(life):
    case = life.in_study()
    RepresentationFactory(complaint=case)
    share = ShareFactory(complaint=case, right="write", receives=True, represented=True)
    transitions.admit(case, actor=life.handler, subject=life.subject)
    row = mails(kind="share_news", recipient=f"share:{share.pk}").get()
    said = Representation.objects.filter(complaint=case)
    Person.objects.filter(pk=case.complainant.pk).update(contact_rule=ContactRule.FILE_ONLY)  # the representative's own
    assert case.reference in outbox.render(row).subject
    said.update(contact_rule=ContactRule.CAREFUL, neutral_subject=True, contact_from=18, contact_until=20)
    assert outbox.registry.resolve(row).hours == (18, 20)
    notices.invite(share, case.events.earliest("pk"))  # as at filing
    invitation = mails(kind="share_represented").get()
    for mail in (row, invitation):
        words = outbox.render(mail)
        for secret in (case.reference, "Médiateur", "Mediator"):
            assert secret not in words.subject + words.text
    said.update(contact_rule=ContactRule.FILE_ONLY)
    assert outbox.registry.resolve(row) is None


# Mandates


def acted(life, **facts):
    case = life.in_study()
    return case, RepresentationFactory(complaint=case, **facts)


def test_a_revoked_mandate_gives_the_file_to_the_person_represented(life):
    case, acts = acted(life, own_email="zohra@example.org", user=life.citizen.user)
    daughters = case.complainant.email
    share = ShareFactory(complaint=case, email="zohra@example.org", right="write", represented=True)
    with_herself = ShareFactory(complaint=case, email="salma.again@example.org", right="write")
    actions.revoke_mandate(case, actor=share_holder(share.pk, case.pk))
    assert [row.pk for row in Share.objects.standing()] == [share.pk], "no share of the representative's outlives it"
    assert not followed_complaints(share_holder(with_herself.pk, case.pk)).exists()
    case = Complaint.objects.get(pk=case.pk)
    assert case.code_hash == "", "the representative's code died"
    assert case.complainant.email == "zohra@example.org"
    assert case.complainant.email_verified_at == share.accepted_at
    assert case.representation.email == daughters
    assert case.new_reply
    told = mails(kind="complaint_mandate_revoked").get()
    assert outbox.registry.resolve(told).address == daughters
    news = mails(kind="complaint_sharing").latest("pk")
    assert outbox.registry.resolve(news).address == "zohra@example.org"
    assert mails(kind="desk_mandate").exists()
    assert acts.pk == case.representation.pk


def test_each_of_two_says_what_is_safe_for_their_own_mailbox(life):
    case, _acts = acted(life, own_email="zohra@example.org", contact_rule=ContactRule.FILE_ONLY)
    share = ShareFactory(complaint=case, right="write", receives=True, represented=True)
    mother, daughter = share_holder(share.pk, case.pk), code_holder(case.pk)
    careful = {"contact_rule": "careful", "contact_ways": [], "contact_from": 9, "contact_until": 11,
               "no_voice_mail": True, "neutral_subject": False}  # fmt: skip
    safe_contact.change(case, actor=daughter, data=careful)
    case = Complaint.objects.get(pk=case.pk)
    assert (case.complainant.contact_hours, case.representation.contact_rule) == ((9, 11), ContactRule.FILE_ONLY)
    safe_contact.change(case, actor=mother, data={"contact_rule": ""})
    case = Complaint.objects.get(pk=case.pk)
    assert (case.complainant.contact_hours, case.representation.contact_rule) == ((9, 11), ContactRule.FREE)
    assert safe_contact.address_of(case, actor=mother) == "zohra@example.org"
    actions.revoke_mandate(case, actor=mother)
    case = Complaint.objects.get(pk=case.pk)
    assert (case.complainant.contact_hours, case.representation.contact_hours) == (None, (9, 11))
    assert outbox.registry.resolve(mails(kind="complaint_mandate_revoked").get()).hours == (9, 11)


def test_without_an_address_of_the_complainant_nothing_is_mailed_after_the_revocation(life):
    case, _acts = acted(life)
    actions.revoke_mandate(case, actor=life.handler, text="Lettre du 3 mars")
    assert case.events.get(name="mandate_revoked").internal_text == "Lettre du 3 mars"
    assert outbox.registry.resolve(mails(kind="complaint_sharing").latest("pk")).address == ""
    case = Complaint.objects.get(pk=case.pk)
    assert (case.complainant.email, str(case.complainant.phone), case.complainant.email_verified_at) == ("", "", None)


def test_after_a_revocation_on_paper_the_desk_gives_the_person_represented_a_code_of_their_own(life):
    user = life.citizen.user
    case, _acts = acted(life, user=user)
    with_code(case).refresh_from_db(fields=["code_hash"])
    link = open_token(case)
    waiting = Recovery.objects.create(complaint=case, way="facts", asked_at=timezone.now(), due_at=timezone.now())
    actions.revoke_mandate(case, actor=life.handler, text="Lettre du 3 mars")
    waiting.refresh_from_db()
    assert waiting.stopped_at, "a request of the representative's gives no code any more"
    assert read_link(link) is None
    assert open_with_code(case.reference, CODE) is None
    row = care.give_code(case, actor=life.handler, checked="document", seen=case.events.latest("pk").pk)
    case = Complaint.objects.get(pk=case.pk)
    assert open_with_code(case.reference, recovery.code_of(row)) == case
    mother, daughter = code_holder(case.pk), person(user)
    assert is_complainant(mother, case)
    assert selectors.banner(mother, case) == ""
    assert not can_renew_mandate(mother, case)
    assert citizen.write_message(case, actor=mother, text="Bonjour").pk
    for twin in (own_complaints, followed_complaints):
        assert case in twin(mother)
        assert case not in twin(daughter)
    assert not is_complainant(daughter, case)


def test_neither_a_stranger_nor_a_neighbouring_office_revokes_a_mandate(life):
    case, _acts = acted(life)
    for actor in (NOBODY, life.other_citizen, life.neighbour, code_holder(life.registered().pk)):
        with pytest.raises(NotAllowed):
            actions.revoke_mandate(case, actor=actor)


def test_an_ended_mandate_refuses_the_act_with_the_reason_until_a_new_one_is_there(life, storage):
    case, _acts = acted(life, mandate_until=today() - timedelta(days=1))
    actor = code_holder(case.pk)
    with pytest.raises(NotAllowed, match="ended"):
        citizen.write_message(case, actor=actor, text="Bonjour")
    row = actions.renew_mandate(case, document(), actor=actor, since=None, until=today() + timedelta(days=90))
    assert row.mandate.kind == Attachment.Kind.MANDATE
    assert citizen.write_message(Complaint.objects.get(pk=case.pk), actor=actor, text="Bonjour").pk
    assert case.events.filter(name="mandate_renewed").exists()


def test_a_mandate_that_cannot_be_read_changes_nothing(life, storage):
    case, _acts = acted(life)
    with pytest.raises(files.Refused):
        actions.renew_mandate(case, document("x.exe"), actor=code_holder(case.pk), since=None, until=None)
    assert Representation.objects.get(complaint=case).mandate is None


def test_a_warning_fourteen_days_before_the_end_and_a_word_to_the_desk_after_it(life):
    case, _acts = acted(life, mandate_until=today() + timedelta(days=20))
    acted(life, mandate_until=None)
    assert actions.watch_mandates(today=today()) == {"warned": 0, "ended": 0}
    near = today() + timedelta(days=6)
    assert [actions.watch_mandates(today=near)["warned"] for _again in range(2)] == [1, 0]
    assert mails(kind="complaint_mandate_ending").get().recipient == f"complaint:{case.pk}:citizen"
    over = today() + timedelta(days=21)
    assert [actions.watch_mandates(today=over)["ended"] for _again in range(2)] == [1, 0]
    assert mails(kind="desk_mandate").exists()
    told = mails(kind="complaint_mandate_ended").get()
    assert told.recipient == f"complaint:{case.pk}:representative"
    with time_machine.travel(timezone.now() + timedelta(days=21)):
        assert outbox.registry.resolve(told).address == case.complainant.email
        assert "/follow/again/" in outbox.render(told).text
    assert not mails(kind="share_mandate_ended").exists(), "nobody else has an address here"


def test_at_its_end_the_person_represented_is_told_at_their_own_address_once(life):
    case, acts = acted(life, mandate_until=today(), own_email="zohra@example.org")
    share = ShareFactory(complaint=case, email="zohra@example.org", right="write", represented=True, language="es")
    ShareFactory(complaint=case, receives=True)  # a brother: the mandate is not his
    over = today() + timedelta(days=1)
    assert [actions.watch_mandates(today=over)["ended"] for _again in range(2)] == [1, 0]
    told = mails(kind="share_mandate_ended").get()
    assert told.recipient == f"share:{share.pk}"
    envelope, said = outbox.registry.resolve(told), outbox.render(told)
    assert (envelope.address, said.language) == ("zohra@example.org", "es")
    assert "/follow/shared/" in said.text
    assert case.title not in said.text
    with_care = {"contact_rule": "careful", "neutral_subject": True, "contact_from": 9, "contact_until": 11}
    Representation.objects.filter(pk=acts.pk).update(**with_care)
    assert outbox.registry.resolve(told).hours == (9, 11)
    assert case.reference not in outbox.render(told).subject + outbox.render(told).text
    Representation.objects.filter(pk=acts.pk).update(contact_rule=ContactRule.FILE_ONLY)
    assert outbox.registry.resolve(told) is None


def test_nobody_is_told_of_an_end_that_a_new_mandate_or_a_revocation_overtook(life):
    case, acts = acted(life, mandate_until=today() - timedelta(days=1))
    ShareFactory(complaint=case, email="zohra@example.org", right="write", represented=True)
    actions.watch_mandates(today=today())
    rows = [mails(kind=kind).get() for kind in ("complaint_mandate_ended", "share_mandate_ended")]
    assert all(outbox.registry.resolve(row) for row in rows)
    Representation.objects.filter(pk=acts.pk).update(mandate_until=today() + timedelta(days=90))
    assert [outbox.registry.resolve(row) for row in rows] == [None, None]
    Representation.objects.filter(pk=acts.pk).update(
        mandate_until=today() - timedelta(days=1), revoked_at=timezone.now()
    )
    assert [outbox.registry.resolve(row) for row in rows] == [None, None]


# Seams


def test_who_acts_cannot_take_the_invitation_of_the_person_represented(life):
    case, _acts = acted(life, user=life.citizen.user, own_email="zohra@example.org")
    share = ShareFactory(complaint=case, right="write", represented=True, accepted_at=None)
    with pytest.raises(Refused, match="only that person"):
        actions.accept(share, actor=life.citizen)
    assert actions.accept(share, actor=NOBODY).accepted_at


def test_a_revocation_on_paper_renews_the_represented_persons_own_code(life, client):
    case, _acts = acted(life, own_email="zohra@example.org", user=life.citizen.user)
    share = ShareFactory(
        complaint=case, email="zohra@example.org", right="write", represented=True, user=life.citizen.user
    )
    before = selectors.code_of(share)
    actions.revoke_mandate(case, actor=life.handler, text="Lettre du 3 mars")
    assert selectors.with_code(case.reference, before) is None
    assert not own_complaints(life.citizen).exists()
    invitation = mails(kind="share_represented", recipient=f"share:{share.pk}").get()
    url = outbox.registry.resolve(invitation).context["url"]
    again = actions.accept(selectors.read_link(url.rstrip("/").rsplit("/", 1)[-1]), actor=NOBODY)
    assert selectors.code_of(again) != before
    assert selectors.with_code(case.reference, selectors.code_of(again)) == again


def test_a_share_of_the_representative_reaches_no_further_than_the_mandate(life):
    case, acts = acted(life, mandate_until=today() + timedelta(days=5))
    mother = ShareFactory(complaint=case, right="write", represented=True)
    facts = {"name": "x", "right": "write"}
    theirs = actions.share(case, actor=code_holder(case.pk), email="again@example.org", **facts)
    hers = actions.share(case, actor=share_holder(mother.pk, case.pk), email="sister@example.org", **facts)
    Share.objects.update(accepted_at=timezone.now())
    Representation.objects.update(mandate_until=today() - timedelta(days=1))
    case = Complaint.objects.get(pk=case.pk)
    assert "ended" in str(can_write_to_file(share_holder(theirs.pk, case.pk), case).reason)
    assert can_write_to_file(share_holder(hers.pk, case.pk), case)
    actions.revoke_mandate(case, actor=share_holder(mother.pk, case.pk))
    assert {row.pk for row in Share.objects.standing()} == {mother.pk, hers.pk}, "what she gave stays"
    assert acts.pk


def test_a_colleague_who_is_represented_does_not_work_on_the_file(life):
    case, _acts = acted(life)
    share = ShareFactory(complaint=case, right="write", represented=True, accepted_at=None)
    assert can_work(life.handler, case)
    actions.accept(share, actor=life.handler)
    case = Complaint.objects.get(pk=case.pk)
    assert not can_work(life.handler, case)
    assert case not in workable_complaints(life.handler)
    assert life.handler.user_id not in notices.keepers(case)


def test_an_invitation_asked_for_anew_is_mailed_anew_and_another_wish_is_refused(life):
    case = life.in_study()
    share = shared(case, receives=True)
    assert shared(case, receives=True) == share
    assert mails(kind="share_invitation").count() == 1, "a second press mails nothing"
    with pytest.raises(Refused):
        shared(case, receives=False)
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        assert shared(case, receives=True) == share
    assert mails(kind="share_invitation").count() == 2
