"""Writing the history of a case; transitions and actions use this and nothing else."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.actors import Actor
from complaints.models import Complaint, Event


def event(
    complaint: Complaint,
    name: str,
    *,
    actor: Actor,
    at: datetime | None = None,
    from_state: str = "",
    to_state: str = "",
    ground: str = "",
    public_text: str = "",
    internal_text: str = "",
    data: dict[str, Any] | None = None,
) -> Event:
    """An unsaved history row; `at` is an aware time, now by default."""
    return Event(
        complaint=complaint,
        name=name,
        at=at or timezone.now(),
        from_state=from_state,
        to_state=to_state,
        actor_kind=actor.kind.value,
        actor=actor.user,
        actor_role=actor.role or "",
        ground=ground,
        public_text=public_text,
        internal_text=internal_text,
        data={**(data or {}), **({"by_share": actor.share_id} if actor.share_id else {})},
    )


def record(complaint: Complaint, name: str, *, actor: Actor, **details: Any) -> Event:
    """Writes one history row and returns it."""
    row = event(complaint, name, actor=actor, **details)
    row.save(force_insert=True)
    return row
