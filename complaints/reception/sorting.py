"""Where a mail goes: into its file, to the list of the desk, or nowhere (docs/channels.md).

Nothing goes into a file but what names it and comes from its proved address; whatever is in doubt waits for a person.
A mail is sorted in one transaction, and until that is committed it stays as it was kept: who dies in between loses nothing."""

import hashlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

import structlog
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.actors import code_holder
from complaints import files
from complaints.follow_up import actions as follow_up
from complaints.inspection.problems import Problem
from complaints.models import Complaint, IncomingFile, IncomingMail
from complaints.reception import bounces, crash, judging, keeping
from complaints.reception.reading import Letter, Part, Unreadable, read
from complaints.workflow.errors import Refused

log = structlog.get_logger(__name__)

Status, Reason = IncomingMail.Status, IncomingMail.Reason
TRIES = 3  # times that the attachments of one mail may take the worker with them
OFTEN, WITHIN = 10, timedelta(hours=1)  # mails to one file, as long as a loop of two programs takes to be seen


@dataclass(slots=True)
class Taken:
    """The attachments that passed the inspection, and the names of those that did not, each with the reason."""

    received: list[files.Received] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)

    @property
    def size(self) -> int:
        return sum(one.size for one in self.received)


class Upload:
    """An attachment as `files.receive` takes it."""

    def __init__(self, part: Part) -> None:
        self.name: str | None = part.name or "attachment"
        self.content = part.content

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        yield self.content


def sort(key: int) -> str:
    """Sorts one kept mail and gives its status; one that was sorted already stays as it is."""
    IncomingMail.objects.filter(pk=key, status=Status.KEPT).update(tries=F("tries") + 1)
    mail = IncomingMail.objects.filter(pk=key, status=Status.KEPT).first()
    if mail is None:
        return ""
    letter = _letter(mail)
    taken = _take_files(letter, give_up=mail.tries > TRIES) if letter and not judging.is_automatic(letter) else Taken()
    crash.reach("mail_files_stored")
    try:
        with transaction.atomic():
            row = IncomingMail.objects.select_for_update(of=("self",)).get(pk=key)
            if row.status != Status.KEPT:  # another worker was quicker
                _throw_away(taken)
                return row.status
            _sort(row, letter, taken)
            crash.reach("before_mail_sorted")
    except BaseException:
        _throw_away(taken)
        raise
    log.info("mail_sorted", mail=key, status=row.status, reason=row.reason)
    return row.status


def _letter(mail: IncomingMail) -> Letter | None:
    """The mail in words; None for what cannot be read, or was the end of whoever tried again and again."""
    if mail.tries > 2 * TRIES:
        return None
    try:
        return read(bytes(mail.raw or b""))
    except Unreadable:
        return None


def _take_files(letter: Letter, *, give_up: bool) -> Taken:
    """Inspects and stores them before the transaction begins. One that cannot be taken leaves the others alone."""
    taken = Taken(left_out=[(name, "") for name in letter.left_out])
    for part in letter.files:
        try:
            if give_up:
                raise files.Refused(Problem.UNCHECKED)
            taken.received.append(files.receive(Upload(part), already=taken.size, limit=files.SENDING))
        except files.Refused as refused:
            taken.left_out.append((part.name or "?", refused.problem.value))
    return taken


def _throw_away(taken: Taken) -> None:
    for one in taken.received:
        files.discard(one)


def _sort(row: IncomingMail, letter: Letter | None, taken: Taken) -> None:
    """Fills the row and writes what follows from it; in the caller's transaction."""
    row.left_out = taken.left_out
    if letter is None:
        row.status, row.reason = Status.TO_CHECK, Reason.UNREADABLE
    else:
        row.sender, row.sender_name, row.subject, row.text = (
            letter.sender,
            letter.sender_name,
            letter.subject,
            letter.text,
        )
        identity = letter.head("message-id")
        row.message_key = hashlib.sha256(identity.encode()).hexdigest() if identity else ""
        _decide(row, letter, taken)
    row.raw = None
    if row.status == Status.FILED:  # what it says and brings is the file's, and can be erased there
        keeping.empty(row)
    row.save()
    if row.status != Status.FILED:
        IncomingFile.objects.bulk_create(
            IncomingFile(mail=row, sent_at=row.arrived_at, **one.fields()) for one in taken.received
        )


def _decide(row: IncomingMail, letter: Letter, taken: Taken) -> None:
    if judging.is_automatic(letter):
        row.status = Status.RETURNED if bounces.take(letter) else Status.AUTOMATIC
        return
    if _is_copy(row):
        row.status, row.reason = Status.AUTOMATIC, Reason.COPY
        return
    named = judging.files_named(letter)
    if not named:
        row.status = Status.TO_CHECK if row.reason or letter.cut else Status.TO_REGISTER
        row.reason = row.reason or (Reason.LONG if letter.cut else "")
        return
    row.complaint = named[0] if len(named) == 1 else None
    row.reason = _doubt(row, letter, named, taken)
    row.status = Status.TO_CHECK if row.reason else _file(row, letter, named[0], taken)


def _doubt(row: IncomingMail, letter: Letter, named: list[Complaint], taken: Taken) -> str:
    """Why a person must look at it first; nothing when it may go into the file by itself."""
    if len(named) > 1:
        return Reason.SEVERAL
    case = named[0]
    if row.reason:  # too large
        return row.reason
    if not judging.is_from(letter, case):
        return Reason.SENDER
    if judging.is_genuine(letter) is False:
        return Reason.ORIGIN
    if letter.cut or not follow_up.fits(case, taken.size):
        return Reason.LONG
    recent = case.mails.filter(status=Status.FILED, kept_at__gte=timezone.now() - WITHIN)
    return Reason.OFTEN if recent[:OFTEN].count() >= OFTEN else ""


def _is_copy(row: IncomingMail) -> bool:
    """The same mail once more, for example by two of our addresses: same Message-ID, sender and words.

    Of one that went into a file the file knows it (`keep_message`)."""
    if not row.message_key:
        return False
    others = IncomingMail.objects.filter(message_key=row.message_key, sender=row.sender, text=row.text)
    return others.exclude(pk=row.pk).exclude(status=Status.KEPT).exists()


def _file(row: IncomingMail, letter: Letter, case: Complaint, taken: Taken) -> IncomingMail.Status:
    """The mail as a message of the complainant: the clocks go on as with one that was written on the site.

    Who writes from the proved address is treated as who followed the link that we mail there: the holder of the code."""
    try:
        with transaction.atomic():
            message, new = follow_up.keep_message(
                case,
                actor=code_holder(case.pk),
                text=letter.text or letter.subject,
                received=taken.received,
                key=uuid.uuid5(uuid.NAMESPACE_URL, f"mail:{case.pk}:{row.message_key or row.digest}:{letter.text}"),
                by_mail=True,
                left_out=[name for name, _why in taken.left_out],
            )
    except Refused:
        row.reason = Reason.REFUSED
        return Status.TO_CHECK
    if new:
        row.message = message
        return Status.FILED
    _throw_away(taken)
    taken.received.clear()
    row.reason = Reason.COPY
    return Status.AUTOMATIC
