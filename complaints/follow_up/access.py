"""Which case a visitor may open on the citizen's side: by account, or by reference and secret code."""

from django.core import signing
from django.core.cache import cache
from django.http import Http404, HttpRequest

from accounts import actors
from accounts.actors import Actor
from complaints import codes, references
from complaints.envelopes import OPEN_LINK
from complaints.models import Complaint
from complaints.permissions import own_complaints

SESSION_KEY = "follow_up"
LINK_LIFE = 30 * 60  # seconds
TRIES = 20  # wrong codes for one reference in an hour; a code has 80 bits, so this only saves work (S8)
TRIES_LIFE = 3600
# A hash of a code that nobody has: an unknown reference costs the same time as a wrong code.
NOBODYS = codes.hash_code(codes.new_code())


def open_with_code(reference: str, code: str) -> Complaint | None:
    """The case of this reference and code; an unknown reference and a wrong code look alike."""
    found = references.normalise(reference)
    case = Complaint.objects.filter(reference=found).first() if found else None
    right = codes.matches(code, case.code_hash if case and case.code_hash else NOBODYS)
    return case if case is not None and right else None


def too_many_tries(reference: str) -> bool:
    """Counts a try for this reference."""
    key = f"follow-up-tries:{references.normalise(reference) or 'unknown'}"
    cache.add(key, 0, TRIES_LIFE)
    return cache.incr(key) > TRIES


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


def forget(request: HttpRequest) -> None:
    """Closes the case for this session."""
    request.session.pop(SESSION_KEY, None)


def actors_of(request: HttpRequest) -> list[Actor]:
    """As whom the visitor may look: the account, then the code."""
    found = []
    if request.user.is_authenticated:
        found.append(request.actor)  # type: ignore[attr-defined]
    if key := request.session.get(SESSION_KEY):
        found.append(actors.code_holder(key, language=request.LANGUAGE_CODE or ""))
    return found


def open_case(request: HttpRequest, reference: str) -> tuple[Actor, Complaint]:
    """The visitor's own case and the actor who may see it; a stranger's is a 404 like one that does not exist."""
    for actor in actors_of(request):
        rows = own_complaints(actor).select_related("complainant", "unit", "administration", "subject", "country")
        if case := rows.filter(reference=reference).first():
            return actor, case
    raise Http404
