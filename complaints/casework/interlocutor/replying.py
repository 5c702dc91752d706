"""An interlocutor's answer: kept as a draft that the administration shares, then sent once to the desk.

Every writer locks the case first. Raises `workflow.errors.Refused` with a reason, and `files.Refused` for a file."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from complaints import files, history, notices, permissions
from complaints.dealings import Reply
from complaints.enums import AnswerPosition
from complaints.models import AdministrationReply, Attachment, Complaint, Recommendation, ReplyFile
from complaints.workflow import undo
from complaints.workflow.errors import Incomplete, Refused, Repeated, Stale, demand
from complaints.workflow.moves import locked
from complaints.workflow.table import NEEDS

About, Status = AdministrationReply.About, AdministrationReply.Status
MOST_FILES = 20
DRAFT_LIFE = timedelta(days=180)
FORGOTTEN_AT_ONCE = 200
TO_RECOMMENDATION = (Reply.ACCEPTS, Reply.PARTLY, Reply.REFUSES)


@dataclass(frozen=True, slots=True)
class Subject:
    """What is answered: a letter by its number, or a recommendation."""

    complaint: Complaint
    about: str
    letter: str = ""
    recommendation: Recommendation | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """What was typed. `key` names the form, `version` the draft that its page showed (0: none yet)."""

    position: str = ""
    text: str = ""
    wanted_until: date | None = None
    executed_on: date | None = None
    key: uuid.UUID | None = None
    version: int = 0

    def same(self, row: AdministrationReply) -> bool:
        """Whether the row holds these very words."""
        mine = (self.position, self.text.replace("\r\n", "\n"), self.wanted_until, self.executed_on)
        return mine == (row.position, row.text, row.wanted_until, row.executed_on)


class SentAlready(Refused):
    """Other words than those that this form sent before."""

    def __init__(self) -> None:
        super().__init__(
            _("This answer was sent already. What stands here now would be a further one: look at it, then send.")
        )


def draft_of(subject: Subject, actor: Actor) -> AdministrationReply | None:
    """The draft that this administration has begun."""
    rows = permissions.own_replies(actor).filter(status=Status.DRAFT, complaint=subject.complaint, about=subject.about)
    return rows.filter(recommendation=subject.recommendation).prefetch_related("files").first()


@transaction.atomic
def save(subject: Subject, written: Written, *, actor: Actor) -> AdministrationReply:
    """Keeps the draft, whole or not. Raises Stale when a colleague changed it since the page was shown."""
    return _keep(_open(subject, actor), subject, written, actor=actor)


@transaction.atomic
def send(subject: Subject, written: Written, *, actor: Actor) -> AdministrationReply:
    """Sends it to the desk. Sent twice it is sent once: the second press raises Repeated."""
    case = _open(subject, actor)
    _check(subject, written)
    row = _keep(case, subject, written, actor=actor)
    now = timezone.now()
    stored = list(row.files.all())
    documents = [_attachment(case, file, at=now) for file in stored]
    row.files.all().delete()
    row.documents.set(documents)
    row.status, row.sent_by, row.sent_at = Status.SENT, actor.user, now
    row.save(update_fields=["status", "sent_by", "sent_at"])
    data = {"sent": row.pk, "about": row.about, "position": row.position}
    event = history.record(case, "reply_sent", actor=actor, at=now, data=data)
    notices.tell(case, event, notices.DeskAnswer())
    return row


def attach(subject: Subject, written: Written, upload: "UploadedFile[Any]", *, actor: Actor) -> ReplyFile:
    """Adds a file to the draft, with what was typed; the same file twice is one. Inspected before the transaction begins."""
    draft = draft_of(subject, actor)
    already = (draft.files.aggregate(total=Sum("size"))["total"] or 0) if draft else 0
    received = files.receive(upload, already=already, limit=files.SENDING)
    try:
        row, new = _attach(subject, written, received, actor=actor)
    except BaseException:
        files.discard(received)
        raise
    if not new:
        files.discard(received)
    return row


@transaction.atomic
def _attach(
    subject: Subject, written: Written, received: files.Received, *, actor: Actor
) -> tuple[ReplyFile, bool]:  # fmt: skip
    row = _keep(_open(subject, actor), subject, written, actor=actor)
    if same := row.files.filter(sha256=received.sha256, name=received.name).first():
        return same, False
    if row.files.count() >= MOST_FILES:
        raise Incomplete(_("This answer has 20 files. Remove one that is needed less, then add this one."))
    made = ReplyFile.objects.create(reply=row, uploaded_by=actor.someone, sent_at=timezone.now(), **received.fields())
    return made, True


@transaction.atomic
def remove(subject: Subject, written: Written, file: int, *, actor: Actor) -> None:
    """Takes a file off the draft; what was removed already is gone."""
    row = _keep(_open(subject, actor), subject, written, actor=actor)
    if found := row.files.filter(pk=file).first():
        found.delete()
        files.discard(found)


def forget_drafts(*, today: date) -> int:
    """Removes drafts that can be sent no more, and those that nobody touched for half a year, with their files."""
    old = timezone.make_aware(datetime.combine(today - DRAFT_LIFE, time()))
    drafts = AdministrationReply.objects.filter(status=Status.DRAFT)
    over = drafts.filter(Q(saved_at__lt=old) | Q(complaint__closed_at__isnull=False)).order_by("pk")
    return sum(_forget(row) for row in over.select_related("complaint")[:FORGOTTEN_AT_ONCE])


@transaction.atomic
def _forget(row: AdministrationReply) -> int:
    locked(row.complaint)
    draft = AdministrationReply.objects.filter(pk=row.pk, status=Status.DRAFT, version=row.version).first()
    if draft is None:  # sent or taken up again meanwhile
        return 0
    stored = list(draft.files.all())
    draft.delete()
    for file in stored:
        files.discard(file)
    return 1


def _open(subject: Subject, actor: Actor) -> Complaint:
    """The case, locked, if this person may write to us about it and what is answered is still open."""
    case = locked(subject.complaint)
    undo.as_known_outside([case])  # in memory alone: the administration answers what it knows
    demand(permissions.can_reply(actor, case))
    made = subject.recommendation
    if made is not None:
        made.refresh_from_db()
        undo.rows_as_known_outside([made])
        if made.ended_at is not None or (subject.about == About.RECOMMENDATION and made.reply):
            raise Incomplete(_("This recommendation waits for no such answer any more."))
    return case


def _keep(case: Complaint, subject: Subject, written: Written, *, actor: Actor) -> AdministrationReply:
    """The draft with these words. One administration has one draft of one thing."""
    before = AdministrationReply.objects.filter(key=written.key, complaint=case).first() if written.key else None
    if before is not None and before.status != Status.DRAFT:
        raise Repeated if written.same(before) else SentAlready
    row = AdministrationReply.objects.filter(
        complaint=case, administration=case.administration, about=subject.about, recommendation=subject.recommendation,
        status=Status.DRAFT,
    ).first()  # fmt: skip
    if row is None:
        taken = written.key is None or AdministrationReply.objects.filter(key=written.key).exists()
        key = uuid.uuid4() if taken else written.key
        row = AdministrationReply(
            complaint=case, administration=case.administration, about=subject.about, begun_by=actor.someone,
            recommendation=subject.recommendation, key=key,
        )  # fmt: skip
    elif row.version != written.version and not written.same(row):
        raise Stale
    if row.pk is None or not written.same(row):
        row.version += 1
    row.letter, row.position, row.text = subject.letter, written.position, written.text.replace("\r\n", "\n")
    row.wanted_until, row.executed_on, row.saved_at = written.wanted_until, written.executed_on, timezone.now()
    row.save()
    return row


def _check(subject: Subject, written: Written) -> None:
    """Raises Incomplete for what an answer cannot do without."""
    if not written.text.strip():
        raise Incomplete(NEEDS["text"])
    allowed: dict[str, Callable[[], bool]] = {
        About.ANSWER: lambda: written.position in AnswerPosition,
        About.RECOMMENDATION: lambda: written.position in TO_RECOMMENDATION,
        About.EXECUTION: lambda: written.position == "",
    }
    if not allowed[subject.about]():
        raise Incomplete(_("Choose what you answer."))
    if subject.about == About.EXECUTION and (written.executed_on is None or written.executed_on > timezone.localdate()):
        raise Incomplete(_("Choose the day on which it was carried out, today at the latest."))


def _attachment(case: Complaint, file: ReplyFile, *, at: Any) -> Attachment:
    """The draft's file as a file of the case, for the desk alone; the stored bytes stay where they are."""
    kept = {
        name: getattr(file, name)
        for name in ("name", "content_type", "size", "sha256", "original", "copy", "verdict", "scanned_at", "caption")
    }
    return Attachment.objects.create(
        complaint=case, source=Attachment.Source.ADMINISTRATION, uploaded_by=file.uploaded_by, internal=True, sent_at=at,
        **kept,
    )  # fmt: skip
