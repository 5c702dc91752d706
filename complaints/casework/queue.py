"""Reads of the queue (W1): which files, in which order, a page at a time, and bounded counts.

Every list starts from `permissions.workable_complaints`. Nothing here grows with the number of files: pages go by
key and not by offset, counts stop at 1,001, and a search first asks how common its words are (performance.md)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import zip_longest
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models import Count, F, Q, QuerySet, Value
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.actors import Actor
from accounts.roles import Role
from complaints import references
from complaints.casework import finding, neglect
from complaints.casework.models import Proposal
from complaints.enums import IMR_CLASS, OPEN_STATES, State
from complaints.models import Complaint, Person
from complaints.models.complaint import NO_DEADLINE
from complaints.models.person import folded_query
from complaints.permissions import WHOLE_OFFICE, decided_by, reviewable_complaints, workable_complaints
from complaints.workflow.states import Turn, turn
from complaints.workflow.table import BY_ORDER, SIGNED

PAGE = 50
BOUND = 1000  # counts stop here: "more than 1,000"
RARE = 1000  # a search for people that finds more is answered by walking the list instead
FREQUENT = 40_000  # and one for words
HITS = 200  # counts of what was searched stop here: a frequent word is looked for file by file
SOON = timedelta(days=7)
SILENT = 3  # steps of the clock with an administration that stays silent (workflow/chasing.py)
NONE = "none"  # the filters' word for files without a unit or a caseworker
DUE_DAY = Coalesce("due_on", Value(NO_DEADLINE))  # as the indexes of the open files have it
WAITING_FOR_CITIZEN = (State.AWAITING_CITIZEN, State.CITIZEN_COMMENT)


class View(models.TextChoices):
    """The saved views of the queue, each a link."""

    MINE = "mine", _("Mine")
    UNASSIGNED = "unassigned", _("Unassigned")
    SOON = "soon", _("Due soon")
    OVERDUE = "overdue", _("Overdue")
    WAITING = "waiting", _("Waiting for the complainant")
    REPLIES = "replies", _("New reply")
    AFTER = "after", _("Written after closing")
    SILENT = "silent", _("Silent administrations")
    REVIEWS = "reviews", _("Reviews")
    VALIDATE = "validate", _("Waiting for my validation")
    OPEN = "open", _("All open")
    CLOSED = "closed", pgettext_lazy("files", "Closed")
    ALL = "all", _("All files")
    # Nobody is looking (docs/desk.md): reached from the desk's first page
    UNANSWERED = "unanswered", _("Message without an answer")
    DEAD = "dead", _("E-mail address that does not work")
    ABSENT = "absent", _("Files of an absent colleague")


# What nobody may be looking at, each list with an owner (neglect.py)
NEGLECTED = (View.UNANSWERED, View.AFTER, View.DEAD, View.OVERDUE, View.ABSENT, View.UNASSIGNED, View.SILENT)
FIRST = {Role.INTAKE: View.UNASSIGNED, Role.HANDLER: View.MINE, Role.HEAD: View.OPEN, Role.SUPERVISOR: View.OPEN}


def first_view(actor: Actor) -> View:
    """The view that this person's role begins with."""
    return FIRST.get(actor.role, View.OPEN) if actor.role else View.OPEN


def views_for(actor: Actor) -> list[View]:
    """The views this person has a use for, in order; `all` is reached by filters and search."""
    hidden = {View.ALL, View.UNANSWERED, View.DEAD, View.ABSENT}
    if not actor.is_validator:
        hidden.add(View.VALIDATE)
    return [view for view in View if view not in hidden]


def complaints_in(
    view: View, *, actor: Actor, today: date, among: QuerySet[Complaint] | None = None
) -> QuerySet[Complaint]:
    """The files of one view that this person may work on, in no order; `among` is made once by who asks for many views."""
    files = workable_complaints(actor) if among is None else among
    if view == View.ALL:
        return files
    if view == View.CLOSED:
        return files.filter(closed_at__isnull=False)
    if view == View.AFTER:
        return files.filter(new_reply=True, closed_at__isnull=False)
    if view == View.SILENT:  # the third reminder went unanswered
        return files.filter(state=State.AWAITING_ADMINISTRATION, chased__gte=SILENT)
    if view == View.REVIEWS:
        return reviewable_complaints(actor).filter(closed_at=None)
    if view == View.REPLIES:
        return files.filter(new_reply=True)  # a complainant may write to a closed file too
    files = files.filter(closed_at=None).alias(day=DUE_DAY)
    narrowed: dict[View, Callable[[], Q]] = {
        View.MINE: lambda: Q(handler=actor.user_id),
        View.UNASSIGNED: lambda: Q(handler=None),
        View.SOON: lambda: Q(day__gte=today, day__lte=today + SOON),
        View.OVERDUE: lambda: Q(day__lt=today),
        View.WAITING: lambda: Q(state__in=WAITING_FOR_CITIZEN),
        View.VALIDATE: lambda: _to_validate(actor),
        View.UNANSWERED: lambda: neglect.unanswered(today),
        View.DEAD: neglect.unreachable,
        View.ABSENT: lambda: neglect.of_the_absent(today),
    }
    return files.filter(narrowed[view]()) if view in narrowed else files


def _to_validate(actor: Actor) -> Q:
    """Of a review no proposal waits for those who decided the file before."""
    not_mine = Q(state=State.REVIEW, pk__in=decided_by(actor))
    return Q(pk__in=_waiting(actor).order_by().values("complaint")) & ~not_mine


def _waiting(actor: Actor) -> QuerySet[Proposal]:
    """Everybody's decisions that wait, of whatever file, but for the person's own."""
    waiting = Proposal.objects.filter(status=Proposal.Status.WAITING).exclude(proposed_by=actor.user_id)
    if actor.role not in WHOLE_OFFICE:  # what is signed for the Médiateur, and names no order, waits for a supervisor
        no_order = Q(data__special_order="") | Q(data__special_order__isnull=True)
        waiting = waiting.exclude(Q(transition__in=SIGNED) | (Q(transition__in=BY_ORDER) & no_order))
    return waiting if actor.is_validator else waiting.none()


PROMISED_STATES = tuple(state for state in OPEN_STATES if turn(state) in (Turn.INSTITUTION, Turn.ADMINISTRATION))


def missed_promises(actor: Actor, *, today: date) -> QuerySet[Complaint]:
    """Open files whose date has passed although the next step was ours or the administration's, in no order.

    The complainant was told by itself (`actions.watch_deadlines`); this is what heads and supervisors see of it."""
    if not actor.is_validator:
        return Complaint.objects.none()
    late = workable_complaints(actor).filter(closed_at=None).alias(day=DUE_DAY)
    return late.filter(day__lt=today, state__in=PROMISED_STATES)


def narrow(files: QuerySet[Complaint], filters: Mapping[str, Any], *, today: date) -> QuerySet[Complaint]:
    """Applies the filters of docs/figures.md, as `filters.QueueFilters` cleaned them; an empty one does nothing."""
    plain = {
        "state": "state",
        "country": "country",
        "language": "language",
        "channel": "channel",
        "administration": "administration__code",
        "nature": "subject__nature",
        "received_from": "received_on__gte",
        "received_to": "received_on__lte",
    }
    given = {lookup: filters[name] for name, lookup in plain.items() if filters.get(name)}
    files = files.filter(**given)
    files = files.filter(_unit_and_outcome(filters))
    if filters.get("handler") == NONE:
        files = files.filter(handler=None)
    elif filters.get("handler"):
        files = files.filter(handler=filters["handler"])
    for stamp in ("closed", "answered"):
        if filters.get(f"{stamp}_from"):
            files = files.filter(**{f"{stamp}_at__gte": _midnight(filters[f"{stamp}_from"])})
        if filters.get(f"{stamp}_to"):
            files = files.filter(**{f"{stamp}_at__lt": _midnight(filters[f"{stamp}_to"] + timedelta(days=1))})
    if filters.get("answered_late"):
        files = files.filter(answered_at__date__gt=F("answer_due_on"))
    if filters.get("overdue"):
        files = files.filter(closed_at=None, due_on__lt=today)
    if filters.get("age"):
        youngest, oldest = AGES[filters["age"]]
        files = files.filter(closed_at=None, received_on__lte=today - timedelta(days=youngest))
        if oldest is not None:
            files = files.filter(received_on__gte=today - timedelta(days=oldest))
    return files


def _unit_and_outcome(filters: Mapping[str, Any]) -> Q:
    """A unit or none yet; one outcome or all those of a published class."""
    wanted = Q()
    if unit := filters.get("unit"):
        wanted &= Q(unit=None) if unit == NONE else Q(unit__code=unit)
    if outcome := filters.get("outcome"):
        wanted &= Q(outcome__in=[each for each, published in IMR_CLASS.items() if outcome in (each, published)])
    return wanted


AGES: dict[str, tuple[int, int | None]] = {
    "0-30": (0, 30),
    "31-60": (31, 60),
    "61-90": (61, 90),
    "91-180": (91, 180),
    "180+": (181, None),
}


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))


# --- search ---


def find(files: QuerySet[Complaint], words: str) -> QuerySet[Complaint]:
    """Files by reference (any spelling of it), by name in either script, or by words of any of their texts (docs/search.md).

    People and texts are looked up apart, each up to a bound: what is rare becomes a short list of keys, what is common stays a
    condition, which the ordered list meets soon. Joined by their keys, the two keep their own indexes."""
    words = words.strip()
    if not words:
        return files
    reference = references.normalise(
        words
    )  # one word in eight passes for a reference: it is one if there is such a file
    if reference and (exact := files.filter(reference=reference)).exists():
        return exact
    name = folded_query(words)
    people = list(Person.objects.filter(search=name).values_list("pk", flat=True)[: RARE + 1])
    by_name = Q(complainant__in=people) if len(people) <= RARE else Q(complainant__search=name)
    return files.filter(by_name | finding.with_words(words, rare=FREQUENT))


# --- pages ---


class Order(models.TextChoices):
    """`due`: what is due first; `received`: the newest first."""

    DUE = "due"
    RECEIVED = "received"


@dataclass(frozen=True, slots=True)
class Page:
    """Up to PAGE files; the cursors lead to the neighbouring pages."""

    rows: Sequence[Complaint]
    before: str = ""
    after: str = ""


SEEN = ("complainant", "administration", "country", "unit", "handler", "representation")
COLUMNS = (
    "reference", "state", "joined_to", "urgent", "new_reply", "possible_duplicate",
    "overdue", "due_on", "received_on", "submitted_at", "language", "title",
    "closed_at", "outcome", "administration_text", "complainant__first_name", "complainant__last_name",
    "complainant__first_name_ar", "complainant__last_name_ar", "complainant__email", "complainant__returned_email",
    "complainant__contact_rule", "representation__contact_rule",
    "representation__revoked_at", "administration__names", "complainant__user", "representation__user",
    "representation__colleague", "country__names", "unit__names", "unit__parent", "handler__name", "handler__email",
)  # fmt: skip


def page_of(files: QuerySet[Complaint], *, order: Order, after: str = "", before: str = "", size: int = PAGE) -> Page:
    """One page by key: the first, the one after a cursor, or the one before it. A cursor that is none is no cursor."""
    back = bool(before)
    cursor = _read(before or after, order)
    forward = (order == Order.DUE) != back
    day: Any = DUE_DAY if order == Order.DUE else F("submitted_at")
    if cursor:
        beyond = TupleGreaterThan if forward else TupleLessThan
        files = files.filter(beyond(Tuple(day, F("pk")), cursor))
    ordering = (day.asc(), F("pk").asc()) if forward else (day.desc(), F("pk").desc())
    rows = list(files.select_related(*SEEN).only(*COLUMNS).order_by(*ordering)[: size + 1])
    more = len(rows) > size
    rows = rows[:size]
    if back:
        rows.reverse()
    if not rows:
        return Page(rows)
    return Page(
        rows,
        before=_write(rows[0], order) if (more if back else cursor) else "",
        after=_write(rows[-1], order) if (back or more) else "",
    )


def _write(row: Complaint, order: Order) -> str:
    value = (row.due_on or NO_DEADLINE) if order == Order.DUE else row.submitted_at
    return f"{value.isoformat()}~{row.pk}"


def _read(cursor: str, order: Order) -> tuple[date | datetime, int] | None:
    value, _sep, key = cursor.partition("~")
    try:
        number = int(key)
        if not 0 < number < 2**63:
            return None
        if order == Order.DUE:
            return date.fromisoformat(value), number
        parsed = datetime.fromisoformat(value)
        # In UTC, as Postgres reads no offset of a fraction of a second; at either end of time there is none.
        return (parsed.astimezone(UTC), number) if timezone.is_aware(parsed) else None
    except (ValueError, OverflowError):
        return None


# --- counts ---


def bounded_counts(lists: Sequence[QuerySet[Any]], *, stops: Sequence[int] = ()) -> list[int]:
    """How many rows each list has, in one query; one that has more than its stop (else BOUND) counts one more than that."""
    parts: list[str] = []
    values: list[Any] = []
    places: list[int | None] = []
    for rows, stop in zip_longest(lists, stops, fillvalue=BOUND):
        try:
            sql, params = rows.order_by().values("pk")[: stop + 1].query.sql_with_params()
        except EmptyResultSet:
            places.append(None)
            continue
        places.append(len(parts))
        parts.append(f"(SELECT count(*) FROM ({sql}) AS counted)")  # noqa: S608 (compiled by Django)
        values += params
    if not parts:
        return [0] * len(places)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", values)
        row = cursor.fetchone()
    return [0 if place is None else row[place] for place in places]


def by_handler(files: QuerySet[Complaint]) -> list[dict[str, Any]]:
    """How many of these files each caseworker has, the most first; among the first BOUND. One query."""
    some = Complaint.objects.filter(pk__in=files.order_by().values("pk")[:BOUND])
    rows = some.order_by().values("handler", "handler__name", "handler__email").annotate(number=Count("pk"))
    return list(rows.order_by("-number", "handler__name", "handler"))


def counts(
    actor: Actor, *, today: date, besides: Sequence[QuerySet[Any]] = (), stop: int = BOUND
) -> tuple[dict[View, int], list[int]]:
    """How many files each view holds, and how many rows the lists `besides`, these up to `stop`; one query for all."""
    views = views_for(actor)
    among = workable_complaints(actor)
    lists = [complaints_in(view, actor=actor, today=today, among=among) for view in views]
    found = bounded_counts([*lists, *besides], stops=[BOUND] * len(lists) + [stop] * len(besides))
    return dict(zip(views, found, strict=False)), found[len(views) :]
