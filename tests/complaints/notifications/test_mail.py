"""Mails of accounts go through the outbox, encrypted while they wait; the mailbox page shows what was sent."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.mail import send_mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from accounts.actors import person
from accounts.models import User
from accounts.roles import Role
from complaints.notifications import actions, mail, outbox
from complaints.notifications.models import OutboxMessage, SentMail, Status

pytestmark = pytest.mark.django_db(transaction=True)


def send(to: str = "citizen@example.org", text: str = "Your code:\n\n4821-07\n\nIt lives three minutes.") -> None:
    send_mail("Your code", text, None, [to])


def test_a_mail_of_django_becomes_a_row_and_leaves_in_the_house_layout(sink: Any) -> None:
    with translation.override("ar"):
        send()
    row = OutboxMessage.objects.get()
    assert (row.kind, row.status, row.language, row.context) == (mail.KIND, Status.PENDING, "ar", {})
    outbox.drain()
    (received,) = sink.mails
    assert received["To"] == "citizen@example.org"
    html = received.get_body(("html",)).get_content()
    assert 'class="code">4821-07<' in html
    assert '<body lang="ar" dir="rtl">' in html
    assert "4821-07" in received.get_body(("plain",)).get_content()


def test_a_login_code_waits_encrypted_and_is_wiped_when_sent(sink: Any) -> None:
    send()
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(m)::text FROM notifications_outboxmessage m")
        (stored,) = cursor.fetchone()
    assert "4821" not in stored
    assert "citizen@example.org" not in stored
    outbox.drain()
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM notifications_outboxmessage")
        assert cursor.fetchone() == ("",)


def test_a_code_that_is_long_dead_is_not_sent(sink: Any, client: Client) -> None:
    User.objects.create_user("citizen@example.org", "a-long-password")
    client.post(reverse("account_request_login_code"), {"email": "citizen@example.org"})
    OutboxMessage.objects.update(created_at=timezone.now() - timedelta(hours=2))
    outbox.drain()
    row = OutboxMessage.objects.get()
    assert (row.status, row.sealed) == (Status.VOID, "")
    assert not sink.mails


def test_a_link_to_choose_a_password_waits_an_outage_out(sink: Any, client: Client) -> None:
    User.objects.create_user("citizen@example.org", "a-long-password")
    client.post(reverse("account_reset_password"), {"email": "citizen@example.org"})
    OutboxMessage.objects.update(created_at=timezone.now() - timedelta(days=2))
    outbox.drain()
    (received,) = sink.mails
    assert "/reset/key/" in received.get_body(("plain",)).get_content()


def test_a_refused_invitation_is_a_dead_letter_that_can_still_be_sent(sink: Any) -> None:
    send(text="Choose a password")
    sink.answer = "550 5.1.1 no such user"
    outbox.drain()
    row = OutboxMessage.objects.get()
    assert row.status == Status.DEAD
    staff = User.objects.create_user("h@example.org", role=Role.HANDLER, is_staff=True)
    sink.answer = "250 ok"
    actions.resend(row, actor=person(staff))
    outbox.drain()
    row.refresh_from_db()
    assert (row.status, row.sealed, len(sink.mails)) == (Status.SENT, "", 1)


def test_logging_in_by_code_works_through_the_outbox(client: Client, sink: Any) -> None:
    from allauth.account.models import EmailAddress

    user = User.objects.create_user("citizen@example.org", "a-long-password")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    client.post(reverse("account_request_login_code"), {"email": user.email})
    outbox.drain()
    (received,) = sink.mails
    assert received["To"] == user.email
    assert "Médiateur du Royaume" in received.get_body(("plain",)).get_content()


def test_the_mailbox_keeps_what_was_sent_and_forgets_the_oldest(mailbox: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "KEPT", 3)
    for number in range(5):
        send(f"c{number}@example.org")
    outbox.drain()
    assert list(SentMail.objects.values_list("to", flat=True)) == ["c4@example.org", "c3@example.org", "c2@example.org"]


# --- the page ---


@pytest.fixture
def letters(mailbox: None, put: Callable[..., Any], post: Any) -> None:
    """One Arabic notice and one account mail in the mailbox."""
    post.source = (
        "{reference}: توصلنا بشكايتكم\n\nلا شيء مطلوب منكم.\n\n- أولا\n\n[فتح ملفي](http://localhost:8000/follow/)"
    )
    put(language="ar")
    send("other@example.org")
    outbox.drain()


def test_the_list_is_newest_first_and_filtered_by_address(client: Client, letters: None) -> None:
    page = client.get(reverse("notifications:mailbox")).content.decode()
    assert page.index("other@example.org") < page.index("citizen@example.org")
    page = client.get(reverse("notifications:mailbox"), {"to": "CITIZEN@"}).content.decode()
    assert "other@example.org" not in page
    assert "citizen@example.org" in page


def test_a_mail_is_drawn_by_our_own_page_under_the_one_policy(client: Client, letters: None) -> None:
    row = SentMail.objects.get(to__contains="citizen")
    response = client.get(reverse("notifications:mail", args=[row.pk]))
    page = response.content.decode()
    assert '<article class="card" id="mail" lang="ar" dir="rtl">' in page
    assert '<a class="button" href="http://localhost:8000/follow/">' in page
    assert "IMR-2026-7K3M9QX-4" in page
    assert "style=" not in page
    policy = response["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    code = SentMail.objects.get(to="other@example.org")
    assert "4821-07" in client.get(reverse("notifications:mail", args=[code.pk])).content.decode()


def test_the_list_goes_on_by_key(client: Client, mailbox: None) -> None:
    for number in range(30):
        SentMail.objects.create(sender="s@example.org", to=f"c{number:02}@example.org", subject="S")
    seen: list[str] = []
    address = reverse("notifications:mailbox")
    while address:
        response = client.get(address)
        seen += [row.to for row in response.context["mails"]]
        more = response.context["more"]
        address = f"{reverse('notifications:mailbox')}?before={more}" if more else ""
    assert seen == [f"c{number:02}@example.org" for number in reversed(range(30))]


@pytest.mark.parametrize(
    "query", ["?to=%01", "?before=x", "?before=-1", "?before=" + "9" * 40, "?to=%ED%A0%80", "?to=" + "a" * 9000]
)
def test_odd_questions_get_a_page(client: Client, query: str) -> None:
    assert client.get(reverse("notifications:mailbox") + query).status_code == 200


def test_an_absent_mail_is_not_found(client: Client) -> None:
    assert client.get(reverse("notifications:mail", args=[10**30])).status_code == 404


def test_production_has_no_such_page(client: Client, letters: None, settings: Any) -> None:
    settings.MAILBOX = False
    assert client.get(reverse("notifications:mailbox")).status_code == 404
    assert client.get(reverse("notifications:mail", args=[SentMail.objects.first().pk])).status_code == 404


ACCOUNT_MAILS = sorted(
    f"{path.parent.parent.name}/email/{path.stem.removesuffix('_message')}"
    for folder in ("account", "mfa")
    for path in Path(settings.ROOT, "templates", folder, "email").glob("*_message.txt")
    if not path.stem.startswith("base")
)


@pytest.mark.parametrize("prefix", ACCOUNT_MAILS)
def test_every_mail_of_an_account_speaks_with_the_voice_of_the_house(prefix: str, sink: Any, rf: Any) -> None:
    from allauth.account.adapter import get_adapter
    from allauth.core import context

    facts = {
        "code": "ABCD-2345",
        "password_reset_url": "http://testserver/account/x/",
        "signup_url": "http://testserver/account/y/",
        "from_email": "a@example.org",
        "to_email": "b@example.org",
        "deleted_email": "c@example.org",
    }
    with context.request_context(rf.get("/")):
        get_adapter().send_mail(prefix, "citizen@example.org", facts)
    outbox.drain()
    (received,) = sink.mails
    text = received.get_body(("plain",)).get_content()
    assert received["Subject"]
    assert "testserver!" not in text
    assert "Thank you for using" not in text
    assert "never ask for money or passwords" in text
    assert "{" not in text


def test_every_mail_that_allauth_can_send_is_ours() -> None:
    import allauth

    theirs = Path(allauth.__file__).parent / "templates"
    wanted = {
        str(path.relative_to(theirs))
        for folder in ("account", "mfa")
        for path in (theirs / folder / "email").glob("*.txt")
        if "email_confirmation_signup" not in path.name  # includes email_confirmation
    }
    assert [name for name in sorted(wanted) if not Path(settings.ROOT, "templates", name).exists()] == []
