"""What the desk sees of who acts, of members and of shares, and how it revokes a mandate on the written word."""

import pytest

from complaints.casework.letters.composing import letter_of
from complaints.dealings import Purpose
from complaints.models import Complaint
from tests.complaints.casework.test_desk_acts import go, url
from tests.factories import GroupMemberFactory, RepresentationFactory, ShareFactory

pytestmark = pytest.mark.django_db


def test_the_facts_show_who_acts_the_members_and_the_shares(life, desk):
    case = life.in_study()
    acts = RepresentationFactory(
        complaint=case, capacity="group", first_name="", last_name="", own_email="z@example.org"
    )
    for _each in range(3):
        GroupMemberFactory(representation=acts, last_name="Alaoui", id_number="AB123456")
    ShareFactory(complaint=case, name="mon frère Karim")
    page = desk(life.handler).get(url(case) + "?tab=facts").content.decode()
    assert "For a group of people with the same interest" in page
    assert "3 members besides the complainant" in page
    assert "mon frère Karim" in page
    assert "AB123456" not in page
    assert "••••••56" in page


def test_the_desk_revokes_on_the_written_word_and_sees_first_what_is_sent(life, desk):
    case = life.in_study()
    RepresentationFactory(complaint=case)
    client = desk(life.handler)
    previewed, done = go(client, case, "revoke_mandate", text="Lettre du 3 mars")
    assert done.status_code == 302
    assert previewed.context["preview"]["others"], "the representative is told"
    case = Complaint.objects.get(pk=case.pk)
    assert case.representation.revoked_at
    assert "was revoked" in client.get(url(case) + "?tab=facts").content.decode()


def test_there_is_nothing_to_revoke_in_a_plain_file(life, desk):
    case = life.in_study()
    assert "revoke_mandate" not in desk(life.handler).get(url(case)).content.decode()


def test_the_letter_names_the_complainant_and_who_acts(life):
    case = life.in_study()
    RepresentationFactory(complaint=case)
    for language in ("fr", "ar"):
        assert "Salma El Idrissi" in letter_of(Complaint.objects.get(pk=case.pk), Purpose.FIRST, language)[1]
    Complaint.objects.filter(pk=case.pk).update(share_identity=False)
    assert "Salma El Idrissi" not in letter_of(Complaint.objects.get(pk=case.pk), Purpose.FIRST, "fr")[1]


def test_the_number_of_queries_does_not_grow_with_members_and_shares(life, desk, django_assert_max_num_queries):
    case = life.in_study()
    acts = RepresentationFactory(complaint=case, capacity="group")
    for _each in range(20):
        GroupMemberFactory(representation=acts)
        ShareFactory(complaint=case)
    client = desk(life.handler)
    with django_assert_max_num_queries(60):
        client.get(url(case) + "?tab=facts")
