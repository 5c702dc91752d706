"""The mailbox is read from a real IMAP server: every mail once, whoever dies when, however it is numbered."""

import os
import subprocess
import sys
import threading

import pytest
from django.conf import settings as django_settings
from django.db import connection

from complaints.models import IncomingMail, MailboxMark
from complaints.reception import crash, mailbox, tasks
from mediator import env
from tests.complaints.documents import PDF
from tests.complaints.notifications.conftest import Worker
from tests.complaints.reception.postbox import letter

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_every_mail_is_kept_once_and_marked_as_read(postbox, storage):
    postbox.put(letter(text="un"), letter(text="deux"))
    assert mailbox.fetch() == 2
    assert postbox.unseen() == 0
    assert mailbox.fetch() == 0
    postbox.put(letter(text="trois"))
    assert tasks.read_mailbox() == 3
    assert sorted(IncomingMail.objects.values_list("text", "status")) == [
        ("deux", "to_register"),
        ("trois", "to_register"),
        ("un", "to_register"),
    ]


def test_a_server_that_numbers_its_mails_anew_brings_nothing_twice(postbox, storage):
    mails = [letter(text="un"), letter(text="deux")]
    postbox.put(*mails)
    mailbox.fetch()
    before = MailboxMark.objects.get().uid_validity
    postbox.restart()
    postbox.put(letter(text="nouveau"), *mails)
    assert mailbox.fetch() == 1
    assert MailboxMark.objects.get().uid_validity != before
    assert IncomingMail.objects.count() == 3


def test_a_mail_that_somebody_read_before_us_is_kept_all_the_same(postbox, storage):
    postbox.put(letter())
    server = postbox._open()
    server.select("INBOX")
    server.store("1", "+FLAGS", "\\Seen")
    server.logout()
    assert mailbox.fetch() == 1


def test_an_empty_box_and_one_that_was_emptied(postbox, storage):
    assert mailbox.fetch() == 0
    postbox.put(letter())
    mailbox.fetch()
    postbox.expunge()
    assert mailbox.fetch() == 0
    postbox.put(letter(text="après"))
    assert mailbox.fetch() == 1


def test_of_a_mail_that_is_too_large_the_head_is_kept(postbox, storage, monkeypatch):
    monkeypatch.setattr(mailbox, "LARGEST", 5000)
    postbox.put(letter(subject="Gros", text="x" * 9000))
    tasks.read_mailbox()
    row = IncomingMail.objects.get()
    assert (row.subject, row.status, row.reason, row.text) == ("Gros", "to_check", "large", "")


def test_a_server_that_is_away_is_said_and_stops_nothing(postbox, storage):
    postbox.put(letter())
    mailbox.fetch()
    postbox.stop()
    assert tasks.read_mailbox() == 1
    assert MailboxMark.objects.get().trouble
    postbox.start()
    mailbox.fetch()
    assert MailboxMark.objects.get().trouble == ""


def test_a_wrong_password_is_a_trouble_without_the_password(postbox, settings):
    settings.INBOX = {**settings.INBOX, "password": "wrong-secret"}
    with pytest.raises(mailbox.Unreachable) as refused:
        mailbox.fetch()
    assert "wrong-secret" not in str(refused.value)


def test_nothing_is_read_where_no_mailbox_is_set(settings, db):
    settings.INBOX = None
    assert tasks.read_mailbox() == 0


def test_two_readers_at_once_keep_each_mail_once(postbox, storage):
    postbox.put(*[letter(text=str(number)) for number in range(8)])

    def work():
        try:
            tasks.read_mailbox()
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _each in range(3)]
    [thread.start() for thread in threads]
    [thread.join(60) for thread in threads]
    tasks.read_mailbox()
    assert IncomingMail.objects.count() == 8
    assert set(IncomingMail.objects.values_list("status", flat=True)) == {"to_register"}


@pytest.mark.parametrize("point", sorted(crash.POINTS))
def test_whoever_dies_between_two_steps_loses_nothing_and_doubles_nothing(postbox, storage, life, point):
    case = life.in_study()
    answer = letter(case.complainant.email, f"RE: {case.reference}", "Ma réponse")
    answer.add_attachment(
        PDF,
        maintype="application",
        subtype="pdf",
        filename="a.pdf",
    )
    postbox.put(answer, letter(text="une plainte"))
    command = "import django; django.setup(); from complaints.reception.tasks import read_mailbox; read_mailbox()"
    environment = {
        **os.environ, "DJANGO_SETTINGS_MODULE": "mediator.settings.test", "DATABASE_URL": Worker.database(),
        "IMAP_URL": postbox.url, "CRASH_AT": point, "STORAGE_URL": f"file://{storage}",
    }  # fmt: skip
    died = subprocess.run(
        [sys.executable, "-c", command], env=environment, cwd=django_settings.ROOT, capture_output=True, check=False
    )
    assert died.returncode == -9, died.stderr.decode()
    for _again in range(2):
        tasks.read_mailbox()
    assert postbox.unseen() == 0
    assert sorted(IncomingMail.objects.values_list("status", flat=True)) == ["filed", "to_register"]
    message = case.messages.get()
    assert (message.text, message.attachments.count()) == ("Ma réponse", 1)


# The address of the mailbox


def test_the_address_of_a_mailbox_is_read_from_the_environment():
    found = env.inbox("imaps://a%40b.org:p%40ss@mail.example.org/Plaintes")
    assert found == {
        "scheme": "imaps",
        "host": "mail.example.org",
        "port": 993,
        "user": "a@b.org",
        "password": "p@ss",
        "folder": "Plaintes",
    }
    assert env.inbox("imap+starttls://a:b@h")["port"] == 143  # type: ignore[index]
    assert env.inbox("") is None


@pytest.mark.parametrize("wrong", ["pop3://a:b@h", "imaps://", "mail.example.org"])
def test_an_address_that_is_none_stops_the_start(wrong):
    with pytest.raises(env.EnvironmentError, match="IMAP_URL"):
        env.inbox(wrong)
