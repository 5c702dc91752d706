"""A page of any list by its key, never by an offset: what comes before it costs nothing (docs/performance.md)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from django.utils import timezone

from accounts.forms import clean_text


@dataclass(frozen=True, slots=True)
class Page:
    """Up to `size` rows; the cursors lead to the neighbouring pages, and are empty where there is none."""

    rows: Sequence[Any]
    before: str = ""
    after: str = ""


def page_by_key(
    rows: QuerySet[Any], *, by: str, descending: bool = False, after: str = "", before: str = "", size: int = 25
) -> Page:
    """One page in the order of the column `by` (a date, a moment or a text, never empty) and the row's number.

    A cursor that is none is no cursor."""
    back = bool(before)
    cursor = _read(before or after, rows.model._meta.get_field(by).get_internal_type())
    forward = descending == back
    if cursor:
        beyond = TupleGreaterThan if forward else TupleLessThan
        rows = rows.filter(beyond(Tuple(F(by), F("pk")), cursor))
    order = (by, "pk") if forward else (f"-{by}", "-pk")
    found = list(rows.order_by(*order)[: size + 1])
    more, found = len(found) > size, found[:size]
    if back:
        found.reverse()
    if not found:
        return Page(found)
    return Page(
        found,
        before=_write(found[0], by) if (more if back else cursor) else "",
        after=_write(found[-1], by) if (back or more) else "",
    )


def _write(row: Any, by: str) -> str:
    value = getattr(row, by)
    return f"{value.isoformat() if isinstance(value, date) else value}~{row.pk}"


def _read(cursor: str, kind: str) -> tuple[Any, int] | None:
    value, _sep, key = cursor.rpartition("~")
    if not (key.isascii() and key.isdecimal() and len(key) < 19):
        return None
    try:
        if kind == "DateField":
            return date.fromisoformat(value), int(key)
        if kind == "DateTimeField":
            moment = datetime.fromisoformat(value)
            return (moment.astimezone(UTC), int(key)) if timezone.is_aware(moment) else None
    except (ValueError, OverflowError):
        return None
    return (clean_text(value), int(key)) if value else None
