"""What the desk does with a referral: asks for one more, posts, sends a link anew, takes back. Each raises `errors.Refused`."""

from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.dates import RABAT
from complaints import history, notices, permissions
from complaints.guide.models import ReferralBody
from complaints.models import Complaint, Referral
from complaints.models.referral import OVER, Standing
from complaints.referring import limits
from complaints.referring import notices as mails
from complaints.referring.actions import both, end, send
from complaints.workflow import passing_on, undo
from complaints.workflow.errors import Incomplete, NotAllowed, Refused, Repeated, demand
from complaints.workflow.moves import PLAIN, Seal, check_once, check_seen, locked
from complaints.workflow.passing_on import ReferralConsent, ReferralStep


@transaction.atomic
def refer(
    complaint: Complaint, *, actor: Actor, to: int, address: str = "", words: str = "", seal: Seal = PLAIN
) -> Referral:
    """Asks the complainant whether the file may go to this body: one more than T5 named, or the same after a refusal."""
    case = locked(complaint)
    check_once(case, actor, seal)
    demand(permissions.can_refer(actor, case))
    check_seen(case, seal)
    before = undo.begin(case, seal=seal)
    body = ReferralBody.objects.filter(pk=to, active=True).first()
    if body is None:
        raise Incomplete(_("Choose the body to which the file is passed on."))
    if case.referrals.filter(body=body).exclude(standing__in=OVER).exists():
        raise NotAllowed(_("The file is being passed on to this body already."))
    row = passing_on.ask(case, body, actor=actor, at=seal.at or timezone.now(), address=address, words=words)
    case.referral_bodies.add(body)
    data = {"referral": row.pk, "body": body.code, **seal.kept()}
    event = history.record(case, "referral_asked", actor=actor, at=row.asked_at, data=data)
    hold = undo.hold(before, case, event, seal=seal)
    notices.tell(case, event, ReferralConsent(due_on=row.due_on or row.asked_at.date()), hold=hold)
    return row


@transaction.atomic
def mark_posted(referral: Referral, *, actor: Actor, on: date) -> Referral:
    """The printed letter was posted on that day: it is with the body since then. Twice changes nothing."""
    case, row = both(referral)
    if row.standing == Standing.SENT and row.by_post:
        raise Repeated
    demand(permissions.can_handle_referral(actor, row))
    if row.standing != Standing.READY or row.agreed_at is None:
        raise NotAllowed(_("A letter is posted once the complainant has agreed."))
    if not timezone.localdate(row.agreed_at) <= on <= timezone.localdate():
        raise Incomplete(_("Choose the day on which it was posted: after the agreement, and today at the latest."))
    noon = datetime.combine(on, time(12), RABAT)
    send(case, row, at=max(row.agreed_at, min(noon, timezone.now())))
    event = history.record(case, "referral_posted", actor=actor, data={"referral": row.pk})
    notices.tell(case, event, ReferralStep(step=Standing.SENT, due_on=row.due_on))
    return row


@transaction.atomic
def send_anew(referral: Referral, *, actor: Actor, address: str) -> Referral:
    """A new link to the body, at another address if the first was wrong; the links before it die.

    To give another address is to decide who reads the file: before the link leaves, the body has opened nothing by it."""
    case, row = both(referral)
    demand(permissions.can_handle_referral(actor, row))
    if not row.is_with_body or row.by_post:
        raise NotAllowed(_("A link is sent to a body that has the file, at an address."))
    if row.opened_at is not None and address.lower() != row.address.lower():
        raise NotAllowed(_("The body has opened the file: its link goes to the same address."))
    if limits.sent_enough(row):
        raise Refused(_("Several links were sent already. Wait an hour."))
    changed, row.address = address.lower() != row.address.lower(), address
    row.save(update_fields=["address"])
    data = {"referral": row.pk, "address_changed": changed}
    event = history.record(case, "referral_link_sent", actor=actor, data=data)
    mails.mail_link(row, event, why="again")
    return row


@transaction.atomic
def take_back(referral: Referral, *, actor: Actor, text: str) -> Referral:
    """The desk ends it, with its own note why; the complainant is told, and the body where it had a link."""
    case, row = both(referral)
    if row.standing == Standing.TAKEN_BACK:
        raise Repeated
    demand(permissions.can_handle_referral(actor, row))
    if not text.strip():
        raise Incomplete(_("Write why it is taken back."))
    event = end(case, row, "referral_taken_back", actor=actor, by=Referral.End.DESK, text=text)
    notices.tell(case, event, ReferralStep(step=Standing.TAKEN_BACK))
    return row
