"""A draft that was begun on a telephone, perhaps without a line: its key and its secret are made there (docs/offline.md).

Whoever has both may write the draft, however often the line breaks; a wrong secret finds nothing, like a wrong key. A draft that
belongs to an account opens only while that account is logged in, as on the pages."""

import uuid

from django.utils import timezone

from accounts.actors import Actor
from accounts.encryption import encrypt
from complaints.intake import resume
from complaints.intake.actions import CODE_PURPOSE
from complaints.intake.models import Draft
from complaints.intake.secrets import hash_secret, is_secret, matches, open_code
from complaints.models import Complaint


class NoDraft(Exception):
    """No draft opens with this key and this secret."""


class Closed(Exception):
    """The draft belongs to an account that is not logged in here. Nothing is lost: log in and go on."""


class Used(Exception):
    """The complaint of this key was sent so long ago that its draft is gone: it opens with reference and code."""


def open_draft(*, key: uuid.UUID, secret: str, actor: Actor, language: str) -> tuple[Draft, bool]:
    """The draft of this key, made now if there is none yet, and whether it was made; a repeat finds the same draft.

    Raises NoDraft (also when the key is somebody else's), Closed, Used, ValueError for what is no secret."""
    if not is_secret(secret):
        raise ValueError("a secret has 43 characters of base64url")
    if was_sent(key):
        raise Used
    known = {
        "code_hash": resume.index(resume.resume_code(Draft(key=key))),
        "user": actor.user,
        "language": language,
        "secret_hash": hash_secret(secret),
    }
    _row, made = Draft.objects.get_or_create(key=key, defaults=known)
    return find_draft(key=key, secret=secret, actor=actor), made


def was_sent(key: uuid.UUID) -> bool:
    """Whether the complaint of this key was sent so long ago that its draft is gone."""
    return Complaint.objects.filter(submission_key=key).exists() and not Draft.objects.filter(pk=key).exists()


def find_draft(*, key: uuid.UUID, secret: str, actor: Actor) -> Draft:
    """The draft of this key and this secret. Raises NoDraft, Closed."""
    rows = Draft.objects.select_related("complaint").filter(pk=key, expires_at__gt=timezone.now(), officer=None)
    draft = rows.first()
    if draft is None or not matches(secret, draft.secret_hash):
        raise NoDraft
    if draft.user_id not in (None, actor.user_id):
        raise Closed
    return draft


def code_of(draft: Draft, *, secret: str) -> str:
    """The follow-up code for the telephone that sent the draft, until it says that the code was kept; else `""`."""
    if draft.complaint is None or draft.complaint.recoveries.exclude(used_at=None).exists():
        return ""
    return open_code(draft.phone_code, secret=secret)


def show_code(draft: Draft, *, secret: str) -> None:
    """Lets the pages show the code for half an hour from now, on the device that proved the secret."""
    code = code_of(draft, secret=secret)
    if code:
        draft.sealed_code = encrypt(code, purpose=f"{CODE_PURPOSE}:{draft.key}")
        draft.code_shown_at = timezone.now()
        draft.save(update_fields=["sealed_code", "code_shown_at"])
