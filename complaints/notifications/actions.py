"""What people do with messages: read them, and send again what was given up."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.roles import Role
from complaints.notifications import doorbell
from complaints.notifications.models import Delivery, OutboxMessage, Outcome, Status
from complaints.notifications.selectors import Notice, shown


class NotDead(ValueError):
    """Only a message that was given up can be sent again; the text says so to the actor."""


def mark_read(*, recipient: str, upto: int) -> int:
    """Marks the notices up to this id as read; returns how many were new."""
    return shown(recipient).filter(read_at=None, pk__lte=upto).update(read_at=Now())


def mark_shown(recipient: str, notices: Sequence[Notice]) -> None:
    """Marks notices that a page shows as read, and all before them; writes nothing when there is nothing new."""
    if any(not notice.read for notice in notices):
        mark_read(recipient=recipient, upto=notices[0].id)


def may_resend(*, actor: Actor) -> bool:
    """Caseworkers and administrators: they see kind, time and reason, never what the message says."""
    return actor.is_caseworker or (actor.user is not None and actor.user.is_active and actor.role == Role.ADMINISTRATOR)


def resend(message: OutboxMessage, *, actor: Actor) -> OutboxMessage:
    """Puts a dead letter back into the queue with fresh attempts and its old Message-ID; raises NotDead."""
    if not may_resend(actor=actor):
        raise PermissionDenied
    with transaction.atomic():
        row = OutboxMessage.objects.select_for_update(of=("self",)).get(pk=message.pk)
        if row.status != Status.DEAD:
            raise NotDead(_("This message was not given up. Reload the list to see where it stands."))
        Delivery.objects.create(
            message=row, attempt=row.attempts, outcome=Outcome.RESENT, detail=f"user:{actor.user_id}"
        )
        OutboxMessage.objects.filter(pk=row.pk).update(status=Status.PENDING, attempts=0, next_at=Now())
        transaction.on_commit(doorbell.ring, robust=True)
    row.refresh_from_db()
    return row
