"""What a stand acknowledged without a network and cannot be filed as it stands: it waits at the desk until somebody mends it.

The person holds its number and code, so it is never thrown away, and following it up says where it is (docs/stand-tablet.md)."""

from django.db import transaction
from django.db.models import Q

from accounts.actors import Actor
from complaints import codes, early
from complaints.intake.actions import Gone
from complaints.intake.models import Draft
from complaints.permissions import can_register
from complaints.workflow.errors import demand

PROMISED = ~Q(given_code_hash="") & Q(complaint=None)
NOBODYS = codes.hash_code(codes.new_code())


def knows(number: str, code: str) -> bool:
    """Whether the account of this number waits here and this is its code; takes as long when there is none."""
    row = Draft.objects.filter(PROMISED, provisional=number).only("given_code_hash").first()
    return codes.matches(code, row.given_code_hash if row else NOBODYS) and row is not None


@transaction.atomic
def give_to(draft: Draft, *, actor: Actor) -> Draft:
    """From now on this officer types it, and who typed it before does not. Raises NotAllowed; Gone when it was filed."""
    demand(can_register(actor))
    rows = Draft.objects.select_for_update(of=("self",))
    row = rows.filter(pk=draft.pk, complaint=None, officer__isnull=False).first()
    if row is None:
        raise Gone
    row.officer = actor.someone
    row.save(update_fields=["officer", "saved_at"])
    return row


def register_waiting() -> None:
    """Answers the citizen's side."""
    early.answer(knows)
