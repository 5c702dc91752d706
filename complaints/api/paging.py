"""Lists by key: a page begins after the last row of the one before, wherever that row stands by now (docs/api.md)."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from rest_framework.response import Response

from accounts.forms import clean_text
from complaints.api.problems import INVALID, Problem, Slip

PAGE, MOST = 20, 100
LONGEST = 300  # characters of a cursor


def size_of(request: Any) -> int:
    """How many rows a page has: `limit`, 1 to 100."""
    text = request.query_params.get("limit", "")
    if not text:
        return PAGE
    if not (text.isascii() and text.isdecimal() and len(text) < 5 and 1 <= int(text) <= MOST):
        raise Problem(INVALID, slips=[Slip(_("Enter a number from 1 to 100."), parameter="limit")])
    return int(text)


def after(request: Any, length: int) -> list[Any] | None:
    """Where the page begins: the `length` parts of its cursor, or None for the first."""
    text = request.query_params.get("cursor", "")
    if not text:
        return None
    try:
        if len(text) > LONGEST:
            raise ValueError
        found = json.loads(base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4)))
    except (ValueError, RecursionError, binascii.Error):
        found = None
    if not isinstance(found, list) or len(found) != length or not all(isinstance(part, (str, int)) for part in found):
        raise _no_cursor()
    return found


def place_of(request: Any) -> tuple[str, int, int] | None:
    """A place in an order of a word, a number and a key."""
    found = after(request, 3)
    if found is None:
        return None
    name, number, key = found
    if not (isinstance(name, str) and isinstance(number, int) and isinstance(key, int)):
        raise _no_cursor()
    if "\0" in name or not 0 <= number < 2**31 or not 0 <= key < 2**63:
        raise _no_cursor()
    return name, number, key


def _no_cursor() -> Problem:
    return Problem(INVALID, slips=[Slip(_("Take the cursor from the answer before."), parameter="cursor")])


def cursor(*parts: str | int) -> str:
    """The place after a row, as one opaque text."""
    return base64.urlsafe_b64encode(json.dumps(parts, separators=(",", ":")).encode()).decode().rstrip("=")


def answer(request: Any, rows: Sequence[Any], next_cursor: str | None, **more: Any) -> Response:
    """One page: `{"results": [...], "next": "…"}`, and the same way on in the header `Link`."""
    response = Response({"results": rows, "next": next_cursor, **more})
    if next_cursor:
        query = request.query_params.copy()
        query["cursor"] = next_cursor
        address = request._request.build_absolute_uri(f"{request._request.path}?{query.urlencode()}")
        response["Link"] = f'<{address}>; rel="next"'
    return response


def of_list[Row](
    request: Any, rows: Sequence[Row], *, key: Callable[[Row], str], show: Callable[[Row], Any], **more: Any
) -> Response:
    """A page of rows that are in memory in their order. Where the row of a cursor is gone, another stands in its place."""
    size, place = size_of(request), after(request, 2)
    begin = 0
    if place is not None:
        name, number = str(place[0]), place[1]
        if not isinstance(number, int) or not 0 <= number <= 10**6:
            raise _no_cursor()
        begin = next((index + 1 for index, row in enumerate(rows) if key(row) == name), number)
    page = rows[begin : begin + size]
    on = cursor(key(page[-1]), begin + len(page) - 1) if len(rows) > begin + size and page else None
    return answer(request, [show(row) for row in page], on, **more)


def of_moments(request: Any, rows: Sequence[Any], *, show: Callable[[Any], Any]) -> Response:
    """A page of what is in memory by its moment, the newest first: after a moment, and so many rows of that very moment."""
    size, place = size_of(request), after(request, 2)
    begin = 0
    if place is not None:
        try:
            at, many = parse_datetime(str(place[0])), place[1]
        except ValueError:
            raise _no_cursor() from None
        if at is None or at.tzinfo is None or not isinstance(many, int) or not 0 <= many < 10**6:
            raise _no_cursor()
        newer = sum(row.at > at for row in rows)
        begin = newer + min(many, sum(row.at == at for row in rows))
    page = rows[begin : begin + size]
    on = None
    if page and len(rows) > begin + size:
        last = page[-1].at
        on = cursor(last.isoformat(), sum(row.at == last for row in rows[: begin + len(page)]))
    return answer(request, [show(row) for row in page], on)


def newest_first(request: Any, rows: QuerySet, *, by: str, size: int) -> tuple[list[Any], str | None]:
    """A page of rows by a moment and their key (a number or a UUID), the newest first, and the cursor of the next."""
    if place := after(request, 2):
        try:
            at, key = parse_datetime(str(place[0])), rows.model._meta.pk.to_python(place[1])
        except (ValueError, TypeError, OverflowError, ValidationError):
            raise _no_cursor() from None
        if at is None or at.tzinfo is None or (isinstance(key, int) and not 0 <= key < 2**63):
            raise _no_cursor()
        rows = rows.filter(Q(**{f"{by}__lt": at}) | Q(**{by: at, "pk__lt": key}))
    found = list(rows.order_by(f"-{by}", "-pk")[: size + 1])
    page = found[:size]
    if len(found) <= size:
        return page, None
    key = page[-1].pk
    return page, cursor(getattr(page[-1], by).isoformat(), key if isinstance(key, int) else str(key))


def words(request: Any, name: str, *, most: int = 200) -> str:
    """A text of the query, without what nobody types."""
    return clean_text(request.query_params.get(name, ""))[:most].strip()
