"""The grace of an act: some minutes in which it can be taken back and nobody outside knows of it (docs/undo.md).

    before = undo.begin(case, seal=seal)            # the case is locked, nothing is changed yet
    ...                                             # the act, and its event `row`
    hold = undo.hold(before, case, row, seal=seal)  # until when it can be taken back; None: it cannot
    notices.tell(case, row, notice, hold=hold)

The moves of the table do this by themselves where their row says `grace`. `transitions.take_back` takes back."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor, ActorKind
from complaints.models import AdministrationReply, Complaint, Event, Grace, Recommendation
from complaints.notifications import outbox
from complaints.permissions import YES, Decision, can_decide, closed_to, is_unrelated, no, workable_complaints
from complaints.workflow import snapshots
from complaints.workflow.seal import Seal
from complaints.workflow.snapshots import Snapshot
from complaints.workflow.table import RULES, Rule

# The last seconds before the messages leave are nobody's: what is decided at the end of the window is committed before
# anybody is told, whichever clock is a moment ahead.
MARGIN = timedelta(seconds=5)
# What may happen meanwhile: nothing of the case is changed by it, and nobody outside hears of it.
BESIDE = frozenset({"identity_shown", "note_added", "reply_sent"})
SHOWN_AFTER = timedelta(days=1)  # how long the page says what corrects an act that was told


def key(event_id: int) -> str:
    """What the outbox calls an event."""
    return f"event:{event_id}"


# --- the act ---


def begin(complaint: Complaint, *, seal: Seal, rows: bool = True) -> Snapshot | None:
    """How the locked case stands before an act; None where an act has no grace: it was done on paper, or no time is given.

    Who goes on with a file has done with the act before: that one is told now, and not at the end of its window. Without
    `rows` for an act that changes nothing but the case itself."""
    settle(complaint)
    if not settings.UNDO_MINUTES or seal.at is not None:
        return None
    return snapshots.take(complaint, rows=rows)


def hold(before: Snapshot | None, complaint: Complaint, event: Event, *, seal: Seal) -> datetime | None:
    """Opens the window of an act that was written just now; returns when it is told."""
    if before is None:
        return None
    until = timezone.now() + timedelta(minutes=settings.UNDO_MINUTES)
    Grace.objects.create(
        event=event, complaint=complaint, press=seal.press or uuid.uuid4(), whole=seal.whole, until=until,
        before=before.against(complaint), typed=dict(seal.typed or {}),
    )  # fmt: skip
    return until


def running(complaint: Complaint) -> Grace | None:
    """The window that is open on a case. Of one case one is."""
    return Grace.objects.running().filter(complaint=complaint).select_related("event").order_by("-pk").first()


def settle(complaint: Complaint) -> bool:
    """Ends the window of a locked case now, and of what stands or falls with it: what was held leaves. Gives whether
    there was one."""
    here = list(Grace.objects.running().filter(complaint=complaint))
    presses = [grace.press for grace in here if grace.whole]
    together = Grace.objects.running().filter(whole=True, press__in=presses) if presses else []
    found = {grace.pk: grace for grace in [*here, *together]}
    for grace in found.values():
        outbox.release(key(grace.event_id))
    return bool(found) and bool(Grace.objects.filter(pk__in=found).update(until=timezone.now()))


def forget(*, now: datetime) -> int:
    """Drops the windows that are over; those of acts taken back stay, after a day without what was typed. By beat; returns
    how many went."""
    old = Grace.objects.filter(undone_at__lt=now - SHOWN_AFTER).exclude(typed={})
    old.update(typed={})
    over = Grace.objects.filter(undone_at=None, until__lt=now - timedelta(hours=1))
    return over.delete()[0]


def as_known_outside(cases: Sequence[Complaint]) -> None:
    """Gives these cases, in memory alone, the fields that people outside know: for lists, which are never saved."""
    by_key = {case.pk: case for case in cases}
    for grace in Grace.objects.running().filter(complaint__in=by_key):
        for name, value in snapshots.fields_before(grace.before):
            setattr(by_key[grace.complaint_id], name, value)


def rows_as_known_outside[Row: (Recommendation, AdministrationReply)](rows: Sequence[Row]) -> Sequence[Row]:
    """The same for recommendations, and for what an administration sent."""
    for grace in Grace.objects.running().filter(complaint__in={row.complaint_id for row in rows}):
        for row in rows:
            if row.complaint_id == grace.complaint_id:
                snapshots.show_before(row, grace.before)
    return rows


# --- who may take back, and when ---


def in_reach(actor: Actor) -> QuerySet[Grace]:
    """The acts that this person may find: those on files that they work on, and their own, wherever the file is now."""
    if not actor.is_caseworker:
        return Grace.objects.none()
    mine = _own(actor) | Q(complaint__in=workable_complaints(actor))
    return Grace.objects.filter(mine).select_related("event", "complaint")


def made_by(actor: Actor) -> QuerySet[Grace]:
    """The open windows of this person's own acts, newest first: also of files that left their unit."""
    own = Grace.objects.running().filter(_own(actor))
    return own.select_related("event", "complaint").order_by("-pk")


def _own(actor: Actor) -> Q:
    """One's own acts, but for those on a file of which one was kept out since."""
    return Q(event__actor=actor.user_id) & ~Q(complaint__in=closed_to(actor))


def may_take_back(actor: Actor, grace: Grace, complaint: Complaint) -> Decision:
    """Whoever did it, or proposed it; and those who may do such a thing to this file."""
    if not actor.is_caseworker:
        return no(_("Only the institution's caseworkers may do this."))
    if not (decision := is_unrelated(actor, complaint)):
        return decision
    if actor.user_id in {grace.event.actor_id, grace.event.data.get("proposed_by")}:
        return YES
    rule = RULES.get(grace.event.name)
    return rule.who(actor, complaint) if rule else can_decide(actor, complaint)


def still_open(grace: Grace, *, now: datetime) -> Decision:
    """Whether there is time left, and nothing has happened on the file since."""
    if grace.undone_at is not None:
        return no(_("This was taken back already."))
    if now >= grace.until - MARGIN:
        return no(_("It is too late to take this back: it has been sent."))
    since = happened_since(grace).order_by("pk").first()
    if since is None:
        return YES
    if since.actor_kind == ActorKind.SYSTEM or (since.actor and since.actor.is_staff):
        return no(_("Something else was done on this file since. Look at it: what was done stands."))
    return no(_("The complainant wrote or did something since. Look at it: what was done stands."))


def happened_since(grace: Grace) -> QuerySet[Event]:
    """What happened on the file after the act, but for what its own press did and what changes nothing."""
    later = Event.objects.filter(complaint=grace.complaint_id, pk__gt=grace.event_id)
    others = Q(data__press__isnull=True) | ~Q(data__press=str(grace.press))
    return later.exclude(name__in=BESIDE).filter(others).select_related("actor")


def typed_by(actor: Actor, complaint: Complaint, press: uuid.UUID) -> Grace | None:
    """An act on this case that this person has taken back, with the form as it was filled in."""
    mine = Grace.objects.filter(complaint=complaint, press=press, undone_by=actor.user_id)
    return mine.exclude(typed={}).order_by("pk").first() if actor.user_id else None


# --- what a page shows ---


@dataclass(frozen=True, slots=True)
class Window:
    """The window of a case as somebody sees it: `decision` says whether this person may take the act back, and why not."""

    grace: Grace
    decision: Decision

    @property
    def closes_at(self) -> datetime:
        """Until when the button works."""
        return self.grace.until - MARGIN

    @property
    def known_state(self) -> str:
        """The state that people outside know meanwhile; empty where the act left it alone."""
        return str(self.grace.before["case"].get("state", ""))


def window(complaint: Complaint, actor: Actor, *, now: datetime) -> Window | None:
    """The open window of a case."""
    grace = running(complaint)
    if grace is None:
        return None
    return Window(grace, may_take_back(actor, grace, complaint) and still_open(grace, now=now))


@dataclass(frozen=True, slots=True)
class Told:
    """An act that was told and can no longer be taken back; `mended_by` are the moves that correct it."""

    event: Event
    mended_by: tuple[Rule, ...]


def newly_told(complaint: Complaint, *, now: datetime) -> Told | None:
    """The last act on a case, of a day at most, that had its window; None when something else came after it."""
    last = complaint.events.exclude(name__in=BESIDE).order_by("-pk").first()
    rule = RULES.get(last.name) if last else None
    if last is None or rule is None or not rule.grace or now - last.at > SHOWN_AFTER:
        return None
    return Told(last, tuple(RULES[name] for name in rule.mended_by))
