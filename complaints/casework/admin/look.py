"""How a case looks at the desk: tones, badges, days left, masks. No query of a case."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from accounts.models import User
from complaints.casework.corrections import in_words
from complaints.casework.finding import Excerpt
from complaints.enums import CLOSED_STATES, ContactRule, State
from complaints.models import Change, Complaint
from complaints.models.erasure import erased_words
from complaints.permissions import representation_of
from complaints.workflow.states import Turn

NEAR = 3  # days left from which a deadline is shown as near

TONES: dict[str, tuple[str, str]] = {
    State.SUBMITTED: ("blue", "circle-dot"),
    State.REGISTERED: ("blue", "circle-dot"),
    State.AWAITING_CITIZEN: ("violet", "user"),
    State.CITIZEN_COMMENT: ("violet", "user"),
    State.AWAITING_ADMINISTRATION: ("violet", "landmark"),
    State.SUSPENDED: ("grey", "clock"),
    State.ORIENTED: ("grey", "circle-dot"),
    State.INADMISSIBLE: ("grey", "circle-dot"),
    State.WITHDRAWN: ("grey", "circle-dot"),
    State.MERGED: ("grey", "circle-dot"),
}
TURNS: dict[Turn, Promise | str] = {
    Turn.CITIZEN: _("The complainant"),
    Turn.INSTITUTION: _("Us"),
    Turn.ADMINISTRATION: _("The administration"),
    Turn.BODY: _("Another body"),
    Turn.NOBODY: pgettext_lazy("whose turn", "Nobody"),
}


@dataclass(frozen=True, slots=True)
class Badge:
    """Icon, word and tint."""

    text: Promise | str
    tone: str
    icon: str


@dataclass(frozen=True, slots=True)
class Row:
    """A case in the queue."""

    case: Complaint
    state: Badge
    flags: tuple[Badge, ...]
    left: str
    late: bool
    near: bool
    arabic_name: str
    excerpt: Excerpt | None = None
    owners: tuple[User, ...] = ()


def row_of(case: Complaint, *, today: date, excerpt: Excerpt | None = None, owners: Iterable[User] = ()) -> Row:
    """A case with what its row shows: `excerpt` where words were looked for, `owners` on the lists of what nobody looks at."""
    days = (case.due_on - today).days if case.due_on and not case.is_closed else None
    person = case.complainant
    return Row(
        case=case,
        state=state_badge(case),
        flags=flags_of(case, days),
        left=days_left(days),
        late=days is not None and days < 0,
        near=days is not None and 0 <= days <= NEAR,
        arabic_name=f"{person.first_name_ar} {person.last_name_ar}".strip(),
        excerpt=excerpt,
        owners=tuple(owners),
    )


def state_badge(case: Complaint) -> Badge:
    """The desk's name of the state."""
    tone, icon = TONES.get(case.state, ("green" if case.state in CLOSED_STATES else "amber", ""))
    icon = icon or ("circle-check" if tone == "green" else "hourglass")
    return Badge(case.get_state_display(), tone, icon)


def flags_of(case: Complaint, days: int | None) -> tuple[Badge, ...]:
    """What calls for attention."""
    flags = []
    acts = representation_of(case)
    rules = {case.complainant.contact_rule, acts.contact_rule if acts and not acts.revoked_at else ContactRule.FREE}
    if rules != {ContactRule.FREE}:
        flags.append(Badge(_("Contact with care"), "amber", "shield-check"))
    if case.complainant.mails_return:
        flags.append(Badge(_("Mails come back"), "red", "mail"))
    if case.new_reply:
        flags.append(Badge(_("New reply"), "blue", "message-square"))
    if case.possible_duplicate and not case.is_closed:
        flags.append(Badge(_("Possible duplicate"), "amber", "copy"))
    if case.urgent and not case.is_closed:
        flags.append(Badge(_("Urgent"), "red", "flag"))
    if days is not None and days < 0:
        flags.append(Badge(_("Overdue"), "red", "circle-alert"))
    return tuple(flags)


def days_left(days: int | None) -> str:
    """`3 days left`, `today`, `2 days late`; empty without a deadline."""
    if days is None:
        return ""
    if days == 0:
        return str(_("today"))
    if days > 0:
        return ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}
    return ngettext("%(days)d day late", "%(days)d days late", -days) % {"days": -days}


def whose_turn(turn: Turn) -> Promise | str:
    """Who has to do something, as the desk says it."""
    return TURNS[turn]


def masked_address(address: str) -> str:
    """`s•••@example.org`: enough to recognise a slip, not enough to copy."""
    local, at, domain = address.partition("@")
    return f"{local[:1]}•••{at}{domain}" if at else ""


def masked_number(number: str) -> str:
    """All but the last two characters hidden."""
    return f"••••••{number[-2:]}" if len(number) > 4 else "••••••" if number else ""


def before(row: Change) -> str:
    """What stood in the file before a correction, in words; the number of a document stays masked."""
    if row.erased_at:
        return erased_words(row.erased_at)
    return masked_number(row.sealed) if row.sealed else in_words(row.field, row.before)
