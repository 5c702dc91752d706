"""Who read a file, told to the person whose file it is: office and role with the time, never the name (docs/my-data.md)."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from complaints.audit.models import AccessEntry
from complaints.models import Complaint


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading."""

    at: datetime
    who: str
    what: Promise | str


def of(complaint: Complaint, *, limit: int, offset: int = 0) -> list[Reading]:
    """The newest readings first, the interlocutor's of our letters among them; two queries."""
    letters = [f"letter:{pk}" for pk in complaint.letters.values_list("pk", flat=True)]  # type: ignore[attr-defined]
    rows = AccessEntry.objects.filter(about__in=[f"complaint:{complaint.pk}", *letters]).select_related("user__unit")
    return [Reading(row.at, _who(row, complaint), _what(row)) for row in rows[offset : offset + limit]]


def _who(row: AccessEntry, complaint: Complaint) -> str:
    user = row.user
    if user is None:
        return gettext("The institution")
    if user.role == Role.LIAISON:
        return gettext("The interlocutor of %(body)s") % {"body": complaint.administration_name}
    role = str(Role(user.role).label)
    return f"{role} – {user.unit.name}" if user.unit else role


def _what(row: AccessEntry) -> Promise | str:
    if row.about.startswith("letter:"):
        return _("A document that went with our letter") if row.what.startswith("file:") else _("Our letter")
    if row.what == "identity":
        return _("The number of your identity document")
    if row.what.startswith(("file:", "original:", "view:")):
        return _("A document")
    return _("The file")
