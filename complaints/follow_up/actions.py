"""What a complainant does with a filed case, short of moving it."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from complaints import files, history, notices
from complaints.enums import State
from complaints.inspection.problems import Problem
from complaints.models import Attachment, Complaint, InformationRequest, Message
from complaints.notifications import outbox
from complaints.permissions import can_write_to_file
from complaints.workflow import transitions, undo
from complaints.workflow.errors import Incomplete, Refused, demand
from complaints.workflow.moves import locked
from complaints.workflow.table import NEEDS, closes


class RefusedUpload(files.Refused):
    """A file of a sending that cannot be taken: the one at `place`, counted from nought."""

    def __init__(self, problem: Problem, *, place: int) -> None:
        super().__init__(problem)
        self.place = place


def receive(complaint: Complaint, uploads: "Iterable[UploadedFile[Any]]") -> list[files.Received]:
    """Inspects and stores files before any transaction begins: that takes seconds for the largest photos.

    Each sending has its own allowance: what the filing, the desk or the administration brought never stands in the way of
    an answer. All or none: when one is refused (RefusedUpload says which and how to mend it), those before it are thrown
    away."""
    held, kept = _held(complaint), list[files.Received]()
    try:
        for upload in uploads:
            sent = sum(one.size for one in kept)
            if held + sent + (upload.size or 0) > files.MAX_CASE:
                raise files.Refused(Problem.CASE)
            kept.append(files.receive(upload, already=sent, limit=files.SENDING))
    except files.Refused as refused:
        _throw_away(kept)
        raise RefusedUpload(refused.problem, place=len(kept)) from refused
    return kept


def fits(complaint: Complaint, size: int) -> bool:
    """Whether so many bytes more may come into this file."""
    return _held(complaint) + size <= files.MAX_CASE


def _held(complaint: Complaint) -> int:
    """The bytes that the complainant sent to this case until now."""
    own = complaint.attachments.filter(source=Attachment.Source.CITIZEN, internal=False, erased_at=None)
    return own.aggregate(total=Sum("size"))["total"] or 0


def _throw_away(received: Iterable[files.Received]) -> None:
    for one in received:
        files.discard(one)


def _attach(complaint: Complaint, received: files.Received, *, actor: Actor) -> Attachment:
    return Attachment.objects.create(
        complaint=complaint,
        source=Attachment.Source.CITIZEN,
        uploaded_by=actor.user,
        sent_at=timezone.now(),
        **received.fields(),
    )


def write_message(
    complaint: Complaint,
    *,
    actor: Actor,
    text: str,
    uploads: "Sequence[UploadedFile[Any]]" = (),
    key: uuid.UUID | None = None,
) -> Message:
    """A message to the institution. While it waits for comments on an answer, it counts as the comment; while it waits for
    missing items, as the answer.

    `key` names the form: the same words and files sent twice from one form are one message, the first."""
    key = _of_its_words(key, complaint, text, uploads)
    if can_write_to_file(actor, complaint) and (first := _sent_before(complaint, key)):
        return first
    received = receive(complaint, uploads)
    try:
        message, new = keep_message(complaint, actor=actor, text=text, received=received, key=key)
    except Refused:
        _throw_away(received)
        raise
    if not new:
        _throw_away(received)
    return message


def _of_its_words(
    key: uuid.UUID | None, complaint: Complaint, text: str, uploads: "Sequence[UploadedFile[Any]]"
) -> uuid.UUID | None:
    # "Back" brings a form that was sent already, key and all: what is written in it then is a message of its own. The case
    # is part of it too: a key that somebody made up for two cases names two messages.
    said = [str(complaint.pk), text, *(f"{one.size} {one.name}" for one in uploads)]
    return uuid.uuid5(key, "\n".join(said)) if key else None


def _sent_before(complaint: Complaint, key: uuid.UUID | None) -> Message | None:
    return complaint.messages.filter(key=key).first() if key else None


@transaction.atomic
def keep_message(
    complaint: Complaint,
    *,
    actor: Actor,
    text: str,
    received: Sequence[files.Received],
    key: uuid.UUID | None,
    by_mail: bool = False,
    left_out: Sequence[str] = (),
) -> tuple[Message, bool]:
    """The message, and whether it is new: of two presses at once the second waits for the lock and finds the first's.

    `received` are stored already. `left_out` names the attachments of a mail that could not be taken: both sides read
    that in the file. Raises Refused."""
    _hear(complaint, actor)
    case = locked(complaint)
    demand(can_write_to_file(actor, case))
    if not text.strip() and not received:
        raise Incomplete(NEEDS["text"])
    if first := _sent_before(case, key):
        return first, False
    message = Message.objects.create(
        complaint=case,
        from_citizen=True,
        author=actor.user,
        share_id=actor.share_id,
        text=text,
        language=actor.language,
        at=timezone.now(),
        key=key,
        by_mail=by_mail,
        left_out=list(left_out),
    )
    message.attachments.set([_attach(case, one, actor=actor) for one in received])
    if _answers_us(case):
        # Whoever answers in a message has answered: the turn passes to us, and the wait for the items ends (T4).
        transitions.receive_information(case, actor=actor)
        return message, True
    case.new_reply = True
    case.save(update_fields=["new_reply"])
    commented = case.state == State.CITIZEN_COMMENT and undo.running(case) is None
    name = "commented" if commented else "message_received"
    row = history.record(case, name, actor=actor, data={"message": message.pk, "files": len(received)})
    notices.tell(case, row, notices.MessageReceived())
    notices.tell(case, row, notices.DeskReply())
    return message, True


def _hear(complaint: Complaint, actor: Actor) -> None:
    """A file is not closed while a message is unread: an end that was not told yet gives way to what is written now."""
    grace = undo.running(complaint)
    if grace is not None and closes(grace.event.name):
        transitions.give_way(complaint, actor=actor)


def _answers_us(case: Complaint) -> bool:
    if undo.running(case) is not None:  # nobody answers what they were not asked yet
        return False
    waiting = case.information_requests.filter(answered_at=None, kind=InformationRequest.Kind.MISSING_ITEMS)
    return case.state == State.AWAITING_CITIZEN and waiting.exists()


def answer_request(
    complaint: Complaint,
    *,
    actor: Actor,
    answers: dict[int, str],
    uploads: "dict[int, UploadedFile[Any]]",
    text: str = "",
) -> Complaint:
    """Supplies what was asked for, item by item (T4); the file goes back to study.

    Who was asked to turn to the administration first resumes the file with nothing but a click (T5b)."""
    empty = not uploads and not text.strip() and not any(answer.strip() for answer in answers.values())
    if empty and not _takes_a_click(complaint):
        raise Incomplete(_("Answer at least one item, or add a document."))
    received = dict(zip(uploads, receive(complaint, uploads.values()), strict=True))
    try:
        with transaction.atomic():
            transitions.give_way(complaint, actor=actor)
            case = locked(complaint)
            demand(transitions.may(case, "receive_information", actor))
            sent = {item: _attach(case, one, actor=actor) for item, one in received.items()}
            return transitions.receive_information(case, actor=actor, text=text, answers=answers, attachments=sent)
    except Refused:
        _throw_away(received.values())
        raise


def _takes_a_click(complaint: Complaint) -> bool:
    waiting = complaint.information_requests.filter(answered_at=None)
    return waiting.filter(kind=InformationRequest.Kind.PRIOR_STEP).exists()


@transaction.atomic
def ask_for_link(reference: str, *, to: str = "") -> None:
    """Mails the link that opens the case to the complainant's proved address; the link is made when the mail leaves.

    `to` is the page it leads to, `review` or nothing.

    An unknown reference costs the same look-up and the same row, which the worker finds nobody for: the time of the
    answer tells nothing. It is no event of the file, so that a stranger cannot make the desk's open forms stale."""
    proved = Complaint.objects.filter(reference=reference, complainant__email_verified_at__isnull=False)
    about = f"complaint:{proved.values_list('pk', flat=True).first() or 0}"
    outbox.put(
        "complaint_open_link",
        event=f"link:{uuid.uuid4()}",
        recipient=f"{about}:citizen",
        about=about,
        context={"to": to} if to else {},
        language="",
        channels=("email",),
    )
