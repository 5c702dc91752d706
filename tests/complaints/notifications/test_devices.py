"""Which browsers may be told: addresses of known push services alone, switched on, renewed, off."""

from typing import Any

import pytest

from complaints.notifications import devices
from complaints.notifications.channels import webpush
from complaints.notifications.models import PushSubscription
from tests.complaints.notifications.push_service import Browser

CITIZEN = "complaint:1:citizen"
HERE = "http://127.0.0.1:9"


@pytest.fixture(autouse=True)
def a_service_on_this_machine(settings: Any) -> None:
    settings.PUSH_LOCAL = HERE


def browser() -> Browser:
    return Browser(HERE)


# --- what may be an address ---

GOOD = [
    "https://fcm.googleapis.com/fcm/send/abc:APA91b",
    "https://updates.push.services.mozilla.com/wpush/v2/gAAAA",
    "https://web.push.apple.com/QGp",
    "https://db5p.notify.windows.com/w/?token=BQY",
]
BAD = [
    "", "x" * 1001, "http://fcm.googleapis.com/send", "https://fcm.googleapis.com:8443/send", "https://127.0.0.1/send",
    "https://[::1]/send", "https://169.254.169.254/latest", "https://fcm.googleapis.com.evil.example/send",
    "https://evilnotify.windows.com/", "https://user@fcm.googleapis.com/", "https://fcm.googleapis.com@evil.example/",
    "ftp://fcm.googleapis.com/", "https://[", "https://fcm.googleapis.com:99999/", "https://fcm.googleapis.com/a b",
    "https://fcm.googleapis.com/\0", "javascript:alert(1)", "https://push.apple.com.local/", "https://\u0661.example/",
]  # fmt: skip


@pytest.mark.parametrize("endpoint", GOOD)
def test_the_push_services_of_the_browsers_are_known(endpoint: str) -> None:
    devices.check_endpoint(endpoint)


@pytest.mark.parametrize("endpoint", BAD)
def test_nothing_else_is_ever_asked(endpoint: str) -> None:
    with pytest.raises(devices.Unusable):
        devices.check_endpoint(endpoint)


def test_another_service_is_added_by_the_settings(settings: Any) -> None:
    settings.PUSH_HOSTS = [*settings.PUSH_HOSTS, ".push.example.org"]
    devices.check_endpoint("https://eu.push.example.org/x")


@pytest.mark.parametrize(
    "wrong", [{"p256dh": "BAAA"}, {"p256dh": ""}, {"auth": "AAAA"}, {"auth": "ä"}, {"p256dh": "B" * 87}]
)
def test_keys_that_are_none_are_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(devices.Unusable):
        devices.subscribe(**{"recipient": CITIZEN, "language": "fr", **browser().facts, **wrong})


# --- switched on, renewed, off ---


@pytest.mark.django_db
def test_the_same_browser_is_one_device_and_keeps_its_newest_keys() -> None:
    phone = browser()
    phone.asks(language="ar")
    phone.asks(language="fr")
    assert PushSubscription.objects.get().language == "fr"


@pytest.mark.django_db
def test_a_file_tells_ten_devices_at_most() -> None:
    for _ in range(devices.MOST):
        browser().asks()
    with pytest.raises(devices.TooMany):
        browser().asks()
    browser().asks("complaint:2:citizen")


@pytest.mark.django_db
def test_a_browser_that_changed_its_address_keeps_its_files() -> None:
    old, new = browser(), browser()
    old.asks()
    old.asks("complaint:2:citizen")
    new.asks("complaint:2:citizen")
    given = {"old": old.endpoint, "old_auth": old.facts["auth"], **new.facts}
    assert devices.renew(**{**given, "old_auth": "guessed"}) == 0
    assert devices.renew(**given) == 2
    kept = PushSubscription.objects.values_list("recipient", "endpoint")
    assert sorted(kept) == [("complaint:1:citizen", new.endpoint), ("complaint:2:citizen", new.endpoint)]


@pytest.mark.django_db
def test_without_a_key_the_channel_is_off(settings: Any) -> None:
    browser().asks()
    assert devices.any_of(CITIZEN)
    settings.VAPID_PRIVATE_KEY = ""
    assert not devices.any_of(CITIZEN)
    assert webpush.public_key() == ""
