"""A deputy stands in for an absent interlocutor: what they may, from when until when, and the register of it all."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from complaints import permissions
from complaints.casework import bodies
from complaints.casework.interlocutor import deputies
from complaints.guide.models import Interlocutor, StandIn
from complaints.models import Complaint
from complaints.selectors import interlocutors_of
from complaints.workflow.errors import Refused
from tests.complaints.workflow.life import LONG_AGO
from tests.factories import AdministrationFactory, AnswerFactory

pytestmark = pytest.mark.django_db
PAGE = "/administration/absence/"
TODAY = timezone.localdate


@pytest.fixture
def deputy(life):
    actor = life.actor("liaison", None, is_staff=False)
    Interlocutor.objects.create(administration=life.administration, user=actor.user, since=LONG_AGO, deputy=True)
    return actor


def named(life, deputy, first=0, last=10):
    own = life.liaison.user.interlocutor
    since, until = TODAY() + timedelta(days=first), TODAY() + timedelta(days=last)
    return deputies.name_deputy(own, actor=life.liaison, deputy=deputy.user.interlocutor, since=since, until=until)


def parts(name, day):
    return {f"{name}_0": day.day, f"{name}_1": day.month, f"{name}_2": day.year}


def test_a_deputy_opens_nothing_until_named_and_then_exactly_the_same(life, desk, deputy):
    case = life.with_administration()
    letter = f"/administration/letters/{case.letters.get().pk}/"
    client = desk(deputy)
    assert client.get(letter).status_code == 404
    assert deputy.user_id not in interlocutors_of(life.administration, on=TODAY())
    row = named(life, deputy)
    assert client.get(letter).status_code == 200
    assert permissions.can_reply(deputy, case)
    assert set(permissions.addressed_complaints(deputy)) == set(permissions.addressed_complaints(life.liaison))
    assert set(interlocutors_of(life.administration, on=TODAY())) == {life.liaison.user_id, deputy.user_id}
    deputies.end(row, actor=life.liaison)
    assert client.get(letter).status_code == 404


@pytest.mark.parametrize(("first", "last", "opens"), [(0, 0, True), (1, 5, False), (0, 3, True)])
def test_only_in_its_days(life, deputy, first, last, opens):
    case = life.with_administration()
    named(life, deputy, first, last)
    assert bool(permissions.is_addressee(deputy, case)) is opens
    StandIn.objects.update(since=TODAY() - timedelta(days=9), until=TODAY() - timedelta(days=1))
    assert not permissions.is_addressee(deputy, case)


def test_it_ends_with_the_interlocutors_own_term_and_reaches_no_other_administration(life, deputy):
    case = life.with_administration()
    named(life, deputy)
    Interlocutor.objects.filter(user=deputy.user).update(administration=life.other_administration)
    assert not permissions.is_addressee(deputy, case)
    Interlocutor.objects.filter(user=deputy.user).update(administration=life.administration)
    assert permissions.is_addressee(deputy, case)
    Interlocutor.objects.filter(user=life.liaison.user).update(until=TODAY() - timedelta(days=1))
    assert not permissions.is_addressee(deputy, case)


def test_a_deputy_names_nobody_and_nobody_else_is_named(life, deputy):
    named(life, deputy)
    other = life.other_liaison.user.interlocutor
    for actor, whom in ((deputy, life.liaison), (life.liaison, life.other_liaison), (life.other_liaison, deputy)):
        with pytest.raises(Refused):
            deputies.name_deputy(
                life.liaison.user.interlocutor, actor=actor, deputy=whom.user.interlocutor, since=TODAY(), until=TODAY()
            )
    assert not deputies.deputies_of(other).exists()


def test_the_page_names_ends_and_says_what_is_wrong(life, desk, deputy):
    client, day = desk(life.liaison), TODAY() + timedelta(days=3)
    form = {"deputy": deputy.user.interlocutor.pk, **parts("since", TODAY()), **parts("until", day)}
    assert [client.post(PAGE, form).status_code for _press in range(2)] == [302, 302]
    row = StandIn.objects.get()
    wrong = client.post(PAGE, {**form, **parts("until", TODAY() - timedelta(days=2))})
    assert wrong.status_code == 422
    assert "not before the first" in wrong.content.decode()
    assert client.post(PAGE, {**form, "deputy": life.other_liaison.user.interlocutor.pk}).status_code == 422
    assert "until" in desk(deputy).get(PAGE).content.decode()
    assert desk(life.other_liaison).post(f"{PAGE}{row.pk}/end/").status_code == 404
    assert [client.post(f"{PAGE}{row.pk}/end/").status_code for _press in range(2)] == [302, 302]
    row.refresh_from_db()
    assert row.ended_at


@pytest.mark.parametrize("wrong", [{"until": TODAY() - timedelta(days=3)}, {"deputy": "self"}])
def test_the_database_holds_what_an_absence_is(life, deputy, wrong):
    own = life.liaison.user.interlocutor
    facts = {"absent": own, "deputy": deputy.user.interlocutor, "since": TODAY(), "until": TODAY(),
             "named_by": own.user, "named_at": timezone.now(), **wrong}  # fmt: skip
    facts["deputy"] = own if facts["deputy"] == "self" else facts["deputy"]
    with pytest.raises(IntegrityError), transaction.atomic():
        StandIn.objects.create(**facts)


# --- the register ---


def test_the_register_says_who_is_named_and_how_each_answers(life, desk, deputy):
    named(life, deputy)
    late, silent = life.with_administration(), life.with_administration()
    life.with_administration()
    Complaint.objects.filter(pk=late.pk).update(answer_due_on=TODAY() - timedelta(days=1))
    Complaint.objects.filter(pk=silent.pk).update(answer_due_on=TODAY() - timedelta(days=30), chased=3)
    done = life.commented()
    AnswerFactory(complaint=done, quality="formal", recorded_by=life.handler.user)
    nobody = AdministrationFactory(code="zzz-nobody")
    page = bodies.page_of(life.supervisor, view=bodies.View.ALL, today=TODAY())
    found = {row.administration.pk: row for row in page.rows}
    row = found[life.administration.pk]
    assert (row.owed, row.late, row.silent, row.late_share) == (3, 2, 1, 67)
    assert (row.answers, row.empty_answers, row.empty_share) == (2, 1, 50)
    assert row.since == LONG_AGO
    assert [each.deputy.user for each in row.stand_ins] == [deputy.user]
    assert row.last_answer == TODAY()
    assert not found[nobody.pk].people
    lists = {
        bodies.View.UNNAMED: nobody,
        bodies.View.LATE: life.administration,
        bodies.View.SILENT: life.administration,
    }
    for view, expected in lists.items():
        shown = bodies.page_of(life.supervisor, view=view, today=TODAY()).rows
        assert expected.pk in {each.administration.pk for each in shown}
    text = desk(life.supervisor).get("/desk/interlocutors/").content.decode()
    assert "Nobody named" in text


def test_the_register_costs_the_same_for_many(life, desk, django_assert_num_queries):
    with django_assert_num_queries(5):
        bodies.page_of(life.supervisor, view=bodies.View.ALL, today=TODAY())
    for _each in range(5):
        AdministrationFactory()
        life.with_administration()
    with django_assert_num_queries(5):
        bodies.page_of(life.supervisor, view=bodies.View.ALL, today=TODAY())


@pytest.mark.parametrize("who", ["handler", "head", "intake", "administrator", "liaison"])
def test_the_register_is_for_supervisors(life, desk, who):
    actor = getattr(life, who)
    assert desk(actor).get("/desk/interlocutors/").status_code == 403
    assert not bodies.administrations(actor, view=bodies.View.ALL, today=TODAY()).exists()
