"""T20: who withdraws proves it with six figures from the mailbox; who has none is believed by what opened the file."""

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from complaints.enums import ContactRule, State
from complaints.follow_up import withdrawing
from complaints.models import Complaint
from complaints.notifications import outbox, registry
from complaints.notifications.models import OutboxMessage
from tests.complaints.follow_up.opening import address
from tests.complaints.workflow.life import Life

pytestmark = pytest.mark.django_db


def mails() -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(kind=withdrawing.KIND).order_by("pk"))


def figures() -> str:
    found = registry.resolve(mails()[-1])
    assert found
    return found.context["code"]


def state(case: Complaint) -> str:
    return Complaint.objects.get(pk=case.pk).state


def test_a_withdrawal_takes_a_tick_and_the_figures_of_a_mail(life, opened):
    case = life.in_study()
    client, url = opened(case), address("withdraw", case)
    assert client.post(url, {"reason": "La commune a payé."}).status_code == 422
    assert mails() == []
    asked = client.post(url, {"sure": "on", "reason": "La commune a payé."})
    assert (asked.status_code, asked["Location"]) == (303, f"{url}?figures=1")
    assert state(case) == State.PRELIM_REVIEW
    shown = client.get(asked["Location"])
    assert case.complainant.email in shown.text
    assert "La commune a payé." in shown.text  # goes along with the figures
    wrong = client.post(
        url, {"figures": "000000" if figures() != "000000" else "000001", "reason": "La commune a payé."}
    )
    assert wrong.status_code == 422
    assert state(case) == State.PRELIM_REVIEW
    done = client.post(url, {"figures": f" {figures()[:3]} {figures()[3:]}", "reason": "La commune a payé."})
    assert done.status_code == 302
    assert state(case) == State.WITHDRAWN
    assert case.events.get(name="withdraw").internal_text == "La commune a payé."
    assert client.post(url, {"figures": figures()} if registry.resolve(mails()[-1]) else {}).status_code == 302
    assert client.get(url).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_outside_any_transaction_of_a_test_the_mail_is_asked_for_all_the_same(opened):
    with transaction.atomic():
        case = Life().in_study()
    opened(case).post(address("withdraw", case), {"sure": "on"})
    assert len(mails()) == 1


def test_the_mail_says_what_the_figures_are_for_and_names_no_file(life, opened):
    case = life.in_study()
    opened(case).post(address("withdraw", case), {"sure": "on"})
    (mail,) = mails()
    assert figures() not in str(mail.__dict__)
    text = outbox.render(mail).text
    assert figures() in text
    assert case.reference not in text


def test_figures_of_the_half_hour_before_still_count_and_older_ones_do_not(life, opened):
    case = life.in_study()
    client, url = opened(case), address("withdraw", case)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client.post(url, {"sure": "on"})
        code = figures()
        clock.shift(timedelta(minutes=61))
        assert registry.resolve(mails()[-1]) is None
        client = opened(case)  # the session ended too
        assert client.post(url, {"figures": code}).status_code == 422
        assert state(case) == State.PRELIM_REVIEW
        clock.shift(timedelta(minutes=-32))
        client = opened(case)
        assert client.post(url, {"figures": code}).status_code == 302
    assert state(case) == State.WITHDRAWN


def test_five_wrong_tries_close_the_door_for_the_right_figures_too(life, opened):
    case = life.in_study()
    client, url = opened(case), address("withdraw", case)
    client.post(url, {"sure": "on"})
    code = figures()
    for number in range(withdrawing.TRIES):
        assert client.post(url, {"figures": f"{(int(code) + number + 1) % 10**6:06d}"}).status_code == 422
    assert client.post(url, {"figures": code}).status_code == 422
    assert state(case) == State.PRELIM_REVIEW


def test_a_new_mail_is_sent_on_a_press_and_not_without_end(life, opened):
    case = life.in_study()
    client, url = opened(case), address("withdraw", case)
    client.post(url, {"sure": "on", "reason": "Parce que"})
    for _press in range(withdrawing.MAILS - 1):
        assert client.post(url, {"again": "1", "figures": "", "reason": "Parce que"}).status_code == 303
    refused = client.post(url, {"again": "1", "figures": "", "reason": "Parce que"})
    assert refused.status_code == 422
    assert refused.context["form"].non_field_errors()
    assert not refused.context["form"].errors.get("figures")
    assert "Parce que" in refused.text
    assert len(mails()) == withdrawing.MAILS


@pytest.mark.parametrize(
    "unreachable",
    [
        {"email": "", "email_verified_at": None},
        {"email_verified_at": None},
        {"contact_rule": ContactRule.FILE_ONLY},
        {"contact_rule": ContactRule.CAREFUL, "contact_ways": ["post"]},
    ],
)
def test_who_has_no_mailbox_that_is_proved_and_safe_is_believed(life, opened, unreachable):
    case = life.in_study()
    for name, value in unreachable.items():
        setattr(case.complainant, name, value)
    case.complainant.save()
    assert opened(case).post(address("withdraw", case), {"sure": "on"}).status_code == 302
    assert state(case) == State.WITHDRAWN
    assert mails() == []


def test_a_mail_that_must_not_name_us_does_not(life, opened):
    case = life.in_study()
    case.complainant.contact_rule, case.complainant.neutral_subject = ContactRule.CAREFUL, True
    case.complainant.save()
    opened(case).post(address("withdraw", case), {"sure": "on"})
    text = outbox.render(mails()[0]).text
    assert figures() in text
    assert "diat" not in text.lower()


def test_the_second_page_is_nobodys_who_did_not_ask(life, opened):
    case = life.in_study()
    shown = opened(case).get(f"{address('withdraw', case)}?figures=1")
    assert "sure" in shown.context["form"].fields
