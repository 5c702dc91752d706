"""What of a file may go to the administration: what the complainant agrees to, item by item (docs/administrations.md).

The filing asks about the name alone. Documents may go, for they make the complaint, but for a mandate and a complaint
on paper where no name may be given; the number of the identity document and the ways to reach a person stay here until they say
otherwise. What goes is what was agreed to and what the handler finds needed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from complaints.models import Attachment, Complaint, Consent, Representation
from complaints.permissions import representation_of
from complaints.selectors import documents_of


class Who(models.TextChoices):
    """What can be told about who complains."""

    NAME = "name", _("The name")
    NUMBER = "id_number", _("The number of the identity document")
    CONTACT = "contact", _("Address, telephone and e-mail")


OWN = Q(source=Attachment.Source.CITIZEN, internal=False, erased_at=None, redacted_from=None)


@dataclass(frozen=True, slots=True)
class Agreed:
    """What may go: `who` are codes of Who, `refused` the keys of the documents that may not, `withheld` of those of which
    the complainant said so."""

    who: frozenset[str]
    refused: frozenset[int]
    withheld: frozenset[int]

    def may_go(self, document: Attachment) -> bool:
        """Whether the complainant lets this document go; those of others are not theirs to hold back.

        A redacted copy goes where nobody spoke of the document; it is held back with one that was."""
        if document.redacted_from_id is not None:
            return document.redacted_from_id not in self.withheld
        return document.source != Attachment.Source.CITIZEN or document.pk not in self.refused

    def of_files(self, files: QuerySet[Attachment]) -> tuple[QuerySet[Attachment], list[str]]:
        """Those of these files that may go, and the names of the others."""
        held = [file for file in files if not self.may_go(file)]
        return files.exclude(pk__in=[file.pk for file in held]), [file.name for file in held]


def of(complaint: Complaint) -> Agreed:
    """What stands now; two queries."""
    rows = Consent.objects.filter(Q(complaint=complaint) | Q(complaint__joined_to=complaint))
    # What was said on the file itself comes after what was said on one that was joined to it.
    kept = sorted(rows, key=lambda row: (row.complaint_id == complaint.pk, row.pk))
    said = {
        (row.item, row.attachment_id): row.given
        for row in kept
        if row.attachment_id or row.complaint_id == complaint.pk
    }
    who = {item for item in (Who.NUMBER, Who.CONTACT) if said.get((item.value, None), False)}
    if complaint.share_identity:
        who.add(Who.NAME)
    if not complaint.has_complainant:  # a file on the institution's own initiative names nobody
        who.clear()
    documents = own_documents(complaint)
    spoken = {pk: said[Consent.Item.DOCUMENT, pk] for pk, _kind in documents if (Consent.Item.DOCUMENT, pk) in said}
    refused = {pk for pk, kind in documents if not spoken.get(pk, _usual(complaint, kind))}
    withheld = {pk for pk, given in spoken.items() if not given}
    return Agreed(frozenset(item.value for item in who), frozenset(refused), frozenset(withheld))


def own_documents(complaint: Complaint) -> list[tuple[int, str]]:
    """The complainant's documents, those of joined files too, as key and kind."""
    return list(documents_of(complaint).filter(OWN).values_list("pk", "kind"))


def _usual(complaint: Complaint, kind: str) -> bool:
    """Of what nobody spoke of: a mandate and a complaint on paper name the person, and go where the name may go."""
    return complaint.share_identity or not kind


LABELS: dict[str, Promise] = {
    "name": _("Name"), "name_ar": _("Name in Arabic"), "acting": _("Acts for the complainant"),
    "id_number": _("Identity document"), "address": _("Address"), "phone": _("Telephone"), "email": _("E-mail"),
}  # fmt: skip


def told(complaint: Complaint, items: Iterable[str]) -> dict[str, str]:
    """What these items say today, by the keys of LABELS; what the file does not hold is left out."""
    person, acting, wanted = complaint.complainant, representation_of(complaint), set(items)
    found: dict[str, str] = {}
    if Who.NAME in wanted:
        found["name"] = person.name
        found["name_ar"] = f"{person.first_name_ar} {person.last_name_ar}".strip()
        found["acting"] = _acting(acting)
    if Who.NUMBER in wanted and person.id_number:
        found["id_number"] = f"{person.get_id_kind_display()} {person.id_number}".strip()
    if Who.CONTACT in wanted:
        found["address"] = ", ".join(part for part in (person.address, person.city, person.country.name) if part)
        found["phone"], found["email"] = str(person.phone or ""), person.email
    return {key: value for key, value in found.items() if value}


def _acting(acting: Representation | None) -> str:
    return acting.name if acting and acting.apart and not acting.revoked_at else ""


def shown(facts: Mapping[str, str]) -> list[tuple[str | Promise, str]]:
    """Such facts with their labels, in order."""
    return [(label, facts[key]) for key, label in LABELS.items() if key in facts]
