"""The complainant corrects a filed case (C25): each change is an event, what stood there before is kept for the desk.

Contact details may change as long as the file is open, what was told until it is sent to the administration. A new e-mail
address counts once it is proved, and the old one is told."""

import hashlib
import hmac
import json
import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import limits
from accounts.actors import Actor
from accounts.encryption import blind_index
from complaints import addresses, codes, corrections, history, notices
from complaints.corrections import written
from complaints.models import Change, Complaint, Event, NewAddress
from complaints.notifications import outbox
from complaints.permissions import YES, Decision, is_complainant, no
from complaints.sharing.selectors import represented_apart
from complaints.workflow.deadlines import appeal_until
from complaints.workflow.errors import Refused, Stale, demand
from complaints.workflow.moves import locked

ON_THE_CASE = {"language", *("title", "description", "harm", "request", "act_date", "notified_on", "place", "amount")}
CONTACT = (
    "phone", "whatsapp", "preferred_channel", "language", "country", "city", "address", "stay_from", "stay_to",
    "contact_in_morocco", "accessibility",
)  # fmt: skip
FACTS = ("title", "description", "harm", "request", "act_date", "notified_on", "place", "amount")
BLOCKS = (Change.Block.CONTACT, Change.Block.EMAIL, Change.Block.FACTS)  # the others are the desk's
FIELDS = {Change.Block.CONTACT: CONTACT, Change.Block.FACTS: FACTS}
CODE_LIFE = timedelta(minutes=30)
CODE_TRIES = 5
CODES_A_CASE = 6  # an hour
CODES_AN_ADDRESS = 6  # an hour, whichever files ask


def may_edit(complaint: Complaint, block: Change.Block, *, actor: Actor) -> Decision:
    """Whether this actor may correct this part of the file now."""
    if complaint.is_closed:
        return no(_("Your file is closed: it cannot be changed any more. You can still write to us."))
    if block == Change.Block.FACTS and complaint.sent_at is not None:
        return no(
            _("We sent your file to the administration, so the facts stay as they are. Write us what is different.")
        )
    if block != Change.Block.FACTS and represented_apart(actor, complaint):
        # While a mandate stands, the file's address is the representative's: two people's would be mixed up.
        return no(
            _("Whoever acts for you receives our news at that address. End the mandate to receive them yourself.")
        )
    return YES


def current(complaint: Complaint, block: Change.Block) -> dict[str, Any]:
    """What stands in the file, by column."""
    return {name: getattr(_holder(complaint, name), name) for name in FIELDS[block]}


def _holder(complaint: Complaint, name: str) -> Model:
    return complaint if name in ON_THE_CASE else complaint.complainant


def digest(values: Mapping[str, Any]) -> str:
    """A short name for what a page showed; it gives nothing away, not even to who tries texts."""
    plain = json.dumps({name: written(value) for name, value in values.items()}, sort_keys=True)
    return hashlib.sha256(plain.encode(errors="surrogatepass")).hexdigest()


@transaction.atomic
def edit(complaint: Complaint, *, actor: Actor, block: Change.Block, values: Mapping[str, Any], seen: str) -> list[str]:
    """Writes what differs; gives the names of the fields that changed, none when the form was sent twice.

    Raises Stale when the file says other things by now than the page showed, NotAllowed when it may not be changed."""
    case = _mine(complaint, actor)
    demand(may_edit(case, block, actor=actor))
    before = current(case, block)
    changed = [name for name in FIELDS[block] if written(values[name]) != written(before[name])]
    if not changed:
        return []
    if seen != digest(before):
        raise Stale
    for name in changed:
        setattr(_holder(case, name), name, values[name])
    _follow(case, before, changed)
    case.complainant.save()
    if block == Change.Block.FACTS:
        case.new_reply = True  # who works on the file reads it again
    case.save()
    _log(case, actor, block, {name: written(before[name]) for name in changed})
    return changed


def _mine(complaint: Complaint, actor: Actor) -> Complaint:
    case = locked(complaint)
    demand(is_complainant(actor, case))
    return case


def _follow(case: Complaint, before: Mapping[str, Any], changed: list[str]) -> None:
    """What hangs from a column: the country's clock and the case's own country, the day until which a court may be open."""
    person = case.complainant
    if "country" in changed:
        corrections.country_follows(case, before["country"])
    if "notified_on" in changed:
        case.appeal_until = appeal_until(case.notified_on) if case.notified_on else None
    if "preferred_channel" in changed and person.preferred_channel == "whatsapp":
        person.whatsapp = True


def _log(case: Complaint, actor: Actor, block: Change.Block, before: Mapping[str, str]) -> list[Change]:
    """The event names the fields; the words before stand in the table that only the desk reads."""
    now = timezone.now()
    row: Event = history.record(case, "corrected", actor=actor, at=now, data={"block": block, "fields": list(before)})
    changes = corrections.keep(case, row, block, before, at=now)
    notices.tell(case, row, notices.DetailsChanged())
    notices.tell(case, row, notices.DeskChanged())
    return changes


# --- the e-mail address ---


class TooOften(Refused):
    """Enough messages for an hour."""

    def __init__(self) -> None:
        super().__init__(_("We sent several codes already. Wait an hour, then try again."))


@transaction.atomic
def ask_for_proof(complaint: Complaint, *, actor: Actor, email: str) -> NewAddress:
    """Sends six figures to the new address. Nothing changes until they are typed; a new address sets the last one aside."""
    case = _mine(complaint, actor)
    demand(may_edit(case, Change.Block.EMAIL, actor=actor))
    person = case.complainant
    if email == person.email.lower() and person.email_verified_at and not person.mails_return:
        raise Refused(_("This is the address that we use already."))
    who = (blind_index(f"new address {email}") or b"").hex()  # what is counted is no list of addresses
    if not (
        limits.within("address-code", str(case.pk), limit=CODES_A_CASE)
        and limits.within("address-code-to", who, limit=CODES_AN_ADDRESS)
    ):
        raise TooOften
    waiting = NewAddress.objects.filter(complaint=case).first()
    number = waiting.number + 1 if waiting else 1
    values = {"email": email, "number": number, "sent_at": timezone.now(), "tries": 0}
    row, _new = NewAddress.objects.update_or_create(complaint=case, defaults=values)
    outbox.put(
        "complaint_email_code",
        event=f"address:{uuid.uuid4()}",
        recipient=f"complaint:{case.pk}:new-address",
        about=f"complaint:{case.pk}",
        context={"number": number},
        language=case.language,
        channels=("email",),
    )
    return row


def figures_of(row: NewAddress) -> str:
    """The figures of the last message to this address."""
    return codes.figures(
        "follow-up.address", str(row.complaint_id), row.email, str(row.number), row.sent_at.isoformat()
    )


def waiting_address(complaint: Complaint) -> NewAddress | None:
    """The address that waits for its figures; an old message waits no longer."""
    return NewAddress.objects.filter(complaint=complaint, sent_at__gte=timezone.now() - CODE_LIFE).first()


@transaction.atomic
def prove(complaint: Complaint, *, actor: Actor, code: str) -> bool:
    """Whether these are the figures; if so, the address is the file's from now on, and the old one is told."""
    case = _mine(complaint, actor)
    demand(may_edit(case, Change.Block.EMAIL, actor=actor))
    row = NewAddress.objects.select_for_update().filter(complaint=case).first()
    if row is None or row.tries >= CODE_TRIES or timezone.now() - row.sent_at > CODE_LIFE:
        return False
    if not hmac.compare_digest(figures_of(row), code):
        row.tries += 1
        row.save(update_fields=["tries"])
        return False
    person, old = case.complainant, case.complainant.email
    person.email, person.email_verified_at = row.email, timezone.now()
    person.save(update_fields=["email", "email_verified_at"])
    addresses.proved(person.email)
    row.delete()
    (change,) = _log(case, actor, Change.Block.EMAIL, {"email": old})
    corrections.tell_old_address(case, change)
    return True
