"""How often a link, figures or a code may be asked for or tried (docs/referrals.md)."""

from django.http import HttpRequest

from accounts import limits
from complaints.models import Referral, ReferralLink

LINKS = 3  # new links of one referral in an hour
FIGURES = 5  # mails with figures for one link in an hour
ASKERS = 60  # links and figures asked for from one network in an hour
TRIES = 300  # wrong figures or printed codes from one network in an hour: a code has 80 bits
POSTS = 60  # answers sent to one referral in an hour


def sent_enough(referral: Referral) -> bool:
    """Counts a new link."""
    return not limits.within("referral-link", str(referral.pk), limit=LINKS)


def figures_enough(link: ReferralLink) -> bool:
    """Counts a mail with figures."""
    return not limits.within("referral-figures", str(link.pk), limit=FIGURES)


def asked_enough(request: HttpRequest) -> bool:
    """Counts what a network asks for."""
    return not limits.within("referral-asker", limits.network(request), limit=ASKERS)


def too_many_tries(request: HttpRequest) -> bool:
    """Whether this network has no try left; asked before anything is looked at."""
    return limits.used_up("referral-try", limits.network(request), limit=TRIES)


def count_wrong_try(request: HttpRequest) -> None:
    limits.within("referral-try", limits.network(request), limit=TRIES)


def too_many_posts(referral: Referral) -> bool:
    """Counts what is sent to one referral."""
    return not limits.within("referral-post", str(referral.pk), limit=POSTS)
