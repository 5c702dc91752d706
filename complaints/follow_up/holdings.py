"""Everything held about a person in one file: to be seen, as JSON, as PDF, and with the documents as ZIP (docs/my-data.md).

What is not there, and said to be so: the desk's internal notes, drafts of decisions, and what concerns other people."""

import json
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

from django.conf import settings
from django.db import models
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts import dates
from accounts.actors import Actor
from complaints import files, typesetting
from complaints.envelopes import CITIZEN_KINDS, for_citizen
from complaints.follow_up import readings, selectors
from complaints.models import Attachment, Change, Complaint
from complaints.models.contact_rules import CONTACT_RULES
from complaints.models.erasure import erased_words
from complaints.notifications.models import OutboxMessage
from complaints.notifications.rendering import render
from complaints.permissions import representation_of
from complaints.safe_contact import WAYS
from complaints.sharing.selectors import represented_apart

PERSON = (
    "first_name", "last_name", "first_name_ar", "last_name_ar", "sex", "birth_date", "nationality", "residence", "id_kind",
    "id_number", "country", "city", "address", "consulate", "email", "email_verified_at", "phone", "whatsapp",
    "preferred_channel", "time_zone", "accessibility", "vulnerability", "stay_from", "stay_to", "contact_in_morocco",
)  # fmt: skip
IDENTITY = (
    "first_name", "last_name", "first_name_ar", "last_name_ar", "sex", "birth_date", "nationality", "residence", "id_kind",
    "country", "city", "address", "consulate", "email", "phone",
)  # fmt: skip
# Two people's: while somebody acts, the address in the complainant's row is theirs.
ADDRESS = {"email", "email_verified_at", "phone", "whatsapp", "preferred_channel", "time_zone", "contact_in_morocco"}
ACTS = ("capacity", "by_lawyer", "first_name", "last_name", "first_name_ar", "last_name_ar", "position", "deceased",
    "died_on", "nature", "registration", "mandate_from", "mandate_until", "revoked_at")  # fmt: skip
HOME_OF_WHO_ACTS = ("country", "city", "address", "email", "phone")
OF_THE_REPRESENTED = ("own_email", "own_phone")
FILE = (
    "reference", "file_type", "channel", "language", "text_language", "submitted_at", "received_on", "administration",
    "administration_text", "service", "official", "administration_reference", "region", "subject", "title", "description",
    "act_kind", "act_date", "notified_on", "place", "harm", "amount", "request", "court", "court_name", "court_case",
    "court_date", "court_final", "no_prior_steps", "urgent_date", "urgent_reason", "share_identity",
    "share_identity_reason", "transfer_consent", "survey_consent", "state", "state_since", "unit", "due_on",
    "registered_at", "admitted_at", "sent_at", "answer_due_on", "answered_at", "closed_at", "outcome", "ground",
)  # fmt: skip
READINGS = 500
LEFT_OUT = "left-out.txt"


@dataclass(frozen=True, slots=True)
class Fact:
    """`key` for machines, `label` for people; `value` as JSON has it, `shown` in words."""

    key: str
    label: str
    value: Any
    shown: str


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of thing: `rows` of facts."""

    key: str
    title: str
    rows: list[list[Fact]]


def held(complaint: Complaint, *, actor: Actor) -> list[Section]:
    """All sections, in the active language; a fixed number of queries.

    While somebody acts for the complainant, each of the two reads their own address and what they said about safe contact."""
    sections = [
        Section("person", _("The complainant") if _acting(complaint, actor) else _("You"), [_person(complaint, actor)]),
        Section("representation", _("Who acts"), [_representation(complaint, actor)]),
        Section("file", _("Your complaint"), [_columns(complaint, FILE)]),
        Section("prior_steps", _("Steps you have taken"), _rows(complaint.prior_steps.all())),
        Section("declarations", _("What you declared"), _rows(complaint.declarations.all())),
        Section("history", _("What happened"), [_entry(entry) for entry in selectors.timeline(complaint)]),
        Section(
            "changes", _("What was corrected: the words before"), [_change(row) for row in complaint.changes.all()]
        ),
        Section("voices", _("What you said of the result"), _rows(complaint.voices.all())),
        Section("documents", _("Your documents"), [_document(row) for row in _documents(complaint)]),
        Section("notices", _("What we told you"), _notices(complaint)),
        Section("readings", _("Who read your file"), [_reading(row) for row in readings.of(complaint, limit=READINGS)]),
        Section("requests", _("What you asked about your data"), _rows(complaint.data_requests.all())),
    ]
    return [section for section in sections if any(section.rows)]


def about(complaint: Complaint, *, actor: Actor) -> list[Fact]:
    """Who the complainant is, as the page shows it: without the number of the document, which the download has."""
    shown = set(IDENTITY)
    return [fact for fact in _person(complaint, actor) if fact.key in shown]


def _acting(complaint: Complaint, actor: Actor) -> bool:
    """Whether this actor acts for another person, or for an organisation."""
    acts = representation_of(complaint)
    return acts is not None and acts.apart and not acts.revoked_at and not represented_apart(actor, complaint)


def _person(complaint: Complaint, actor: Actor) -> list[Fact]:
    """The complainant in law, with the address and the rules of contact of who asks."""
    person = complaint.complainant
    if acts := represented_apart(actor, complaint):
        own = [name for name in PERSON if name not in ADDRESS]
        return [*_columns(person, own), *_columns(acts, OF_THE_REPRESENTED), *_columns(acts, CONTACT_RULES)]
    return [*_columns(person, PERSON), *_columns(person, CONTACT_RULES)]


def _representation(complaint: Complaint, actor: Actor) -> list[Fact]:
    """Who acts, and by which mandate; their home and address are for themselves alone."""
    acts = representation_of(complaint)
    if acts is None:
        return []
    return [*_columns(acts, ACTS), *(_columns(acts, HOME_OF_WHO_ACTS) if _acting(complaint, actor) else [])]


# --- facts ---


def _fact(key: str, label: Any, value: Any, shown: str | None = None) -> Fact:
    return Fact(key, str(label), _plain(value), _words(value) if shown is None else shown)


def _columns(row: models.Model, names: Iterable[str]) -> list[Fact]:
    """The filled columns of a row; a choice and a row of a list are told by their names."""
    return list(_filled(row, [row._meta.get_field(name) for name in names]))


# Codes without choices of their own
NAMED = {
    "preferred_channel": dict(WAYS), "contact_ways": dict(WAYS),
    "language": dict(settings.LANGUAGES), "text_language": dict(settings.LANGUAGES),
}  # fmt: skip
UNNAMED = {"solved_at", "fairness_at"}  # moments whose columns have no words of their own
HIDDEN = {"id", "complaint", "key", "answered_by"}


def _rows(found: Iterable[models.Model]) -> list[list[Fact]]:
    return [list(_filled(row, [f for f in row._meta.concrete_fields if f.name not in HIDDEN])) for row in found]


def _filled(row: models.Model, fields: Iterable[Any]) -> Iterator[Fact]:
    for field in fields:
        value = getattr(row, field.name)
        if value in (None, "", []):
            continue
        words = str(getattr(row, f"get_{field.name}_display")()) if field.choices else None
        if field.name in NAMED:
            words = _words([NAMED[field.name].get(one, one) for one in (value if isinstance(value, list) else [value])])
        if isinstance(value, models.Model):
            value = words = str(getattr(value, "name", value))
        label = _("When") if field.name in UNNAMED else str(field.verbose_name).capitalize()
        yield _fact(field.name, label, value, words)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, bool | int | str | list) or value is None:
        return value
    return str(value)


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return dates.long_time(value, "Africa/Casablanca")
    if isinstance(value, date):
        return dates.long_date(value)
    if isinstance(value, list):
        return _(", ").join(str(one) for one in value)
    return str(value)


def _entry(entry: selectors.Entry) -> list[Fact]:
    facts = [_fact("at", _("When"), entry.at), _fact("what", _("What"), str(entry.title))]
    if entry.text:
        facts.append(_fact("text", _("Text"), entry.text))
    for item in entry.items:
        facts.append(_fact("item", _("Asked for"), item.label))
        if item.answer:
            facts.append(_fact("answer", _("Answer"), item.answer))
    for translation_of in entry.translations:
        facts.append(_fact("translation", _("Translation"), translation_of.text))
    if entry.files:
        facts.append(_fact("files", _("Files"), [file.shown for file in entry.files]))
    return facts


def _change(row: Change) -> list[Fact]:
    facts = [_fact("at", _("When"), row.at), _fact("field", _("Field"), row.field, str(row.label).capitalize())]
    return [*facts, _fact("before", _("Before"), erased_words(row.erased_at) if row.erased_at else row.was)]


def _documents(complaint: Complaint) -> Iterable[Attachment]:
    return complaint.attachments.filter(internal=False)


def _document(row: Attachment) -> list[Fact]:
    facts = [
        _fact("name", _("Name of the file"), row.shown),
        _fact("from", _("From"), row.source, str(row.get_source_display())),
        _fact("sent_at", _("When"), row.sent_at),
        _fact("size", _("Size in bytes"), row.size),
        _fact("sha256", "SHA-256", row.sha256),
    ]
    return facts + ([_fact("caption", _("What it shows"), row.caption)] if row.caption else [])


def _notices(complaint: Complaint) -> list[list[Fact]]:
    """What was told, with the subject as it was written; what was no notice of the file has its kind alone."""
    language = translation.get_language() or ""
    rows = OutboxMessage.objects.filter(recipient=f"complaint:{complaint.pk}:citizen").order_by("id")
    told = []
    for row in rows:
        known = row.kind in CITIZEN_KINDS
        subject = render(row, envelope=for_citizen(complaint, row), language=language).subject if known else row.kind
        told.append(
            [
                _fact("at", _("When"), row.created_at),
                _fact("how", _("How"), row.channel, str(row.get_channel_display())),
                _fact("what", _("What"), subject),
                _fact("state", _("Where it stands"), row.status, str(row.get_status_display())),
            ]
        )
    return told


def _reading(row: readings.Reading) -> list[Fact]:
    return [
        _fact("on", _("When"), row.at),
        _fact("who", _("Who"), str(row.who)),
        _fact("what", _("What"), str(row.what)),
    ]


# --- in one piece ---


def note() -> str:
    """What is not in it, and why."""
    return _(
        "Not included: the institution's internal notes and drafts of decisions, the names of those who work here, and what"
        " concerns other people."
    )


def as_json(complaint: Complaint, *, actor: Actor) -> str:
    """For machines: sections by their keys, times with their zone."""
    sections = {section.key: [_merged(row) for row in section.rows] for section in held(complaint, actor=actor)}
    made = {"made_at": timezone.now().isoformat(), "reference": complaint.reference, "note": note()}
    return json.dumps({**made, **sections}, ensure_ascii=False, indent=2)


def _merged(row: list[Fact]) -> dict[str, Any]:
    """A key that comes several times holds a list."""
    found: dict[str, Any] = {}
    for fact in row:
        if fact.key in found:
            earlier = found[fact.key] if isinstance(found[fact.key], list) else [found[fact.key]]
            found[fact.key] = [*earlier, fact.value]
        else:
            found[fact.key] = fact.value
    return found


def as_pdf(complaint: Complaint, *, actor: Actor, language: str) -> bytes:
    """For people: the same in words, some pages."""
    with translation.override(language):
        data = {
            "title": _("What we hold about you"),
            "reference": complaint.reference,
            "footer": _("Free and confidential. You need no lawyer."),
            "made": _("Made on %(when)s, time of Rabat") % {"when": _words(timezone.now())},
            "note": note(),
            "sections": [
                {
                    "title": section.title,
                    "rows": [[{"label": fact.label, "value": fact.shown} for fact in row] for row in section.rows],
                }
                for section in held(complaint, actor=actor)
            ],
        }
    return typesetting.pdf("holdings", data, language=language, written_at=timezone.now())


def as_zip(complaint: Complaint, *, actor: Actor, language: str) -> IO[bytes]:
    """JSON, PDF and the documents: one's own as one sent them, the others as one may have them. The caller closes it."""
    out = tempfile.SpooledTemporaryFile(max_size=5_000_000)  # noqa: SIM115
    missing = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as package:
        package.writestr("data.json", as_json(complaint, actor=actor))
        package.writestr("data.pdf", as_pdf(complaint, actor=actor, language=language))
        for number, row in enumerate(_documents(complaint), start=1):
            try:
                found = files.opened(row, original=row.source == Attachment.Source.CITIZEN)
            except files.Unavailable as reason:
                missing.append(f"{row.shown}: {reason}")
                continue
            with found.file as source, package.open(f"documents/{number:03d}-{_flat(found.name)}", "w") as target:
                while chunk := source.read(1 << 20):
                    target.write(chunk)
        if missing:
            package.writestr(LEFT_OUT, "\n".join(missing))
    out.seek(0)
    return out


def _flat(name: str) -> str:
    """A name that stays in its folder when it is unpacked."""
    return name.replace("/", "_").replace("\\", "_").lstrip(".")
