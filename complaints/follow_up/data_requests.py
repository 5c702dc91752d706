"""What a person asks about their own data; people at the desk decide (docs/my-data.md)."""

import uuid
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from complaints import history, notices
from complaints.models import Complaint, DataRequest, Translation
from complaints.models.translation import newest
from complaints.permissions import is_complainant
from complaints.workflow.errors import demand
from complaints.workflow.moves import locked

TERM = timedelta(days=30)


@transaction.atomic
def ask(complaint: Complaint, *, actor: Actor, kind: str, text: str, key: uuid.UUID) -> DataRequest:
    """Keeps the request, tells the complainant until when it is answered, and the desk. Raises NotAllowed.

    `key` names the form: a second press finds the first request."""
    case = locked(complaint)
    demand(is_complainant(actor, case))
    key = uuid.uuid5(key, f"{case.pk}\n{kind}\n{text}")
    if first := case.data_requests.filter(key=key).first():
        return first
    now = timezone.now()
    due_on = timezone.localdate(now) + TERM
    row = DataRequest.objects.create(
        complaint=case, key=key, kind=kind, text=text, language=actor.language, asked_at=now, due_on=due_on
    )
    event = history.record(case, "data_requested", actor=actor, data={"request": row.pk, "kind": kind})
    notices.tell(case, event, notices.DataRequestReceived(due_on=due_on))
    notices.tell(case, event, notices.DeskDataRequest(due_on=due_on))
    return row


def of(complaint: Complaint) -> list[tuple[DataRequest, list[Translation]]]:
    """The requests of a file, oldest first, each with the newest translations of our answer; two queries."""
    rows = complaint.data_requests.prefetch_related("translations")
    return [
        (row, newest(one for one in row.translations.all() if one.of == Translation.Of.DATA_ANSWER)) for row in rows
    ]
