"""The complainant says anew whether it is safe to write (docs/safe-contact.md)."""

from typing import Any

from django.db import transaction

from accounts.actors import Actor
from complaints import history
from complaints.models import Complaint
from complaints.models.contact_rules import CONTACT_RULES, ContactRules
from complaints.permissions import is_complainant
from complaints.safe_contact import answers
from complaints.sharing.selectors import represented_apart
from complaints.workflow.errors import demand
from complaints.workflow.moves import locked


def rules_of(complaint: Complaint, *, actor: Actor) -> ContactRules:
    """The row with this actor's own rules: of the file's address, or of the person whom another represents."""
    return represented_apart(actor, complaint) or complaint.complainant


def address_of(complaint: Complaint, *, actor: Actor) -> str:
    """The mailbox for which these rules hold; empty when none is known."""
    acts = represented_apart(actor, complaint)
    return acts.own_email if acts else complaint.complainant.email


@transaction.atomic
def change(complaint: Complaint, *, actor: Actor, data: dict[str, Any]) -> None:
    """Keeps the answers with who gave them. Nobody is written to about it, and the history says only that they changed.

    Raises NotAllowed for whoever is not the complainant."""
    case = locked(complaint)
    demand(is_complainant(actor, case))
    row, wanted = rules_of(case, actor=actor), answers(data)
    if all(getattr(row, name) == value for name, value in wanted.items()):
        return
    for name, value in wanted.items():
        setattr(row, name, value)
    row.save(update_fields=CONTACT_RULES)
    history.record(case, "safe_contact_changed", actor=actor)
