"""Which case a visitor may open on the citizen's side: by account, or by reference and secret code."""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from django.core import signing
from django.http import Http404, HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts import limits
from accounts.actors import Actor, ActorKind
from complaints import codes, opened, references
from complaints.envelopes import AGAIN_LINK, OPEN_LINK
from complaints.models import Complaint, Share
from complaints.opened import SEEN_KEY, SESSION_KEY, actors_of, forget, still_known, still_open
from complaints.permissions import can_follow, can_renew_mandate, can_write_to_file, followed_complaints, is_complainant
from complaints.sharing import selectors as sharing
from complaints.sharing.selectors import banner
from complaints.workflow import undo

__all__ = ["SEEN_KEY", "SESSION_KEY", "actors_of", "forget", "open_case", "remember", "still_known", "still_open"]

SHOWN = ("complainant", "unit", "administration", "subject", "country", "representation")
LINK_LIFE = 30 * 60  # seconds
AGAIN_LIFE = 90 * 24 * 3600
# Wrong codes from one network in an hour. A code has 80 bits, so this only saves work (each try costs an argon2 hash of some
# megabytes: two minutes of one processor); whoever means to lock a consulate or a telephone network out has to work for it.
TRIES = 6000
LINKS = 3  # mails with a link for one file in an hour
LINKS_A_NETWORK = 600  # links asked for in an hour from one network, whichever files they are for
RECOVERIES = 3  # requests for a new code by facts for one file in a day
RECOVERIES_A_NETWORK = 300  # in an hour
POSTS = 60  # messages and answers to one file in an hour
# A hash of a code that nobody has: an unknown reference costs the same time as a wrong code.
NOBODYS = codes.hash_code(codes.new_code())


def open_with_code(reference: str, code: str) -> Complaint | None:
    """The case of this reference and code; an unknown reference and a wrong code look alike.

    The number that a stand gave without a network does as well, once the complaint has arrived."""
    found = references.normalise(reference)
    case = Complaint.objects.filter(reference=found).first() if found else None
    if case is None and (early := references.provisional(reference)):
        case = Complaint.objects.filter(provisional=early).first()
    right = codes.matches(code, case.code_hash if case and case.code_hash else NOBODYS)
    return case if right else None


def share_with_code(reference: str, code: str) -> Share | None:
    """The share of this reference whose own code this is, with its case."""
    found = references.normalise(reference)
    return sharing.with_code(found, code) if found else None


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


def read_link(token: str) -> tuple[Complaint, str] | None:
    """The case of a link that we mailed less than 30 minutes ago, while its code is the same, and where it leads."""
    return _of_a_mail(token, salt=OPEN_LINK, life=LINK_LIFE)


def read_again(token: str) -> Complaint | None:
    """The case of a notice that we mailed less than 90 days ago, while its code is the same. It opens nothing."""
    found = _of_a_mail(token, salt=AGAIN_LINK, life=AGAIN_LIFE)
    return found[0] if found else None


def _of_a_mail(token: str, *, salt: str, life: int) -> tuple[Complaint, str] | None:
    try:
        key, mark, *more = signing.loads(token, salt=salt, max_age=life)
    except (signing.BadSignature, TypeError, ValueError):
        return None
    case = Complaint.objects.select_related("complainant").filter(pk=key).first()
    if case is None or opened.mark(case.code_hash) != mark:
        return None
    return case, str(more[0]) if more else ""


def knows(request: HttpRequest, case: Complaint) -> Actor | None:
    """As whom this visitor may read the case already, by what was opened on this device or by their account."""
    found = [actor for actor in actors_of(request) if can_follow(actor, case)]
    return max(found, key=lambda actor: bool(is_complainant(actor, case)), default=None)


def remember(request: HttpRequest, case: Complaint, *, share: Share | None = None) -> None:
    """Opens the case for this session, to the complainant or to who has it shared."""
    opened.remember(request, case, share=share)


def is_open(request: HttpRequest, reference: str) -> bool:
    """Whether this visitor may read the case of this reference, by whichever way in."""
    return is_open_to(actors_of(request), reference)


def is_open_to(actors: Iterable[Actor], reference: str) -> bool:
    """Whether one of these may read the case of this reference."""
    return any(followed_complaints(actor).filter(reference=reference).exists() for actor in actors)


def open_case(request: HttpRequest, reference: str) -> tuple[Actor, Complaint]:
    """The case that this visitor may read and the actor who may; a stranger's is a 404 like one that does not exist."""
    actor, case = open_as(actors_of(request), reference, reading=request.method in {"GET", "HEAD"})
    request.acting = SimpleLazyObject(partial(banner, actor, case))  # type: ignore[attr-defined]  # stands above every page of the file
    return actor, case


def open_as(actors: Iterable[Actor], reference: str, *, reading: bool) -> tuple[Actor, Complaint]:
    """The case of this reference and who of these may read it; raises Http404 when nobody may.

    Who has more than one way in comes by the one with most rights: a mail's share is no loss to the file's owner."""
    found = []
    for actor in actors:
        rows = followed_complaints(actor).select_related(*SHOWN)
        if case := rows.filter(reference=reference).first():
            found.append((actor, case))
    if not found:
        raise Http404
    actor, case = max(found, key=lambda pair: (bool(is_complainant(*pair)), bool(can_write_to_file(*pair))))
    if not reading:  # an answer that comes back with its errors; a GET is read as a whole: before_told.py
        undo.as_known_outside([case])
    if actor.kind is ActorKind.PERSON and not is_complainant(actor, case) and (row := sharing.share_of(actor, case)):
        actor = replace(actor, share_id=row.pk)  # an account too writes as who it is, not as the complainant
    return actor, case


def own_case(request: HttpRequest, reference: str, *, standing: bool = False) -> tuple[Actor, Complaint]:
    """As `open_case`, for what is the complainant's alone: with whom the file is shared sees no address and no fear.

    `standing`: nor does who acts under a mandate that has ended (codes, accounts, all that is held about a person)."""
    actor, case = open_case(request, reference)
    demand_own(actor, case, standing=standing)
    return actor, case


def demand_own(actor: Actor, case: Complaint, *, standing: bool = False) -> None:
    """Raises Http404 unless the file is this actor's own, as `own_case` says."""
    if not (is_complainant(actor, case) or (can_renew_mandate(actor, case) and not standing)):
        raise Http404
