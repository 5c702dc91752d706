"""In which quality somebody looks at a case, in words; who else can see it (docs/together.md)."""

from collections.abc import Mapping

from django.core import signing
from django.db.models import Q, QuerySet, TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from accounts.actors import Actor
from accounts.dates import long_date
from complaints import codes
from complaints.enums import Capacity
from complaints.envelopes import SHARE_LINK, UNSHARE_LINK
from complaints.models import Complaint, Representation, Share
from complaints.permissions import followed_complaints, is_complainant, own_shares, representation_of

LINK_LIFE = 14 * 24 * 3600  # seconds
CODE_PURPOSE = "share"


def code_of(share: Share) -> str:
    """The own code of a share, the same each time it is shown."""
    return codes.computed_code(CODE_PURPOSE, str(share.key))


def with_code(reference: str, code: str) -> Share | None:
    """The living share of this case whose code this is. There are few for one case, and each costs one keyed hash."""
    rows = Share.objects.live().exclude(right=Share.Right.RECEIVE).filter(complaint__reference=reference)
    return next((row for row in rows.select_related("complaint") if codes.same(code, code_of(row))), None)


def read_link(token: str) -> Share | None:
    """The standing share of an invitation that we mailed less than 14 days ago."""
    try:
        key = signing.loads(token, salt=SHARE_LINK, max_age=LINK_LIFE)
    except signing.BadSignature:
        return None
    return Share.objects.standing().filter(pk=key).select_related("complaint").first()


def read_end_link(token: str) -> Share | None:
    """The share of who is only told, by the link in each of their mails: it works as long as the share holds."""
    try:
        key = signing.loads(token, salt=UNSHARE_LINK)
    except signing.BadSignature:
        return None
    rows = Share.objects.live().filter(pk=key, right=Share.Right.RECEIVE, represented=False)
    return rows.select_related("complaint").first()


def shares_of(complaint: Complaint) -> QuerySet[Share]:
    """All shares of a case, those that ended too: the list is short, for only ten stand at one time."""
    return complaint.shares.order_by("revoked_at", "-invited_at")[:50]


def share_of(actor: Actor, complaint: Complaint) -> Share | None:
    """The share by which this actor looks at the case."""
    return own_shares(actor).filter(complaint=complaint).first()


def represented_apart(actor: Actor, complaint: Complaint) -> Representation | None:
    """The row of who acts, when this actor is the person represented and the file's address is not theirs."""
    found = representation_of(complaint)
    if found is None or found.revoked_at:
        return None
    return found if own_shares(actor).filter(complaint=complaint, represented=True).exists() else None


class Whose(TextChoices):
    """Whose file an account has in its list."""

    OWN = "own", pgettext_lazy("whose complaint", "For myself")
    ACTING = "acting", pgettext_lazy("whose complaint", "For others")
    SHARED = "shared", pgettext_lazy("whose complaint", "Shared with me")


def files_of(actor: Actor, whose: str = "") -> QuerySet[Complaint]:
    """The files that an account may read: all, its own, those in which it acts for another, those of somebody who shares."""
    files, user = followed_complaints(actor), actor.user_id
    acting = Q(representation__user=user)
    if whose == Whose.OWN:
        return files.filter(complainant__user=user).exclude(acting)
    if whose == Whose.ACTING:
        return files.filter(acting)
    if whose == Whose.SHARED:
        return files.exclude(acting).exclude(Q(complainant__user__isnull=False, complainant__user=user))
    return files


def acts_or_shares(actor: Actor) -> bool:
    """Whether an account has files of others, so that telling them apart is of use."""
    return files_of(actor, Whose.ACTING).exists() or own_shares(actor).exists()


def whose_words(actor: Actor, complaint: Complaint, shares: Mapping[int, Share]) -> str:
    """For whom the account has this file, in a word; empty for its own. `shares` are the account's, by case."""
    found = representation_of(complaint)
    if found is not None and found.user_id == actor.user_id and not found.revoked_at:
        return acting_words(found.capacity, name=name_of(found))
    share = shares.get(complaint.pk)
    if share is None or complaint.complainant.user_id == actor.user_id:
        return ""
    if share.represented:
        acts = found is not None and not found.revoked_at
        return (
            _("%(name)s acts for you in this file.") % {"name": f"\u2068{found.name}\u2069"} if found and acts else ""
        )
    return _shared_words(share)


def acting_words(capacity: str, *, name: str, members: int = 0) -> str:
    """`You act for Zohra.` Without a name yet: that one acts for somebody else."""
    if capacity == Capacity.GROUP:
        words = ngettext(
            "You act for a group of %(count)d person.", "You act for a group of %(count)d people.", members
        )
        return words % {"count": members} if members else _("You act for a group.")
    if not name:
        return _("You act for someone else.")
    words = _("You act as an heir of %(name)s.") if capacity == Capacity.HEIR else _("You act for %(name)s.")
    return words % {"name": f"\u2068{name}\u2069"}


def name_of(representation: Representation) -> str:
    """For whom one acts."""
    if representation.capacity == Capacity.HEIR:
        return representation.deceased
    return representation.complaint.complainant.name


def banner(actor: Actor, complaint: Complaint) -> str:
    """What stands above every page of the case for this actor: for whom they act, or by which right they look."""
    found, share = representation_of(complaint), share_of(actor, complaint)
    if share is not None and share.represented:
        if found is None or not found.revocable:
            return ""
        return _("%(name)s acts for you in this file.") % {"name": f"\u2068{found.name}\u2069"}
    if share is not None and not is_complainant(actor, complaint):
        return _shared_words(share)
    if found is None or found.revoked_at:
        return ""
    count = found.people() if found.capacity == Capacity.GROUP else 0
    words = acting_words(found.capacity, name=name_of(found), members=count)
    if found.mandate_until and found.ended():
        ended = _("Your mandate ended on %(day)s: you can read the file, and send a new mandate.")
        words = f"{words} {ended % {'day': long_date(found.mandate_until)}}"
    return words


def _shared_words(share: Share) -> str:
    if share.right == Share.Right.WRITE:
        words = _("This file is shared with you: you can read it and write to us.")
    else:
        words = _("This file is shared with you: you can read it.")
    until = _("Until %(day)s.") % {"day": long_date(share.until)} if share.until else ""
    return f"{words} {until}".strip()
