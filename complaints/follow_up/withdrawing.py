"""T20: to withdraw is final, so the mailbox of who withdraws is asked first (domain.md, section 6: "confirm by OTP").

Six figures go to a proved address, where mails are safe and arrive; who has none is believed by what opened the file. The
figures are computed for half an hour and kept nowhere; asked for twice, they are the same."""

import hmac
import time
import uuid
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import limits
from accounts.actors import Actor
from complaints import codes
from complaints.enums import ContactRule
from complaints.envelopes import rules_of_represented
from complaints.follow_up.editing import TooOften
from complaints.models import Complaint, Share
from complaints.models.contact_rules import ContactRules
from complaints.notifications import outbox
from complaints.notifications.models import OutboxMessage
from complaints.notifications.registry import Envelope
from complaints.permissions import own_shares
from complaints.sharing.selectors import represented_apart
from complaints.workflow import transitions
from complaints.workflow.errors import Refused, demand

KIND = "complaint_withdraw_code"
SLOT = 30 * 60  # seconds for which the figures stay the same; those of the slot before still count
LIFE = timedelta(seconds=SLOT)
MAILS = 6  # an hour, for one file
TRIES = 5  # wrong figures in an hour, for one file


class Unproved(Refused):
    """The figures are not those of our last message, or they are too old."""

    def __init__(self) -> None:
        super().__init__(
            _("This is not the code of our last message. Check the six figures, or ask for a new code."),
        )


class TooManyTries(Refused):
    """Enough wrong figures for an hour."""

    def __init__(self) -> None:
        super().__init__(_("There were too many tries. Wait an hour, then ask for a new code."))


def mailbox(complaint: Complaint, *, actor: Actor) -> str:
    """Where the figures go: the address of this actor's side of the file; empty where none can be reached safely."""
    share = _share(complaint, actor)
    return _address(complaint, share)


@transaction.atomic
def ask(complaint: Complaint, *, actor: Actor) -> None:
    """Mails the figures. Raises NotAllowed, or TooOften after so many mails in an hour."""
    demand(transitions.may(complaint, "withdraw", actor))
    if not limits.within("withdrawal-code", str(complaint.pk), limit=MAILS):
        raise TooOften
    share = _share(complaint, actor)
    outbox.put(
        KIND,
        event=f"withdrawal:{uuid.uuid4()}",
        recipient=f"complaint:{complaint.pk}:withdrawal",
        about=f"complaint:{complaint.pk}",
        context={"slot": _slot(), "share": share.pk if share else 0},
        language=(share.language if share else "") or complaint.language,
        channels=("email",),
    )


@transaction.atomic
def withdraw(complaint: Complaint, *, actor: Actor, reason: str, figures: str) -> Complaint:
    """Ends the complaint. Raises Unproved or TooManyTries where figures are asked for and these are not right."""
    demand(transitions.may(complaint, "withdraw", actor))
    if address := mailbox(complaint, actor=actor):
        _demand_figures(complaint, address, figures)
    return transitions.withdraw(complaint, actor=actor, reason=reason)


def _demand_figures(complaint: Complaint, address: str, typed: str) -> None:
    if limits.used_up("withdrawal-tries", str(complaint.pk), limit=TRIES):
        raise TooManyTries
    now = _slot()
    right = [hmac.compare_digest(_figures(complaint, address, slot), typed) for slot in (now, now - 1)]
    if not any(right):
        limits.within("withdrawal-tries", str(complaint.pk), limit=TRIES)
        raise Unproved


def resolve(message: OutboxMessage) -> Envelope | None:
    """The mail with the figures, while they count and the file is open; to the address as it is now."""
    case = Complaint.objects.select_related("complainant").filter(pk=message.about.removeprefix("complaint:")).first()
    slot, key = message.context["slot"], message.context["share"]
    share = Share.objects.standing().filter(pk=key).first() if key else None
    if case is None or case.is_closed or timezone.now() - message.created_at > LIFE or (key and share is None):
        return None
    address = _address(case, share)
    if not address:
        return None
    return Envelope(
        address=address,
        language=(share.language if share else "") or case.language,
        context={"code": _figures(case, address, slot)},
        neutral="neutral/code" if _rules(case, share).wants_no_name else "",
    )


def _share(complaint: Complaint, actor: Actor) -> Share | None:
    """The share of the person represented, whose mailbox is not the file's."""
    if represented_apart(actor, complaint) is None:
        return None
    return own_shares(actor).filter(complaint=complaint, represented=True).first()


def _rules(complaint: Complaint, share: Share | None) -> ContactRules:
    """What was said about safe contact by whose mailbox it is."""
    return rules_of_represented(share) if share else complaint.complainant


def _address(complaint: Complaint, share: Share | None) -> str:
    rules = _rules(complaint, share)
    if rules.contact_rule == ContactRule.FILE_ONLY or not rules.reachable_by("email"):
        return ""
    if share:
        return share.email.lower()
    person = complaint.complainant
    return person.email.lower() if person.email_verified_at and not person.mails_return else ""


def _slot() -> int:
    return int(time.time()) // SLOT


def _figures(complaint: Complaint, address: str, slot: int) -> str:
    return codes.figures("follow-up.withdraw", str(complaint.pk), address, str(slot))
