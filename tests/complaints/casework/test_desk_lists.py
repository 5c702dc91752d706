"""Accounts, lists and undelivered messages."""

import re

import pytest
from allauth.account.models import EmailAddress

from accounts.models import User
from complaints.casework import tasks
from complaints.guide.models import Subject
from complaints.models import Complaint
from complaints.notifications.models import OutboxMessage, Status


def test_a_colleague_is_invited_without_a_password(life, desk, mailoutbox):
    client = desk(life.administrator)
    answer = client.post(
        "/desk/accounts/user/add/",
        {"email": "New.Colleague@example.org", "name": "Nadia", "role": "handler", "unit": life.unit.pk, "language": "ar",
         "is_active": "on"},
    )  # fmt: skip
    assert answer.status_code == 302, answer.content.decode()
    user = User.objects.get(email="new.colleague@example.org")
    assert not user.has_usable_password()
    assert user.is_staff
    assert EmailAddress.objects.get(user=user).primary
    assert [mail.to for mail in mailoutbox] == [[user.email]]
    assert "/account/password/reset/key/" in mailoutbox[0].body


def test_a_caseworker_needs_a_unit_and_an_address_only_once(life, desk):
    client = desk(life.administrator)
    answer = client.post(
        "/desk/accounts/user/add/", {"email": life.handler.user.email.upper(), "role": "handler", "is_active": "on"}
    )
    page = answer.content.decode()
    assert "Choose the unit in which this person works." in page
    assert "This address already has an account." in page


def test_an_account_is_closed_not_deleted_and_leaves_the_desk_with_its_role(life, desk):
    client = desk(life.administrator)
    user = life.handler.user
    data = {"email": user.email, "name": "x", "role": "liaison", "language": "fr"}
    assert client.post(f"/desk/accounts/user/{user.pk}/change/", data).status_code == 302
    user.refresh_from_db()
    assert not user.is_active
    assert not user.is_staff
    assert client.get(f"/desk/accounts/user/{user.pk}/delete/").status_code == 403


def test_complainants_accounts_are_not_listed(life, desk):
    client = desk(life.administrator)
    assert life.citizen.user.email not in client.get("/desk/accounts/user/").content.decode()
    assert client.get(f"/desk/accounts/user/{life.citizen.user_id}/change/").status_code == 302


def test_names_are_four_lines_of_a_form(life, desk):
    client = desk(life.administrator)
    row = Subject.objects.create(code="ADM-X9", nature="ADM", names={"fr": "État civil", "ar": "الحالة المدنية"})
    page = client.get(f"/desk/guide/subject/{row.pk}/change/").content.decode()
    assert 'value="État civil"' in page
    data = {"code": "ADM-X9", "nature": "ADM", "position": "0", "active": "on",
            "names_ar": "الحالة", "names_fr": "", "names_en": "Civil status", "names_es": " "}  # fmt: skip
    assert client.post(f"/desk/guide/subject/{row.pk}/change/", data).status_code == 302
    row.refresh_from_db()
    assert row.names == {"ar": "الحالة", "en": "Civil status"}
    empty = {**data, "names_ar": "", "names_en": ""}
    answer = client.post(f"/desk/guide/subject/{row.pk}/change/", empty)
    assert "Write the name in at least one language" in answer.content.decode()


def test_other_packages_lists_stay_out(life, desk):
    client = desk(life.administrator)
    for name in ("auth/group", "account/emailaddress", "mfa/authenticator", "usersessions/usersession"):
        assert client.get(f"/desk/{name}/").status_code == 404


@pytest.fixture
def dead(life):
    case = life.in_study()
    row = OutboxMessage.objects.filter(about=f"complaint:{case.pk}", channel="email").order_by("pk")[0]
    OutboxMessage.objects.filter(pk=row.pk).update(status=Status.DEAD, last_error="550 no such user")
    return case, row


def test_undelivered_messages_are_seen_and_sent_again(life, desk, dead):
    case, row = dead
    client = desk(life.handler)
    page = client.get("/desk/undelivered/").content.decode()
    assert "550 no such user" in page
    assert case.reference in page
    assert client.post(f"/desk/undelivered/{row.pk}/").status_code == 302
    row.refresh_from_db()
    assert row.status == Status.PENDING


def test_by_which_way_it_should_have_gone_is_said(life, desk, dead):
    case, row = dead
    client = desk(life.handler)
    for channel in ("push", "sms", "whatsapp"):
        OutboxMessage.objects.filter(pk=row.pk).update(channel=channel, event=f"event:{channel}")
        row.refresh_from_db()
        for page in ("/desk/undelivered/", f"/desk/complaints/complaint/{case.pk}/?tab=exchanges"):
            assert row.get_channel_display() in client.get(page).content.decode()


def test_an_administrator_sees_that_a_message_failed_but_not_whose_file(life, desk, dead):
    case, _row = dead
    page = desk(life.administrator).get("/desk/undelivered/").content.decode()
    assert "550 no such user" in page
    assert case.reference not in page
    assert desk(life.actor("statistician", None)).get("/desk/undelivered/").status_code == 403


def test_the_clock_flags_what_is_late(life):
    case = life.in_study()
    Complaint.objects.filter(pk=case.pk).update(due_on="2020-01-01")
    tasks.watch_deadlines()
    tasks.watch_deadlines()
    case.refresh_from_db()
    assert case.overdue
    assert case.events.filter(name="overdue").count() == 1


INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:|src=\"(?:https?:)?//|data:image")


def test_no_page_of_the_desk_breaks_the_policy(life, desk):
    case = life.commented()
    client, admin = desk(life.handler), desk(life.administrator)
    base = f"/desk/complaints/complaint/{case.pk}/"
    pages = ["/desk/", "/desk/complaints/complaint/?view=all&q=x", base, f"{base}?tab=facts", f"{base}?tab=files",
             f"{base}?tab=exchanges", f"{base}?tab=administration", f"{base}?tab=history", f"{base}do/settle/",
             f"{base}do/note/", "/desk/undelivered/"]  # fmt: skip
    lists = ["/desk/", "/desk/accounts/user/", "/desk/accounts/user/add/", "/desk/guide/holiday/add/",
             "/desk/guide/referralbody/add/", "/desk/guide/administration/"]  # fmt: skip
    for who, addresses in ((client, pages), (admin, lists)):
        for address in addresses:
            answer = who.get(address)
            assert answer.status_code == 200, address
            assert not INLINE.findall(answer.content.decode()), address
            assert "script-src 'self'" in answer["Content-Security-Policy"]
