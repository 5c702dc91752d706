"""What an officer does with a mail: begin a complaint, put it into a file, take it as a question, set it aside."""

import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actors import NOBODY, Actor, code_holder
from accounts.dates import RABAT
from complaints import files, history
from complaints.enums import Channel
from complaints.follow_up import actions as follow_up
from complaints.intake import actions as intake
from complaints.intake.models import Draft
from complaints.intake.steps.base import PREFILLED
from complaints.knowledge import actions as knowledge
from complaints.knowledge.models import Question
from complaints.models import Attachment, Complaint, IncomingFile, IncomingMail
from complaints.permissions import can_read_mail, can_work
from complaints.reception import keeping
from complaints.workflow.errors import Refused, demand
from complaints.workflow.moves import locked

Status = IncomingMail.Status
NAMESPACE = uuid.UUID("5b0c5d0e-6c0f-4f0f-9a53-5d6f5f1c7d11")  # of the keys that one mail gives to what it becomes


class Dealt(Refused):
    """A colleague has dealt with this mail meanwhile."""

    def __init__(self) -> None:
        super().__init__(_("A colleague dealt with this mail meanwhile."))


def _locked(mail: IncomingMail, actor: Actor) -> IncomingMail:
    """The mail, locked until the transaction ends, if it still waits and this person may deal with it."""
    row = IncomingMail.objects.select_for_update(of=("self",)).get(pk=mail.pk)
    demand(can_read_mail(actor, row))
    if not row.waits:
        raise Dealt
    return row


def _end(row: IncomingMail, status: IncomingMail.Status, actor: Actor) -> None:
    row.status, row.handled_by, row.handled_at = status, actor.user, timezone.now()
    row.save()


@transaction.atomic
def begin(mail: IncomingMail, *, actor: Actor) -> Draft:
    """A draft with what the mail tells; the one that this officer began, if there is one. Raises Refused.

    The mail stays in the list until the complaint is registered: a draft that is thrown away loses nothing."""
    row = _locked(mail, actor)
    standing = Draft.objects.filter(mail=row, complaint=None, expires_at__gt=timezone.now()).select_related("officer")
    if (draft := standing.first()) is not None:
        if draft.officer_id == actor.user_id:
            return draft
        raise Refused(_("%(name)s is registering this mail.") % {"name": draft.officer})
    return intake.create_desk_draft(actor=actor, mail=row, answers=prefilled(row, actor=actor))


def prefilled(mail: IncomingMail, *, actor: Actor) -> dict[str, dict[str, list[str]]]:
    """What the mail tells of the steps. The officer sees each, completes it and saves it: until then it is no answer."""
    day = timezone.localdate(mail.arrived_at, RABAT)
    first, _space, last = mail.sender_name.rpartition(" ")
    told = {
        "reception": {
            "channel": Channel.EMAIL.value, "signature": "not_yet", "unit": str(actor.unit_id or ""),
            **{f"received_on_{at}": str(part) for at, part in enumerate((day.day, day.month, day.year))},
        },
        "name": {"first_name": first, "last_name": last},
        "contact": {"email": mail.sender, "preferred_channel": "email" if mail.sender else "post"},
        "happened": {"title": mail.subject[:200], "description": mail.text},
    }  # fmt: skip
    return {slug: {**_typed(values), PREFILLED: ["1"]} for slug, values in told.items()}


def _typed(values: dict[str, str]) -> dict[str, list[str]]:
    return {name: [value] for name, value in values.items() if value}


@transaction.atomic
def put_into_file(mail: IncomingMail, complaint: Complaint, *, actor: Actor, from_citizen: bool) -> None:
    """The mail goes into a file of this person's, who has looked at who wrote; the history names them. Raises Refused.

    From the complainant it is a message, and the clocks go on as with one that was written on the site; else its words
    stand in the history and its attachments are internal."""
    row = _locked(mail, actor)
    case = locked(complaint)
    demand(can_work(actor, case))
    kept = list(row.files.all())
    if from_citizen:
        row.message, _new = follow_up.keep_message(
            case,
            actor=code_holder(case.pk),
            text=row.text or row.subject,
            received=[_received(file) for file in kept],
            key=uuid.uuid5(NAMESPACE, f"message:{row.pk}"),
            by_mail=True,
            left_out=[name for name, _why in row.left_out],
        )
        words = ""
    else:
        for file in kept:
            Attachment.objects.create(
                complaint=case, source=Attachment.Source.INSTITUTION, internal=True, uploaded_by=actor.user,
                sent_at=row.arrived_at, **_received(file).fields(),
            )  # fmt: skip
        words = "\n".join((f"{row.sender_name} <{row.sender}>", row.subject, "", row.text))
    history.record(case, "mail_filed", actor=actor, internal_text=words, data={"mail": row.pk, "files": len(kept)})
    row.complaint = case
    row.files.all().delete()  # the rows: the bytes are the file's by now
    keeping.empty(row)
    _end(row, Status.FILED, actor)


def _received(file: IncomingFile) -> files.Received:
    names = ("name", "content_type", "size", "sha256", "original", "copy", "verdict")
    return files.Received(**{name: getattr(file, name) for name in names})


@transaction.atomic
def take_as_question(mail: IncomingMail, *, actor: Actor, language: str) -> Question:
    """The mail is a question and no complaint: it is answered among the questions, to the address it came from."""
    row = _locked(mail, actor)
    asked = knowledge.Asked(text=f"{row.subject}\n\n{row.text}".strip(), language=language, email=row.sender)
    question = knowledge.ask(asked, actor=NOBODY, key=uuid.uuid5(NAMESPACE, f"question:{row.pk}"))
    _end(row, Status.ASKED, actor)
    return question


@transaction.atomic
def set_aside(mail: IncomingMail, *, actor: Actor, why: str) -> None:
    """Nothing becomes of it; it can be read, and taken up again, until it is shredded."""
    row = _locked(mail, actor)
    row.why = why
    _end(row, Status.DISCARDED, actor)


@transaction.atomic
def take_up_again(mail: IncomingMail, *, actor: Actor) -> bool:
    """Back to the list what was set aside, or was taken for a program's; False when there is nothing left of it."""
    row = IncomingMail.objects.select_for_update(of=("self",)).get(pk=mail.pk)
    demand(can_read_mail(actor, row))
    if row.shredded_at or row.status not in (Status.DISCARDED, Status.AUTOMATIC):
        return False
    row.status, row.why, row.handled_by, row.handled_at = Status.TO_REGISTER, "", None, None
    row.save(update_fields=["status", "why", "handled_by", "handled_at"])
    return True
