"""What a case and its rows were before an act, and putting them back (docs/undo.md).

Kept are the numbers of the rows and those of their fields that acts change: no letter, no name, no story is copied."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Field, Model, Q

from complaints.models import (
    AdministrationReply,
    Answer,
    Attachment,
    CommissionFile,
    Complaint,
    InformationRequest,
    Message,
    Recommendation,
    Referral,
    RequestedItem,
    Review,
)

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Kept:
    """Rows that hang from a case at `path` and that acts make or change.

    `fields` and lists (`many`) are what acts change of a row that is there; rows that an act `made` go when it is taken
    back. `only` leaves out rows that others write."""

    model: type[Model]
    path: str = "complaint"
    fields: tuple[str, ...] = ()
    many: tuple[str, ...] = ()
    made: bool = True
    only: Q = field(default_factory=Q)

    def rows(self, complaint: Complaint) -> list[Model]:
        """The rows of this case as they are."""
        found = self.model._default_manager.filter(self.only, **{self.path: complaint.pk}).order_by("pk")
        return list(found.prefetch_related(*self.many))

    def values(self, row: Model) -> Values:
        """What is kept of one row, as JSON."""
        return {name: _dumped(row, name) for name in self.fields} | {
            name: sorted(other.pk for other in getattr(row, name).all()) for name in self.many
        }


# In this order they are taken back: what points at another row before what it points at.
KEPT = [
    Kept(RequestedItem, "request__complaint", ("answer", "attachment")),
    Kept(InformationRequest, fields=("answered_at", "reminded_at", "due_on")),
    Kept(CommissionFile, fields=("agreed", "note")),
    Kept(
        AdministrationReply,
        fields=("status", "answer", "reason", "checked_by", "checked_at"),
        made=False,
        only=~Q(status="draft"),  # those are the administration's own affair
    ),
    Kept(Answer),
    Kept(
        Recommendation,
        fields=(
            "reply", "reply_text", "replied_on", "standing", "escalated_at", "report_number", "executed_on", "proof",
            "ended_at",
        ),
        many=("documents",),
    ),
    Kept(Referral, fields=("standing", "ended_at", "ended_by", "due_on", "chase_on")),
    Kept(Review, fields=("result", "decided_at", "decided_by")),
    Kept(Message, only=Q(from_citizen=False)),
    Kept(Complaint, "joined_to", ("unit", "handler"), made=False),
    Kept(Attachment, fields=("internal", "shared_with_administration"), made=False),
]  # fmt: skip


def keep(kept: Kept) -> None:
    """Adds rows of a room above, before those that stand here; called in `AppConfig.ready`."""
    if all(other.model is not kept.model for other in KEPT):
        KEPT.insert(0, kept)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A case, its list of bodies and its rows, as they stood."""

    case: Values
    bodies: list[int]
    rows: dict[str, dict[str, Values]]

    def against(self, complaint: Complaint) -> Values:
        """What `Grace.before` keeps: of the case the fields that the act has changed, of the rows all."""
        now = _of_case(complaint)
        changed = {name: value for name, value in self.case.items() if now[name] != value}
        return {"case": changed, "bodies": self.bodies, "rows": self.rows}


def take(complaint: Complaint, *, rows: bool = True) -> Snapshot:
    """How the locked case stands. Without `rows` for an act that changes nothing but the case itself."""
    bodies = sorted(complaint.referral_bodies.values_list("pk", flat=True))
    found = {
        kept.model._meta.label_lower: {str(row.pk): kept.values(row) for row in kept.rows(complaint)}
        for kept in (KEPT if rows else [])
    }
    return Snapshot(_of_case(complaint), bodies, found)


def fields_before(before: Values) -> Iterable[tuple[str, Any]]:
    """The fields of the case that the act changed, with what stood in them."""
    for name, value in before["case"].items():
        column: Any = Complaint._meta.get_field(name)
        yield column.attname, None if value is None else column.to_python(value)


def put_rows_back(complaint: Complaint, before: Values) -> None:
    """Brings back rows that the act moved to another case, removes those that it made, then gives the others their values.

    Raises ProtectedError where something new hangs from a row that would go."""
    tables = [
        (kept, before["rows"][label]) for kept in KEPT if (label := kept.model._meta.label_lower) in before["rows"]
    ]
    for kept, was in tables:
        if "__" not in kept.path:
            elsewhere = kept.model._default_manager.filter(pk__in=was).exclude(**{kept.path: complaint})
            elsewhere.update(**{kept.path: complaint})
    left = {kept.model: kept.rows(complaint) for kept, _was in tables}
    for kept, was in tables:
        new = [row.pk for row in left[kept.model] if str(row.pk) not in was]
        if kept.made and new:
            kept.model._default_manager.filter(pk__in=new).delete()
    for kept, was in tables:
        for row in left[kept.model]:
            if str(row.pk) in was:
                _put_back(kept, row, was[str(row.pk)])
    complaint.referral_bodies.set(before["bodies"])


def show_before(row: Model, before: Values) -> None:
    """Gives a row, in memory alone, what stood in its fields."""
    (kept,) = [kept for kept in KEPT if isinstance(row, kept.model)]
    was = before["rows"].get(kept.model._meta.label_lower, {}).get(str(row.pk))
    if was is not None:
        _fill(kept, row, was)


def _fill(kept: Kept, row: Model, was: Values) -> list[str]:
    now = kept.values(row)
    changed = [name for name in kept.fields if now[name] != was[name]]
    for name in changed:
        column: Any = row._meta.get_field(name)
        setattr(row, column.attname, None if was[name] is None else column.to_python(was[name]))
    return changed


def _put_back(kept: Kept, row: Model, was: Values) -> None:
    now = kept.values(row)
    changed = _fill(kept, row, was)
    if changed:
        row.save(update_fields=changed)
    for name in kept.many:
        if now[name] != was[name]:
            getattr(row, name).set(was[name])


def _of_case(complaint: Complaint) -> Values:
    columns: Sequence[Field[Any, Any]] = complaint._meta.concrete_fields
    return {column.name: _dumped(complaint, column.name) for column in columns if not column.generated}


def _dumped(row: Model, name: str) -> Any:
    column: Any = row._meta.get_field(name)
    value = column.value_from_object(row)
    return None if value is None else column.value_to_string(row)
