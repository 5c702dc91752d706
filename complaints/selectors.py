"""Reads over several tables of a case."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet

from complaints.guide.models import Administration
from complaints.guide.selectors import interlocutors
from complaints.models import Complaint, Person

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
    return rows.exclude(pk=complaint.pk).order_by("-submitted_at", "-pk")


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
    return Q(
        complainant__email__iexact=person.email,
        complainant__first_name__iexact=person.first_name,
        complainant__last_name__iexact=person.last_name,
    )


def similar_complaints(complaint: Complaint, *, limit: int = 5) -> list[str]:
    """The references of the newest of them, for the desk."""
    return list(duplicates_of(complaint).values_list("reference", flat=True)[:limit])


def interlocutors_of(administration: Administration | None, *, on: date) -> tuple[int, ...]:
    """The accounts that open what is sent to this administration on that day."""
    if administration is None:
        return ()
    people = interlocutors(on).filter(administration=administration).order_by("user_id")
    return tuple(people.values_list("user_id", flat=True))
