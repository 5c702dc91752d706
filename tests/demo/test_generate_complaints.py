"""Made-up volume keeps the rules of real files, is seen by the right units, and adds up."""

from collections import Counter
from io import StringIO

import pytest
from django.contrib.postgres.search import SearchQuery
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import Count, F, Q
from django.utils import timezone

from accounts.actors import person
from accounts.models import Role, User
from complaints import references
from complaints.enums import CLOSED_STATES, State
from complaints.guide import reference_data
from complaints.models import Complaint, Event, InformationRequest, Person, SearchText
from complaints.permissions import visible_complaints
from complaints.workflow.routing import unit_for
from complaints.workflow.selectors import unit_facts
from mediator.demo.volume import run

pytestmark = pytest.mark.django_db  # without it no test database is made for the fixture below
N = 300


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    """Made once for all tests of this module, and taken back at its end; they only read."""
    with django_db_blocker.unblock(), transaction.atomic():
        reference_data.load()
        rows: Counter[str] = Counter()
        for counts in run.generate(N, seed=7, years=5):
            rows.update(counts)
        yield rows
        transaction.set_rollback(True)


def test_every_case_keeps_the_rules(made):
    assert made["complaints_complaint"] == N
    cases = list(Complaint.objects.select_related("complainant").order_by("pk"))
    assert len(cases) == N
    for case in cases:
        case.full_clean(exclude=["code_hash"], validate_unique=False)
        case.complainant.full_clean(exclude=["id_number"], validate_unique=False)
        assert references.normalise(case.reference) == case.reference
    assert len({case.reference for case in cases}) == N
    assert {State.CLOSED, State.ORIENTED, State.AWAITING_ADMINISTRATION} <= {case.state for case in cases}
    now = timezone.now()
    assert all(case.submitted_at <= case.state_since <= now for case in cases)


def test_history_leads_to_the_state(made):
    for case in Complaint.objects.prefetch_related("events").order_by("pk"):
        events = list(case.events.all())
        assert events[0].name == "submit"
        assert [event.from_state for event in events[1:]] == [event.to_state for event in events[:-1]]
        assert events[-1].to_state == case.state
        assert events[-1].at == case.state_since
    assert Event.objects.filter(actor_kind="person", actor=None).count() == 0


def test_waiting_files_have_what_they_wait_for(made):
    waiting = Complaint.objects.filter(state=State.AWAITING_CITIZEN)
    assert all(case.information_requests.filter(answered_at=None).count() == 1 for case in waiting)
    others = InformationRequest.objects.filter(answered_at=None).exclude(complaint__state=State.AWAITING_CITIZEN)
    assert not others.exists()
    today = timezone.now().date()
    assert not Complaint.objects.filter(overdue=True).exclude(due_on__lte=today).exists()


def test_units_are_the_routed_ones_and_see_their_own_files(made):
    facts = unit_facts()
    for case in Complaint.objects.select_related("unit", "administration", "region"):
        body = case.administration
        wanted = unit_for(
            kind=body.kind if body else "",
            local=body.local if body else False,
            region=case.region.code if case.region else None,
            units=facts,
            on=case.received_on,
        )
        assert case.unit.code == wanted
    per_unit = dict(Complaint.objects.values_list("unit").annotate(n=Count("pk")))
    for user in User.objects.filter(email__endswith="@made-up.example").select_related("unit"):
        units = [user.unit, *(user.unit.children.all() if user.role == Role.HEAD else [])]
        expected = N if user.role == Role.SUPERVISOR else sum(per_unit.get(unit.pk, 0) for unit in units)
        assert visible_complaints(person(user)).count() == expected
    assert not Complaint.objects.exclude(handler=None).exclude(handler__unit=F("unit")).exists()


def test_numbers_add_up(made):
    assert Person.objects.count() == N
    assert Event.objects.count() == made["complaints_event"]
    by_state = Counter(Complaint.objects.values_list("state", flat=True))
    assert sum(by_state.values()) == N
    closed = sum(count for state, count in by_state.items() if state in CLOSED_STATES)
    assert Complaint.objects.filter(closed_at__isnull=False).exclude(outcome="").count() == closed
    outside = by_state[State.ORIENTED] / N
    assert 0.2 < outside < 0.6
    assert Complaint.objects.filter(Q(country="FR")).count() > N * 0.3


def test_the_same_seed_makes_the_same_cases_and_a_second_run_more_of_them(made):
    first = list(Complaint.objects.order_by("pk").values_list("title", "state", "submitted_at"))
    with transaction.atomic():
        list(run.generate(N, seed=7, years=5))
        second = list(Complaint.objects.order_by("pk").values_list("title", "state", "submitted_at"))[N:]
        transaction.set_rollback(True)
    assert second == first


def test_a_reference_that_leads_nowhere_is_found(made):
    person = Person.objects.order_by("pk").first()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("DELETE FROM complaints_person WHERE id = %s", [person.pk])
        with pytest.raises(IntegrityError, match="complainant_id"):
            run.check_references(dict.fromkeys(run.ROOM, 0))
        transaction.set_rollback(True)


def test_rare_and_common_words_are_found(made):
    def found(word):
        return (
            SearchText.objects.filter(vector=SearchQuery(word, config="simple")).values("complaint").distinct().count()
        )

    assert found("dirhams") > 10
    story = Complaint.objects.filter(language="fr", description__contains="connue sous le nom de").first()
    rare = story.description.split("connue sous le nom de ")[1].split(".")[0]
    assert 1 <= found(rare) <= 2


def test_no_real_register_takes_them(settings):
    settings.DEMO_ACCOUNTS = False
    with pytest.raises(CommandError, match="no real register"):
        call_command("generate_complaints", "10", stdout=StringIO())
