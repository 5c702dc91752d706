"""The link to a body: a token of 256 bits of which only the digest is kept, good for one opening, and six figures that are
mailed to the same address when its button is pressed (docs/adr/0007-a-link-and-six-figures.md)."""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from complaints import codes
from complaints.models import Referral, ReferralLink

LIFE = timedelta(days=14)
FIGURES_LIFE = timedelta(minutes=30)
TRIES = 5  # wrong figures, before new ones must be asked for
POST_PURPOSE = "referral"
LONGEST = 200  # characters of anything that could be a token


def make(referral: Referral, *, at: datetime) -> tuple[ReferralLink, str]:
    """A new link and its token, which only the mail carries; the one before it works no more."""
    kill(referral, at=at)
    token = secrets.token_urlsafe(32)
    return ReferralLink.objects.create(referral=referral, digest=digest(token), made_at=at, until=at + LIFE), token


def kill(referral: Referral, *, at: datetime) -> None:
    """No link of this referral works any more."""
    referral.links.filter(opened_at=None, dead_at=None).update(dead_at=at)


def digest(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def find(token: str) -> ReferralLink | None:
    """The link of this token, be it alive or not."""
    if not token or len(token) > LONGEST:
        return None
    rows = ReferralLink.objects.select_related("referral__complaint", "referral__body")
    return rows.filter(digest=digest(token)).first()


def alive(link: ReferralLink, *, at: datetime) -> bool:
    """Whether it still opens: not used, not replaced, not too old, and the matter is still with the body."""
    return link.opened_at is None and link.dead_at is None and at < link.until and link.referral.is_with_body


def figures_of(link: ReferralLink) -> str:
    """The figures of the last mail that was asked for."""
    sent = link.figures_at.isoformat() if link.figures_at else ""
    return codes.figures("referral.figures", str(link.pk), link.digest, str(link.figures), sent)


def right(link: ReferralLink, typed: str, *, at: datetime) -> bool:
    """Whether these are its figures, in time, and not after too many tries."""
    if link.figures_at is None or at - link.figures_at > FIGURES_LIFE or link.tries >= TRIES:
        return False
    return hmac.compare_digest(figures_of(link), typed)


def printed_code(referral: Referral) -> str:
    """The code of the printed letter: computed, kept nowhere, the same each time the letter is printed."""
    return codes.computed_code(POST_PURPOSE, str(referral.key))


def with_printed_code(reference: str, code: str) -> Referral | None:
    """The referral by post of this file whose letter has this code, while it is with the body. There are few for a file."""
    rows = Referral.objects.with_body().filter(complaint__reference=reference, address="")
    return next((row for row in rows.select_related("complaint", "body") if codes.same(code, printed_code(row))), None)
