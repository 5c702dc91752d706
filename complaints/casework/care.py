"""Desk acts for the complainant's access and data: a new code after a check of identity, answers about data."""

from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from complaints import history, notices, permissions, recovery
from complaints.models import Complaint, DataRequest, Event, Recovery, Translation
from complaints.models.translation import newest
from complaints.permissions import workable_complaints
from complaints.workflow.errors import Incomplete, NotAllowed, demand
from complaints.workflow.moves import Seal, check_seen, locked

# What carries out a request of this kind at the desk; a question asks for nothing but the answer.
CARRIED_OUT_BY: Mapping[str, str] = {
    DataRequest.Kind.CORRECTION: "data_corrected",
    DataRequest.Kind.ERASURE: "data_erased",
}
DONE_SINCE = ("data_corrected", "data_erased", "corrected", "safe_contact_changed")  # the complainant's own too
TWICE = timedelta(minutes=2)  # within which a second press of one form is the same press


@transaction.atomic
def give_code(complaint: Complaint, *, actor: Actor, checked: str, seen: int | None) -> Recovery:
    """A new code for a complainant whose identity this person checked; the old one dies, and the complainant is told.

    `seen` is the last event that the form had seen: a second press within two minutes gets the first one's code, and
    what else happened meanwhile raises Stale."""
    case = locked(complaint)
    demand(permissions.can_give_code(actor, case))
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


def newest_request(complaint: Complaint) -> DataRequest | None:
    """The request of this file that waits for an answer, the newest of several."""
    return complaint.data_requests.filter(answered_at=None).order_by("-asked_at", "-pk").first()


def wish_in_other_words(row: DataRequest) -> list[Translation]:
    """The newest translation of what was asked, in each language."""
    return newest(row.translations.filter(of=Translation.Of.DATA_WISH).select_related("author"))


def done_since(row: DataRequest) -> QuerySet[Event]:
    """What was corrected or erased in the file since this was asked, oldest first."""
    events = row.complaint.events.filter(name__in=DONE_SINCE, at__gte=row.asked_at)
    return (events.filter(at__lte=row.answered_at) if row.answered_at else events).select_related("actor")


def must_say_how(row: DataRequest, decision: str) -> bool:
    """Whether "done" has nothing at the desk to show for it, so that how it was done is to be said."""
    name = CARRIED_OUT_BY.get(row.kind)
    granted = decision in (DataRequest.Decision.DONE, DataRequest.Decision.PARTLY)
    return granted and name is not None and not done_since(row).filter(name=name).exists()


@transaction.atomic
def answer_data_request(
    row: DataRequest, *, actor: Actor, decision: str, answer: str, other_way: str = ""
) -> DataRequest:
    """Keeps what was decided and why, and tells the complainant that an answer waits. Raises NotAllowed, Incomplete.

    What is corrected or erased is done beforehand (`corrections.py`, `erasures.py`); this writes nothing else. What is
    said to be done and was not done there needs `other_way`: how it was."""
    case = locked(row.complaint)
    demand(permissions.can_decide(actor, case))
    row = DataRequest.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if row.answered_at is not None:
        raise NotAllowed(_("This request was answered already."))
    if not other_way.strip() and must_say_how(row, decision):
        raise Incomplete(
            _("Nothing was corrected or erased since this was asked. Do it first, or say how it was done.")
        )
    row.decision, row.answer, row.other_way = decision, answer, other_way
    row.answered_at, row.answered_by = timezone.now(), actor.user
    row.save(update_fields=["decision", "answer", "answered_at", "answered_by", "other_way"])
    event = history.record(case, "data_answered", actor=actor, data={"request": row.pk, "decision": decision})
    notices.tell(case, event, notices.DataRequestAnswered())
    return row
