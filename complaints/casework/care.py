"""Desk acts for the complainant's access and data: a new code after a check of identity, answers about data."""

from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from complaints import history, notices, permissions, recovery
from complaints.casework.actions import _demand
from complaints.models import Complaint, DataRequest, Recovery
from complaints.permissions import workable_complaints
from complaints.workflow.errors import NotAllowed
from complaints.workflow.moves import Seal, check_seen, locked

TWICE = timedelta(minutes=2)  # within which a second press of one form is the same press


@transaction.atomic
def give_code(complaint: Complaint, *, actor: Actor, checked: str, seen: int | None) -> Recovery:
    """A new code for a complainant whose identity this person checked; the old one dies, and the complainant is told.

    `seen` is the last event that the form had seen: a second press within two minutes gets the first one's code, and
    what else happened meanwhile raises Stale."""
    case = locked(complaint)
    _demand(permissions.can_give_code(actor, case))
    if (row := _just_given(case, actor=actor, seen=seen)) is not None:
        return row
    check_seen(case, Seal(seen=seen))
    return recovery.renew(case, actor=actor, way=Recovery.Way.DESK, checked=checked)


def _just_given(case: Complaint, *, actor: Actor, seen: int | None) -> Recovery | None:
    """The code that this person gave with this very form a moment ago, and that can still be shown."""
    row = case.recoveries.filter(way=Recovery.Way.DESK).order_by("-used_at").first()
    if row is None or row.used_at is None or timezone.now() - row.used_at > TWICE or not recovery.code_of(row):
        return None
    since = list(case.events.filter(pk__gt=seen or 0).order_by("pk")[:2])
    return row if [(event.name, event.actor_id) for event in since] == [("code_renewed", actor.user_id)] else None


def data_requests(actor: Actor, *, answered: bool = False) -> QuerySet[DataRequest]:
    """The requests about data in the files that this person works on, the most pressing first: the open ones, or all."""
    rows = DataRequest.objects.filter(complaint__in=workable_complaints(actor))
    if not answered:
        rows = rows.filter(answered_at=None)
    return rows.select_related("complaint").order_by("due_on", "id")


@transaction.atomic
def answer_data_request(row: DataRequest, *, actor: Actor, decision: str, answer: str) -> DataRequest:
    """Keeps what was decided and why, and tells the complainant that an answer waits. Raises NotAllowed.

    What is corrected or erased is done by people beforehand; this writes nothing else."""
    case = locked(row.complaint)
    _demand(permissions.can_decide(actor, case))
    row = DataRequest.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if row.answered_at is not None:
        raise NotAllowed(_("This request was answered already."))
    row.decision, row.answer = decision, answer
    row.answered_at, row.answered_by = timezone.now(), actor.user
    row.save(update_fields=["decision", "answer", "answered_at", "answered_by"])
    event = history.record(case, "data_answered", actor=actor, data={"request": row.pk, "decision": decision})
    notices.tell(case, event, notices.DataRequestAnswered())
    return row
