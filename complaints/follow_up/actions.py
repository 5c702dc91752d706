"""What a complainant does with a filed case, short of moving it."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from accounts.actors import Actor
from complaints import files, history, notices
from complaints.enums import State
from complaints.inspection.problems import Problem
from complaints.models import Attachment, Complaint, Message
from complaints.notifications import outbox
from complaints.permissions import is_complainant
from complaints.workflow import transitions
from complaints.workflow.errors import Incomplete, NotAllowed, Refused
from complaints.workflow.moves import locked
from complaints.workflow.table import NEEDS


def receive(complaint: Complaint, uploads: "Iterable[UploadedFile[Any]]") -> list[files.Received]:
    """Inspects and stores files before any transaction begins: that takes seconds for the largest photos.

    Each sending has its own allowance: what the filing, the desk or the administration brought never stands in the way of
    an answer. All or none: when one is refused (files.Refused says how to mend it), those before it are thrown away."""
    held, kept = _held(complaint), list[files.Received]()
    try:
        for upload in uploads:
            sent = sum(one.size for one in kept)
            if held + sent + (upload.size or 0) > files.MAX_CASE:
                raise files.Refused(Problem.CASE)
            kept.append(files.receive(upload, already=sent, limit=files.SENDING))
    except files.Refused:
        _throw_away(kept)
        raise
    return kept


def _held(complaint: Complaint) -> int:
    """The bytes that the complainant sent to this case until now."""
    own = complaint.attachments.filter(source=Attachment.Source.CITIZEN, internal=False)
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
    complaint: Complaint, *, actor: Actor, text: str, uploads: "Sequence[UploadedFile[Any]]" = ()
) -> Message:
    """A message to the institution. While the institution waits for comments on an answer, it counts as the comment."""
    received = receive(complaint, uploads)
    try:
        return _write_message(complaint, actor=actor, text=text, received=received)
    except Refused:
        _throw_away(received)
        raise


@transaction.atomic
def _write_message(complaint: Complaint, *, actor: Actor, text: str, received: Sequence[files.Received]) -> Message:
    case = locked(complaint)
    if not (decision := is_complainant(actor, case)):
        raise NotAllowed(decision.reason)
    if not text.strip() and not received:
        raise Incomplete(NEEDS["text"])
    message = Message.objects.create(
        complaint=case, from_citizen=True, author=actor.user, text=text, language=actor.language, at=timezone.now()
    )
    message.attachments.set([_attach(case, one, actor=actor) for one in received])
    case.new_reply = True
    case.save(update_fields=["new_reply"])
    name = "commented" if case.state == State.CITIZEN_COMMENT else "message_received"
    row = history.record(case, name, actor=actor, data={"message": message.pk, "files": len(received)})
    notices.tell(case, row, notices.MessageReceived())
    notices.tell(case, row, notices.DeskReply())
    return message


def answer_request(
    complaint: Complaint,
    *,
    actor: Actor,
    answers: dict[int, str],
    uploads: "dict[int, UploadedFile[Any]]",
    text: str = "",
) -> Complaint:
    """Supplies what was asked for, item by item (T4); the file goes back to study."""
    if not uploads and not text.strip() and not any(answer.strip() for answer in answers.values()):
        raise Incomplete(NEEDS["text"])
    received = dict(zip(uploads, receive(complaint, uploads.values()), strict=True))
    try:
        with transaction.atomic():
            case = locked(complaint)
            if not (decision := transitions.may(case, "receive_information", actor)):
                raise NotAllowed(decision.reason)
            sent = {item: _attach(case, one, actor=actor) for item, one in received.items()}
            return transitions.receive_information(case, actor=actor, text=text, answers=answers, attachments=sent)
    except Refused:
        _throw_away(received.values())
        raise


@transaction.atomic
def ask_for_link(reference: str) -> None:
    """Mails the link that opens the case to the complainant's proved address; the link is made when the mail leaves.

    An unknown reference costs the same look-up and the same row, which the worker finds nobody for: the time of the
    answer tells nothing. It is no event of the file, so that a stranger cannot make the desk's open forms stale."""
    proved = Complaint.objects.filter(reference=reference, complainant__email_verified_at__isnull=False)
    about = f"complaint:{proved.values_list('pk', flat=True).first() or 0}"
    outbox.put(
        "complaint_open_link",
        event=f"link:{uuid.uuid4()}",
        recipient=f"{about}:citizen",
        about=about,
        context={},
        language="",
        channels=("email",),
    )
