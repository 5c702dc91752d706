"""Reads over several tables of a case."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from complaints.enums import State, Verdict
from complaints.guide.models import Administration
from complaints.guide.selectors import interlocutors
from complaints.models import Attachment, Complaint, Person
from complaints.models.person import FOLDED

DUPLICATE_WINDOW = timedelta(days=730)  # 24 months (T2)


def duplicates_of(complaint: Complaint, *, also: Q | None = None) -> QuerySet[Complaint]:
    """The same person's files about the same administration and subject in the last 24 months (T2), newest first.

    The same person: by identity number, by account, or by e-mail address and name; a family shares an address. The
    subject counts where both name one. `complaint` need not be saved; `also` names
    files that are known to be this person's in another way."""
    person = complaint.complainant
    same_body = (
        Q(administration=complaint.administration_id)
        if complaint.administration_id
        else Q(administration_text__iexact=complaint.administration_text)
    )
    same_subject = Q(subject=complaint.subject_id) | Q(subject=None) if complaint.subject_id else Q()
    since = complaint.submitted_at - DUPLICATE_WINDOW
    person_too = same_person(person) | also if also is not None else same_person(person)
    rows = Complaint.objects.filter(person_too, same_body, same_subject, submitted_at__gte=since)
    return rows.exclude(pk=complaint.pk).exclude(state=State.MERGED).order_by("-submitted_at", "-pk")


def same_person(person: Person) -> Q:
    """Files of whoever this is."""
    found = Q(pk__in=[])
    if person.id_index:
        found |= Q(complainant__id_index=person.id_index)
    if person.user_id:
        found |= Q(complainant__user=person.user_id)
    return found | same_address(person)


def same_address(person: Person) -> Q:
    """Files of this name with this e-mail address."""
    if not person.email:
        return Q(pk__in=[])
    return ~Q(complainant__email="") & Q(  # said, so that the index of the addresses serves
        complainant__email__iexact=person.email,
        complainant__first_name__iexact=person.first_name,
        complainant__last_name__iexact=person.last_name,
    )


class SamePerson(TextChoices):
    """What shows that two files are of one person."""

    NUMBER = "number", _("the same identity number")
    ACCOUNT = "account", _("the same account")
    EMAIL = "email", _("the same name and e-mail address")
    PHONE = "phone", _("the same name and telephone")
    BIRTH = "birth", _("the same name and date of birth")


def same_person_because(one: Person, other: Person) -> list[SamePerson]:
    """What shows that the two are one person; nothing does when the list is empty. A name alone shows nothing."""
    found = []
    if one.id_index and bytes(one.id_index) == bytes(other.id_index or b""):
        found.append(SamePerson.NUMBER)
    if one.user_id and one.user_id == other.user_id:
        found.append(SamePerson.ACCOUNT)
    if not same_name(one, other):
        return found
    if one.email and one.email.lower() == other.email.lower():
        found.append(SamePerson.EMAIL)
    if one.phone and one.phone == other.phone:
        found.append(SamePerson.PHONE)
    if one.birth_date and one.birth_date == other.birth_date:
        found.append(SamePerson.BIRTH)
    return found


def same_name(one: Person, other: Person) -> bool:
    """In Latin letters or in Arabic ones, however they were typed."""
    latin = [f"{person.first_name} {person.last_name}" for person in (one, other)]
    arabic = [f"{person.first_name_ar} {person.last_name_ar}" for person in (one, other)]
    return any(
        names[0].strip() and names[0].lower().translate(FOLDED) == names[1].lower().translate(FOLDED)
        for names in (latin, arabic)
    )


def similar_complaints(complaint: Complaint, *, limit: int = 5) -> list[str]:
    """The references of the newest of them, for the desk."""
    return list(duplicates_of(complaint).values_list("reference", flat=True)[:limit])


def documents_of(complaint: Complaint) -> QuerySet[Attachment]:
    """The documents of a file and of those that were joined to it, in the order in which they came."""
    return Attachment.objects.filter(Q(complaint=complaint) | Q(complaint__joined_to=complaint))


def interlocutors_of(administration: Administration | None, *, on: date) -> tuple[int, ...]:
    """The accounts that open what is sent to this administration on that day."""
    if administration is None:
        return ()
    people = interlocutors(on).filter(administration=administration).order_by("user_id")
    return tuple(people.values_list("user_id", flat=True))


# --- what may leave the house ---


def replaced_files(complaint: Complaint) -> set[int]:
    """The files of a case in whose place a redacted copy goes out: the original, and every redacted copy but the newest."""
    newest: dict[int, int] = {}
    replaced: set[int] = set()
    copies = documents_of(complaint).filter(erased_at=None).exclude(redacted_from=None)
    for copy, original in copies.order_by("pk").values_list("pk", "redacted_from"):
        if original is None:
            continue
        replaced.add(newest.get(original, original))
        newest[original] = copy
    return replaced


def sendable_files(complaint: Complaint) -> QuerySet[Attachment]:
    """The files that may be chosen for what leaves the house: with a checked copy, and the redacted one where there is one.

    Letters to administrations and referrals choose from these; `workflow` asks again when they are sent."""
    rows = documents_of(complaint).filter(erased_at=None, verdict=Verdict.CLEAN).exclude(copy="")
    return rows.exclude(pk__in=replaced_files(complaint)).select_related("redacted_from")
