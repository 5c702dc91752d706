"""Saved searches: the queue's filters under a name, and the mails that say how many files they hold (docs/search.md).

A search holds filters and no file. Whoever opens it, and whoever is mailed about it, sees and counts their own files."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

import structlog
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor, person
from accounts.dates import RABAT
from accounts.models import User
from accounts.roles import CASEWORKERS
from complaints.casework import queue
from complaints.casework.filters import QueueFilters, choices
from complaints.casework.models import SavedSearch, SearchAlert
from complaints.casework.queue import BOUND, View, bounded_counts
from complaints.models import Complaint
from complaints.notifications import outbox, registry
from complaints.notifications.models import Channel, OutboxMessage
from complaints.notifications.registry import Envelope
from complaints.permissions import Decision, no
from complaints.permissions.base import YES
from complaints.permissions.desk import WHOLE_OFFICE
from complaints.workflow.errors import Incomplete, NotAllowed, demand

log = structlog.get_logger(__name__)

MOST = 50  # saved searches of one person
AGAIN = timedelta(minutes=15)  # as often as the clock of the desk looks
KIND = "desk_search_alert"
Reach, Cadence = SavedSearch.Reach, SearchAlert.Cadence


# --- who may ---


def readable_searches(actor: Actor) -> QuerySet[SavedSearch]:
    """Twin of `can_read_search`: one's own, those of one's unit, and those of all."""
    if not actor.is_caseworker:
        return SavedSearch.objects.none()
    shared = Q(reach=Reach.ALL) | (Q(reach=Reach.UNIT, unit=actor.unit_id) if actor.unit_id else Q(pk__in=[]))
    return SavedSearch.objects.filter(Q(owner=actor.user_id) | shared).select_related("owner", "unit")


def changeable_searches(actor: Actor) -> QuerySet[SavedSearch]:
    """Twin of `can_change_search`: one's own; who may share with others may also take away what was shared there."""
    others = Q(pk__in=[])
    if actor.is_validator and actor.unit_id:
        others |= Q(reach=Reach.UNIT, unit=actor.unit_id)
    if actor.role in WHOLE_OFFICE:
        others |= ~Q(reach=Reach.OWN)
    return readable_searches(actor).filter(Q(owner=actor.user_id) | others)


def can_share(actor: Actor, reach: str) -> Decision:
    """Share a search: heads with their unit, supervisors with everybody."""
    if reach == Reach.OWN:
        return YES
    if reach == Reach.UNIT:
        return (
            YES if actor.is_validator and actor.unit_id else no(_("Only the head of a unit shares a search with it."))
        )
    return YES if actor.role in WHOLE_OFFICE else no(_("Only a supervisor shares a search with all caseworkers."))


# --- what it shows ---


def asked_of(form: QueueFilters, view: View) -> dict[str, str]:
    """What is kept of the queue's address: the view and the sound filters."""
    return {"view": view.value, **form.asked()}


def address_of(search: SavedSearch) -> str:
    """The query of the queue that shows it."""
    query = QueryDict(mutable=True)
    query.update({name: value for name, value in search.asked.items() if value})
    return query.urlencode()


def files_of(asked: Mapping[str, str], *, actor: Actor, today: date) -> QuerySet[Complaint] | None:
    """This person's files that fit; None when a filter names something that is not there any more, which would show more."""
    query = QueryDict(mutable=True)
    query.update(asked)
    form = QueueFilters(query, choices=choices(actor), ages=queue.AGES)
    given = form.given()
    if form.errors or asked.get("view") not in View.values:
        return None
    files = queue.complaints_in(View(asked["view"]), actor=actor, today=today)
    return queue.find(queue.narrow(files, given, today=today), given.get("q", ""))


# --- keeping it ---


@transaction.atomic
def save_search(
    *, actor: Actor, name: str, reach: str, asked: Mapping[str, str], search: SavedSearch | None = None
) -> SavedSearch:
    """Keeps a new search, or an own one under another name or for others. Raises Refused."""
    demand(can_share(actor, reach))
    row = search or SavedSearch(owner=actor.someone)
    if row.owner_id != actor.user_id:
        raise NotAllowed(_("Only who saved a search changes it."))
    if not name.strip():
        raise Incomplete(_("Give the search a name."))
    if search is None and SavedSearch.objects.filter(owner=actor.user_id).count() >= MOST:
        raise NotAllowed(_("You have 50 saved searches. Delete one first."))
    row.name, row.reach, row.asked, row.saved_at = name.strip(), reach, dict(asked), timezone.now()
    row.unit_id = actor.unit_id if reach == Reach.UNIT else None
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Incomplete(_("You have a saved search of this name. Choose another name.")) from None
    return row


@transaction.atomic
def delete_search(search: SavedSearch, *, actor: Actor) -> None:
    """Takes it away with the alerts of all who wanted one."""
    if not changeable_searches(actor).filter(pk=search.pk).exists():
        raise NotAllowed(_("Only who saved a search, or who may share there, deletes it."))
    SavedSearch.objects.filter(pk=search.pk).delete()


@transaction.atomic
def set_alert(
    search: SavedSearch, *, actor: Actor, cadence: str, hour: int = 8, weekday: int = 0, threshold: int | None = None
) -> SearchAlert | None:
    """The alert that this person wants about a search they can read; none with an empty cadence. Raises Refused."""
    if not readable_searches(actor).filter(pk=search.pk).exists():
        raise NotAllowed(_("This search is not shared with you."))
    mine = SearchAlert.objects.select_for_update(of=("self",)).filter(search=search, user=actor.user_id)
    if not cadence:
        mine.delete()
        return None
    if cadence == Cadence.ABOVE and not (threshold is not None and 0 <= threshold <= BOUND):
        raise Incomplete(_("Write a number from 0 to 1,000."))
    row = mine.first() or SearchAlert(search=search, user=actor.someone)
    row.cadence, row.hour, row.weekday = cadence, hour, weekday
    row.threshold = threshold if cadence == Cadence.ABOVE else None
    row.above, row.next_at = False, next_moment(row, after=timezone.now())
    row.save()
    return row


# --- the mails ---


def next_moment(alert: SearchAlert, *, after: datetime) -> datetime:
    """The first moment after `after` at which it is due: at its hour on the clock of Rabat, or at the next look."""
    if alert.cadence == Cadence.ABOVE:
        return after + AGAIN
    day = timezone.localdate(after)
    while True:
        moment = datetime.combine(day, time(alert.hour), RABAT)
        if moment > after and (alert.cadence == Cadence.DAILY or day.weekday() == alert.weekday):
            return moment
        day += timedelta(days=1)


def ring(*, now: datetime | None = None) -> int:
    """Mails the alerts that are due, each in its own transaction, and gives how many left. Safe to repeat and to run twice.

    A moment that was missed is made up for once. Alerts of people who have left stand still."""
    now = now or timezone.now()
    staff = User.objects.filter(is_active=True, is_staff=True, role__in=CASEWORKERS)
    due = SearchAlert.objects.filter(next_at__lte=now, user__in=staff).order_by("next_at", "pk")
    sent = 0
    for pk in due.values_list("pk", flat=True).iterator(chunk_size=500):
        try:
            sent += _ring(pk, now)
        except Exception as error:  # one search that cannot be counted must not silence the others
            log.warning("search_alert_failed", alert=pk, error=type(error).__name__)
    return sent


@transaction.atomic
def _ring(pk: int, now: datetime) -> bool:
    rows = SearchAlert.objects.select_for_update(skip_locked=True, of=("self",)).select_related("user", "search")
    row = rows.filter(pk=pk, next_at__lte=now).first()
    if row is None:
        return False
    moment, actor = row.next_at, person(row.user)
    number = _number(row, actor, today=timezone.localdate(now))
    told = _worth_telling(row, number)
    if row.cadence == Cadence.ABOVE and number is not None:
        row.above = number > (row.threshold or 0)
    row.next_at = next_moment(row, after=now)
    row.save(update_fields=["above", "next_at"])
    if told:
        outbox.put(
            KIND, event=f"search-alert:{pk}:{moment.isoformat()}", recipient=f"user:{row.user_id}",
            about=f"search:{row.search_id}", context={"files": number, "above": row.threshold}, language="",
            channels=(Channel.EMAIL,),
        )  # fmt: skip
    return told


def _number(row: SearchAlert, actor: Actor, *, today: date) -> int | None:
    """How many of this person's files fit, up to BOUND + 1; None when the search cannot be counted or read any more."""
    if not readable_searches(actor).filter(pk=row.search_id).exists():
        return None
    files = files_of(row.search.asked, actor=actor, today=today)
    return None if files is None else bounded_counts([files])[0]


def _worth_telling(row: SearchAlert, number: int | None) -> bool:
    """A search without files is no news; of one that grew too large the first time is."""
    if not number:
        return False
    return not row.above and number > (row.threshold or 0) if row.cadence == Cadence.ABOVE else True


def register_alerts() -> None:
    """Called once when the app is ready."""
    registry.register(KIND, resolve, keys=("files", "above"))


def resolve(message: OutboxMessage) -> Envelope | None:
    """Who wanted the alert, while they work here and the search is theirs to read."""
    from django.conf import settings
    from django.urls import reverse

    user = User.objects.filter(pk=message.recipient.removeprefix("user:"), is_active=True, role__in=CASEWORKERS).first()
    key = message.about.removeprefix("search:")
    if user is None or not readable_searches(person(user)).filter(pk=key).exists():
        return None
    context: dict[str, Any] = {
        "number": message.context["files"], "many": message.context["files"] > BOUND, "bound": BOUND,
        "url": f"{settings.SITE_URL}{reverse('admin:search', args=[key])}",
    }  # fmt: skip
    return Envelope(
        address=user.email, name=user.name, language=user.language or settings.LANGUAGE_CODE,
        time_zone=settings.TIME_ZONE, context=context,
    )  # fmt: skip
