"""SMS and WhatsApp for one file: only for who chose that way, as long as it is safe, and never the link that opens the file."""

from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from accounts import actors
from complaints import envelopes, history, notices
from complaints.asking.fields import is_landline
from complaints.enums import ContactRule
from complaints.follow_up import actions
from complaints.models import Complaint, Person
from complaints.notifications import registry, short
from complaints.notifications.models import OutboxMessage
from complaints.safe_contact import in_words, safe_ways, ways
from complaints.workflow import transitions
from tests.complaints.follow_up.opening import address
from tests.complaints.workflow.life import Life

pytestmark = pytest.mark.django_db


def texted(case: Complaint) -> list[tuple[str, str]]:
    rows = OutboxMessage.objects.filter(about=f"complaint:{case.pk}", channel__in=["sms", "whatsapp"])
    return list(rows.order_by("pk").values_list("kind", "channel"))


def reached_by(life: Life, **said: Any) -> Complaint:
    """A file that is taken up after its complainant said this."""
    case = life.registered()
    given = {"phone": "+33612345678", "preferred_channel": "sms", **said}
    Person.objects.filter(pk=case.complainant_id).update(**given)
    transitions.start_review(Complaint.objects.get(pk=case.pk), actor=life.head, handler=life.handler.user)
    return Complaint.objects.get(pk=case.pk)


def envelope_of(case: Complaint) -> registry.Envelope:
    row = OutboxMessage.objects.get(about=f"complaint:{case.pk}", channel__in=["sms", "whatsapp"])
    found = registry.resolve(row)
    assert found
    return found


@pytest.mark.parametrize("channel", ["sms", "whatsapp"])
def test_who_chose_the_way_is_written_to_in_it_beside_the_mail(life: Life, channel: str) -> None:
    case = reached_by(life, preferred_channel=channel, email="amina@example.org")
    assert texted(case) == [("complaint_under_study", channel)]
    found = envelope_of(case)
    assert (found.phone, found.address) == ("+33612345678", "amina@example.org")


def test_the_number_of_the_file_arrives_as_soon_as_it_is_filed(life: Life) -> None:
    case = life.registered()
    Person.objects.filter(pk=case.complainant_id).update(phone="+33612345678", preferred_channel="sms")
    case = Complaint.objects.get(pk=case.pk)
    with transaction.atomic():
        notices.tell(
            case,
            history.record(case, "note_added", actor=actors.SYSTEM),
            notices.Registered(acknowledged_by=timezone.localdate()),
        )
    assert texted(case) == [("complaint_registered", "sms")]
    row = OutboxMessage.objects.get(channel="sms")
    found = envelope_of(case)
    assert case.reference in short.render(row, found).text
    assert found.hours is None  # an answer to what one has just done waits for no morning


@pytest.mark.parametrize("channel", ["email", "phone", "post"])
def test_who_chose_another_way_is_not(life: Life, channel: str) -> None:
    assert texted(reached_by(life, preferred_channel=channel, whatsapp=True)) == []


def test_where_nobody_carries_them_no_row_waits_for_nothing(life: Life, settings: Any) -> None:
    settings.MAILBOX = False
    assert texted(reached_by(life)) == []
    assert "sms" not in dict(ways())
    settings.SMS = {"url": "https://sms.example.org"}
    assert "sms" in dict(ways())


@pytest.mark.parametrize(
    ("said", "reached"),
    [
        ({}, True),
        ({"contact_rule": ContactRule.CAREFUL, "contact_ways": ["sms"]}, True),
        ({"contact_rule": ContactRule.CAREFUL, "contact_ways": ["email", "phone"]}, False),
        ({"contact_rule": ContactRule.FILE_ONLY}, False),
    ],
)
def test_safe_contact_is_asked_when_it_leaves(life: Life, said: dict[str, Any], reached: bool) -> None:
    case = reached_by(life)
    Person.objects.filter(pk=case.complainant_id).update(**said)
    assert bool(envelope_of(case).phone) is reached


def test_who_changed_the_way_meanwhile_is_not_written_to_in_the_old_one(life: Life) -> None:
    case = reached_by(life)
    Person.objects.filter(pk=case.complainant_id).update(preferred_channel="email")
    assert envelope_of(case).phone == ""


def test_the_persons_hours_and_the_wish_for_no_name_hold(life: Life) -> None:
    rules = {"contact_rule": ContactRule.CAREFUL, "contact_from": 9, "contact_until": 11, "neutral_subject": True}
    found = envelope_of(reached_by(life, **rules))
    assert (found.hours, found.neutral) == ((9, 11), "neutral/news")


def test_the_link_that_opens_the_file_goes_to_the_mailbox_alone(life: Life) -> None:
    case = reached_by(life)
    actions.ask_for_link(case.reference)
    assert "complaint_open_link" not in dict(texted(case))
    assert envelopes.SHORT["complaint_open_link"] == ""


def test_the_ways_are_named_at_the_desk_also_those_that_are_not_offered_any_more(life: Life, settings: Any) -> None:
    case = reached_by(life, contact_rule=ContactRule.CAREFUL, contact_ways=["sms", "push"])
    settings.MAILBOX, settings.VAPID_PRIVATE_KEY = False, ""
    assert {"sms", "push"}.isdisjoint(dict(safe_ways()))
    assert "SMS" in str(in_words(case.complainant)[0])


@pytest.mark.parametrize(("number", "right"), [("01 42 68 53 00", False), ("06 12 34 56 78", True)])
def test_sms_are_not_promised_to_a_landline(life: Life, opened: Any, number: str, right: bool) -> None:
    case = life.registered()
    client = opened(case)
    client.cookies["language"] = "en"
    page = client.get(address("details", case))
    form = {name: page.context["form"][name].value() or "" for name in page.context["form"].fields}
    form |= {"phone": number, "preferred_channel": "sms", "country": "FR", "stay_from": "", "stay_to": ""}
    answer = client.post(address("details", case), form)
    assert answer.status_code == (302 if right else 422)
    if not right:
        assert "No SMS arrives at a landline" in answer.text
        assert number in answer.text


def test_a_landline_is_told_from_a_number_that_may_be_a_mobile() -> None:
    assert is_landline("+33142685300")
    assert not is_landline("+33612345678")
    assert not is_landline("+12025550123")  # there a number does not tell which it is
    assert not is_landline("")
