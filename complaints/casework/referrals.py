"""Reads of the list of referrals, a page at a time by key, each view by an index of its own (docs/referrals.md)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from complaints.models import Referral
from complaints.models.referral import AT_HOME, WITH_BODY
from complaints.permissions import readable_referrals

PAGE = 50
VIEWS = {
    "unanswered": (_("Without answer"), Q(standing__in=WITH_BODY)),
    "agreement": (_("Waiting for agreement, or to be posted"), Q(standing__in=AT_HOME)),
    "over": (_("Over"), Q(ended_at__isnull=False)),
}
# Column, whether the smallest comes first; each view is read by the index of its name (models/referral.py)
ORDERS = {"unanswered": ("due_on", True), "agreement": ("asked_at", True), "over": ("ended_at", False)}


@dataclass(frozen=True, slots=True)
class Page:
    """Up to PAGE referrals; the cursors lead to the neighbouring pages."""

    rows: Sequence[Referral]
    before: str = ""
    after: str = ""


def listed(actor: Actor, *, view: str) -> QuerySet[Referral]:
    """The referrals of one view on files that this person may work on, in no order."""
    return readable_referrals(actor).filter(VIEWS[view][1])


def page_of(rows: QuerySet[Referral], *, view: str, after: str = "", before: str = "", size: int = PAGE) -> Page:
    """One page by key: the first, the one after a cursor, or the one before it. A cursor that is none is no cursor."""
    column, ascending = ORDERS[view]
    back, forward = bool(before), ascending != bool(before)
    cursor = _read(before or after, column)
    if cursor:
        beyond: Any = TupleGreaterThan if forward else TupleLessThan
        rows = rows.filter(beyond(Tuple(F(column), F("pk")), cursor))
    ordering = (F(column).asc(), F("pk").asc()) if forward else (F(column).desc(), F("pk").desc())
    rows = rows.select_related("complaint__handler", "complaint__unit", "body").defer("given")
    found = list(rows.order_by(*ordering)[: size + 1])
    more, found = len(found) > size, found[:size]
    if back:
        found.reverse()
    if not found:
        return Page(found)
    return Page(
        found,
        before=_write(found[0], column) if (more if back else cursor) else "",
        after=_write(found[-1], column) if (back or more) else "",
    )


def _write(row: Referral, column: str) -> str:
    return f"{getattr(row, column).isoformat()}~{row.pk}"


def _read(cursor: str, column: str) -> tuple[date | datetime, int] | None:
    value, _sep, key = cursor.partition("~")
    try:
        number = int(key)
        if not 0 < number < 2**63:
            return None
        if column == "due_on":
            return date.fromisoformat(value), number
        parsed = datetime.fromisoformat(value)
        return (parsed.astimezone(UTC), number) if timezone.is_aware(parsed) else None
    except (ValueError, OverflowError):
        return None


def late(row: Referral, *, today: date) -> bool:
    """Whether its date has passed."""
    return row.due_on is not None and row.due_on < today
