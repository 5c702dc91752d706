"""A form that comes too late: what happened in the file while it was written, and both versions, field by field.

Nothing is written over and nothing that was typed is lost: a form refused as stale is shown again on what stands now, and
sent once more it becomes the newest version. A correction of data compares more closely by itself (data_forms.py)."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Model
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.dates import long_date
from complaints.casework import forms, means_forms
from complaints.casework.act_form import ActForm, Both
from complaints.casework.models import Proposal
from complaints.casework.selectors import Entry, timeline
from complaints.models import Complaint
from complaints.workflow.table import RULES

# What a form writes: the rows of the case, the column that says when, and the fields that have one of the same name
ROWS: tuple[tuple[type[ActForm], str, str, tuple[str, ...]], ...] = (
    (forms.Write, "messages", "at", ("text",)),
    (forms.RequestInformation, "information_requests", "asked_at", ("text",)),
    (forms.AwaitPriorStep, "information_requests", "asked_at", ("text",)),
    (forms.SendToAdministration, "letters", "sent_at", ("purpose", "language", "subject", "body")),
    (forms.RecordAnswer, "answers", "recorded_at", ("position", "quality", "received_on", "text")),
    (means_forms.Recommend, "recommendations", "issued_at", ("grounds", "measure")),
)


def entries(complaint: Complaint, *, seen: int) -> list[Entry]:
    """What was added to the timeline after the event `seen`, newest first."""
    newer = set(complaint.events.filter(pk__gt=seen).values_list("pk", flat=True))
    since = _moment(complaint, seen)
    return [
        row for row in timeline(complaint) if (row.order in newer if row.order else since is None or row.at > since)
    ]


def _moment(complaint: Complaint, seen: int) -> datetime | None:
    return complaint.events.filter(pk=seen).values_list("at", flat=True).first()


def both_versions(form: ActForm, complaint: Complaint, *, seen: int) -> list[Both]:
    """Each field of which something else stands there by now than what was typed: in the file, or in what a colleague wrote
    with the same form. `form` was valid."""
    now = {**_of_the_file(form, complaint), **_of_a_colleague(form, complaint, seen)}
    found = []
    for name, value in now.items():
        stands, typed = in_words(form, name, value), in_words(form, name, form.cleaned_data.get(name))
        if stands and stands != typed:
            found.append(Both(form.fields[name].label or name, stands, typed))
    return found


def _of_the_file(form: ActForm, complaint: Complaint) -> dict[str, Any]:
    return {name: getattr(complaint, column) for name, column in form.of_file.items() if name in form.fields}


def _of_a_colleague(form: ActForm, complaint: Complaint, seen: int) -> dict[str, Any]:
    """By field what the newest row of this kind says, if it is newer than the form; then a proposal; then the reasons."""
    found: dict[str, Any] = {}
    events = complaint.events.standing().filter(pk__gt=seen, name__in=RULES).exclude(public_text="").order_by("-pk")
    if "public_text" in form.fields and (event := events.first()) is not None:
        found["public_text"] = event.public_text
    for kind, relation, stamp, names in ROWS:
        if isinstance(form, kind):
            found |= _newest(getattr(complaint, relation), stamp, names, _moment(complaint, seen))
    proposed = complaint.events.filter(pk__gt=seen, name="proposed").values_list("data__proposal", flat=True)
    for row in complaint.proposals.filter(pk__in=list(proposed), status=Proposal.Status.WAITING):  # type: ignore[attr-defined]
        found |= _plain(row.data)
    return {name: value for name, value in found.items() if name in form.fields}


def _newest(rows: Any, stamp: str, names: Iterable[str], since: datetime | None) -> dict[str, Any]:
    own = rows.filter(from_citizen=False) if rows.model.__name__ == "Message" else rows
    row = own.filter(**{f"{stamp}__gt": since} if since else {}).order_by("-pk").first()
    return {name: getattr(row, name) for name in names if hasattr(row, name)} if row is not None else {}


def _plain(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value not in (None, "", [])}


def in_words(form: ActForm, name: str, value: Any) -> str:
    """A value as people read it: rows of lists by their names, choices by their labels, days in full."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime | date):
        return long_date(localdate(value) if isinstance(value, datetime) else value)
    if isinstance(value, Model):
        return str(getattr(value, "name", value))
    if not isinstance(value, str | int):
        return ", ".join(in_words(form, name, item) for item in value)
    field: Any = form.fields[name]
    if hasattr(field, "queryset"):  # a number, of a row
        row = field.queryset.filter(pk=value).first()
        return in_words(form, name, row)
    choices = {
        str(key): label for key, label in getattr(field, "choices", ()) or () if not isinstance(label, list | tuple)
    }
    return str(choices.get(str(value), value)).replace("\r\n", "\n").strip()
