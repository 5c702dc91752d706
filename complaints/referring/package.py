"""What goes to the body: four kinds of things, each only if the complainant ticked it, as they stood at that moment.

The number of the identity document is never among them. The package is JSON without any language; pages put the labels."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.dates import long_date
from complaints import files
from complaints.enums import ContactRule
from complaints.guide.models import Country
from complaints.models import Attachment, Complaint, Referral
from complaints.permissions import representation_of
from complaints.safe_contact import in_words

ITEMS = ("identity", "contact", "story")
TITLES: Mapping[str, Promise] = {
    "identity": gettext_lazy("Who I am"),
    "contact": gettext_lazy("How to reach me"),
    "story": gettext_lazy("What happened and what I ask for"),
}
IN_LETTERS = {
    "identity": gettext_lazy("identity"),
    "contact": gettext_lazy("contact details"),
    "story": gettext_lazy("facts and request"),
}
HINTS = {
    "identity": gettext_lazy("Name, date of birth, nationality, country and city. Never the number of a document."),
    "contact": gettext_lazy("E-mail, telephone and postal address, with what you said about safe contact."),
    "story": gettext_lazy("Your own words: what happened, the harm, your request, the steps you have taken."),
}
LABELS = {
    "name": gettext_lazy("Name"),
    "name_ar": gettext_lazy("Name in Arabic"),
    "acting": gettext_lazy("Acts for the complainant"),
    "birth_date": gettext_lazy("Date of birth"),
    "nationality": gettext_lazy("Nationality"),
    "country": gettext_lazy("Country of residence"),
    "city": gettext_lazy("City"),
    "email": gettext_lazy("E-mail"),
    "phone": gettext_lazy("Telephone"),
    "address": gettext_lazy("Address"),
    "wishes": gettext_lazy("Safe contact"),
    "title": gettext_lazy("Title"),
    "authority": gettext_lazy("About which administration"),
    "service": gettext_lazy("Service or office"),
    "reference": gettext_lazy("File number there"),
    "description": gettext_lazy("What happened"),
    "act_date": gettext_lazy("When"),
    "place": gettext_lazy("Where"),
    "harm": gettext_lazy("The harm"),
    "request": gettext_lazy("What is asked for"),
    "steps": gettext_lazy("Steps taken"),
}
COUNTRIES = {"nationality", "country"}
NAMED_OTHERWISE = {"first_name_ar": "name_ar", "last_name_ar": "name_ar"}
LEFT_TO_RIGHT = {"email", "phone", "reference"}

SHORT = 80  # characters

Given = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of what is passed on. `plain`: an address or a number, from left to right."""

    label: str
    value: str
    plain: bool = False

    @property
    def long(self) -> bool:
        """Whether it is a text and not a word or two."""
        return len(self.value) > SHORT or "\n" in self.value


@dataclass(frozen=True, slots=True)
class Part:
    """One item with its facts."""

    key: str
    title: str
    facts: list[Fact]


def contact_may_go(complaint: Complaint) -> bool:
    """Nobody is given the address of a person to whom it is not safe to write."""
    return complaint.complainant.contact_rule != ContactRule.FILE_ONLY


def offered_items(complaint: Complaint) -> tuple[str, ...]:
    """What can be ticked, besides documents."""
    return tuple(item for item in ITEMS if item != "contact" or contact_may_go(complaint))


def offered_documents(complaint: Complaint) -> QuerySet[Attachment]:
    """The documents that can be ticked: checked copies without hidden data of what both sides may read."""
    rows = complaint.attachments.filter(internal=False, erased_at=None)
    return rows.filter(pk__in=[row.pk for row in rows if files.may_leave(row)])


def as_sent(documents: Iterable[Attachment]) -> list[Attachment]:
    """What goes in the place of these documents: the newest redacted copy of each, where there is one (docs/redaction.md)."""
    documents = list(documents)
    copies = Attachment.objects.filter(redacted_from__in=documents, erased_at=None).order_by("pk")
    newest = {copy.redacted_from_id: copy for copy in copies}
    return [newest.get(row.pk, row) for row in documents]


def of(complaint: Complaint, items: Collection[str], *, language: str) -> Given:
    """The parts that were ticked, as they stand now; the wishes about contact in the body's language."""
    made = {"identity": _identity, "contact": _contact, "story": _story}
    with translation.override(language):
        found = {item: made[item](complaint) for item in ITEMS if item in items}
    return {item: {key: value for key, value in part.items() if value} for item, part in found.items()}


def _identity(complaint: Complaint) -> dict[str, Any]:
    person, acts = complaint.complainant, representation_of(complaint)
    return {
        "name": person.name,
        "name_ar": f"{person.first_name_ar} {person.last_name_ar}".strip(),
        "acting": acts.name if acts and acts.apart and not acts.revoked_at else "",
        "birth_date": person.birth_date.isoformat() if person.birth_date else "",
        "nationality": person.nationality_id,
        "country": person.country_id,
        "city": person.city,
    }


def _contact(complaint: Complaint) -> dict[str, Any]:
    """Only the ways that are safe."""
    person = complaint.complainant
    return {
        "email": person.email if person.reachable_by("email") else "",
        "phone": str(person.phone or "") if person.reachable_by("phone") or person.reachable_by("whatsapp") else "",
        "address": person.address if person.reachable_by("post") else "",
        "wishes": [str(words) for words in in_words(person)],
    }


def _story(complaint: Complaint) -> dict[str, Any]:
    return {
        "title": complaint.title,
        "authority": complaint.administration_name,
        "service": complaint.service,
        "reference": complaint.administration_reference,
        "description": complaint.description,
        "act_date": complaint.act_date.isoformat() if complaint.act_date else "",
        "place": complaint.place,
        "harm": complaint.harm,
        "request": complaint.request,
        "steps": [
            " · ".join(filter(None, (step.body, long_date(step.on) if step.on else "", step.answer)))
            for step in complaint.prior_steps.all()
        ],
    }


def seal(given: Given) -> str:
    """As the referral keeps it, encrypted by its column."""
    return json.dumps(given, ensure_ascii=False)


def parts(referral: Referral) -> list[Part]:
    """What was passed on, in the active language; nothing once it was forgotten."""
    return parts_of(json.loads(referral.given or "{}"))


def parts_of(given: Mapping[str, Mapping[str, Any]]) -> list[Part]:
    """The same of a package that is only looked at."""
    codes = {part[key] for part in given.values() for key in COUNTRIES if key in part}
    names = {row.code: row.name for row in Country.objects.filter(code__in=codes)}
    return [
        Part(item, str(TITLES[item]), [_fact(key, value, names) for key, value in given[item].items()])
        for item in ITEMS
        if item in given
    ]


def _fact(key: str, value: Any, countries: Mapping[str, str]) -> Fact:
    text = "\n".join(value) if isinstance(value, list) else str(value)
    if key in COUNTRIES:
        text = countries.get(text, text)
    if key.endswith("_date"):
        text = long_date(date.fromisoformat(text))
    return Fact(str(LABELS[key]), text, key in LEFT_TO_RIGHT)


def forget(complaint: Complaint, columns: Collection[str]) -> None:
    """What is erased in the file is not handed out by its copy any more. `columns` are those of the person."""
    names = {NAMED_OTHERWISE.get(column, column) for column in columns} & set(LABELS)
    for row in complaint.referrals.filter(forgotten_at=None) if names else ():
        given: Given = json.loads(row.given or "{}")
        if names & {key for part in given.values() for key in part}:
            kept = {item: {k: v for k, v in part.items() if k not in names} for item, part in given.items()}
            row.given = seal(kept)
            row.save(update_fields=["given"])


def summary(items: Collection[str], documents: int, *, names: Mapping[str, Promise] = TITLES) -> list[str]:
    """What was ticked, in a few words: the complainant's own, or those of a letter."""
    said = [str(names[item]) for item in ITEMS if item in items]
    return [*said, _("Documents: %(count)d") % {"count": documents}] if documents else said


def ticked(referral: Referral) -> tuple[str, ...]:
    """The items that were agreed to."""
    return tuple(item for item in ITEMS if getattr(referral, item))
