"""From valid answers to the rows of a case; nothing is saved here."""

import hashlib
import json
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from accounts.actors import Actor
from accounts.encryption import blind_index
from accounts.models import User
from complaints import safe_contact
from complaints.enums import ORGANISATIONS, REPRESENTING, Capacity, Channel, Residence, Sex
from complaints.guide.models import Administration
from complaints.intake.declarations import Consents
from complaints.intake.steps import Answers, has_own_address, needs_proof
from complaints.intake.steps.target import HELP
from complaints.models import (
    Attachment,
    Complaint,
    Declaration,
    GroupMember,
    Person,
    PriorStep,
    Reception,
    Representation,
    StoredFile,
)
from complaints.models.contact_rules import CONTACT_RULES
from complaints.workflow.deadlines import appeal_until
from complaints.workflow.selectors import unit_of

FORM_VERSION = 2


def digest(answers: dict[str, Any]) -> str:
    """SHA-256 of the answers in one fixed spelling, so that two equal drafts give equal digests."""
    canonical = json.dumps(answers, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


IDENTITY = ("first_name", "last_name", "first_name_ar", "last_name_ar", "sex", "birth_date", "id_kind", "id_number")
HOME = ("nationality", "residence", "country", "city", "address", "consulate")


def holder(answers: Answers, actor: Actor) -> User | None:
    """The account that the file belongs to: of who sends it, and nobody's when one of us typed it for somebody else."""
    return None if answers.draft and answers.draft.officer_id else actor.user


def reception_of(answers: Answers) -> dict[str, Any]:
    """How it came, as the desk says it; empty for what was sent by the form."""
    return answers.cleaned("reception") if "reception" in answers.steps else {}


def build_person(answers: Answers, *, actor: Actor) -> Person:
    """The complainant in law, with the address at which this case's notices are read: of who acts, if somebody does."""
    contact = answers.cleaned("contact")
    person = Person(
        user=None if answers.acts_for_another else holder(answers, actor),
        **_identity(answers),
        **{key: contact[key] for key in ("email", "phone", "preferred_channel", "accessibility", "contact_in_morocco")},
        whatsapp=contact["whatsapp"] or contact["preferred_channel"] == "whatsapp",
        **safe_contact.answers(contact),
        stay_from=contact["stay_from"],
        stay_to=contact["stay_to"],
        vulnerability=answers.cleaned("request").get("vulnerability", ""),
        email_verified_at=proved_at(answers, contact["email"]),
    )
    reader = own_home(answers).get("country") or person.country
    person.id_index = blind_index(person.id_number)
    person.time_zone = contact["time_zone"] or reader.time_zone
    return person


def own_home(answers: Answers) -> dict[str, Any]:
    """Where who files lives; what was said of that before an organisation was chosen is asked no more, so it goes nowhere."""
    return answers.cleaned("address") if has_own_address(answers) else {}


def _identity(answers: Answers) -> dict[str, Any]:
    """Name and home of the complainant: of the organisation, of the person represented, or of who files."""
    if answers.capacity in ORGANISATIONS:
        seat = answers.cleaned("organisation")
        at_home = seat["country"].code == "MA"
        return {
            "last_name": seat["organisation"],
            "last_name_ar": seat["organisation_ar"],
            "sex": Sex.UNSAID,
            "nationality": seat["country"],
            "residence": Residence.RESIDENT if at_home else Residence.ABROAD,
            **{key: seat[key] for key in ("country", "city", "address")},
        }
    slugs = ("represented", "represented-home") if answers.capacity in REPRESENTING else ("name", "address")
    name, home = (answers.cleaned(slug) for slug in slugs)
    return {**{key: name[key] for key in IDENTITY}, **{key: home[key] for key in HOME}}


def build_representation(
    answers: Answers, complaint: Complaint, *, actor: Actor, mandate: Attachment | None
) -> Representation | None:
    """Who acts, and in which capacity; None for whoever files for himself."""
    capacity = answers.capacity
    if capacity == Capacity.SELF:
        return None
    proof = answers.cleaned("mandate") if needs_proof(answers) else {}
    row = Representation(
        complaint=complaint, capacity=capacity, mandate=mandate, mandate_from=proof.get("mandate_from"),
        mandate_until=proof.get("mandate_until"),
        by_lawyer=capacity == Capacity.LAWYER or answers.typed("group", "by_lawyer") == "yes",
    )  # fmt: skip
    if row.apart:
        name, place, contact = answers.cleaned("name"), own_home(answers), answers.cleaned("contact")
        row.user, row.email, row.phone = holder(answers, actor), contact["email"], contact["phone"]
        _take(row, name, ("first_name", "last_name", "first_name_ar", "last_name_ar"))
        _take(row, place, ("country", "city", "address") if place else ())
    if capacity in REPRESENTING:
        _take(row, answers.cleaned("represented-home"), ("own_email", "own_phone"))
        # Whoever files fears for both: what they say holds for the represented person too, until that one says otherwise.
        _take(row, safe_contact.answers(answers.cleaned("contact")), CONTACT_RULES)
    if capacity in ORGANISATIONS:
        _take(row, answers.cleaned("organisation"), ("nature", "registration", "position"))
    if capacity == Capacity.HEIR:
        _take(row, answers.cleaned("deceased"), ("deceased", "died_on"))
    return row


def _take(row: Representation, values: dict[str, Any], names: tuple[str, ...]) -> None:
    for name in names:
        setattr(row, name, values[name])


def build_members(answers: Answers, representation: Representation) -> list[GroupMember]:
    """The members of the group, in the order given."""
    if representation.capacity != Capacity.GROUP:
        return []
    return [GroupMember(representation=representation, **member) for member in answers.cleaned("group")["members"]]


def proved_at(answers: Answers, email: str) -> datetime | None:
    """When the address was proved: by the six figures of the form, or because it is the account's own."""
    if email and email.lower() == answers.account_email.lower():
        return timezone.now()
    return answers.draft.contact_verified_at if answers.draft else None


def build_complaint(answers: Answers, *, person: Person, consents: Consents, now: datetime, today: date) -> Complaint:
    """The case with its facts and its unit; reference, code and state are for the caller."""
    target, subject = answers.cleaned("authority"), answers.cleaned("subject")["subject"]
    happened, dates, request = (answers.cleaned(slug) for slug in ("happened", "dates", "request"))
    urgency = answers.cleaned("urgency") if answers.typed("request", "pressing") == "yes" else {}
    body: Administration | None = target["administration"]
    region = target["region"] or (body.region if body else None)
    until = appeal_until(dates["notified_on"]) if dates["notified_on"] else None
    came = reception_of(answers)
    return Complaint(
        submission_key=answers.draft.key if answers.draft else None,
        digest=digest(answers.raw),
        form_version=FORM_VERSION,
        channel=came.get("channel", Channel.WEB),
        language=answers.cleaned("contact")["language"],
        submitted_at=now,
        received_on=came.get("received_on", today),
        complainant=person,
        country=person.country,
        administration=body,
        administration_text=target["administration_text"],
        **{key: target[key] for key in ("service", "official", "administration_reference")},
        region=region,
        subject=None if subject == HELP else subject,
        **{key: happened[key] for key in ("title", "description", "act_kind", "place", "harm", "amount")},
        **{key: dates[key] for key in ("act_date", "notified_on", "court", "court_name", "court_case")},
        court_date=dates["court_date"],
        court_final=dates["court_final"],
        request=request["request"],
        no_prior_steps=answers.cleaned("steps")["taken"] == "no",
        urgent_date=urgency.get("urgent_date"),
        urgent_reason=urgency.get("urgent_reason", ""),
        share_identity=consents.share_identity,
        share_identity_reason=consents.share_identity_reason,
        transfer_consent=consents.transfer,
        survey_consent=consents.survey,
        unit=unit_of(administration=body, region=region, on=today),
        appeal_until=until if until and until >= today else None,
    )


def build_reception(answers: Answers, complaint: Complaint, *, actor: Actor, now: datetime) -> Reception | None:
    """Who typed it and how it came; None for what was sent by the form."""
    came = reception_of(answers)
    if not came:
        return None
    facts = {name: came[name] for name in ("unit", "place", "read_back", "signature", "refusal")}
    mail = answers.draft.mail if answers.draft else None
    row = Reception(complaint=complaint, officer=actor.someone, typed_at=now, mail=mail, **facts)
    signed = answers.draft.signed if answers.draft else {}
    if signed.get("way") == row.signature:
        row.signed_at, row.signed_digest = datetime.fromisoformat(signed["at"]), signed["digest"]
    return row


def build_prior_steps(answers: Answers, complaint: Complaint) -> list[PriorStep]:
    """The steps taken with the administration, in the order given."""
    return [PriorStep(complaint=complaint, **step) for step in answers.cleaned("steps")["steps"]]


def build_declarations(consents: Consents, complaint: Complaint, *, language: str, now: datetime) -> list[Declaration]:
    """Each accepted text as it was read, in the language of the page."""
    return [
        Declaration(
            complaint=complaint,
            kind=text.kind,
            version=text.version,
            language=language,
            text=str(text.text),
            accepted_at=now,
        )
        for text in consents.texts
    ]


def build_attachments(files: list[Any], complaint: Complaint, *, actor: Actor) -> list[Attachment]:
    """The draft's files as files of the case; the stored bytes stay where they are."""
    shared = [field.attname for field in StoredFile._meta.get_fields() if field.concrete]
    return [
        Attachment(
            complaint=complaint,
            source=Attachment.Source.CITIZEN,
            uploaded_by=actor.user,
            **{name: getattr(file, name) for name in shared},
        )
        for file in files
    ]
