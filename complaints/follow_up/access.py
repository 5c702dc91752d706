"""Which case a visitor may open on the citizen's side: by account, or by reference and secret code."""

import hashlib
import time

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest

from accounts import actors, limits
from accounts.actors import Actor
from complaints import codes, references
from complaints.envelopes import OPEN_LINK
from complaints.models import Complaint
from complaints.permissions import own_complaints

SESSION_KEY = "follow_up"
SEEN_KEY = "follow_up_seen"
MARK_KEY = "follow_up_mark"
REFRESH = 300  # seconds between two writes of the session
LINK_LIFE = 30 * 60  # seconds
# Wrong codes from one network in an hour. A code has 80 bits, so this only saves work (each try costs an argon2 hash of some
# megabytes); a consulate or a telephone network where many mistype theirs is not locked out.
TRIES = 600
LINKS = 3  # mails with a link for one file in an hour
LINKS_A_NETWORK = 60  # links asked for in an hour from one network, whichever files they are for
RECOVERIES = 3  # requests for a new code by facts for one file in a day
RECOVERIES_A_NETWORK = 60  # in an hour
POSTS = 60  # messages and answers to one file in an hour
# A hash of a code that nobody has: an unknown reference costs the same time as a wrong code.
NOBODYS = codes.hash_code(codes.new_code())


def open_with_code(reference: str, code: str) -> Complaint | None:
    """The case of this reference and code; an unknown reference and a wrong code look alike."""
    found = references.normalise(reference)
    case = Complaint.objects.filter(reference=found).first() if found else None
    right = codes.matches(code, case.code_hash if case and case.code_hash else NOBODYS)
    return case if case is not None and right else None


def too_many_tries(request: HttpRequest) -> bool:
    """Whether this visitor's network has no try left; asked before a code is looked at."""
    return limits.used_up("follow-up-code", limits.network(request), limit=TRIES)


def count_wrong_try(request: HttpRequest) -> None:
    """Counted by network: a stranger who knows a reference cannot lock its owner out."""
    limits.within("follow-up-code", limits.network(request), limit=TRIES)


def too_many_askers(request: HttpRequest) -> bool:
    """Counts a link asked for from this visitor's network."""
    return not limits.within("follow-up-links", limits.network(request), limit=LINKS_A_NETWORK)


def too_many_links(reference: str) -> bool:
    """Counts a link asked for by this reference, be there a file or not."""
    return not limits.within("follow-up-link", reference, limit=LINKS)


def too_many_posts(complaint: Complaint) -> bool:
    """Counts what is sent to one file."""
    return not limits.within("follow-up-post", str(complaint.pk), limit=POSTS)


def too_many_recoveries(request: HttpRequest) -> bool:
    """Counts what a network sends to get a new code by facts: requests and tickets."""
    return not limits.within("recovery", limits.network(request), limit=RECOVERIES_A_NETWORK)


def asked_enough(reference: str) -> bool:
    """Counts the requests by facts for one reference, be there a file or not."""
    return not limits.within("recovery-file", reference, limit=RECOVERIES, seconds=24 * 3600)


def read_link(token: str) -> Complaint | None:
    """The case of a link that we mailed less than 30 minutes ago."""
    try:
        key = signing.loads(token, salt=OPEN_LINK, max_age=LINK_LIFE)
    except signing.BadSignature:
        return None
    return Complaint.objects.filter(pk=key).first()


def remember(request: HttpRequest, case: Complaint) -> None:
    """Opens the case for this session; the session's name changes, so that a planted one is worthless."""
    request.session.cycle_key()
    request.session[SESSION_KEY] = case.pk
    request.session[MARK_KEY] = mark(case.code_hash)
    request.session[SEEN_KEY] = int(time.time())


def still_open(request: HttpRequest) -> int | None:
    """The case that a code opened here, unless the device was left alone for too long."""
    key, seen, now = request.session.get(SESSION_KEY), request.session.get(SEEN_KEY, 0), int(time.time())
    if key is None:
        return None
    hashed = Complaint.objects.filter(pk=key).values_list("code_hash", flat=True).first() or ""
    if now - seen > settings.SESSION_IDLE_MINUTES * 60 or request.session.get(MARK_KEY) != mark(hashed):
        forget(request)
        return None
    if now - seen > REFRESH:
        request.session[SEEN_KEY] = now
    return int(key)


def still_known(request: HttpRequest) -> bool:
    """Whether a code opened the file here, be it the old one: who just made a new one keeps the file open."""
    return SESSION_KEY in request.session


def mark(code_hash: str) -> str:
    """Of which code a session is: with a new code, what the old one opened closes. It tells nothing about the code."""
    return hashlib.sha256(f"session {code_hash}".encode()).hexdigest()[:16]


def forget(request: HttpRequest) -> None:
    """Closes the case for this session."""
    request.session.pop(MARK_KEY, None)
    request.session.pop(SESSION_KEY, None)
    request.session.pop(SEEN_KEY, None)


def actors_of(request: HttpRequest) -> list[Actor]:
    """As whom the visitor may look: the account, then the code."""
    found = []
    if request.user.is_authenticated:
        found.append(request.actor)  # type: ignore[attr-defined]
    if key := still_open(request):
        found.append(actors.code_holder(key, language=request.LANGUAGE_CODE or ""))
    return found


def open_case(request: HttpRequest, reference: str) -> tuple[Actor, Complaint]:
    """The visitor's own case and the actor who may see it; a stranger's is a 404 like one that does not exist."""
    for actor in actors_of(request):
        rows = own_complaints(actor).select_related("complainant", "unit", "administration", "subject", "country")
        if case := rows.filter(reference=reference).first():
            return actor, case
    raise Http404
