"""Which browsers may be told: addresses of known push services alone, switched on, renewed, off."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from urllib3.util import parse_url

from complaints.notifications import devices
from complaints.notifications.channels import webpush
from complaints.notifications.models import PushSubscription
from tests.complaints.notifications.push_service import Browser

CITIZEN = "complaint:1:citizen"
on_this_machine = pytest.mark.usefixtures("a_service_on_this_machine")
HERE = "http://127.0.0.1:9"


@pytest.fixture
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
    "https://evil.example\\.push.apple.com/x", "https://-.push.apple.com/",
]  # fmt: skip


@given(
    st.text("abc.:/\\@?#%[]-_\t0", max_size=12),
    st.sampled_from(["fcm.googleapis.com", ".push.apple.com", "FCM.googleapis.com"]),
    st.text("abc.:/\\@?#%[]-_\t0", max_size=12),
)
def test_what_passes_leads_to_a_known_name_whoever_reads_the_address(before: str, known: str, after: str) -> None:
    """One program's reading of `https://evil.example\\.push.apple.com` is another's `evil.example`: here it is nobody's."""
    endpoint = f"https://{before}{known}{after}"
    try:
        devices.check_endpoint(endpoint)
    except devices.Unusable:
        return
    asked = requests.Request("POST", endpoint).prepare().url or ""
    for host in (urlsplit(endpoint).hostname or "", parse_url(endpoint).host or "", urlsplit(asked).hostname or ""):
        assert host.lower() == "fcm.googleapis.com" or host.lower().endswith(".push.apple.com")


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


@on_this_machine
@pytest.mark.parametrize(
    "wrong", [{"p256dh": "BAAA"}, {"p256dh": ""}, {"auth": "AAAA"}, {"auth": "ä"}, {"p256dh": "B" * 87}]
)
def test_keys_that_are_none_are_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(devices.Unusable):
        devices.subscribe(**{"recipient": CITIZEN, "language": "fr", **browser().facts, **wrong})


# --- switched on, renewed, off ---


@on_this_machine
@pytest.mark.django_db
def test_the_same_browser_is_one_device_and_keeps_its_newest_keys() -> None:
    phone = browser()
    phone.asks(language="ar")
    phone.asks(language="fr")
    assert PushSubscription.objects.get().language == "fr"


@on_this_machine
@pytest.mark.django_db
def test_a_file_tells_ten_devices_at_most() -> None:
    for _ in range(devices.MOST):
        browser().asks()
    with pytest.raises(devices.TooMany):
        browser().asks()
    browser().asks("complaint:2:citizen")


@on_this_machine
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


@on_this_machine
@pytest.mark.django_db
def test_without_a_key_the_channel_is_off(settings: Any) -> None:
    browser().asks()
    assert devices.any_of(CITIZEN)
    settings.VAPID_PRIVATE_KEY = ""
    assert not devices.any_of(CITIZEN)
    assert webpush.public_key() == ""


@on_this_machine
@pytest.mark.django_db
def test_who_was_not_reached_for_more_than_a_year_is_forgotten() -> None:
    old, asleep, new = browser().asks(), browser().asks(), browser().asks()
    long_ago = timezone.now() - devices.KEPT - timedelta(days=1)
    PushSubscription.objects.filter(pk__in=[old.pk, asleep.pk]).update(created_at=long_ago)
    PushSubscription.objects.filter(pk=asleep.pk).update(last_ok=timezone.now())
    assert devices.forget_old() == 1
    assert set(PushSubscription.objects.values_list("pk", flat=True)) == {asleep.pk, new.pk}
