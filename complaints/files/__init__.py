"""Files of people: received, inspected, kept in private storage, handed out (docs/attachments.md).

received = files.receive(upload, already=bytes_so_far)   # raises files.Refused, whose text says how to mend
DraftFile.objects.create(draft=draft, sent_at=now, **received.fields())
return files.download(stored)                            # the copy without hidden data
return files.download(stored, original=True)             # the sealed original: the desk, and whoever sent it
files.look(stored, page=1), files.draw(stored, page=1, width=900)  # the viewer (docs/viewer.md)
received = files.redact(stored, {1: [(10, 20, 30, 5)]})  # a copy with areas painted out (docs/redaction.md)
files.discard(stored)                                    # with the deletion of its row
files.erase(attachment, at=now)                          # the bytes alone: the row stays and says when
"""

from complaints.files.downloads import Unavailable, download, may_leave, opened
from complaints.files.drawing import WORD, Look, can_draw, draw, look, redact
from complaints.files.receiving import ACCEPT, MAX_CASE, MAX_FILE, MAX_TOTAL, SENDING, Received, receive
from complaints.files.refusals import Refused
from complaints.files.storing import discard, erase

__all__ = [
    "ACCEPT",
    "MAX_CASE",
    "MAX_FILE",
    "MAX_TOTAL",
    "SENDING",
    "WORD",
    "Look",
    "Received",
    "Refused",
    "Unavailable",
    "can_draw",
    "discard",
    "download",
    "draw",
    "erase",
    "look",
    "may_leave",
    "opened",
    "receive",
    "redact",
]
