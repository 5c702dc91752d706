"""Notices on a device: switched on in one file, by who is told of it, and gone with what they hang on."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actors import code_holder, person, share_holder
from complaints import recovery
from complaints.casework import erasures
from complaints.enums import ContactRule
from complaints.follow_up import devices, holdings
from complaints.follow_up.views.devices import switch_on
from complaints.models import Complaint, Person, Recovery, Share
from complaints.notifications.channels import webpush
from complaints.notifications.models import OutboxMessage, PushSubscription
from complaints.sharing import actions
from complaints.workflow import transitions
from tests.complaints.follow_up.opening import address, with_code
from tests.complaints.notifications.push_service import Browser
from tests.complaints.workflow.life import Life
from tests.factories import RepresentationFactory, ShareFactory, UserFactory

pytestmark = pytest.mark.django_db
Opened = Callable[[Complaint], Client]
HERE = "http://127.0.0.1:9"


@pytest.fixture(autouse=True)
def a_service_on_this_machine(settings: Any) -> None:
    settings.PUSH_LOCAL = HERE


def citizen(case: Complaint) -> str:
    return f"complaint:{case.pk}:citizen"


def on(client: Client, case: Complaint, **changes: str) -> Any:
    given = {**Browser(HERE).facts, **changes}
    return client.post(address("device_on", case), given, follow=True)


def tell(recipient: str) -> PushSubscription:
    return Browser(HERE).asks(recipient)


def pushed(case: Complaint) -> list[tuple[str, str]]:
    rows = OutboxMessage.objects.filter(about=f"complaint:{case.pk}", channel="push")
    return list(rows.order_by("pk").values_list("kind", "recipient"))


def test_one_press_switches_it_on_in_the_language_of_the_page_and_one_press_off(life: Life, opened: Opened) -> None:
    case = life.in_study()
    client = opened(case)
    client.cookies["language"] = "ar"
    answer = on(client, case)
    row = PushSubscription.objects.get()
    assert (row.recipient, row.language) == (citizen(case), "ar")
    assert row.mark in answer.text
    assert row.endpoint not in answer.text
    gone = client.post(reverse("follow_up:device_off", args=[case.reference, row.pk]), follow=True)
    assert gone.status_code == 200
    assert not PushSubscription.objects.exists()
    again = client.post(reverse("follow_up:device_off", args=[case.reference, row.pk]))
    assert again.status_code == 302


def test_the_page_says_plainly_what_it_needs_without_javascript(life: Life, opened: Opened) -> None:
    case = life.in_study()
    client = opened(case)
    client.cookies["language"] = "en"
    text = client.get(address("case", case)).text
    assert "News on this device" in text
    assert "its JavaScript is switched off" in text
    assert f'data-push-key="{webpush.public_key()}"' in text


def test_without_keys_nothing_is_offered_and_nothing_is_kept(life: Life, opened: Opened, settings: Any) -> None:
    settings.VAPID_PRIVATE_KEY = ""
    case = life.in_study()
    client = opened(case)
    text = client.get(address("case", case)).text
    assert 'id="devices"' not in text
    assert "push.js" not in text
    assert on(client, case).status_code == 200
    assert not PushSubscription.objects.exists()


@pytest.mark.parametrize("value", ["", "\0", "x" * 10**6, "\ud800", "https://evil.example/x", "https://10.0.0.1/"])
def test_nonsense_is_a_sentence_and_no_error(life: Life, opened: Opened, value: str) -> None:
    case = life.in_study()
    client = opened(case)
    for name in ("endpoint", "p256dh", "auth"):
        answer = client.post(
            address("device_on", case),
            "&".join(f"{key}={said}" for key, said in {**Browser(HERE).facts, name: value}.items()).encode(
                "utf-8", "surrogatepass"
            ),
            content_type="application/x-www-form-urlencoded",
            follow=True,
        )
        assert answer.status_code == 200
        assert "messages" in answer.context
    assert not PushSubscription.objects.exists()


def test_a_strangers_file_is_none(life: Life, opened: Opened) -> None:
    case, other = life.in_study(), life.in_study()
    client = opened(case)
    tell(citizen(other))
    assert on(client, other).status_code == 404
    theirs = PushSubscription.objects.get()
    assert client.post(reverse("follow_up:device_off", args=[other.reference, theirs.pk])).status_code == 404
    client.post(reverse("follow_up:device_off", args=[case.reference, theirs.pk]))
    assert PushSubscription.objects.filter(pk=theirs.pk).exists()


def test_a_read_of_the_address_is_refused(life: Life, opened: Opened) -> None:
    case = life.in_study()
    assert opened(case).get(address("device_on", case)).status_code == 405
    assert switch_on.by_button


def test_the_page_costs_the_same_for_one_device_and_for_ten(
    life: Life, opened: Opened, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    case = life.in_study()
    client = opened(case)
    tell(citizen(case))
    client.get(address("case", case))
    with django_assert_max_num_queries(29) as few:
        client.get(address("case", case))
    for _ in range(9):
        tell(citizen(case))
    with django_assert_num_queries(len(few)):
        client.get(address("case", case))


# --- who is told ---


def test_every_notice_of_a_file_with_a_device_has_one_row_and_others_have_none(life: Life) -> None:
    case, other = life.registered(), life.registered()
    tell(citizen(case))
    tell(citizen(case))
    for one in (case, other):
        transitions.start_review(one, actor=life.head, handler=life.handler.user)
    assert pushed(case) == [("complaint_under_study", citizen(case))]
    assert pushed(other) == []


def test_what_one_has_just_sent_oneself_is_no_news_on_a_device(life: Life, opened: Opened) -> None:
    case = life.in_study()
    tell(citizen(case))
    opened(case).post(address("write", case), {"text": "Bonjour"})
    assert OutboxMessage.objects.filter(kind="complaint_message_received").exists()
    assert pushed(case) == []


SAID = [
    ({}, True),
    ({"contact_rule": ContactRule.CAREFUL, "contact_ways": []}, True),
    ({"contact_rule": ContactRule.CAREFUL, "contact_ways": ["email"]}, False),
    ({"contact_rule": ContactRule.CAREFUL, "contact_ways": ["push"]}, True),
    ({"contact_rule": ContactRule.FILE_ONLY}, False),
]


@pytest.mark.parametrize(("said", "possible"), SAID)
def test_safe_contact_is_obeyed_when_it_is_offered_and_when_it_leaves(
    life: Life, opened: Opened, said: dict[str, Any], possible: bool
) -> None:
    from complaints.notifications import registry

    case = life.registered()
    Person.objects.filter(pk=case.complainant_id).update(**said)
    client = opened(case)
    on(client, case)
    assert PushSubscription.objects.exists() is possible
    tell(citizen(case))
    transitions.start_review(Complaint.objects.get(pk=case.pk), actor=life.head, handler=life.handler.user)
    envelope = registry.resolve(OutboxMessage.objects.get(about=f"complaint:{case.pk}", channel="push"))
    assert envelope
    assert envelope.devices is possible
    offered = devices.offer(Complaint.objects.get(pk=case.pk), code_holder(case.pk))
    assert offered
    assert offered.safe is possible


def test_hours_and_the_wish_for_no_name_hold_for_a_device_too(life: Life) -> None:
    from complaints.notifications import registry

    case = life.registered()
    rules = {"contact_rule": ContactRule.CAREFUL, "contact_from": 10, "contact_until": 16, "neutral_subject": True}
    Person.objects.filter(pk=case.complainant_id).update(**rules)
    tell(citizen(case))
    transitions.start_review(Complaint.objects.get(pk=case.pk), actor=life.head, handler=life.handler.user)
    envelope = registry.resolve(OutboxMessage.objects.get(about=f"complaint:{case.pk}", channel="push"))
    assert envelope
    assert (envelope.hours, bool(envelope.neutral), envelope.time_zone) == ((10, 16), True, "Europe/Paris")


def test_who_has_the_file_shared_hangs_on_the_share(life: Life) -> None:
    case = life.registered()
    share = ShareFactory(complaint=case, receives=True)
    silent = ShareFactory(complaint=case, receives=False)
    assert devices.recipient_of(share_holder(share.pk, case.pk), case) == f"share:{share.pk}"
    assert devices.recipient_of(share_holder(silent.pk, case.pk), case) == ""
    tell(f"share:{share.pk}")
    transitions.start_review(case, actor=life.head, handler=life.handler.user)
    assert pushed(case) == [("share_news", f"share:{share.pk}")]


def test_the_person_represented_has_devices_of_their_own(life: Life) -> None:
    case = life.in_study()
    RepresentationFactory(complaint=case)
    share = ShareFactory(complaint=case, represented=True, receives=True, right=Share.Right.WRITE)
    assert devices.recipient_of(share_holder(share.pk, case.pk), case) == f"share:{share.pk}"
    assert devices.recipient_of(code_holder(case.pk), case) == citizen(case)


# --- leaving ---


def test_with_a_new_code_every_device_of_the_file_is_told_no_more(life: Life) -> None:
    case, other = with_code(life.in_study()), life.in_study()
    tell(citizen(case))
    tell(citizen(other))
    recovery.renew(case, actor=code_holder(case.pk), way=Recovery.Way.FILE)
    assert list(PushSubscription.objects.values_list("recipient", flat=True)) == [citizen(other)]
    assert pushed(case) == []


def test_with_the_end_of_a_share_its_devices_go(life: Life) -> None:
    case = life.in_study()
    share, kept = ShareFactory(complaint=case, receives=True), ShareFactory(complaint=case, receives=True)
    tell(f"share:{share.pk}")
    tell(f"share:{kept.pk}")
    actions.end_share(share, actor=code_holder(case.pk))
    assert list(PushSubscription.objects.values_list("recipient", flat=True)) == [f"share:{kept.pk}"]


def test_a_share_whose_last_day_has_passed_loses_its_devices_by_the_clock(
    life: Life, django_assert_num_queries: Any
) -> None:
    case = life.in_study()
    over = ShareFactory(complaint=case, receives=True, until=timezone.localdate() - timedelta(days=1))
    live = ShareFactory(complaint=case, receives=True, until=timezone.localdate())
    for key in (f"share:{over.pk}", f"share:{live.pk}", citizen(case), "share:999999"):
        tell(key)
    with django_assert_num_queries(3):
        assert actions.forget_devices() == 2
    left = set(PushSubscription.objects.values_list("recipient", flat=True))
    assert left == {f"share:{live.pk}", citizen(case)}


def test_with_the_mandate_the_devices_of_who_acted_go(life: Life) -> None:
    case = life.in_study()
    RepresentationFactory(complaint=case)
    theirs = ShareFactory(complaint=case, represented=True, receives=True, right=Share.Right.WRITE)
    by_them = ShareFactory(complaint=case, receives=True)
    for key in (citizen(case), f"share:{by_them.pk}", f"share:{theirs.pk}"):
        tell(key)
    actions.revoke_mandate(case, actor=share_holder(theirs.pk, case.pk))
    assert list(PushSubscription.objects.values_list("recipient", flat=True)) == [f"share:{theirs.pk}"]


# --- what is held ---


def test_the_download_names_the_devices_by_their_days_and_by_nothing_else(life: Life) -> None:
    case = life.in_study()
    device = tell(citizen(case))
    said = holdings.as_json(case, actor=code_holder(case.pk))
    (row,) = json.loads(said)["devices"]
    assert set(row) == {"created_at", "language"}
    for secret in (device.endpoint, device.p256dh, device.auth):
        assert secret not in said


def test_the_desk_erases_them_on_request(life: Life) -> None:
    case = life.in_study()
    share = ShareFactory(complaint=case)
    assert "devices" not in erasures.erasable_columns(case)
    tell(citizen(case))
    tell(f"share:{share.pk}")
    assert "devices" in erasures.erasable_columns(case)
    erasures.erase_data(
        case, actor=life.head, documents=[], columns=["devices"], messages=[], ground="Demande du 3 mars."
    )
    assert not PushSubscription.objects.exists()


# --- where a press on a notice leads ---


def test_a_press_leads_to_the_file_that_is_open_here_else_to_ones_list_else_to_the_door(
    life: Life, opened: Opened, client: Client
) -> None:
    news = reverse("follow_up:news")
    assert client.get(news).url == reverse("follow_up:login")  # type: ignore[attr-defined]
    case = life.in_study()
    assert opened(case).get(news).url == address("case", case)  # type: ignore[attr-defined]
    account = Client()
    account.force_login(UserFactory())
    assert account.get(news).url == reverse("intake:mine")  # type: ignore[attr-defined]


def test_the_script_of_the_worker_speaks_every_language(client: Client, settings: Any) -> None:
    answer = client.get(reverse("push:worker"))
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cache-Control"] == "no-cache"
    words = json.loads(answer.text.split("self.pushWords = ", 1)[1].split(";\n", 1)[0])
    assert set(words) == {code for code, _name in settings.LANGUAGES}
    assert words["ar"]["dir"] == "rtl"
    assert len({one["title"] for one in words.values()}) == len(words)  # translated
    assert 'addEventListener("push"' in answer.text


def test_a_renewed_address_is_taken_from_the_browser_itself_and_from_nobody_else(life: Life, client: Client) -> None:
    case = life.in_study()
    old, new = Browser(HERE), Browser(HERE)
    old.asks(citizen(case))
    wrong = {"old": old.endpoint, "old_auth": "guessed", **new.facts}
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(reverse("push:renewed"), wrong).status_code == 204
    assert PushSubscription.objects.get().endpoint == old.endpoint
    strict.post(reverse("push:renewed"), {**wrong, "old_auth": old.facts["auth"]})
    assert PushSubscription.objects.get().endpoint == new.endpoint
    for nonsense in ("", "\0", "x" * 5000, "é"):
        assert strict.post(reverse("push:renewed"), {**wrong, "endpoint": nonsense}).status_code == 204
        assert strict.post(reverse("push:renewed"), {**wrong, "old_auth": nonsense}).status_code == 204


def test_an_account_is_told_as_the_complainant(life: Life) -> None:
    case = life.in_study()
    user = UserFactory()
    Person.objects.filter(pk=case.complainant_id).update(user=user)
    assert devices.recipient_of(person(user), Complaint.objects.get(pk=case.pk)) == citizen(case)
