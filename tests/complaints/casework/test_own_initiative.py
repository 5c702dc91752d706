"""T24: the institution looks into something that nobody complained about."""

import uuid

import pytest
from django.urls import reverse

from accounts.actors import code_holder
from complaints import permissions
from complaints.casework.own_initiative import open_file
from complaints.enums import FileType, State
from complaints.models import Complaint
from complaints.notifications.models import OutboxMessage
from complaints.workflow import transitions
from complaints.workflow.errors import Incomplete, NotAllowed, WrongState
from complaints.workflow.table import RULES

pytestmark = pytest.mark.django_db
URL = "/desk/own-initiative/"


@pytest.fixture(autouse=True)
def morocco(life):
    """Where the institution is at home."""
    return life._country("MA", "Africa/Casablanca")


def facts(life, **more):
    return {
        "key": uuid.uuid4(), "source": "complaints", "details": "IMR-2026-1, IMR-2026-2", "administration": life.administration,
        "subject": life.subject, "act_kind": "delay", "title": "Actes de naissance", "description": "Les retards se répètent.",
        "request": "Un délai affiché.", "urgent": False, "unit": life.unit, "handler": life.handler.user, **more,
    }  # fmt: skip


def opened(life, **more) -> Complaint:
    return open_file(actor=life.head, **facts(life, **more))


def test_it_is_admitted_at_once_with_its_source_and_nobody_is_told(life):
    case = opened(life)
    assert (case.state, case.file_type) == (State.ADMITTED, FileType.OWN_INITIATIVE)
    assert case.due_on
    event = case.events.get()
    assert (event.name, event.data, event.internal_text) == (
        "open_own_initiative", {"source": "complaints"}, "IMR-2026-1, IMR-2026-2",
    )  # fmt: skip
    assert not OutboxMessage.objects.exists()


def test_sent_twice_it_is_one_file(life):
    given = facts(life)
    assert open_file(actor=life.head, **given) == open_file(actor=life.head, **given)
    assert Complaint.objects.count() == 1


@pytest.mark.parametrize("who", ["handler", "intake", "neighbour", "administrator", "liaison", "citizen"])
def test_only_heads_of_the_unit_and_supervisors_open_one(life, who):
    with pytest.raises(NotAllowed):
        open_file(actor=getattr(life, who), **facts(life))
    assert not Complaint.objects.exists()


def test_a_head_opens_none_in_another_unit(life):
    with pytest.raises(NotAllowed):
        open_file(actor=life.head, **facts(life, unit=life.other_unit, handler=None))
    assert open_file(actor=life.supervisor, **facts(life, unit=life.other_unit, handler=None)).unit == life.other_unit


def test_it_takes_a_source_and_an_administration(life):
    for lacking in ({"source": ""}, {"subject": None}):
        with pytest.raises(Incomplete):
            open_file(actor=life.head, **facts(life, **lacking))


def test_it_goes_its_way_without_a_complainant(life):
    case = opened(life)
    transitions.send_to_administration(case, actor=life.handler, letter="L1")
    case = transitions.record_answer(case, actor=life.handler, position="partly", quality="formal", text="Nous ferons.")
    assert case.state == State.INVESTIGATION  # nobody is there to comment
    case = transitions.recommend(
        case, actor=life.supervisor, seal=life.two(), grounds="Retards", measure="Un délai", public_text="Voilà"
    )
    assert case.state == State.RECOMMENDATION
    kinds = set(OutboxMessage.objects.values_list("recipient", flat=True))
    assert not [recipient for recipient in kinds if recipient.startswith("complaint:")]


def test_what_takes_a_complainant_is_not_there(life):
    case = opened(life)
    assert "mediate" not in {rule.name for rule, _ in transitions.available(case, life.supervisor)}
    with pytest.raises(WrongState):
        transitions.perform("mediate", case, actor=life.head, agreed=True, day=None, public_text="x")
    assert {rule.name for rule in RULES.values() if rule.complainant} >= {"mediate", "join", "request_information"}


def test_nobody_outside_follows_it(life):
    case = opened(life)
    assert not permissions.can_follow(life.citizen, case)
    assert not permissions.followed_complaints(life.citizen).exists()
    assert permissions.can_follow(code_holder(case.pk), case)  # whoever had its code; nobody was told it


def test_the_page_makes_one_file(life, desk):
    client = desk(life.head)
    key = client.get(URL).context["form"]["key"].value()
    given = facts(life, key=key, administration=life.administration.pk, subject=life.subject.pk, unit=life.unit.pk)
    given |= {"handler": life.handler.user_id}
    given.pop("urgent")
    assert client.post(URL, {**given, "title": ""}).status_code == 422
    first, second = client.post(URL, given), client.post(URL, given)
    case = Complaint.objects.get()
    assert first.url == second.url == reverse("admin:complaints_complaint_change", args=[case.pk])
    page = client.get(first.url).content.decode()
    assert "Nobody: on our own initiative" in page
    assert "Write to the complainant" not in page


def test_the_page_is_closed_to_caseworkers(life, desk):
    assert desk(life.handler).get(URL).status_code == 403
    assert desk(life.handler).post(URL, {}).status_code == 403
