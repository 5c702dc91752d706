"""The citizen, who acts for them, and with whom they share the file (docs/together.md)."""

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor, ActorKind
from accounts.dates import long_date
from complaints.models import Complaint, Representation, Share
from complaints.permissions.base import YES, Decision, no

READS = (Share.Right.READ, Share.Right.WRITE)


def representation_of(complaint: Complaint) -> Representation | None:
    """Who acts for the complainant of this case, if anybody does."""
    return getattr(complaint, "representation", None)


def own_people(complaint: Complaint) -> set[int]:
    """The accounts of the complainant, who acts for them, and who is represented: none of them works on the file here."""
    found = representation_of(complaint)
    ids = {complaint.complainant.user_id, *((found.user_id, found.colleague_id) if found else ())}
    return {pk for pk in ids if pk is not None}


def kept_out(complaint: Complaint) -> set[int]:
    """Everybody to whom the desk's side of this file is closed, whatever their office: it is their own, it was shared with
    them, or they know somebody in it."""
    return own_people(complaint) | complaint.kept_out


def representative_id(complaint: Complaint) -> int | None:
    """The account of who acts for the complainant."""
    found = representation_of(complaint)
    return found.user_id if found else None


def _mandate(actor: Actor, complaint: Complaint) -> Decision:
    """Whether the mandate, if there is one, still covers an act: reading goes on after its end, and stops when revoked."""
    found = representation_of(complaint)
    if found is None or found.revoked_at:  # revoked: who holds the file now is the complainant, or has left
        return _not_left(actor, complaint)
    if found.mandate_until and found.ended():
        words = _("The mandate ended on %(day)s. Send a new one first.")
        return no(words % {"day": long_date(found.mandate_until)})
    return YES


def _not_left(actor: Actor, complaint: Complaint) -> Decision:
    """Refuses the account of who acted until the mandate was revoked. Their code died then; the next is the complainant's."""
    found = representation_of(complaint)
    left = found is not None and found.revoked_at and actor.kind is ActorKind.PERSON and actor.user_id == found.user_id
    return no(_("The mandate for this file was revoked.")) if left else YES


def holds(actor: Actor, complaint: Complaint) -> bool:
    """Holds this file's code, or the account that filed it; the mandate is another question."""
    if actor.kind is ActorKind.CODE:
        return actor.complaint_id == complaint.pk
    ids = (complaint.complainant.user_id, representative_id(complaint))
    return actor.kind is ActorKind.PERSON and actor.user_id is not None and actor.user_id in ids


def _held(actor: Actor) -> QuerySet[Complaint]:
    """Twin of `holds`."""
    if actor.kind is ActorKind.CODE and actor.complaint_id is not None:
        return Complaint.objects.filter(pk=actor.complaint_id)
    if actor.kind is ActorKind.PERSON and actor.user_id is not None:
        mine = Complaint.objects.filter(complainant__user=actor.user_id).values("pk")
        theirs = Complaint.objects.filter(representation__user=actor.user_id).values("pk")
        return Complaint.objects.filter(pk__in=mine.union(theirs, all=True))  # two indexes, where OR reads every file
    return Complaint.objects.none()


def _not_left_by(actor: Actor, files: QuerySet[Complaint]) -> QuerySet[Complaint]:
    """Twin of `_not_left`."""
    if actor.kind is not ActorKind.PERSON:
        return files
    return files.exclude(representation__revoked_at__isnull=False, representation__user=actor.user_id)


def own_shares(actor: Actor) -> QuerySet[Share]:
    """The shares by which this actor may see something now."""
    if actor.kind is ActorKind.SHARE:
        return Share.objects.live().filter(pk=actor.share_id or 0, complaint=actor.complaint_id or 0)
    if actor.kind is ActorKind.PERSON and actor.user_id is not None:
        return Share.objects.live().filter(user=actor.user_id)
    return Share.objects.none()


def own_complaints(actor: Actor) -> QuerySet[Complaint]:
    """Twin of `is_complainant`."""
    today = timezone.localdate()
    ended = Q(representation__revoked_at=None, representation__mandate_until__lt=today)
    held = _not_left_by(actor, _held(actor)).exclude(ended)
    represented = own_shares(actor).filter(represented=True).values("complaint")
    return Complaint.objects.filter(Q(pk__in=held.values("pk").union(represented, all=True)))


def is_complainant(actor: Actor, complaint: Complaint) -> Decision:
    """The complainant, or who acts for them under a mandate that stands; withdrawal and personal data are theirs alone.

    Holds this file's code, filed it with this account, or is the person represented, by their own code or account."""
    if holds(actor, complaint):
        return _mandate(actor, complaint)
    if own_shares(actor).filter(complaint=complaint, represented=True).exists():
        return YES
    return no(_("Only the person who filed this complaint may do this."))


def followed_complaints(actor: Actor) -> QuerySet[Complaint]:
    """Twin of `can_follow`."""
    held = _not_left_by(actor, _held(actor))
    shared = own_shares(actor).filter(right__in=READS).values("complaint")
    return Complaint.objects.filter(pk__in=held.values("pk").union(shared, all=True))


def can_follow(actor: Actor, complaint: Complaint) -> Decision:
    """Read the file on the citizen's side: also after the end of a mandate, until it is revoked; also who shares it."""
    if holds(actor, complaint):
        return _not_left(actor, complaint)
    if own_shares(actor).filter(complaint=complaint, right__in=READS).exists():
        return YES
    return no(_("Only the person who filed this complaint may do this."))


def can_write_to_file(actor: Actor, complaint: Complaint) -> Decision:
    """Write to the institution, send documents, answer what was asked: the complainant, or a share with that right."""
    if mine := is_complainant(actor, complaint):
        return mine
    share = own_shares(actor).filter(complaint=complaint).first()
    if share is None:
        return mine
    if share.right != Share.Right.WRITE:
        return no(_("You may read this file, not write to it."))
    # What the representative gave reaches no further than their own mandate.
    return YES if share.represented or share.by_represented else _mandate(actor, complaint)


def writable_complaints(actor: Actor) -> QuerySet[Complaint]:
    """Twin of `can_write_to_file`."""
    shared = own_shares(actor).filter(right=Share.Right.WRITE)
    lasting = Q(represented=True) | Q(by_represented=True)
    ended = Q(representation__revoked_at=None, representation__mandate_until__lt=timezone.localdate())
    hanging = Complaint.objects.filter(pk__in=shared.exclude(lasting).values("complaint")).exclude(ended)
    ways = [own_complaints(actor), shared.filter(lasting), _not_left_by(actor, hanging)]
    keys = [rows.values("complaint" if rows.model is Share else "pk") for rows in ways]
    return Complaint.objects.filter(Q(pk__in=keys[0]) | Q(pk__in=keys[1]) | Q(pk__in=keys[2]))


def can_renew_mandate(actor: Actor, complaint: Complaint) -> Decision:
    """Send a new mandate: who acts, unless the mandate was revoked; the end of the old one is no obstacle."""
    found = representation_of(complaint)
    if found is None or found.revoked_at:
        return no(_("Nobody acts for another person in this file."))
    return YES if holds(actor, complaint) else no(_("Only the representative may do this."))
