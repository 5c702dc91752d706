"""The desk corrects what is held about the complainant (law 09-08): on a written wish or on documents, at any state.

What the complainant may correct alone stands in `follow_up/editing.py`; what both do with it in `complaints/corrections.py`."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actors import Actor
from accounts.dates import long_date
from accounts.encryption import blind_index
from complaints import history, notices, permissions
from complaints.corrections import country_follows, keep, tell_old_address, written
from complaints.guide import selectors as guide
from complaints.models import Change, Complaint, NewAddress, Person
from complaints.permissions import representation_of
from complaints.safe_contact import BY_NUMBER, WAYS
from complaints.selectors import similar_complaints
from complaints.workflow.errors import Incomplete, demand
from complaints.workflow.moves import PLAIN, Seal, check_once, check_seen, locked

COLUMNS = (
    "first_name", "last_name", "first_name_ar", "last_name_ar", "sex", "birth_date", "nationality", "residence",
    "id_kind", "id_number", "country", "city", "address", "phone", "email",
)  # fmt: skip
OF_WHO_ACTS = ("phone", "email")  # while somebody acts for the complainant, these are that person's
FOLLOWING = ("whatsapp", "preferred_channel")  # what a new telephone or e-mail address takes with it


class Basis(models.TextChoices):
    """On what the desk corrects."""

    WISH = "wish", gettext_lazy("The complainant asked for it in writing")
    DOCUMENT = "document", gettext_lazy("Documents that I have seen show it")


def columns(complaint: Complaint) -> tuple[str, ...]:
    """Those that may be corrected now: not the address of who acts, which is another person's."""
    acting = representation_of(complaint)
    if acting is not None and acting.apart and not acting.revoked_at:
        return tuple(name for name in COLUMNS if name not in OF_WHO_ACTS)
    return COLUMNS


@transaction.atomic
def correct_data(
    complaint: Complaint, *, actor: Actor, values: Mapping[str, Any], basis: str, reason: str, seal: Seal = PLAIN
) -> list[str]:
    """Writes what differs and gives the names of the columns; the complainant is told, and so is an e-mail address that
    counts no more. `values` by column; a column that is not there stays as it is.

    What stood before is kept (`Change`, a document's number encrypted); the event names columns alone. Raises Refused."""
    case = locked(complaint)
    check_once(case, actor, seal)
    demand(permissions.can_correct_data(actor, case))
    check_seen(case, seal)
    if not reason.strip():
        raise Incomplete(gettext_lazy("Write the reason."))
    person, names = case.complainant, [name for name in columns(case) if name in values]
    before = {name: getattr(person, name) for name in (*names, *FOLLOWING)}
    for name in names:
        setattr(person, name, values[name])
    _follow(case, before)
    changed = [name for name in before if written(getattr(person, name)) != written(before[name])]
    if not changed:
        raise Incomplete(gettext_lazy("Nothing differs from what the file says. Correct something first."))
    person.save()
    _look_for_others(case)
    case.save(update_fields=["country", "possible_duplicate"])
    at = seal.at or timezone.now()
    data = {"fields": changed, "basis": basis, **seal.kept()}
    event = history.record(case, "data_corrected", actor=actor, at=at, internal_text=reason, data=data)
    kept = keep(case, event, Change.Block.PERSON, {name: written(before[name]) for name in changed}, at=at)
    notices.tell(case, event, notices.DataChanged())
    for change in kept:
        if change.field == "email":
            tell_old_address(case, change)
    return changed


def _follow(case: Complaint, before: Mapping[str, Any]) -> None:
    """What hangs from a column: the index of the number, the case's country, the proof of an address, the way to reach."""
    person = case.complainant
    person.id_index = blind_index(person.id_number)
    if "country" in before and person.country != before["country"]:
        country_follows(case, before["country"])
    if "email" in before and person.email.lower() != before["email"].lower():
        person.email_verified_at = None  # nobody has shown that the new one is this person's
        NewAddress.objects.filter(complaint=case).delete()
    settle_channel(person)


def settle_channel(person: Person) -> None:
    """A way of reaching a person that is not there any more gives way to one that is."""
    if not person.phone:
        person.whatsapp = False
    lacking = {"email": not person.email, **dict.fromkeys(BY_NUMBER, not person.phone)}
    if lacking.get(person.preferred_channel, False):
        person.preferred_channel = "email" if person.email else "phone" if person.phone else "post"


def _look_for_others(case: Complaint) -> None:
    """A corrected name or number may show that the same person filed before (T2)."""
    if not case.is_closed and similar_complaints(case, limit=1):
        case.possible_duplicate = True


# --- in words ---


def in_words(field: str, text: str) -> str:
    """A value as `written` keeps it, in words: codes of lists by their names, days in full."""
    if field in ("country", "nationality") and (country := guide.country(text)):
        return country.name
    if field == "birth_date" and text:
        return long_date(date.fromisoformat(text))
    names: dict[str, dict[Any, Promise | str]] = {
        "preferred_channel": dict(WAYS),
        "language": dict(settings.LANGUAGES),
        "whatsapp": {"yes": _("Yes"), "": _("No")},
    }
    found = names.get(field) or _choices(field)
    return str(found.get(text, text))


def day_of(at: datetime) -> str:
    """The day in Rabat, in full."""
    return long_date(timezone.localdate(at))


def _choices(field: str) -> dict[Any, Promise | str]:
    if field not in ("sex", "residence", "id_kind"):
        return {}
    return dict(Person._meta.get_field(field).flatchoices)  # type: ignore[union-attr]
