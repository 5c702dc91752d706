"""C25: contact details while the file is open, facts until the administration is written to; what stood there is kept."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from complaints.follow_up import editing, selectors
from complaints.models import Complaint, NewAddress, Person
from complaints.notifications import outbox
from complaints.notifications.models import OutboxMessage
from complaints.notifications.registry import resolve
from complaints.sharing.actions import revoke_mandate
from tests.complaints.follow_up.opening import address, with_code
from tests.factories import RepresentationFactory

pytestmark = pytest.mark.django_db


def typed(page, **changed) -> dict[str, str]:
    """The form of a page as a browser would send it back, with some fields changed."""
    form = page.context["form"]
    data: dict[str, str] = {}
    for name in form.fields:
        value = form[name].value()
        if hasattr(value, "isoformat"):
            data |= {f"{name}_0": str(value.day), f"{name}_1": str(value.month), f"{name}_2": str(value.year)}
        elif value not in (None, False):
            data[name] = str(value)
    return {**data, **changed}


def told(case) -> set[str]:
    return set(OutboxMessage.objects.filter(about=f"complaint:{case.pk}").values_list("kind", flat=True))


def correct(client, case, name: str, **changed):
    return client.post(address(name, case), typed(client.get(address(name, case)), **changed))


def test_a_new_telephone_is_kept_the_old_one_too_and_both_sides_are_told(life, opened):
    case = with_code(life.with_administration())
    case.complainant.phone = "+33612345678"
    case.complainant.save()
    assert correct(opened(case), case, "details", phone="06 99 88 77 66", city="Roubaix").status_code == 302
    person = Complaint.objects.get(pk=case.pk).complainant
    assert (person.phone.as_e164, person.city) == ("+33699887766", "Roubaix")
    rows = {row.field: row.before for row in case.changes.all()}
    assert rows == {"phone": "+33612345678", "city": "Lille"}
    event = case.events.get(name="corrected")
    assert event.data == {"block": "contact", "fields": ["phone", "city"]}
    assert {"complaint_details_changed", "desk_changed"} <= told(case)


def test_the_story_names_the_fields_and_neither_value(life, opened):
    case = with_code(life.in_study())
    client = opened(case)
    correct(client, case, "facts", harm="Une autre perte", title="Autre titre")
    (entry,) = [entry for entry in selectors.timeline(case) if "harm" in entry.text]
    assert "Perte" not in entry.text
    messages = OutboxMessage.objects.filter(kind="complaint_details_changed")
    assert not any("perte" in str(row.context).lower() for row in messages)


def test_facts_may_be_corrected_until_the_administration_is_written_to(life, opened):
    case = with_code(life.admitted())
    assert correct(opened(case), case, "facts", description="Depuis 2019, en fait").status_code == 302
    now = Complaint.objects.get(pk=case.pk)
    assert (now.description, now.new_reply) == ("Depuis 2019, en fait", True)
    assert case.changes.get().before == "Depuis 2021"


def test_afterwards_the_page_says_why_not_and_what_can_be_done(life, opened):
    case = with_code(life.with_administration())
    client = opened(case)
    page = client.get(address("facts", case))
    assert page.status_code == 200
    assert address("write", case) in page.text
    assert address("facts", case) not in client.get(address("case", case)).text
    answer = client.post(address("facts", case), typed(page, harm="x"))
    assert answer.status_code == 422
    assert not case.changes.exists()


def test_a_closed_file_changes_no_more(life, opened):
    case = with_code(life.withdrawn())
    client = opened(case)
    for name in ("details", "email", "facts"):
        assert "cannot be changed" in client.get(address(name, case), headers={"accept-language": "en"}).text
        assert address(name, case) not in client.get(address("case", case)).text
    assert correct(client, case, "details", city="Roubaix").status_code == 422


def test_sent_twice_it_is_one_correction(life, opened):
    case = with_code(life.in_study())
    client = opened(case)
    data = typed(client.get(address("details", case)), city="Roubaix")
    for _press in range(2):
        assert client.post(address("details", case), data).status_code == 302
    assert case.changes.count() == 1


def test_two_windows_do_not_undo_each_other(life, opened):
    case = with_code(life.in_study())
    client = opened(case)
    first = typed(client.get(address("details", case)), city="Roubaix")
    second = typed(client.get(address("details", case)), address="5 rue Y")
    client.post(address("details", case), first)
    answer = client.post(address("details", case), second)
    assert answer.status_code == 422
    assert "5 rue Y" in answer.text
    assert Complaint.objects.get(pk=case.pk).complainant.city == "Roubaix"
    again = client.post(address("details", case), typed(answer))
    assert again.status_code == 302


def test_another_day_of_notification_moves_the_warning_about_the_courts(life, opened):
    case = with_code(life.in_study())
    day = {"notified_on_0": "1", "notified_on_1": "10", "notified_on_2": "2026"}
    correct(opened(case), case, "facts", **day)
    assert Complaint.objects.get(pk=case.pk).appeal_until.isoformat() == "2026-11-30"


@pytest.mark.parametrize(
    "value",
    ["\x00", b"\xed\xa0\x80x", "x" * 10**6, "\u202e", ""],
    ids=["NUL", "surrogate", "long", "override", "empty"],
)
@pytest.mark.parametrize(
    ("name", "field"), [("details", "phone"), ("details", "country"), ("facts", "title"), ("facts", "amount")]
)
def test_nonsense_is_no_crash(life, opened, name, field, value):
    case = with_code(life.in_study())
    assert correct(opened(case), case, name, **{field: value}).status_code in (302, 422)


def test_a_wish_is_not_replaced_by_nothing_visible(life, opened):
    case = with_code(life.in_study())
    wished = case.request
    answer = correct(opened(case), case, "facts", request="\u200b\u200b")
    assert answer.status_code == 422
    assert answer.context["form"].errors["request"]
    assert Complaint.objects.get(pk=case.pk).request == wished


def test_who_has_no_address_keeps_a_telephone(life, opened):
    case = with_code(life.in_study())
    case.complainant.email, case.complainant.phone = "", "+33612345678"
    case.complainant.save()
    answer = correct(opened(case), case, "details", phone="")
    assert answer.status_code == 422
    assert {"phone", "preferred_channel"} <= set(answer.context["form"].errors)


def test_what_stood_there_is_never_changed_nor_deleted(life, opened):
    case = with_code(life.in_study())
    correct(opened(case), case, "details", city="Roubaix")
    for act in (lambda: case.changes.update(before="x"), lambda: case.changes.all().delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


def test_the_desk_reads_what_stood_there(life, opened, client):
    case = with_code(life.in_study())
    correct(opened(case), case, "facts", harm="Autre chose")
    client.force_login(life.handler.user)
    page = client.get(f"/desk/complaints/complaint/{case.pk}/?tab=facts")
    assert [(row.field, before) for row, before in page.context["changes"]] == [("harm", "Perte")]
    assert "Perte" in page.text


# --- the e-mail address ---


def figures(case) -> str:
    return editing.figures_of(NewAddress.objects.get(complaint=case))


def last(kind: str) -> OutboxMessage:
    return OutboxMessage.objects.filter(kind=kind).latest("pk")


def test_a_new_address_counts_once_it_is_proved_and_the_old_one_is_told(life, opened):
    case = with_code(life.in_study())
    old, client = case.complainant.email, opened(case)
    assert client.post(address("email", case), {"email": "Nouvelle@Example.org"}).status_code == 302
    assert Complaint.objects.get(pk=case.pk).complainant.email == old
    mail = last("complaint_email_code")
    assert "@" not in str(mail.context)
    assert resolve(mail).address == "nouvelle@example.org"
    code = re.search(r"\b\d{6}\b", outbox.render(mail).text).group()
    assert client.post(address("email", case), {"figures": f"{code[:3]} {code[3:]}"}).status_code == 302
    person = Complaint.objects.get(pk=case.pk).complainant
    assert (person.email, person.email_verified_at is not None) == ("nouvelle@example.org", True)
    assert case.changes.get().before == old
    told_old = last("complaint_email_changed")
    assert resolve(told_old).address == old
    assert "nouvelle@" not in outbox.render(told_old).text
    assert "desk_changed" in told(case)


@pytest.mark.parametrize(
    ("said", "hours", "named"),
    [
        ({}, None, True),
        ({"contact_rule": "careful", "contact_from": 10, "contact_until": 16}, (10, 16), True),
        ({"contact_rule": "careful", "neutral_subject": True}, None, False),
        ({"contact_rule": "careful", "contact_ways": ["phone"]}, None, False),
    ],
)
def test_the_old_address_is_told_as_its_owner_wants_and_never_passed_over(life, opened, said, hours, named):
    case = with_code(life.in_study())
    Person.objects.filter(pk=case.complainant_id).update(time_zone="Asia/Tokyo", **said)
    client = opened(case)
    client.post(address("email", case), {"email": "nouvelle@example.org"})
    client.post(address("email", case), {"figures": figures(case)})
    row = last("complaint_email_changed")
    envelope = resolve(row)
    assert (envelope.address, envelope.hours, envelope.time_zone) == (case.complainant.email, hours, "Asia/Tokyo")
    assert (case.reference in outbox.render(row).subject) is named
    Person.objects.filter(pk=case.complainant_id).update(contact_rule="file_only")
    assert resolve(row) is None


def test_after_a_revocation_the_rules_of_the_old_address_are_the_representatives(life, opened):
    case = with_code(life.in_study())
    RepresentationFactory(complaint=case)
    client, daughters = opened(case), case.complainant.email
    client.post(address("email", case), {"email": "nouvelle@example.org"})
    client.post(address("email", case), {"figures": figures(case)})
    Person.objects.filter(pk=case.complainant_id).update(contact_rule="careful", contact_from=10, contact_until=16)
    revoke_mandate(Complaint.objects.get(pk=case.pk), actor=life.handler, text="Lettre du 3 mars")
    Person.objects.filter(pk=case.complainant_id).update(contact_rule="file_only")  # the mother's own
    envelope = resolve(last("complaint_email_changed"))
    assert (envelope.address, envelope.hours) == (daughters, (10, 16))


def test_five_wrong_tries_and_the_right_figures_do_not_count_any_more(life, opened):
    case = with_code(life.in_study())
    client = opened(case)
    client.post(address("email", case), {"email": "nouvelle@example.org"})
    right = figures(case)
    wrong = f"{(int(right) + 1) % 10**6:06d}"
    for _try in range(5):
        assert client.post(address("email", case), {"figures": wrong}).status_code == 422
    assert client.post(address("email", case), {"figures": right}).status_code == 422
    assert Complaint.objects.get(pk=case.pk).complainant.email != "nouvelle@example.org"


def test_the_figures_of_an_earlier_message_or_of_an_hour_ago_do_not_count(life, opened):
    case = with_code(life.in_study())
    client = opened(case)
    client.post(address("email", case), {"email": "une@example.org"})
    first, mail = figures(case), last("complaint_email_code")
    client.post(f"{address('email', case)}?other=1", {"email": "deux@example.org"})
    assert resolve(mail) is None  # set aside, and not sent any more
    assert client.post(address("email", case), {"figures": first}).status_code == 422
    right = figures(case)
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        answer = client.post(address("email", case), {"figures": right})
    assert answer.status_code == 302
    assert not case.changes.exists()


def test_no_more_than_a_few_messages_an_hour(life, opened):
    case = with_code(life.in_study())
    client = opened(case)
    answers = [
        client.post(f"{address('email', case)}?other=1", {"email": f"a{n}@example.org"}).status_code for n in range(7)
    ]
    assert answers == [302] * 6 + [422]


@pytest.mark.parametrize(
    "value",
    ["", "x", "a@b", "\x00@example.org", "x" * 10**6 + "@example.org"],
    ids=["empty", "x", "a@b", "NUL", "long"],
)
def test_what_is_no_address_gets_a_sentence(life, opened, value):
    case = with_code(life.in_study())
    answer = opened(case).post(address("email", case), {"email": value})
    assert answer.status_code == 422
    assert not NewAddress.objects.exists()


def test_the_figures_are_kept_nowhere(life, opened):
    case = with_code(life.in_study())
    opened(case).post(address("email", case), {"email": "nouvelle@example.org"})
    code, row = figures(case), NewAddress.objects.get()
    assert code not in str(row.__dict__)
    assert code not in str(last("complaint_email_code").__dict__)


def test_a_stranger_finds_none_of_these_pages(life, opened):
    case, other = life.in_study(), life.in_study()
    client = opened(other)
    for name in ("details", "email", "facts"):
        assert client.get(address(name, case)).status_code == 404


def test_a_number_that_stays_is_no_correction(life, opened):
    case = with_code(life.in_study())
    case.complainant.phone = "+33612345678"
    case.complainant.save()
    correct(opened(case), case, "details", phone="06 12 34 56 78", city="Roubaix")
    assert [row.field for row in case.changes.all()] == ["city"]
