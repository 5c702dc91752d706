"""T25: two files of one person about one matter become one, and are separated again when that was wrong.

The file that is joined stays readable with everything in it; of its facts, those that the caseworker chose stand in the file
that goes on, and what stood there before is kept (issue 4, domain section 6, `merged`)."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from complaints import history, notices
from complaints.corrections import keep, written
from complaints.enums import Outcome, State
from complaints.models import Change, Complaint, Event
from complaints.permissions import can_decide, representation_of
from complaints.selectors import duplicates_of, same_person_because
from complaints.workflow import undo
from complaints.workflow.deadlines import Clock
from complaints.workflow.errors import Incomplete, Stale, WrongState, demand
from complaints.workflow.moves import PLAIN, Move, Seal, lock_together, locked, said
from complaints.workflow.table import NEEDS, UNDER_WAY
from complaints.workflow.transitions.frame import due, end_requests, move

# What two files may say differently; what hangs together is taken together.
FACTS: dict[str, tuple[str, ...]] = {
    "title": ("title",),
    "description": ("description",),
    "act_kind": ("act_kind",),
    "act_date": ("act_date",),
    "notified_on": ("notified_on", "appeal_until"),
    "place": ("place",),
    "harm": ("harm",),
    "amount": ("amount",),
    "request": ("request",),
    "service": ("service",),
    "official": ("official",),
    "administration_reference": ("administration_reference",),
    "court": ("court", "court_name", "court_case", "court_date", "court_final"),
    "urgent_date": ("urgent_date", "urgent_reason"),
}
TEXTS = frozenset({"description", "harm", "request"})  # of these both may stand, one after the other


def differing(one: Complaint, other: Complaint) -> list[str]:
    """The names of FACTS that the two files say differently."""
    return [
        name
        for name, columns in FACTS.items()
        if any(written(getattr(one, column)) != written(getattr(other, column)) for column in columns)
    ]


def join(
    complaint: Complaint,
    *,
    actor: Actor,
    seal: Seal = PLAIN,
    into: Complaint | None = None,
    into_seen: int | None = None,
    takes: Sequence[str] = (),
    both: Sequence[str] = (),
) -> Complaint:
    """T25: `complaint` is joined to `into`, which goes on. `takes` and `both` name facts (FACTS) that come over, in place
    of its own or after them. Both rows are locked in the order of their numbers, whoever joins which to which.

    `into_seen` is the last event of the other file that the actor saw. Raises Refused."""
    seal = seal.over_several()
    with transaction.atomic():
        lock_together(complaint.pk, into.pk if into else None)
        with move(complaint, "join", actor, seal=seal, given={"into": into}) as step:
            if into is None:
                raise Incomplete(NEEDS["into"])
            goes_on = locked(into)
            _check(step.complaint, goes_on, actor, into_seen)
            step.data = {"into": goes_on.reference}
            step.complaint.new_reply, step.complaint.joined_to = False, goes_on
            step.complaint.unit, step.complaint.handler = goes_on.unit, goes_on.handler  # who works on one reads both
            end_requests(step)
            step.close(Outcome.DUPLICATE_MERGED)
            step.tell(notices.Joined(into=goes_on.reference))
            _take(step, goes_on, takes, both, seal=seal)
    return step.complaint


def _check(case: Complaint, goes_on: Complaint, actor: Actor, seen: int | None) -> None:
    if goes_on.pk == case.pk:
        raise Incomplete(_("A file cannot be joined to itself."))
    demand(can_decide(actor, goes_on))
    if goes_on.state not in UNDER_WAY:
        raise WrongState(_("The other file is closed: a review opens it again, it takes up nothing more."))
    if not goes_on.has_complainant or not same_person_because(case.complainant, goes_on.complainant):
        raise Incomplete(
            _("These are files of two people: each keeps their own. Nothing shows that it is one and the same.")
        )
    if _acting(case) != _acting(goes_on):
        raise Incomplete(
            _("Somebody else acts in one of the two files: a mandate reaches no further than its own file.")
        )
    if case.new_reply:
        raise Incomplete(NEEDS["unread"])
    if seen is not None and goes_on.events.filter(pk__gt=seen).exists():
        raise Stale


def _acting(case: Complaint) -> tuple[str, int | None, str]:
    """In which capacity somebody acts, and who it is."""
    found = representation_of(case)
    if found is None:
        return "", None, ""
    return found.capacity, found.user_id, found.email.lower()


def _take(step: Move, goes_on: Complaint, takes: Sequence[str], both: Sequence[str], *, seal: Seal) -> None:
    """Writes the chosen facts into the file that goes on, keeps what stood there, and brings along what was joined before."""
    case, before, stood = step.complaint, {}, undo.begin(goes_on, seal=seal)
    for name in (*takes, *both):
        for column in FACTS[name]:
            old, new = getattr(goes_on, column), getattr(case, column)
            value = f"{old}\n\n– {case.reference} –\n\n{new}" if name in both and name in TEXTS else new
            if written(old) != written(value):
                before[column] = written(old)
                setattr(goes_on, column, value)
    _check_room(goes_on, both)
    goes_on.urgent = goes_on.urgent or case.urgent
    goes_on.possible_duplicate = duplicates_of(goes_on).exclude(pk=case.pk).exists()
    goes_on.save()
    earlier = list(case.joined.order_by("pk"))
    row = history.record(
        goes_on, "joined", actor=step.actor, at=step.now, ground=said(step.rule.ground),
        data={"file": case.reference, "fields": sorted(before), "with": [file.reference for file in earlier]},
    )  # fmt: skip
    keep(goes_on, row, Change.Block.FACTS, before, at=step.now)
    undo.hold(stood, goes_on, row, seal=seal)
    case.joined.update(joined_to=goes_on, unit=goes_on.unit, handler=goes_on.handler)


def _check_room(goes_on: Complaint, both: Sequence[str]) -> None:
    for name in both:
        field = Complaint._meta.get_field(name)
        if len(getattr(goes_on, name)) > (field.max_length or 0):  # type: ignore[union-attr]
            raise Incomplete(
                _("%(field)s: the two texts together are too long. Choose one of them.") % {"field": field.verbose_name}  # type: ignore[union-attr]
            )


def separate(complaint: Complaint, *, actor: Actor, seal: Seal = PLAIN, public_text: str = "") -> Complaint:
    """T25 back: a file that was joined by mistake goes on by itself, from where it was; so do those that came with it.

    Facts that were taken over stay where they are: the file that has them keeps what stood there before."""
    to = State.ADMITTED if complaint.admitted_at else State.PRELIM_REVIEW
    clock = Clock.ACKNOWLEDGEMENT if complaint.admitted_at else Clock.PRELIMINARY_STUDY
    seal = seal.over_several()
    with transaction.atomic():
        other = complaint.joined_to_id
        lock_together(complaint.pk, other)
        with move(complaint, "separate", actor, seal=seal, given={"public_text": public_text}, to=to) as step:
            case, kept = step.complaint, step.complaint.joined_to
            if kept is None or kept.pk != other:  # joined elsewhere meanwhile
                raise Stale
            came, stood = _came_along(case, kept), undo.begin(kept, seal=seal)
            case.joined_to, case.outcome, case.closed_at = None, "", None
            step.public_text = public_text
            step.data = {"from": kept.reference}
            step.due(due(clock, step.today))
            row = history.record(kept, "separated", actor=actor, at=step.now, data={"file": case.reference})
            undo.hold(stood, kept, row, seal=seal)
            kept.joined.filter(reference__in=came).update(joined_to=case)
            step.tell(notices.Separated(due_on=case.due_on or step.today))
    return case


def _came_along(case: Complaint, kept: Complaint) -> list[str]:
    """The files that were joined to `case` before it was joined itself."""
    row: Event | None = kept.events.standing().filter(name="joined", data__file=case.reference).order_by("-pk").first()
    return list(row.data["with"]) if row else []
