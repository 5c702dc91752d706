"""How a case moves: one transaction that locks the row, asks the table, and writes state, stamps, event and notices.

The state itself is assigned in `transitions/`, the only package that may."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from accounts.actors import Actor
from complaints import history
from complaints.dealings import NOT_FOLLOWED
from complaints.enums import Outcome, State
from complaints.models import Complaint, Event
from complaints.notices import Notice, tell
from complaints.notifications import outbox, registry
from complaints.notifications.models import OutboxMessage
from complaints.workflow import undo
from complaints.workflow.errors import Incomplete, NotAllowed, Repeated, Stale, WrongState, demand
from complaints.workflow.seal import PLAIN as PLAIN
from complaints.workflow.seal import Seal as Seal
from complaints.workflow.snapshots import Snapshot
from complaints.workflow.table import NEEDS, RULES, Rule


@dataclass(slots=True)
class Move:
    """A move under way: change `complaint`, `tell` who must know; leaving the block writes everything together."""

    rule: Rule
    actor: Actor
    complaint: Complaint
    now: datetime
    given: Mapping[str, Any]
    public_text: str = ""
    internal_text: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    before: Snapshot | None = None  # of a move that can be taken back

    @property
    def today(self) -> date:
        """The day in Rabat."""
        return timezone.localdate(self.now)

    def tell(self, notice: Notice) -> None:
        """Queues a notice; it is written with the event and delivered after the commit."""
        self.notices.append(notice)

    def close(self, outcome: Outcome) -> None:
        """Stamps the end of the case."""
        self.complaint.outcome = outcome
        self.complaint.closed_at = self.now
        self.complaint.due_on = None
        self.complaint.overdue = False

    def due(self, day: date | None) -> None:
        """Sets the clock of the new state."""
        self.complaint.due_on = day
        self.complaint.overdue = False


def locked(complaint: Complaint) -> Complaint:
    """The same case, its row locked until the transaction ends; the case is always locked before its parts."""
    return (
        Complaint.objects.select_for_update(of=("self",))
        .select_related("complainant", "unit", "handler", "administration", "country")
        .get(pk=complaint.pk)
    )


def lock_together(*files: int | None) -> None:
    """Locks files and those that are joined to them, in the order of their numbers: so no two people wait for each other."""
    rows = Complaint.objects.filter(Q(pk__in=files) | Q(joined_to__in=files)).order_by("pk")
    list(rows.select_for_update(of=("self",)).values_list("pk", flat=True))


def check(rule: Rule, complaint: Complaint, actor: Actor, *, seal: Seal = PLAIN) -> None:
    """Raises Refused with the reason when this actor may not make this move now."""
    if complaint.state not in rule.sources:
        raise WrongState(
            _("This is not possible while the file is in the state “%(state)s”.")
            % {"state": State(complaint.state).label}
        )
    if rule.complainant and not complaint.has_complainant:
        raise WrongState(NEEDS["complainant"])
    demand(rule.who(actor, complaint))
    if rule.validator is None or seal.rehearsing:
        return
    if seal.proposed_by is None:
        raise NotAllowed(_("Another person must validate this decision: propose it first."))
    demand(rule.validator(actor, complaint))
    if seal.proposed_by.pk == actor.user_id:
        raise NotAllowed(_("Another person than the one who proposed must validate."))


def _not_followed(case: Complaint) -> bool:
    """Refused wholly or in part, met with silence, or accepted and not carried out by the date of the follow-up (T18)."""
    made = case.recommendations.filter(ended_at=None).first()
    if made is None:
        return False
    late = case.due_on is not None and case.due_on < timezone.localdate()
    return made.reply in NOT_FOLLOWED or made.escalated_at is not None or (bool(made.reply) and late)


# Facts that the case itself tells
TOLD_BY_THE_CASE: dict[str, Callable[[Complaint], bool]] = {
    "complement": lambda case: case.complement_rounds > 0,
    "not_followed": _not_followed,
}


def check_needs(rule: Rule, complaint: Complaint, given: Mapping[str, Any]) -> None:
    """Raises Incomplete for the first fact that is neither given now nor on the case already."""
    for need in rule.needs:
        told = TOLD_BY_THE_CASE.get(need)
        value = told(complaint) if told else given[need] if need in given else getattr(complaint, need, None)
        if isinstance(value, str):
            value = value.strip()
        if not value:
            raise Incomplete(NEEDS[need])


def check_once(complaint: Complaint, actor: Actor, seal: Seal) -> None:
    """Raises Repeated when the last thing that this actor did to the locked case came from this very form."""
    if not seal.confirmed:
        return
    last = complaint.events.filter(pk__gt=seal.seen or 0, actor=actor.user_id).order_by("-pk").first()
    if last is not None and last.data.get("confirmed") == seal.confirmed:
        raise Repeated


def check_seen(complaint: Complaint, seal: Seal) -> None:
    """Raises Stale when something happened since the actor looked."""
    if seal.seen is not None and complaint.events.filter(pk__gt=seal.seen).exists():
        raise Stale


@contextmanager
def preparing(
    complaint: Complaint, name: str, actor: Actor, *, seal: Seal, given: Mapping[str, Any] | None = None
) -> Iterator[Move]:
    """Locks the case, asks the table, and on leaving writes the event and the notices.

    The caller (`transitions.move`) assigns the state and saves the case in between."""
    rule = RULES[name]
    with transaction.atomic():
        case = locked(complaint)
        check_once(case, actor, seal)
        check(rule, case, actor, seal=seal)
        check_seen(case, seal)
        check_needs(rule, case, given or {})
        # Whoever goes on with a file has done with the act before it: that one is told now.
        undo.settle(case)
        before = undo.begin(case, seal=seal) if rule.grace and actor.is_caseworker else None
        yield Move(
            rule=rule, actor=actor, complaint=case, now=seal.at or timezone.now(), given=given or {}, before=before
        )


def said(text: Promise | str) -> str:
    """A text of the table as it stands in the code: pages translate it for whoever reads, not for whoever acted."""
    with override("en"):
        return str(text)


def write(step: Move, from_state: str, *, seal: Seal) -> Event:
    """The event of a move and its notices, in the transaction of the move."""
    row = history.record(
        step.complaint,
        step.rule.name,
        actor=step.actor,
        at=step.now,
        from_state=from_state,
        to_state=step.complaint.state,
        ground=said(step.rule.ground),
        public_text=step.public_text,
        internal_text=step.internal_text,
        data={**step.data, **seal.kept()},
    )
    hold = undo.hold(step.before, step.complaint, row, seal=seal)
    for notice in step.notices:
        tell(step.complaint, row, notice, hold=hold)
    return row


@dataclass(frozen=True, slots=True)
class Told:
    """One message of a rehearsal. `recipient` is the outbox's key; without an `address` it only waits on the site."""

    recipient: str
    address: str
    message: "outbox.Rendered"


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What a move would do: the case as it would be, and each message exactly as it would leave."""

    complaint: Complaint
    messages: Sequence[Told]


def rehearse(complaint: Complaint, act: Callable[[], object], *, also: Sequence[Complaint] = ()) -> Rehearsal:
    """Runs `act` and takes everything back; what it returns is exact because it is the real thing.

    `also` are other files that the act changes: what is told of them counts too."""
    with transaction.atomic():
        files = [complaint.pk, *(other.pk for other in also)]
        history = Event.objects.filter(complaint__in=files).order_by("-pk").values_list("pk", flat=True)
        before = history.first() or 0
        act()
        after = Complaint.objects.get(pk=complaint.pk)
        events = history.filter(pk__gt=before)
        keys = [f"event:{pk}" for pk in events]
        rows = OutboxMessage.objects.filter(event__in=keys, channel="email").order_by("pk")
        messages = [told for row in rows if (told := _told(row)) is not None]
        transaction.set_rollback(True)
    return Rehearsal(complaint=after, messages=messages)


def _told(row: OutboxMessage) -> Told | None:
    envelope = registry.resolve(row)
    if envelope is None:
        return None
    return Told(row.recipient, envelope.address, outbox.render(row, envelope=envelope))
