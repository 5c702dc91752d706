"""A notice on the device of who follows a file: shown by the worker, one for many, with a number on the icon, gone once read.

A headless browser refuses to subscribe, so the notice comes by the DevTools protocol; what the server sends is decrypted in
tests/complaints/notifications/test_push.py."""

import json
import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, Worker, expect

from tests.browser import journey
from tests.browser.inspection import Inspector

SHOWN = """() => navigator.serviceWorker.ready.then((worker) => worker.getNotifications()).then((all) =>
    all.map(({ title, body, dir, lang, tag }) => ({ title, body, dir, lang, tag })))"""
COUNT_BADGE = """() => {
    self.badges = [];
    self.navigator.setAppBadge = async (number) => { self.badges.push(number); };
    self.navigator.clearAppBadge = async () => { self.badges.push(0); };
}"""
# A browser with a push service: headless it has none. The keys are those of RFC 8291, appendix A.
SUBSCRIBES = """
    const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0)).buffer;
    const keys = {
        p256dh: "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        auth: "BTBZMqHH6r4Tts7J_aSIgg",
    };
    const one = {
        endpoint: "https://fcm.googleapis.com/fcm/send/of-a-test", options: {},
        getKey: (name) => bytes(keys[name]),
        unsubscribe: async () => { sessionStorage.removeItem("subscribed"); return true; },
    };
    PushManager.prototype.subscribe = async () => { sessionStorage.setItem("subscribed", "1"); return one; };
    PushManager.prototype.getSubscription = async () => sessionStorage.getItem("subscribed") ? one : null;
    Notification.requestPermission = async () => "granted";
"""


class Device:
    """The service worker of one browser, and the protocol that lets a notice arrive."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.protocol = page.context.new_cdp_session(page)
        self.registered = ""
        self.protocol.on("ServiceWorker.workerRegistrationUpdated", self._note)
        self.protocol.send("ServiceWorker.enable")
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        while not self.registered:
            page.wait_for_timeout(50)
        self.worker.evaluate(COUNT_BADGE)

    def _note(self, told: dict[str, Any]) -> None:
        for one in told["registrations"]:
            if not one["isDeleted"]:
                self.registered = one["registrationId"]

    @property
    def worker(self) -> Worker:
        return self.page.context.service_workers[0]

    def arrives(self, data: str) -> None:
        origin = self.page.evaluate("location.origin")
        self.protocol.send(
            "ServiceWorker.deliverPushMessage", {"origin": origin, "registrationId": self.registered, "data": data}
        )

    def shown(self, number: int) -> list[dict[str, str]]:
        """What stands on the device, once there are so many."""
        for _ in range(100):
            if len(found := self.page.evaluate(SHOWN)) == number:
                return list(found)
            self.page.wait_for_timeout(50)
        raise AssertionError(f"{found} and not {number}")

    def badge(self, number: int) -> None:
        for _ in range(100):
            if (seen := self.worker.evaluate("self.badges.at(-1)")) == number:
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"{seen} and not {number}")


def opened(page: Page, email: str) -> str:
    """A file of one's own, open on this device; gives its number."""
    reference, code = journey.file(page, email=email)
    page.evaluate("onbeforeunload = null")
    page.goto("/follow/")
    page.fill("[name=reference]", reference)
    page.fill("[name=code]", code)
    page.locator("#main-form .actions button").first.click()
    expect(page).to_have_url(re.compile(f"/follow/{reference}/$"))
    return reference


def test_notices_show_as_one_with_a_number_and_are_gone_once_the_file_is_read(visitor: Callable[..., Page]) -> None:
    page = visitor("ar", phone=True, app=True)
    page.context.grant_permissions(["notifications"])
    opened(page, "push@example.org")
    tag = page.locator("#devices").get_attribute("data-push-tag")
    device = Device(page)
    for number in (1, 2, 3):
        device.arrives(json.dumps({"lang": "ar", "n": number, "tag": tag}))
    (shown,) = device.shown(1)
    assert (shown["dir"], shown["lang"], shown["tag"]) == ("rtl", "ar", tag)
    assert "ملفكم" in shown["title"]
    device.badge(3)
    device.arrives(json.dumps({"lang": "fr", "n": 2, "tag": "another", "plain": 1}))
    other = next(one for one in device.shown(2) if one["tag"] == "another")
    assert "dossier" not in other["title"] + other["body"]
    assert other["dir"] == "ltr"
    device.badge(5)
    page.reload()
    assert [one["tag"] for one in device.shown(1)] == ["another"]
    device.badge(2)
    device.arrives("no JSON at all")
    device.shown(2)


def test_it_is_switched_on_and_off_by_one_press(visitor: Callable[..., Page]) -> None:
    page = visitor("fr", phone=True, app=True)
    eye = Inspector(page, "fr")
    page.context.grant_permissions(["notifications"])
    page.context.add_init_script(SUBSCRIBES)
    reference = opened(page, "switched@example.org")
    eye.look("a file whose news can be told on this device")
    page.locator("[data-push=on] button").click()
    expect(page.locator("#devices [data-mark]")).to_have_count(1)
    expect(page.locator("#devices [data-here]")).to_be_visible()
    expect(page.locator("form[data-push=on]")).to_be_hidden()
    assert page.url.endswith(f"/follow/{reference}/#devices")
    eye.look("a file that this device is told of")
    page.goto("/follow/news/")
    expect(page).to_have_url(re.compile(f"/follow/{reference}/$"))
    page.locator("#devices [data-mark] button").click()
    expect(page.locator("#devices [data-mark]")).to_have_count(0)
    expect(page.locator("[data-push=on] button")).to_be_visible()
    assert page.evaluate("sessionStorage.getItem('subscribed')") is None
    eye.report()


def test_where_the_browser_refuses_the_page_says_so(visitor: Callable[..., Page]) -> None:
    page = visitor("ar", app=True)
    page.context.add_init_script("Notification.requestPermission = async () => 'denied';")
    opened(page, "refused@example.org")
    page.locator("[data-push=on] button").click()
    expect(page.locator("[data-push=refused]")).to_be_visible()
    expect(page.locator("form[data-push=on]")).to_be_hidden()


def test_without_javascript_a_sentence_says_what_it_needs(visitor: Callable[..., Page]) -> None:
    page = visitor("fr", javascript=False, phone=True)
    page.goto("/file/who/")
    journey.fill_to_the_end(page, email="plain-push@example.org")
    page.goto("/file/check/")
    journey.declare_and_send(page)
    reference, code = journey.reference_in(page), journey.code_of(page, "secret-code")
    page.goto("/follow/")
    page.fill("[name=reference]", reference)
    page.fill("[name=code]", code)
    page.locator("#main-form .actions button").first.click()
    expect(page.locator("[data-push=off]")).to_be_visible()
    expect(page.locator("form[data-push=on]")).to_be_hidden()
