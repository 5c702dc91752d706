"""All that is held is given, or stands in a list with the reason why not; a new column or relation turns this red."""

import json
import uuid
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import models
from django.utils import timezone, translation

from accounts.actors import code_holder, share_holder
from accounts.held import as_read
from complaints import codes, envelopes
from complaints.follow_up import held_facts, holdings
from complaints.guide.models import ReferralBody
from complaints.models import (
    Change,
    Complaint,
    Consent,
    DataRequest,
    GroupMember,
    NewAddress,
    Person,
    Reception,
    Recovery,
    Referral,
    Representation,
    Share,
    Translation,
    Voice,
)
from complaints.notifications import registry
from complaints.notifications.models import OutboxMessage
from complaints.workflow import passing_on, transitions
from complaints.workflow.moves import Seal
from mediator.languages import CODES
from tests import factories
from tests.complaints.workflow.life import Life

pytestmark = pytest.mark.django_db
MODELS = (Complaint, Person, Representation, GroupMember)
SECTION = {Complaint: "file", Person: "person", Representation: "representation", GroupMember: "members"}
# Where each relation of the case is told
RELATIONS = {
    "prior_steps": "prior_steps", "declarations": "declarations", "attachments": "documents", "recoveries": "new_codes",
    "data_requests": "requests", "events": "history", "changes": "changes", "new_address": "new_address",
    "shares": "shares", "messages": "history", "information_requests": "history", "answers": "history",
    "representation": "representation", "reviews": "history", "voices": "voices", "translations": "translations",
    "letters": "letters", "recommendations": "history", "sittings": "history", "referrals": "referrals",
    "reception": "reception", "complainant": "person", "members": "members", "complaint": "file", "referral_bodies": "file",
    "consents": "consents", "visits": "visits",
}  # fmt: skip


def names(model: type[models.Model], *, relations: bool) -> set[str]:
    """The columns of a model, or its relations that have no column here."""
    columns = {field.name for field in model._meta.concrete_fields if not field.many_to_many}
    return {field.name for field in model._meta.get_fields()} - columns if relations else columns


@pytest.mark.parametrize("model", MODELS)
def test_every_relation_is_told_or_has_its_reason(model: type[models.Model]) -> None:
    left_out = holdings.LEFT_OUT[model.__name__]
    assert names(model, relations=True) - set(left_out) <= set(RELATIONS)
    assert all(reason.strip() for reason in left_out.values())
    assert set(left_out) <= names(model, relations=True) | names(
        model, relations=False
    )  # no reason outlives its column


@pytest.mark.parametrize(
    ("model", "given"),
    [
        (Share, held_facts.SHARE),
        (NewAddress, held_facts.NEW_ADDRESS),
        (Recovery, held_facts.NEW_CODE),
        (Referral, held_facts.REFERRAL),
    ],
)
def test_so_is_every_column_of_shares_new_addresses_and_new_codes(
    model: type[models.Model], given: tuple[str, ...]
) -> None:
    left_out = set(holdings.LEFT_OUT[model.__name__])
    assert set(given) | left_out == names(model, relations=False)
    assert left_out.isdisjoint(given)


def sample(field: Any) -> Any:
    """Something that a column may hold, and that says something."""
    if field.is_relation:
        made = {"Attachment": factories.AttachmentFactory, "Unit": factories.UnitFactory}
        return made[field.related_model.__name__]() if field.related_model.__name__ in made else _listed(field)
    if field.choices:
        return next(str(key) for key, _label in field.flatchoices if key)
    kinds: list[tuple[type, Any]] = [
        (models.DateTimeField, timezone.now()), (models.DateField, date(2026, 1, 2)), (models.BooleanField, True),
        (models.DecimalField, Decimal("12.50")), (models.IntegerField, 7),
    ]  # fmt: skip
    fixed = {"remedies": ["payment"], "contact_ways": ["email"], "phone": "+33612345678", "own_phone": "+33612345678"}
    return fixed.get(
        field.name, next((value for kind, value in kinds if isinstance(field, kind)), f"words of {field.name}")
    )


def _listed(field: Any) -> Any:
    names_of = {"Country": "CountryFactory", "Administration": "AdministrationFactory", "Subject": "SubjectFactory",
        "Region": "RegionFactory"}  # fmt: skip
    return getattr(factories, names_of[field.related_model.__name__])()


@pytest.fixture
def full(life: Life) -> Complaint:
    """A file in which every column that is given holds something, and every relation has a row."""
    case = life.with_administration()
    now = timezone.now()
    factories.GroupMemberFactory(representation=factories.RepresentationFactory(complaint=case))
    for relation in ("PriorStepFactory", "DeclarationFactory", "AttachmentFactory", "MessageFactory", "AnswerFactory"):
        getattr(factories, relation)(complaint=case)
    factories.ShareFactory(complaint=case)
    passing_on.ask(
        case, factories.ReferralBodyFactory(), actor=life.handler, at=now, words="Nous vous prions d’examiner."
    )
    factories.InformationRequestFactory(complaint=case)
    event = case.events.first()
    Change.objects.create(complaint=case, event=event, block="facts", field="place", before="Nador", at=now)
    NewAddress.objects.create(complaint=case, email="new@example.org", sent_at=now)
    Recovery.objects.create(complaint=case, way="file", asked_at=now, due_at=now, used_at=now)
    Voice.objects.create(complaint=case, closed_at=now, solved="no", solved_at=now)
    DataRequest.objects.create(
        complaint=case,
        key=uuid.uuid4(),
        kind="question",
        text="Que gardez-vous ?",
        language="fr",
        asked_at=now,
        due_on=now,
    )
    Translation.objects.create(
        complaint=case, of="title", language="nl", quality="checked", text="Titel", source_digest="", at=now,
        author=life.handler.someone,
    )  # fmt: skip
    Reception.objects.create(
        complaint=case, officer=life.handler.someone, unit=life.unit, typed_at=now, signature="refused",
        refusal="Ne sait pas écrire",
    )  # fmt: skip
    factories.VisitFactory(complaint=case, outcome="filed", wait=7, stand__unit=life.unit)
    Consent.objects.create(complaint=case, item="contact", given=True, said_at=now)
    case.referral_bodies.add(ReferralBody.objects.first())
    return Complaint.objects.get(pk=case.pk)


def test_every_column_that_is_not_left_out_is_in_the_download(full: Complaint) -> None:
    """Filled in the row at hand, where no rule of the database stands between."""
    person, acts = full.complainant, full.representation
    for row in (full, person, acts):
        for field in row._meta.concrete_fields:
            if field.name not in {*holdings.LEFT_OUT[type(row).__name__], "complaint", "complainant"}:
                setattr(row, field.name, sample(field))
    acts.capacity, acts.revoked_at, acts.mandate_until = "mandate", None, date(2031, 1, 1)
    given = {model: set() for model in MODELS}  # type: ignore[var-annotated]
    share = factories.ShareFactory(complaint=full, right="write", represented=True)
    for actor in (code_holder(full.pk), share_holder(share.pk, full.pk)):  # who acts, and for whom
        data = json.loads(holdings.as_json(full, actor=actor))
        for model in MODELS:
            given[model] |= {key for row in data[SECTION[model]] for key in row}
    given[Representation] |= given[Person] & {*holdings.OF_THE_REPRESENTED, *holdings.CONTACT_RULES}
    acts.revoked_at = timezone.now()
    given[Representation] |= {fact.key for fact in held_facts.columns(acts, holdings.ACTS)}
    for model in MODELS:
        wanted = names(model, relations=False) - set(holdings.LEFT_OUT[model.__name__]) - set(RELATIONS)
        assert wanted - given[model] == set(), model.__name__


def test_every_relation_is_in_the_download(full: Complaint) -> None:
    data = json.loads(holdings.as_json(full, actor=code_holder(full.pk)))
    assert set(RELATIONS.values()) <= set(data)
    (file,) = data["file"]
    assert file["referral_bodies"]
    told = " ".join(str(row["what"]) for row in data["history"])
    for words in ("ou wrote to us", "asked you for missing items", "administration answered"):
        assert words in told


def test_people_read_words_and_no_codes_of_ours(full: Complaint) -> None:
    full.declarations.update(kind="not_before_courts")
    pdf = [fact for one in holdings.held(full, actor=code_holder(full.pk)) for row in one.rows for fact in as_read(row)]
    assert [fact.shown for fact in pdf if "_" in fact.shown] == []
    assert all(fact.label and fact.shown for fact in pdf)
    assert (
        json.loads(holdings.as_json(full, actor=code_holder(full.pk)))["declarations"][0]["kind"] == "not_before_courts"
    )


def test_what_is_left_out_is_not_in_it(full: Complaint) -> None:
    Complaint.objects.filter(pk=full.pk).update(code_hash=codes.hash_code(codes.new_code()))
    GroupMember.objects.update(first_name="Karim", id_number="ZZ998877")
    full = Complaint.objects.get(pk=full.pk)
    text = holdings.as_json(full, actor=code_holder(full.pk))
    assert json.loads(text)["members"][0]["first_name"] == "Karim"
    for secret in (full.code_hash, full.digest, str(full.submission_key), "ZZ998877"):
        assert secret not in text


@pytest.mark.parametrize("language", ["ar", "zgh"])
def test_no_label_stays_in_english(full: Complaint, language: str, life: Life) -> None:
    two = Seal(proposed_by=life.handler.user)
    letters = {"SHA-256", "WhatsApp", "MAD"}
    transitions.suspend(
        Complaint.objects.get(pk=full.pk), actor=life.head, seal=two, public_text="Un tribunal est saisi."
    )
    with translation.override(language):
        sections = holdings.held(Complaint.objects.get(pk=full.pk), actor=code_holder(full.pk))
        labels = {fact.label for section in sections for row in section.rows for fact in as_read(row)}
        labels |= {section.title for section in sections}
    plain = {label: label for label in labels}
    for word in letters:
        plain = {label: text.replace(word, "") for label, text in plain.items()}
    assert [label for label, text in plain.items() if any("a" <= letter.lower() <= "z" for letter in text)] == []


# What was told


# What any of the templates asks for
EVERYTHING = {
    "acknowledged_by": "2026-12-01", "due_on": "2026-12-02", "ends_on": "2026-12-03", "review_until": "2026-12-04",
    "meets_on": "2026-12-08", "open_until": "2026-12-05", "items": 2,
    "late": "institution", "asks": True, "again": True, "step": "sent", "closing": 1, "recovery": 1, "outcome": "settled_full",
}  # fmt: skip
OTHERS = {
    *envelopes.STAFF_KINDS, "question_answered", "guide_result", "draft_saved", "draft_contact_code", "account_mail",
    "draft_phone_code",
    "referral_link", "referral_figures", "referral_over",
    "desk_search_alert",
}  # fmt: skip


def test_who_acts_and_who_is_represented_each_hear_what_they_were_told(life: Life) -> None:
    case = life.in_study()
    factories.RepresentationFactory(complaint=case)
    share = factories.ShareFactory(complaint=case, right="write", represented=True)
    for kind, recipient in (
        ("complaint_mandate_ended", f"complaint:{case.pk}:representative"),
        ("share_news", f"share:{share.pk}"),
    ):
        OutboxMessage.objects.create(
            kind=kind,
            event="event:1",
            recipient=recipient,
            channel="email",
            about=f"complaint:{case.pk}",
            context={},
            language="en",
        )
    case = Complaint.objects.get(pk=case.pk)
    told = []
    with translation.override("en"):
        for actor in (code_holder(case.pk), share_holder(share.pk, case.pk)):
            told.append({row["what"] for row in json.loads(holdings.as_json(case, actor=actor))["notices"]})
    assert told[0] - told[1] == {"The mandate ended."}
    assert told[1] - told[0] == {"Something is new in the file"}


def test_every_kind_of_message_is_the_complainants_with_words_or_another_persons() -> None:
    own = {*envelopes.CITIZEN_KINDS, *held_facts.MAILS}
    site = {kind for kind in registry.KINDS if not kind.startswith("test")}
    assert site - own - OTHERS == set()
    assert own.isdisjoint(OTHERS)


@pytest.mark.parametrize("language", CODES)
def test_the_download_calls_every_message_by_words(
    language: str, life: Life, told: Callable[[Complaint], set[str]]
) -> None:
    case = life.registered()
    OutboxMessage.objects.all().delete()
    kinds = told(case)
    with translation.override(language):
        facts = [row[2].shown for row in held_facts.notices(case, [f"complaint:{case.pk}:citizen"])]
    assert len(facts) == OutboxMessage.objects.filter(recipient__startswith=f"complaint:{case.pk}:").count()
    assert not [words for words in facts if not words.strip() or words in kinds or "_" in words]
    with translation.override("en"):
        english = {row[2].shown for row in held_facts.notices(case, [f"complaint:{case.pk}:citizen"])}
    assert (set(facts) == english) if language == "en" else not set(facts) & english


@pytest.fixture
def told() -> Callable[[Complaint], set[str]]:
    """Makes a row of every kind that a complainant may get; gives the kinds."""

    def make(case: Complaint) -> set[str]:
        kinds = {*envelopes.CITIZEN_KINDS, *held_facts.MAILS, "a_kind_of_tomorrow"}
        for kind in kinds:
            OutboxMessage.objects.create(
                kind=kind, event=f"event:{uuid.uuid4().int % 10**9}", recipient=f"complaint:{case.pk}:citizen", channel="email",
                about=f"complaint:{case.pk}", context=EVERYTHING, language=case.language,
            )  # fmt: skip
        return kinds

    return make
