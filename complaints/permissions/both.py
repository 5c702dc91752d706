"""Where both sides meet: one's own complaint comes before one's office, which gives no right there and takes none away."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.roles import Role
from complaints.models import Attachment, Complaint
from complaints.permissions.base import YES, Decision, no
from complaints.permissions.citizen import (
    can_follow,
    can_write_to_file,
    followed_complaints,
    holds,
    own_shares,
    representation_of,
)
from complaints.permissions.desk import can_decide, can_work, workable_complaints
from complaints.permissions.office import addressed_complaints, is_addressee


def can_complete(actor: Actor, complaint: Complaint) -> Decision:
    """Supply what was asked for: the complainant, or the desk for what came by post."""
    mine = can_write_to_file(actor, complaint)
    return can_decide(actor, complaint) if actor.is_caseworker and not mine else mine


def can_revoke_mandate(actor: Actor, complaint: Complaint) -> Decision:
    """End the mandate: the person represented, the representative, or the desk on the written word of the former."""
    found = representation_of(complaint)
    if found is None or not found.revocable:
        return no(_("There is no mandate to revoke."))
    if own_shares(actor).filter(complaint=complaint, represented=True).exists() or holds(actor, complaint):
        return YES
    return can_work(actor, complaint)


def visible_complaints(actor: Actor) -> QuerySet[Complaint]:
    """Twin of `can_view`."""
    own = followed_complaints(actor)
    if actor.is_caseworker:
        return Complaint.objects.filter(Q(pk__in=own.values("pk")) | Q(pk__in=workable_complaints(actor).values("pk")))
    return own


def can_view(actor: Actor, complaint: Complaint) -> Decision:
    """See the file, each on their own side."""
    mine = can_follow(actor, complaint)
    return can_work(actor, complaint) if actor.is_caseworker and not mine else mine


def readable_attachments(actor: Actor) -> QuerySet[Attachment]:
    """Twin of `can_read_attachment`."""
    allowed = Q(complaint__in=followed_complaints(actor), internal=False)
    if actor.role == Role.LIAISON:
        sent = addressed_complaints(actor)
        own_or_joined = Q(complaint__in=sent) | Q(complaint__joined_to__in=sent)
        allowed |= own_or_joined & Q(shared_with_administration=True)
    if actor.is_caseworker:
        allowed |= Q(complaint__in=workable_complaints(actor))
    return Attachment.objects.filter(allowed)


def can_read_attachment(actor: Actor, attachment: Attachment) -> Decision:
    """Download a file of a case; the desk's internal files stay at the desk, an administration sees what was sent to it."""
    mine = can_follow(actor, attachment.complaint)
    if mine and not attachment.internal:
        return YES
    if actor.is_caseworker:
        return can_work(actor, attachment.complaint)
    if actor.role == Role.LIAISON:
        if not (decision := is_addressee(actor, attachment.complaint.joined_to or attachment.complaint)):
            return decision
        return YES if attachment.shared_with_administration else no(_("This file was not sent to your administration."))
    return no(_("This file is the institution's own.")) if mine else mine
