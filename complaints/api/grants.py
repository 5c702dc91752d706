"""What number and code give a program: a signed token for one file or one question, for an hour, sent in a header.

It is nothing but what a browser's session keeps (complaints/opened.py): which file, and of which code. A new code ends it."""

from dataclasses import dataclass

from django.conf import settings
from django.core import signing

from accounts.actors import Actor, code_holder, share_holder
from complaints import opened
from complaints.knowledge.models import Question
from complaints.models import Complaint, Share

FILE_SALT = "complaints.api.file"
QUESTION_SALT = "complaints.api.question"
FILE_HEADER, QUESTION_HEADER = "File-Token", "Question-Token"
LONGEST = 500  # characters


@dataclass(frozen=True, slots=True)
class Grant:
    """A token and for how many seconds it opens."""

    token: str
    expires_in: int


def lifetime() -> int:
    """Seconds: as long as a browser left alone keeps a file open."""
    return settings.SESSION_IDLE_MINUTES * 60


def of_file(case: Complaint, *, share: Share | None = None) -> Grant:
    """Opens this file to the complainant, or to who has it shared."""
    mark = opened.mark(share.key.hex if share else case.code_hash)
    return _made([case.pk, mark, share.pk if share else 0], FILE_SALT)


def of_question(question: Question) -> Grant:
    """Opens this question."""
    return _made([question.pk], QUESTION_SALT)


def _made(parts: list[object], salt: str) -> Grant:
    return Grant(signing.dumps(parts, salt=salt, compress=True), lifetime())


def file_actor(token: str, *, language: str) -> Actor | None:
    """As whom this token opens a file; None when it is none of ours, too old, or of a code that is dead."""
    found = _read(token, FILE_SALT, 3)
    if found is None:
        return None
    key, mark, share = found
    if share:
        row = Share.objects.filter(pk=share, complaint=key).first()
        alive = row is not None and opened.mark(row.key.hex) == mark
        return share_holder(int(share), int(key), language=language) if alive else None
    hashed = Complaint.objects.filter(pk=key).values_list("code_hash", flat=True).first()
    return code_holder(int(key), language=language) if hashed and opened.mark(hashed) == mark else None


def question_key(token: str) -> int | None:
    """The question that this token opens."""
    found = _read(token, QUESTION_SALT, 1)
    return int(found[0]) if found else None


def _read(token: str, salt: str, length: int) -> list | None:
    if not token or len(token) > LONGEST:
        return None
    try:
        found = signing.loads(token, salt=salt, max_age=lifetime())
    except (signing.BadSignature, ValueError):
        return None
    return found if isinstance(found, list) and len(found) == length else None
