"""Which case a visitor opened on this device with a code, and whose code it was. Kept in the session, for a while."""

import hashlib
import time

from django.conf import settings
from django.http import HttpRequest

from accounts import typed
from accounts.actors import Actor, code_holder, share_holder
from complaints.models import Complaint, Share

SESSION_KEY = "follow_up"
SHARE_KEY = "follow_up_share"
SEEN_KEY = "follow_up_seen"
MARK_KEY = "follow_up_mark"
MESSAGE = "message"  # a message that came back with an error waits under this name for the open file alone
WITHDRAWAL = "withdrawal"  # what was said before the figures were asked for
REFRESH = 300  # seconds between two writes of the session


def remember(request: HttpRequest, case: Complaint, *, share: Share | None = None) -> None:
    """Opens the case for this session; the session's name changes, so that a planted one is worthless."""
    request.session.cycle_key()
    _forget_words(request)  # they may be another person's
    request.session[SESSION_KEY] = case.pk
    request.session[MARK_KEY] = mark(share.key.hex if share else case.code_hash)  # a share has a code of its own
    request.session[SHARE_KEY] = share.pk if share else None
    request.session[SEEN_KEY] = int(time.time())


def still_open(request: HttpRequest) -> int | None:
    """The case that a code opened here, unless the device was left alone for too long."""
    key, seen, now = request.session.get(SESSION_KEY), request.session.get(SEEN_KEY, 0), int(time.time())
    if key is None:
        return None
    if now - seen > settings.SESSION_IDLE_MINUTES * 60 or not _of_todays_code(request, key):
        forget(request)
        return None
    if now - seen > REFRESH:
        request.session[SEEN_KEY] = now
    return int(key)


def _of_todays_code(request: HttpRequest, key: int) -> bool:
    if share := request.session.get(SHARE_KEY):
        row = Share.objects.filter(pk=share).first()
        return row is not None and request.session.get(MARK_KEY) == mark(row.key.hex)
    hashed = Complaint.objects.filter(pk=key).values_list("code_hash", flat=True).first() or ""
    return request.session.get(MARK_KEY) == mark(hashed)


def mark(secret: str) -> str:
    """Of which code a session is, by the hash of a code or the key of a share; it tells nothing about either.

    With a new code, what the old one opened closes."""
    return hashlib.sha256(f"session {secret}".encode()).hexdigest()[:16]


def still_known(request: HttpRequest) -> bool:
    """Whether a code opened the file here, be it the old one: who just made a new one keeps the file open."""
    return SESSION_KEY in request.session


def forget(request: HttpRequest) -> None:
    """Closes the case for this session."""
    for key in (SESSION_KEY, SHARE_KEY, MARK_KEY, SEEN_KEY):
        request.session.pop(key, None)
    _forget_words(request)


def _forget_words(request: HttpRequest) -> None:
    for form in (MESSAGE, WITHDRAWAL):
        typed.forget(request, form)


def actors_of(request: HttpRequest) -> list[Actor]:
    """As whom the visitor may look: the account, then the code."""
    found: list[Actor] = []
    if request.user.is_authenticated:
        found.append(request.actor)  # type: ignore[attr-defined]
    if key := still_open(request):
        language, share = request.LANGUAGE_CODE or "", request.session.get(SHARE_KEY)
        found.append(share_holder(int(share), key, language=language) if share else code_holder(key, language=language))
    return found
