"""What a person said about safe contact is obeyed in every notice, and seen at the desk."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as house
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts import actors
from complaints import envelopes, history, notices
from complaints.enums import ContactRule
from complaints.follow_up import safe_contact
from complaints.models import Complaint, Event, Person
from complaints.notifications import outbox, registry
from complaints.notifications.channels import email
from complaints.notifications.models import OutboxMessage
from complaints.safe_contact import in_words
from complaints.workflow.errors import NotAllowed
from tests.complaints.follow_up.opening import address
from tests.complaints.workflow.life import Life
from tests.factories import ComplaintFactory

pytestmark = pytest.mark.django_db
CARE = ContactRule.CAREFUL
NIGHT = (21, 8)


@pytest.fixture(autouse=True)
def quiet_nights(settings: Any) -> None:
    settings.QUIET_HOURS = NIGHT


def case_of(**person: Any) -> Complaint:
    given = {"email": "amina@example.org", "preferred_channel": "email", **person}
    return ComplaintFactory(history=False, **{f"complainant__{name}": value for name, value in given.items()})


def row_of(case: Complaint, kind: str) -> OutboxMessage:
    with transaction.atomic():
        event = history.record(case, "note_added", actor=actors.SYSTEM)
        _site, mail = outbox.put(
            kind, event=f"event:{event.pk}", recipient=f"complaint:{case.pk}:citizen", about=f"complaint:{case.pk}",
            context={}, language=case.language,
        )  # fmt: skip
    return mail


def envelope_of(case: Complaint, kind: str = "complaint_admitted") -> registry.Envelope:
    found = registry.resolve(row_of(case, kind))
    assert found is not None
    return found


# who said what                                                      -> mailed, hours, neutral
TABLE = [
    ({}, True, (8, 21), False),
    ({"contact_rule": CARE}, True, (8, 21), False),
    ({"contact_rule": CARE, "contact_ways": ["email", "post"]}, True, (8, 21), False),
    ({"contact_rule": CARE, "contact_ways": ["phone"]}, False, None, False),
    ({"contact_rule": CARE, "contact_from": 10, "contact_until": 16}, True, (10, 16), False),
    ({"contact_rule": CARE, "contact_from": 22, "contact_until": 5}, True, (22, 5), False),
    ({"contact_rule": CARE, "neutral_subject": True}, True, (8, 21), True),
    ({"contact_rule": ContactRule.FILE_ONLY}, False, None, False),
    ({"contact_rule": ContactRule.FILE_ONLY, "contact_ways": ["email"], "neutral_subject": True}, False, None, True),
    # the ways count with care alone; that nobody may read who writes, always
    ({"contact_rule": ContactRule.FREE, "contact_ways": ["phone"], "neutral_subject": True}, True, (8, 21), True),
    ({"preferred_channel": "post"}, False, None, False),
]


@pytest.mark.parametrize(("said", "mailed", "hours", "neutral"), TABLE)
@pytest.mark.parametrize("kind", sorted(set(envelopes.CITIZEN_KINDS) - envelopes.AT_ONCE))
def test_every_notice_obeys(kind: str, said: dict[str, Any], mailed: bool, hours: Any, neutral: bool) -> None:
    found = envelope_of(case_of(**said), kind)
    assert bool(found.address) is mailed
    assert bool(found.neutral) is neutral
    if mailed:
        assert found.hours == hours


@pytest.mark.parametrize("kind", sorted(envelopes.AT_ONCE))
def test_an_answer_to_what_one_has_just_done_comes_at_night_but_not_outside_ones_own_hours(kind: str) -> None:
    assert envelope_of(case_of(), kind).hours is None
    assert envelope_of(case_of(contact_rule=CARE, contact_from=10, contact_until=16), kind).hours == (10, 16)


def test_nobody_but_the_file_is_told_when_the_person_wants_that() -> None:
    case = case_of(contact_rule=ContactRule.FILE_ONLY, email_verified_at=timezone.now())
    for kind in envelopes.CITIZEN_KINDS:
        assert envelope_of(case, kind).address == ""


# The institution and its trade, as each language names them: the institution, a complaint, a file of one, an administration.
FORBIDDEN = {
    "ar": ("وسيط", "تظلم", "شكاي", "ملفكم", "إدارة"),
    "fr": ("mediat", "médiat", "plainte", "réclamation", "dossier", "administration"),
    "en": ("mediat", "ombuds", "complaint", "complain", "your file", "administration"),
    "es": ("mediador", "defensor", "queja", "expediente", "administración"),
    "nl": ("ombuds", "klacht", "dossier", "overheid"),
    "it": ("mediator", "difensore", "reclam", "pratica", "amministrazione"),
    "de": ("ombuds", "beschwerde", "akte", "behörde", "verwaltung"),
    "zgh": ("ⵡⴰⵙⵉⵟ", "ⵛⴽⴰⵢ", "ⵙⴷⴰⵡ", "ⵜⵎⵙⵙⴰⴳⵓⵔⵜ", "ⵜⴰⵎⵙⵙⴰⴳⵓⵔⵜ"),
}


def test_the_forbidden_words_cover_every_language() -> None:
    assert set(FORBIDDEN) == {code for code, _name in house.LANGUAGES}


@pytest.mark.parametrize("language", FORBIDDEN)
def test_the_forbidden_words_are_those_of_an_ordinary_mail(language: str) -> None:
    """Else the table would forbid what no mail of ours says."""
    case = case_of()
    mail = outbox.render(row_of(case, "complaint_admitted"), language=language)
    said = f"{mail.subject} {mail.text}".lower()
    assert [word for word in FORBIDDEN[language] if word in said]


@pytest.mark.parametrize("kind", envelopes.CITIZEN_KINDS)
@pytest.mark.parametrize("language", FORBIDDEN)
def test_a_neutral_mail_names_neither_us_nor_the_file(kind: str, language: str, settings: Any) -> None:
    settings.NEUTRAL_FROM_EMAIL = "post@news.example"
    case = case_of(contact_rule=CARE, neutral_subject=True)
    Complaint.objects.filter(pk=case.pk).update(language=language)
    case.refresh_from_db()
    row = row_of(case, kind)
    mail = email.compose(row, registry.resolve(row))  # type: ignore[arg-type]
    assert mail.from_email == "post@news.example"
    everything = " ".join([mail.subject, mail.body, str(mail.rendered.html)]).lower()
    own = [case.reference, case.administration_name, *(word for words in FORBIDDEN.values() for word in words)]
    if kind == "complaint_open_link":  # whoever asked for the link needs it; neither subject nor first words tell
        everything = f"{mail.subject} {mail.body.split('http')[0]}".lower()
    assert [word for word in own if word.lower() in everything] == []
    assert house.INSTITUTION_PHONE not in everything


def test_on_the_site_the_notice_says_what_it_always_says() -> None:
    case = case_of(contact_rule=CARE, neutral_subject=True)
    with transaction.atomic():
        event = history.record(case, "admit", actor=actors.SYSTEM)
        notices.tell(case, event, notices.Admitted())
    row = OutboxMessage.objects.get(channel="in_app")
    assert case.reference in outbox.render(row).subject


# Changing it


def test_it_is_changed_in_the_file_and_the_history_says_only_that(opened: Callable[..., Client], life: Life) -> None:
    case = life.admitted()
    client = opened(case)
    said = {
        "contact_rule": "careful", "contact_ways": ["email"], "contact_from": "10", "contact_until": "16",
        "no_voice_mail": "on", "neutral_subject": "on",
    }  # fmt: skip
    assert client.post(address("contact", case), said).status_code == 302
    person = Person.objects.get(pk=case.complainant_id)
    assert (person.contact_hours, person.contact_ways, person.no_voice_mail) == ((10, 16), ["email"], True)
    assert person.wants_no_name
    event = Event.objects.get(complaint=case, name="safe_contact_changed")
    assert (event.public_text, event.internal_text, event.data) == ("", "", {})
    assert not OutboxMessage.objects.filter(event=f"event:{event.pk}").exists()
    client.post(address("contact", case), said)  # pressed twice
    assert Event.objects.filter(complaint=case, name="safe_contact_changed").count() == 1


def test_a_wish_said_beside_no_is_kept_for_the_day_the_answer_changes(
    opened: Callable[..., Client], life: Life
) -> None:
    case = life.admitted()
    client = opened(case)
    said = {"contact_rule": "file_only", "contact_from": "10", "contact_until": "16", "neutral_subject": "on"}
    assert client.post(address("contact", case), said).status_code == 302
    person = Person.objects.get(pk=case.complainant_id)
    assert (person.contact_rule, person.neutral_subject, person.reachable_by("email")) == ("file_only", True, False)
    assert person.contact_hours is None
    form = client.get(address("contact", case)).context["form"]
    assert (form["neutral_subject"].value(), form["contact_from"].value()) == (True, 10)
    assert client.post(address("contact", case), {**said, "contact_rule": "careful"}).status_code == 302
    assert envelope_of(Complaint.objects.get(pk=case.pk)).neutral == "neutral/news"


def test_a_code_that_leaves_all_the_same_does_not_say_who_writes(opened: Callable[..., Client], life: Life) -> None:
    case = life.admitted()
    Person.objects.filter(pk=case.complainant_id).update(contact_rule=ContactRule.FILE_ONLY, neutral_subject=True)
    opened(case).post(address("email", case), {"email": "nouvelle@example.org"})
    found = registry.resolve(OutboxMessage.objects.get(kind="complaint_email_code"))
    assert found is not None
    assert (found.address, found.neutral) == ("nouvelle@example.org", "neutral/code")


def test_half_an_answer_comes_back_with_what_was_typed(opened: Callable[..., Client], life: Life) -> None:
    case = life.admitted()
    answer = opened(case).post(address("contact", case) + "?lang=en", {"contact_rule": "careful", "contact_from": "10"})
    assert answer.status_code == 422
    assert "Choose both hours, or none." in answer.content.decode()
    assert 'value="10" selected' in answer.content.decode()


@pytest.mark.parametrize("nonsense", [{"contact_rule": "x"}, {"contact_ways": ["\0"]}, {"contact_from": "25"}])
def test_nonsense_is_refused_kindly(opened: Callable[..., Client], life: Life, nonsense: dict[str, Any]) -> None:
    case = life.admitted()
    assert opened(case).post(address("contact", case), nonsense).status_code == 422


def test_a_stranger_changes_nothing(client: Client, life: Life) -> None:
    case, other = life.admitted(), life.admitted()
    assert client.get(address("contact", case)).status_code == 404
    assert client.post(address("contact", case), {"contact_rule": "file_only"}).status_code in {401, 404}
    for actor in (life.handler, actors.code_holder(other.pk)):
        with pytest.raises(NotAllowed):
            safe_contact.change(case, actor=actor, data={"contact_rule": "file_only"})
    assert Person.objects.get(pk=case.complainant_id).contact_rule == ""


# At the desk


def test_the_desk_reads_it_beside_the_telephone(client: Client, life: Life) -> None:
    case = life.admitted()
    Person.objects.filter(pk=case.complainant_id).update(contact_rule=CARE, no_voice_mail=True)
    client.force_login(life.handler.user)  # type: ignore[arg-type]
    page = client.get(f"/desk/complaints/complaint/{case.pk}/?tab=facts&lang=en").content.decode()
    assert "No voice message!" in page
    assert "Contact with care" in page


def test_every_care_is_said_in_words() -> None:
    full = case_of(
        contact_rule=CARE, contact_ways=["phone"], contact_from=9, contact_until=17, no_voice_mail=True,
        neutral_subject=True,
    ).complainant  # fmt: skip
    assert len(in_words(full)) == 4
    assert len(in_words(case_of(contact_rule=ContactRule.FILE_ONLY).complainant)) == 1
    assert len(in_words(case_of(contact_rule=CARE).complainant)) == 1
    assert in_words(case_of().complainant) == []


@pytest.mark.django_db(transaction=True)
def test_a_notice_written_at_night_leaves_in_the_morning(settings: Any) -> None:
    hour = timezone.now().hour
    settings.QUIET_HOURS = ((hour - 1) % 24, (hour + 2) % 24)  # it is night now
    case = case_of(time_zone="UTC", country__time_zone="UTC")
    row = row_of(case, "complaint_admitted")
    outbox.drain()
    row.refresh_from_db()
    assert row.status == "pending"
    assert row.next_at > timezone.now() + timedelta(minutes=30)
