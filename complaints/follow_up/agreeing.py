"""What the complainant lets the administration see, item by item, and what it was sent already (docs/administrations.md)."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from complaints import consents, history
from complaints.consents import Who
from complaints.models import Attachment, Complaint, Consent
from complaints.permissions import Decision, is_complainant, no
from complaints.selectors import documents_of
from complaints.workflow import transitions, undo
from complaints.workflow.errors import demand
from complaints.workflow.moves import locked

DOCUMENT = "document-"  # before the number of a file in the name of a choice


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that may go or not: `name` in the form, what it is called, whether it may go, when it went already."""

    name: str
    label: Promise | str
    values: tuple[str, ...]
    given: bool
    sent: list[datetime] = field(default_factory=list)
    file: Attachment | None = None


def may_choose(complaint: Complaint, actor: Actor) -> Decision:
    """The complainant, as long as something may still be sent."""
    if complaint.is_closed:
        return no(_("Your file is closed: nothing more is sent to the administration."))
    return is_complainant(actor, complaint)


def choices(complaint: Complaint) -> list[Choice]:
    """The three things about the person, then each document; a fixed number of queries."""
    agreed = consents.of(complaint)
    # Letters hang from the case in a room beside this one.
    letters = list(complaint.letters.select_related("extract").prefetch_related("attachments"))  # type: ignore[attr-defined]
    told: dict[str, list[datetime]] = {}
    for letter in letters:
        extract = getattr(letter, "extract", None)
        for name in [*(extract.items if extract else ()), *(f"{DOCUMENT}{row.pk}" for row in letter.attachments.all())]:
            told.setdefault(name, []).append(letter.sent_at)
    found = [
        Choice(item.value, LABELS[item], _values(complaint, item), item.value in agreed.who, told.get(item.value, []))
        for item in Who
    ]
    for row in documents_of(complaint).filter(consents.OWN):
        name = f"{DOCUMENT}{row.pk}"
        found.append(
            Choice(name, row.name, (row.caption,) if row.caption else (), agreed.may_go(row), told.get(name, []), row)
        )
    return found


LABELS: dict[Who, Promise] = {
    Who.NAME: _("My name"),
    Who.NUMBER: _("The number of my identity document"),
    Who.CONTACT: _("My address, telephone and e-mail"),
}


def _values(complaint: Complaint, item: Who) -> tuple[str, ...]:
    """What it says today, each in its own direction; the number of the document is not repeated on a page."""
    if item == Who.NUMBER:
        return (str(complaint.complainant.get_id_kind_display()),) if complaint.complainant.id_number else ()
    return tuple(consents.told(complaint, [item.value]).values())


@transaction.atomic
def choose(complaint: Complaint, *, actor: Actor, given: Collection[str], shown: Collection[str]) -> bool:
    """Keeps what may go (`given`) of what the page showed (`shown`), by the names of `choices`; says whether anything changed.

    A document that came since the page was opened stays as it is. What was sent cannot be taken back; nothing more of it goes."""
    _hear(complaint, actor)
    case = locked(complaint)
    demand(may_choose(case, actor))
    changed = [row for row in choices(case) if row.name in shown and row.given != (row.name in given)]
    if not changed:
        return False
    now = timezone.now()
    for row in changed:
        _keep(case, row, now)
    yes = [row.name for row in changed if not row.given]
    data = {"given": yes, "withdrawn": [row.name for row in changed if row.given]}
    history.record(case, "consents_changed", actor=actor, at=now, internal_text=_former_reason(case, yes), data=data)
    case.save(update_fields=["share_identity", "share_identity_reason"])
    return True


def _hear(complaint: Complaint, actor: Actor) -> None:
    """A letter that was not told yet gives way: what goes, goes by what the complainant says now."""
    grace = undo.running(complaint)
    if grace is not None and grace.event.name in {"send_to_administration", "write_again"}:
        transitions.give_way(complaint, actor=actor)


def _keep(case: Complaint, row: Choice, now: datetime) -> None:
    if row.name == Who.NAME:
        case.share_identity = not row.given
        return
    item: Any = Consent.Item.DOCUMENT if row.file else row.name
    Consent.objects.update_or_create(
        complaint=case, item=item, attachment=row.file, defaults={"given": not row.given, "said_at": now}
    )


def _former_reason(case: Complaint, given: Collection[str]) -> str:
    """Why the name was to be held back is no reason any more; the desk finds it in the history."""
    if Who.NAME not in given:
        return ""
    reason, case.share_identity_reason = case.share_identity_reason, ""
    return reason
