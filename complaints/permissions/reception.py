"""What comes by another way than the form: complaints that one of us types, mails that come to the mailbox."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor, ActorKind
from complaints.models import IncomingMail
from complaints.permissions.base import YES, Decision, no
from complaints.permissions.desk import can_work, workable_complaints


def can_register(actor: Actor) -> Decision:
    """Type a complaint for somebody else (T1, "officer for oral"): every caseworker; by which unit it came is asked.

    An agent at a stand too: who is one, its own permission has said (`outreach.access.can_attend`)."""
    may = actor.is_caseworker or actor.kind is ActorKind.STAND
    return YES if may else no(_("Only the institution's caseworkers may do this."))


def readable_mails(actor: Actor) -> QuerySet[IncomingMail]:
    """Twin of `can_read_mail`."""
    if not actor.is_caseworker:
        return IncomingMail.objects.none()
    return IncomingMail.objects.filter(Q(complaint=None) | Q(complaint__in=workable_complaints(actor).order_by()))


def can_read_mail(actor: Actor, mail: IncomingMail) -> Decision:
    """Read a mail and say what becomes of it: every caseworker, until it names a file; then who works on that file."""
    if not actor.is_caseworker:
        return no(_("Only the institution's caseworkers may do this."))
    return YES if mail.complaint is None else can_work(actor, mail.complaint)
