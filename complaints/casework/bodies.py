"""The register of interlocutors: which administration has named whom, and how it answers (domain section 14)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from complaints.casework.by_key import Page, page_by_key
from complaints.casework.queue import SILENT
from complaints.enums import AnswerQuality, State
from complaints.guide.models import Administration, Interlocutor, StandIn
from complaints.guide.selectors import interlocutors
from complaints.models import Answer, Complaint
from complaints.permissions import can_see_interlocutors

PAGE = 25
YEAR = timedelta(days=365)  # the time in which answers are judged here


class View(models.TextChoices):
    """The lists of the register."""

    ALL = "all", _("All administrations")
    UNNAMED = "unnamed", _("Nobody named")
    LATE = "late", _("Late")
    SILENT = "silent", _("Silent after three reminders")


@dataclass(frozen=True, slots=True)
class Body:
    """One administration: who speaks for it and since when, who stands in, what it owes, how it answered in a year."""

    administration: Administration
    people: Sequence[Interlocutor]
    stand_ins: Sequence[StandIn]
    owed: int
    late: int
    silent: int
    answers: int
    empty_answers: int
    last_answer: date | None

    @property
    def since(self) -> date | None:
        """Since when it has an interlocutor without a break up to now."""
        return min((row.since for row in self.people), default=None)

    @property
    def late_share(self) -> int:
        """Of what it owes, per cent."""
        return round(100 * self.late / self.owed) if self.owed else 0

    @property
    def empty_share(self) -> int:
        """Of its answers of a year, per cent that answered nothing or the form alone."""
        return round(100 * self.empty_answers / self.answers) if self.answers else 0


def administrations(actor: Actor, *, view: View, today: date) -> QuerySet[Administration]:
    """Those that exist today, in no order."""
    if not can_see_interlocutors(actor):
        return Administration.objects.none()
    there = (Q(valid_from=None) | Q(valid_from__lte=today)) & (Q(valid_to=None) | Q(valid_to__gte=today))
    rows = Administration.objects.filter(there)
    files = Complaint.objects.filter(administration=OuterRef("pk"), state=State.AWAITING_ADMINISTRATION)
    narrowed = {
        View.UNNAMED: ~Exists(interlocutors(today).filter(administration=OuterRef("pk"))),
        View.LATE: Exists(files.filter(answer_due_on__lt=today)),
        View.SILENT: Exists(files.filter(chased__gte=SILENT)),
    }
    return rows.filter(narrowed[view]) if view in narrowed else rows


def page_of(actor: Actor, *, view: View, today: date, after: str = "", before: str = "") -> Page:
    """A page of the register by the administrations' codes: five queries, however many files there are."""
    rows = administrations(actor, view=view, today=today).annotate(last=_last_answer())
    found = page_by_key(rows, by="code", after=after, before=before, size=PAGE)
    keys = [row.pk for row in found.rows]
    people, absent = _people(keys, today), _stand_ins(keys, today)
    debts, judged = _debts(keys, today), _judged(keys, today)
    bodies = [
        Body(
            row, people.get(row.pk, []), absent.get(row.pk, []), *debts.get(row.pk, (0, 0, 0)),
            *judged.get(row.pk, (0, 0)), timezone.localdate(row.last) if row.last else None,
        )
        for row in found.rows
    ]  # fmt: skip
    return Page(bodies, found.before, found.after)


def _last_answer() -> Subquery:
    answered = Complaint.objects.filter(administration=OuterRef("pk"), answered_at__isnull=False)
    return Subquery(answered.order_by("-answered_at", "-pk").values("answered_at")[:1])


def _people(keys: Sequence[int], today: date) -> dict[int, list[Interlocutor]]:
    found: dict[int, list[Interlocutor]] = {}
    rows = interlocutors(today).filter(administration__in=keys, deputy=False).select_related("user")
    for row in rows.order_by("since", "pk"):
        found.setdefault(row.administration_id, []).append(row)
    return found


def _stand_ins(keys: Sequence[int], today: date) -> dict[int, list[StandIn]]:
    found: dict[int, list[StandIn]] = {}
    rows = StandIn.objects.filter(absent__administration__in=keys, since__lte=today, until__gte=today, ended_at=None)
    for row in rows.select_related("absent", "deputy__user").order_by("since", "pk"):
        found.setdefault(row.absent.administration_id, []).append(row)
    return found


def _debts(keys: Sequence[int], today: date) -> dict[int, tuple[int, int, int]]:
    """What each owes now: all, what is late, what stays unanswered after the third reminder."""
    files = Complaint.objects.filter(administration__in=keys, state=State.AWAITING_ADMINISTRATION).order_by()
    rows = files.values("administration").annotate(
        owed=Count("pk"),
        late=Count("pk", filter=Q(answer_due_on__lt=today)),
        silent=Count("pk", filter=Q(chased__gte=SILENT)),
    )
    return {row["administration"]: (row["owed"], row["late"], row["silent"]) for row in rows}


def _judged(keys: Sequence[int], today: date) -> dict[int, tuple[int, int]]:
    """The answers of a year that were judged, and those of them that did not answer the substance."""
    answers = (
        Answer.objects.filter(administration__in=keys, received_on__gt=today - YEAR).exclude(quality="").order_by()
    )
    empty = Count("pk", filter=~Q(quality=AnswerQuality.SUBSTANTIVE))
    rows = answers.values("administration").annotate(number=Count("pk"), empty=empty)
    return {row["administration"]: (row["number"], row["empty"]) for row in rows}
