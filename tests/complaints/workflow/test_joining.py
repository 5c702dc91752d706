"""T25: two files of one person become one. Nothing is lost, nobody else's is opened, and it can be taken back."""

import pytest
from django.db import IntegrityError, transaction

from complaints.enums import Capacity, Outcome, State
from complaints.models import Complaint, Event, Person, Representation
from complaints.notifications.models import OutboxMessage
from complaints.permissions import readable_attachments, workable_complaints
from complaints.selectors import documents_of, duplicates_of, same_person_because
from complaints.workflow import transitions
from complaints.workflow.errors import Incomplete, NotAllowed, Refused, Stale, WrongState
from complaints.workflow.table import JOINABLE, UNDER_WAY
from tests.complaints.workflow.life import Life
from tests.factories import AttachmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def life() -> Life:
    return Life()


def newest(case: Complaint) -> Complaint:
    return Complaint.objects.get(pk=case.pk)


def test_the_joined_file_ends_and_names_the_one_that_goes_on(life: Life):
    case = life.waiting()
    other = life.twin(case)
    transitions.join(case, actor=life.handler, into=other)
    left, goes_on = newest(case), newest(other)
    assert (left.state, left.outcome, left.joined_to) == (State.MERGED, Outcome.DUPLICATE_MERGED, goes_on)
    assert left.closed_at
    assert left.due_on is None
    assert not left.information_requests.filter(answered_at=None).exists()
    assert goes_on.state == State.REGISTERED
    assert left.events.latest("pk").data["into"] == goes_on.reference
    assert goes_on.events.latest("pk").name == "joined"
    told = OutboxMessage.objects.filter(kind="complaint_joined", channel="email")
    assert [row.about for row in told] == [f"complaint:{case.pk}"]


def test_of_each_fact_the_chosen_words_stand_and_those_before_are_kept(life: Life):
    case = life.in_study(description="Rien depuis 2021.", harm="Un crédit", place="Oujda", urgent=True)
    other = life.twin(case, description="Toujours rien.", harm="Perte", place="Nador")
    transitions.join(case, actor=life.handler, into=other, takes=["place"], both=["description"])
    goes_on, left = newest(other), newest(case)
    assert goes_on.place == "Oujda"
    assert goes_on.description == f"Toujours rien.\n\n– {case.reference} –\n\nRien depuis 2021."
    assert goes_on.harm == "Perte"
    assert goes_on.urgent
    assert dict(goes_on.changes.values_list("field", "before")) == {"place": "Nador", "description": "Toujours rien."}
    assert (left.description, left.harm, left.place) == ("Rien depuis 2021.", "Un crédit", "Oujda")


def test_two_texts_that_are_too_long_together_are_refused(life: Life):
    case = life.in_study(request="a" * 3000)
    other = life.twin(case, request="b" * 3000)
    with pytest.raises(Incomplete):
        transitions.join(case, actor=life.handler, into=other, both=["request"])
    assert newest(other).request == "b" * 3000
    assert newest(case).state == State.PRELIM_REVIEW


def test_files_of_two_people_are_never_joined(life: Life):
    case, stranger = life.in_study(), life.registered()
    assert case.complainant.name == stranger.complainant.name  # a name alone shows nothing
    with pytest.raises(Incomplete, match="two people"):
        transitions.join(case, actor=life.handler, into=stranger)


def test_a_mandate_reaches_no_further_than_its_own_file(life: Life):
    case = life.in_study()
    other = life.twin(case)
    Representation.objects.create(complaint=other, capacity=Capacity.LAWYER, email="maitre@example.org", last_name="M")
    with pytest.raises(Incomplete, match="mandate"):
        transitions.join(case, actor=life.handler, into=other)


def test_who_may_not_work_on_the_other_file_cannot_join_to_it(life: Life):
    case = life.in_study()
    other = life.twin(case, unit=life.other_unit)
    with pytest.raises(NotAllowed):
        transitions.join(case, actor=life.handler, into=other)
    transitions.join(case, actor=life.supervisor, into=other)
    assert newest(case).unit == life.other_unit  # who works on one reads both
    assert workable_complaints(life.neighbour).filter(pk=case.pk).exists()


def test_a_closed_file_takes_up_nothing_and_a_sent_one_is_not_joined(life: Life):
    closed = life.settled()
    case = life.twin(closed)
    with pytest.raises(WrongState):
        transitions.join(case, actor=life.handler, into=closed)
    sent = life.with_administration()
    assert sent.state in UNDER_WAY - JOINABLE
    with pytest.raises(WrongState):
        transitions.join(sent, actor=life.handler, into=life.twin(sent))
    other = life.twin(sent)
    transitions.join(other, actor=life.handler, into=sent)
    assert newest(sent).state == State.AWAITING_ADMINISTRATION


def test_neither_file_may_have_changed_since_it_was_read(life: Life):
    case = life.in_study()
    other = life.twin(case)
    seen = other.events.latest("pk").pk
    transitions.start_review(other, actor=life.head, handler=life.handler.user)
    with pytest.raises(Stale):
        transitions.join(case, actor=life.handler, into=other, into_seen=seen)


def test_an_unread_message_is_read_first(life: Life):
    case = life.in_study()
    Complaint.objects.filter(pk=case.pk).update(new_reply=True)
    with pytest.raises(Incomplete):
        transitions.join(case, actor=life.handler, into=life.twin(case))


def test_a_file_cannot_be_joined_to_itself(life: Life):
    case = life.in_study()
    with pytest.raises(Incomplete):
        transitions.join(case, actor=life.handler, into=case)


def test_what_was_joined_before_comes_along_and_goes_back_with_it(life: Life):
    first, second = life.in_study(), None
    second = life.twin(first)
    third = life.twin(first)
    transitions.join(first, actor=life.handler, into=second)
    transitions.join(second, actor=life.handler, into=third)
    assert {case.pk for case in third.joined.all()} == {first.pk, second.pk}
    transitions.separate(newest(second), actor=life.head, public_text="Deux affaires.")
    assert newest(first).joined_to == newest(second)
    assert newest(second).state == State.PRELIM_REVIEW
    assert newest(second).outcome == ""
    assert newest(second).due_on
    assert not third.joined.exists()


def test_separated_the_file_goes_on_from_where_it_was(life: Life):
    case = life.admitted()
    other = life.twin(case)
    transitions.join(case, actor=life.handler, into=other)
    with pytest.raises(NotAllowed):
        transitions.separate(newest(case), actor=life.handler, public_text="Deux affaires.")
    moved = transitions.separate(newest(case), actor=life.head, public_text="Deux affaires.")
    assert (moved.state, moved.joined_to) == (State.ADMITTED, None)
    assert [row.name for row in Event.objects.filter(complaint=other).order_by("pk")][-2:] == ["joined", "separated"]


def test_a_joined_file_goes_where_the_other_goes(life: Life):
    case = life.in_study()
    other = life.twin(case)
    transitions.join(case, actor=life.handler, into=other)
    transitions.change_unit(other, actor=life.supervisor, unit=life.other_unit, reason="Région")
    assert newest(case).unit == life.other_unit


def test_the_documents_of_both_can_go_to_the_administration(life: Life):
    case = life.admitted()
    other = life.twin(case)
    document = AttachmentFactory(complaint=other, shared_with_administration=True)
    hidden = AttachmentFactory(complaint=other)
    transitions.join(other, actor=life.handler, into=case)
    assert set(documents_of(case)) == {document, hidden}
    assert not readable_attachments(life.liaison).exists()
    transitions.send_to_administration(newest(case), actor=life.handler, letter="L1", documents=[document])
    assert list(readable_attachments(life.liaison)) == [document]
    assert not readable_attachments(life.other_liaison).exists()


def test_a_joined_file_is_no_candidate_any_more(life: Life):
    case = life.in_study()
    other = life.twin(case)
    assert list(duplicates_of(other)) == [case]
    transitions.join(case, actor=life.handler, into=other)
    assert not duplicates_of(newest(other)).exists()
    assert not newest(other).possible_duplicate


def test_the_database_holds_that_a_joined_file_names_the_other(life: Life):
    case = life.in_study()
    with pytest.raises(IntegrityError), transaction.atomic():
        Complaint.objects.filter(pk=case.pk).update(joined_to=life.registered())


@pytest.mark.parametrize(
    ("one", "other", "shown"),
    [
        ({"email": "a@x.org"}, {"email": "A@x.org"}, ["email"]),
        ({"email": "a@x.org", "last_name": "Amrani"}, {"email": "a@x.org", "last_name": "Alaoui"}, []),
        ({"phone": "+33612345678"}, {"phone": "+33612345678"}, ["phone"]),
        ({"birth_date": "1980-01-01"}, {"birth_date": "1980-01-01"}, ["birth"]),
        ({"birth_date": "1980-01-01", "first_name": "Éva"}, {"birth_date": "1980-01-01", "first_name": "eva"}, ["birth"]),
        ({"id_index": b"1" * 32}, {"id_index": b"1" * 32, "last_name": "Épouse"}, ["number"]),
        ({}, {}, []),
    ],
)  # fmt: skip
def test_what_shows_that_two_are_one_person(one, other, shown):
    named = {"first_name": "Salma", "last_name": "Amrani"}
    assert same_person_because(Person(**{**named, **one}), Person(**{**named, **other})) == shown


def test_a_refused_join_changes_nothing(life: Life):
    case = life.in_study()
    other = life.twin(case, description="Avant")
    before = Event.objects.count()
    with pytest.raises(Refused):
        transitions.join(case, actor=life.neighbour, into=other, takes=["description"])
    assert newest(other).description == "Avant"
    assert Event.objects.count() == before
