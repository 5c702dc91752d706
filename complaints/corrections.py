"""What every correction of a filed case has in common, whoever makes it: the words before are kept, the rest follows.

The complainant corrects in `follow_up/editing.py`, the desk in `casework/corrections.py` (docs/corrections.md)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Model
from phonenumber_field.phonenumber import PhoneNumber

from complaints.models import Change, Complaint, Event
from complaints.notifications import outbox

SEALED = {"id_number"}  # never in the clear


def written(value: Any) -> str:
    """A value as the desk keeps it: a text, a code, an ISO day, a number in E.164, `yes` or nothing."""
    if value is None or value is False:
        return ""
    if isinstance(value, bool):
        return "yes"
    if isinstance(value, PhoneNumber):
        return value.as_e164 if value.is_valid() else value.raw_input or ""
    return str(value.pk) if isinstance(value, Model) else str(value)


def country_follows(case: Complaint, before: Any) -> None:
    """The case's own country and the clock go with the country of residence; a clock that was chosen stays."""
    person = case.complainant
    case.country = person.country
    if person.time_zone == before.time_zone:
        person.time_zone = person.country.time_zone


def keep(
    case: Complaint, event: Event, block: Change.Block, before: Mapping[str, str], *, at: datetime
) -> list[Change]:
    """The words before, in the table that only the desk and the complainant read; the event names the fields."""
    return Change.objects.bulk_create(
        Change(
            complaint=case,
            event=event,
            block=block,
            field=name,
            before="" if name in SEALED else old,
            sealed=old if name in SEALED else "",
            at=at,
        )
        for name, old in before.items()
    )


def tell_old_address(case: Complaint, change: Change) -> None:
    """The address before hears that another one counts now, not which. `change` is the row of the e-mail address."""
    if not change.before or change.before.lower() == case.complainant.email.lower():
        return
    outbox.put(
        "complaint_email_changed",
        event=f"event:{change.event_id}",
        recipient=f"complaint:{case.pk}:old-address",
        about=f"complaint:{case.pk}",
        context={"change": change.pk},
        language=case.language,
        channels=("email",),
    )
