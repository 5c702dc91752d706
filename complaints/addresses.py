"""An e-mail address from which our mails come back: marked, told, and believed again (docs/channels.md).

The mark names the address (`Person.returned_email`), so that another address is never dead by it. While it stands no
mail leaves for it; notices wait in the file, where the complainant is asked for another address."""

from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Upper
from django.utils import timezone

from accounts.actors import SYSTEM, Actor
from complaints import history, notices
from complaints.models import Complaint, Person
from complaints.notifications.models import OutboxMessage
from complaints.permissions import can_work
from complaints.workflow.errors import demand
from complaints.workflow.moves import locked

MOST = 200  # files of one address that are marked at once


def came_back(message: OutboxMessage, address: str) -> int:
    """A mail to the complainant at this address came back for good: every file that uses it is marked; gives how many."""
    if not message.recipient.endswith(":citizen"):
        return 0
    alive = _of(address).exclude(returned_email__iexact=F("email"))
    keys = list(alive.order_by("pk").values_list("complaint", flat=True)[:MOST])
    return sum(_mark(key, address, message) for key in keys if key is not None)


def _of(address: str) -> QuerySet[Person]:
    people = Person.objects.alias(spelled=Upper("email"))  # as the index has it
    return people.filter(spelled=address.strip().upper()) if address.strip() else Person.objects.none()


@transaction.atomic
def _mark(key: int, address: str, message: OutboxMessage) -> int:
    """One file by itself. The address is looked at again under the lock: it may have been changed meanwhile."""
    case = locked(Complaint(pk=key))
    person = case.complainant
    if person.email.lower() != address.strip().lower() or person.mails_return:
        return 0
    person.returned_email, person.returned_at = person.email, timezone.now()
    person.save(update_fields=["returned_email", "returned_at"])
    event = history.record(case, "mails_return", actor=SYSTEM, data={"notice": message.kind})
    notices.tell(case, event, notices.MailsReturn())
    notices.tell(case, event, notices.DeskMailsReturn())
    return 1


def proved(address: str) -> int:
    """Somebody has just shown that mails to this address arrive: no file calls it dead any more; gives how many did."""
    dead = _of(address).exclude(returned_email="")
    return dead.update(returned_email="", returned_at=None)


@transaction.atomic
def believe_again(complaint: Complaint, *, actor: Actor) -> bool:
    """The desk has reason to write to the address again, for example a full mailbox was emptied; False when it was not dead."""
    case = locked(complaint)
    demand(can_work(actor, case))
    person = case.complainant
    if not person.mails_return:
        return False
    person.returned_email, person.returned_at = "", None
    person.save(update_fields=["returned_email", "returned_at"])
    history.record(case, "address_believed", actor=actor)
    return True
