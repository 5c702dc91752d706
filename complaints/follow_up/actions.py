"""What a complainant does with a filed case, short of moving it."""

from collections.abc import Sequence

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from accounts.actors import SYSTEM, Actor
from complaints import files, history, notices
from complaints.enums import State
from complaints.models import Attachment, Complaint, Message
from complaints.permissions import is_complainant
from complaints.workflow import transitions
from complaints.workflow.errors import Incomplete, NotAllowed
from complaints.workflow.moves import locked
from complaints.workflow.table import NEEDS


def receive_file(complaint: Complaint, upload: UploadedFile, *, actor: Actor, caption: str = "") -> Attachment:
    """Stores one file of the complainant; raises files.Refused with a sentence that says how to mend it.

    The bytes are safe on disk before the row exists: a crash leaves an orphan that is swept, never a row without a file."""
    already = complaint.attachments.aggregate(total=Sum("size"))["total"] or 0
    received = files.receive(upload, already=already)
    return Attachment.objects.create(
        complaint=complaint,
        source=Attachment.Source.CITIZEN,
        uploaded_by=actor.user,
        caption=caption,
        sent_at=timezone.now(),
        **received.fields(),
    )


@transaction.atomic
def write_message(complaint: Complaint, *, actor: Actor, text: str, uploads: Sequence[UploadedFile] = ()) -> Message:
    """A message to the institution. While the institution waits for comments on an answer, it counts as the comment."""
    case = locked(complaint)
    if not (decision := is_complainant(actor, case)):
        raise NotAllowed(decision.reason)
    if not text.strip() and not uploads:
        raise Incomplete(NEEDS["text"])
    sent = [receive_file(case, upload, actor=actor) for upload in uploads]
    message = Message.objects.create(
        complaint=case, from_citizen=True, author=actor.user, text=text, language=actor.language, at=timezone.now()
    )
    message.attachments.set(sent)
    case.new_reply = True
    case.save(update_fields=["new_reply"])
    name = "commented" if case.state == State.CITIZEN_COMMENT else "message_received"
    row = history.record(case, name, actor=actor, data={"message": message.pk, "files": len(sent)})
    notices.tell(case, row, notices.MessageReceived())
    notices.tell(case, row, notices.DeskReply())
    return message


@transaction.atomic
def answer_request(
    complaint: Complaint,
    *,
    actor: Actor,
    answers: dict[int, str],
    uploads: dict[int, UploadedFile],
    text: str = "",
) -> Complaint:
    """Supplies what was asked for, item by item (T4); the file goes back to study."""
    case = locked(complaint)
    sent = {item: receive_file(case, upload, actor=actor) for item, upload in uploads.items()}
    if not sent and not text.strip() and not any(answer.strip() for answer in answers.values()):
        raise Incomplete(NEEDS["text"])
    return transitions.receive_information(case, actor=actor, text=text, answers=answers, attachments=sent)


@transaction.atomic
def ask_for_link(complaint: Complaint) -> None:
    """Mails the link that opens the case to the complainant's address; the link itself is made when the mail leaves."""
    row = history.record(complaint, "link_asked", actor=SYSTEM)
    notices.tell(complaint, row, notices.OpenLink())
