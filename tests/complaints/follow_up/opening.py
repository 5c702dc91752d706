"""A filed case and the code that opens it."""

from django.urls import reverse

from complaints import codes
from complaints.models import Complaint

CODE = codes.new_code()


def with_code(case: Complaint) -> Complaint:
    """The same case, which CODE opens now."""
    Complaint.objects.filter(pk=case.pk).update(code_hash=codes.hash_code(CODE))
    return case


def address(name: str, case: Complaint) -> str:
    """A page of the case."""
    return reverse(f"follow_up:{name}", args=[case.reference])
