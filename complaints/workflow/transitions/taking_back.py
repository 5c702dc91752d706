"""An act of the desk is taken back while nobody outside knows of it: the case and its rows are what they were (docs/undo.md)."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.actors import SYSTEM, Actor
from complaints import history
from complaints.models import Complaint, Grace
from complaints.notifications import outbox
from complaints.permissions import is_complainant
from complaints.workflow import snapshots, undo
from complaints.workflow.errors import NotAllowed, Refused, Repeated, demand
from complaints.workflow.moves import lock_together, locked

TAKEN_BACK = "undone"  # its name in the history
SENT = _("It is too late to take this back: it has been sent.")


def take_back(grace: Grace, *, actor: Actor) -> list[Complaint]:
    """Puts the case back as it was before the act, with its rows; what was to be told never is. The history keeps both.

    Acts that stand or fall together are taken back together. Raises Repeated when this person did it already, NotAllowed
    when it is another's or too late; then nothing is changed. Returns the cases as they then are."""
    with transaction.atomic():
        pairs = _lock(grace)
        for row, case in pairs:
            if row.undone_at is not None and row.undone_by_id == actor.user_id:
                raise Repeated
            demand(undo.may_take_back(actor, row, case))
            demand(undo.still_open(row, now=timezone.now()))
        for row, case in pairs:
            _put_back(row, case, actor=actor)
    return [case for _row, case in pairs]


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What one press took back: the cases, and those that it could not, with the reason."""

    cases: list[Complaint] = field(default_factory=list)
    refused: list[tuple[Complaint, str | Promise]] = field(default_factory=list)


def take_back_press(press: UUID, *, actor: Actor) -> TakenBack:
    """Takes back all that one press did, each act by itself unless they stand or fall together."""
    found, seen = TakenBack(), set[int]()
    rows = undo.in_reach(actor).filter(press=press).order_by("complaint", "-pk")
    for row in rows:
        if row.complaint_id in seen:
            continue
        try:
            cases = take_back(row, actor=actor)
        except Repeated:
            found.cases.append(row.complaint)
        except Refused as refused:
            found.refused.append((row.complaint, refused.reason))
        else:
            found.cases.extend(cases)
            seen |= {case.pk for case in cases}
    return found


def _lock(grace: Grace) -> Sequence[tuple[Grace, Complaint]]:
    """The acts that go together with their cases, all locked; the cases first, in one order for everybody."""
    together = Grace.objects.filter(press=grace.press) if grace.whole else Grace.objects.filter(pk=grace.pk)
    keys = together.order_by("complaint").values_list("complaint", flat=True).distinct()
    lock_together(*keys)
    cases = {pk: locked(Complaint(pk=pk)) for pk in keys}
    rows = together.select_for_update(of=("self",)).select_related("event__actor").order_by("-pk")
    pairs = [(row, cases[row.complaint_id]) for row in rows]
    if not pairs:
        raise NotAllowed(SENT)
    return pairs


def _put_back(grace: Grace, case: Complaint, *, actor: Actor) -> None:
    if not outbox.recall(undo.key(grace.event_id)):
        raise NotAllowed(SENT)
    try:
        with transaction.atomic():
            snapshots.put_rows_back(case, grace.before)
    except ProtectedError as error:
        raise NotAllowed(_("Something was written about it since. Look at it: what was done stands.")) from error
    fields = dict(snapshots.fields_before(grace.before))
    for name, value in fields.items():
        setattr(case, name, value)
    if fields:
        case.save(update_fields=list(fields))
    data = {"event": grace.event_id, "act": grace.event.name}
    history.record(case, TAKEN_BACK, actor=actor, data=data)
    grace.undone_at, grace.undone_by, grace.before = timezone.now(), actor.user, {}
    grace.save(update_fields=["undone_at", "undone_by", "before"])


def send_now(grace: Grace, *, actor: Actor) -> Complaint:
    """Ends the window of an act: what it tells leaves at once. Who may take it back may do this."""
    with transaction.atomic():
        ((row, case), *_others) = _lock(grace)
        demand(undo.may_take_back(actor, row, case))
        if row.undone_at is not None:
            raise NotAllowed(_("This was taken back already."))
        undo.settle(case)
    return case


# --- the other side of the window ---


@contextmanager
def as_told(complaint: Complaint) -> Iterator[Complaint]:
    """Within it the case that it gives is what people outside know of it: an act whose window is open has not happened.

    It is taken back indeed, and everything done within is rolled back (docs/adr/0006-undo-by-snapshot-and-hold.md): what is
    read is exact, and nothing that is written stays."""
    if undo.running(complaint) is None:
        yield complaint
        return
    with transaction.atomic():
        case = locked(complaint)
        grace = undo.running(case)
        _yield_place([(grace, case)] if grace else [])
        try:
            yield case
        finally:
            transaction.set_rollback(True)


def give_way(complaint: Complaint, *, actor: Actor) -> None:
    """What complainants do meets the file as they know it: an act that they were not told of yet is taken back first.

    In the transaction of what they do: when that is refused, nothing was taken back."""
    grace = None if actor.is_system else undo.running(complaint)
    if grace is not None and is_complainant(actor, complaint):
        _yield_place([pair for pair in _lock(grace) if pair[0].undone_at is None and pair[0].until > timezone.now()])


def _yield_place(pairs: Sequence[tuple[Grace, Complaint]]) -> None:
    """Takes back what was not told yet on these locked cases. What cannot be taken back any more has been told."""
    with suppress(Refused), transaction.atomic():
        for grace, case in pairs:
            _put_back(grace, case, actor=SYSTEM)
