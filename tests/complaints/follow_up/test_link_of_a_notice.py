"""The link of our mails needs no code and opens nothing: one press mails the link that opens the file (docs/outbox.md)."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from complaints import recovery
from complaints.envelopes import again_page, open_token
from complaints.follow_up import access
from complaints.models import Complaint, Person
from complaints.notifications import outbox, registry
from complaints.notifications.models import OutboxMessage
from complaints.sharing import actions as sharing
from tests.complaints.follow_up.opening import address, with_code
from tests.factories import RepresentationFactory, ShareFactory

pytestmark = pytest.mark.django_db
LOGIN = reverse("follow_up:login")


def mail_of(case: Complaint, kind: str = "complaint_registered") -> OutboxMessage:
    return OutboxMessage.objects.filter(about=f"complaint:{case.pk}", kind=kind, channel="email").latest("pk")


def link_in(mail: OutboxMessage) -> str:
    (url,) = re.findall(r"https?://\S+/follow/\S*", outbox.render(mail).text)
    return url.replace(settings.SITE_URL, "")


def links() -> int:
    return OutboxMessage.objects.filter(kind="complaint_open_link").exclude(about="complaint:0").count()


def test_the_page_shows_nothing_of_the_file_and_a_look_mails_nothing(life, client):
    case = life.registered()
    url = link_in(mail_of(case))
    page = client.get(url).text
    person = case.complainant
    secrets = (case.reference, case.title, case.description, person.first_name, person.last_name, person.email)
    assert [secret for secret in secrets if secret in page] == []
    client.head(url)
    assert links() == 0
    assert client.get(address("case", case)).status_code == 404
    answer = client.post(url)
    assert answer.status_code == 200
    assert [secret for secret in secrets if secret in answer.text] == []
    assert links() == 1
    assert client.get(address("case", case)).status_code == 404, "the press opens nothing here"


def test_it_is_in_the_language_of_the_mail(life, client):
    case = life.registered(language="ar")
    assert client.get(link_in(mail_of(case))).headers["Content-Language"] == "ar"


@pytest.mark.parametrize("said", [{"email_verified_at": None}, {"contact_rule": "careful", "contact_ways": ["phone"]}])
def test_where_no_link_would_leave_the_mail_leads_to_number_and_code(life, client, said):
    case = life.registered()
    url = again_page(case)
    Person.objects.filter(pk=case.complainant_id).update(**said)
    case = Complaint.objects.get(pk=case.pk)
    assert again_page(case) == ""
    assert registry.resolve(mail_of(case)).context["url"].endswith(LOGIN)
    assert client.get(url).url == LOGIN, "nor does an older mail promise what would not come"
    assert client.post(f"{url}?to=review").url == f"{LOGIN}?to=review"
    assert links() == 0


def test_it_dies_with_the_code_and_with_the_mandate_and_after_90_days(life, client):
    case = with_code(life.registered())
    case.refresh_from_db()
    url = again_page(case)
    with time_machine.travel(timezone.now() + timedelta(days=91), tick=False):
        assert client.post(url).status_code == 410
    assert client.get(url).status_code == 200
    recovery.renew(case, actor=life.handler, way="desk", checked="document")
    assert client.post(url).status_code == 410
    case = Complaint.objects.get(pk=case.pk)
    url = again_page(case)
    RepresentationFactory(complaint=case, own_email="zohra@example.org")
    ShareFactory(complaint=case, email="zohra@example.org", right="write", represented=True)
    sharing.revoke_mandate(Complaint.objects.get(pk=case.pk), actor=life.handler, text="Lettre du 3 mars")
    assert client.post(url).status_code == 410, "who acted mails the represented person nothing"
    assert links() == 0


@pytest.mark.parametrize("token", ["x", "a:b:c", "\x00", "%00", "a" * 3000], ids=["x", "parts", "NUL", "coded", "long"])
def test_a_made_up_link_mails_nothing(client, life, token):
    assert client.post(f"/follow/again/{token}/").status_code in (400, 404, 410)


def test_neither_link_is_the_other(life, client):
    case = life.registered()
    token = again_page(case).removesuffix("/").rsplit("/", 1)[1]
    assert client.post(reverse("follow_up:open", args=[token])).status_code == 410
    assert client.post(reverse("follow_up:again", args=[open_token(case)])).status_code == 410


def test_its_limits_are_those_of_the_door(life, client, monkeypatch):
    case, other = life.registered(), life.registered()
    press = lambda what: client.post(again_page(what)).status_code  # noqa: E731
    assert [press(case) for _time in range(access.LINKS + 1)] == [200] * access.LINKS + [429]
    assert links() == access.LINKS
    monkeypatch.setattr(access, "LINKS_A_NETWORK", 2)
    assert press(other) == 429


def test_who_is_known_here_goes_straight_to_the_file(life, opened):
    case = life.registered()
    client = opened(case)
    case = Complaint.objects.get(pk=case.pk)
    assert client.get(again_page(case)).url == address("case", case)
    assert client.get(f"{again_page(case)}?to=review").url == address("review", case)
    account = life.registered(user=life.citizen.user)
    client = Client()
    client.force_login(life.citizen.user)
    assert client.get(again_page(account)).url == address("case", account)
    client.force_login(life.other_citizen.user)
    assert client.get(again_page(account)).status_code == 200


def test_who_reads_by_a_share_is_not_sent_to_the_review(life, client):
    case = life.registered()
    ShareFactory(complaint=case, user=life.other_citizen.user)
    client.force_login(life.other_citizen.user)
    assert client.get(f"{again_page(case)}?to=review").url == address("case", case)


def test_no_other_page_can_be_asked_for(life, client):
    case = life.registered()
    client.post(f"{again_page(case)}?to=//evil.example")
    assert client.post(link_in(mail_of(case, "complaint_open_link"))).url == address("case", case)
