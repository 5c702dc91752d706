"""The complainant says anew whether it is safe to write (docs/safe-contact.md)."""

from typing import Any

from django.db import transaction

from accounts.actors import Actor
from complaints import history
from complaints.models import Complaint
from complaints.permissions import is_complainant
from complaints.safe_contact import FIELDS, answers
from complaints.workflow.errors import NotAllowed
from complaints.workflow.moves import locked


@transaction.atomic
def change(complaint: Complaint, *, actor: Actor, data: dict[str, Any]) -> None:
    """Keeps the answers with the person. Nobody is written to about it, and the history says only that they changed.

    Raises NotAllowed for whoever is not the complainant."""
    case = locked(complaint)
    if not (decision := is_complainant(actor, case)):
        raise NotAllowed(decision.reason)
    person, wanted = case.complainant, answers(data)
    if all(getattr(person, name) == value for name, value in wanted.items()):
        return
    for name, value in wanted.items():
        setattr(person, name, value)
    person.save(update_fields=FIELDS)
    history.record(case, "safe_contact_changed", actor=actor)
