"""Desk work that does not move the state by itself, and decisions that take two people."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actors import SYSTEM, Actor, ActorKind
from accounts.models import User
from accounts.roles import CASEWORKERS
from complaints import files, history, notices, permissions
from complaints.audit.log import record_reading
from complaints.casework.letters import sending
from complaints.casework.letters.sending import Written
from complaints.casework.models import InternalNote, Letter, Proposal
from complaints.dealings import AGAIN, Purpose
from complaints.enums import State
from complaints.guide.selectors import holidays
from complaints.models import Attachment, Complaint, InformationRequest, Message
from complaints.workflow import deadlines, transitions, undo
from complaints.workflow.deadlines import Clock
from complaints.workflow.errors import Incomplete, NotAllowed, Repeated, demand
from complaints.workflow.moves import PLAIN, Seal, check, check_needs, check_once, check_seen, locked
from complaints.workflow.selectors import answer_waits
from complaints.workflow.states import Turn, turn
from complaints.workflow.table import NEEDS, RULES, closes

# --- two people ---


@transaction.atomic
def propose(complaint: Complaint, name: str, *, actor: Actor, data: dict[str, Any], seal: Seal = PLAIN) -> Proposal:
    """Keeps a decision until a second person validates it; nothing is sent. `data` are the move's facts, as JSON."""
    rule = RULES[name]
    case = locked(complaint)
    check_once(case, actor, seal)
    check(rule, case, actor, seal=replace(seal, rehearsing=True))
    check_seen(case, seal)
    check_needs(rule, case, data)
    void_proposals(case)
    if case.proposals.filter(status=Proposal.Status.WAITING).exists():
        raise NotAllowed(_("A decision on this file is waiting for validation already."))
    proposal = Proposal.objects.create(
        complaint=case, transition=name, data=data, proposed_by=actor.someone, proposed_at=timezone.now()
    )
    history.record(case, "proposed", actor=actor, data={"transition": name, "proposal": proposal.pk, **seal.kept()})
    return proposal


@transaction.atomic
def approve(proposal: Proposal, *, actor: Actor, seen: int | None = None) -> Complaint:
    """The second person validates: the move happens now, with this person's right and the proposer's name.

    `seen` is the last event that this person saw: raises Stale when something happened since."""
    case = locked(proposal.complaint)
    row = Proposal.objects.select_for_update(of=("self",)).select_related("proposed_by").get(pk=proposal.pk)
    if row.status == Proposal.Status.APPROVED and row.decided_by_id == actor.user_id:
        raise Repeated
    if row.status != Proposal.Status.WAITING:
        raise NotAllowed(_("This decision was dealt with already."))
    seal = Seal(proposed_by=row.proposed_by, seen=seen)
    moved = transitions.perform(row.transition, case, actor=actor, seal=seal, **row.data)
    if closes(row.transition) and _wrote_since(case, row.proposed_at):
        raise Incomplete(NEEDS["unread"])
    _decide(row, Proposal.Status.APPROVED, actor)
    return moved


def _wrote_since(case: Complaint, moment: datetime) -> bool:
    """Whether the complainant wrote what nobody has read, and who proposed the end could not know."""
    return case.messages.filter(from_citizen=True, read_at=None, at__gt=moment).exists()


@transaction.atomic
def send_back(proposal: Proposal, *, actor: Actor, reason: str) -> Proposal:
    """The second person does not validate, and says why."""
    case = locked(proposal.complaint)
    row = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if row.status != Proposal.Status.WAITING:
        raise NotAllowed(_("This decision was dealt with already."))
    demand((RULES[row.transition].validator or permissions.can_validate)(actor, case))
    if row.proposed_by_id == actor.user_id:
        raise NotAllowed(_("Another person than the one who proposed must validate."))
    if not reason.strip():
        raise Incomplete(_("Write the reason for your colleague."))
    row.reason = reason
    _decide(row, Proposal.Status.RETURNED, actor)
    data = {"transition": row.transition}
    event = history.record(case, "proposal_returned", actor=actor, internal_text=reason, data=data)
    notices.tell(case, event, notices.DeskProposalReturned(colleagues=(row.proposed_by_id,)))
    return row


@transaction.atomic
def take_back(proposal: Proposal, *, actor: Actor) -> Proposal:
    """Who proposed it thinks again before anybody validates it. Raises Repeated when pressed twice."""
    case = locked(proposal.complaint)
    row = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if row.proposed_by_id != actor.user_id:
        raise NotAllowed(_("Only who proposed it can take it back."))
    if row.status == Proposal.Status.TAKEN_BACK:
        raise Repeated
    if row.status != Proposal.Status.WAITING:
        raise NotAllowed(_("This decision was dealt with already."))
    demand(permissions.can_work(actor, case))
    row.status, row.decided_at = Proposal.Status.TAKEN_BACK, timezone.now()
    row.save(update_fields=["status", "decided_at"])
    history.record(case, "proposal_taken_back", actor=actor, data={"transition": row.transition})
    return row


def _decide(row: Proposal, status: str, actor: Actor) -> None:
    row.status, row.decided_by, row.decided_at = status, actor.user, timezone.now()
    row.save(update_fields=["status", "decided_by", "decided_at", "reason"])


@transaction.atomic
def void_proposals(complaint: Complaint) -> int:
    """Sets aside decisions that the case has overtaken (it was withdrawn, for example); returns how many."""
    complaint = locked(complaint)
    possible = [rule.name for rule in RULES.values() if complaint.state in rule.sources]
    overtaken = complaint.proposals.filter(status=Proposal.Status.WAITING).exclude(transition__in=possible)
    return overtaken.update(status=Proposal.Status.VOID, decided_at=timezone.now())


# --- who works on it ---


@transaction.atomic
def assign(complaint: Complaint, *, actor: Actor, handler: User, seal: Seal = PLAIN, told: bool = True) -> Complaint:
    """Gives the file to a caseworker of its unit, who is told; no later event makes that stale."""
    case = locked(complaint)
    check_once(case, actor, seal)
    demand(permissions.can_assign(actor, case))
    if case.is_closed:
        raise NotAllowed(_("This file is closed."))
    if not handler.is_active or handler.role not in CASEWORKERS or handler.unit_id != case.unit_id:
        raise NotAllowed(_("Choose a caseworker of the file's unit."))
    demand(permissions.can_receive(handler, case))
    if case.state == State.REVIEW and permissions.decided_before(handler.pk, case):
        raise NotAllowed(_("Another person than those who decided first decides a review."))
    stood = undo.begin(case, seal=seal, rows=False) if seal.press else None  # of many at once; one is given again
    before, case.handler = case.handler_id, handler
    case.save(update_fields=["handler"])
    row = history.record(case, "assigned", actor=actor, data={"from": before, "to": handler.pk, **seal.kept()})
    hold = undo.hold(stood, case, row, seal=seal)
    if told and handler.pk != actor.user_id:
        notices.tell(case, row, notices.DeskAssigned(), hold=hold)
    return case


# --- what is written ---


@transaction.atomic
def add_note(complaint: Complaint, *, actor: Actor, text: str, seal: Seal = PLAIN) -> InternalNote:
    """Keeps a note that only the desk reads; no later event makes it stale."""
    case = locked(complaint)
    check_once(case, actor, seal)
    demand(permissions.can_work(actor, case))
    if not text.strip():
        raise Incomplete(NEEDS["text"])
    note = InternalNote.objects.create(complaint=case, author=actor.someone, text=text, at=timezone.now())
    history.record(case, "note_added", actor=actor, data={"note": note.pk, **seal.kept()})
    return note


@transaction.atomic
def send_message(
    complaint: Complaint, *, actor: Actor, text: str, attachments: Sequence[Attachment] = (), seal: Seal = PLAIN
) -> Message:
    """Writes to the complainant; the mail only says that a message waits."""
    case = locked(complaint)
    check_once(case, actor, seal)
    demand(permissions.can_decide(actor, case))
    check_seen(case, seal)
    if not text.strip():
        raise Incomplete(NEEDS["text"])
    before = undo.begin(case, seal=seal)
    message = Message.objects.create(
        complaint=case,
        from_citizen=False,
        author=actor.user,
        text=text,
        language=case.language,
        at=seal.at or timezone.now(),
    )
    message.attachments.set(attachments)
    if case.new_reply:
        case.new_reply = False
        case.save(update_fields=["new_reply"])
    data = {"message": message.pk, **seal.kept()}
    row = history.record(case, "message_sent", actor=actor, at=seal.at, data=data)
    hold = undo.hold(before, case, row, seal=seal)
    notices.tell(case, row, notices.MessageFromInstitution(), hold=hold)
    return message


@transaction.atomic
def mark_replies_read(complaint: Complaint, *, actor: Actor, seen: int) -> bool:
    """The desk has read what the complainant wrote until the event `seen`; gives whether nothing came after it.

    What came since stays unread, and with it the mark on the file."""
    case = locked(complaint)
    demand(permissions.can_work(actor, case))
    newer = case.events.filter(pk__gt=seen).exclude(actor_kind=ActorKind.PERSON, actor__is_staff=True)
    newer = newer.exclude(name="reply_sent")  # that was the administration
    if newer.exists():
        return False
    case.messages.filter(from_citizen=True, read_at=None).update(read_at=timezone.now())
    if case.new_reply:
        case.new_reply = False
        case.save(update_fields=["new_reply"])
    return True


@transaction.atomic
def send_letter(complaint: Complaint, *, actor: Actor, seal: Seal = PLAIN, **written: Any) -> Letter:
    """T8 with its letter: numbered, kept as sent, with the documents chosen one by one (`Written`)."""
    return _send_letter(complaint, transitions.send_to_administration, Written(**written), actor=actor, seal=seal)


@transaction.atomic
def write_again(complaint: Complaint, *, actor: Actor, purpose: str, seal: Seal = PLAIN, **written: Any) -> Letter:
    """T10 with its letter: a reminder, a letter to the head, or the information that was asked for."""
    if purpose not in AGAIN:
        raise Incomplete(_("Choose what the letter is for."))
    again = partial(transitions.write_again, purpose=purpose)
    return _send_letter(complaint, again, Written(**written), actor=actor, seal=seal, purpose=purpose)


def _send_letter(
    complaint: Complaint,
    send: Callable[..., Complaint],
    written: Written,
    *,
    actor: Actor,
    seal: Seal,
    purpose: str = Purpose.FIRST,
) -> Letter:
    case = locked(complaint)
    sending.demand_words(written)
    if case.administration is None:
        raise Incomplete(NEEDS["administration"])
    number = sending.next_number(seal.at or timezone.now())
    case = send(case, actor=actor, seal=seal, letter=number, documents=written.documents)
    at = seal.at or timezone.now()  # not before its event: until that is told, the letter is hidden by this moment
    return sending.keep(case, written, actor=actor, purpose=purpose, number=number, at=at)


# --- files and identity ---


def add_file(
    complaint: Complaint,
    upload: "UploadedFile[Any]",
    *,
    actor: Actor,
    source: str = Attachment.Source.INSTITUTION,
    caption: str = "",
    internal: bool = True,
) -> Attachment:
    """Adds a file at the desk; raises files.Refused with a sentence that says how to mend it.

    The bytes are inspected and kept before the transaction, which then is short."""
    demand(permissions.can_work(actor, complaint))
    received = files.receive(upload, already=0)  # nothing is counted together here: an answer must find its way in
    with transaction.atomic():
        case = locked(complaint)
        demand(permissions.can_work(actor, case))
        row = Attachment.objects.create(
            complaint=case, source=source, uploaded_by=actor.user, caption=caption, internal=internal,
            sent_at=timezone.now(), **received.fields(),
        )  # fmt: skip
        history.record(case, "file_added", actor=actor, data={"file": row.pk, "internal": internal})
    return row


@transaction.atomic
def show_identity(complaint: Complaint, *, actor: Actor) -> str:
    """The number of the complainant's identity document; that it was shown is kept in the history and in the log."""
    case = locked(complaint)
    demand(permissions.can_work(actor, case))
    history.record(case, "identity_shown", actor=actor)
    record_reading(actor=actor, about=f"complaint:{case.pk}", what="identity")
    return case.complainant.id_number


# --- clocks ---

PROMISED = {Turn.INSTITUTION: "institution", Turn.ADMINISTRATION: "administration"}  # whose lateness is owned up to


@transaction.atomic
def promise(complaint: Complaint, *, actor: Actor, due_on: date, public_text: str, seal: Seal = PLAIN) -> Complaint:
    """Gives the next step a new date, with the reason, and tells the complainant: a promise that can be missed again."""
    case = locked(complaint)
    check_once(case, actor, seal)
    demand(permissions.can_decide(actor, case))
    check_seen(case, seal)
    if case.is_closed or turn(case.state) not in PROMISED:
        raise NotAllowed(_("A date is promised while the next step is ours or the administration's."))
    if not public_text.strip():
        raise Incomplete(NEEDS["public_text"])
    if due_on <= timezone.localdate(seal.at):  # the day that was typed, on a Saturday too
        raise Incomplete(_("Choose a day after today."))
    day = deadlines.next_working_day(due_on, holidays())
    stood = undo.begin(case, seal=seal, rows=False)
    before, case.due_on, case.overdue = case.due_on, day, False
    case.save(update_fields=["due_on", "overdue"])
    data = {"from": before.isoformat() if before else "", "to": day.isoformat(), **seal.kept()}
    row = history.record(case, "promised", actor=actor, at=seal.at, public_text=public_text, data=data)
    hold = undo.hold(stood, case, row, seal=seal)
    notices.tell(case, row, notices.NewPromise(due_on=day), hold=hold)
    return case


def watch_deadlines(*, today: date) -> dict[str, int]:
    """Flags files whose deadline has passed and reminds complainants; each file in its own transaction, safe to repeat.

    Returns how many of each; called by beat (domain section 5)."""
    counts = {"overdue": 0, "reminded": 0, "voided": 0}
    late = Complaint.objects.filter(closed_at=None, overdue=False, due_on__lt=today).order_by("pk")
    for pk in late.values_list("pk", flat=True).iterator(chunk_size=500):
        counts["overdue"] += _flag_overdue(pk, today)
    waiting = InformationRequest.objects.filter(answered_at=None, reminded_at=None).order_by("pk")
    for request in waiting.select_related("complaint").iterator(chunk_size=500):
        counts["reminded"] += _remind(request, today)
    for proposal in Proposal.objects.filter(status=Proposal.Status.WAITING).select_related("complaint"):
        counts["voided"] += void_proposals(proposal.complaint)
    return counts


@transaction.atomic
def _flag_overdue(pk: int, today: date) -> int:
    case = Complaint.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
    if case is None or case.closed_at or case.overdue or case.due_on is None or case.due_on >= today:
        return 0
    case.overdue = True
    case.save(update_fields=["overdue"])
    late = "institution" if answer_waits(case) else PROMISED.get(turn(case.state))  # it answered: we have to look
    data = {"due_on": case.due_on.isoformat(), **({"late": late} if late else {})}
    row = history.record(case, "overdue", actor=SYSTEM, data=data)
    notices.tell(case, row, notices.DeskOverdue(due_on=case.due_on))
    if late:  # a date that the complainant was told and that others had to keep
        notices.tell(case, row, notices.PromiseMissed(due_on=case.due_on, late=late))
    return 1


@transaction.atomic
def _remind(request: InformationRequest, today: date) -> int:
    clock = Clock.COMPLEMENT if request.kind == InformationRequest.Kind.MISSING_ITEMS else Clock.PRIOR_STEP
    days = deadlines.reminders(clock, timezone.localdate(request.asked_at))
    if not days or today < days[0]:
        return 0
    case = Complaint.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=request.complaint_id).first()
    if (
        case is None
        or case.state != State.AWAITING_CITIZEN
        or not InformationRequest.objects.filter(pk=request.pk, answered_at=None, reminded_at=None).exists()
    ):
        return 0
    InformationRequest.objects.filter(pk=request.pk).update(reminded_at=timezone.now())
    row = history.record(case, "reminded", actor=SYSTEM, data={"request": request.pk})
    notices.tell(case, row, notices.InformationReminder(due_on=request.due_on))
    return 1
