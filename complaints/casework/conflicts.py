"""Conflict of interest: who knows somebody in a file is kept out of it (docs/conflicts.md).

What keeps them out stands in the permissions; here it is declared, set and lifted."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.models import User
from accounts.roles import CASEWORKERS
from complaints import history, notices
from complaints.casework.models import Presence, Proposal
from complaints.models import Complaint, Conflict
from complaints.permissions import can_keep_out, can_let_in, can_work, kept_out, readable_conflicts
from complaints.workflow.errors import NotAllowed, Repeated, demand
from complaints.workflow.moves import locked

PAGE = 50


def of_file(complaint: Complaint) -> QuerySet[Conflict]:
    """Everything that was declared or set in this file, the newest first."""
    return complaint.conflicts.select_related("user", "set_by", "ended_by").order_by("-pk")


def declared(actor: Actor, *, before: int = 0) -> list[Conflict]:
    """A page of what was declared in the files of this head or supervisor, the newest first; one more than a page holds."""
    rows = readable_conflicts(actor).select_related("user", "set_by", "ended_by", "complaint")
    if before:
        rows = rows.filter(pk__lt=before)
    return list(rows.order_by("-pk")[: PAGE + 1])


def who_can_be_kept_out(complaint: Complaint, *, actor: Actor) -> QuerySet[User]:
    """Active caseworkers who may still open some file and are not kept out of this one; oneself declares."""
    staff = User.objects.filter(is_active=True, role__in=CASEWORKERS).select_related("unit")
    return staff.exclude(pk__in=kept_out(complaint) | {actor.user_id or 0}).order_by("name", "pk")


@transaction.atomic
def keep_out(complaint: Complaint, *, actor: Actor, user: User, reason: str = "") -> Conflict:
    """Closes the file to `user` at once: oneself, or a colleague by a head or a supervisor. Raises Refused.

    Who worked on it works on it no more, and what they proposed is not validated; who must find somebody else is told.
    The event names the colleague by number; the reason is kept beside it, for heads and supervisors."""
    case = locked(complaint)
    if Conflict.objects.filter(complaint=case, user=user, ended_at=None).exists():
        raise Repeated
    demand(can_work(actor, case) if user.pk == actor.user_id else can_keep_out(actor, case))
    if user.role not in CASEWORKERS:
        raise NotAllowed(_("Choose a colleague who works on files."))
    now, handled = timezone.now(), case.handler_id == user.pk
    row = Conflict.objects.create(complaint=case, user=user, reason=reason, set_by=actor.someone, at=now)
    case.__dict__.pop("kept_out", None)  # it was read before this row
    theirs = case.proposals.filter(status=Proposal.Status.WAITING, proposed_by=user)  # type: ignore[attr-defined]
    theirs.update(status=Proposal.Status.VOID, decided_at=now)
    Presence.objects.filter(complaint=case, user=user).delete()
    if handled:
        case.handler = None
        case.save(update_fields=["handler"])
    event = history.record(case, "kept_out", actor=actor, at=now, data={"user": user.pk, "handled": handled})
    if handled and not case.is_closed:
        notices.tell(case, event, notices.DeskUnassigned())
    return row


@transaction.atomic
def let_in(conflict: Conflict, *, actor: Actor) -> Conflict:
    """Opens the file to the colleague again: it was a mistake, or is over. What they had is not given back by itself."""
    case = locked(conflict.complaint)
    row = Conflict.objects.select_for_update(of=("self",)).select_related("user").get(pk=conflict.pk)
    if row.ended_at is not None:
        raise Repeated
    row.complaint = case
    demand(can_let_in(actor, row))
    row.ended_by, row.ended_at = actor.someone, timezone.now()
    row.save(update_fields=["ended_by", "ended_at"])
    history.record(case, "let_in", actor=actor, data={"user": row.user_id})
    return row
