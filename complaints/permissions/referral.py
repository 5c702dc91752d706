"""A file that is passed on: who may ask for it, agree to it, stop it; what the other body may open (docs/referrals.md)."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor, ActorKind
from accounts.roles import Role
from complaints.enums import State
from complaints.models import Attachment, Complaint, Referral
from complaints.models.referral import OVER, READ_THERE, Standing
from complaints.permissions.base import YES, Decision, no
from complaints.permissions.citizen import can_follow, can_write_to_file, followed_complaints, writable_complaints
from complaints.permissions.desk import INTAKE_STATES, can_decide, can_work, workable_complaints

# --- the desk ---


def can_refer(actor: Actor, complaint: Complaint) -> Decision:
    """Ask the complainant whether an oriented file may go to a body: one more, the first where T5 asked for none, also of
    who wanted no transfer when filing (no body was named then; each is asked about by itself, and no is an answer)."""
    if not (decision := can_decide(actor, complaint)):
        return decision
    if complaint.state != State.ORIENTED:
        return no(_("A file is passed on once it is oriented to another body."))
    return YES


def referable_complaints(actor: Actor) -> QuerySet[Complaint]:
    """Twin of `can_refer`."""
    files = workable_complaints(actor).filter(state=State.ORIENTED)
    return files.none() if actor.role == Role.INTAKE else files


def can_read_referral(actor: Actor, referral: Referral) -> Decision:
    """Read at the desk how a referral stands: who may work on its file."""
    return can_work(actor, referral.complaint)


def readable_referrals(actor: Actor) -> QuerySet[Referral]:
    """Twin of `can_read_referral`."""
    if not actor.is_caseworker:
        return Referral.objects.none()
    return Referral.objects.filter(complaint__in=workable_complaints(actor))


def can_handle_referral(actor: Actor, referral: Referral) -> Decision:
    """Post it, send its link anew, take it back: who may decide on its file, while it is not over."""
    if not (decision := can_decide(actor, referral.complaint)):
        return decision
    return no(_("This referral is over.")) if referral.is_over else YES


def handled_referrals(actor: Actor) -> QuerySet[Referral]:
    """Twin of `can_handle_referral`."""
    rows = readable_referrals(actor).exclude(standing__in=OVER)
    return rows.filter(complaint__state__in=INTAKE_STATES) if actor.role == Role.INTAKE else rows


# --- the complainant's side ---


def can_see_referral(actor: Actor, referral: Referral) -> Decision:
    """See with whom the file is, since when, and what was answered: who may read the file."""
    return can_follow(actor, referral.complaint)


def seen_referrals(actor: Actor) -> QuerySet[Referral]:
    """Twin of `can_see_referral`."""
    return Referral.objects.filter(complaint__in=followed_complaints(actor))


def can_agree(actor: Actor, referral: Referral) -> Decision:
    """Say what may go to the body, or that nothing may: who may write to the file, in whatever capacity."""
    if not (decision := can_write_to_file(actor, referral.complaint)):
        return decision
    if referral.standing != Standing.CONSENT:
        return no(_("Your agreement is not asked for any more."))
    return YES


def agreeable_referrals(actor: Actor) -> QuerySet[Referral]:
    """Twin of `can_agree`."""
    return Referral.objects.filter(complaint__in=writable_complaints(actor), standing=Standing.CONSENT)


def can_stop_referral(actor: Actor, referral: Referral) -> Decision:
    """Take the agreement back while the body has not answered: who could have given it."""
    if not (decision := can_write_to_file(actor, referral.complaint)):
        return decision
    if referral.is_over or referral.agreed_at is None:
        return no(_("There is no agreement to take back."))
    return YES


def stoppable_referrals(actor: Actor) -> QuerySet[Referral]:
    """Twin of `can_stop_referral`."""
    rows = Referral.objects.filter(complaint__in=writable_complaints(actor), agreed_at__isnull=False)
    return rows.exclude(standing__in=OVER)


# --- the body ---


def can_open_referral(actor: Actor, referral: Referral) -> Decision:
    """Read what was passed on, accept, refuse, answer: the body, in the one referral that it opened, until it is over."""
    if actor.kind is not ActorKind.BODY or actor.referral_id != referral.pk:
        return no(_("This was not passed on to you."))
    return YES if referral.standing in READ_THERE else no(_("This matter is closed: it cannot be opened any more."))


def opened_referrals(actor: Actor) -> QuerySet[Referral]:
    """Twin of `can_open_referral`."""
    if actor.kind is not ActorKind.BODY:
        return Referral.objects.none()
    return Referral.objects.filter(pk=actor.referral_id or 0, standing__in=READ_THERE)


def can_read_referred(actor: Actor, attachment: Attachment) -> Decision:
    """Download a document: the body, those that the complainant agreed to pass on to it."""
    row = Referral.objects.filter(pk=actor.referral_id or 0, documents__attachment=attachment).first()
    return can_open_referral(actor, row) if row else no(_("This was not passed on to you."))


def referred_documents(actor: Actor) -> QuerySet[Attachment]:
    """Twin of `can_read_referred`."""
    return Attachment.objects.filter(referred__referral__in=opened_referrals(actor))
