"""Documents for a filed case that come in pieces, before the message that they belong to (docs/attachments.md).

`begin` announces one, `append` keeps its pieces; the form then names its key, and `arrived` gives it as an upload like any
other: it is inspected and becomes the file's when the message is sent. What nobody sends is thrown away after seven days."""

import uuid
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.files import pieces
from complaints.files.pieces import NoUpload, Whole
from complaints.files.receiving import MAX_FILE, SENDING
from complaints.files.refusals import Refused
from complaints.inspection.problems import Problem
from complaints.models import Complaint
from complaints.models.coming import ComingFile

MOST = 30  # on their way to one file from one sender
KEPT = timedelta(days=1)  # after it was sent: whoever goes back and sends another message sends it again


class Full(Exception):
    """So much is on its way that no more is taken before a message was sent. The text is for the person."""


def begin(complaint: Complaint, *, sender: str, key: uuid.UUID, name: str, size: int) -> ComingFile:
    """Announces a document of `size` bytes; one that is on its way already says how far it is. Raises Refused, Full."""
    if size <= 0:
        raise Refused(Problem.EMPTY)
    if size > MAX_FILE:
        raise Refused(Problem.TOO_BIG)
    with transaction.atomic():
        Complaint.objects.select_for_update(no_key=True).get(pk=complaint.pk)
        rows = ComingFile.objects.filter(complaint=complaint, sender=sender)
        found = rows.filter(key=key).first()
        if found is not None and found.size == size:
            rows.filter(pk=found.pk).update(used_at=None, touched_at=timezone.now())  # it may go with a further message
            return found
        rows.filter(key=key).delete()
        waiting = rows.filter(used_at=None)
        if waiting.count() >= MOST:
            raise Full(_("Send what you have added so far, then add this document to another message."))
        if (waiting.aggregate(total=Sum("size"))["total"] or 0) + size > SENDING.size:
            raise Refused(SENDING.problem)
        return rows.create(complaint=complaint, sender=sender, key=key, name=pieces.plain(name), size=size)


def append(complaint: Complaint, *, sender: str, key: uuid.UUID, offset: int, data: bytes) -> ComingFile:
    """Keeps a piece. Raises NoUpload, WrongOffset, TooLong."""
    with transaction.atomic():
        row = ComingFile.objects.select_for_update().filter(complaint=complaint, sender=sender, key=key).first()
        if row is None:
            raise NoUpload
        pieces.add(row, offset=offset, data=data)
        return row


def arrived(complaint: Complaint, *, sender: str, keys: Collection[uuid.UUID]) -> dict[uuid.UUID, Whole]:
    """Those of these documents that are whole, as uploads; one query."""
    rows = ComingFile.objects.filter(complaint=complaint, sender=sender, key__in=keys, offset=F("size"))
    return {row.key: Whole(row) for row in rows}


def sent(*documents: Whole) -> None:
    """They went with a message."""
    ComingFile.objects.filter(pk__in=[one.row.pk for one in documents]).update(used_at=timezone.now())


def forget_stale(*, now: datetime) -> int:
    """Throws away what nobody went on with, and what was sent a day ago."""
    stale = Q(touched_at__lt=now - pieces.PATIENCE) | Q(used_at__lt=now - KEPT)
    return ComingFile.objects.filter(stale).delete()[0]
