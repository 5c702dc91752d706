"""Reads over several tables of a case."""

from datetime import timedelta

from django.db.models import Q

from complaints.models import Complaint

DUPLICATE_WINDOW = timedelta(days=730)  # 24 months (T2)


def similar_complaints(complaint: Complaint, *, limit: int = 5) -> list[str]:
    """References of the same person's files about the same administration in the last 24 months (T2), newest first."""
    person = complaint.complainant
    same_person = Q(pk__in=[])
    if person.id_index:
        same_person |= Q(complainant__id_index=person.id_index)
    if person.email:
        same_person |= Q(complainant__email__iexact=person.email)
    if person.user_id:
        same_person |= Q(complainant__user=person.user_id)
    same_body = (
        Q(administration=complaint.administration_id)
        if complaint.administration_id
        else Q(administration_text__iexact=complaint.administration_text)
    )
    since = complaint.submitted_at - DUPLICATE_WINDOW
    rows = Complaint.objects.filter(same_person, same_body, submitted_at__gte=since).exclude(pk=complaint.pk)
    return list(rows.order_by("-submitted_at", "-pk").values_list("reference", flat=True)[:limit])
