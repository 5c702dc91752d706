"""Who lost the code gets a new one, and nobody else does: the wait, the notice that can stop it, the same answer for all."""

import re
import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import actors
from accounts.encryption import blind_index
from complaints import codes, recovery
from complaints.envelopes import STOP_LINK
from complaints.follow_up.tasks import wipe_shown_codes
from complaints.models import Complaint, Event, Person, Recovery
from complaints.notifications import outbox, registry
from complaints.notifications.models import OutboxMessage
from complaints.workflow.errors import NotAllowed
from tests.complaints.follow_up.opening import CODE, address
from tests.complaints.workflow.life import Life
from tests.factories import RepresentationFactory, UserFactory

pytestmark = pytest.mark.django_db
BORN, NUMBER = date(1980, 5, 3), "AB123456"
FACTS = {"birth_date_0": "3", "birth_date_1": "5", "birth_date_2": "1980", "id_number": "ab ١٢٣٤٥٦"}


def known(case: Complaint, **person: Any) -> Complaint:
    """The same case, whose complainant gave these facts and proved an address."""
    facts = {
        "birth_date": BORN, "id_number": NUMBER, "id_index": blind_index(NUMBER), "email": "amina@example.org",
        "email_verified_at": timezone.now(), **person,
    }  # fmt: skip
    Person.objects.filter(pk=case.complainant_id).update(**facts)
    case.refresh_from_db()
    return case


def asks(client: Client, case: Complaint | str, **changed: str) -> str:
    """What the page answers, less what is random: ticket and token."""
    reference = case if isinstance(case, str) else case.reference
    answer = client.post(reverse("follow_up:recover") + "?lang=en", {"reference": reference, **FACTS, **changed})
    assert answer.status_code == 200
    return re.sub(r"csrfmiddlewaretoken.*|[0-9A-Z]{4}(-[0-9A-Z]{4,5}){3}", "", answer.content.decode())


def ask(case: Complaint, key: uuid.UUID | None = None) -> str:
    key = key or uuid.uuid4()
    recovery.ask(reference=case.reference, birth_date=BORN, id_number=NUMBER, key=key)
    return recovery.ticket(key)


def wait() -> None:
    Recovery.objects.update(due_at=timezone.now() - timedelta(seconds=1))


# The wait


def test_two_right_facts_give_a_new_code_after_the_wait_and_the_old_one_dies(client: Client, life: Life) -> None:
    case = known(life.admitted())
    ticket = ask(case)
    given = {"reference": case.reference, "ticket": ticket.lower()}
    assert client.post(reverse("follow_up:claim"), given).status_code == 422  # too early
    wait()
    answer = client.post(reverse("follow_up:claim"), given, follow=True)
    code = re.search(r'id="secret-code" dir="ltr">([^<]+)<', answer.content.decode())
    assert code is not None
    case.refresh_from_db()
    assert codes.matches(code[1], case.code_hash)
    assert [row.name for row in case.events.filter(name__in=["recovery_asked", "code_renewed"]).order_by("pk")] == [
        "recovery_asked",
        "code_renewed",
    ]
    assert OutboxMessage.objects.filter(kind="complaint_code_renewed", channel="email").count() == 1


def test_the_wait_is_three_days_long(life: Life) -> None:
    ask(known(life.admitted()))
    row = Recovery.objects.get()
    assert row.due_at - row.asked_at == timedelta(hours=72)


def test_the_same_ticket_shows_the_same_code_for_half_an_hour_and_never_again(life: Life) -> None:
    case = known(life.admitted())
    ticket = ask(case)
    wait()
    first = recovery.claim(reference=case.reference, given=ticket)
    again = recovery.claim(reference=case.reference, given=ticket)
    assert first is not None
    assert again is not None
    assert recovery.code_of(first) == recovery.code_of(again) != ""
    Recovery.objects.update(used_at=timezone.now() - timedelta(minutes=31))
    assert recovery.claim(reference=case.reference, given=ticket) is None
    assert wipe_shown_codes() == 1
    assert Event.objects.filter(name="code_renewed").count() == 1


def test_pressed_twice_is_one_request(life: Life) -> None:
    case, key = known(life.admitted()), uuid.uuid4()
    assert ask(case, key) == ask(case, key)
    assert Recovery.objects.filter(stopped_at=None).count() == 1
    assert Event.objects.filter(name="recovery_asked").count() == 1


def test_a_second_request_takes_the_place_of_the_first_and_waits_anew(life: Life) -> None:
    case = known(life.admitted())
    first, second = ask(case), ask(case)
    wait()
    assert recovery.claim(reference=case.reference, given=first) is None
    assert recovery.claim(reference=case.reference, given=second) is not None


def test_a_ticket_is_of_no_use_after_a_month(life: Life) -> None:
    case = known(life.admitted())
    ticket = ask(case)
    Recovery.objects.update(due_at=timezone.now() - timedelta(days=31))
    assert recovery.claim(reference=case.reference, given=ticket) is None


# Nobody learns anything


def test_a_used_ticket_and_a_shown_code_die_with_the_next_code(client: Client, life: Life) -> None:
    case = known(life.admitted())
    ticket = ask(case)
    Recovery.objects.update(due_at=timezone.now())
    given = recovery.claim(reference=case.reference, given=ticket)
    assert given is not None
    assert recovery.claim(reference=case.reference, given=ticket) == given, "pressed twice"
    recovery.renew(case, actor=life.handler, way="desk", checked="document")
    assert recovery.claim(reference=case.reference, given=ticket) is None
    given.refresh_from_db()
    assert recovery.code_of(given) == ""


def test_a_new_code_is_for_who_may_have_one_when_it_is_made(life: Life) -> None:
    case = RepresentationFactory(complaint=life.admitted(), user=life.citizen.user, revoked_at=timezone.now()).complaint
    for actor, way in ((life.citizen, "file"), (life.neighbour, "desk"), (actors.NOBODY, "file")):
        with pytest.raises(NotAllowed):
            recovery.renew(case, actor=actor, way=way)


def _revoked(life: Life) -> Complaint:
    return RepresentationFactory(complaint=life.admitted(), revoked_at=timezone.now()).complaint


def test_right_wrong_and_unknown_are_answered_alike(client: Client, life: Life) -> None:
    case = known(life.admitted())
    right = asks(client, case)
    assert Recovery.objects.count() == 1
    wrong = [
        asks(client, case, id_number="AB123457"),
        asks(client, case, birth_date_2="1981"),
        asks(client, "IMR-2026-7K4F2QXZ"),
        asks(client, "nonsense"),
        asks(client, known(_revoked(life))),  # who acted until then knows all the facts
    ]
    assert set(wrong) == {right}
    assert Recovery.objects.count() == 1


@pytest.mark.parametrize(
    "person",
    [
        {"email_verified_at": None},
        {"email": "", "email_verified_at": None, "phone": "+33612345678"},
        {"contact_rule": "file_only"},
        {"contact_rule": "careful", "contact_ways": ["phone"]},
        {"id_number": "", "id_index": None},
        {"birth_date": None},
    ],
)
def test_without_an_address_that_can_warn_there_is_no_way_by_facts(client: Client, life: Life, person: Any) -> None:
    case = known(life.admitted(), **person)
    asks(client, case)
    assert not Recovery.objects.exists()


def test_an_empty_number_matches_no_empty_number(life: Life) -> None:
    case = known(life.admitted(), id_number="", id_index=None)
    recovery.ask(reference=case.reference, birth_date=BORN, id_number="", key=uuid.uuid4())
    assert not Recovery.objects.exists()


def test_too_early_stopped_wrong_and_unknown_tickets_are_answered_alike(client: Client, life: Life) -> None:
    early, stopped = known(life.admitted()), known(life.admitted())
    tickets = [(early.reference, ask(early)), (stopped.reference, ask(stopped))]
    recovery.stop(Recovery.objects.get(complaint=stopped), actor=actors.NOBODY)
    Recovery.objects.filter(complaint=stopped).update(due_at=timezone.now() - timedelta(hours=1))
    tickets += [(early.reference, codes.new_code()), ("IMR-2026-7K4F2QXZ", codes.new_code())]
    answers = set()
    for reference, ticket in tickets:
        answer = client.post(reverse("follow_up:claim"), {"reference": reference, "ticket": ticket})
        said = re.sub(r"csrfmiddlewaretoken.*", "", answer.content.decode())
        answers.add((answer.status_code, said.replace(reference, "").replace(ticket, "")))
    assert len(answers) == 1


def test_a_request_for_nobody_writes_a_row_that_goes_nowhere(life: Life) -> None:
    recovery.ask(reference="IMR-2026-7K4F2QXZ", birth_date=BORN, id_number=NUMBER, key=uuid.uuid4())
    assert registry.resolve(OutboxMessage.objects.get()) is None


def test_three_requests_a_day_for_one_file_and_the_fourth_changes_nothing(client: Client, life: Life) -> None:
    case = known(life.admitted())
    answers = {asks(client, case) for _time in range(5)}
    assert len(answers) == 1
    assert Event.objects.filter(name="recovery_asked").count() == 3


@pytest.mark.parametrize("field", ["reference", "id_number", "birth_date_0", "key"])
@pytest.mark.parametrize("nonsense", ["\0", "x" * 100_000, "١", "2" * 5000])
def test_nonsense_never_breaks_the_page(client: Client, field: str, nonsense: str) -> None:
    given = {"reference": "IMR-2026-7K4F2QXZ", **FACTS, field: nonsense}
    assert client.post(reverse("follow_up:recover"), given).status_code in {200, 422}


# The notice


def test_the_old_address_hears_at_once_and_stops_it_with_one_tap(client: Client, life: Life) -> None:
    case = known(life.admitted(), preferred_channel="post")
    ticket = ask(case)
    mail = OutboxMessage.objects.get(kind="complaint_recovery", channel="email")
    envelope = registry.resolve(mail)
    assert envelope is not None
    assert envelope.address == "amina@example.org"
    link = re.search(r"(/follow/recover/stop/\S+)", outbox.render(mail).text)
    assert link is not None
    page = client.get(link[1])  # as a mail scanner does
    assert page.status_code == 200
    assert Recovery.objects.get().stopped_at is None
    for private in (case.reference, case.title, case.complainant.name):
        assert private not in page.content.decode()
    client.post(link[1])
    assert Recovery.objects.get().stopped_at is not None
    wait()
    assert recovery.claim(reference=case.reference, given=ticket) is None
    assert client.post(link[1]).status_code == 200  # once more changes nothing
    assert Event.objects.filter(name="recovery_stopped").count() == 1


@pytest.mark.parametrize(
    "token", ["x", signing.dumps(10**9, salt=STOP_LINK), signing.dumps("x", salt="other")], ids=range(3)
)
def test_a_link_that_we_did_not_make_stops_nothing(client: Client, token: str) -> None:
    assert client.get(reverse("follow_up:stop", args=[token])).status_code == 410


def test_who_opens_the_file_sees_the_request_and_stops_it(opened: Callable[..., Client], life: Life) -> None:
    case = known(life.admitted())
    ask(case)
    client = opened(case)
    assert "Somebody asked for a new code" in client.get(address("case", case) + "?lang=en").content.decode()
    client.post(address("stop_here", case))
    assert Recovery.objects.get().stopped_at is not None


# In the open file


def test_a_new_code_in_the_open_file_closes_every_other_device(opened: Callable[..., Client], life: Life) -> None:
    case = life.admitted()
    mine = opened(case)
    thief = Client()
    thief.post(reverse("follow_up:login"), {"reference": case.reference, "code": CODE})
    assert thief.get(address("case", case)).status_code == 200
    page = mine.post(address("new_code", case), follow=True).content.decode()
    code = re.search(r'id="secret-code" dir="ltr">([^<]+)<', page)
    assert code is not None
    assert thief.get(address("case", case)).status_code == 404
    assert mine.get(address("case", case)).status_code == 200
    again = mine.post(address("new_code", case), follow=True).content.decode()  # pressed twice
    assert code[1] in again
    assert Event.objects.filter(name="code_renewed").count() == 1
    mine.post(address("hide_code", case))
    assert code[1] not in mine.get(address("new_code", case)).content.decode()
    login = {"reference": case.reference, "code": CODE}
    assert Client().post(reverse("follow_up:login"), login).status_code == 422
    assert Client().post(reverse("follow_up:login"), {**login, "code": code[1]}).status_code == 302


def test_a_new_code_ends_a_request_by_facts(opened: Callable[..., Client], life: Life) -> None:
    case = known(life.admitted())
    ticket = ask(case)
    opened(case).post(address("new_code", case))
    wait()
    assert recovery.claim(reference=case.reference, given=ticket) is None


def test_a_stranger_makes_no_code(client: Client, life: Life) -> None:
    case = life.admitted()
    for name in ("new_code", "hide_code", "stop_here", "link"):
        assert client.post(address(name, case)).status_code == 404
    assert not Recovery.objects.exists()


# The account


def account(email: str = "salma@example.org", *, proved: bool = True) -> Any:
    user = UserFactory(email=email)
    EmailAddress.objects.update_or_create(user=user, email=email, defaults={"verified": proved, "primary": True})
    return user


def test_the_code_and_the_account_together_join_the_file(opened: Callable[..., Client], life: Life) -> None:
    case, user = life.admitted(), account()
    client = opened(case)
    assert client.post(address("link", case)).status_code == 200  # not logged in: the page says what to do
    client.force_login(user)
    client.post(reverse("follow_up:login"), {"reference": case.reference, "code": CODE})
    assert client.post(address("link", case)).status_code == 302
    assert Person.objects.get(pk=case.complainant_id).user == user
    other = Client()
    other.force_login(user)
    assert other.get(address("case", case)).status_code == 200
    assert Event.objects.filter(name="account_linked").count() == 1


def test_a_file_of_another_account_stays_there(opened: Callable[..., Client], life: Life) -> None:
    case, owner = life.admitted(), account("first@example.org")
    Person.objects.filter(pk=case.complainant_id).update(user=owner)
    client = opened(case)
    client.force_login(account("second@example.org"))
    client.post(reverse("follow_up:login"), {"reference": case.reference, "code": CODE})
    client.post(address("link", case))
    assert Person.objects.get(pk=case.complainant_id).user == owner


def test_the_same_proved_address_joins_the_file(client: Client, life: Life) -> None:
    case, user = known(life.admitted(), email="Salma@example.org"), account()
    client.force_login(user)
    assert case.reference in client.get(reverse("follow_up:join")).content.decode()
    client.post(reverse("follow_up:join"), {"reference": case.reference})
    assert Person.objects.get(pk=case.complainant_id).user == user


@pytest.mark.parametrize(
    ("person", "proved"),
    [
        ({"email_verified_at": None}, True),
        ({}, False),
        ({"email": "other@example.org"}, True),
        ({"contact_rule": "file_only"}, True),
        ({"contact_rule": "careful", "contact_ways": ["post"]}, True),
    ],
)
def test_no_other_address_joins_it(client: Client, life: Life, person: dict[str, Any], proved: bool) -> None:
    case = known(life.admitted(), **{"email": "salma@example.org", **person})
    client.force_login(account(proved=proved))
    assert case.reference not in client.get(reverse("follow_up:join")).content.decode()
    client.post(reverse("follow_up:join"), {"reference": case.reference})
    assert Person.objects.get(pk=case.complainant_id).user is None


# The desk


def test_the_desk_gives_a_code_once_and_the_history_says_who_and_how(client: Client, life: Life) -> None:
    case = known(life.admitted())
    client.force_login(life.handler.user)  # type: ignore[arg-type]
    url = reverse("admin:case_code", args=[case.pk])
    page = client.get(url).content.decode()
    seen = re.search(r'name="seen" value="(\d*)"', page)
    assert seen is not None
    assert client.post(url, {"checked": "document", "seen": seen[1]}).status_code == 422  # the tick is missing
    given = {"checked": "document", "sure": "on", "seen": seen[1]}
    answer = client.post(url, given).content.decode()
    code = re.search(r'id="secret-code" dir="ltr">([^<]+)<', answer)
    assert code is not None
    case.refresh_from_db()
    assert codes.matches(code[1], case.code_hash)
    assert f'dir="ltr">{code[1]}<' in client.post(url, given).content.decode(), "pressed twice: the same one"
    assert "secret-code" not in client.get(url).content.decode()
    with time_machine.travel(timezone.now() + timedelta(minutes=3)):
        assert "secret-code" not in client.post(url, given).content.decode()
    event = Event.objects.get(name="code_renewed")
    assert (event.actor, event.internal_text, event.data["way"]) == (life.handler.user, "document", "desk")
    assert code[1] not in str(event.data) + event.internal_text
    assert OutboxMessage.objects.filter(kind="complaint_code_renewed").exists()


def test_another_unit_gives_no_code(client: Client, life: Life) -> None:
    case = life.admitted()
    client.force_login(UserFactory(handler=True, unit=life.other_unit))
    url = reverse("admin:case_code", args=[case.pk])
    assert client.get(url).status_code == 404
    assert client.post(url, {"checked": "document", "sure": "on"}).status_code == 404
